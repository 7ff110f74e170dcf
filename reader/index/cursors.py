"""Ascending document numbers of one segment that fulfil a condition, found only as far as they are asked for.

Document numbers ascend from the newest release to the oldest, so whoever wants the newest fifty stops after
fifty. Deleted documents are left in here, so that a complement is one; whoever walks the outermost cursor
skips them.
"""

import heapq
from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from whoosh.codec.whoosh3 import W3LeafMatcher

from reader.index.schema import Positions
from reader.index.terms import Term

_POSITIONS = Positions()
END = 1 << 62
"""Where a cursor stands when there is nothing more."""


class Cursor(ABC):
    """Stands on a document that fulfils the condition, or on `END`."""

    at: int
    """The document it stands on."""
    cost: int
    """About how many documents fulfil the condition, to begin with the rarest."""

    @abstractmethod
    def seek(self, target: int) -> int:
        """Move to the first document from `target` on, never back, and return it."""


class TextCursor(Cursor):
    """A cursor over documents that hold something written."""

    @abstractmethod
    def frequency(self) -> int:
        """How often it stands in the document that this stands on."""


class Positioned(TextCursor):
    """A text cursor that knows where in the document it stands."""

    @abstractmethod
    def positions(self) -> Collection[int]:
        """Positions in the document it stands on; of a row, those of its first word."""

    def frequency(self) -> int:
        return len(self.positions())


class Postings(W3LeafMatcher, Positioned):  # type: ignore[misc]
    """Documents with one term: Whoosh's reader of posting blocks, searched by halves, not step by step."""

    _i: int

    def __init__(self, file: Any, term: Term) -> None:
        """`file`: the segment's postings; `term`: what its lexicon says of the term."""
        super().__init__(file, term.offset, term.length, _POSITIONS)
        self.cost = term.documents
        self.at = self._first(0)

    def seek(self, target: int) -> int:
        if self.at < target:
            if self._ids is not None and target <= self._maxid:
                self._i = bisect_left(self._ids, target, self._i)
                self.at = self._ids[self._i]
            else:
                self.at = self._first(target)
        return self.at

    def _first(self, target: int) -> int:
        while self._maxid < target:
            if self._lastblock:
                return END
            self._next_block()
        if self._ids is None:
            self._read_ids()
        self._i = bisect_left(self._ids, target, self._i)
        found: int = self._ids[self._i]
        return found

    def positions(self) -> "array[int]":
        return Positions.decode_positions(self.value())

    def block(self, first: int) -> dict[int, bytes]:
        """Documents from `first` on, as many as are stored together, with the encoded positions of each."""
        if self.seek(first) == END:
            return {}
        if self._values is None:
            self._read_values()
        return dict(zip(self._ids[self._i :], self._values[self._i :], strict=True))

    def among(self, first: int, last: int) -> dict[int, bytes]:
        """All documents from `first` to `last`, perhaps with some beyond, as from `block`."""
        found: dict[int, bytes] = {}
        while self.at <= last:
            found |= self.block(first)
            first = self._maxid + 1
            if first > last:
                break
            self.seek(first)
        return found

    def frequency(self) -> int:
        return int(self.weight())


class AnyTerm(Positioned):
    """Documents with one of many terms; postings are opened only where a term's first document comes up."""

    def __init__(self, terms: Sequence[tuple[int, int, Callable[[], Postings]]]) -> None:
        """`terms`: first document, number of documents, and how to open the postings, of each."""
        self._closed = sorted(((first, place) for place, (first, _, _) in enumerate(terms)), reverse=True)
        self._openers = [opener for _, _, opener in terms]
        self._open: list[tuple[int, int, Postings]] = []
        self.cost = sum(count for _, count, _ in terms)
        self.at = -1
        self.seek(0)

    @classmethod
    def of(cls, postings: "Sequence[Postings]") -> "AnyTerm":
        """The same of postings that are open already."""
        return cls([(one.at, one.cost, partial(_itself, one)) for one in postings])

    def seek(self, target: int) -> int:
        if self.at >= target:
            return self.at
        opened = self._open
        while opened and opened[0][0] < target:
            _, place, postings = opened[0]
            found = postings.seek(target)
            if found == END:
                heapq.heappop(opened)
            else:
                heapq.heapreplace(opened, (found, place, postings))
        while self._closed and self._closed[-1][0] <= max(target, opened[0][0] if opened else END):
            self._open_next(target)
        self.at = opened[0][0] if opened else END
        return self.at

    def _open_next(self, target: int) -> None:
        _, place = self._closed.pop()
        postings = self._openers[place]()
        found = postings.seek(target)
        if found != END:
            heapq.heappush(self._open, (found, place, postings))

    def positions(self) -> set[int]:
        found: set[int] = set()
        for at, _, postings in self._open:
            if at == self.at:
                found.update(postings.positions())
        return found

    def frequency(self) -> int:
        return sum(postings.frequency() for at, _, postings in self._open if at == self.at)


def _itself(postings: Postings) -> Postings:
    return postings


class Members(Cursor):
    """Documents whose release is in a set."""

    def __init__(self, flags: bytes) -> None:
        """`flags`: 1 for each document that is one, else 0."""
        self._flags = flags
        self.cost = flags.count(1)
        self.at = -1
        self.seek(0)

    def seek(self, target: int) -> int:
        if self.at < target:
            found = self._flags.find(1, target) if target < len(self._flags) else -1
            self.at = found if found >= 0 else END
        return self.at


class AllDocuments(Cursor):
    """Every document of the segment."""

    def __init__(self, count: int) -> None:
        self.cost = self._count = count
        self.at = 0 if count else END

    def seek(self, target: int) -> int:
        if self.at < target:
            self.at = target if target < self._count else END
        return self.at


class Nothing(TextCursor):
    """No document."""

    at = END
    cost = 0

    def frequency(self) -> int:
        return 0

    def seek(self, target: int) -> int:  # noqa: ARG002 - there is nowhere to go
        return END


class Both(Cursor):
    """Documents that fulfil all of several conditions."""

    def __init__(self, cursors: Sequence[Cursor]) -> None:
        self._cursors = sorted(cursors, key=lambda cursor: cursor.cost)
        self.cost = self._cursors[0].cost
        self.at = -1
        self.seek(0)

    def seek(self, target: int) -> int:
        if self.at < target:
            self.at = meet(self._cursors, target)
        return self.at


class Either(Cursor):
    """Documents that fulfil one of several conditions."""

    def __init__(self, cursors: Sequence[Cursor]) -> None:
        self._cursors = cursors
        self.cost = sum(cursor.cost for cursor in cursors)
        self.at = min(cursor.at for cursor in cursors)

    def seek(self, target: int) -> int:
        if self.at < target:
            first = END
            for cursor in self._cursors:
                at = cursor.at
                if at < target:
                    at = cursor.seek(target)
                first = min(first, at)
            self.at = first
        return self.at


class EitherText(Either, TextCursor):
    """Documents that hold one of several things written."""

    def __init__(self, cursors: Sequence[TextCursor]) -> None:
        super().__init__(cursors)
        self._texts = cursors

    def frequency(self) -> int:
        return sum(cursor.frequency() for cursor in self._texts if cursor.at == self.at)


class Complement(Cursor):
    """Documents that do not fulfil a condition."""

    def __init__(self, cursor: Cursor, count: int) -> None:
        self._cursor = cursor
        self._count = count
        self.cost = max(0, count - cursor.cost)
        self.at = -1
        self.seek(0)

    def seek(self, target: int) -> int:
        if self.at < target:
            while target < self._count and self._cursor.seek(target) == target:
                target += 1
            self.at = target if target < self._count else END
        return self.at


def meet(cursors: Sequence[Cursor], target: int) -> int:
    """The first document from `target` on where all cursors stand, or `END`."""
    while target != END:
        for cursor in cursors:
            at = cursor.at
            if at < target:
                at = cursor.seek(target)
            if at != target:
                target = at
                break
        else:
            break
    return target
