"""Starts the reader in this terminal and ends it quickly."""

import contextlib
import gc
import os
import sys

# Nothing of what a start makes is garbage: the collector's walks took 57 ms of it. The screen enables it.
gc.disable()

# Read by Textual when it is imported: a key is answered after 12 ms instead of 31, at no extra work.
os.environ.setdefault("TEXTUAL_FPS", "250")

from reader import cells  # noqa: E402
from reader.library import Library  # noqa: E402 - after the two settings above
from reader.tui.app import SWITCH_SECONDS, ReaderApp  # noqa: E402


def run() -> int:
    """Open the library, show it until the user quits; the exit code.

    Raises LibraryError with a sentence when the library cannot be opened.
    """
    library = Library.open(starter=True)
    sys.setswitchinterval(SWITCH_SECONDS)
    app = ReaderApp(library)
    try:
        app.run()
    finally:
        app.stop_working()
        library.close()
    if app.left_exporting or app.exporting:
        _tell("Finishing the export; ctrl+c breaks it off.")
        _tell(cells.safe(app.exporter.finish()))
    if app.crashed is not None:
        _tell(app.crashed)
        return 3
    return 0


def _tell(text: str) -> None:
    """Say something on the terminal; where that was closed, an export is finished all the same."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)
