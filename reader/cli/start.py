"""Runs one command and turns whatever comes of it into an exit code; loads click only where there are arguments."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

from reader.cli.lost import OutputLost
from reader.errors import AmbiguousId, PressReaderError, UsageError

INTERRUPTED = 130
_FAILED = 3


def start(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name, or the reader where there are none; its exit code.

    Nothing is raised: errors become a sentence on standard error, or a JSON document on standard output.
    """
    _complete_streams()
    try:
        code = _outcome(arguments)
        sys.stdout.flush()
    except OutputLost as lost:
        return _without_output(lost.error)
    except OSError as error:
        return _without_output(error)
    return code


def _without_output(error: OSError) -> int:
    """Whoever read our output has seen enough, or it has no room; say the latter where that is possible."""
    _drop_output()
    if isinstance(error, BrokenPipeError):
        return 0
    with suppress(OSError):
        print(f"pressreader: The output could not be written: {error.strerror}.", file=sys.stderr)
    return _FAILED


def _outcome(arguments: Sequence[str]) -> int:
    as_json = "--json" in takewhile(lambda word: word != "--", arguments)
    try:
        return _run(arguments)
    except PressReaderError as error:
        return _fail(error, as_json)
    except KeyboardInterrupt as stopped:
        kept = str(stopped) or "What was saved before stays saved."
        return _report("interrupted", f"Interrupted. {kept}", INTERRUPTED, as_json)
    except OutputLost:
        raise
    except Exception as error:
        return _report("internal", _unexpected(error, arguments), _FAILED, as_json)


def _run(arguments: Sequence[str]) -> int:
    if arguments:
        from reader.cli.commands import run  # noqa: PLC0415 - the reader starts without click

        return run(arguments)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The reader needs a terminal. `pressreader list` prints without one; `pressreader --help` tells the rest."
        )
    from reader.tui.run import run as read  # noqa: PLC0415 - loads Textual

    return read()


def _fail(error: PressReaderError, as_json: bool) -> int:
    more = {"candidates": list(error.candidates)} if isinstance(error, AmbiguousId) else {}
    return _report(error.kind, str(error), error.exit_code, as_json, more)


def _report(kind: str, message: str, code: int, as_json: bool, more: dict[str, Any] | None = None) -> int:
    from reader.cli import output  # noqa: PLC0415 - loaded by the commands, or needed now

    if as_json:
        output.document({"error": {"kind": kind, "message": message, **(more or {})}})
    else:
        output.say(f"pressreader: {message}")
    return code


def _unexpected(error: Exception, arguments: Sequence[str]) -> str:
    """The sentence for a fault of ours; the details go to the log."""
    what = (
        f"PressReader made a mistake ({type(error).__name__}) and stopped; what was saved before stays saved."
    )
    try:
        import traceback  # noqa: PLC0415 - only here, and slow to load

        from reader.paths import Paths, private_folder  # noqa: PLC0415

        log = Paths.find().log
        private_folder(log.parent)
        _append(log, f"{' '.join(arguments[:1])}\n{traceback.format_exc()}")
    except Exception as second:  # the log is a help, not a condition
        return f"{what} The details could not be written to a log either: {second}"
    return f"{what} The details are in {log}."


def _append(log: Path, details: str) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {details}\n")


def _complete_streams() -> None:
    """Stand in for streams closed before we began; have the others replace characters they cannot write."""
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for the life of the process
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as above
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Let what is still buffered go nowhere, so that the interpreter does not stumble over it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
