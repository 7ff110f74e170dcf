"""The line below the text in which something is looked for in the open release."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from reader.tui.widgets.field import Field

LABEL = "Find in this text:"
_SHORT_LABEL = "Find:"
_WIDE = 56
"""Cells from which the whole label leaves room for what is typed."""


class FindBar(Horizontal):
    """Says what is typed, and shows where among the hits the reader is; whoever shows the text finds them."""

    class Changed(Message):
        """The text became another one; '' is no search."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Closed(Message):
        """The bar was put away."""

        def __init__(self, keep: bool) -> None:
            super().__init__()
            self.keep = keep
            """Whether the hits stay in the text."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.display = False
        self._label = Static(LABEL, markup=False)
        self._field = Field(compact=True, select_on_focus=False)
        self._position = Static("", markup=False)

    def compose(self) -> ComposeResult:
        yield self._label
        yield self._field
        yield self._position

    def open(self, text: str = "") -> None:
        """Shows the bar with a text, selected, and takes the focus; tells a text that is not empty."""
        with self._field.prevent(Input.Changed):
            self._field.value = text
        self._field.select_all()
        self.show_position(0, None)
        self.display = True
        self.screen.set_focus(self._field)
        if self.text:
            self.post_message(self.Changed(self.text))

    def close(self, *, keep: bool = False) -> None:
        """Puts the bar away and tells it; without a text there is nothing to keep."""
        if self.display:
            self.display = False
            self.post_message(self.Closed(keep and bool(self.text)))

    @property
    def is_open(self) -> bool:
        """Whether something is looked for."""
        return self.display

    @property
    def field(self) -> Field:
        """The field that is typed in."""
        return self._field

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._field.value

    def show_position(self, number: int, total: int | None) -> None:
        """Shows which of the hits is the current one, from 1, 0 for none yet; None where nothing was sought."""
        if total is None:
            text = ""
        elif not total:
            text = "no hits"
        else:
            text = f"{number:,} of {total:,}" if number else f"{total:,} hit{'s' * (total != 1)}"
        self._position.update(text)

    def on_resize(self, event: events.Resize) -> None:
        """Leaves room for what is typed."""
        self._label.update(LABEL if event.size.width >= _WIDE else _SHORT_LABEL)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tells what is typed."""
        event.stop()
        if self.is_open:
            self.post_message(self.Changed(event.value))

    def on_key(self, event: events.Key) -> None:
        """Closes on esc, and on enter with the hits kept."""
        if event.key in ("escape", "enter"):
            event.stop()
            event.prevent_default()
            self.close(keep=event.key == "enter")
