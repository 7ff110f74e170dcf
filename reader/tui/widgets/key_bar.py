"""The line that says which keys do what here."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader import cells
from reader.tui.widgets.line_view import exact

KeyItem = tuple[str, str]
"""A key as it is shown, and what it does."""


class KeyBar(Widget):
    """Shows as many items as fit, the first ones first; a click on one is told."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--description"}

    class Pressed(Message):
        """An item was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index
            """Place of the item among those shown last, from 0."""

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._items: tuple[KeyItem, ...] = ()

    def show(self, items: Sequence[KeyItem]) -> None:
        """Shows these items, the most important first."""
        if tuple(items) != self._items:
            self._items = tuple(items)
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Tells which item is under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for index, (start, end) in enumerate(_places(self._items, self.size.width)):
            if start <= offset.x < end:
                event.stop()
                self.post_message(self.Pressed(index))

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is one line
        """Paints the items that fit."""
        width = self.size.width
        key_style = self.get_component_rich_style("key-bar--key")
        style = self.get_component_rich_style("key-bar--description")
        segments = [Segment(" ", style)]
        fitting = len(_places(self._items, width))
        for key, description in self._items[:fitting]:
            segments.append(Segment(_printed(key), key_style))
            segments.append(Segment(f" {_printed(description)}  ", style))
        return exact(segments, width, style)


def _printed(text: str) -> str:
    return cells.shown(cells.safe(text))


def _places(items: Sequence[KeyItem], width: int) -> list[tuple[int, int]]:
    """First and last cell but one of each item that fits, a cell left free at either end."""
    places: list[tuple[int, int]] = []
    start = 1
    for key, description in items:
        end = start + cells.width(f"{_printed(key)} {_printed(description)}")
        if end > width - 1:
            break
        places.append((start, end))
        start = end + 2
    return places
