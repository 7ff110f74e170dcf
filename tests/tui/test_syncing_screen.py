"""Syncing from the screen: a real process, and a site on loopback."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList, Static

from reader.errors import LibraryError
from reader.library.subscribing import Subscribing
from reader.paths import Paths
from reader.tui.screens.asking import ChoiceScreen, LineScreen, QuestionScreen
from reader.tui.screens.sources import SourcesScreen
from reader.tui.widgets.guide_pane import GuidePane
from tests.site import faults
from tests.site.board import PRESS, Board, entries
from tests.site.feeds import FeedPage, items
from tests.site.server import Site
from tests.site.wire import Answer
from tests.tui.conftest import Reading, fill, reading

BOARD = f"/eng/article/{PRESS}"


@pytest.fixture
def board() -> Board:
    return Board(entries(20))


@pytest.fixture
def site(home: Path, board: Board) -> Iterator[Site]:
    """Serves a board of three pages and a feed at /rss."""
    with Site(board, FeedPage("/rss", items(3))) as site:
        home.mkdir(mode=0o700)
        (home / "config.toml").write_text(
            f'[ministry]\nhosts = ["{site.at()}"]\n[sync]\npause = 0.01\ntimeout = 5.0\nattempts = 2\n'
        )
        yield site


async def add(site: Site, path: str, name: str | None = None) -> None:
    subscribing = Subscribing(Paths.find())
    found = await asyncio.to_thread(subscribing.discover, site.url(path), name)
    assert found.offer is not None
    subscribing.add(found.offer)


async def synced(reader: Reading, word: str) -> None:
    await reader.until(
        lambda: not reader.app.syncer.busy and word in reader.said, f"{word}, not {reader.said}"
    )


async def asked(reader: Reading, kind: type[Any]) -> Any:
    await reader.until(lambda: isinstance(reader.app.screen, kind), kind.__name__)
    return reader.app.screen


def words(screen: Any) -> str:
    return "\n".join(str(one.content) for one in screen.query(Static))


async def test_without_sources_it_says_how_to_add_one() -> None:
    async with reading() as reader:
        await reader.press("ctrl+r")
        await reader.until(lambda: "add source" in reader.said, "how to add one")
        assert not reader.app.syncer.busy
        reader.main.do_sync_stop()
        await reader.until(lambda: "No sync is under way" in reader.said, "that there is none")


async def test_what_came_is_told_and_walked_through(site: Site, board: Board) -> None:
    await add(site, BOARD)
    async with reading() as reader:
        await reader.press("ctrl+r")
        await synced(reader, "Nothing is due")
        board.insert(*entries(2, first=2482, newest="2025-12-25"))
        board.reword(2479, "The Ministry of Harbours took notice 2479 back.")
        await reader.press("ctrl+r")
        await synced(reader, "2 new, 1 reworded")
        if isinstance(reader.app.screen, QuestionScreen):
            await reader.press("escape")
        await reader.until(lambda: reader.titles[0] == "Harbour Notice 2482 on Shore Power", "what came")
        await reader.press("w")
        await reader.answer("is:new")
        assert [title.split()[2] for title in reader.titles] == ["2482", "2481", "2479"]
        assert reader.main.bar.value == "is:new"


async def test_older_pages_are_offered_once_and_come_without_moving_the_cursor(site: Site) -> None:
    await add(site, BOARD)
    async with reading() as reader:
        await reader.press("j", "j", "ctrl+r")
        await synced(reader, "Nothing is due")
        question = await asked(reader, QuestionScreen)
        assert "3 pages" in words(question)
        selected, top = reader.main.releases.selected, reader.main.releases.top
        await reader.press("y")
        await synced(reader, "12 new")
        await reader.until(lambda: len(reader.main.rows) == 20, "all releases")
        assert selected is not None
        assert reader.main.releases.selected is not None
        assert reader.main.releases.selected.id == selected.id
        assert reader.main.releases.top == top
        for _ in range(2):
            await reader.press("ctrl+r")
        await synced(reader, "Nothing new")
        assert not isinstance(reader.app.screen, QuestionScreen)


async def test_a_source_that_fails_is_named_with_its_reason(site: Site) -> None:
    await add(site, "/rss", "Port News")
    site.fault("/rss", faults.status(410))
    async with reading() as reader:
        await reader.press("ctrl+r")
        await synced(reader, "Nothing is due")
        await reader.press("ctrl+r")
        await synced(reader, "Port News: ")
        assert reader.said.startswith("Port News: ")
        assert "410" in reader.said
        assert reader.main.status._severity == "error"
        reader.main.do_sync_show()
        await reader.pilot.pause()
        screen = await asked(reader, SourcesScreen)
        told = screen.query_one(GuidePane)._groups
        assert [name for name, _ in told] == ["Port News"]
        rows = dict(told[0][1])
        assert "410" in rows["error"]
        assert rows["this sync"] == "failed"


async def test_sources_of_a_library_that_is_gone_are_a_sentence(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(site, BOARD)
    async with reading() as reader:
        reader.main.do_sync_show()
        screen = await asked(reader, SourcesScreen)

        def gone() -> None:
            raise LibraryError("The library was moved.")

        monkeypatch.setattr(reader.main, "_fetched", gone)
        monkeypatch.setattr(screen, "_sources", gone)
        await reader.press("ctrl+r")
        await reader.until(lambda: "moved" in reader.said, "a sentence")
        screen._update()
        assert "moved" in words(screen)
        await reader.press("escape")


async def test_a_sync_can_be_broken_off_and_goes_on(site: Site) -> None:
    await add(site, BOARD)
    site.fault(BOARD, faults.silence())
    async with reading() as reader:
        reader.app.syncer.start(["--force"])
        await reader.until(lambda: "Syncing" in reader.main.status.progress, "progress")
        await reader.press("ctrl+r")
        await asked(reader, SourcesScreen)
        await reader.press("escape")
        reader.main.do_sync_stop()
        await synced(reader, "Stopped")
        site.heal()
        reader.app.syncer.start(["--force", "--full"])
        await synced(reader, "12 new")


async def test_leaving_ends_a_sync_at_once(site: Site) -> None:
    await add(site, BOARD)
    site.fault(BOARD, faults.silence())
    async with reading() as reader:
        reader.app.syncer.start(["--force"])
        process = reader.app.syncer._process
        assert process is not None
        await reader.press("q")
    assert process.poll() is not None


async def test_a_process_that_dies_is_told(site: Site) -> None:
    await add(site, BOARD)
    site.fault(BOARD, faults.silence())
    async with reading() as reader:
        reader.app.syncer.start(["--force"])
        assert reader.app.syncer._process is not None
        reader.app.syncer._process.kill()
        await synced(reader, "before its time")


async def test_a_source_is_added_after_it_was_shown(site: Site) -> None:
    async with reading() as reader:
        reader.main.do_source_add()
        screen = await asked(reader, LineScreen)
        screen.query_one(Input).value = site.url("/nothing")
        await reader.press("enter")
        await reader.until(
            lambda: reader.app.screen is not screen and isinstance(reader.app.screen, LineScreen), "a reason"
        )
        assert "404" in words(reader.app.screen)
        assert reader.app.screen.query_one(Input).value == site.url("/nothing")
        reader.app.screen.query_one(Input).value = site.url("/rss")
        await reader.press("enter")
        question = await asked(reader, QuestionScreen)
        assert "3 releases" in words(question)
        await reader.press("enter")
        await reader.until(lambda: "3 new" in reader.said, "what came")
        await reader.until(lambda: len(reader.main.rows) == 3, "the releases")
        reader.main._discover(site.url("/rss"))
        await reader.until(lambda: "here already" in reader.said, "that it is here")


async def test_of_several_feeds_one_is_chosen(site: Site) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="Feed {n}" href="/{name}">'
        for n, name in enumerate(("rss", "other"), 1)
    )
    site.route("/page", Answer(f"<html><head>{links}</head><body>x</body></html>".encode()))
    async with reading() as reader:
        reader.main._discover(site.url("/page"))
        choice = await asked(reader, ChoiceScreen)
        assert choice.query_one(OptionList).option_count == 2
        await reader.press("enter")
        question = await asked(reader, QuestionScreen)
        assert "a feed" in words(question)
        await reader.press("escape")


async def test_a_cut_text_is_completed_where_it_is_read(home: Path) -> None:
    board = Board(entries(3, cut=40))
    with Site(board) as site:
        home.mkdir(mode=0o700)
        (home / "config.toml").write_text(f'[ministry]\nhosts = ["{site.at()}"]\n[sync]\npause = 0.01\n')
        await add(site, BOARD)
        async with reading() as reader:
            release = reader.main.releases.selected
            assert release is not None
            assert release.cut
            assert reader.main.text._page is not None
            assert (reader.main.text._page.notice or "").endswith("c fetches it.")
            await reader.press("c")
            await reader.until(lambda: "Completed" in reader.said, "the whole text")
            selected = reader.main.releases.selected
            assert selected is not None
            assert (selected.id, selected.cut) == (release.id, False)
            assert "Nobody should have to guess" in str(reader.main.text._page)
            await reader.press("c")
            await reader.until(lambda: "whole" in reader.said, "that it is whole")
            await reader.press("j")
            site.fault(board.view(2479), faults.status(404))
            await reader.press("c")
            await reader.until(lambda: "404" in reader.said, "a reason")


async def test_attachments_are_named_and_opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = entries(1, cut=40)
    board = Board([type(one)(**{**vars(one), "attachments": (("table.pdf", "47.9 KB"),)})])
    opened: list[str] = []
    with Site(board) as site:
        home.mkdir(mode=0o700)
        (home / "config.toml").write_text(f'[ministry]\nhosts = ["{site.at()}"]\n[sync]\npause = 0.01\n')
        await add(site, BOARD)
        async with reading() as reader:
            monkeypatch.setattr(type(reader.app.handing_on), "open", lambda _, url: opened.append(url))
            reader.main.do_link_attachment()
            await reader.until(lambda: "no attachments" in reader.said, "that there is none")
            await reader.press("c")
            await reader.until(lambda: "Completed" in reader.said, "the whole text")
            page = reader.main.text._page
            assert page is not None
            assert page.beside[0].startswith("Attachment: table.pdf")
            assert "47.9 KB" in page.beside[0]
            assert page.beside[1].startswith("First seen")
            reader.main.do_link_attachment()
            await asked(reader, ChoiceScreen)
            await reader.press("enter")
            await reader.until(lambda: opened, "the browser")
    assert opened[0].startswith(site.url("/attach/down/"))


def listing(count: int, month: str) -> str:
    return "".join(
        f"-\nPort {month} {n} Opens\nIt opened on Monday. date{month}-0{n % 9 + 1}\n" for n in range(count)
    )


async def test_many_releases_arrive_without_moving_the_cursor(tmp_path: Path) -> None:
    """The open reader follows what another process brings: cursor, place on the screen and text stay."""
    fill(tmp_path, listing(60, "2025-01"))
    async with reading() as reader:
        await reader.press("j", "j", "j", "j", "enter")
        selected, list_of = reader.main.releases.selected, reader.main.releases
        assert selected is not None
        place = list_of.cursor - list_of.top_row
        await asyncio.to_thread(fill, tmp_path, listing(300, "2026-01"))
        await reader.until(lambda: len(reader.main.rows) == 360, "all that came")
        now = list_of.selected
        assert now is not None
        assert (now.id, list_of.cursor - list_of.top_row) == (selected.id, place)
        assert reader.main.text.has_focus
