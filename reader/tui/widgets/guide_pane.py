"""A cheat sheet: what to write and what it means, in groups, in one column or two."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar, NamedTuple, Unpack

from rich.segment import Segment
from textual.strip import Strip

from reader import cells
from reader.cells.wrap import wrap
from reader.tui.widgets.columns import GAP, SCROLLBAR, column_width, fitting, split
from reader.tui.widgets.line_view import LineView, ViewOptions, exact

GuideGroup = tuple[str, Sequence[tuple[str, str]]]
"""A title, and rows of what to write and what that means."""

_LEAST_COLUMN, _MOST_COLUMNS = 44, 2
_RIGHT = SCROLLBAR + 1


class _Line(NamedTuple):
    write: str = ""
    means: str = ""
    title: bool = False


class GuidePane(LineView, can_focus=True):
    """Shows the groups; scrolled by whoever holds it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"guide-pane--title", "guide-pane--write", "guide-pane--means"}

    def __init__(self, groups: Sequence[GuideGroup], **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._groups = tuple(groups)
        self._columns: list[tuple[int, list[_Line]]] = []
        """Cells of what is to be written, with the gap behind it, and the lines, of each column."""
        self._laid_out_for = 0

    def replace(self, groups: Sequence[GuideGroup]) -> None:
        """Show other groups in their place; what is scrolled to stays."""
        if self._groups != tuple(groups):
            self._groups = tuple(groups)
            self._laid_out_for = 0
            self._fit()
            self.refresh()

    def scroll_lines(self, lines: int) -> None:
        """Scrolls down by so many lines, up where negative."""
        self.scroll_to_line(self.top + lines)

    def scroll_page(self, pages: int) -> None:
        """Scrolls by what is visible but one line."""
        self.scroll_lines(pages * max(1, self.size.height - 1))

    def on_resize(self) -> None:
        """Sets the groups in as many columns as there is room for."""
        self._fit()

    def _fit(self) -> None:
        width = self.size.width
        if width == self._laid_out_for:
            return
        self._laid_out_for = width
        room = width - _RIGHT
        count = fitting(room, _LEAST_COLUMN, _MOST_COLUMNS)
        each = column_width(room, count)
        heights = [len(list(_lines([group], each, _edge([group], each)))) for group in self._groups]
        parts = [[self._groups[at] for at in part] for part in split(heights, count)]
        edges = [_edge(groups, each) for groups in parts]
        self._columns = [
            (edge, list(_lines(groups, each, edge))) for groups, edge in zip(parts, edges, strict=True)
        ]
        self.set_line_count(max(len(lines) for _, lines in self._columns))
        self.scroll_to_line(self.top)

    def render_line(self, y: int) -> Strip:
        """Paints one visible line of all columns."""
        # The first picture comes before the message that tells the size.
        self._fit()
        width = self.size.width
        each = column_width(width - _RIGHT, len(self._columns))
        style = self.get_component_rich_style("guide-pane--means")
        segments: list[Segment] = []
        for number, (edge, lines) in enumerate(self._columns):
            if number:
                segments.append(Segment(" " * GAP, style))
            place = y + self.top
            line = lines[place] if place < len(lines) else _Line()
            segments += exact(self._draw(line, edge), each, style)
        return exact(segments, width, style)

    def _draw(self, line: _Line, edge: int) -> Iterator[Segment]:
        name = "title" if line.title else "write"
        gap = " " * max(0, edge - cells.width(line.write)) if line.means else ""
        yield Segment(cells.shown(line.write) + gap, self.get_component_rich_style(f"guide-pane--{name}"))
        yield Segment(cells.shown(line.means), self.get_component_rich_style("guide-pane--means"))


def _edge(groups: Sequence[GuideGroup], width: int) -> int:
    """Where the meanings begin in a column of `width` cells: what is longer has lines of its own."""
    widest = max((cells.width(cells.safe(write)) for _, rows in groups for write, _ in rows), default=0)
    return 2 + min(widest, width * 2 // 5) + GAP


def _lines(groups: Sequence[GuideGroup], width: int, edge: int) -> Iterator[_Line]:
    for title, rows in groups:
        yield _Line(cells.fit(cells.safe(title), width)[0], title=True)
        for write, means in rows:
            yield from _row(write, means, width, edge)
        yield _Line()


def _row(write: str, means: str, width: int, edge: int) -> Iterator[_Line]:
    left = ["  " + line for line in _wrapped(write, width - 2)]
    right = _wrapped(means, width - edge)
    if cells.width(left[0]) > edge - GAP or len(left) > 1:
        yield from (_Line(line) for line in left)
        left = []
    for first, second in zip_longest(left, right, fillvalue=""):
        yield _Line(first, second)


def _wrapped(text: str, width: int) -> list[str]:
    text = cells.safe(text)
    return [text[start:end] for start, end in wrap(text, 0, len(text), width)] or [""]
