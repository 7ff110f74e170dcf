"""The pane that shows one release: wrapped once for a width, painted line by line."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Unpack

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from reader import cells
from reader.tui.widgets.hits import Hits, Passages
from reader.tui.widgets.line_view import ViewOptions, exact
from reader.tui.widgets.page import BODY, Layout, Line, Page, lay_out
from reader.tui.widgets.selectable import Selectable, margin
from reader.wording import NOTED

_LAYOUTS_KEPT = 8
_BARS = {"notice": "▌ ", "quote": "│ ", "note": "│ ", "stamp": "│ "}


class TextPane(Selectable, can_focus=True):
    """Shows a `Page`; keeps the place in the text when the width changes.

    Words of the body can be selected, by keys (`select`) and by the mouse.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text-pane--text",
        "text-pane--notice",
        "text-pane--title",
        "text-pane--facts",
        "text-pane--beside",
        "text-pane--heading",
        "text-pane--rule",
        "text-pane--quote",
        "text-pane--note",
        "text-pane--stamp",
        "text-pane--bar",
        "text-pane--empty",
        "text-pane--hit",
        "text-pane--hit-current",
        "text-pane--noted",
        "text-pane--noted-sign",
        "text-pane--selected",
    }

    measure: reactive[int] = reactive(72, init=False, repaint=False)
    """Cells of a line of text at most, from 20."""

    def __init__(self, **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._known: LRUCache[tuple[object, int], tuple[Page, Layout]] = LRUCache(_LAYOUTS_KEPT)
        self._hits = Hits(None)
        self._place = (0, 0)
        self._placed_at: Size | None = None
        self._by_role: dict[str, Style] = {}

    @property
    def page(self) -> Page | None:
        """What was shown last."""
        return self._page

    def show(self, page: Page | None) -> None:
        """Shows a page from its beginning, None for nothing; one with the same key stays where it is."""
        stays = page is not None and self._page is not None and page.key == self._page.key
        hits = Hits(page)
        if not stays:
            self._place = (0, 0)
        elif hits.spans == self._hits.spans:
            hits.current = self._hits.current
        before, self._page, self._hits = self._page, page, hits
        self._passages = Passages(page)
        self.keep_selection(before)
        self._arrange()

    @property
    def position(self) -> int:
        """Offset in the body of the first visible line: 0 above the body, its length below."""
        line = self._first_line()
        if line is None or self._page is None or line.part < BODY:
            return 0
        return line.start if line.part == BODY else len(self._page.body)

    def go_to(self, offset: int) -> None:
        """Makes the line that holds an offset of the body the first visible one; 0 shows the title too."""
        self._place = (BODY, offset) if offset > 0 else (0, 0)
        self._return_to_place()

    def scroll_lines(self, lines: int) -> bool:
        """Scrolls down by so many lines, up where negative; False at the end."""
        before = self.top
        self.scroll_to_line(before + lines)
        return self.top != before

    def scroll_page(self, pages: int) -> bool:
        """Scrolls by what is visible but two lines; False at the end."""
        return self.scroll_lines(pages * max(1, self.size.height - 2))

    def half_page(self, halves: int) -> bool:
        """Scrolls by half of what is visible; False at the end."""
        return self.scroll_lines(halves * max(1, self.size.height // 2))

    def home(self) -> None:
        """Shows the first line."""
        self.scroll_to_line(0)

    def end(self) -> None:
        """Shows the last line."""
        self.scroll_to_line(self.max_scroll_y)

    @property
    def hit_position(self) -> tuple[int, int]:
        """Which hit is the current one, from 1, 0 for none yet, and how many there are."""
        current = self._hits.current
        return (0 if current is None else current + 1, len(self._hits))

    def next_hit(self, step: int = 1) -> bool:
        """Goes to the next hit, to the one before where `step` is -1, around at the ends; False without hits.

        The first one is the nearest from the first visible line.
        """
        line = self._first_line()
        if not self._hits or line is None:
            return False
        self._reveal(*self._hits.step(step, (line.part, line.start)))
        self.refresh()
        return True

    def first_hit(self) -> bool:
        """Goes to the nearest hit from the first visible line; False without hits."""
        self._hits.current = None
        return self.next_hit(1)

    def select_hit(self, step: int = 0) -> bool:
        """Selects the current hit, or goes to another one and selects that; False where none is in the body.

        Where none is the current one yet, or that of the headline, the first one on the screen is taken.
        """
        if step:
            self.next_hit(step)
        elif self._hits.current is None or self._hits.spans[self._hits.current][0] != BODY:
            self._hits.current = self._visible_hit()
        current = self._hits.current
        if current is None or self._hits.spans[current][0] != BODY:
            return False
        _, start, end = self._hits.spans[current]
        return self.select(lambda selection: selection.take(start, end))

    def _visible_hit(self) -> int | None:
        """Number of the first hit in the part of the body that is on the screen; None where there is none."""
        if self._lines is None:
            return None
        lines = [one for one in self._lines.lines[self.top : self.top + self.size.height] if one.part == BODY]
        if not lines:
            return self._hits.current
        number = self._hits.first_from(BODY, lines[0].start)
        seen = number is not None and self._hits.spans[number][1] < lines[-1].end
        return number if seen else self._hits.current

    def _reveal(self, part: int, offset: int) -> None:
        """Scrolls a place to a third of the height unless it is visible."""
        if self._lines is None:
            return
        number = self._lines.line_at(part, offset)
        height = self.size.height
        if not self.top <= number < self.top + height:
            self.scroll_to_line(number - height // 3)

    def validate_measure(self, measure: int) -> int:
        """Keeps lines long enough to hold words."""
        return max(20, measure)

    def watch_measure(self) -> None:
        """Wraps anew and stays at the same place."""
        self._arrange()

    def on_resize(self) -> None:
        """Wraps for the new width and stays at the same place; what is selected stays in view."""
        self._arrange()
        if self.selection is not None:
            self._reveal(BODY, self.selection.start)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remembers the place."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        line = self._first_line()
        # A scroll at another size is Textual fitting the old lines into it, not the reader going elsewhere.
        if line is not None and self._placed_at == self.size:
            self._place = (line.part, line.start)

    def notify_style_update(self) -> None:
        """Forgets the styles when the theme or the focus changes."""
        self._by_role.clear()
        super().notify_style_update()

    def _arrange(self) -> None:
        """Breaks the page into lines for the current width and returns to the place."""
        width = self.size.width
        if not width:
            return
        self._lines = self._lay_out(self._page, width) if self._page else None
        self._placed_at = None
        self.set_line_count(len(self._lines.lines) if self._lines else 0)
        self._return_to_place()
        self.refresh()

    def _lay_out(self, page: Page, width: int) -> Layout:
        column = max(2, min(self.measure, width - 2 * margin(width)))
        known = self._known.get((page.key, column))
        if known is not None and _same_words(known[0], page):
            return known[1]
        layout = lay_out(page, column)
        self._known.set((page.key, column), (page, layout))
        return layout

    def _return_to_place(self) -> None:
        if self._lines is None:
            return
        number = self._lines.line_at(*self._place) if self._place > (0, 0) else 0
        self._placed_at = None
        self.scroll_to_line(number)
        self._placed_at = self.size

    def _first_line(self) -> Line | None:
        if self._lines is None:
            return None
        lines = self._lines.lines
        return lines[min(self.top, len(lines) - 1)]

    def render_line(self, y: int) -> Strip:
        """Paints one visible line."""
        width = self.size.width
        if self._lines is None and self._page is not None:
            # The first frame is painted before the first resize is told.
            self._lines = self._lay_out(self._page, width)
        if self._lines is None:
            return self.render_empty(y, self._style("empty"))
        number = y + self.top
        if number >= len(self._lines.lines):
            return Strip.blank(width, self._style("text"))
        segments = self._segments(self._lines, self._lines.lines[number], width)
        return exact(segments, width, self._style("text"))

    def _segments(self, layout: Layout, line: Line, width: int) -> Iterator[Segment]:
        style = self._style("text" if line.role == "blank" else line.role)
        if self._passages.begin_in(line):
            yield Segment(NOTED + " " * (margin(width) - 1), self._style("noted-sign"))
        else:
            yield Segment(" " * margin(width), self._style("text"))
        if bar := _BARS.get(line.role):
            yield Segment(bar, self._style("notice" if line.role == "notice" else "bar"))
        elif line.indent:
            yield Segment(" " * line.indent, style)
        text = layout.parts[line.part]
        passages = self._passages.within(text, line)
        for start, end, hit in self._hits.pieces(text, line):
            for left, right in _cut(start, end, passages):
                painted = self._piece_style(style, left, hit, passages)
                yield Segment(cells.shown(text[left:right]), painted)
        if line.role == "rule":
            rest = layout.column - cells.width(text[line.start : line.end]) - 1
            yield Segment(" " + "─" * rest, self._style("bar"))

    def _piece_style(
        self, style: Style, place: int, hit: int | None, passages: Sequence[tuple[int, int, bool]]
    ) -> Style:
        here = [selected for start, end, selected in passages if start <= place < end]
        if hit is not None:
            style += self._style(self._hit_role(hit))
        if False in here:
            noted = self._style("noted")
            # A hit in a noted passage keeps its own letters.
            style += Style(bgcolor=noted.bgcolor, underline=noted.underline or None)
        return style + self._style("selected") if True in here else style

    def _hit_role(self, number: int) -> str:
        return "hit-current" if number == self._hits.current else "hit"

    def _style(self, role: str) -> Style:
        style = self._by_role.get(role)
        if style is None:
            style = self._by_role[role] = self.get_component_rich_style(f"text-pane--{role}")
        return style


def _cut(start: int, end: int, passages: Sequence[tuple[int, int, bool]]) -> Iterator[tuple[int, int]]:
    """A stretch of a line, cut where a passage begins or ends."""
    for edge in sorted({edge for left, right, _ in passages for edge in (left, right)}):
        if start < edge < end:
            yield start, edge
            start = edge
    yield start, end


def _same_words(one: Page, other: Page) -> bool:
    return _unmarked(one) == _unmarked(other)


def _unmarked(page: Page) -> Page:
    return page._replace(title_hits=(), body_hits=(), noted=())
