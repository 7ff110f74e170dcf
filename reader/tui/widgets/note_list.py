"""The list of the notes of a release."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple, Unpack

from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader import cells
from reader.cells.wrap import wrap
from reader.tui.widgets.line_list import LineList
from reader.tui.widgets.line_view import ViewOptions, exact
from reader.tui.widgets.page import NoteCard

_TEXT_LINES = 2
"""Lines of its text that the list shows of a note; all of it stands below the release."""


class NoteRow(NamedTuple):
    """A note and its id."""

    id: str
    card: NoteCard


class NoteList(LineList):
    """Shows each note in four lines: its passage, the beginning of its text, when it was changed last."""

    CLICK_CHOOSES = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {"note-list--quote", "note-list--stamp", "note-list--changed"}

    class Chosen(Message):
        """The user chose a note."""

        def __init__(self, note: str) -> None:
            super().__init__()
            self.note = note

    class Moved(Message):
        """The cursor is on another note."""

    def __init__(self, rows: Sequence[NoteRow], **options: Unpack[ViewOptions]) -> None:
        super().__init__(**options)
        self._rows = tuple(rows)
        self.set_rows(len(self._rows), 0, 0)

    @property
    def selected(self) -> NoteRow | None:
        """The note under the cursor; None where there are none."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def choose(self) -> None:
        """Posts `Chosen` for the note under the cursor, if there is one."""
        if message := self.chosen():
            self.post_message(message)

    def row_height(self, size: Size) -> int:  # noqa: ARG002 - the same at any size
        """Passage, text and stamp."""
        return 2 + _TEXT_LINES

    def moved(self) -> Message | None:
        """That it did: what is beside the list may be about the note."""
        return self.Moved()

    def chosen(self) -> Message | None:
        """`Chosen`, for the note under the cursor."""
        return self.Chosen(self.selected.id) if self.selected else None

    def draw(self, index: int, width: int) -> Sequence[Strip]:
        """The lines of a note, each in exactly `width` cells."""
        card = self._rows[index].card
        names = ("line-list--row", "note-list--quote", "note-list--stamp", "note-list--changed")
        style, quote_style, stamp_style, changed_style = map(self.get_component_rich_style, names)
        if index == self.cursor:
            style = quote_style = stamp_style = changed_style = self.get_component_rich_style(
                "line-list--cursor"
            )
        # The last cell is the scrollbar's, with a blank before it.
        room = max(4, width - 4)
        quote = cells.fit(cells.safe(f"“{card.quote}”"), room)[0] if card.quote else "on the whole release"
        stamp = Segment(f"   {cells.shown(card.when)}", stamp_style)
        changed = Segment(" · its passage changed" if card.state == "changed" else "", changed_style)
        lines = [
            [Segment(f" {cells.shown(quote)}", quote_style if card.quote else stamp_style)],
            *([Segment(f"   {line}", style)] for line in _beginning(card.text, room - 2)),
            [stamp, changed],
        ]
        lines += [[Segment("", style)]] * (self.lines_per_row - len(lines))
        return [exact(line, width, style) for line in lines]


def _beginning(text: str, room: int) -> Iterator[str]:
    """The first lines of a note in so many cells, as they are printed."""
    safe = cells.safe(" ".join(text.split()))
    lines = wrap(safe, 0, len(safe), room)
    for number, (start, end) in enumerate(lines[:_TEXT_LINES], 1):
        cut = number == _TEXT_LINES < len(lines)
        yield cells.shown(cells.fit(safe[start:], room)[0] if cut else safe[start:end])
