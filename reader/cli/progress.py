"""One line on standard error while something takes long: how much is done, how fast, how long it still takes."""

import sys
import time
from collections.abc import Callable
from types import TracebackType

from reader.cli import output

_SHOWN_AFTER = 0.3
"""Seconds; what is done by then needs no line."""
_BETWEEN = 0.1
_BAR = 20


class Progress:
    """Shows how far some work is; nothing where standard error is no terminal. Leaves a clean line behind."""

    def __init__(self, verb: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._verb = verb
        self._clock = clock
        self._began = clock()
        self._next = self._began + _SHOWN_AFTER
        self._visible = output.on_terminal(sys.stderr)
        self._drawn = 0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            self._write("")

    def update(self, done: int, fraction: float | None) -> None:
        """`done` releases so far, which is this part of the whole; None where that is not known."""
        now = self._clock()
        if self._visible and now >= self._next:
            self._next = now + _BETWEEN
            self._write(
                progress_line(self._verb, done, fraction, now - self._began, output.width(sys.stderr))
            )

    def counted(self, done: int, total: int) -> None:
        """`done` of `total` releases."""
        self.update(done, done / total if total else None)

    def _write(self, text: str) -> None:
        # Blanks over the rest of the last line, and the cursor back where it began: works on any terminal.
        sys.stderr.write(f"\r{text:<{self._drawn}}" + ("" if text else "\r"))
        sys.stderr.flush()
        self._drawn = len(text)


def progress_line(verb: str, done: int, fraction: float | None, elapsed: float, width: int) -> str:
    """What is shown of some work after `elapsed` seconds, in fewer than `width` columns."""
    pace = f"{done / elapsed if elapsed else 0:,.0f}"
    long, short = f"{pace} releases/s", f"{pace}/s"
    if fraction is None:
        choices = [(f"{done:,} releases", long), (f"{done:,}", short), (f"{done:,}",)]
    else:
        part = min(max(fraction, 0.0), 1.0)
        filled = int(part * _BAR)
        percent = f"{int(part * 100)} %"
        # What comes of a smaller part is a guess, and may be longer than a day.
        left = [f"{_clock(elapsed * (1 - part) / part)} left"] if part >= 0.001 else []
        choices = [
            (f"[{'#' * filled}{'.' * (_BAR - filled)}]", percent, long, *left),
            (percent, long, *left),
            (percent, short, *left),
            (percent, *left),
            (percent,),
        ]
    lines = ["  ".join((verb, *parts)) for parts in choices]
    return next((line for line in lines if len(line) < width), verb[: max(0, width - 1)])


def _clock(seconds: float) -> str:
    """`0:07`, `12:30`, `1:02:03`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
