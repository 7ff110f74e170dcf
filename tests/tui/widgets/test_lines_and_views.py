"""Status line, key bar, views pane, and what importing the widgets costs."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from reader.tui.widgets.key_bar import KeyBar
from reader.tui.widgets.status_line import Severity, StatusLine
from reader.tui.widgets.views_pane import ViewItem, ViewsPane

Make = Callable[..., Any]

VIEWS = [
    ViewItem("all", "All", 2310),
    ViewItem("unread", "Unread", 143),
    ViewItem("bookmarked", "Bookmarked", 12),
    ViewItem("cptpp", "CPTPP [b]watch[/b]"),
]
SAVED = [
    ViewItem("saved all", "All", 40, 3, saved=True),
    ViewItem("saved rice", "Tariffs and rice", 1234, 12, saved=True),
    ViewItem("saved steel", "Steel", None, saved=True),
]


@pytest.mark.parametrize(
    ("left", "right", "severity", "width", "expected"),
    [
        ("143 of 2,310", "", "information", 30, " 143 of 2,310"),
        ("143 of 2,310", "synced", "information", 30, " 143 of 2,310          synced"),
        ("12", "no answer", "error", 30, " 12          Error: no answer"),
        ("", "no answer", "error", 30, "             Error: no answer"),
        ("143 of 2,310 · 12 hidden", "the site did not answer", "error", 30, " 143 o…  Error: the site did…"),
        ("143 of 2,310 · 12 hidden", "ok", "information", 24, " 143 of 2,310 · 12…  ok"),
        ("12", "a message that is too long", "information", 24, " 12  a message that is…"),
        ("[b]한국[/b]", "", "information", 12, " [b]한국[/…"),
    ],
)
async def test_status_shares_the_line(
    host: Make, left: str, right: str, *, severity: Severity, width: int, expected: str
) -> None:
    status = StatusLine()
    async with host(status, size=(width, 3)):
        status.show_left(left)
        status.show_right(right, severity)
        strip = status.render_line(0)
        assert strip.text.rstrip() == expected
        assert strip.cell_length == width


PROBLEM = (
    "Cannot read /home/han/.local/state/pressreader/writing/9f1c2ab3/note-abcdefghij.md: Permission denied. "
    "The note is still in it."
)


@pytest.mark.parametrize("width", [44, 60, 80, 100])
async def test_a_message_that_does_not_fit_takes_more_lines_until_it_is_read(host: Make, width: int) -> None:
    status = StatusLine()
    status.styles.height = 1
    async with host(status, size=(width, 12)) as hosted:
        status.show_left("2,310 releases · 12 unread")
        status.show_right(PROBLEM, "error")
        await hosted.pilot.pause()
        shown = [status.render_line(y).text.strip() for y in range(status.size.height)]
        told = " ".join(shown)
        assert 1 < len(shown) <= 4
        assert told.startswith("Error: Cannot read")
        assert told.endswith("Permission denied. The note is still in it.")
        status.settle()
        await hosted.pilot.pause()
        assert status.size.height == 1
        status.show_right(PROBLEM, "error")
        await hosted.pilot.pause()
        assert status.size.height > 1, "it is said again"
        status.show_right("Saved.")
        await hosted.pilot.pause()
        assert status.size.height == 1


async def test_a_path_is_cut_in_the_middle_before_a_message_takes_more_lines(host: Make) -> None:
    status = StatusLine()
    status.styles.height = 1
    async with host(status, size=(60, 12)) as hosted:
        status.show_right("25 written · /home/han/documents/briefings/2026/november/week-47/press")
        await hosted.pilot.pause()
        (shown,) = [status.render_line(y).text.strip() for y in range(status.size.height)]
        assert shown.startswith("25 written · /home/han/")
        assert "…" in shown
        assert shown.endswith("/november/week-47/press")


async def test_what_a_key_says_goes_before_progress_for_some_seconds(
    host: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = StatusLine()
    async with host(status, size=(60, 1)):
        status.show_left("25 releases")
        status.show_right("an older message")
        monkeypatch.setattr("reader.tui.widgets.status_line._FRESH", -1.0)
        status.show_progress("Exporting: 4 of 25")
        assert status.render_line(0).text.split() == ["25", "releases", "Exporting:", "4", "of", "25"]
        monkeypatch.setattr("reader.tui.widgets.status_line._FRESH", 60.0)
        status.show_right("Bookmarked.")
        assert status.render_line(0).text.split() == ["Exporting:", "4", "of", "25", "Bookmarked."]
        status.show_progress("")
        assert status.render_line(0).text.split() == ["25", "releases", "Bookmarked."]


async def test_key_bar_shows_whole_items_and_tells_clicks(host: Make) -> None:
    bar = KeyBar()
    async with host(bar, size=(30, 2)) as hosted:
        bar.show([("j", "down"), ("ctrl+p", "palette"), ("₩", "find"), ("?", "help")])
        await hosted.pilot.pause()
        assert bar.render_line(0).text == " j down  ctrl+p palette       "
        for column in (0, 7, 9, 22, 23, 28):
            await hosted.pilot.click(bar, offset=(column, 0))
        assert [message.index for message in hosted.posted] == [1, 1]
        await hosted.pilot.click(bar, offset=(1, 0))
        assert hosted.posted[-1].index == 0
        bar.show([("한", "국\x1b")])
        assert bar.render_line(0).text == " 한 국\u241b" + " " * 23


async def test_views_show_names_counts_and_the_current_one(host: Make) -> None:
    views = ViewsPane()
    async with host(views, size=(24, 6)):
        views.show(VIEWS, "unread")
        lines = [views.render_line(y).text for y in range(4)]
        assert [line.rstrip() for line in lines] == [
            "  All             2,310",
            "▸ Unread            143",
            "  Bookmarked         12",
            "  CPTPP [b]watch[/b]",
        ]
        assert {len(line) for line in lines} == {views.size.width}
        assert (views.selected, views.current) == (VIEWS[1], "unread")


@pytest.mark.parametrize(
    ("name", "count", "expected"),
    [
        ("All", 123_456, "  All     123,456"),
        ("All", 1_234_567, "  All        1.2M"),
        ("Unread", 12_345, "  Unread   12,345"),
        ("Unread", 999_999, "  Unread  999,999"),
        ("Bookmarked", 999, "  Bookmarked  999"),
        ("Bookmarked", 1_999, "  Bookmarked 1.9k"),
        ("Bookmarked", 12_345, "  Bookmarked  12k"),
        ("Bookmarked", 999_999, "  Bookmarked 999k"),
        ("Bookmarked", 31_999_999, "  Bookmarked  31M"),
        ("Tariffs and rice", 3, "  Tariffs and ri…"),
        ("한국 무역", 4_321, "  한국 무역 4,321"),
    ],
)
async def test_views_shorten_counts_before_names(host: Make, name: str, count: int, expected: str) -> None:
    views = ViewsPane()
    async with host(views, size=(18, 6)):
        views.show([ViewItem("key", name, count)], None)
        assert views.render_line(0).text == expected + " "


async def test_the_cursor_of_the_views_stays_on_its_key(host: Make) -> None:
    views = ViewsPane()
    async with host(views) as hosted:
        views.show(VIEWS, "all")
        views.move(2)
        views.show(VIEWS[1:], "unread")
        assert views.selected == VIEWS[2]
        views.show([VIEWS[2]._replace(total=13)], "unread")
        assert views.selected == VIEWS[2]._replace(total=13)
        views.show(VIEWS[:2], "unread")
        assert views.selected == VIEWS[1]
        views.choose()
        await hosted.pilot.pause()
        moved, chosen = hosted.posted
        assert isinstance(moved, ViewsPane.Moved)
        assert isinstance(chosen, ViewsPane.Chosen)
        assert (moved.item, chosen.item) == (VIEWS[2], VIEWS[1])
        views.show([], None)
        views.choose()
        await hosted.pilot.pause()
        assert not views.selected
        assert len(hosted.posted) == 2


async def test_saved_searches_stand_below_the_views(host: Make) -> None:
    views = ViewsPane()
    async with host(views, size=(20, 9)):
        views.show([*SAVED, *VIEWS[:2]], "saved all")
        assert [views.render_line(y).text for y in range(6)] == [
            "  All         2,310 ",
            "  Unread        143 ",
            "  Saved ─────────── ",
            "▸ All         40 +3 ",
            "  Tariffs and…  +12 ",
            "  Steel             ",
        ]
        assert views.selected == SAVED[0], "the cursor goes to what is in force"
        views.show(VIEWS[:1], "all")
        assert views.count == 1
        views.show(SAVED, None)
        assert (views.count, views.selected) == (3, SAVED[0])


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (ViewItem("", "Steel", 12, 3), "  Steel       12 +3"),
        (ViewItem("", "Steel quotas", 12_345, 3), "  Steel quotas   +3"),
        (ViewItem("", "Steel pipe", 12_345, 3), "  Steel pipe 12k +3"),
        (ViewItem("", "Steel", 12_345, 1_234), "  Steel  12k +1,234"),
        (ViewItem("", "Steel", 1_234_567, 123_456), "  Steel  1.2M +123k"),
        (ViewItem("", "한국 무역 관세 쌀", None, 3), "  한국 무역 관…  +3"),
    ],
)
async def test_what_is_new_is_shown_beside_any_name(host: Make, item: ViewItem, expected: str) -> None:
    views = ViewsPane()
    async with host(views, size=(20, 6)):
        views.show([item], None)
        assert views.render_line(0).text.rstrip() == expected


async def test_the_cursor_passes_over_the_heading(host: Make) -> None:
    views = ViewsPane()
    async with host(views, size=(20, 9)) as hosted:
        views.show([*VIEWS, *SAVED], "all")
        seen = []
        for step in (3, 1, 1, -1, -1, 9, -9, 4):
            views.move(step)
            seen.append(views.cursor)
        assert seen == [3, 5, 6, 5, 3, 7, 0, 5]
        views.move_to(4)
        assert views.cursor == 3
        await hosted.pilot.click(views, offset=(4, 4))
        assert views.cursor == 3
        await hosted.pilot.click(views, offset=(4, 5))
        assert [message.item for message in hosted.posted if isinstance(message, ViewsPane.Chosen)] == [
            SAVED[0]
        ]


async def test_a_click_chooses_a_view_once(host: Make) -> None:
    views = ViewsPane()
    async with host(views) as hosted:
        views.show(VIEWS, "all")
        await hosted.pilot.pause()
        await hosted.pilot.double_click(views, offset=(4, 2))
        chosen = [message.item for message in hosted.posted if isinstance(message, ViewsPane.Chosen)]
        assert chosen == [VIEWS[2]]


def test_importing_the_widgets_loads_nothing_that_textual_did_not() -> None:
    code = """
import sys
import textual.app, textual.scroll_view
before = set(sys.modules)
from reader.tui.widgets import key_bar, release_list, status_line, text_pane, views_pane
print([name for name in set(sys.modules) - before if name.partition(".")[0] != "reader"])
ours = {name.split(".")[1] for name in sys.modules if name.startswith("reader.")}
print(sorted(ours - {"tui", "model", "cells", "wording"}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]
