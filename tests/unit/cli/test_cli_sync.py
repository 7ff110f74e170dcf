"""`sync`: one line, one document, exit codes; in a terminal a question."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.paths import Paths, first
from tests.site import faults
from tests.site.board import PRESS, Board, entries
from tests.site.feeds import FeedPage, items
from tests.site.server import Site
from tests.site.wire import Answer, Request
from tests.terminal import READER, Terminal, environment
from tests.unit.cli.conftest import Press

BOARD = f"/eng/article/{PRESS}"


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """A site that is the ministry's, with the settings for it."""
    with Site() as site:
        home.mkdir(mode=0o700)
        (home / "config.toml").write_text(
            f'[ministry]\nhosts = ["{site.at()}"]\n[sync]\npause = 0.01\ntimeout = 5.0\nattempts = 2\n'
        )
        yield site


@pytest.fixture
def feeds(site: Site, press: Press) -> list[FeedPage]:
    """Three feeds, all of them added."""
    feeds = [FeedPage(f"/{n}", items(2, prefix=f"feed{n}"), title=f"Feed {n}") for n in range(3)]
    for feed in feeds:
        site.add(feed)
        assert press("source", "add", site.url(feed.path)).code == 0
    return feeds


def test_without_sources_it_says_how_to_add_one(press: Press) -> None:
    done = press("sync")
    assert done.code == 0
    assert "pressreader source add" in done.out
    assert press("sync", "--json").json == {"sources": [], "busy": False}


def test_it_says_in_one_line_what_came(feeds: list[FeedPage], press: Press) -> None:
    feeds[0].insert(*items(2, prefix="more"))
    feeds[1].reword("feed1-1", "<p>Another text.</p>")
    done = press("sync", "--force")
    assert (done.code, done.out) == (0, "2 new, 1 reworded\n")
    assert press("search", "is:new", "--json").json["total"] == 3
    assert press("sync", "--force").out == "nothing new\n"


def test_what_came_is_searchable_at_once(feeds: list[FeedPage], press: Press) -> None:
    feeds[0].insert(*items(1, prefix="zeppelin"))
    press("sync", "--force")
    found = press("search", "zeppelin", "--json").json
    assert (found["total"], found["pending"]) == (1, 0)


def test_one_that_fails_is_named_and_only_all_of_them_are_an_error(
    feeds: list[FeedPage], site: Site, press: Press
) -> None:
    feeds[0].insert(*items(1, prefix="more"))
    site.fault("/1", faults.status(404))
    done = press("sync", "--force")
    assert done.code == 0
    assert done.out.startswith("1 new; 1 of 3 sources failed: Feed 1: ")
    site.fault("/*", faults.status(404))
    assert press("sync", "--force").code == 3
    told = press("sync", "--force", "--json")
    assert told.code == 3
    assert all(one["error"].endswith(".") for one in told.json["sources"])


def test_the_document_has_the_keys_of_the_contract(feeds: list[FeedPage], press: Press) -> None:
    (one,) = press("sync", "Feed 2", "--force", "--json").json["sources"]
    keys = {"name", "added", "revised", "completed", "unchanged", "error", "next_due"}
    assert keys <= set(one)
    assert (one["name"], one["error"], one["tried"]) == ("Feed 2", None, True)


def test_nothing_due_says_when_something_is(feeds: list[FeedPage], site: Site, press: Press) -> None:
    site.log.clear()
    done = press("sync")
    assert done.code == 0
    assert done.out.startswith("Nothing is due before 20")
    assert site.log == []


def test_names_that_fit_none_or_several(feeds: list[FeedPage], press: Press) -> None:
    assert press("sync", "nobody").code == 4
    several = press("sync", "feed")
    assert several.code == 2
    assert "Feed 0" in several.err


def test_another_sync_under_way_is_said_and_no_error(feeds: list[FeedPage], press: Press) -> None:
    with first(Paths.find().sync) as alone:
        assert alone
        done = press("sync", "--force")
        assert (done.code, done.out) == (0, "")
        assert "under way" in done.err
        assert press("sync", "--json").json["busy"] is True


def test_all_pages_come_without_a_question_where_nobody_can_answer(site: Site, press: Press) -> None:
    site.add(Board(entries(30, cut=70)))
    assert press("source", "add", site.url(BOARD)).code == 0
    done = press("sync", "--full")
    assert (done.code, done.out) == (0, "22 new, 30 completed\n")


def test_all_pages_are_announced_and_asked_for_in_a_terminal(site: Site, press: Press, home: Path) -> None:
    site.add(Board(entries(30)))
    assert press("source", "add", site.url(BOARD)).code == 0
    with Terminal((*READER, "sync", "--full"), environment(home)) as terminal:
        terminal.wait_for("All of it is 4 pages: about 1 minute.")
        terminal.wait_for("Fetch it")
        terminal.send("n\n")
        terminal.wait_for("Nothing was fetched")
        assert terminal.wait_end() == 0
    assert len(press("list", "--json").json["hits"]) == 8
    with Terminal((*READER, "sync", "--full", "--yes"), environment(home)) as terminal:
        terminal.wait_for("22 new")
        assert terminal.wait_end() == 0


def test_the_texts_that_a_list_cuts_are_announced_too(site: Site, press: Press, home: Path) -> None:
    site.add(Board(entries(30, cut=70)))
    assert press("source", "add", site.url(BOARD)).code == 0
    with Terminal((*READER, "sync", "--full", "--json"), environment(home)) as terminal:
        terminal.wait_for("4 pages and some 32 texts that it cuts")
        terminal.send("n\n")
        terminal.wait_for('"sources": \\[\\]')
        assert terminal.wait_end() == 0


def test_ctrl_c_keeps_what_came_and_says_so(site: Site, press: Press, home: Path) -> None:
    site.add(Board(entries(30)))
    assert press("source", "add", site.url(BOARD)).code == 0

    def stuck(request: Request, answer: Answer) -> Answer:
        return faults.silence()(request, answer) if "pageIndex=3" in request.target else answer

    site.fault(BOARD, stuck)
    with Terminal((*READER, "sync", "--full", "--yes"), environment(home)) as terminal:
        terminal.wait(lambda _: any("pageIndex=3" in path for path in site.paths()), "the page that is stuck")
        terminal.send("\x03")
        terminal.wait_for("Until then: 14 new. What came is kept")
        assert terminal.wait_end() == 130
    assert len(press("list", "--json").json["hits"]) == 22


def test_the_reader_is_told_of_each_step(site: Site, press: Press, home: Path) -> None:
    site.add(Board(entries(20)))
    feed = FeedPage("/feed", items(2), title="Harbour")
    site.add(feed)
    assert press("source", "add", site.url(BOARD)).code == 0
    assert press("source", "add", site.url("/feed")).code == 0
    feed.insert(*items(1, prefix="more"))
    done = subprocess.run(
        [sys.executable, "-m", "reader.library.syncing", "--full"],
        env=environment(home),
        capture_output=True,
        timeout=60,
        check=True,
    )
    *steps, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert {step["event"] for step in steps} == {"source"}
    of_board = [step for step in steps if step["key"] == "motir"]
    assert [step["state"] for step in of_board][:2] == ["waiting", "fetching"]
    assert of_board[-1]["state"] == "done"
    assert {(step["page"], step["pages"]) for step in of_board} >= {(2, 3), (3, 3)}
    assert last["event"] == "end"
    assert (last["added"], last["failed"], last["error"]) == (13, 0, None)
    assert press("search", "more", "--json").json["pending"] == 0
