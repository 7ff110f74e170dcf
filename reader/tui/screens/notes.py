"""The notes of one release: to edit, to remove, to go to their passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.cells import safe, shown
from reader.model import Note
from reader.tui.presenting import card, count
from reader.tui.screens.sizes import LOW
from reader.tui.widgets.note_list import NoteList, NoteRow

_KEYS = "enter edits · e in $EDITOR · space to its passage · D removes · esc closes"
_NOT_HERE = {"question_mark": "?", "b": "b", "r": "r", "t": "t", "a": "a", "x": "x", "y": "y", "slash": "/"}
"""Keys of the list and the text that may be pressed here by mistake."""
Action = Literal["edit", "elsewhere", "remove", "passage"]


@dataclass(frozen=True, slots=True)
class NoteChoice:
    """A note's id, and what is to be done with it."""

    note: str
    action: Action


class NotesScreen(ModalScreen[NoteChoice | None]):
    """Lists the notes, the oldest first."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,q,A", "dismiss(None)", "Close"),
        ("enter", "choose('edit')", "Edit"),
        ("e", "choose('elsewhere')", "Edit in $EDITOR"),
        ("D", "choose('remove')", "Remove"),
        ("space", "choose('passage')", "To the passage"),
        ("j,down", "move(1)", "Down"),
        ("k,up", "move(-1)", "Up"),
        ("g,home", "move(-1000000)", "First"),
        ("G,end", "move(1000000)", "Last"),
        ("pagedown", "page(1)", "Page down"),
        ("pageup", "page(-1)", "Page up"),
        ("J,shift+down", "scroll_old(1)", "Scroll the passage down"),
        ("K,shift+up", "scroll_old(-1)", "Scroll the passage up"),
        *((key, f"not_here('{name}')", "") for key, name in _NOT_HERE.items()),
    ]

    def __init__(self, title: str, notes: Sequence[Note]) -> None:
        super().__init__()
        self._title = f"{count(len(notes), 'note')} on: {shown(safe(title))}"
        self._list = NoteList([NoteRow(note.id, card(note)) for note in notes])

    def compose(self) -> ComposeResult:
        with Vertical(id="notes"):
            yield Static(self._title, classes="title", markup=False)
            yield self._list
            with VerticalScroll(id="notes-old", can_focus=False):
                yield Static("", markup=False)
            yield Static(_KEYS, classes="hint", markup=False)

    def on_mount(self) -> None:
        self._list.focus()
        self._show_old()

    def on_note_list_moved(self, event: NoteList.Moved) -> None:
        event.stop()
        self.query_one(".hint", Static).update(_KEYS)
        self._show_old()

    def _show_old(self) -> None:
        """Show all of the passage that a note was on, where it stands nowhere else any more."""
        chosen = self._list.selected
        quote = chosen.card.quote if chosen is not None and chosen.card.state == "changed" else None
        box = self.query_one("#notes-old")
        box.display = quote is not None
        box.query_one(Static).update(f"Its passage read: “{shown(safe(quote))}”" if quote else "")
        box.scroll_home(animate=False)

    def action_scroll_old(self, lines: int) -> None:
        """Scroll the passage that is shown below the list."""
        self.query_one("#notes-old").scroll_relative(y=lines, animate=False)

    def action_not_here(self, key: str) -> None:
        """Say that a key of the main screen does nothing in the list of notes."""
        self.query_one(".hint", Static).update(f"{key} works when this is closed. {_KEYS}")

    def on_note_list_chosen(self, event: NoteList.Chosen) -> None:
        event.stop()
        self.dismiss(NoteChoice(event.note, "edit"))

    def action_choose(self, action: Action) -> None:
        """Do something with the note under the cursor."""
        if self._list.selected is not None:
            self.dismiss(NoteChoice(self._list.selected.id, action))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._list.move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self._list.page(pages)
