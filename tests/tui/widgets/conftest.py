"""What the tests of the widgets share: a screen to put one on, and releases to show."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import pytest
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from reader import resources
from reader.model import Release


class HostApp(App[None]):
    """Shows one widget."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = str(resources.styles() / "widgets.tcss")

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget

    def compose(self) -> ComposeResult:
        yield self._widget


class Hosted(NamedTuple):
    """A widget on a screen of its own."""

    pilot: Pilot[None]
    posted: list[Message]
    """What widgets of ours posted so far."""


@pytest.fixture
def host() -> Callable[..., Any]:
    """Puts a widget on a screen: `async with host(widget, size=(80, 24)) as hosted`."""

    @asynccontextmanager
    async def hosting(widget: Widget, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hosted]:
        posted: list[Message] = []

        def keep(message: Message) -> None:
            ours = type(message).__module__.startswith("reader.")
            if ours and all(message is not known for known in posted):
                posted.append(message)

        async with HostApp(widget).run_test(size=size, message_hook=keep) as pilot:
            await pilot.pause()
            yield Hosted(pilot, posted)

    return hosting


class FakeRows:
    """Rows made when asked for; keeps what was asked."""

    def __init__(self, count: int, make: Callable[[int], Release]) -> None:
        self._count = count
        self._make = make
        self.asked: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return self._count

    def page(self, start: int, count: int) -> Sequence[Release]:
        self.asked.append((start, count))
        return [self._make(number) for number in range(start, min(start + count, self._count))]


@pytest.fixture
def rows() -> Callable[..., FakeRows]:
    """Makes so many rows; the title of row 7 is `Release 7`, its number 8."""

    def plain(index: int) -> Release:
        return Release("motir", f"Release {index}", "2025-12-23", number=index + 1, read=True)

    return lambda count, make=plain: FakeRows(count, make)
