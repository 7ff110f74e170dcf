"""Data to standard output, all else to standard error, and nothing that a terminal would act on."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from reader import cells
from reader.cli.lost import OutputLost

DEFAULT_WIDTH = 80


def document(value: Any) -> None:
    """Print one JSON document, in UTF-8 whatever the terminal's encoding. Raises OutputLost."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    with _writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


def line(text: str = "") -> None:
    """Print a line of data; what comes from outside must be `safe`. Raises OutputLost."""
    with _writing():
        print(text, file=sys.stdout)


def flush() -> None:
    """Hand over what was printed, so that it is known to have arrived. Raises OutputLost."""
    with _writing():
        sys.stdout.flush()


def say(sentence: str) -> None:
    """Tell the user something that is not data; escapes what a terminal would act on. Raises OutputLost."""
    with _writing():
        print(safe(sentence), file=sys.stderr)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputLost(error) from error


def safe(text: str) -> str:
    """One line of text from outside, without anything a terminal would act on."""
    return cells.shown(cells.safe(text))


def on_terminal(stream: TextIO | None = None) -> bool:
    """Whether people read the stream (standard output where none is given)."""
    return (stream or sys.stdout).isatty()


def width(stream: TextIO | None = None) -> int:
    """Columns of the terminal that shows the stream; 80 where there is none."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size((stream or sys.stdout).fileno()).columns or DEFAULT_WIDTH
    except (OSError, ValueError):
        return DEFAULT_WIDTH


def paint(text: str, **style: Any) -> str:
    """The text in click's style (`bold`, `dim`, `fg`), where standard output shows colours."""
    if not on_terminal() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    import click  # noqa: PLC0415 - loaded already by whoever has something to paint

    return click.style(text, **style)
