"""The base of the lists: rows of as many lines each, a cursor on one of them, and only what is seen is drawn."""

from collections.abc import Sequence
from typing import ClassVar, Unpack

from textual import events
from textual.geometry import Region, Size, clamp
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.tui.widgets.line_view import LineView, ViewOptions

_DRAWN_KEPT = 512


class LineList(LineView, can_focus=True):
    """A list that costs the same whatever its length: a move repaints two rows.

    A subclass says how high a row is (`row_height`), what it looks like (`draw`) and what is posted (`moved`,
    `chosen`). Only whole rows are on the screen: what is left below the last one stays blank.
    """

    CLICK_CHOOSES: ClassVar[bool] = False
    """Whether a click chooses a row at once, instead of putting the cursor on it first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--row", "line-list--cursor", "line-list--empty"}

    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    """Number of the row under the cursor, from 0."""

    def __init__(self, **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._count = 0
        self._strips: dict[tuple[int, bool], Sequence[Strip]] = {}
        self._fitted_size = Size(0, 0)
        self._lines_per_row = 1
        self._first_click_moved = False

    def row_height(self, size: Size) -> int:  # noqa: ARG002 - subclasses decide by it
        """Lines of a row in a list of so many cells; the same for every row."""
        return 1

    def draw(self, index: int, width: int) -> Sequence[Strip]:
        """The lines of a row, `lines_per_row` of them, each in exactly `width` cells."""
        raise NotImplementedError

    def moved(self) -> Message | None:
        """What is posted when the user moved the cursor."""
        raise NotImplementedError

    def chosen(self) -> Message | None:
        """What is posted when the user clicked the row under the cursor."""
        raise NotImplementedError

    def choosable(self, index: int) -> bool:  # noqa: ARG002 - subclasses may have rows that only divide others
        """Whether the cursor can be on a row; the first and the last one always are."""
        return True

    @property
    def count(self) -> int:
        """Number of rows."""
        return self._count

    @property
    def lines_per_row(self) -> int:
        """Lines each row takes at the present size."""
        return self._lines_per_row

    @property
    def top_row(self) -> int:
        """Number of the first visible row, from 0."""
        return self.top // self._lines_per_row

    def move(self, delta: int) -> None:
        """Moves the cursor by so many rows, no further than the ends."""
        self.move_to(self.cursor + delta)

    def move_to(self, index: int) -> None:
        """Puts the cursor on a row, the nearest there is, and shows it."""
        self.cursor = index
        self._show_cursor()

    def page(self, pages: int) -> None:
        """Moves cursor and view by what is visible but one row."""
        self._turn(pages * max(1, self._rows_seen - 1))

    def half_page(self, halves: int) -> None:
        """Moves cursor and view by half of what is visible."""
        self._turn(halves * max(1, self._rows_seen // 2))

    def _turn(self, rows: int) -> None:
        self.scroll_to_row(self.top_row + rows)
        self.move(rows)

    def scroll_to_row(self, index: int) -> None:
        """Makes a row the first visible one, as far as there are rows below it."""
        self.scroll_to_line(index * self._lines_per_row)

    @property
    def _rows_seen(self) -> int:
        """Whole rows there is room for, one at least."""
        return max(1, self.size.height // self._lines_per_row)

    def validate_cursor(self, cursor: int) -> int:
        """Keeps the cursor on a row that can be chosen, past one that cannot; on 0 where there are none."""
        step = 1 if cursor > self.cursor else -1
        cursor = clamp(cursor, 0, max(0, self._count - 1))
        return cursor if self.choosable(cursor) else cursor + step

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaints the two rows concerned and says that the cursor moved."""
        for index in (old, new):
            self._repaint(index)
        if message := self.moved():
            self.post_message(message)

    def on_resize(self) -> None:
        """Keeps the cursor in view."""
        self._fit()

    def _fit(self) -> None:
        """Adapts to the size, if it is another one."""
        if self.size != self._fitted_size:
            self.refit()

    def refit(self) -> None:
        """Asks for the rows' height anew: the first row stays, unless the cursor would go out of view."""
        size = self._fitted_size = self.size
        self._strips.clear()
        top, self._lines_per_row = self.top_row, self.row_height(size)
        self._count_lines()
        self.scroll_to_row(top)
        self._show_cursor()

    def _count_lines(self) -> None:
        lines, height = self._count * self._lines_per_row, self.size.height
        if lines > height:
            # What whole rows leave blank is scrolled as well, or the last of them would start half a row up.
            lines += height % self._lines_per_row
        self.set_line_count(lines)

    def on_click(self, event: events.Click) -> None:
        """Puts the cursor on the row; chooses it where the cursor was there already."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1:
            return
        index = self._row_at(offset.y)
        if index is None or not self.choosable(index):
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
            for under_cursor in (False, True):
                self._strips.pop((index, under_cursor), None)
            self._repaint(index)

    def _repaint(self, index: int) -> None:
        lines = self._lines_per_row
        self.refresh(Region(0, (index - self.top_row) * lines, self.size.width, lines))

    def set_rows(self, count: int, cursor: int, top: int | None = None) -> None:
        """Takes other rows and posts nothing; `top` is the first one to show, where possible."""
        self._count = count
        self._strips.clear()
        self.set_reactive(LineList.cursor, self.validate_cursor(cursor))
        self._count_lines()
        if top is not None and self.size.height:
            self.scroll_to_row(top)
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        top = self.top_row
        wanted = clamp(top, self.cursor - self._rows_seen + 1, self.cursor)
        if self.size.height and wanted != top:
            self.scroll_to_row(wanted)

    def _row_at(self, y: int) -> int | None:
        """The row that has a visible line; None for the area without rows."""
        place = y // self._lines_per_row
        index = self.top_row + place
        return index if index < self._count and place < self._rows_seen else None

    def render_line(self, y: int) -> Strip:
        """Paints one visible line."""
        # The first picture after a change of size comes before the message that tells it.
        self._fit()
        width = self.size.width
        index = self._row_at(y)
        if index is None:
            return self._render_rest(y)
        if len(self._strips) > _DRAWN_KEPT:
            self._strips.clear()
        key = index, index == self.cursor
        strips = self._strips.get(key)
        if strips is None:
            strips = self._strips[key] = self.draw(index, width)
        return strips[y % self._lines_per_row]

    def _render_rest(self, y: int) -> Strip:
        """The area without rows."""
        if self._count:
            return Strip.blank(self.size.width, self.get_component_rich_style("line-list--row"))
        return self.render_empty(y, self.get_component_rich_style("line-list--empty"))
