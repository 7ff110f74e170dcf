"""Postings waiting to be written: grouped by term, on disk when there is not enough memory."""

import heapq
import marshal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_POSTING = 90
"""Bytes that a posting with positions takes in memory, measured."""

Group = tuple[str, bytes, list[Any]]
"""Field, term, and document number, weight and value of each posting in turn."""


class Pool:
    """Stands in for Whoosh's pool, which keeps a tuple for each posting and sorts them all.

    Documents come in ascending order, so that only the terms need sorting.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.folder = folder
        self.fields: dict[str, dict[bytes, list[Any]]] = {}
        self.runs: list[Path] = []

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        field, term, document, weight, value = item
        terms = self.fields.get(field)
        if terms is None:
            terms = self.fields[field] = {}
        postings = terms.get(term)
        if postings is None:
            terms[term] = [document, weight, value]
        else:
            postings += (document, weight, value)
        self.size += _POSTING

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
            for term in sorted(terms):
                yield field, term, terms[term]


def _read(path: Path) -> Iterator[Group]:
    with path.open("rb") as file:
        while True:
            try:
                yield marshal.load(file)  # noqa: S302 - written a moment ago, in a folder only we can enter
            except EOFError:
                return
