"""Best match first: BM25F (S. Robertson, H. Zaragoza, M. Taylor, Simple BM25 Extension to Multiple Weighted
Fields, CIKM 2004).

    score(d)  = sum over the texts t that a query looks for and does not deny, each once:
                idf(t) * x(t, d) / (K1 + x(t, d))
    x(t, d)   = sum over title and body: WEIGHT * n(t, d) / (1 - B + B * length(d) / average length)
    idf(t)    = ln(1 + (N - df(t) + 0.5) / (df(t) + 0.5))

`n` is how often a text stands in the titles or bodies of all wordings of a release: a word with its inflections or
misspellings, and all words of one beginning, count as one text. `length` is the number of terms there. `N` counts
the releases in the index, `df` those with the text in a field where it is looked for. Texts that are looked for in
notes alone score nothing, and so does what only a note fulfils. What was deleted counts nowhere.
"""

import heapq
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import reduce
from itertools import chain, compress
from math import log
from operator import and_
from typing import TypeGuard

from reader.index.commit import translated
from reader.index.cursors import END
from reader.index.matching import find, words
from reader.index.numbers import flags
from reader.index.patterns import Row, pattern
from reader.index.phrases import in_row
from reader.index.schema import BODY, INITIALS, TITLE, start_term
from reader.index.search import Index, Sets, asked_sets
from reader.index.segment import Segment
from reader.query import And, Everything, Leaf, Node, Not, Or, TextLeaf, is_text, text_leaves

K1 = 1.2
"""How soon more of the same adds little."""
WEIGHT = {TITLE: 4.0, BODY: 1.0}
"""What a word counts there."""
B = {TITLE: 0.3, BODY: 0.75}
"""How far a long title or body makes its words count less: 0 not at all, 1 in proportion."""

Frequencies = dict[str, dict[int, int]]
"""By field and document of one segment, how often a text stands there."""


class Ranked:
    """Releases in order of their scores, those of the same score the newer first."""

    def __init__(self, scores: list[float], places: list[int], numbers: list[int]) -> None:
        """For each release: score, place in the order by date, number."""
        self._columns = (scores, places, numbers)

    def __len__(self) -> int:
        return len(self._columns[0])

    def first(self, count: int) -> list[tuple[int, float]]:
        """Number and score of the best ones."""
        best = heapq.nlargest(count, zip(*self._columns, strict=True))
        return [(number, score) for score, _, number in best]

    def all(self) -> list[tuple[int, float]]:
        """Number and score of each."""
        return [
            (number, score) for score, _, number in sorted(zip(*self._columns, strict=True), reverse=True)
        ]


class Statistics:
    """What scores depend on besides a release itself."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.living = sum(segment.living for segment in segments)
        self._averages = {
            field: sum(segment.length(field) for segment in segments) / max(self.living, 1)
            for field in WEIGHT
        }

    def idf(self, documents: int) -> float:
        """What a text is worth that so many living releases have."""
        return log(1 + (self.living - documents + 0.5) / (documents + 0.5))

    def saturated(
        self, segment: Segment, found: Frequencies, documents: Iterable[int], idf: float
    ) -> list[float]:
        """What a text adds to the scores of these documents."""
        fields = [(found[field], self._norms(segment, field)) for field in WEIGHT if found.get(field)]
        if not fields:
            return [0.0 for _ in documents]
        if len(fields) == 1:
            times, norms = fields[0]
            return [idf * x / (K1 + x) for x in [times.get(at, 0) * norms[at] for at in documents]]
        (first, first_norms), (second, second_norms) = fields
        return [
            idf * x / (K1 + x)
            for x in [
                first.get(at, 0) * first_norms[at] + second.get(at, 0) * second_norms[at] for at in documents
            ]
        ]

    def _norms(self, segment: Segment, field: str) -> list[float]:
        """What one occurrence counts in each document; kept while the average length is the same."""
        average = self._averages[field]
        known = segment.norms.get(field)
        if known is None or known[0] != average:
            lengths, weight, b = segment.lengths[field], WEIGHT[field], B[field]
            table = {length: weight / (1 - b + b * length / (average or 1)) for length in set(lengths)}
            known = segment.norms[field] = (average, [table[length] for length in lengths])
        return known[1]


def ranked(index: Index, root: Node, sets: Sets) -> Ranked:
    """The releases that fulfil a query, as `Index.matches` finds them, in order of their scores.

    Raises IndexUnusable.
    """
    answers = asked_sets(root, sets)
    with translated():
        segments = [_Matches(segment, answers) for segment in index.segments]
        found = [(one, list(one.documents(root) - one.segment.deleted)) for one in segments]
        scored = _scores(index.segments, segments, found, text_leaves(root))
        scores: list[float] = []
        places: list[int] = []
        numbers: list[int] = []
        for (one, documents), values in zip(found, scored, strict=True):
            scores += values
            places += [one.segment.places[at] for at in documents]
            numbers += [one.segment.numbers[at] for at in documents]
        return Ranked(scores, places, numbers)


def count(segment: Segment, found: Frequencies) -> int:
    """How many living documents of a segment have a text."""
    documents = either(found)
    return len(documents) - len(segment.deleted.intersection(documents))


def _scores(
    segments: Sequence[Segment],
    matches: "Sequence[_Matches]",
    found: "Sequence[tuple[_Matches, list[int]]]",
    texts: Iterable[TextLeaf],
) -> list[list[float]]:
    """The scores of the documents found in each segment."""
    statistics = Statistics(segments)
    totals = [[0.0] * len(documents) for _, documents in found]
    for text in texts:
        if text.field == "note":
            continue
        idf = statistics.idf(sum(count(one.segment, one.frequencies(text)) for one in matches))
        for at, (one, documents) in enumerate(found):
            added = statistics.saturated(one.segment, one.frequencies(text), documents, idf)
            totals[at] = [total + more for total, more in zip(totals[at], added, strict=True)]
    return totals


class _Matches:
    """Which documents of a segment fulfil conditions: all at once, where a cursor finds the next one."""

    def __init__(self, segment: Segment, answers: Mapping[Leaf, Collection[int]]) -> None:
        self.segment = segment
        self._answers = answers
        self._frequencies: dict[TextLeaf, Frequencies] = {}

    def documents(self, node: Node) -> Set[int]:
        """Documents that fulfil a condition, deleted ones included."""
        match node:
            case Everything():
                return set(range(self.segment.count))
            case Not(inner):
                return set(range(self.segment.count)).difference(self.documents(inner))
            case And(nodes):
                return self._all_of(nodes)
            case Or(nodes):
                return set().union(*(self.documents(child) for child in nodes))
            case _ if is_text(node):
                return self._text(node)
            case _:
                return self._members(self._answers[node])

    def frequencies(self, leaf: TextLeaf) -> Frequencies:
        """How often a text stands in titles and bodies."""
        if leaf not in self._frequencies:
            self._frequencies[leaf] = {
                field: frequencies(self.segment, leaf, field)
                for field in (TITLE, BODY)
                if leaf.field in (None, field)
            }
        return self._frequencies[leaf]

    def _all_of(self, nodes: Iterable[Node]) -> Set[int]:
        """Conditions of the tables are met in one step, as numbers with a byte for each document."""
        asked = [self._flags(self._answers[node]) for node in nodes if _is_condition(node)]
        found: Set[int] | None = None
        if asked:
            both = reduce(and_, [int.from_bytes(one, sys.byteorder) for one in asked])
            found = self._flagged(both.to_bytes(self.segment.count, sys.byteorder))
        for node in nodes:
            if not _is_condition(node):
                more = self.documents(node)
                found = more if found is None else found & more
        return found if found is not None else set()

    def _text(self, leaf: TextLeaf) -> Set[int]:
        documents = either(self.frequencies(leaf))
        noted = self._answers.get(leaf)
        return documents | self._members(noted) if noted else documents

    def _members(self, wanted: Collection[int]) -> Set[int]:
        return self._flagged(self._flags(wanted)) if wanted else set()

    def _flags(self, wanted: Collection[int]) -> bytes:
        return flags(wanted, self.segment.numbers)

    def _flagged(self, chosen: bytes) -> Set[int]:
        return set(compress(range(self.segment.count), chosen))


def frequencies(segment: Segment, leaf: TextLeaf, field: str) -> dict[int, int]:
    """How often each document of a segment, deleted ones included, has the text of `leaf` in one field."""
    row = _fixed_row(leaf)
    if row:
        return in_row(segment, field, row)
    letter = _only_letter(leaf)
    if letter is not None:
        return added(segment, INITIALS, [start_term(field, letter)])
    terms = words(segment, leaf, field)
    if terms is not None:
        return added(segment, field, terms)
    found: dict[int, int] = {}
    cursor = find(segment, leaf, field)
    at = cursor.at
    while at != END:
        found[at] = cursor.frequency()
        at = cursor.seek(at + 1)
    return found


def _fixed_row(leaf: TextLeaf) -> list[tuple[int, str]]:
    """Distances and terms, where a leaf means several known ones in a row."""
    wanted = pattern(leaf)
    if not isinstance(wanted, Row) or len(wanted.slots) < 2:
        return []
    terms = [(distance, term) for distance, slot in wanted.slots for term in slot.terms]
    return terms if len(terms) == len(wanted.slots) and wanted.slots[-1][1].start is None else []


def _only_letter(leaf: TextLeaf) -> str | None:
    """The letter, where every word that begins with it is meant: too many to add up one by one."""
    wanted = pattern(leaf)
    if not isinstance(wanted, Row) or len(wanted.slots) != 1:
        return None
    slot = wanted.slots[0][1]
    if (
        slot.start is None
        or len(slot.start) > 1
        or not all(term.startswith(slot.start) for term in slot.terms)
    ):
        return None
    return slot.start


def added(segment: Segment, field: str, terms: Sequence[str]) -> dict[int, int]:
    """How often each document has any of some terms in one field."""
    found: dict[int, int] = {}
    for term in terms:
        documents, times = segment.frequencies(field, term)
        if found:
            for at, more in zip(documents, times, strict=True):
                found[at] = found.get(at, 0) + more
        else:
            found = dict(zip(documents, times, strict=True))
    return found


def either(found: Frequencies) -> Set[int]:
    """Documents that have a text in any field."""
    some = [times for times in found.values() if times]
    return some[0].keys() if len(some) == 1 else set(chain.from_iterable(some))


def _is_condition(node: Node) -> TypeGuard[Leaf]:
    return not isinstance(node, And | Or | Not | Everything) and not is_text(node)
