"""Cursors over documents in which words stand next to, or near, each other.

Common words meet in tens of thousands of documents. So documents are not looked at one by one but by blocks
of the rarest word, as they are stored.
"""

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, repeat
from operator import add, and_
from typing import TypeAlias

from reader.index.cursors import END, Cursor, Positioned, Postings, TextCursor, meet
from reader.index.neighbours import Wanted, beginnings
from reader.index.schema import Positions
from reader.index.watch import Watch

_SMALL, _LARGE = 18, 34
"""Bits that a position takes, one of two bytes and one of four; the number of its document is above them. Python
is quicker with numbers of less than thirty bits."""

Slots: TypeAlias = Sequence[tuple[int, Postings]]
"""Distance from the first word of a row, and the word."""
Values: TypeAlias = Mapping[int, Mapping[int, bytes]]
"""By identity of the postings, which compare as equal: encoded positions by document."""
Places: TypeAlias = dict[int, list[int]]
"""Positions, ascending, by document, ascending."""


class _Meeting(Positioned):
    """Documents that have all of some terms, in places that fulfil a condition."""

    def __init__(self, terms: Sequence[Postings]) -> None:
        self._rarest, *self._others = sorted(terms, key=lambda term: term.cost)
        self._known: Places = {}
        self._order: list[int] = []
        self._last = -1
        self.cost = self._rarest.cost // 2
        self.at = -1
        self.seek(0)

    @abstractmethod
    def _places(self, documents: list[int], values: Values) -> Places:
        """Where the condition is fulfilled, if at all, in documents that have all of the terms; `values` has
        the encoded positions of each."""

    def seek(self, target: int) -> int:
        while self.at < target:
            at = bisect_left(self._order, target)
            if at < len(self._order):
                self.at = self._order[at]
            elif not self._read(max(target, self._last + 1)):
                self.at = END
        return self.at

    def _read(self, first: int) -> bool:
        """Look at the next block of the rarest term; False when there is none."""
        rarest = self._rarest.block(first)
        if not rarest:
            return False
        first, self._last = self._rarest.at, max(rarest)
        values = {id(self._rarest): rarest}
        documents = set(rarest)
        for term in self._others:
            term.seek(first)
            found = values[id(term)] = term.among(first, self._last)
            documents &= found.keys()
        self._known = self._places(sorted(documents), values)
        self._order = list(self._known)
        return True

    def positions(self) -> list[int]:
        return self._known[self.at]


class InRow(_Meeting):
    """Documents where terms stand at fixed distances from each other."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        super().__init__([term for _, term in slots])

    def _places(self, documents: list[int], values: Values) -> Places:
        return _starts(self._slots, documents, values)


class NearEachOther(_Meeting):
    """Documents where rows of terms stand near each other."""

    def __init__(self, rows: Sequence[tuple[int, int, Slots]], between: int, watch: Watch) -> None:
        """`rows`: how many positions each takes, how often it must be there, and its slots; `between`: the
        positions, at most, among all of them that belong to none; `watch` is looked at for each document."""
        self._watch = watch
        self._rows = rows
        self._between = between
        self._reach = between + sum(length * times for length, times, _ in rows)
        super().__init__([term for _, _, slots in rows for _, term in slots])

    def _places(self, documents: list[int], values: Values) -> Places:
        rows = [(length, times, _starts(slots, documents, values)) for length, times, slots in self._rows]
        found = {}
        for document in rows[0][2]:
            self._watch.look()
            starts = [places.get(document, []) for _, _, places in rows]
            if all(self._reaches(starts[0], others) for others in starts[1:]):
                wanted = [
                    Wanted(length, times, at) for (length, times, _), at in zip(rows, starts, strict=True)
                ]
                if places := beginnings(wanted, self._between):
                    found[document] = places
        return found

    def _reaches(self, some: Sequence[int], others: Sequence[int]) -> bool:
        """Whether any two are near enough: seldom so, and quickly seen."""
        for start in some:
            at = bisect_left(others, start - self._reach)
            if at < len(others) and others[at] <= start + self._reach:
                return True
        return False


class BegunRow(Positioned):
    """Documents with a row, the last word of which is only begun."""

    def __init__(
        self, row: Positioned, among: Cursor, distance: int, words: Callable[[], Positioned]
    ) -> None:
        """`row`: with no more of its last word than the first letter; `among`: documents that have such words;
        `distance`: of the last word from the first; `words`: made only when some of them come into question."""
        self._row = row
        self._meeting: list[Cursor] = sorted([row, among], key=lambda cursor: cursor.cost)
        self._distance = distance
        self._make = words
        self._words: Positioned | None = None
        self._starts: list[int] = []
        self.cost = self._meeting[0].cost // 2
        self.at = -1
        self.seek(0)

    def seek(self, target: int) -> int:
        if self.at < target:
            at = meet(self._meeting, target)
            while at != END and not self._stands(at):
                at = meet(self._meeting, at + 1)
            self.at = at
        return self.at

    def _stands(self, at: int) -> bool:
        if self._words is None:
            self._words = self._make()
        if self._words.seek(at) != at:
            return False
        there = self._words.positions()
        self._starts = [start for start in self._row.positions() if start + self._distance in there]
        return bool(self._starts)

    def positions(self) -> list[int]:
        return self._starts


class Begun(TextCursor):
    """Documents with a word that begins so, by a flag that says that much; the words are read only to be
    counted."""

    def __init__(self, flags: Postings, words: Callable[[], TextCursor]) -> None:
        self._flags = flags
        self._make = words
        self._words: TextCursor | None = None
        self.cost = flags.cost
        self.at = flags.at

    def seek(self, target: int) -> int:
        self.at = self._flags.seek(target)
        return self.at

    def frequency(self) -> int:
        if self._words is None:
            self._words = self._make()
        return self._words.frequency() if self._words.seek(self.at) == self.at else 0


def _starts(slots: Slots, documents: list[int], values: Values) -> Places:
    """Where terms stand in a row, document by document.

    All positions of a term in these documents become one list of numbers, each beginning with its document's,
    so that sets compare them at once.
    """
    columns = [list(map(values[id(term)].__getitem__, documents)) for _, term in slots]
    sizes = [list(map(len, column)) for column in columns]
    large = any(1 in map(and_, some, repeat(1)) for some in sizes)
    shift = _LARGE if large else _SMALL
    found: set[int] | None = None
    for (distance, _), column, some in zip(slots, columns, sizes, strict=True):
        arrays = map(Positions.decode_positions, column if large else [b"".join(column)])
        counts = [size >> (2 if size & 1 else 1) for size in some]
        firsts = range(-distance, len(column) << shift, 1 << shift)
        numbers = map(add, chain.from_iterable(arrays), chain.from_iterable(map(repeat, firsts, counts)))
        found = set(numbers) if found is None else found.intersection(numbers)
    places: Places = {}
    for number in sorted(found or ()):
        places.setdefault(documents[number >> shift], []).append(number & (1 << shift) - 1)
    return places
