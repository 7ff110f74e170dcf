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
from typing import Any

from whoosh.codec.whoosh3 import W3LeafMatcher

from reader.index.schema import Positions

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


class Positioned(Cursor):
    """A cursor that knows where in the document its terms stand."""

    @abstractmethod
    def positions(self) -> Collection[int]:
        """Positions in the document it stands on."""


class Postings(W3LeafMatcher, Positioned):  # type: ignore[misc]
    """Documents with one term: Whoosh's reader of posting blocks, searched by halves, not step by step."""

    _i: int

    def __init__(self, file: Any, info: Any) -> None:
        """`file`: the segment's postings; `info`: what its lexicon says of the term."""
        offset, length = info.extent()
        super().__init__(file, offset, length, _POSITIONS)
        self.cost = info.doc_frequency()
        self.at = self._first(0)

    def seek(self, target: int) -> int:
        if self.at < target:
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


class Members(Cursor):
    """Documents whose release is in a set: tested one by one, or sorted first where the set is small."""

    def __init__(
        self, numbers: "array[int]", wanted: Collection[int], places: Callable[[], dict[int, int]]
    ) -> None:
        self._numbers = numbers
        self._wanted = wanted
        self.cost = min(len(wanted), len(numbers))
        self._sorted: list[int] | None = None
        if len(wanted) * 8 < len(numbers):
            where = places()
            self._sorted = sorted(where[number] for number in wanted if number in where)
        self.at = -1
        self.seek(0)

    def seek(self, target: int) -> int:
        if self.at < target:
            self.at = self._first(target)
        return self.at

    def _first(self, target: int) -> int:
        if self._sorted is not None:
            place = bisect_left(self._sorted, target)
            return self._sorted[place] if place < len(self._sorted) else END
        numbers, wanted = self._numbers, self._wanted
        for at in range(target, len(numbers)):
            if numbers[at] in wanted:
                return at
        return END


class AllDocuments(Cursor):
    """Every document of the segment."""

    def __init__(self, count: int) -> None:
        self.cost = self._count = count
        self.at = 0 if count else END

    def seek(self, target: int) -> int:
        if self.at < target:
            self.at = target if target < self._count else END
        return self.at


class Nothing(Cursor):
    """No document."""

    at = END
    cost = 0

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
            self.at = min(
                [cursor.at if cursor.at >= target else cursor.seek(target) for cursor in self._cursors]
            )
        return self.at


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


class InRow(Cursor):
    """Documents where terms stand at fixed distances from each other."""

    def __init__(self, slots: Sequence[tuple[int, Positioned]], among: Cursor | None = None) -> None:
        """`slots`: distance and term; `among`: where to look, when less is known to come into question than
        all."""
        self._slots = sorted(slots, key=lambda slot: slot[1].cost)
        self._among = [among] if among else [cursor for _, cursor in self._slots]
        self.cost = self._among[0].cost // 2
        self.at = -1
        self.seek(0)

    def seek(self, target: int) -> int:
        if self.at < target:
            at = meet(self._among, target)
            while at != END and not self._in_row(at):
                at = meet(self._among, at + 1)
            self.at = at
        return self.at

    def _in_row(self, at: int) -> bool:
        starts: set[int] | None = None
        for distance, cursor in self._slots:
            if cursor.seek(at) != at:
                return False
            here = {position - distance for position in cursor.positions()}
            starts = here if starts is None else starts & here
            if not starts:
                return False
        return True


class Late(Positioned):
    """A cursor that is made only when it is needed."""

    def __init__(self, make: Callable[[], Positioned], cost: int) -> None:
        self._make = make
        self._cursor: Positioned | None = None
        self.cost = cost
        self.at = -1

    def seek(self, target: int) -> int:
        if self._cursor is None:
            self._cursor = self._make()
        self.at = self._cursor.seek(target)
        return self.at

    def positions(self) -> Collection[int]:
        return self._cursor.positions() if self._cursor else ()


def meet(cursors: Sequence[Cursor], target: int) -> int:
    """The first document from `target` on where all cursors stand, or `END`."""
    while True:
        first = cursors[0].seek(target)
        for cursor in cursors:
            target = cursor.seek(first)
            if target != first:
                break
        else:
            return first
        if target == END:
            return END
