"""An app that holds one modal screen above a search bar, for the tests of those screens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import ModalScreen

from reader import resources
from reader.tui.themes import DARK, LIGHT
from reader.tui.widgets.search_bar import SearchBar


class BarApp(App[None]):
    """Shows a bar; a modal screen is laid over it."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [resources.styles() / "reader.tcss", resources.styles() / "widgets.tcss"]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        for theme in (DARK, LIGHT):
            self.register_theme(theme)

    def compose(self) -> ComposeResult:
        yield SearchBar(id="bar")


class Opened(NamedTuple):
    """A modal screen that was opened, and what it was dismissed with so far."""

    app: BarApp
    pilot: Pilot[None]
    results: list[Any]

    @property
    def bar(self) -> SearchBar:
        return self.app.query_one("#bar", SearchBar)

    @property
    def lines(self) -> list[str]:
        """The screen as it is painted."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return ["".join(part.text for part in strip).rstrip() for strip in strips]


@asynccontextmanager
async def opened(
    screen: ModalScreen[Any], size: tuple[int, int] = (120, 40), theme: str = DARK.name
) -> AsyncIterator[Opened]:
    """Opens a screen above a bar that has the focus."""
    app = BarApp()
    app.theme = theme
    results: list[Any] = []
    async with app.run_test(size=size) as pilot:
        bar = app.query_one("#bar", SearchBar)
        bar.value = "tariff ri"
        bar.cursor_blink = False
        await pilot.pause()
        await app.push_screen(screen, results.append)
        await pilot.pause()
        yield Opened(app, pilot, results)
