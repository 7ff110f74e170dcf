"""The saved searches, to open or remove."""

from collections.abc import Sequence
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.tui.screens.sizes import LOW
from reader.tui.widgets.saved_list import SavedList, SavedRow

SavedChoice = tuple[Literal["open", "remove"], str]
"""What to do, and the name of the search."""


class SavedScreen(ModalScreen[SavedChoice | None]):
    """Enter opens a search, D removes one."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,q,F", "dismiss(None)", "Close"),
        ("j,down", "move(1)", "Down"),
        ("k,up", "move(-1)", "Up"),
        ("g,home", "move(-1000000)", "First"),
        ("G,end", "move(1000000)", "Last"),
        ("pagedown", "page(1)", "Page down"),
        ("pageup", "page(-1)", "Page up"),
        ("enter", "open", "Open"),
        ("D", "remove", "Remove"),
    ]

    def __init__(self, rows: Sequence[SavedRow]) -> None:
        super().__init__()
        self._list = SavedList(
            rows, empty_text="No search is saved yet. S in the list saves the one that is in the bar."
        )

    def compose(self) -> ComposeResult:
        with Vertical(id="saved"):
            yield Static("Saved searches", classes="title", markup=False)
            yield self._list
            yield Static("enter opens · D removes · esc closes", classes="hint", markup=False)

    def on_mount(self) -> None:
        self._list.focus()

    def update_rows(self, rows: Sequence[SavedRow]) -> None:
        """Show what became known meanwhile; the cursor stays on its name."""
        self._list.show(rows)

    def on_saved_list_chosen(self, event: SavedList.Chosen) -> None:
        event.stop()
        self.dismiss(("open", event.name))

    def action_open(self) -> None:
        """Open the search under the cursor."""
        self._list.choose()

    def action_remove(self) -> None:
        """Remove the search under the cursor."""
        if self._list.selected is not None:
            self.dismiss(("remove", self._list.selected.name))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._list.move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self._list.page(pages)
