"""The main screen: bar, views, list, text, status and keys; what is typed goes through the command table."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from reader.library import Library
from reader.model import VIEWS
from reader.tui.commands import BY_ID, PANES, Command, Place, command_for, key_label, shown
from reader.tui.guard import guarded
from reader.tui.screens.browsing import Browsing
from reader.tui.screens.elsewhere import Elsewhere
from reader.tui.screens.keeping import Keeping
from reader.tui.screens.moving import Moving
from reader.tui.screens.narrowing import Narrowing
from reader.tui.screens.reusing import Reusing
from reader.tui.screens.searching import Searching
from reader.tui.screens.selecting import Selecting
from reader.tui.screens.showing import Showing
from reader.tui.screens.syncing import Syncing
from reader.tui.widgets.key_bar import KeyBar
from reader.tui.widgets.release_list import ReleaseList
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.status_line import StatusLine
from reader.tui.widgets.text_pane import TextPane
from reader.tui.widgets.views_pane import ViewItem, ViewsPane

LEAST_WIDTH, LEAST_HEIGHT = 44, 12
"""Cells below which the screen says what it needs instead of showing something broken."""
_LAYOUTS = ((0, "-narrow"), (70, "-medium"), (110, "-wide"))
"""Least width in cells and style class of each layout. Textual's own breakpoints come after the first frame."""
FOLLOW_SECONDS = 1.0
_BEGIN_SECONDS = 0.1
"""How long what works beside the screen waits for its first frames."""


class MainScreen(
    Browsing, Showing, Searching, Narrowing, Moving, Keeping, Selecting, Elsewhere, Reusing, Syncing
):
    """Joins the widgets to the library.

    What it does is in the classes it is made of: `Browsing` decides what the list holds, `Showing` how list, text and
    counts tell it, `Searching` what stands in the bar and which hits are walked through, `Narrowing` changes the
    query for its user, `Moving` says where cursor and focus are, `Keeping` changes state, `Selecting` selects
    passages, `Noting` writes notes (`Elsewhere` in the user's editor), `Reusing` hands releases on,
    `Syncing` brings them in.
    """

    BINDINGS = []  # noqa: RUF012 - keys are in the command table
    AUTO_FOCUS = "#list"

    def __init__(self, library: Library) -> None:
        super().__init__(id="main")
        self.library = library
        self.prepare()
        self.prepare_text()
        self.prepare_bar()

    def compose(self) -> ComposeResult:
        # What the first resize would say; known before the first frame, it need not be drawn again after it.
        self._choose_layout(self.app.size)
        self.bar = SearchBar(id="bar")
        self.views = ViewsPane(id="views")
        self.releases = ReleaseList(id="list")
        self.text = TextPane(id="text")
        self.status = StatusLine(id="status")
        self.keys = KeyBar(id="keys")
        self.detail = Vertical(self.text, id="detail")
        yield self.bar
        yield Horizontal(self.views, self.releases, self.detail, id="panes")
        yield self.status
        yield self.keys
        yield Static(id="too-small", markup=False)

    def on_mount(self) -> None:
        self.views.show([ViewItem(view.name, view.name) for view in VIEWS], self.view.name)
        self.open_where_left()
        self.show_keys()
        self.set_interval(FOLLOW_SECONDS, self.follow)
        self.set_timer(_BEGIN_SECONDS, self.begin)

    # Keys

    @property
    def place(self) -> Place:
        """Where the focus is, as the command table names it."""
        focused = self.focused
        if self.editor is not None and focused is self.editor.area:
            return "editor"
        if focused is self.bar:
            return "bar"
        if self.find is not None and focused is self.find.field:
            return "find"
        if focused is self.text:
            return "text" if self.text.selection is None else "select"
        return "views" if focused is self.views else "list"

    @property
    def writing_aside(self) -> bool:
        """A note is open, and the focus is in another pane."""
        return self.editor is not None and self.editor.is_open and self.place in (*PANES, "select")

    async def on_key(self, event: events.Key) -> None:
        saves = event.key == "escape" and self.writing_aside
        command = BY_ID["note.save"] if saves else command_for(self.place, event.key)
        if command is None:
            return
        event.stop()
        event.prevent_default()
        if self.place == "select" and "select" not in command.places and command.group == "Move":
            self.text.unselect()
        await self.run_command(command)

    @guarded
    def run_command(self, command: Command) -> object:
        """Do what a row of the command table names."""
        self.status.settle()
        return getattr(self, "do_" + command.id.replace(".", "_"))()

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        event.stop()
        await self.run_command(shown(self.place)[event.index])

    # Layout

    def on_resize(self, event: events.Resize) -> None:
        self._choose_layout(event.size)
        width, height = event.size
        self.query_one("#too-small", Static).update(
            f"PressReader needs {LEAST_WIDTH}×{LEAST_HEIGHT} cells; this terminal has {width}×{height}."
        )

    def _choose_layout(self, size: Size) -> None:
        fitting = next(name for least, name in reversed(_LAYOUTS) if size.width >= least)
        for _, name in _LAYOUTS:
            self.set_class(name == fitting, name)
        self.set_class(size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT, "-tiny")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        beside = event.widget is self.text or self.place == "editor"
        self.reading = beside or (self.reading and event.widget is not self.releases)
        self.show_keys()

    def show_keys(self) -> None:
        """Name the keys of the focused pane."""
        self.keys.show([(key_label(command.keys[0]), command.label) for command in shown(self.place)])

    def shows(self, widget: Widget) -> bool:
        """Whether a pane is on the screen now."""
        return widget.region.area > 0 and widget.display

    def do_app_help(self) -> None:
        from reader.tui.screens.help import HelpScreen  # noqa: PLC0415 - after the first paint

        self.app.push_screen(HelpScreen(self.place))

    def do_app_palette(self) -> None:
        from textual.command import CommandPalette  # noqa: PLC0415 - after the first paint

        from reader.tui.palette import CommandProvider  # noqa: PLC0415 - after the first paint

        self.app.push_screen(CommandPalette([CommandProvider], placeholder="Find a command…"))

    def end(self) -> None:
        """End the reader."""
        self.reader_app.end()

    def do_app_quit(self) -> None:
        self.end()

    def do_look_theme(self) -> None:
        self.reader_app.next_theme()
        self.say(f"Theme: {self.reader_app.theme_name}")

    def do_look_text_only(self) -> None:
        self.text_only = not self.text_only
        if self.text_only:
            self.text.focus()
