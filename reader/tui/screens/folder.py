"""Asks where an export goes: to which folder, or to which file."""

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.tui.screens.sizes import LOW
from reader.tui.widgets.field import Field

_KEYS = "enter exports · esc closes"


class PathScreen(ModalScreen[str | None]):
    """A path, absolute; None when the user thought better of it."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [("escape", "dismiss(None)", "Close")]  # noqa: RUF012 - Textual's own form

    kind = "path"
    """What is asked for."""

    def __init__(self, question: str, suggestion: str, reason: str = "") -> None:
        """`reason` says why it is asked again; the `suggestion` is then what was typed."""
        super().__init__()
        self._question = question
        self._suggestion = suggestion
        self._reason = reason
        self._refused: str | None = None
        """What was in the field when it was refused."""

    def compose(self) -> ComposeResult:
        with Vertical(id="folder"):
            yield Static(self._question, markup=False)
            yield Field(self._suggestion, id="folder-path", compact=True)
            yield Static(_KEYS, id="folder-hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        if self._reason:
            self._refuse(self._reason)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._refused:
            self._say(_KEYS)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        try:
            path = Path(text).expanduser()
            objection = self.objection(path) if text else f"Give a {self.kind}."
        except (OSError, RuntimeError, ValueError):
            objection = f"{text} cannot be a {self.kind} here."
        else:
            if text and not path.is_absolute():
                objection = f"Give the whole path, from / or ~: {text} is none."
        if objection:
            self._refuse(objection)
        else:
            self.dismiss(str(path))

    def objection(self, path: Path) -> str:
        """Why a path will not do; '' where it will. Raises OSError where the system cannot tell."""
        raise NotImplementedError

    def _refuse(self, reason: str) -> None:
        self._refused = self.query_one(Input).value
        self._say(reason, error=True)

    def _say(self, text: str, *, error: bool = False) -> None:
        hint = self.query_one("#folder-hint", Static)
        hint.update(text)
        hint.set_class(error, "-error")


class FolderScreen(PathScreen):
    """Asks where Markdown goes, from then on."""

    kind = "folder"

    def __init__(self, last: str = "", reason: str = "") -> None:
        """`last` is the folder that was used last, or that was refused, if any."""
        once = "" if last else " It is asked only once."
        usual = last or str(Path.home() / "pressreader-export")
        super().__init__(f"Export as Markdown to which folder?{once}", usual, reason)

    def objection(self, path: Path) -> str:
        return f"{path} is a file, not a folder." if path.exists() and not path.is_dir() else ""


class FileScreen(PathScreen):
    """Asks for the one file of a format."""

    kind = "file"

    def objection(self, path: Path) -> str:
        return f"{path} is a folder. Name a file in it." if path.is_dir() else ""
