"""A screen of its own on top of the main one: its keys are rows of the command table too."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from reader.tui.commands import Command, Place, command_for, key_label, shown
from reader.tui.guard import guarded
from reader.tui.widgets.key_bar import KeyBar
from reader.tui.widgets.status_line import Severity, StatusLine

if TYPE_CHECKING:
    from reader.tui.app import ReaderApp


class Layer(Screen[None]):
    """Has a status line and a key bar below what a subclass composes; does what a row of its place names."""

    BINDINGS = []  # noqa: RUF012 - keys are in the command table

    PLACE: ClassVar[Place]
    """Where the focus is, as the command table names it."""

    def __init__(self) -> None:
        super().__init__(classes="layer")
        self.status = StatusLine()
        self.keys = KeyBar()

    def compose(self) -> ComposeResult:
        yield self.status
        yield self.keys

    @property
    def place(self) -> Place:
        """Where the focus is, as the command table names it."""
        return self.PLACE

    @property
    def reader_app(self) -> "ReaderApp":
        """The app, by its own type."""
        return cast("ReaderApp", self.app)

    def on_mount(self) -> None:
        self.keys.show([(key_label(command.keys[0]), command.label) for command in shown(self.PLACE)])

    def say(self, text: str, *, error: bool = False) -> None:
        """Say something at the right of the status line until the next thing is said."""
        self.hear(text, "error" if error else "information")

    def hear(self, text: str, severity: Severity) -> None:
        """Show here what the main screen says while it is covered."""
        self.status.show_right(text, severity)

    async def on_key(self, event: events.Key) -> None:
        command = command_for(self.PLACE, event.key)
        if command is None:
            return
        event.stop()
        event.prevent_default()
        await self.run_command(command)

    @guarded
    def run_command(self, command: Command) -> object:
        """Do what a row of the command table names."""
        self.status.settle()
        return getattr(self, "do_" + command.id.replace(".", "_"))()

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        event.stop()
        await self.run_command(shown(self.PLACE)[event.index])

    def do_app_close(self) -> None:
        self.dismiss(None)

    def do_app_back(self) -> None:
        self.dismiss(None)

    def do_app_quit(self) -> None:
        self.reader_app.end()

    def do_app_help(self) -> None:
        from reader.tui.screens.help import HelpScreen  # noqa: PLC0415 - when it is asked for

        self.app.push_screen(HelpScreen(self.PLACE))

    def do_app_palette(self) -> None:
        from textual.command import CommandPalette  # noqa: PLC0415 - when it is asked for

        from reader.tui.palette import CommandProvider  # noqa: PLC0415

        self.app.push_screen(CommandPalette([CommandProvider], placeholder="Find a command…"))
