"""The notes of one release, to edit or remove."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.model import Note


@dataclass(frozen=True, slots=True)
class NoteChoice:
    """A note's id, and whether it is to be removed rather than edited."""

    note: str
    remove: bool


class NotesScreen(ModalScreen[NoteChoice | None]):
    """Lists the notes; enter edits one, D removes one."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,q,A", "dismiss(None)", "Close"),
        ("D", "remove", "Remove"),
        ("j", "move(1)", "Down"),
        ("k", "move(-1)", "Up"),
    ]

    def __init__(self, title: str, notes: Sequence[Note]) -> None:
        super().__init__()
        self._title = title
        self._notes = notes

    def compose(self) -> ComposeResult:
        with Vertical(id="notes"):
            yield Static(f"Notes on: {self._title}", id="notes-title", markup=False)
            yield OptionList(
                *[Option(_line(note), id=note.id) for note in self._notes], id="notes-list", markup=False
            )
            yield Static("enter edits · D removes · esc closes", id="notes-hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(NoteChoice(str(event.option_id), remove=False))

    def action_remove(self) -> None:
        """Remove the note under the cursor."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(NoteChoice(self._notes[at].id, remove=True))

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if lines > 0 else options.action_cursor_up()


def _line(note: Note) -> Content:
    quote = f"“{note.passage.exact}”\n" if note.passage else ""
    state = "\n(its passage is not in the current wording)" if note.state == "changed" else ""
    return Content.assemble((quote, "italic"), note.text, (state, "dim"))
