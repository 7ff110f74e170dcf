"""Counts what becomes of records that are merged into a library."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from reader.ingest.problems import Problems
from reader.ingest.records import ParsedRecord
from reader.model import ImportReport, Outcome, Problem
from reader.store.database import Database
from reader.store.merging import RecordMerger
from reader.store.release_rows import Run

BATCH: Final = 256
"""Releases a transaction, at most: short enough (some 50 ms) for another process to write its notes in between."""
BATCH_SIZE: Final = 4 << 20
"""Bytes after which a transaction ends, however few releases they are: bounds memory, too."""
PAUSE: Final = 0.005
"""Seconds between two transactions, in which whoever waits gets its turn."""

_STRENGTH: tuple[Outcome, ...] = ("unchanged", "completed", "revised", "added")


class Merging:
    """Merges batch after batch of one file or import, and knows what has become of all so far."""

    def __init__(
        self, database: Database, run: Run, *, dry: bool = False, wanted: frozenset[str] = frozenset()
    ) -> None:
        self._merger = RecordMerger(database)
        self._run = run
        self._dry = dry
        self._wanted = wanted
        self._counts: Counter[str] = Counter()
        self._outcome: Outcome | None = None
        """What became of the last release, as far as it has come."""
        self.problems = Problems()
        self.left_out = 0
        """Records that could not be taken."""
        self.rows: dict[str, int] = {}
        """Under which row number those of the releases stand whose ids are `wanted`, by the ids of the file."""

    def merge(self, batch: Sequence[ParsedRecord]) -> None:
        """Merge records, all of them in one transaction. Raises LibraryError."""
        merged = self._merger.merge([(one.record, one.source) for one in batch], self._run, dry=self._dry)
        for parsed, one in zip(batch, merged, strict=True):
            self._count(one.outcome, goes_on=parsed.record.continues)
            for name in ("notes", "older", "tags", "bookmarks", "read"):
                self._counts[name] += getattr(one, name)
            self.problems.extend(Problem(parsed.path, parsed.line, reason) for reason in one.problems)
            if one.number is None:
                self.left_out += bool(one.problems)
            elif parsed.record.release.id in self._wanted:
                self.rows[parsed.record.release.id] = one.number

    def _count(self, outcome: Outcome | None, *, goes_on: bool) -> None:
        if goes_on and outcome is not None and self._outcome is not None:
            self._counts[self._outcome] -= 1
            outcome = max(outcome, self._outcome, key=_STRENGTH.index)
        if outcome is not None:
            self._counts[outcome] += 1
        self._outcome = outcome

    def report(self) -> ImportReport:
        """What has become of everything so far."""
        return ImportReport(**self._counts, problems=self.problems.kept, more_problems=self.problems.more)
