"""The app: themes, the threads and processes that work beside the screen, and how it ends."""

import asyncio
import contextlib
import os
import signal
import sys
import time
import traceback
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, SuspendNotSupported

from reader import resources
from reader.errors import PressReaderError
from reader.library import Library
from reader.paths import private_folder
from reader.tui.guard import guarded
from reader.tui.screens.main import MainScreen
from reader.tui.themes import DARK, LIGHT, NAMES, THEMES
from reader.tui.turns import Turns, resting
from reader.tui.undo import UndoStack

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from textual.driver import Driver
    from textual.screen import Screen

    from reader.library.answers import Answer, Question
    from reader.tui.exporter import Exporter
    from reader.tui.handing_on import HandingOn
    from reader.tui.search_thread import Errand, Receive, SearchThread
    from reader.tui.syncer import Syncer

SWITCH_SECONDS = 0.0005
"""How long a busy thread may keep the screen waiting: with Python's own 5 ms a frame beside one takes 53 ms,
with this 7 ms."""
_INDEX_PAUSE = 5.0
"""Seconds between two attempts to start the indexing process."""
_END_SECONDS = 2.0
"""How long ending waits for the search thread, which looks every few milliseconds whether it is stopped."""
_CLOSE_SECONDS = 1.0
"""How long ending waits for what the screens are doing; without anything under way they are closed after 0.2 s."""
_INDEX_MOMENT = 1.0
"""Seconds of indexing of which nothing is said."""
_FAILED_PAUSE = 60.0
"""Seconds after an attempt that failed."""


class ReaderApp(App[None]):
    """PressReader on the screen."""

    TITLE = "PressReader"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [resources.styles() / "reader.tcss", resources.styles() / "widgets.tcss"]  # noqa: RUF012

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.undo = UndoStack()
        self._turns = Turns(self, super().on_event)
        self.question: Question | None = None
        """The newest question; answers to others are dropped."""
        self._exporter: Exporter | None = None
        self._handing_on: HandingOn | None = None
        self._syncer: Syncer | None = None
        self.left_exporting = False
        """The user left while an export was under way."""
        self.crashed: str | None = None
        """What to tell the user of an error that ended the reader."""
        self._warned_of_loss = False
        self._search: SearchThread | None = None
        self._indexing: subprocess.Popen[bytes] | None = None
        self._indexing_since = 0.0
        self.index_progress: tuple[int, int] | None = None
        """Releases indexed and to index, while that takes longer than a moment."""
        self._indexing_after = 0.0
        """Moment before which no other attempt is made."""
        self._indexing_due = False
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        left = library.session.read().get("theme")
        self._open_with(left if left in THEMES else DARK.name)

    def _open_with(self, name: str) -> None:
        """Have a theme from the first frame on. Setting it the plain way reads all stylesheets a second time."""
        if name not in (DARK.name, LIGHT.name):
            self.theme = name
            return
        self.set_reactive(App.theme, name)
        self.set_class(name == DARK.name, "-dark-mode", update=False)
        self.set_class(name == LIGHT.name, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_driver_class(self) -> "type[Driver]":
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":  # not where a terminal is driven otherwise, or by something else
            return found
        from reader.tui.terminal import TerminalDriver  # noqa: PLC0415 - not on every system

        return TerminalDriver

    def get_default_screen(self) -> "Screen[None]":
        return MainScreen(self.library)

    @property
    def main(self) -> MainScreen:
        """The screen below all others."""
        screen = self.screen_stack[0]
        assert isinstance(screen, MainScreen)  # noqa: S101
        return screen

    def on_mount(self) -> None:
        """Let a signal end the reader as `q` does: Python's own way leaves the terminal raw."""
        for name in ("SIGTERM", "SIGHUP"):
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError):
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._signalled)

    def _signalled(self) -> None:
        self._warned_of_loss = True
        self.end()

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes go on one after the other, each when all that was typed before has been done."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._turns.take(event)
        else:
            await super().on_event(event)

    # Themes

    @property
    def theme_name(self) -> str:
        """The theme, as users call it."""
        return NAMES[self.theme]

    def next_theme(self) -> None:
        """Change to the next theme; it is remembered."""
        self.theme = THEMES[(THEMES.index(self.theme) + 1) % len(THEMES)]
        self.main.leave()

    # Searching

    def start_search(self, deliver: "Callable[[Answer], object]") -> None:
        """Start the thread that answers."""
        from reader.tui.search_thread import SearchThread  # noqa: PLC0415 - after the first paint

        def handed_over(answer: "Answer") -> None:
            with contextlib.suppress(RuntimeError):  # the app is gone, and so is who asked
                self.call_later(deliver, answer)

        self._search = SearchThread(self.library.paths, handed_over)
        self._search.start()
        if self.question is not None:
            self._search.ask(self.question)

    def ask(self, question: "Question | None") -> None:
        """Ask a question, or no longer any."""
        self.question = question
        if question is not None and self._search is not None:
            self._search.ask(question)

    def errand(self, errand: "Errand", receive: "Receive", kind: str = "") -> None:
        """Do something else with the search, in its thread; `receive` is called on the screen's.

        `kind` names errands that `forget_errands` may take back.
        """

        def handed_over(result: object) -> None:
            with contextlib.suppress(RuntimeError):
                self.call_later(receive, result)

        if self._search is not None:
            self._search.run(errand, handed_over, kind)

    def forget_errands(self, kind: str) -> None:
        """Take back the errands of a kind that have not begun."""
        if self._search is not None:
            self._search.forget(kind)

    def say(self, text: str, *, error: bool = False) -> None:
        """Say something in the status line."""
        self.main.say(text, error=error)

    # Indexing, in a process of its own

    def start_indexing(self) -> None:
        """See to it that the index learns what it does not know yet."""
        if self._indexing is not None or self._indexing_due:
            return
        wait = self._indexing_after - time.monotonic()
        if wait > 0:
            self._indexing_due = True
            self.set_timer(wait, self._indexing_again)
            return
        from reader.library.indexing import start_elsewhere  # noqa: PLC0415 - after the first paint

        self._indexing_since = time.monotonic()
        self._indexing_after = self._indexing_since + _INDEX_PAUSE
        self._indexing = start_elsewhere()
        assert self._indexing.stdout is not None  # noqa: S101 - it is asked for
        if hasattr(os, "set_blocking"):
            os.set_blocking(self._indexing.stdout.fileno(), False)
        self.set_timer(0.2, self._watch_indexing)

    def _indexing_again(self) -> None:
        self._indexing_due = False
        self.start_indexing()

    @guarded
    async def _watch_indexing(self) -> None:
        if self._indexing is None:
            return
        ended = self._indexing.poll()
        if ended is None:
            self.set_timer(0.2, self._watch_indexing)
            self._read_index_progress()
            return
        if self._indexing.stdout is not None:
            self._indexing.stdout.close()
        self._indexing, self.index_progress = None, None
        if ended == 0:
            await self.main.indexed()
        else:
            self._indexing_after = time.monotonic() + _FAILED_PAUSE
            self.main.say("The search index could not be built. `pressreader doctor` says why.", error=True)

    def _read_index_progress(self) -> None:
        """What the indexing process said last, once it takes longer than a moment."""
        if self._indexing is None or self._indexing.stdout is None:
            return
        lines = (self._indexing.stdout.read() or b"").splitlines()
        if lines and time.monotonic() - self._indexing_since > _INDEX_MOMENT:
            done, _, to_do = lines[-1].partition(b" ")
            if done.isdigit() and to_do.isdigit():
                self.index_progress = int(done), int(to_do)
                self.main.count()

    # What other programs get, in threads of its own

    @property
    def exporter(self) -> "Exporter":
        """Exports, one at a time."""
        if self._exporter is None:
            from reader.tui.exporter import Exporter  # noqa: PLC0415 - after the first paint

            self._exporter = Exporter(self)
        return self._exporter

    @property
    def exporting(self) -> bool:
        """An export is under way in its thread."""
        return self._exporter is not None and self._exporter.busy

    @property
    def handing_on(self) -> "HandingOn":
        """Copies text and opens links."""
        if self._handing_on is None:
            from reader.tui.handing_on import HandingOn  # noqa: PLC0415 - after the first paint

            self._handing_on = HandingOn(self)
        return self._handing_on

    @property
    def syncer(self) -> "Syncer":
        """Syncs, one at a time."""
        if self._syncer is None:
            from reader.tui.syncer import Syncer  # noqa: PLC0415 - after the first paint

            self._syncer = Syncer(self, self.main.synced)
        return self._syncer

    def copy_to_clipboard(self, text: str) -> None:
        """What Textual's own fields copy and cut goes the way of everything else."""
        self._clipboard = text
        self.handing_on.copy("the selection", text)

    def send_to_terminal(self, sequence: str) -> None:
        """Write a control sequence between two frames; only the screen's thread may call it."""
        if self._driver is not None:
            self._driver.write(sequence)

    def browse_here(self, url: str) -> None:
        """Give the terminal to a text browser until the user leaves it."""
        from reader.tui.browser import open_here  # noqa: PLC0415 - after the first paint

        try:
            with self.suspend():
                opened = open_here(url, os.environ)
        except SuspendNotSupported:
            self.handing_on.copy("the link", url, "The browser cannot be given this terminal. ")
            return
        if not opened:
            self.handing_on.copy("the link", url, "The browser could not be started. ")

    # Ending

    async def action_quit(self) -> None:
        self.end()

    def end(self) -> None:
        """End the reader, unless that would lose what stands in an open editor; asked again, all the same."""
        try:
            self.main.keep_open_editor()
        except PressReaderError as error:
            if not self._warned_of_loss:
                self._warned_of_loss = True
                self.main.say(f"The open note is not on disk; ctrl+q again loses it. {error}", error=True)
                return
        self.main.leave()
        self.left_exporting = self.exporting
        self.exit()
        asyncio.get_running_loop().call_later(_CLOSE_SECONDS, self._break_off)

    def _break_off(self) -> None:
        """Cancel what waits for ever: closing the screens waits for it, and so would whoever wants to leave."""
        for widget in list(self._registry):
            task = widget._task
            if task is not None and not resting(widget):
                task.cancel()

    def action_help_quit(self) -> None:
        """ctrl+c where nobody else took it: in a field without a selection, or on top of the main screen."""
        self.main.say("Nothing is selected. ctrl+q quits.")

    def stop_working(self) -> None:
        """End the search thread and a sync; an indexing process goes on by itself."""
        if self._syncer is not None:
            self._syncer.finish()
        if self._indexing is not None and self._indexing.stdout is not None:
            self._indexing.stdout.close()
        if self._search is not None:
            self._search.stop()
            # A thread that is still loading its engine must not hold an import lock while Python shuts down.
            self._search.join(_END_SECONDS)

    def _fatal_error(self) -> None:
        """An error that nobody foresaw: a report for its finder, and a clean terminal for everyone.

        Textual would print the values of all variables, which hold other people's text.
        """
        error = self._exception or sys.exc_info()[1]
        saved = "What you wrote is saved."
        try:
            self.main.keep_open_editor()
        except Exception:
            saved = "The note that was open could not be kept."
        self.crashed = (
            f"{error} {saved}" if isinstance(error, PressReaderError) else self._report(error, saved)
        )
        self._close_messages_no_wait()

    def _report(self, error: BaseException | None, saved: str) -> str:
        """Write a report for the error's finder; what to tell the user."""
        told = f"PressReader ended unexpectedly. {saved}"
        if error is None:
            return told
        path = self.library.paths.log
        try:
            private_folder(path.parent)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as log:
                log.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} the reader ended unexpectedly\n")
                log.write("".join(traceback.format_exception(error)) + "\n")
        except (OSError, PressReaderError):
            return told
        return f"{told} A report is in {path}."
