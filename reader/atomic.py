"""Files that take their places as a whole or not at all, also where the power fails."""

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

LEFT = ".pressreader-*.tmp"
"""Names of files that have not taken their places."""
_AT_WORK_S = 3600
"""Seconds for which such a file may belong to a process that goes on."""
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class Beside:
    """A file that is written beside its place, and takes it or is gone.

    Every method but `discard` may raise OSError.
    """

    def __init__(self, path: Path, mode: int = 0o666) -> None:
        """`mode` is what the user's umask takes from."""
        self.path = path
        self._temporary = path.with_name(f".pressreader-{secrets.token_hex(6)}.tmp")
        flags = (
            os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        )
        self.file: BinaryIO = os.fdopen(os.open(self._temporary, flags, mode), "wb")

    def change_mode(self, mode: int) -> None:
        """Give the file the permissions of another."""
        self._temporary.chmod(mode)

    def reach_disk(self) -> None:
        """Close the file when the disk has all of it."""
        with self.file:
            self.file.flush()
            os.fsync(self.file.fileno())

    def take_place(self) -> None:
        """Close the file and replace what stands in its place; `keep_names` makes that last."""
        self.file.close()
        os.replace(self._temporary, self.path)  # noqa: PTH105 - beside os.fsync

    def discard(self) -> None:
        """Leave the place as it is."""
        with contextlib.suppress(OSError):
            self.file.close()
        with contextlib.suppress(OSError):
            self._temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def beside(path: Path, mode: int = 0o666) -> Iterator[Beside]:
    """A file beside its place, which is discarded unless it takes that place. Raises OSError."""
    file = Beside(path, mode)
    try:
        yield file
    finally:
        file.discard()


def keep_names(folders: Iterable[Path]) -> None:
    """Have the disk remember the names of files in folders, where the system can do that."""
    for folder in folders:
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def clear_left(paths: Iterable[Path]) -> None:
    """Take away files with names like `LEFT`, which killed processes left; not one that may still be written."""
    for path in paths:
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _AT_WORK_S:
                path.unlink()


def is_full(error: OSError) -> bool:
    """Whether the disk, or what the user may have of it, is full."""
    return error.errno in _FULL


def is_forbidden(error: OSError) -> bool:
    """Whether the system does not let this user write there."""
    return error.errno in _FORBIDDEN
