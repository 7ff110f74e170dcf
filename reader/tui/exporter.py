"""Exports in a thread of their own, one at a time: says how far they are, can break them off, keeps their report."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import PressReaderError
from reader.library import Library
from reader.wording import count

if TYPE_CHECKING:
    from reader.library.exports import ExportReport
    from reader.tui.app import ReaderApp

_TELL_EVERY = 0.2
"""Seconds between two words on how far an export is."""
_GUESS_AFTER = 2.0
"""Seconds after which the pace is known well enough to say how long it still takes."""

Progress = Callable[[int, int], None]
"""Is told how many releases are done, and of how many."""


class Job(NamedTuple):
    """What is to be exported, and how."""

    releases: int
    target: str
    """Folder or file, as it is said to the user."""
    work: "Callable[[Library, Progress], ExportReport]"
    left: str
    """What to say of the folder or file when the export is broken off."""
    done: "Callable[[ExportReport], object]"
    """Called on the screen's thread with what became of it."""
    failed: Callable[[str], object] | None = None
    """Called there with the reason where nothing could be exported; without it, the reason is said."""


class _BrokenOff(Exception):
    """Raised where progress is told, once the user wants no more of it."""


class Exporter:
    """The thread that exports. It holds a library of its own, so that the screen waits for nothing."""

    def __init__(self, app: "ReaderApp") -> None:
        self._app = app
        self._stop = threading.Event()
        self.busy = False
        """An export is under way."""
        self._ended = threading.Event()
        self._ended.set()
        self._said = ""
        self.report: tuple[str, ExportReport] | None = None
        """Where the last export went, and what became of it."""

    def start(self, job: Job) -> None:
        """Begin, unless an export is under way, and say so."""
        if self.busy:
            self._app.say("An export is under way; its end is said here. The palette (:) can break it off.")
            return
        self.busy = True
        self._stop.clear()
        self._show(f"Exporting {count(job.releases, 'release')} to {job.target}…")
        self._ended.clear()
        threading.Thread(target=self._run, args=(job,), name="export").start()

    def stop(self) -> bool:
        """Break off what is under way, after the release that is being written; False where nothing is."""
        if self.busy:
            self._stop.set()
        return self.busy

    def finish(self) -> str:
        """Wait for the end of what is under way, when the screen is gone; what became of it. ctrl+c breaks it off."""
        # Not by joining the thread: a join that was interrupted takes it for ended (CPython 3.11).
        try:
            self._ended.wait()
        except KeyboardInterrupt:
            self.stop()
            self._ended.wait()
        return self._said

    def _run(self, job: Job) -> None:
        began = told = time.monotonic()
        at = 0

        def progress(done: int, total: int) -> None:
            nonlocal told, at
            at = done
            if self._stop.is_set() and done < total:
                raise _BrokenOff
            now = time.monotonic()
            if now - told > _TELL_EVERY:
                told = now
                self._show(progress_sentence(done, total, now - began))

        try:
            with Library.open() as library:
                report = job.work(library, progress)
            self.report = job.target, report
            self._said = exported(report, job.target)
            self._later(job.done, report)
        except _BrokenOff:
            self._tell(f"Broken off at {at:,} of {job.releases:,}. {job.left}")
        except PressReaderError as problem:
            self._said = str(problem)
            if job.failed is None:
                self._tell(str(problem), error=True)
            else:
                self._later(job.failed, str(problem))
        except Exception as problem:
            self._tell(f"The export failed: {problem!r}.", error=True)
        finally:
            self._show("")
            self.busy = False
            self._ended.set()

    def _tell(self, text: str, *, error: bool = False) -> None:
        self._said = text
        self._later(lambda: self._app.say(text, error=error))

    def _show(self, progress: str) -> None:
        self._later(lambda: self._app.main.status.show_progress(progress))

    def _later(self, call: "Callable[..., object]", *arguments: object) -> None:
        """Have something done on the screen's thread; where the screen is gone, by nobody."""
        with contextlib.suppress(RuntimeError):
            self._app.call_later(call, *arguments)


def progress_sentence(done: int, total: int, seconds: float) -> str:
    """How far an export is after so many seconds, how fast, and how long it still takes."""
    parts = [f"Exporting: {done:,} of {total:,}", f"{100 * done // max(1, total)} %"]
    if seconds >= _GUESS_AFTER and done:
        left = round((total - done) * seconds / done)
        parts += [f"{done / seconds:,.0f}/s", f"{left // 60}:{left % 60:02} left"]
    return " · ".join(parts)


def exported(report: "ExportReport", target: str) -> str:
    """What an export did, in one line."""
    parts = [
        f"{len(found):,} {word}"
        for found, word in (
            (report.written, "written"),
            (report.updated, "updated"),
            (report.unchanged, "unchanged"),
            (report.conflicts, "left alone (changed by hand)"),
            (report.failed, "failed"),
        )
        if found
    ]
    return f"{', '.join(parts) or 'Nothing to do'} · {target}"
