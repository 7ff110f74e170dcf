"""Where an open library's releases come from: sources, imports, and the starter library."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from reader import resources
from reader.model import STARTER, ImportReport, Outcome, Problem, Release, Source
from reader.paths import Paths
from reader.store.database import Database
from reader.store.releases import ReleaseWriter, Run
from reader.store.sources import Sources as SourceTable

if TYPE_CHECKING:
    from reader.ingest.files import Item

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


@dataclass(slots=True)
class _Tally:
    counts: dict[Outcome, int] = field(
        default_factory=lambda: {"added": 0, "revised": 0, "completed": 0, "unchanged": 0}
    )
    skipped: int = 0
    problems: list[Problem] = field(default_factory=list)

    def report(self) -> ImportReport:
        return ImportReport(**self.counts, skipped=self.skipped, problems=tuple(self.problems))


class Sources:
    """What front ends ask about sources, and how releases come in."""

    def __init__(self, paths: Paths, database: Database) -> None:
        self._paths = paths
        self._table = SourceTable(database)
        self._writer = ReleaseWriter(database)

    def all(self) -> list[Source]:
        """Every source, by name."""
        return self._table.all()

    def names(self) -> dict[str, str]:
        """What each source key is called."""
        return {source.key: source.name for source in self._table.all()}

    def counts(self) -> dict[str, int]:
        """How many releases the library holds of each source."""
        return self._table.counts()

    def load_starter(self) -> bool:
        """Load the digests that ship with the program into a library that never held a release."""
        if self._writer.ever_held():
            return False
        from reader.ingest import listing  # noqa: PLC0415 - only a library's first opening needs it

        with resources.starter().open("rb") as stream:
            entries = list(listing.read(stream, path="starter.txt", source=STARTER))
        self._writer.take([entry.release for entry in entries if isinstance(entry, listing.Parsed)], Run())
        return True

    def import_paths(
        self,
        paths: Sequence[str],
        *,
        source: str | None = None,
        stdin: BinaryIO | None = None,
        progress: Callable[[ImportProgress], None] | None = None,
        report: Callable[[ImportReport], None] | None = None,
    ) -> ImportReport:
        """Read files, folders and standard input (`-`) into the library.

        Each batch is committed on its own: what was committed stays when the import is interrupted. `report` is
        handed what has become of everything so far after each batch, so that an interrupted import can say it.
        Raises LibraryError when the library cannot be written; whatever is wrong with a path or an entry is a
        problem in the report.
        """
        from reader.ingest.files import read_paths  # noqa: PLC0415 - the reader starts without it

        reading = read_paths(paths, source=source, stdin=stdin)
        tally, run, state = _Tally(), Run(), ImportProgress(total=reading.total)
        batch: list[Release] = []
        for item in reading:
            self._sort(item, batch, tally)
            if len(batch) >= _BATCH:
                self._store(batch, run, tally)
                state.done, state.entries = reading.done, sum(tally.counts.values())
                if report is not None:
                    report(tally.report())
                if progress is not None:
                    progress(state)
                time.sleep(_PAUSE)
        if batch:
            self._store(batch, run, tally)
        if progress is not None and state.entries:
            state.done, state.entries = reading.done, sum(tally.counts.values())
            progress(state)
        return tally.report()

    @staticmethod
    def _sort(item: "Item", batch: list[Release], tally: _Tally) -> None:
        if isinstance(item, Problem):
            tally.problems.append(item)
        elif hasattr(item, "release"):
            batch.append(item.release)
        else:
            tally.skipped += 1

    def _store(self, batch: list[Release], run: Run, tally: _Tally) -> None:
        for outcome in self._writer.take(batch, run):
            tally.counts[outcome] += 1
        batch.clear()
