"""What a library holds, in numbers, and what it takes on the disk."""

import os
from dataclasses import dataclass
from pathlib import Path

from reader.paths import Paths
from reader.store import statistics
from reader.store.database import Database
from reader.store.statistics import Counts


@dataclass(frozen=True, slots=True)
class Stats:
    """Numbers of one moment."""

    counts: Counts
    library_bytes: int
    index_bytes: int


def collect(paths: Paths) -> Stats:
    """Count what the library holds. Raises LibraryError when it cannot be read."""
    database = Database.open(paths.library)
    try:
        counts = statistics.count(database)
        # What was written lately still stands in a file beside the library.
        sizes = [size(paths.library.with_name(paths.library.name + end)) for end in ("", "-wal", "-shm")]
        return Stats(counts, sum(sizes), size(paths.index))
    finally:
        database.close()


def size(path: Path) -> int:
    """Bytes of a file, or of all files below a folder; 0 where there is none."""
    if path.is_dir():
        return sum(
            size(Path(folder) / name)
            for folder, _, names in os.walk(path, followlinks=False)
            for name in names
        )
    try:
        return path.lstat().st_size
    except OSError:
        return 0


__all__ = ["Counts", "Stats", "collect", "size"]
