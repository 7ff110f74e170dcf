"""A backup as a file: packed lines written as a whole or not at all, and told apart from any other file.

A backup is gzip-compressed JSON Lines: `backup` (version, moment, counts), one `source` each, `saved`, `session` and
`draft` lines, releases newest first, and an `end` with the counts again and the SHA-256 of all that came before it.
"""

import contextlib
import gzip
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reader.atomic import is_full, keep_names
from reader.errors import LibraryBusy, LibraryError, UsageError
from reader.export import records
from reader.ingest.files import printable
from reader.ingest.packed import FREE, MAGIC, RATIO, PackedError, Unpacked
from reader.ingest.records import MAX_LINE, Line, lines

_LEVEL = 4
"""Of gzip: a tenth larger than the usual 6, in half the time."""


class BackupWriter:
    """Writes lines that `restore` reads, and knows their hash."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._level = _LEVEL
        self._packed = self._member()
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, line: str) -> None:
        """Add a line. Raises OSError, and LibraryError for one that nobody would read back."""
        data = line.encode()
        if len(data) > MAX_LINE:
            raise LibraryError(
                f"No backup was written: a note, or a text that was not closed, makes a line of {len(data) >> 20} MiB, "
                f"and {MAX_LINE >> 20} can be read back. It begins so: {printable(line[:200])}… Shorten it."
            )
        self._hash.update(data)
        self._size += len(data)
        self._choose_level()
        self._packed.write(data)

    def _choose_level(self) -> None:
        """Leave unpacked what says the same over and over: a file that unpacks to far more is taken for an attack."""
        repeats = self._size > FREE // 2 and self._size > self._file.tell() * (RATIO // 2)
        level = 0 if repeats else _LEVEL
        if level != self._level:
            self._packed.close()
            self._level = level
            self._packed = self._member()

    def _member(self) -> gzip.GzipFile:
        """A part of the file with a level of its own (RFC 1952, 2.2: members simply follow each other)."""
        return gzip.GzipFile(filename="", mode="wb", compresslevel=self._level, fileobj=self._file, mtime=0)

    def end(self, releases: int, notes: int) -> None:
        """Add the last line. Raises OSError."""
        last = records.other("end", releases=releases, notes=notes, sha256=self._hash.hexdigest())
        self._choose_level()
        self._packed.write(last.encode())
        self._packed.close()


def is_backup(path: Path) -> bool:
    """Whether a file begins as a backup of ours does. Raises OSError."""
    with path.open("rb") as file:
        packed = file.read(len(MAGIC)) == MAGIC
        file.seek(0)
        try:
            first = next(lines(Unpacked(file) if packed else file, path=str(path)), None)
        except PackedError:
            return False
    return isinstance(first, Line) and first.kind == "backup"


def target(path: str, library: Path, *, force: bool) -> Path:
    """The file that a path names for a backup, links followed.

    Raises UsageError for what can be none, LibraryError for a file of another sort unless `force` is given, and
    where its folder cannot be used.
    """
    if not path:
        raise UsageError("Name the file that the backup is to be.")
    try:
        found = Path(os.path.realpath(Path(path).expanduser()))
        mode = found.stat().st_mode if os.path.lexists(found) else None
        if mode is not None and stat.S_ISDIR(mode):
            raise UsageError(f"{shown(found)} is a folder. Name the file that the backup is to be.")
        if mode is not None and not stat.S_ISREG(mode):
            raise UsageError(f"{shown(found)} is no regular file. Name the file that the backup is to be.")
        if any(found.name == library.name + end for end in ("", "-wal", "-shm")) and _same(
            found.parent, library.parent
        ):
            raise UsageError(f"{shown(found)} is the library itself. Name another file.")
        if not found.parent.is_dir():
            raise LibraryError(f"There is no folder {shown(found.parent)}. Make it, or name another file.")
        if mode is not None and found.stat().st_size and not force and not is_backup(found):
            raise LibraryError(
                f"{shown(found)} is no backup of PressReader and was left as it is. "
                "Name another file, or overwrite this one with --force."
            )
    except OSError as error:
        raise refused(path, error) from error
    except (ValueError, RuntimeError) as error:  # a NUL; an unknown user's home
        raise UsageError(f"{shown(path)} cannot be a file: {error}.") from error
    return found


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the place of `path` when all of it is on disk, and is gone otherwise.

    What a killed process left is used again. Raises LibraryError where the system refuses, or where another process
    is writing the same file.
    """
    try:
        name = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]
        temporary = path.with_name(f".pressreader-{name}.part")
        with _own(temporary) as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                os.replace(temporary, path)  # noqa: PTH105 - beside os.fsync
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        keep_names({path.parent})
    except OSError as error:
        raise refused(path, error) from error


@contextmanager
def _own(path: Path) -> Iterator[BinaryIO]:
    """The file, empty and in no other process's hands."""
    while True:
        flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            if not _lock(file):
                raise LibraryBusy(
                    f"Another PressReader is writing a backup to {shown(path.parent)}. Try again in a moment."
                )
            if not _is(file, path):
                continue  # its last owner finished while this one waited
            os.ftruncate(file.fileno(), 0)
            with contextlib.suppress(AttributeError):
                os.fchmod(file.fileno(), 0o600)
            yield file
            return


def _lock(file: BinaryIO) -> bool:
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is(file: BinaryIO, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(file.fileno()), there)


def remove_left_over(folder: Path) -> None:
    """Remove what killed processes left unfinished in a folder. Raises OSError."""
    for path in folder.glob(".pressreader-*.part"):
        with contextlib.suppress(FileNotFoundError), path.open("r+b") as file:
            if _lock(file):
                path.unlink(missing_ok=True)


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def shown(path: Path | str) -> str:
    """A path for a sentence."""
    return printable(str(path))


def refused(path: Path | str, error: OSError) -> LibraryError:
    """What the system's refusal to write means."""
    if is_full(error):
        return LibraryError(
            f"The disk is full: there is no backup in {shown(path)}. Free some space and try again."
        )
    return LibraryError(
        f"The backup {shown(path)} cannot be written: {error.strerror or error}. "
        "Make its folder writable, or name a file elsewhere."
    )
