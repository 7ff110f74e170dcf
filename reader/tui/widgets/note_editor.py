"""The editor for one note, beside the text it is about."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea

from reader.cells import safe, shown, width
from reader.tui.widgets.page import shortened

_KEYS = "esc saves and closes · ctrl+x discards"
_QUOTE_LINES = 3
"""Lines for a shortened passage."""
_LOW = 18
"""Lines of the screen below which it has one, and stands for the headline, so that there is room to write."""
_BLANKS = 0.4
"""Share of a line that may be lost at the ends of lines."""


class _Area(TextArea):
    """A text area that leaves esc to the editor; Textual's own would move the focus on."""

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]
        if event.key == "escape":
            event.prevent_default()


class NoteEditor(Vertical):
    """Holds a text until it is saved or given up; every change is told, so that it can be kept as a draft."""

    class Edited(Message):
        """The text changed; `text` is what stands there now."""

        def __init__(self, editor: "NoteEditor", text: str) -> None:
            super().__init__()
            self.editor = editor
            self.text = text

    class Closed(Message):
        """The user is done: save what stands there."""

        def __init__(self, editor: "NoteEditor", text: str) -> None:
            super().__init__()
            self.editor = editor
            self.text = text

    class Discarded(Message):
        """The user gave the text up, and was asked."""

        def __init__(self, editor: "NoteEditor") -> None:
            super().__init__()
            self.editor = editor

    def __init__(self) -> None:
        super().__init__(id="note-editor")
        self.display = False
        self.title = ""
        self._quote = ""
        self._original = ""
        self._asked = False
        self._refused = False
        """Why it was not saved is said, and stays said until something is typed."""
        self._warned = False

    def compose(self) -> ComposeResult:
        yield Static("", id="note-title", markup=False)
        yield Static("", id="note-quote", markup=False)
        yield _Area(id="note-text", soft_wrap=True, show_line_numbers=False, tab_behavior="indent")
        yield Static("", id="note-hint", markup=False)

    def open(self, title: str, *, text: str, original: str, quote: str = "") -> None:
        """Show a note's text below the passage it is on, and put the cursor at its end.

        Without a question only `original` is given up: another text where a draft is taken up again.
        """
        self.title, self._original = title, original
        self._asked = self._refused = self._warned = False
        self.query_one("#note-title", Static).update(title)
        self.show_quote(quote)
        self.load(text)
        self._hint(_KEYS)
        self.display = True
        self.screen.set_focus(self.area)

    def load(self, text: str) -> None:
        """Put another text into the field, the cursor at its end; that is no change of the user's."""
        area = self.area
        with area.prevent(TextArea.Changed):
            area.load_text(text)
        area.move_cursor(area.document.end)

    def show_quote(self, quote: str) -> None:
        """Show the passage that the note is on, shortened; '' for none."""
        self._quote = quote
        low = self.app.size.height < _LOW
        lines = 1 if low else _QUOTE_LINES
        line = self.query_one("#note-quote", Static)
        line.display = bool(quote)
        line.styles.max_height = lines
        self.query_one("#note-title").display = not (low and quote)
        self.set_class(bool(quote), "-quoted")
        line.update(f"“{self._fitting(safe(quote), lines)}”")

    def on_resize(self) -> None:
        """Shows as much of the passage as there is room for now."""
        if self.is_open and self._quote:
            self.show_quote(self._quote)

    def _fitting(self, quote: str, lines: int) -> str:
        """As much of a passage as fits above the text."""
        # Its own width is not known when it is first opened, nor is that of a pane that was not on the screen.
        beside = self.parent.size.width if isinstance(self.parent, Widget) else 0
        line = max(20, (beside or self.app.size.width) - 4)
        room = lines * line - (_BLANKS * line if lines > 1 else 2)
        share = room / max(1, width(quote))
        return shown(shortened(quote, int(len(quote) * share)) if share < 1 else shortened(quote, len(quote)))

    def close(self) -> None:
        """Put the editor away. It stays mounted: Textual can draw a text area that is being removed, and fails."""
        self.display = False

    @property
    def is_open(self) -> bool:
        """Whether a note is being written."""
        return self.display

    @property
    def area(self) -> TextArea:
        """The field that is typed in."""
        return self.query_one("#note-text", TextArea)

    @property
    def text(self) -> str:
        """What stands in the editor."""
        return self.area.text

    def refuse(self, reason: str) -> None:
        """Stay open, with its text, and say why it could not be saved."""
        self._refused = True
        self._hint(f"Not saved: {reason} ctrl+x discards it.", error=True)

    def warn(self, reason: str | None) -> None:
        """Say that what stands here is not kept on disk just now, or with None that it is again.

        A question that waits for its answer, and an answer to the user's key, are not hidden by it.
        """
        if not (self._asked or self._refused):
            if reason is not None:
                self._hint(f"Not kept on disk: {reason}", error=True)
            elif self._warned:
                self._hint(_KEYS)
        self._warned = reason is not None

    def _hint(self, text: str, *, error: bool = False) -> None:
        hint = self.query_one("#note-hint", Static)
        hint.update(text)
        hint.set_class(error, "-error")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._asked or self._refused:
            self._asked = self._refused = False
            self._hint(_KEYS)
        if self.is_open:
            self.post_message(self.Edited(self, event.text_area.text))

    def save(self) -> None:
        """Ask for the text to be saved."""
        self._asked = False
        self.post_message(self.Closed(self, self.text))

    def discard(self) -> None:
        """Give the text up: at once when nothing was changed, else when asked a second time."""
        if self._asked or self.text == self._original:
            self.post_message(self.Discarded(self))
        else:
            self._asked = True
            self._hint(
                "Discard what you wrote? ctrl+x again discards it, any other key keeps it.", error=True
            )
