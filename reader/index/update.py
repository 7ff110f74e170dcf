"""Changing the index: a whole new generation, or one segment more."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reader.errors import LibraryError
from reader.index import columns
from reader.index import commit as commits
from reader.index.commit import Commit, IndexUnusable
from reader.index.folder import Generations, discard
from reader.index.schema import Document
from reader.index.segment_writer import NewSegment, create

__all__ = ["Document", "IndexFolder", "IndexWriter"]

CROWD = 20
"""Segments beyond which the small ones are written anew as one: each costs every search a little."""
TINY = 1_000
"""Documents that are never worth a new generation."""
_STEP = 50
_ADDING = 0.45
"""Share of the time that adding documents takes, measured; the rest is writing what was gathered."""


class IndexFolder(Generations):
    """The folder of a library's index, to open for reading (`Index.open`) or to write to."""

    @contextmanager
    def writer(self, wait: float = 0.0) -> "Iterator[IndexWriter]":
        """Be the one writer of the index, waiting up to `wait` seconds.

        Raises LibraryBusy when another process still is, LibraryError for a folder that cannot be used.
        """
        with self.locked(wait):
            self.tidy()
            yield IndexWriter(self)


class IndexWriter:
    """Verbs of whoever holds the lock. After each the index is what it was before, or wholly the new one."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder

    def count(self) -> int:
        """Number of releases in the index. Raises IndexUnusable."""
        return sum(segment.doc_count() for segment in self._folder.open().segments)

    def needs_rebuild(self, queued: int, total: int) -> bool:
        """Whether to build anew rather than add `queued` releases to the index of a library of `total`.

        That is where the index is missing, damaged or of something else, and where all but the largest segment
        would outgrow a tenth of the library. Raises LibraryError for a folder that others can write to, or that
        cannot be read just now.
        """
        try:
            commit = self._folder.open()
            commits.check_files(commit)
        except IndexUnusable:
            return True
        sizes: list[int] = sorted(segment.doc_count() for segment in commit.segments)
        return sum(sizes[:-1]) + queued > max(TINY, total // 10)

    def crowded(self) -> frozenset[int]:
        """Releases in small segments that should be one: hand their documents to `update` with the others.

        Empty while there are few segments. Raises IndexUnusable.
        """
        commit = self._folder.open()
        if len(commit.segments) <= CROWD:
            return frozenset()
        largest = max(commit.segments, key=lambda segment: segment.doc_count())
        small = (segment for segment in commit.segments if segment is not largest)
        return frozenset(number for segment in small for number in _living(commit, segment))

    def update(self, documents: Iterable[Document], removed: Iterable[int] = ()) -> None:
        """Add documents as one segment, in place of what there was of the same releases, and remove others.

        The documents come the newest first, each release once, and are not kept. Raises ValueError for others,
        IndexUnusable, LibraryError.
        """
        commit = self._folder.open()
        added: set[int] = set()
        with _segment(commit) as writer:
            for number in _add(writer, commit, documents):
                if number in added:
                    raise ValueError(f"release {number} comes twice")
                added.add(number)
            gone = added.union(removed)
            for segment in writer.segments:
                for at in [at for at, number in enumerate(_numbers(commit, segment)) if number in gone]:
                    segment.delete_document(at)

    def rebuild(
        self, documents: Iterable[Document], total: int, progress: Callable[[int], None] | None = None
    ) -> None:
        """Build a new generation of `documents`, the newest first, and let readers have it when it is whole.

        `progress` is told how many documents' worth of the work is done, of `total`; whatever it raises
        breaks off and leaves the index as it was. Raises ValueError for documents in another order,
        LibraryError.
        """
        generation = self._folder.new_generation()
        try:
            commit = Commit(generation, 0, (), {})
            with _translated(commit):
                create(generation)
            with _segment(commit) as writer:
                report = _Progress(progress, total)
                for _ in _add(writer, commit, documents):
                    report.add()
            self._folder.make_current(generation)
            report.finish()
        except BaseException:
            discard(generation)
            raise


class _Progress:
    """Turns added documents into work done, the writing of postings included."""

    def __init__(self, tell: Callable[[int], None] | None, total: int) -> None:
        self._tell = tell
        self._total = total
        self._added = 0

    def add(self) -> None:
        self._added += 1
        if self._tell and self._added % _STEP == 0:
            self._tell(int(self._added * _ADDING))

    def finish(self) -> None:
        if self._tell:
            self._tell(self._total)


def _add(writer: NewSegment, commit: Commit, documents: Iterable[Document]) -> Iterator[int]:
    """Add documents one after the other; yields the number of each. Raises ValueError where they do not come the
    newest first."""
    last: tuple[int, int] | None = None
    for document in documents:
        if last is not None and _order(document) <= last:
            raise ValueError(f"release {document.number} is not older than the one before it")
        last = _order(document)
        with _translated(commit):
            writer.add(document)
        yield document.number


@contextmanager
def _segment(commit: Commit) -> Iterator[NewSegment]:
    """A writer that finishes what was added, or is abandoned when anything goes wrong."""
    with _translated(commit):
        writer = NewSegment(commit.folder, _memory())
    try:
        yield writer
        with _translated(commit):
            writer.finish()
    except BaseException:
        writer.abandon()
        raise


@contextmanager
def _translated(commit: Commit) -> Iterator[None]:
    try:
        yield
    except (IndexUnusable, *commits.NO_DAMAGE):
        raise
    except OSError as error:
        raise LibraryError(
            f"The search index in {commit.folder.parent} cannot be written: {error.strerror}. "
            "Check that there is room on the disk and that the folder can be written to."
        ) from error
    except Exception as error:  # Whoosh raises all kinds where it meets damage
        raise IndexUnusable(f"cannot be written: {error!r}") from error


def _order(document: Document) -> tuple[int, int]:
    """The newest first."""
    return -document.place, -document.number


def _living(commit: Commit, segment: Any) -> Iterator[int]:
    """Number of every release of a segment that was not deleted."""
    numbers = _numbers(commit, segment)
    return (number for at, number in enumerate(numbers) if not segment.is_deleted(at))


def _numbers(commit: Commit, segment: Any) -> Sequence[int]:
    """Number of every release of a segment, deleted ones included."""
    with commits.translated():
        rows = commits.load(commit.folder, segment.make_filename(columns.ROWS), commit.sums)
        numbers, _ = columns.unpacked(columns.ROWS, rows, segment.doc_count_all())
        return numbers


def _memory() -> int:
    """Bytes to gather postings in: a quarter of what is free, within bounds."""
    free = 1 << 30
    if hasattr(os, "sysconf") and "SC_AVPHYS_PAGES" in os.sysconf_names:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(max(free // 4, 64 << 20), 256 << 20)
