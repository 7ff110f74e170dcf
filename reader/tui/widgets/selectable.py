"""A view on a page in which words of the body can be selected, by keys and with the mouse.

Pressed and drawn, the mouse selects words; clicked twice, a word; three times, a sentence.
"""

from typing import TYPE_CHECKING, Unpack

from textual import events
from textual.message import Message
from textual.timer import Timer

from reader import cells
from reader.tui.widgets.hits import Passages
from reader.tui.widgets.line_view import LineView, ViewOptions
from reader.tui.widgets.page import BODY, Layout, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from reader.tui.widgets.selection import Selection

_SCROLL_SECONDS = 0.05
"""Between two lines while the pointer is held above or below the text."""


class Selectable(LineView, can_focus=True):
    """Holds what is selected in a page, and tells every change of it."""

    class SelectionChanged(Message):
        """Another passage is selected, or none."""

        def __init__(self, key: "Hashable", *, lost: bool) -> None:
            super().__init__()
            self.key = key
            """Names the wording it is in, or was."""
            self.lost = lost
            """Another text took the place of the one it was in."""

    def __init__(self, **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._page: Page | None = None
        self._lines: Layout | None = None
        self._passages = Passages(None)
        self._selection: Selection | None = None
        self._dragging = False
        self._drew = False
        """What the button did last was to draw, and is no click."""
        self._pressed: tuple[int, int] | None = None
        """Cell of its line, and number of the line, where the button is down."""
        self._pointer = (0, 0)
        self._scrolling: Timer | None = None

    if TYPE_CHECKING:

        @property
        def position(self) -> int: ...
        def _reveal(self, part: int, offset: int) -> None: ...

    @property
    def selection(self) -> "Selection | None":
        """What is selected in the body; None while nothing is."""
        return self._selection

    def select(self, how: "Callable[[Selection], object]") -> bool:
        """Changes the selection, or begins with one; False where the text has no words."""
        selection = self._selection
        if selection is None:
            from reader.tui.widgets.selection import Selection  # noqa: PLC0415 - after the first paint

            page = self._page
            selection = Selection(page.body, page.blocks) if page is not None else None
        if selection is None:
            return False
        how(selection)
        if not selection:
            return False
        self._show_selection(selection)
        return True

    def unselect(self) -> None:
        """Selects nothing; that is told where something was."""
        if self._selection is not None:
            self._show_selection(None)

    def select_visible(self) -> bool:
        """Selects the first sentence that begins on the screen, else the one that is on it."""
        top = self.position
        last = self._last_offset()

        def first(selection: "Selection") -> None:
            selection.take_at("sentence", top)
            if selection.start < top:
                before = selection.span
                selection.go("sentence", 1)
                if selection.start > last:
                    selection.take(*before, "sentence")

        return self.select(first)

    def _last_offset(self) -> int:
        """Offset in the body of the last visible line."""
        if self._lines is None or self._page is None:
            return 0
        line = self._lines.lines[min(self.top + self.size.height, len(self._lines.lines)) - 1]
        return line.start if line.part == BODY else 0 if line.part < BODY else len(self._page.body)

    def _show_selection(self, selection: "Selection | None") -> None:
        before, span = self._passages.selected, selection.span if selection is not None else None
        self._selection, self._passages.selected = selection, span
        if selection is not None and not self._dragging:
            self._reveal(BODY, selection.head)
        if span != before:
            self.refresh()
            self.post_message(self.SelectionChanged(self._page.key if self._page else None, lost=False))

    def keep_selection(self, before: Page | None) -> None:
        """Another page is shown: what is selected stays so as long as just the same text stands there."""
        if self._selection is None:
            return
        page = self._page
        if page is not None and before is not None and page.key == before.key and page.body == before.body:
            self._passages.selected = self._selection.span
        else:
            self._selection = None
            self.post_message(self.SelectionChanged(before.key if before else None, lost=True))

    def offset_at(self, x: int, y: int) -> int | None:
        """Offset in the body of the character in a cell of the pane; beside the body the nearest, None without one."""
        if self._lines is None or self._page is None or not self._page.body:
            return None
        number = self.top + y
        if number >= len(self._lines.lines):
            return len(self._page.body)
        line = self._lines.lines[max(0, number)]
        if line.part != BODY:
            return 0 if line.part < BODY else len(self._page.body)
        text = self._lines.parts[BODY][line.start : line.end]
        return line.start + cells.cut(text, max(0, x - margin(self.size.width) - line.indent))

    def in_body(self, y: int) -> bool:
        """Whether a line of the body is painted in a row of the pane."""
        number = self.top + y
        return self._lines is not None and (
            number < len(self._lines.lines) and self._lines.lines[number].part == BODY
        )

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remembers where the button went down."""
        if event.button == 1 and self.in_body(event.y) and event.x < self.size.width:
            self._pressed = event.x, event.y + self.top
            self._drew = False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Draws the selection to the pointer; above and below the text it goes on by itself."""
        if self._pressed is None:
            return
        event.stop()
        self._pointer = event.x, event.y
        if not self._dragging and self._pressed != (event.x, event.y + self.top):
            x, line = self._pressed
            offset = self.offset_at(x, line - self.top)
            self._dragging = self._drew = offset is not None and self.select(lambda one: one.press(offset))
        self._draw()
        outside = not 0 <= event.y < self.size.height
        if outside and self._scrolling is None:
            self._scrolling = self.set_interval(_SCROLL_SECONDS, self._scroll_on)
        elif not outside:
            self._stop_scrolling()

    def _draw(self) -> None:
        x, y = self._pointer
        offset = self.offset_at(x, min(max(y, 0), self.size.height - 1))
        if self._dragging and offset is not None:
            self.select(lambda one: one.reach(offset))

    def _scroll_on(self) -> None:
        """One line on, as long as there is more of the body that way."""
        back = self._pointer[1] < 0
        if self.in_body(0 if back else self.size.height - 1):
            self.scroll_to_line(self.top + (-1 if back else 1))
            self._draw()

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

    def on_mouse_up(self) -> None:
        """Keeps what was drawn."""
        self._stop_scrolling()
        self._dragging = False
        if self._pressed is not None:
            self._pressed = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Once: selects nothing. Twice: a word. Three times: its sentence."""
        if self._drew or event.button != 1:
            return
        offset = self.offset_at(event.x, event.y) if self.in_body(event.y) else None
        if event.chain == 1 or offset is None:
            self.unselect()
        else:
            self.select(lambda one: one.take_at("word" if event.chain == 2 else "sentence", offset))


def margin(width: int) -> int:
    """Cells left free at the left of a view of so many cells."""
    return 2 if width >= 40 else 1
