"""What was searched for: a file of queries, one a line, the newest last."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reader.errors import LibraryError
from reader.paths import private_folder

LIMIT = 500
"""Queries that are kept."""
_TRIES = 5


class History:
    """Remembers queries in the file of this user. Several readers may add at once and lose nothing.

    Nothing is raised: a history that cannot be read is empty, and `add` tells whether it could write.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, text: str) -> bool:
        """Remember a query, line breaks as blanks; False where that was not possible."""
        line = " ".join(text.splitlines()).strip().encode("utf-8", "replace")
        if not line:
            return True
        try:
            private_folder(self._path.parent)
            with _locked(self._path) as descriptor:
                self._append(descriptor, line)
        except (OSError, LibraryError):
            return False
        return True

    def entries(self) -> list[str]:
        """The queries, newest first, each once."""
        try:
            lines = self._path.read_bytes().split(b"\n")
        except OSError:
            return []
        return [line.decode("utf-8", "replace") for line in _newest(lines)]

    def _append(self, descriptor: int, line: bytes) -> None:
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read()
        if data.count(b"\n") >= 2 * LIMIT:
            self._replace([*_newest([*data.split(b"\n"), line])][::-1])
            return
        # A line that was cut short by a full disk must not swallow this one.
        missing = b"\n" if data and not data.endswith(b"\n") else b""
        with open(descriptor, "ab", closefd=False) as file:
            file.write(missing + line + b"\n")

    def _replace(self, lines: list[bytes]) -> None:
        """Write the file anew, without repetitions; a reader that ends in between leaves the old one."""
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)  # made 0600
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123
                file.write(b"".join(line + b"\n" for line in lines))
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _newest(lines: list[bytes]) -> list[bytes]:
    return list(dict.fromkeys(line for line in reversed(lines) if line.strip()))[:LIMIT]


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The file, open for appending and not in use by another reader; another file may take its name at any time."""
    for _ in range(_TRIES):
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _lock(descriptor)
            if _is(descriptor, path):
                yield descriptor
                return
        finally:
            os.close(descriptor)
    raise OSError(f"{path} is replaced all the time")


def _is(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> None:
    """Wait for other readers; where the system has no such locks, lines are appended without."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)
