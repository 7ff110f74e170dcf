"""Status line, key bar, views pane, and what importing the widgets costs."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from reader.tui.widgets.key_bar import KeyBar
from reader.tui.widgets.status_line import Severity, StatusLine
from reader.tui.widgets.views_pane import ViewsPane

Make = Callable[..., Any]

VIEWS = [("All", 2310), ("Unread", 143), ("Bookmarked", 12), ("CPTPP [b]watch[/b]", None)]


@pytest.mark.parametrize(
    ("left", "right", "severity", "width", "expected"),
    [
        ("143 of 2,310", "", "information", 30, " 143 of 2,310"),
        ("143 of 2,310", "synced", "information", 30, " 143 of 2,310          synced"),
        ("12", "no answer", "error", 30, " 12          Error: no answer"),
        ("", "no answer", "error", 30, "             Error: no answer"),
        ("143 of 2,310 · 12 hidden", "the site did not answer", "error", 30, " 143 of 2,310…  Error: the s…"),
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
        views.show(VIEWS, "Unread")
        lines = [views.render_line(y).text for y in range(4)]
        assert [line.rstrip() for line in lines] == [
            "  All             2,310",
            "▸ Unread            143",
            "  Bookmarked         12",
            "  CPTPP [b]watch[/b]",
        ]
        assert {len(line) for line in lines} == {views.size.width}
        assert (views.selected, views.current) == ("Unread", "Unread")


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
        views.show([(name, count)], None)
        assert views.render_line(0).text == expected + " "


async def test_the_cursor_of_the_views_stays_on_its_name(host: Make) -> None:
    views = ViewsPane()
    async with host(views) as hosted:
        views.show(VIEWS, "All")
        views.move(2)
        views.show(VIEWS[1:], "Unread")
        assert views.selected == "Bookmarked"
        views.show(VIEWS[:2], "Unread")
        assert views.selected == "Unread"
        views.choose()
        await hosted.pilot.pause()
        moved, chosen = hosted.posted
        assert isinstance(moved, ViewsPane.Moved)
        assert isinstance(chosen, ViewsPane.Chosen)
        assert (moved.name, chosen.name) == ("Bookmarked", "Unread")
        views.show([], None)
        views.choose()
        await hosted.pilot.pause()
        assert not views.selected
        assert len(hosted.posted) == 2


async def test_a_click_chooses_a_view_once(host: Make) -> None:
    views = ViewsPane()
    async with host(views) as hosted:
        views.show(VIEWS, "All")
        await hosted.pilot.pause()
        await hosted.pilot.double_click(views, offset=(4, 2))
        chosen = [message.name for message in hosted.posted if isinstance(message, ViewsPane.Chosen)]
        assert chosen == ["Bookmarked"]


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
