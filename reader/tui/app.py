"""The app: themes, the threads and processes that work beside the screen, and how it ends."""

import asyncio
import contextlib
import os
import signal
import sys
import time
import traceback
from typing import TYPE_CHECKING

from textual.app import App

from reader import resources
from reader.errors import PressReaderError
from reader.library import Library
from reader.paths import private_folder
from reader.tui.presenting import count
from reader.tui.screens.main import MainScreen
from reader.tui.themes import DARK, LIGHT, NAMES, THEMES
from reader.tui.undo import UndoStack

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from textual.screen import Screen

    from reader.library.exports import ExportReport
    from reader.library.search import Answer, Question
    from reader.tui.search_thread import SearchThread

_SWITCH_SECONDS = 0.0005
"""How long a busy thread may keep the screen waiting: with Python's own 5 ms a frame beside one takes 53 ms,
with this 7 ms."""
_INDEX_PAUSE = 5.0
"""Seconds between two attempts to start the indexing process."""


class ReaderApp(App[None]):
    """PressReader on the screen."""

    TITLE = "PressReader"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [resources.styles() / "reader.tcss", resources.styles() / "widgets.tcss"]  # noqa: RUF012

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.undo = UndoStack()
        self.question: Question | None = None
        """The newest question; answers to others are dropped."""
        self.crashed: str | None = None
        """Where the report of an unexpected error was written."""
        self._search: SearchThread | None = None
        self._indexing: subprocess.Popen[bytes] | None = None
        self._indexing_started = -_INDEX_PAUSE
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        left = library.session.read().get("theme")
        self.theme = left if left in THEMES else DARK.name

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
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._end)

    def _end(self) -> None:
        with contextlib.suppress(PressReaderError):
            self.main.leave()
        self.exit()

    # Themes

    @property
    def theme_name(self) -> str:
        """The theme, as users call it."""
        return NAMES[self.theme]

    def next_theme(self) -> None:
        """Change to the next theme; it is remembered."""
        self.theme = THEMES[(THEMES.index(self.theme) + 1) % len(THEMES)]
        self.library.session.remember({"theme": self.theme})

    # Searching

    def start_search(self, deliver: "Callable[[Answer], None]") -> None:
        """Start the thread that answers."""
        from reader.tui.search_thread import SearchThread  # noqa: PLC0415 - after the first paint

        def handed_over(answer: "Answer") -> None:
            with contextlib.suppress(RuntimeError):  # the app is gone, and so is who asked
                self.call_later(deliver, answer)

        self._search = SearchThread(self.library.paths, handed_over)
        self._search.start()

    def ask(self, question: "Question | None") -> None:
        """Ask a question, or no longer any."""
        self.question = question
        if question is not None and self._search is not None:
            self._search.ask(question)

    # Indexing, in a process of its own

    def start_indexing(self) -> None:
        """See to it that the index learns what it does not know yet."""
        if self._indexing is not None or time.monotonic() - self._indexing_started < _INDEX_PAUSE:
            return
        from reader.library.indexing import start_elsewhere  # noqa: PLC0415 - after the first paint

        self._indexing_started = time.monotonic()
        self._indexing = start_elsewhere()
        self.set_timer(0.2, self._watch_indexing)

    def _watch_indexing(self) -> None:
        if self._indexing is None:
            return
        if self._indexing.poll() is None:
            self.set_timer(0.2, self._watch_indexing)
            return
        self._indexing = None
        self.main.indexed()

    # Exporting, in a thread of its own

    def export(self, numbers: list[int], folder: str) -> None:
        """Export releases as Markdown and say what became of it."""
        self.main.say(f"Exporting {count(len(numbers), 'release')} to {folder}…")

        told = time.monotonic()

        def progress(done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told > 0.2:
                told = time.monotonic()
                self.call_from_thread(self.main.say, f"Exporting: {done:,} of {total:,}")

        def work() -> None:
            try:
                with Library.open() as library:
                    report = library.exports.markdown(numbers, folder, progress=progress)
                said, error = exported(report, folder), bool(report.conflicts or report.failed)
            except PressReaderError as problem:
                said, error = str(problem), True
            self.call_from_thread(self.main.say, said, error=error)

        self.run_worker(work, thread=True, group="export", exit_on_error=False)

    # Ending

    async def action_quit(self) -> None:
        self._end()

    def action_help_quit(self) -> None:
        self.main.say("ctrl+q quits.")

    def stop_working(self) -> None:
        """End the search thread; an indexing process goes on by itself."""
        if self._search is not None:
            self._search.stop()

    def _fatal_error(self) -> None:
        """An error that nobody foresaw: a report for its finder, and a clean terminal for everyone.

        Textual would print the values of all variables, which hold other people's text.
        """
        report = "".join(traceback.format_exception(*sys.exc_info()))
        with contextlib.suppress(OSError, PressReaderError):
            path = self.library.paths.log
            private_folder(path.parent)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as log:
                log.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} the reader ended unexpectedly\n{report}\n")
            self.crashed = str(path)
        if self.crashed is None:
            self.crashed = ""
        self._close_messages_no_wait()


def exported(report: "ExportReport", folder: str) -> str:
    """What an export did, in one line."""
    parts = [
        f"{len(found):,} {word}"
        for found, word in (
            (report.written, "written"),
            (report.updated, "updated"),
            (report.unchanged, "unchanged"),
            (report.conflicts, "changed by hand and left alone"),
            (report.failed, "failed"),
        )
        if found
    ]
    problems = [*report.conflicts, *report.failed]
    first = f" {problems[0].reason}" if problems else ""
    return f"{', '.join(parts) or 'Nothing to do'} · {folder}.{first}"
