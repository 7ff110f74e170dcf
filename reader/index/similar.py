"""Releases that share telling words with one of them.

A word tells the more the oftener it stands in the release and the fewer others have it (tf-idf; K. Sparck Jones,
A statistical interpretation of term specificity and its application in retrieval, Journal of Documentation 28,
1972). The others are scored by these words as `ranking` scores them.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reader.index.analyser import paired, tokens
from reader.index.commit import translated
from reader.index.ranking import K1, WEIGHT, Frequencies, Statistics, added, count, either
from reader.index.schema import BODY, TITLE
from reader.index.search import Index
from reader.index.segment import Segment

WORDS = 12
"""How many of its words, at most, tell what a release is about."""
SHARED = 3
"""How many of them another has to have."""
COMMON = 20
"""A word that more than one in so many releases has tells nothing …"""
FEW = 10
"""… unless no more than these have it."""
_PAIRS = 100
"""Of pairs of characters, the most frequent ones that are looked at: each must be looked up by itself."""


@dataclass(frozen=True, slots=True)
class Similar:
    """Releases like another, the most similar first, as similar ones the newer first."""

    words: tuple[str, ...] = ()
    """What was looked for, the most telling first."""
    numbers: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    _shared: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def shared(self, number: int) -> tuple[str, ...]:
        """The words that decided for one of `numbers`, the most telling first."""
        return self._shared[number]


def similar(index: Index, number: int, wordings: Sequence[tuple[str, str]], limit: int = 50) -> Similar:
    """Releases like the one with this row number, which itself is left out.

    `wordings`: the titles and bodies that say what it is about. Raises IndexUnusable.
    """
    with translated():
        segments = index.segments
        statistics = Statistics(segments)
        words: dict[str, _Word] = {}
        for term in _telling(segments, statistics, wordings):
            found = _Word(segments, term, number)
            if found.elsewhere and found.documents <= _most(statistics):
                words[term] = found
            if len(words) == WORDS:
                break
        return _best(segments, statistics, words, number, limit)


class _Word:
    """Where one term stands."""

    def __init__(self, segments: Sequence[Segment], term: str, number: int) -> None:
        self.found: list[Frequencies] = [
            {name: times for name in WEIGHT if (times := added(segment, name, [term]))}
            for segment in segments
        ]
        self.documents = sum(map(count, segments, self.found))
        """How many living releases have it."""
        own = any(_has(one, found, number) for one, found in zip(segments, self.found, strict=True))
        self.elsewhere = self.documents > own


def _has(segment: Segment, found: Frequencies, number: int) -> bool:
    at = segment.where.get(number)
    return at is not None and at not in segment.deleted and any(at in times for times in found.values())


def _most(statistics: Statistics) -> int:
    return max(FEW, statistics.living // COMMON)


def _telling(
    segments: Sequence[Segment], statistics: Statistics, wordings: Sequence[tuple[str, str]]
) -> Iterator[str]:
    """Words of a release, the most telling first, by what the lexicons say of them."""
    weights: defaultdict[str, float] = defaultdict(float)
    for wording in wordings:
        for name, text in zip((TITLE, BODY), wording, strict=True):
            for token in tokens(text):
                weights[token.text] += WEIGHT[name]
    words = [term for term in weights if not paired(term) and len(term) > 1 and not term.isdigit()]
    pairs = [term for term in weights if paired(term) and len(term) > 1]
    rated = []
    for term in words + sorted(pairs, key=lambda pair: -weights[pair])[:_PAIRS]:
        documents = max(sum(_documents(segment, name, term) for segment in segments) for name in WEIGHT)
        if documents <= _most(statistics) + sum(len(segment.deleted) for segment in segments):
            value = statistics.idf(min(documents, statistics.living)) * weights[term] / (K1 + weights[term])
            rated.append((-value, term))
    return (term for _, term in sorted(rated))


def _documents(segment: Segment, name: str, term: str) -> int:
    return segment.documents(name, term) if paired(term) else segment.words(name).count(term)


def _best(
    segments: Sequence[Segment], statistics: Statistics, words: dict[str, _Word], number: int, limit: int
) -> Similar:
    least = min(SHARED, len(words))
    rows: list[tuple[float, int, int, int, int]] = []
    for which, segment in enumerate(segments):
        scores: defaultdict[int, float] = defaultdict(float)
        shared: Counter[int] = Counter()
        for word in words.values():
            documents = list(either(word.found[which]))
            idf = statistics.idf(word.documents)
            values = statistics.saturated(segment, word.found[which], documents, idf)
            for at, value in zip(documents, values, strict=True):
                scores[at] += value
            shared.update(documents)
        rows += [
            (scores[at], segment.places[at], segment.numbers[at], which, at)
            for at, times in shared.items()
            if times >= least and at not in segment.deleted and segment.numbers[at] != number
        ]
    best = heapq.nlargest(limit, rows)
    return Similar(
        tuple(words),
        tuple(found for _, _, found, _, _ in best),
        tuple(score for score, *_ in best),
        {
            found: tuple(
                term
                for term, word in words.items()
                if any(at in times for times in word.found[which].values())
            )
            for _, _, found, which, at in best
        },
    )
