"""Brings releases in: from files, folders and standard input, and the digests of the starter library."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO

from reader import resources
from reader.ingest import listing
from reader.ingest.files import Item, Reading, Skipped, read_paths
from reader.ingest.listing import Parsed
from reader.ingest.problems import Problems
from reader.ingest.records import ParsedRecord
from reader.library.merging import BATCH, BATCH_SIZE, PAUSE, Merging
from reader.model import STARTER, ImportReport, Outcome, Problem
from reader.store.database import Database
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter


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
        self._run = Run()
        self._writer = ReleaseWriter(database)
        self._merging = Merging(database, self._run)
        self._progress = progress
        self._report = report
        self._batch: list[Parsed | ParsedRecord] = []
        self._counts: dict[Outcome, int] = {"added": 0, "revised": 0, "completed": 0, "unchanged": 0}
        self._size = 0
        self._skipped = 0
        self._problems = Problems()

    def run(self, paths: Sequence[str], source: str | None, stdin: BinaryIO | None) -> ImportReport:
        """Import what the paths hold; what became of it."""
        reading = read_paths(paths, source=source, stdin=stdin)
        for item in reading:
            self._sort(item)
            if len(self._batch) >= BATCH or self._size >= BATCH_SIZE:
                self._store(reading)
                time.sleep(PAUSE)
        if self._batch:
            self._store(reading)
        return self._so_far()

    def _sort(self, item: Item) -> None:
        if isinstance(item, Problem):
            self._problems.add(item)
        elif isinstance(item, Skipped):
            self._skipped += 1
        else:
            self._batch.append(item)
            self._size += item.size if isinstance(item, ParsedRecord) else len(item.release.body or "")

    def _store(self, reading: Reading) -> None:
        for whole, items in groupby(self._batch, key=lambda item: isinstance(item, ParsedRecord)):
            if whole:
                self._merging.merge([item for item in items if isinstance(item, ParsedRecord)])
            else:
                releases = [item.release for item in items if isinstance(item, Parsed)]
                for outcome in self._writer.take(releases, self._run):
                    self._counts[outcome] += 1
        self._batch.clear()
        self._size = 0
        so_far = self._so_far()
        if self._report is not None:
            self._report(so_far)
        if self._progress is not None:
            entries = so_far.added + so_far.revised + so_far.completed + so_far.unchanged
            self._progress(ImportProgress(reading.done, reading.total, entries))

    def _so_far(self) -> ImportReport:
        merged = self._merging.report()
        problems = Problems()
        problems.extend(self._problems.kept, self._problems.more)
        problems.extend(merged.problems, merged.more_problems)
        return merged._replace(
            added=merged.added + self._counts["added"],
            revised=merged.revised + self._counts["revised"],
            completed=merged.completed + self._counts["completed"],
            unchanged=merged.unchanged + self._counts["unchanged"],
            skipped=self._skipped,
            problems=problems.kept,
            more_problems=problems.more,
        )
