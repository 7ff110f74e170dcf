"""Syncs killed at random moments, and walks over a site that breaks off every second answer."""

import random
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from reader.library import Library, subscribing
from reader.library.syncing import Sync
from reader.paths import Paths
from reader.store.database import Database
from tests.crash import model
from tests.site import faults
from tests.site.board import PRESS, Board, entries
from tests.site.feeds import FeedPage, items
from tests.site.server import Site
from tests.terminal import PATIENCE

BOARD = f"/eng/article/{PRESS}"
_EARLIEST = 0.2
"""Seconds in which Python itself is starting."""
Held = dict[str | None, tuple[str, str, tuple[str, ...]]]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def prepare(site: Site, home: Path, pause: float, feeds: list[FeedPage] | None = None) -> None:
    """A home whose library is fetched from a board, and from feeds."""
    home.mkdir(mode=0o700, parents=True)
    (home / "config.toml").write_text(
        f'[ministry]\nhosts = ["{site.at()}"]\n[sync]\npause = {pause}\nattempts = 4\ntimeout = 5.0\n'
    )
    adding = subscribing.Subscribing(paths(home))
    for url in (site.url(BOARD), *(site.url(feed.path) for feed in feeds or ())):
        offer = adding.discover(url).offer
        assert offer is not None
        adding.add(offer)


def paths(home: Path) -> Paths:
    return Paths(home, home, home, home)


def held(home: Path) -> Held:
    """What a library holds of each release: headline, text, names of attachments."""
    with closing(Database.open(paths(home).library)) as database:
        rows = database.rows(
            "SELECT external_id, release.title, body, release.number FROM release "
            "JOIN wording ON wording.release = release.number AND wording.number = release.revision"
        )
        files = database.rows("SELECT release, name FROM attachment ORDER BY release, position")
        assert len({row[0] for row in rows}) == len(rows), "a release is there twice"
        return {
            ident: (title, " ".join(body.split()), tuple(name for owner, name in files if owner == number))
            for ident, title, body, number in rows
        }


def _kill_syncs(site: Site, home: Path, folder: Path, kills: int, size: int) -> None:
    rng = random.Random(kills)
    board = Board(entries(size, cut=70))
    feeds = [FeedPage(f"/feed{n}", items(30, prefix=f"feed{n}")) for n in range(4)]
    site.add(board)
    for feed in feeds:
        site.add(feed)
    prepare(site, home, 0.01, feeds)
    prepare(site, folder / "other", 0.01, feeds)
    whole = model.duration(lambda: model.command(folder / "other", "sync", "--full", "--force"))
    struck = 0
    for number in range(kills):
        board.insert(*entries(3, first=10_000 + 10 * number, newest="2026-03-01", cut=70))
        board.reword(
            board.entries[rng.randrange(40)].id, f"An entirely other text, the one numbered {number}."
        )
        feeds[number % 4].insert(*items(2, prefix=f"more{number}"))
        process = model.command(home, "sync", "--full", "--force")
        struck += model.kill_after(process, rng.uniform(_EARLIEST, whole))
        assert model.wrong(home) == []
    assert struck >= kills // 3, "nearly every sync ended before it could be killed"
    prepare(site, folder / "fresh", 0.01, feeds)
    for each in (home, home, folder / "fresh"):  # the first one may have to end the walk that was killed
        assert model.command(each, "sync", "--full", "--force").wait(PATIENCE) == 0
    assert model.wrong(home) == []
    assert held(home) == held(folder / "fresh")
    with Library.open() as library:
        assert library.indexing.pending() == 0


def test_a_killed_sync_leaves_a_sound_library_and_the_next_one_completes_it(
    site: Site, home: Path, tmp_path: Path
) -> None:
    _kill_syncs(site, home, tmp_path, kills=12, size=56)


@pytest.mark.soak
def test_many_killed_syncs_leave_a_sound_library(site: Site, home: Path, tmp_path: Path) -> None:
    _kill_syncs(site, home, tmp_path, kills=200, size=160)


def _walk(site: Site, home: Path, size: int, pause: float) -> None:
    board = Board(entries(size))
    site.add(board)
    prepare(site, home, pause)
    site.fault("/*", faults.reset(), share=0.25)
    site.fault("/*", faults.reset(0), share=1 / 3)
    site.log.clear()
    assert Sync(Paths.find()).run(force=True, full=True).failed == []
    with closing(Database.open(Paths.find().library)) as database:
        assert database.value("SELECT count(*) FROM walk") == 0, "it never came to its end"
    kept = held(home)
    assert sorted(title for title, _, _ in kept.values()) == sorted(entry.title for entry in board.entries)
    assert len(site.log) > size // 8 * 3 // 2, "nothing was broken off"
    for earlier, later in pairwise(site.log):
        assert later.time - earlier.time >= pause


def test_a_walk_over_a_site_that_breaks_off_ends_complete_and_keeps_its_pace(site: Site, home: Path) -> None:
    _walk(site, home, size=320, pause=0.02)


@pytest.mark.soak
def test_a_walk_over_340_pages_ends_complete(site: Site, home: Path) -> None:
    _walk(site, home, size=2_700, pause=0.02)
