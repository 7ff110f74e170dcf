"""Hands text and links on to other programs, from threads beside the screen's, and says what became of them."""

import contextlib
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.errors import PressReaderError
from reader.library import Library
from reader.tui import browser, clipboard

if TYPE_CHECKING:
    from reader.tui.app import ReaderApp

Made = Callable[[Library], str]
"""Makes a text that takes a while, with a library of the thread's own."""

_NO_BROWSER = {
    browser.Way.REMOTE: "The browser here is not at your desk",
    browser.Way.NO_DISPLAY: "There is no display for a browser here",
}


class HandingOn:
    """Copies and opens. Of several texts that are to be copied at once the last one counts."""

    def __init__(self, app: "ReaderApp") -> None:
        self._app = app
        self._one_at_a_time = threading.Lock()
        self._newest = 0

    def copy(self, what: str, text: str | Made, because: str = "") -> None:
        """Copy a text and say where it went; `because` is said before, why it is this text."""
        self._newest += 1
        threading.Thread(target=self._copy, args=(what, text, because, self._newest), name="copy").start()

    def open(self, url: str) -> None:
        """Open a link in the user's browser; where there is none, copy it and say so."""
        # A browser that stays must not keep the reader from ending.
        threading.Thread(target=self._open, args=(url,), name="browser", daemon=True).start()

    def _copy(self, what: str, text: str | Made, because: str, number: int) -> None:
        try:
            if not isinstance(text, str):
                with Library.open() as library:
                    text = text(library)
            with self._one_at_a_time:
                if number != self._newest:
                    return
                copied = clipboard.copy(text, self._send, self._app.library.paths.state)
            self._say(f"{because}{copied.sentence(what)}")
        except PressReaderError as problem:
            self._say(f"{because}{problem}", error=True)
        except Exception as problem:
            self._say(f"{because}Copying failed: {problem!r}.", error=True)

    def _open(self, url: str) -> None:
        environment = dict(os.environ)
        way = browser.way(environment)
        if way is browser.Way.TERMINAL:
            self._later(self._app.browse_here, url)
            return
        if way is not browser.Way.WINDOW:
            self.copy("the link", url, f"{_NO_BROWSER[way]}. ")
            return
        self._say(f"Opening {url}")
        process = browser.open_window(url, environment)
        if process is None:
            self.copy("the link", url, "No browser could be started. ")
        else:
            process.wait()

    def _send(self, sequence: str) -> None:
        self._later(self._app.send_to_terminal, sequence)

    def _say(self, text: str, *, error: bool = False) -> None:
        self._later(lambda: self._app.say(text, error=error))

    def _later(self, call: Callable[..., object], *arguments: object) -> None:
        """Have something done on the screen's thread; where the screen is gone, by nobody."""
        with contextlib.suppress(RuntimeError):
            self._app.call_later(call, *arguments)
