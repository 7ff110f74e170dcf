"""Postings waiting to be written: grouped by term, on disk when there is not enough memory."""

import heapq
import marshal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.index.schema import Positions

_POSTING, _FLAG = 90, 10
"""Bytes that a posting with and one without positions take in memory, measured."""

Group = tuple[str, bytes, list[Any]]
"""Field, term, and its postings: document, weight and value of each in turn, or documents alone."""


class Pool:
    """Stands in for Whoosh's pool, which keeps a tuple for each posting and sorts them all.

    Documents come in ascending order, so that only the terms need sorting.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.folder = folder
        self.fields: dict[str, dict[str, list[Any]]] = {}
        self.runs: list[Path] = []

    def add_positions(self, field: str, document: int, terms: dict[str, list[int]]) -> None:
        """Add a document's terms and where they stand."""
        known = self.fields.setdefault(field, {})
        for term, positions in terms.items():
            value = Positions.encode(positions)
            if term in known:
                known[term] += (document, float(len(positions)), value)
            else:
                known[term] = [document, float(len(positions)), value]
        self.size += _POSTING * len(terms)

    def add_flags(self, field: str, document: int, terms: set[str]) -> None:
        """Add the terms that a document has."""
        known = self.fields.setdefault(field, {})
        for term in terms:
            if term in known:
                known[term].append(document)
            else:
                known[term] = [document]
        self.size += _FLAG * len(terms)

    def spill(self) -> None:
        """Write what is waiting to a file if it takes more memory than allowed; called between two
        documents."""
        if self.size <= self.limit:
            return
        path = self.folder / f"{len(self.runs)}.run"
        with path.open("wb") as file:
            for group in self._waiting():
                marshal.dump(group, file)
        self.runs.append(path)
        self.fields = {}
        self.size = 0

    def groups(self) -> Iterator[Group]:
        """All postings by field and term. A term comes once for each file it is in, with ascending
        documents."""
        runs = [_read(path) for path in self.runs]
        return heapq.merge(*runs, self._waiting(), key=lambda group: group[:2])

    def cleanup(self) -> None:
        """Remove the files."""
        for path in self.runs:
            path.unlink(missing_ok=True)

    def _waiting(self) -> Iterator[Group]:
        for field in sorted(self.fields):
            terms = self.fields[field]
            for term in sorted(terms):  # by code point, which is the order of UTF-8 too
                yield field, term.encode(), terms[term]


def _read(path: Path) -> Iterator[Group]:
    with path.open("rb") as file:
        while True:
            try:
                yield marshal.load(file)  # noqa: S302 - written a moment ago, in a folder only we can enter
            except EOFError:
                return
