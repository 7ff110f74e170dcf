"""Asks in which format to export, and whether a file may be overwritten."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

_LOW = [(0, "-low"), (21, "-high")]
"""As those of the other screens; the list of formats is longer."""


class FormatScreen(ModalScreen[str | None]):
    """The name of a format; None when the user thought better of it."""

    VERTICAL_BREAKPOINTS = _LOW
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,q", "dismiss(None)", "Close"),
        ("j", "move(1)", "Down"),
        ("k", "move(-1)", "Up"),
    ]

    def __init__(self, what: str, formats: Sequence[tuple[str, str]], last: str = "") -> None:
        """`what` is to be exported; `formats` are names with what each is; the cursor begins on the `last` used."""
        super().__init__()
        self._what = what
        self._formats = formats
        self._last = last

    def compose(self) -> ComposeResult:
        with Vertical(id="formats"):
            yield Static(f"Export {self._what} as …", classes="title", markup=False)
            yield OptionList(*[Option(_line(*one), id=one[0]) for one in self._formats], id="formats-list")
            yield Static("enter chooses · esc closes", classes="hint", markup=False)

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.focus()
        names = [name for name, _ in self._formats]
        options.highlighted = names.index(self._last) if self._last in names else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Marks the row of the cursor, for who sees no colours."""
        event.stop()
        options = event.option_list
        for number, (name, description) in enumerate(self._formats):
            options.replace_option_prompt(
                name, _line(name, description, chosen=number == options.highlighted)
            )

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if lines > 0 else options.action_cursor_up()


def _line(name: str, description: str, *, chosen: bool = False) -> Content:
    return Content.assemble("▸ " if chosen else "  ", (f"{name:<10}", "bold"), description)


class OverwriteScreen(ModalScreen[bool]):
    """Whether a file may be overwritten."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,n,q", "dismiss(False)", "Leave it"),
        ("y", "dismiss(True)", "Overwrite"),
    ]

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        with Vertical(id="overwrite"):
            yield Static(
                f"{self._path}\nwas changed since the last export, or something else stands there.",
                markup=False,
            )
            yield Static("y overwrites it · esc leaves it as it is", classes="hint", markup=False)
