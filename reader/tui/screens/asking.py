"""Asks a question that is answered with yes or no, for one line of text, or for one of a few."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reader.tui.screens.sizes import LOW
from reader.tui.widgets.field import Field


class QuestionScreen(ModalScreen[bool]):
    """Whether something is to be done."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,n,q", "dismiss(False)", "No"),
        ("y,enter", "dismiss(True)", "Yes"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Static(self._question, markup=False)
            yield Static("enter or y: yes · esc or n: no", classes="hint", markup=False)


class LineScreen(ModalScreen[str | None]):
    """A line of text, without blanks around it; None when the user thought better of it."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [("escape", "dismiss(None)", "Close")]  # noqa: RUF012 - Textual's own form

    def __init__(self, question: str, suggestion: str = "", reason: str = "") -> None:
        """`reason` says why it is asked again; the `suggestion` is then what was typed."""
        super().__init__()
        self._question = question
        self._suggestion = suggestion
        self._reason = reason

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Static(self._question, markup=False)
            yield Field(self._suggestion, compact=True)
            hint = Static(self._reason or "enter goes on · esc closes", classes="hint", markup=False)
            yield hint.set_class(bool(self._reason), "-error")

    def on_mount(self) -> None:
        self.query_one(Field).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if text := event.value.strip():
            self.dismiss(text)


class ChoiceScreen(ModalScreen[int | None]):
    """The position of one of a few; None when the user wants none of them."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape,q", "dismiss(None)", "Close"),
        ("j", "move(1)", "Down"),
        ("k", "move(-1)", "Up"),
    ]

    def __init__(self, question: str, choices: Sequence[str]) -> None:
        super().__init__()
        self._question = question
        self._choices = choices

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Static(self._question, markup=False)
            yield OptionList(*[Option(text) for text in self._choices], markup=False)
            yield Static("enter chooses · esc closes", classes="hint", markup=False)

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.focus()
        options.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        options = self.query_one(OptionList)
        move: Callable[[], None] = options.action_cursor_down if lines > 0 else options.action_cursor_up
        move()
