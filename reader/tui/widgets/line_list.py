"""The base of the lists: rows of one line each, a cursor on one of them, and only what is seen is drawn."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import clamp
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.tui.widgets.cells import safe
from reader.tui.widgets.line_view import LineView
from reader.tui.widgets.wrap import centred

_STRIPS_KEPT = 512


class LineList(LineView, can_focus=True):
    """A list that costs the same whatever its length: a move repaints two lines.

    A subclass says what a row looks like (`draw`) and what is posted (`moved`, `chosen`).
    """

    CLICK_CHOOSES: ClassVar[bool] = False
    """Whether a click chooses a row at once, instead of putting the cursor on it first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--row", "line-list--cursor", "line-list--empty"}

    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    """Number of the row under the cursor, from 0."""

    def __init__(
        self,
        *,
        empty_text: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        """`empty_text` stands in the middle while there are no rows."""
        super().__init__(name=name, id=id, classes=classes)
        self._empty_text = empty_text
        self._count = 0
        self._strips: dict[int, Strip] = {}
        self._strip_width = 0
        self._first_click_moved = False

    def draw(self, index: int, width: int) -> Strip:
        """The line of a row in exactly `width` cells."""
        raise NotImplementedError

    def moved(self) -> Message | None:
        """What is posted when the user moved the cursor."""
        raise NotImplementedError

    def chosen(self) -> Message | None:
        """What is posted when the user clicked the row under the cursor."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """Number of rows."""
        return self._count

    @property
    def empty_text(self) -> str:
        """What stands in the middle while there are no rows."""
        return self._empty_text

    @empty_text.setter
    def empty_text(self, text: str) -> None:
        self._empty_text = text
        if not self._count:
            self.refresh()

    def move(self, delta: int) -> None:
        """Moves the cursor by so many rows, no further than the ends."""
        self.move_to(self.cursor + delta)

    def move_to(self, index: int) -> None:
        """Puts the cursor on a row, the nearest there is, and shows it."""
        self.cursor = index
        self._show_cursor()

    def page(self, pages: int) -> None:
        """Moves cursor and view by what is visible but one row."""
        self._turn(pages * max(1, self.size.height - 1))

    def half_page(self, halves: int) -> None:
        """Moves cursor and view by half of what is visible."""
        self._turn(halves * max(1, self.size.height // 2))

    def _turn(self, rows: int) -> None:
        self.scroll_to_line(self.top + rows)
        self.move(rows)

    def validate_cursor(self, cursor: int) -> int:
        """Keeps the cursor on a row; on 0 where there are none."""
        return clamp(cursor, 0, max(0, self._count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaints the two rows concerned and says that the cursor moved."""
        for index in (old, new):
            self.redraw(index)
        if message := self.moved():
            self.post_message(message)

    def on_resize(self) -> None:
        """Keeps the cursor in view."""
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Puts the cursor on the row; chooses it where the cursor was there already."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1:
            return
        index = offset.y + self.top
        if index >= self._count:
            return
        event.stop()
        moves = index != self.cursor
        self.cursor = index
        # The second click of two chooses only what the first did not choose already.
        chooses = self.CLICK_CHOOSES or not moves
        counts = event.chain == 1 or (event.chain == 2 and self._first_click_moved)
        if counts and chooses and (message := self.chosen()):
            self.post_message(message)
        self._first_click_moved = event.chain == 1 and not chooses

    def notify_style_update(self) -> None:
        """Forgets what was drawn when the theme or the focus changes."""
        self._strips.clear()
        super().notify_style_update()

    def redraw(self, index: int | None = None) -> None:
        """Draws a row anew, all of them where None."""
        if index is None:
            self._strips.clear()
            self.refresh()
        else:
            self._strips.pop(index, None)
            self.refresh_line(index)

    def set_rows(self, count: int, cursor: int, top: int | None = None) -> None:
        """Takes other rows and posts nothing; `top` is the first one to show, where possible."""
        self._count = count
        self._strips.clear()
        self.set_reactive(LineList.cursor, self.validate_cursor(cursor))
        self.set_line_count(count)
        if top is not None and self.size.height:
            self.scroll_to_line(top)
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        height = self.size.height
        wanted = clamp(self.top, self.cursor - height + 1, self.cursor)
        if height and wanted != self.top:
            self.scroll_to_line(wanted)

    def render_line(self, y: int) -> Strip:
        """Paints one visible line."""
        width = self.size.width
        if width != self._strip_width or len(self._strips) > _STRIPS_KEPT:
            self._strips.clear()
            self._strip_width = width
        index = y + self.top
        if index >= self._count:
            return self._render_rest(y, width)
        strip = self._strips.get(index)
        if strip is None:
            strip = self._strips[index] = self.draw(index, width)
        return strip

    def _render_rest(self, y: int, width: int) -> Strip:
        """The area without rows."""
        if self._count:
            return Strip.blank(width, self.get_component_rich_style("line-list--row"))
        lines = centred(safe(self._empty_text), width, self.size.height)
        style = self.get_component_rich_style("line-list--empty")
        return Strip([Segment(lines.get(y, " " * width), style)], width)
