"""A terminal that may be closed under the reader."""

from contextlib import suppress
from typing import IO, Any, cast

from textual.drivers.linux_driver import LinuxDriver


class _Lasting:
    """What a terminal is written through; once it is gone, nothing is written, and nobody stumbles over that.

    The thread in which Textual 8.2.8 writes ends at the first error, and whoever puts the thirtieth text after that
    into its queue waits for ever.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        with suppress(OSError):
            return self._file.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class TerminalDriver(LinuxDriver):
    """Textual's driver, which also ends when its terminal was closed in the middle of a burst of output."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self._file is not None:
            self._file = cast("Any", _Lasting(self._file))
