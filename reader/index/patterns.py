"""A text leaf of a query -> what must stand where. Searching and marking both ask here."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from reader.index.analyser import Token, paired, tokens
from reader.index.inflections import forms
from reader.index.spelling import is_misspelling
from reader.query import Exact, Misspelt, Near, Phrase, Prefix, TextLeaf, Word


@dataclass(frozen=True, slots=True)
class Slot:
    """What may stand in one place: one of some terms, what begins so, or what is nearly spelt so."""

    terms: frozenset[str] = frozenset()
    start: str | None = None
    misspelt: str | None = None

    def accepts(self, term: str) -> bool:
        """Whether a term may stand here."""
        if term in self.terms or (self.start is not None and term.startswith(self.start)):
            return True
        return self.misspelt is not None and not paired(term) and is_misspelling(self.misspelt, term)


@dataclass(frozen=True, slots=True)
class Row:
    """Slots at fixed distances."""

    slots: tuple[tuple[int, Slot], ...]
    """Distance from the first, and what may stand there; ascending. Without any, nothing matches."""
    length: int
    """Positions it takes."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Rows that stand near each other, in any order and without overlap."""

    rows: tuple[tuple[Row, int], ...]
    """Each, and how often it must be there. Without any, nothing matches."""
    distance: int
    """Positions, at most, between all of them that belong to none."""


Pattern: TypeAlias = Row | Neighbours


@lru_cache(maxsize=512)
def pattern(leaf: TextLeaf) -> Pattern:
    """What `leaf` looks for: the one place where words become terms of the index.

    A word that holds several terms (`R&D`) is meant as it is written, without other forms of any of them.
    """
    if isinstance(leaf, Near):
        rows = Counter(_row(list(tokens(word)), is_open=False) for word in leaf.text.split())
        return Neighbours(tuple((row, times) for row, times in rows.items() if row.slots), leaf.distance)
    found = list(tokens(leaf.text))
    if len(found) == 1 and not paired(found[0].text):
        return Row(((0, _single(leaf, found[0])),), 1)
    return _row(found, is_open=_is_open(leaf, found))


def is_word(leaf: TextLeaf) -> bool:
    """Whether `leaf` is one word, of which the library may hold other forms; a phrase or `R&D` is none."""
    wanted = pattern(leaf)
    return not isinstance(leaf, Phrase) and isinstance(wanted, Row) and len(wanted.slots) == 1


def _is_open(leaf: TextLeaf, found: list[Token]) -> bool:
    """Whether the last term may be the beginning of a word.

    A character that is indexed in pairs is found in any word as it is; after `K-` no word has begun yet.
    """
    wants_more = isinstance(leaf, Prefix) or (isinstance(leaf, Word | Exact | Phrase) and leaf.live)
    return wants_more and bool(found) and found[-1].end == len(leaf.text) and not paired(found[-1].text)


def _single(leaf: TextLeaf, token: Token) -> Slot:
    """What a leaf of one term takes."""
    term = token.text
    start = term if _is_open(leaf, [token]) else None
    match leaf:
        case Word():
            return Slot(forms(term), start)
        case Misspelt():
            return Slot(misspelt=term)
        case _:
            return Slot(frozenset() if start else frozenset((term,)), start)


def _row(found: list[Token], *, is_open: bool) -> Row:
    """The terms as they stand."""
    if not found:
        return Row((), 0)
    first = found[0].position
    slots = [(token.position - first, Slot(frozenset((token.text,)))) for token in _needed(found)]
    if is_open:
        slots[-1] = (slots[-1][0], Slot(start=found[-1].text))
    return Row(tuple(slots), found[-1].position - first + 1)


def _needed(found: list[Token]) -> list[Token]:
    """Without the single characters that a pair covers."""
    kept: list[Token] = []
    covered = -1
    for at, token in enumerate(found):
        opens_pair = at + 1 < len(found) and found[at + 1].position == token.position
        if opens_pair or token.end <= covered:
            continue
        kept.append(token)
        if paired(token.text):
            covered = token.end
    return kept
