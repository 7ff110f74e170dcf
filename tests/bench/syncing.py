"""A sync of 500 feeds with 100 entries each, on 500 loopback hosts: all of it new, then nearly all of it unchanged."""

import os
import sys
import time
from pathlib import Path

from reader.library.subscribing import Subscribing
from reader.paths import Paths
from tests.bench.figures import Figure
from tests.bench.libraries import home
from tests.site.feeds import FeedPage, items
from tests.site.server import Site, hosts
from tests.terminal import READER, environment

_FEEDS, _ENTRIES, _CHANGED, _ROUNDS = 500, 100, 10, 3


def run(folder: Path) -> list[Figure]:
    """Sync all feeds into an empty library, then again with a few of them changed."""
    first, again, memory = [], [], []
    names = hosts(_FEEDS)
    feeds = [FeedPage("/feed", items(_ENTRIES, prefix=f"feed{n}")) for n in range(_FEEDS)]
    with Site(hosts=names) as site:
        for host, feed in zip(names, feeds, strict=True):
            site.add(feed, host=host)
        listed = "".join(f'<outline type="rss" xmlUrl="{site.url("/feed", host=host)}"/>' for host in names)
        opml = f'<opml version="2.0"><head/><body>{listed}</body></opml>'.encode()
        for number in range(_ROUNDS):
            with home(folder / f"sync-{number}"):
                place = Paths.find().data
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
                Paths.find().config_file.write_text("[sync]\npause = 0.02\n")
                Subscribing(Paths.find()).add_list(opml)
                first.append(_sync(place)[0])
                for feed in feeds[:_CHANGED]:
                    feed.insert(*items(1, prefix=f"round{number}"))
                site.log.clear()
                took, most = _sync(place)
                again.append(took)
                memory.append(most)
                assert len(site.paths()) == _FEEDS
                assert sum(hit.status == 304 for hit in site.log) == _FEEDS - _CHANGED
    return [
        Figure(f"{_FEEDS} feeds of {_ENTRIES} entries, all new", "s", first),
        Figure(f"again, {_FEEDS - _CHANGED} of them unchanged", "s", again, most=20.0),
        Figure("memory of its largest process then", "MB", memory, most=150.0),
    ]


def _sync(place: Path) -> tuple[float, float]:
    """Sync in a process of its own: seconds, and the most memory that one of its processes had, in MB."""
    began = time.perf_counter()
    null = os.open(os.devnull, os.O_RDWR)
    child = os.posix_spawn(
        sys.executable,
        [*READER, "sync", "--force"],
        environment(place),
        file_actions=[(os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)],
    )
    os.close(null)
    _, status, used = os.wait4(child, 0)
    assert status == 0
    return time.perf_counter() - began, used.ru_maxrss * 1024 / 1e6
