"""What a list can be narrowed by: groups of values with their counts, in columns."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, NamedTuple, Unpack

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import clamp
from textual.message import Message
from textual.strip import Strip

from reader import cells
from reader.tui.widgets.columns import GAP, SCROLLBAR, column_width, fitting, split
from reader.tui.widgets.line_view import LineView, ViewOptions, exact

ACTIVE = "✓"
_SHOWN = 12
"""Rows of a group before it is asked for the rest."""
_LEAST_COLUMN, _MOST_COLUMNS = 32, 3


class FacetRow(NamedTuple):
    """One value."""

    label: str
    total: int
    """How many releases of the list have it."""
    active: bool = False
    """The query asks for it already."""


class FacetGroup(NamedTuple):
    """Values of one kind, in the order they are to be shown."""

    title: str
    rows: Sequence[FacetRow]


class _Line(NamedTuple):
    kind: Literal["title", "row", "more", "blank"]
    group: int
    row: int = 0
    """Number of a row in its group; how many more there are."""


class FacetPane(LineView, can_focus=True):
    """Shows groups, the active rows first in each; a long group shows the rest when its last line is chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facet-pane--title",
        "facet-pane--row",
        "facet-pane--active",
        "facet-pane--count",
        "facet-pane--more",
        "facet-pane--cursor",
    }

    class Chosen(Message):
        """The user chose a row."""

        def __init__(self, group: int, row: int) -> None:
            super().__init__()
            self.group = group
            """Number of the group among those given, from 0."""
            self.row = row
            """Number of the row in its group as given, from 0."""

    def __init__(self, groups: Sequence[FacetGroup], **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._groups = tuple(groups)
        self._order = [_active_first(group.rows) for group in self._groups]
        self._whole: set[int] = set()
        """Groups that show all their rows."""
        self._columns: list[list[_Line]] = []
        self._stops: list[tuple[int, int]] = []
        """Column and line of everything that can be chosen, down each column."""
        self._cursor = 0
        self._laid_out_for = 0

    def on_resize(self) -> None:
        """Sets the groups in as many columns as there is room for."""
        self._fit()
        self._show_cursor()

    def move(self, delta: int) -> None:
        """Moves the cursor by so many rows, on into the next column, no further than the ends."""
        self._cursor = clamp(self._cursor + delta, 0, max(0, len(self._stops) - 1))
        self._show_cursor()
        self.refresh()

    def page(self, pages: int) -> None:
        """Moves the cursor by as many rows as there are visible lines but one."""
        self.move(pages * max(1, self.size.height - 1))

    def sideways(self, step: int) -> None:
        """Moves the cursor to the row beside it in the next column, in the one before where `step` is -1."""
        if self._stops:
            column, line = self._stops[self._cursor]
            beside = [number for number, stop in enumerate(self._stops) if stop[0] == column + step]
            if beside:
                nearest = min(beside, key=lambda number: abs(self._stops[number][1] - line))
                self.move(nearest - self._cursor)

    def choose(self) -> None:
        """Posts `Chosen` for the row under the cursor; shows the rest of a group where that is what it says."""
        if not self._stops:
            return
        column, place = self._stops[self._cursor]
        line = self._columns[column][place]
        if line.kind == "row":
            self.post_message(self.Chosen(line.group, line.row))
            return
        self._whole.add(line.group)
        self._lay_out([self._groups_of(lines) for lines in self._columns])
        self.move(self._stops.index((column, place)) - self._cursor)

    def on_click(self, event: events.Click) -> None:
        """Chooses what is clicked."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1 or not self._columns:
            return
        width = column_width(self.size.width - SCROLLBAR, len(self._columns)) + GAP
        stop = offset.x // width, offset.y + self.top
        if stop in self._stops:
            event.stop()
            self._cursor = self._stops.index(stop)
            self.choose()
            self.refresh()

    def _fit(self) -> None:
        width = self.size.width
        if width == self._laid_out_for:
            return
        self._laid_out_for = width
        groups = [number for number, group in enumerate(self._groups) if group.rows]
        heights = [len(list(self._lines(number))) for number in groups]
        count = fitting(width - SCROLLBAR, _LEAST_COLUMN, _MOST_COLUMNS)
        self._lay_out([[groups[at] for at in part] for part in split(heights, count)])

    def _lay_out(self, columns: Sequence[Sequence[int]]) -> None:
        """Makes the lines of columns of groups; the cursor stays on what it is on."""
        at_cursor = None
        if self._stops:
            column, place = self._stops[self._cursor]
            at_cursor = self._columns[column][place]
        self._columns = [[line for group in groups for line in self._lines(group)] for groups in columns]
        places = [
            (column, place) for column, lines in enumerate(self._columns) for place in range(len(lines))
        ]
        self._stops = [stop for stop in places if self._columns[stop[0]][stop[1]].kind in ("row", "more")]
        chosen = [self._columns[column][place] for column, place in self._stops]
        self._cursor = chosen.index(at_cursor) if at_cursor in chosen else 0
        self.set_line_count(max((len(lines) for lines in self._columns), default=0))

    def _lines(self, number: int) -> Iterator[_Line]:
        order = self._order[number]
        active = sum(row.active for row in self._groups[number].rows)
        shown = len(order) if number in self._whole else max(_SHOWN, active)
        yield _Line("title", number)
        for row in order[:shown]:
            yield _Line("row", number, row)
        if shown < len(order):
            yield _Line("more", number, len(order) - shown)
        yield _Line("blank", number)

    @staticmethod
    def _groups_of(lines: Sequence[_Line]) -> list[int]:
        return [line.group for line in lines if line.kind == "title"]

    def _show_cursor(self) -> None:
        if not self._stops or not self.size.height:
            return
        column, line = self._stops[self._cursor]
        # With the first row of a group comes its title.
        first = line - 1 if self._columns[column][line - 1].kind == "title" else line
        self.scroll_to_line(clamp(self.top, line - self.size.height + 1, first))

    def render_line(self, y: int) -> Strip:
        """Paints one visible line of all columns."""
        # The first picture comes before the message that tells the size.
        self._fit()
        width = self.size.width
        row_style = self._style("row")
        if not self._stops:
            return self.render_empty(y, row_style)
        each = column_width(width - SCROLLBAR, len(self._columns))
        segments: list[Segment] = []
        for number, lines in enumerate(self._columns):
            if number:
                segments.append(Segment(" " * GAP, row_style))
            place = y + self.top
            if place < len(lines):
                at_cursor = self._stops[self._cursor] == (number, place)
                segments += exact(self._draw(lines[place], each, at_cursor=at_cursor), each, row_style)
            else:
                segments.append(Segment(" " * each, row_style))
        return exact(segments, width, row_style)

    def _draw(self, line: _Line, width: int, *, at_cursor: bool) -> Iterator[Segment]:
        if line.kind == "title":
            yield Segment(
                cells.padded(cells.safe(self._groups[line.group].title), width), self._style("title")
            )
        elif line.kind == "more":
            text = cells.padded(f"  … {line.row:,} more", width)
            yield Segment(text, self._style("cursor" if at_cursor else "more"))
        elif line.kind == "row":
            row = self._groups[line.group].rows[line.row]
            count = f"{row.total:,} "
            style, count_style = self._style("active" if row.active else "row"), self._style("count")
            if at_cursor:
                style = count_style = self._style("cursor")
            sign = ACTIVE if row.active else " "
            label = cells.padded(cells.safe(row.label), width - 3 - len(count))
            yield Segment(f"{sign} {label} ", style)
            yield Segment(count, count_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"facet-pane--{name}")


def _active_first(rows: Sequence[FacetRow]) -> list[int]:
    return sorted(range(len(rows)), key=lambda number: not rows[number].active)
