"""The list of saved searches."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, Unpack

from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader import cells
from reader.tui.widgets.line_list import LineList
from reader.tui.widgets.line_view import ViewOptions, exact


class SavedRow(NamedTuple):
    """A saved search."""

    name: str
    query: str
    total: int | None = None
    """How many releases it finds; None while that is counted."""
    new: int | None = None
    """How many of them came since it was last looked at; None while that is counted."""


class SavedList(LineList):
    """Shows each search in two lines: name and counts, below them what it asks; a click chooses at once."""

    CLICK_CHOOSES = True

    COMPONENT_CLASSES: ClassVar[set[str]] = {"saved-list--name", "saved-list--query", "saved-list--new"}

    class Chosen(Message):
        """The user chose a search."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, rows: Sequence[SavedRow], **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._rows: tuple[SavedRow, ...] = ()
        self.show(rows)

    def show(self, rows: Sequence[SavedRow]) -> None:
        """Shows these searches; the cursor stays on its name."""
        at_cursor = self.selected
        names = [row.name for row in rows]
        self._rows = tuple(rows)
        kept = names.index(at_cursor.name) if at_cursor and at_cursor.name in names else self.cursor
        self.set_rows(len(names), kept, self.top_row)

    @property
    def selected(self) -> SavedRow | None:
        """The search under the cursor; None where there are none."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def choose(self) -> None:
        """Posts `Chosen` for the search under the cursor, if there is one."""
        if message := self.chosen():
            self.post_message(message)

    def row_height(self, size: Size) -> int:  # noqa: ARG002 - the same at any size
        """Name and query have a line each."""
        return 2

    def moved(self) -> Message | None:
        """Nothing: nothing follows the cursor."""
        return None

    def chosen(self) -> Message | None:
        """`Chosen`, for the search under the cursor."""
        return self.Chosen(self.selected.name) if self.selected else None

    def draw(self, index: int, width: int) -> Sequence[Strip]:
        """Both lines of a search, each in exactly `width` cells."""
        row = self._rows[index]
        style, name_style, query_style, new_style = (
            self.get_component_rich_style(name)
            for name in ("line-list--row", "saved-list--name", "saved-list--query", "saved-list--new")
        )
        if index == self.cursor:
            style = name_style = query_style = new_style = self.get_component_rich_style("line-list--cursor")
        total = "…" if row.total is None else f"{row.total:,}"
        new = f"  +{row.new:,}" if row.new else ""
        name = cells.padded(cells.safe(row.name), width - len(total) - len(new) - 4)
        query = cells.padded(cells.safe(row.query), width - 5)
        # The last cell is the scrollbar's, with a blank before it.
        lines = [
            [Segment(f" {name} ", name_style), Segment(total, style), Segment(f"{new}  ", new_style)],
            [Segment(f"   {query}  ", query_style)],
        ]
        return [exact(line, width, style) for line in lines]
