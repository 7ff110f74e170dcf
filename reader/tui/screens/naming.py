"""Asks what a saved search is to be called."""

from collections.abc import Callable, Collection

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.tui.screens.sizes import LOW
from reader.tui.widgets.field import Field

_KEYS = "enter saves · esc closes"


class NamingScreen(ModalScreen[str | None]):
    """A name, without blanks around it; None when the user thought better of it."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [("escape", "dismiss(None)", "Close")]  # noqa: RUF012 - Textual's own form

    def __init__(
        self,
        query: str,
        suggestion: str,
        known: Collection[str],
        objection: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        """`known` are the names that are taken: saving under one of them replaces what it names. `objection` says
        why a name will not do, None where it will."""
        super().__init__()
        self._objection = objection
        self._query = query
        self._known = frozenset(map(str.casefold, known))
        self._suggestion = suggestion

    def compose(self) -> ComposeResult:
        with Vertical(id="naming"):
            yield Static("Save this search under which name?", classes="title", markup=False)
            yield Static(self._query, id="naming-query", markup=False)
            yield Field(self._suggestion, compact=True, id="naming-name")
            yield Static("", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(Field).focus()
        self._tell()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        reason = self._objection(self._typed) if self._typed else "Give it a name."
        if reason is None:
            self.dismiss(self._typed)
        else:
            self._hint(reason, error=True)

    @property
    def _typed(self) -> str:
        return self.query_one(Field).value.strip()

    def _tell(self) -> None:
        taken = self._typed.casefold() in self._known
        self._hint(f"This replaces “{self._typed}”. {_KEYS}" if taken else _KEYS, error=taken)

    def _hint(self, text: str, *, error: bool) -> None:
        hint = self.query_one(".hint", Static)
        hint.update(text)
        hint.set_class(error, "-error")
