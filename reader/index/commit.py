"""One commit of an index: which segments it has, and proof that their files are the ones written.

Whoosh neither flushes its files to disk nor sums them, and unpickles what it reads. So each commit has a
list of sizes and CRC-32 sums beside it, written before the commit counts and checked before anything is read.
"""

import json
import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from reader.index.schema import schema

INDEX = "MAIN"
"""Whoosh's name for its only index in a folder."""
_TOC = re.compile(rf"_{INDEX}_([0-9]+)\.toc")
_POSTINGS = ".pst"
LARGE = 16 << 20
"""Bytes of postings that are not summed when a segment is opened: it would be felt."""

Sums = dict[str, tuple[int, int]]
"""Size and CRC-32 of each file, by name."""


class IndexUnusable(Exception):
    """The index is missing, damaged or not of this library and version: it has to be built from the
    library."""


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
    sums = {name: (size, crc) for name, (size, crc) in lists.items()}
    check(folder, _toc_name(number), sums)
    toc = TOC.read(FileStorage(str(folder)), INDEX, gen=number, schema=schema())
    return Commit(folder, number, tuple(toc.segments), sums)


def check_segment(commit: Commit, segment: Any) -> None:
    """Compare the files of a segment with their sums; large postings by their size alone.

    Blocks of postings carry a sum of their own (RFC 1950), which shows most damage when they are read.
    """
    names = [name for name in commit.sums if name.startswith(segment.segment_id() + ".")]
    if not names:
        raise IndexUnusable(f"segment {segment.segment_id()} has no files")
    for name in names:
        by_size = name.endswith(_POSTINGS) and commit.sums[name][0] > LARGE
        check(commit.folder, name, commit.sums, by_size=by_size)


def check(folder: Path, name: str, sums: Sums, *, by_size: bool = False) -> None:
    """Raises IndexUnusable where a file is not as it was written, OSError where it is gone."""
    size, crc = sums.get(name, (-1, 0))
    path = folder / name
    if path.stat().st_size != size or not (by_size or zlib.crc32(path.read_bytes()) == crc):
        raise IndexUnusable(f"{name} is not as it was written")


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


def _settle(path: Path) -> tuple[int, int]:
    """Flush a written file to disk, close it to other users, and return its size and sum."""
    path.chmod(0o600)
    with path.open("rb+") as file:
        content = file.read()
        os.fsync(file.fileno())
    return len(content), zlib.crc32(content)


def _sums_path(folder: Path, number: int) -> Path:
    return folder / f"sums-{number}.json"


def _toc_name(number: int) -> str:
    return f"_{INDEX}_{number}.toc"
