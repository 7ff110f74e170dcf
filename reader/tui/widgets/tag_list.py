"""The list of tags, with how many of the chosen releases have each."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, Unpack

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from reader import cells
from reader.tui.widgets.line_list import LineList
from reader.tui.widgets.line_view import ViewOptions, exact
from reader.tui.widgets.tag_colours import COLOURS, colour_of

_ROOMY = 56
"""Cells from which counts are told in words."""


class TagRow(NamedTuple):
    """A tag."""

    name: str
    total: int
    """Releases in the library that have it."""
    having: int
    """Those of them that are chosen."""
    gives: bool | None = None
    """Whether it is to be given to all that are chosen, or taken from them; None for neither."""


class TagList(LineList):
    """Shows which of the chosen releases have each tag; a click toggles at once."""

    CLICK_CHOOSES = True

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tag-list--change",
        "tag-list--count",
        *(f"tag-list--tag-{colour}" for colour in range(COLOURS)),
    }

    class Chosen(Message):
        """The user chose a tag."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, chosen: int, **options: Unpack[ViewOptions]) -> None:
        """`chosen` is the number of releases that are chosen."""
        super().__init__(**options)
        self._chosen = chosen
        self._rows: tuple[TagRow, ...] = ()

    def show(self, rows: Sequence[TagRow]) -> None:
        """Shows these tags; while the list has the focus, the cursor stays on its name, else it is on the first."""
        at_cursor = self.selected.name if self.selected and self.has_focus else None
        self._rows = tuple(rows)
        kept = next((number for number, row in enumerate(rows) if row.name == at_cursor), None)
        self.set_rows(len(rows), kept or 0, self.top_row if kept is not None else 0)

    @property
    def selected(self) -> TagRow | None:
        """The tag under the cursor; None where there are none."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def moved(self) -> Message | None:
        """Nothing: nothing follows the cursor."""
        return None

    def chosen(self) -> Message | None:
        """`Chosen`, for the tag under the cursor."""
        return self.Chosen(self.selected.name) if self.selected else None

    def draw(self, index: int, width: int) -> Sequence[Strip]:
        """The line of a tag, in exactly `width` cells."""
        row = self._rows[index]
        plain, change, count = (
            self.get_component_rich_style(name)
            for name in ("line-list--row", "tag-list--change", "tag-list--count")
        )
        name_style = self.get_component_rich_style(f"tag-list--tag-{colour_of(row.name)}")
        if index == self.cursor:
            plain = change = count = name_style = self.get_component_rich_style("line-list--cursor")
        changes = f"  {_change(row, self._chosen)}"
        counts = f"  {self._counts(row, width)}  "
        name = cells.padded(cells.safe(f"#{row.name}"), width - 5 - len(changes) - len(counts))
        line = [
            Segment(f" {_box(row, self._chosen)} ", plain if row.gives is None else change),
            Segment(name, name_style),
            Segment(changes, _bold(change)),
            Segment(counts, count),
        ]
        return [exact(line, width, plain)]

    def _counts(self, row: TagRow, width: int) -> str:
        """How many of the chosen have it and, where there is room or one is chosen, how many at all; in columns."""
        roomy = width >= _ROOMY
        total = f"{row.total:>5,} in all" if roomy else f"{row.total:>5,}"
        if self._chosen == 1:
            return total
        having = f"{row.having:>{len(f'{self._chosen:,}')},}"
        return f"{having} of {self._chosen:,} {total}" if roomy else f"{having}/{self._chosen:,}"


def _box(row: TagRow, chosen: int) -> str:
    """What of the chosen will have the tag: all, some or none."""
    all_of_them = row.having == chosen if row.gives is None else row.gives
    some = row.gives is None and 0 < row.having < chosen
    return "[x]" if all_of_them else "[~]" if some else "[ ]"


def _change(row: TagRow, chosen: int) -> str:
    """How many releases get the tag, or lose it."""
    if row.gives is None:
        return ""
    return f"+{chosen - row.having:,}" if row.gives else f"−{row.having:,}"


def _bold(style: Style) -> Style:
    return style + Style(bold=True)
