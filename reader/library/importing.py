"""Brings releases in: from files, folders and standard input, and the digests of the starter library."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reader import resources
from reader.ingest import listing
from reader.ingest.files import Item, Reading, Skipped, read_paths
from reader.model import STARTER, ImportReport, Outcome, Problem, Release
from reader.store.database import Database
from reader.store.releases import ReleaseWriter, Run

_BATCH = 256
"""Releases a transaction: short enough (some 50 ms) for another process to write its notes in between."""
_PAUSE = 0.005
"""Seconds between two transactions, in which whoever waits gets its turn."""


@dataclass(slots=True)
class ImportProgress:
    """How far an import is; handed to the caller after every batch."""

    done: int = 0
    """Bytes read."""
    total: int | None = None
    """Bytes there are, where that is known."""
    entries: int = 0


def load_starter(database: Database) -> None:
    """Take the digests that ship with the program into a library that never held a release."""
    with resources.starter().open("rb") as stream:
        entries = list(listing.read(stream, path="starter.txt", source=STARTER))
    digests = [entry.release for entry in entries if isinstance(entry, listing.Parsed)]
    ReleaseWriter(database).take_starter(digests)


class Import:
    """One import: reads on, stores a batch, tells how far it is."""

    def __init__(
        self,
        database: Database,
        progress: Callable[[ImportProgress], None] | None,
        report: Callable[[ImportReport], None] | None,
    ) -> None:
        self._writer = ReleaseWriter(database)
        self._run = Run()
        self._progress = progress
        self._report = report
        self._batch: list[Release] = []
        self._counts: dict[Outcome, int] = {"added": 0, "revised": 0, "completed": 0, "unchanged": 0}
        self._skipped = 0
        self._problems: list[Problem] = []

    def run(self, paths: Sequence[str], source: str | None, stdin: BinaryIO | None) -> ImportReport:
        """Import what the paths hold; what became of it."""
        reading = read_paths(paths, source=source, stdin=stdin)
        for item in reading:
            self._sort(item)
            if len(self._batch) >= _BATCH:
                self._store(reading)
                time.sleep(_PAUSE)
        if self._batch:
            self._store(reading)
        return self._so_far()

    def _sort(self, item: Item) -> None:
        if isinstance(item, Problem):
            self._problems.append(item)
        elif isinstance(item, Skipped):
            self._skipped += 1
        else:
            self._batch.append(item.release)

    def _store(self, reading: Reading) -> None:
        for outcome in self._writer.take(self._batch, self._run):
            self._counts[outcome] += 1
        self._batch.clear()
        if self._report is not None:
            self._report(self._so_far())
        if self._progress is not None:
            self._progress(ImportProgress(reading.done, reading.total, sum(self._counts.values())))

    def _so_far(self) -> ImportReport:
        return ImportReport(**self._counts, skipped=self._skipped, problems=tuple(self._problems))
