"""One commit of an index: which segments it has, and proof that their files are the ones written.

Whoosh neither flushes its files to disk nor sums them, and unpickles what it reads. So each commit has a
list of sizes and CRC-32 sums beside it, written before the commit counts and checked before anything is read.
"""

import errno
import json
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from reader.errors import LibraryError, PressReaderError
from reader.index import columns, lexicon
from reader.index.schema import schema
from reader.index.watch import Overtaken

INDEX = "MAIN"
"""Whoosh's name for its only index in a folder."""
_TOC = re.compile(rf"_{INDEX}_([0-9]+)\.toc")
_POSTINGS, _TERMS = ".pst", ".trm"
LARGE = 128 << 10
"""Bytes beyond which terms and postings are not summed when a segment is opened: it would be felt."""
_SUMMED_WHEN_READ = (columns.ROWS, columns.LENGTHS, lexicon.EXTENSION)
_FILES = (_POSTINGS, _TERMS, *_SUMMED_WHEN_READ)
"""What every segment has, whatever else Whoosh lays beside it."""
_PASSING = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EINTR}
"""What keeps a sound file from being read for a moment."""
NO_DAMAGE = (PressReaderError, Overtaken, MemoryError, RecursionError)
"""What says nothing about the index, wherever it is raised."""
_PIECE = 1 << 20
_DIRECTORY = 256 * 12
"""Bytes before the end of a file of terms that say where its tables are."""

Sums = dict[str, tuple[int, int, int]]
"""Size and CRC-32 of each file, by name; of a file of terms also of what of it is read at opening, else 0."""


class IndexUnusable(Exception):
    """The index is missing, damaged or not of this library and version: it has to be built from the
    library."""

    commit: "Commit | None" = None
    """What was found damaged, where that was not the commit that an index was open at."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What a reader of the index has to know to open it."""

    folder: Path
    number: int
    segments: tuple[Any, ...]
    sums: Sums

    @property
    def storage(self) -> Any:
        return FileStorage(str(self.folder))


def latest(folder: Path) -> int:
    """Number of the newest commit in a folder. Raises IndexUnusable where there is none."""
    names = os.listdir(folder)  # noqa: PTH208 - asked before every search: no objects
    found = [int(match[1]) for name in names if (match := _TOC.fullmatch(name))]
    if not found:
        raise IndexUnusable(f"no commit in {folder.name}")
    return max(found)


def read(folder: Path) -> Commit:
    """The newest commit. Raises IndexUnusable, OSError or ValueError where it is not whole."""
    number = latest(folder)
    lists = json.loads(_sums_path(folder, number).read_bytes())
    sums = {name: (size, crc, end) for name, (size, crc, end) in lists.items()}
    load(folder, _toc_name(number), sums)
    toc = TOC.read(FileStorage(str(folder)), INDEX, gen=number, schema=schema())
    return Commit(folder, number, tuple(toc.segments), sums)


def check_segment(commit: Commit, segment: Any) -> None:
    """Compare the files of a segment with their sums, as far as that is quick.

    Of large files of terms and postings only the size counts, and what is unpickled at opening; blocks of postings
    carry a sum of their own (RFC 1950), which shows most damage when they are read, and `verify` the rest.
    Columns and words are summed when they are read. Raises IndexUnusable, OSError for a file that is gone or cannot
    be opened.
    """
    begins = segment.segment_id() + "."
    names = [name for name in commit.sums if name.startswith(begins)]
    for extension in _FILES:
        if not any(name.endswith(extension) for name in names):
            raise IndexUnusable(f"segment {segment.segment_id()} was written without {extension}")
    for name in names:
        size = commit.sums[name][0]
        if name.endswith(_SUMMED_WHEN_READ) or (size > LARGE and name.endswith(_POSTINGS)):
            with (commit.folder / name).open("rb") as file:
                if os.fstat(file.fileno()).st_size != size:
                    raise IndexUnusable(f"{name} is not as it was written")
        elif size > LARGE and name.endswith(_TERMS):
            _check_end(commit.folder / name, commit.sums[name])
        else:
            load(commit.folder, name, commit.sums)


def verify(commit: Commit) -> None:
    """Compare every byte of a commit with its sums; takes about a second per gigabyte, and little memory.

    Raises IndexUnusable where a file is gone or not as it was written, also where a writer took it away since, and
    LibraryError where it cannot be read just now.
    """
    check_files(commit)
    with translated():
        for name, (size, crc, _) in commit.sums.items():
            if _sum(commit.folder / name) != (size, crc):
                raise IndexUnusable(f"{name} is not as it was written")


def check_files(commit: Commit) -> None:
    """Look at the files of all segments as far as `check_segment` does. Raises IndexUnusable, LibraryError."""
    with translated():
        for segment in commit.segments:
            check_segment(commit, segment)


def load(folder: Path, name: str, sums: Sums) -> bytes:
    """The content of a file. Raises IndexUnusable where it is not as it was written, OSError where it is
    gone."""
    content = (folder / name).read_bytes()
    check(name, content, sums)
    return content


def check(name: str, content: bytes, sums: Sums) -> None:
    """Raises IndexUnusable where this is not the content that was written."""
    size, crc, _ = sums.get(name, (-1, 0, 0))
    if len(content) != size or zlib.crc32(content) != crc:
        raise IndexUnusable(f"{name} is not as it was written")


@contextmanager
def translated() -> Iterator[None]:
    """Whatever damage makes Whoosh, pickle, zlib and struct raise comes out as IndexUnusable, what keeps a sound
    index from being read as LibraryError, and what is no damage as it is."""
    try:
        yield
    except (IndexUnusable, *NO_DAMAGE):
        raise
    except OSError as error:
        raise _unreadable(error) from error
    except Exception as error:
        raise IndexUnusable(f"cannot be read: {error!r}") from error


def _unreadable(error: OSError) -> Exception:
    """What it means for the index that a file of it could not be read."""
    if error.errno in _PASSING:
        return LibraryError(
            f"The search index cannot be read just now: {error.strerror}. Close other programs and try again."
        )
    return IndexUnusable(f"{error.strerror} ({error.filename})")


def write(folder: Path, number: int, segments: list[Any], known: Sums) -> None:
    """Make `segments` the newest commit; `known` are the sums of files that were there before."""
    for stale in folder.glob("_staged_*"):
        stale.unlink()
    storage = FileStorage(str(folder))
    TOC(schema(), segments, number).write(storage, "staged")
    staged = folder / f"_staged_{number}.toc"
    sums: Sums = {_toc_name(number): _settle(staged)}
    for segment in segments:
        for name in segment.list_files(storage):
            sums[name] = known.get(name) or _settle(folder / name)
    replace(_sums_path(folder, number), json.dumps(sums).encode())
    staged.replace(folder / _toc_name(number))
    flush_folder(folder)
    clean_files(storage, INDEX, number, segments)
    for stale in folder.glob("sums-*.json"):
        if stale != _sums_path(folder, number):
            stale.unlink(missing_ok=True)


def replace(path: Path, content: bytes) -> None:
    """Write a small file so that it is there whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def flush_folder(folder: Path) -> None:
    """Make renames in a folder last; Windows cannot, and does not need it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _settle(path: Path) -> tuple[int, int, int]:
    """Flush a written file to disk, close it to other users, and return its size and sums."""
    path.chmod(0o600)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    size, crc = _sum(path)
    return size, crc, zlib.crc32(_end(path)) if path.suffix == _TERMS else 0


def _sum(path: Path) -> tuple[int, int]:
    """Size and CRC-32 of a file, read piece by piece."""
    size = crc = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            crc = zlib.crc32(piece, crc)
    return size, crc


def _check_end(path: Path, sums: tuple[int, int, int]) -> None:
    size, _, end = sums
    if path.stat().st_size != size or zlib.crc32(_end(path)) != end:
        raise IndexUnusable(f"{path.name} is not as it was written")


def _end(path: Path) -> bytes:
    """What Whoosh reads of a file of terms when it opens it, some of it pickled: the last four bytes say how
    long that is."""
    with path.open("rb") as file:
        last = file.seek(-4, os.SEEK_END)
        start = last - int.from_bytes(file.read(4), "big", signed=True) - _DIRECTORY
        if not 0 <= start <= last:
            raise IndexUnusable(f"{path.name} is not as it was written")
        file.seek(start)
        return file.read()


def _sums_path(folder: Path, number: int) -> Path:
    return folder / f"sums-{number}.json"


def _toc_name(number: int) -> str:
    return f"_{INDEX}_{number}.toc"
