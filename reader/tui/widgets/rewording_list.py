"""The list of all rewordings."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple, Unpack

from rich.segment import Segment
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader import cells
from reader.tui.widgets.line_list import LineList
from reader.tui.widgets.line_view import ViewOptions, exact

_PAGE = 8
_PAGES_KEPT = 32


class RewordingRow(NamedTuple):
    """A rewording as it is listed."""

    title: str
    times: str
    """The day of the release, and when it was reworded."""
    kinds: str
    """How many changes there are of each kind."""
    changes: str
    """The first of them."""


Fetch = Callable[[int, int], Sequence[RewordingRow]]
"""Gives the rows from a place, at most so many."""


class RewordingList(LineList):
    """Shows each rewording in three lines; only those in view are fetched and compared."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rewording-list--title", "rewording-list--times"}

    class Chosen(Message):
        """The user chose a rewording."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index
            """Its place in the list, from 0."""

    def __init__(self, count: int, fetch: Fetch, **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._fetch = fetch
        self._pages: LRUCache[int, Sequence[RewordingRow]] = LRUCache(_PAGES_KEPT)
        self.set_rows(count, 0, 0)

    def choose(self) -> None:
        """Posts `Chosen` for the rewording under the cursor, if there is one."""
        if message := self.chosen():
            self.post_message(message)

    def row_height(self, size: Size) -> int:  # noqa: ARG002 - the same at any size
        """Headline, times, changes."""
        return 3

    def moved(self) -> Message | None:
        """Nothing is beside the list."""
        return None

    def chosen(self) -> Message | None:
        """`Chosen`, for the row under the cursor."""
        return self.Chosen(self.cursor) if self.count else None

    def draw(self, index: int, width: int) -> Sequence[Strip]:
        """The lines of a rewording, each in exactly `width` cells."""
        names = ("line-list--row", "rewording-list--title", "rewording-list--times")
        style, title_style, times_style = map(self.get_component_rich_style, names)
        if index == self.cursor:
            style = title_style = times_style = self.get_component_rich_style("line-list--cursor")
        row = self._row(index)
        room = max(4, width - 4)
        lines = [
            (row.title, title_style, 1),
            (f"{row.times} · {row.kinds}", times_style, 3),
            (row.changes, style, 3),
        ]
        return [
            exact([Segment(" " * indent + _fitted(text, room - indent), painted)], width, painted)
            for text, painted, indent in lines
        ]

    def _row(self, index: int) -> RewordingRow:
        page = self._pages.get(index // _PAGE)
        if page is None:
            page = self._fetch(index - index % _PAGE, _PAGE)
            self._pages.set(index // _PAGE, page)
        place = index % _PAGE
        return page[place] if place < len(page) else RewordingRow("", "no longer in the library", "", "")


def _fitted(text: str, room: int) -> str:
    return cells.shown(cells.fit(cells.safe(text), room)[0])
