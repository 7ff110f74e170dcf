"""The pane of views and saved searches."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, Unpack

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from reader import cells
from reader.tui.widgets.line_list import LineList
from reader.tui.widgets.line_view import ViewOptions, exact

CURRENT = "▸"
HEADING = "Saved"
_MOST_IN_FULL = 999_999


class ViewItem(NamedTuple):
    """A view, or a saved search."""

    key: str
    """Tells it from all others of the pane; a saved search may be called what a view is called."""
    name: str
    total: int | None = None
    """How many releases it holds; None where that is not known yet."""
    new: int = 0
    """How many came since it was last looked at."""
    saved: bool = False
    """A saved search: these stand below the views, under a heading of their own."""


class ViewsPane(LineList):
    """A short list of views and saved searches, the one in force marked; a click chooses at once."""

    CLICK_CHOOSES = True

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "views-pane--current",
        "views-pane--count",
        "views-pane--new",
        "views-pane--heading",
    }

    class Moved(Message):
        """The user moved the cursor to another item."""

        def __init__(self, item: ViewItem) -> None:
            super().__init__()
            self.item = item

    class Chosen(Message):
        """The user clicked the item under the cursor, or chose it otherwise."""

        def __init__(self, item: ViewItem) -> None:
            super().__init__()
            self.item = item

    def __init__(self, **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._rows: tuple[ViewItem | None, ...] = ()
        """None for the heading."""
        self._current: str | None = None

    def show(self, items: Sequence[ViewItem], current: str | None) -> None:
        """Shows these items, the one with the key `current` marked; the cursor stays on its key, else goes there."""
        at_cursor = self.selected
        views = [item for item in items if not item.saved]
        saved = [item for item in items if item.saved]
        self._rows = (*views, *([None] if views and saved else []), *saved)
        self._current = current
        keys = [item.key if item else None for item in self._rows]
        wanted = (at_cursor.key if at_cursor else None, current)
        self.set_rows(len(keys), next((keys.index(key) for key in wanted if key and key in keys), 0))

    @property
    def selected(self) -> ViewItem | None:
        """The item under the cursor; None where there are none."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def current(self) -> str | None:
        """Key of the item in force."""
        return self._current

    def choose(self) -> None:
        """Posts `Chosen` for the item under the cursor, if there is one."""
        if message := self.chosen():
            self.post_message(message)

    def choosable(self, index: int) -> bool:
        """Whether a row is an item, not the heading."""
        return not self._rows or self._rows[index] is not None

    def moved(self) -> Message | None:
        """`Moved`, for the item under the cursor."""
        return None if self.selected is None else self.Moved(self.selected)

    def chosen(self) -> Message | None:
        """`Chosen`, for the item under the cursor."""
        return None if self.selected is None else self.Chosen(self.selected)

    def draw(self, index: int, width: int) -> Sequence[Strip]:
        """The line of an item in exactly `width` cells; its count where the name leaves room."""
        item = self._rows[index]
        if item is None:
            style = self.get_component_rich_style("views-pane--heading")
            rule = "─" * (width - len(HEADING) - 4)
            return [exact([Segment(f"  {HEADING} {rule} ", style)], width, style)]
        is_current = item.key == self._current
        style, count_style, new_style = self._styles_of(index, is_current)
        name, count, new = _parts(item, max(0, width - 2))
        sign = CURRENT if is_current else " "
        segments = [Segment(f"{sign} {name}", style), Segment(count, count_style)]
        if new:
            segments.append(Segment(new, new_style))
        return [exact(segments, width, style)]

    def _styles_of(self, index: int, is_current: bool) -> tuple[Style, Style, Style]:
        """Of name, count and what is new."""
        if index == self.cursor:
            style = self.get_component_rich_style("line-list--cursor")
            return style, style, style
        name = "views-pane--current" if is_current else "line-list--row"
        names = (name, "views-pane--count", "views-pane--new")
        first, second, third = (self.get_component_rich_style(name) for name in names)
        return first, second, third


def _parts(item: ViewItem, room: int) -> tuple[str, str, str]:
    """Name with the gap behind it, count, and what is new, in `room` cells together; the last one is blank."""
    # What is new keeps its place beside any name: it is why one looks at saved searches.
    new = f"+{_number(item.new, room // 3)} " if item.new > 0 else ""
    left = room - len(new)
    name, _ = cells.fit(cells.safe(item.name), left - 1)
    count = _number(item.total, left - cells.width(name) - 2)
    count = f"{count} " if count else ""
    gap = " " * (left - cells.width(name) - len(count))
    return cells.shown(name) + gap, count, new


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
