"""What the parts of the main screen share: its widgets, its state, and what one part asks of another."""

from typing import TYPE_CHECKING, cast

from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import Screen

from reader.library import Library
from reader.model import Release, View
from reader.tui.commands import PANES, Place
from reader.tui.screens.layer import Layer
from reader.tui.undo import UndoStack
from reader.tui.widgets.key_bar import KeyBar
from reader.tui.widgets.release_list import ReleaseList
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.status_line import Severity, StatusLine
from reader.tui.widgets.text_pane import TextPane
from reader.tui.widgets.views_pane import ViewsPane

if TYPE_CHECKING:
    from reader.library.answers import Answer
    from reader.library.releases import Rows
    from reader.model import Passage, SavedSearch
    from reader.query import Order
    from reader.tui.app import ReaderApp
    from reader.tui.widgets.excerpt import Excerpt
    from reader.tui.widgets.find_bar import FindBar
    from reader.tui.widgets.note_editor import NoteEditor


class Part(Screen[None]):
    """The main screen, as each of the classes that it is made of knows it."""

    library: Library

    bar: SearchBar
    views: ViewsPane
    releases: ReleaseList
    text: TextPane
    status: StatusLine
    keys: KeyBar
    detail: Vertical
    """Holds the text, and what opens below it."""
    editor: "NoteEditor | None" = None
    """Mounted when the first note is written."""
    find: "FindBar | None" = None
    """Mounted when something is first looked for in one text."""

    text_only = reactive(False, toggle_class="-text-only")
    """Only the text is shown."""
    reading = reactive(False, toggle_class="-reading")
    """Where there is room for one pane, it is the text."""
    came_from_text = False
    """The editor was opened from the text, and goes back there."""

    view: View
    rows: "Rows"
    """What the list shows."""
    answer: "Answer | None"
    """Whose hits it shows; None for the whole library."""
    order: "Order | None"
    """The order that the user chose."""
    saved: "list[tuple[SavedSearch, tuple[int, int] | None]]"
    """Saved searches with how many releases they find and how many of these are new, once that is counted."""
    live: bool
    """The last word in the bar may be the beginning of one."""
    finding: str
    """What is looked for in the open text alone."""
    source_names: dict[str, str]
    left_position: int
    """Place in the text where the reader was left."""
    left_release: int | None

    @property
    def reader_app(self) -> "ReaderApp":
        """The app, by its own type."""
        return cast("ReaderApp", self.app)

    @property
    def undo(self) -> UndoStack:
        """What can be taken back."""
        return self.reader_app.undo

    @property
    def may_interrupt(self) -> bool:
        """Nobody is typing or choosing."""
        return isinstance(self.app.screen, Layer) or (self.app.screen is self and self.place in PANES)

    def say(self, text: str, *, error: bool = False) -> None:
        """Say something at the right of the status line until the next thing is said."""
        severity: Severity = "error" if error else "information"
        self.status.show_right(text, severity)
        if isinstance(self.app.screen, Layer):
            self.app.screen.hear(text, severity)

    if TYPE_CHECKING:

        @property
        def place(self) -> Place: ...
        @property
        def selected_passage(self) -> tuple[int, int, int, str] | None: ...
        def ask(self, *, keep: bool) -> None: ...
        def ask_whole_words(self) -> None: ...
        def changed(self) -> None: ...
        def chosen(self) -> list[Release]: ...
        def choose_view(self, name: str) -> None: ...
        def count(self) -> None: ...
        def count_saved(self) -> None: ...
        def do_focus_list(self) -> None: ...
        def do_focus_text(self) -> None: ...
        def empty_text(self) -> str: ...
        def end(self) -> None: ...
        async def follow(self) -> None: ...
        def excerpt(self, release: Release) -> "Excerpt | None": ...
        def keep_in_history(self) -> None: ...
        def leave(self) -> None: ...
        def mark_read(self, release: Release) -> None: ...
        def offer(self) -> None: ...
        async def offer_drafts(self) -> None: ...
        def open_saved(self, name: str) -> None: ...
        def passage_to_note(self, release: Release) -> "Passage | None": ...
        def refresh_list(self) -> object: ...
        def settle(self) -> None: ...
        def show_keys(self) -> None: ...
        def show_release(self, row: Release | None) -> None: ...
        def told_of_loss(self) -> bool: ...
        def whole_list(self) -> list[int]: ...
        async def write_elsewhere(
            self, release: Release, note: str = "", passage: "Passage | None" = None
        ) -> None: ...
