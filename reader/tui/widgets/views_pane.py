"""The pane of views and saved searches."""

from collections.abc import Sequence
from typing import ClassVar, Unpack

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from reader import cells
from reader.tui.widgets.line_list import LineList
from reader.tui.widgets.line_view import ViewOptions, exact

ViewItem = tuple[str, int | None]
"""Name of a view, and how many releases it holds; None where that is not known yet."""

CURRENT = "▸"
_MOST_IN_FULL = 999_999


class ViewsPane(LineList):
    """A short list of views, the one in force marked; a click chooses at once."""

    CLICK_CHOOSES = True

    COMPONENT_CLASSES: ClassVar[set[str]] = {"views-pane--current", "views-pane--count"}

    class Moved(Message):
        """The user moved the cursor to another view."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Chosen(Message):
        """The user clicked the view under the cursor, or chose it otherwise."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._items: tuple[ViewItem, ...] = ()
        self._current: str | None = None

    def show(self, items: Sequence[ViewItem], current: str | None) -> None:
        """Shows these views, by unique names; the cursor stays on its name, else goes to the current one."""
        at_cursor = self.selected
        names = [name for name, _ in items]
        wanted = next((name for name in (at_cursor, current) if name in names), None)
        self._items = tuple(items)
        self._current = current
        self.set_rows(len(names), names.index(wanted) if wanted is not None else 0)

    @property
    def selected(self) -> str | None:
        """Name of the view under the cursor; None where there are none."""
        return self._items[self.cursor][0] if self.cursor < len(self._items) else None

    @property
    def current(self) -> str | None:
        """Name of the view in force."""
        return self._current

    def choose(self) -> None:
        """Posts `Chosen` for the view under the cursor, if there is one."""
        if message := self.chosen():
            self.post_message(message)

    def moved(self) -> Message | None:
        """`Moved`, for the view under the cursor."""
        return None if self.selected is None else self.Moved(self.selected)

    def chosen(self) -> Message | None:
        """`Chosen`, for the view under the cursor."""
        return None if self.selected is None else self.Chosen(self.selected)

    def draw(self, index: int, width: int) -> Sequence[Strip]:
        """The line of a view in exactly `width` cells; its count where the name leaves room."""
        name, count = self._items[index]
        is_current = name == self._current
        style, count_style = self._styles_of(index, is_current)
        sign = CURRENT if is_current else " "
        room = max(0, width - 3)
        text, _ = cells.fit(cells.safe(name), room)
        number = _number(count, room - cells.width(text) - 1)
        gap = " " * (room - cells.width(text) - len(number))
        segments = [Segment(f"{sign} {cells.shown(text)}{gap}", style), Segment(f"{number} ", count_style)]
        return [exact(segments, width, style)]

    def _styles_of(self, index: int, is_current: bool) -> tuple[Style, Style]:
        if index == self.cursor:
            style = self.get_component_rich_style("line-list--cursor")
            return style, style
        name = "views-pane--current" if is_current else "line-list--row"
        return self.get_component_rich_style(name), self.get_component_rich_style("views-pane--count")


def _number(count: int | None, room: int) -> str:
    """A count in at most `room` cells: `12,345`, else `12k`, else nothing."""
    if count is None:
        return ""
    forms = [_compact(count)] if count > _MOST_IN_FULL else [f"{count:,}", _compact(count)]
    return next((form for form in forms if len(form) <= room), "")


def _compact(count: int) -> str:
    """Two digits at least, rounded down: a pane never shows more than there is."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if count >= 10 * size:
            return f"{count // size}{unit}"
        if count >= size:
            tenths = count // (size // 10)
            return f"{tenths // 10}.{tenths % 10}{unit}"
    return str(count)
