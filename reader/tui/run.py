"""Starts the reader in this terminal and ends it quickly."""

import os
import sys

# Read by Textual when it is imported: a key is answered after 12 ms instead of 31, at no extra work.
os.environ.setdefault("TEXTUAL_FPS", "250")

from reader.library import Library
from reader.tui.app import _SWITCH_SECONDS, ReaderApp


def run() -> int:
    """Open the library, show it until the user quits; the exit code.

    Raises LibraryError with a sentence when the library cannot be opened.
    """
    library = Library.open(starter=True)
    sys.setswitchinterval(_SWITCH_SECONDS)
    app = ReaderApp(library)
    try:
        app.run()
    finally:
        app.stop_working()
        library.close()
    if app.exporting:
        print("Finishing the export; ctrl+c breaks it off.", file=sys.stderr)
    if app.crashed is not None:
        print(app.crashed, file=sys.stderr)
        return 3
    return 0
