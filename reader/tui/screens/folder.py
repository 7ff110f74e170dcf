"""Asks once where exports go."""

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class FolderScreen(ModalScreen[str | None]):
    """A folder's path, absolute; None when the user thought better of it."""

    BINDINGS = [("escape", "dismiss(None)", "Close")]  # noqa: RUF012 - Textual's own form

    def compose(self) -> ComposeResult:
        with Vertical(id="folder"):
            yield Static("Export as Markdown to which folder? It is asked only once.", markup=False)
            yield Input(str(Path.home() / "pressreader-export"), id="folder-path", compact=True)
            yield Static("enter exports · esc closes", id="folder-hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        try:
            path = Path(text).expanduser()
            taken = path.exists() and not path.is_dir()
        except (OSError, RuntimeError, ValueError):
            self._refuse(f"{text} cannot be a folder here.")
            return
        if not text:
            self._refuse("Give a folder.")
        elif not path.is_absolute():
            self._refuse(f"Give the whole path, from / or ~: {text} is none.")
        elif taken:
            self._refuse(f"{path} is a file, not a folder.")
        else:
            self.dismiss(str(path))

    def _refuse(self, reason: str) -> None:
        hint = self.query_one("#folder-hint", Static)
        hint.update(reason)
        hint.add_class("-error")
