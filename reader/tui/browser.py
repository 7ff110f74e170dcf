"""Opens a link in the user's browser, in a window of its own or, for one like w3m, in this terminal."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from reader.tui.clipboard import remote

_TEXT_BROWSERS = frozenset(
    ("w3m", "lynx", "links", "links2", "elinks", "browsh", "www-browser", "carbonyl", "chawan", "cha")
)
_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
_OPEN_HERE = f"import signal; signal.signal(signal.SIGINT, lambda *_: None); {_OPEN}"
"""ctrl+c is the browser's. Caught, and not ignored, it is: what is ignored stays so in a program that is started."""
_SECONDS = 5.0
"""How long a browser may take to say that it cannot start; one that still runs after that is open."""
_MOMENT = 2.0
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)


class Way(Enum):
    """How a browser is reached from here."""

    WINDOW = auto()
    TERMINAL = auto()
    REMOTE = auto()
    """Not at all: the user sits at another computer."""
    NO_DISPLAY = auto()
    """Not at all: there is nothing to show a window on."""


def web_link(url: str | None) -> str | None:
    """An address that a browser may be given: http or https, printable, without blanks; None for anything else, such
    as a script or a path."""
    return url if url and url.isprintable() and _WEB.fullmatch(url) else None


def way(environment: Mapping[str, str]) -> Way:
    """How a browser is reached. `BROWSER` is believed: editors on other computers set it to what reaches the user's."""
    wanted = environment.get("BROWSER", "").split(os.pathsep)[0]
    if wanted:
        return Way.TERMINAL if _name(wanted) in _TEXT_BROWSERS else Way.WINDOW
    if remote(environment):
        return Way.REMOTE
    windows = str(sys.platform) in ("darwin", "win32", "cygwin")
    if windows or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return Way.WINDOW
    return Way.NO_DISPLAY


def _name(command: str) -> str:
    with suppress(ValueError, IndexError):
        return Path(shlex.split(command)[0]).name
    return ""


def open_window(
    url: str, environment: Mapping[str, str], ended: float = _SECONDS
) -> "subprocess.Popen[bytes] | None":
    """Have a browser open a link; the process that does, which may last as long as the browser, None where it failed.

    Waits `ended` seconds at most. Without TERM the standard library finds no text browser, and without a terminal
    none can draw over the screen; nor can what others print.
    """
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _OPEN, url],
        env={name: value for name, value in environment.items() if name != "TERM"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with suppress(subprocess.TimeoutExpired):
        process.wait(ended)
    return None if process.returncode else process


def open_here(url: str, environment: Mapping[str, str]) -> bool:
    """Show a link with a browser in this terminal, which must be free for it, until it is left; whether it was shown.

    One that fails only after a moment was there: what it fails with is its user's business.
    """
    before, began = signal.signal(signal.SIGINT, lambda *_: None), time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _OPEN_HERE, url], env=dict(environment), check=False
        )
    finally:
        signal.signal(signal.SIGINT, before)
    return done.returncode == 0 or time.monotonic() - began > _MOMENT
