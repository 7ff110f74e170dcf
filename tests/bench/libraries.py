"""Libraries of made-up releases, in folders of their own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reader.library import Library
from reader.model import Release
from reader.paths import Paths
from reader.store.database import Database
from reader.store.queue import Queue
from tests.bench import corpus


@dataclass(frozen=True, slots=True)
class Made:
    """A library, and the release at which its reader was left."""

    home: Path
    count: int
    release: Release


@contextmanager
def home(folder: Path) -> Iterator[None]:
    """Have the library of this folder be the user's."""
    before = os.environ.get("PRESSREADER_HOME")
    os.environ["PRESSREADER_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["PRESSREADER_HOME"]
        else:
            os.environ["PRESSREADER_HOME"] = before


def make(folder: Path, count: int, words: tuple[int, int]) -> Made:
    """A library to read in, left at its newest release; one that is there already is taken.

    It says that nothing waits for the index, which is not built: else the reader would build it beside whatever
    is measured.
    """
    if not folder.exists():
        _fill(folder, count, words)
    return leave_at(folder, 0)


def _fill(folder: Path, count: int, words: tuple[int, int]) -> None:
    folder.mkdir()
    listing = corpus.write(folder / "listing.txt", count, words=words)
    with home(folder), Library.open() as library:
        library.sources.import_paths([str(listing)])
        database = Database.open(Paths.find().library)
        queue = Queue(database)
        queue.done_up_to(queue.last())
        database.close()
    listing.unlink()


def leave_at(folder: Path, position: int) -> Made:
    """The same library, whose reader was left at a position of the list."""
    with home(folder), Library.open() as library:
        rows = library.releases.all()
        release = library.releases.get(rows.page(position, 1)[0].number)
        library.session.remember(
            {"view": "All", "query": "", "release": str(release.number), "position": "0", "measure": "66"}
        )
        return Made(folder, len(rows), release)


def small(folder: Path) -> Made:
    """3,000 releases of usual length."""
    return make(folder / "small", 3_000, (80, 320))


def large(folder: Path) -> Made:
    """100,000 short releases."""
    return make(folder / "large", 100_000, (20, 60))
