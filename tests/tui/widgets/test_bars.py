"""The bar that asks the library, and the one that looks into the open text."""

from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from rich.color import Color
from textual import events
from textual.app import App, ComposeResult
from textual.screen import Screen

from reader import resources
from reader.tui.widgets.field import Field
from reader.tui.widgets.find_bar import FindBar
from reader.tui.widgets.search_bar import SearchBar

Make = Callable[..., Any]


def drawn(bar: SearchBar) -> str:
    return bar.render_line(0).text.rstrip()


def grounds(bar: SearchBar) -> list[Color | None]:
    """The colour behind each cell but the last, which lies outside."""
    return [part.style.bgcolor if part.style else None for part in bar.render_line(0) for _ in part.text][:-1]


@pytest.mark.parametrize(
    ("value", "ghost", "width", "expected"),
    [
        ("category:f", "ta", 40, "category:fta"),
        ("tari", "…", 40, "tari…"),
        ("semicon", "  did you mean “[b]x[/b]”? tab", 40, "semicon  did you mean “[b]x[/b]”? tab"),
        ("semicon", "  did you mean “semiconductor”? tab", 30, "semicon  did you mean “semico…"),
        ("한국", "어 무역", 40, "한국어 무역"),
        ("한국", "\x1b[31m\n무역", 40, "한국␛[31m 무역"),
        ("", "ta", 80, 'Search: words, "a phrase", -without, title:… date:2025-12 is:unread'),
        ("x" * 50, "ta", 40, "x" * 39 + "…"),
    ],
)
async def test_a_ghost_stands_after_the_text(
    host: Make, value: str, ghost: str, width: int, expected: str
) -> None:
    bar = SearchBar()
    async with host(bar, size=(width, 3)) as hosted:
        bar.focus()
        bar.value = value
        for bar.cursor_position in (0, len(value)):
            await hosted.pilot.pause()
        await hosted.pilot.pause()
        bare = bar.render_line(0)
        bar.show_ghost(ghost)
        await hosted.pilot.pause()
        assert drawn(bar) == expected
        strip = bar.render_line(0)
        assert strip.cell_length == sum(cell_len(part.text) for part in strip) == bare.cell_length
        assert bar.value == value


async def test_a_ghost_is_quieter_and_the_cursor_stands_on_it(host: Make) -> None:
    bar = SearchBar()
    async with host(bar, size=(40, 3)) as hosted:
        hosted.pilot.app.set_focus(None)
        bar.value = "tari"
        bar.show_ghost("ffs")
        await hosted.pilot.pause()
        typed, ghost = (bar.render_line(0).crop(x, x + 1) for x in (0, 4))
        assert typed._segments[0].style != ghost._segments[0].style
        assert len(set(grounds(bar))) == 1
        bar.focus()
        await hosted.pilot.pause()
        for place in (4, 1):
            bar.cursor_position = place
            await hosted.pilot.pause()
            seen = grounds(bar)
            assert [x for x, ground in enumerate(seen) if ground != seen[20]] == [place]


async def test_no_key_takes_a_ghost_over_and_a_change_drops_it(host: Make) -> None:
    bar = SearchBar()
    async with host(bar, size=(40, 3)) as hosted:
        bar.focus()
        bar.value = "tari"
        for key in ("right", "end", "ctrl+e", "ctrl+right", "shift+right"):
            bar.show_ghost("ffs")
            await hosted.pilot.press(key)
            assert (bar.value, bar.ghost) == ("tari", "ffs")
        await hosted.pilot.press("end", "f")
        assert (bar.value, bar.ghost) == ("tarif", "")
        assert drawn(bar) == "tarif"


async def test_an_objection_has_a_colour_of_its_own(host: Make) -> None:
    bar = SearchBar()
    async with host(bar) as hosted:
        bar.value = "is:foo"
        await hosted.pilot.pause()
        colours = []
        for on in (False, True, False):
            bar.show_objection(on)
            await hosted.pilot.pause()
            colours.append(next(part.style.color for part in bar.render_line(0) if part.style))
        assert colours[0] == colours[2] != colours[1]


class KeyApp(App[None]):
    """Has a bar, and keeps which keys come through to its screen."""

    ENABLE_COMMAND_PALETTE = False

    class Listening(Screen[None]):
        def __init__(self) -> None:
            super().__init__()
            self.keys: list[str] = []

        def compose(self) -> ComposeResult:
            yield SearchBar()

        def on_key(self, event: events.Key) -> None:
            self.keys.append(event.key)

    def get_default_screen(self) -> Screen[None]:
        return self.Listening()


async def test_keys_of_the_command_table_come_through_the_bar() -> None:
    app = KeyApp()
    ours = ["tab", "up", "down", "enter", "escape", "ctrl+g", "ctrl+z"]
    async with app.run_test() as pilot:
        screen = app.screen
        assert isinstance(screen, KeyApp.Listening)
        screen.query_one(SearchBar).focus()
        await pilot.press("a", *ours, "?")
        assert screen.keys == ours
        assert screen.query_one(SearchBar).value == "a?"


async def test_a_field_holds_what_can_be_shown(host: Make) -> None:
    bar = SearchBar()
    async with host(bar) as hosted:
        bar.focus()
        bar.post_message(events.Paste("rice\t\x1b[2J\u202etea\u200b\nnot this"))
        await hosted.pilot.pause()
        assert bar.value == "rice ␛[2Jtea"
        assert bar.cursor_at_end
        bar.value = "\x07\u2066한국"
        assert bar.value == "␇한국"


class FindApp(App[None]):
    """Has a field that had the focus before."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = str(resources.styles() / "widgets.tcss")

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str | bool] = []

    def compose(self) -> ComposeResult:
        yield Field(id="other")
        yield FindBar()

    def on_find_bar_changed(self, event: FindBar.Changed) -> None:
        self.told.append(event.text)

    def on_find_bar_closed(self, event: FindBar.Closed) -> None:
        self.told.append(event.keep)

    def line(self) -> str:
        bar = self.query_one(FindBar)
        row = self.screen._compositor.render_strips(self.size)[bar.region.y]
        return "".join(part.text for part in row).rstrip()


async def test_finding_tells_every_text_and_how_it_ended() -> None:
    app = FindApp()
    async with app.run_test(size=(80, 10)) as pilot:
        bar = app.query_one(FindBar)
        assert not bar.is_open
        assert bar.region.area == 0
        bar.open()
        await pilot.press("a", "t")
        bar.close(keep=True)
        await pilot.pause()
        assert app.told == ["a", "at", True]
        assert not bar.is_open
        assert app.focused is not bar.field
        app.told.clear()
        bar.open("at")
        await pilot.press("s")
        bar.close()
        await pilot.pause()
        assert app.told == ["at", "s", False]
        app.told.clear()
        bar.open()
        bar.close(keep=True)
        await pilot.pause()
        bar.close()
        await pilot.pause()
        assert app.told == [False]


@pytest.mark.parametrize(
    ("number", "total", "width", "expected"),
    [
        (3, 17, 80, " Find in this text: [b]한국[/b]" + " " * 41 + "3 of 17"),
        (0, 1, 80, " Find in this text: [b]한국[/b]" + " " * 43 + "1 hit"),
        (0, 1200, 80, " Find in this text: [b]한국[/b]" + " " * 38 + "1,200 hits"),
        (0, 0, 40, " Find: [b]한국[/b]" + " " * 14 + "no hits"),
        (0, None, 40, " Find: [b]한국[/b]"),
    ],
)
async def test_the_position_stands_at_the_right(
    number: int, total: int | None, width: int, expected: str
) -> None:
    app = FindApp()
    async with app.run_test(size=(width, 10)) as pilot:
        bar = app.query_one(FindBar)
        bar.open("[b]한국[/b]")
        bar.show_position(number, total)
        await pilot.pause()
        await pilot.pause()
        assert app.line() == expected
        assert cell_len(app.line()) <= width
