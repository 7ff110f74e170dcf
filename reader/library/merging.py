"""Counts what becomes of records that are merged into a library."""

from collections import Counter
from collections.abc import Sequence

from reader.ingest.records import ParsedRecord
from reader.model import ImportReport, Problem
from reader.store.database import Database
from reader.store.merging import RecordMerger
from reader.store.releases import Run


class Merging:
    """Merges batch after batch of one file or import, and knows what has become of all so far."""

    def __init__(self, database: Database, run: Run, *, dry: bool = False) -> None:
        self._merger = RecordMerger(database)
        self._run = run
        self._dry = dry
        self._counts: Counter[str] = Counter()
        self._problems: list[Problem] = []

    def merge(self, batch: Sequence[ParsedRecord]) -> None:
        """Merge records, all of them in one transaction. Raises LibraryError."""
        merged = self._merger.merge([(one.record, one.source) for one in batch], self._run, dry=self._dry)
        for parsed, one in zip(batch, merged, strict=True):
            if one.outcome is not None:
                self._counts[one.outcome] += 1
            for name in ("notes", "older", "tags", "bookmarks", "read"):
                self._counts[name] += getattr(one, name)
            self._problems += [Problem(parsed.path, parsed.line, reason) for reason in one.problems]

    def report(self) -> ImportReport:
        """What has become of everything so far."""
        return ImportReport(**self._counts, problems=tuple(self._problems))
