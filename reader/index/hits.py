"""Where the patterns of a query stand in one text.

Most texts are searched with regular expressions: fifty excerpts must not take longer than a key press. What
these cannot tell (characters indexed in pairs, words near each other or misspelt) is found term by term.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from os.path import commonprefix
from typing import NamedTuple

from reader.index.analyser import Token, letter_by_letter, tokens
from reader.index.neighbours import Wanted, together
from reader.index.patterns import Neighbours, Pattern, Row, Slot

_LETTER, _BETWEEN = r"[^\W_]", r"[\W_]+"


class Hit(NamedTuple):
    """A passage that a pattern finds; offsets count code points."""

    start: int
    end: int
    pattern: int
    """Which of the patterns it is."""


def hits(patterns: Sequence[Pattern], text: str) -> Iterator[Hit]:
    """Every passage that one of the patterns finds, in no order; passages may overlap."""
    folded = letter_by_letter(text)
    slow = []
    for place, wanted in enumerate(patterns):
        quick = None if folded is None or isinstance(wanted, Neighbours) else _expression(wanted)
        if folded is None or quick is None:
            slow.append(place)
        else:
            yield from _matches(quick, folded, place)
    if slow:
        for hit in by_terms([patterns[place] for place in slow], text):
            yield hit._replace(pattern=slow[hit.pattern])


def by_terms(patterns: Sequence[Pattern], text: str) -> Iterator[Hit]:
    """The same, found without short cuts."""
    where: dict[str, list[Token]] = {}
    for token in tokens(text):
        where.setdefault(token.text, []).append(token)
    for place, wanted in enumerate(patterns):
        found = _near(where, wanted) if isinstance(wanted, Neighbours) else _rows(where, wanted).values()
        yield from (Hit(start, end, place) for start, end in found)


def _matches(quick: re.Pattern[str], folded: str, place: int) -> Iterator[Hit]:
    found = quick.search(folded)
    while found:
        yield Hit(found.start(), found.end(), place)
        found = quick.search(folded, found.start() + 1)


@lru_cache(maxsize=512)
def _expression(row: Row) -> re.Pattern[str] | None:
    """What finds a row in text folded letter by letter; None where no regular expression does."""
    if not row.slots or any(slot.misspelt is not None for _, slot in row.slots):
        return None
    return re.compile(_BETWEEN.join(_word(slot) for _, slot in row.slots))


def _word(slot: Slot) -> str:
    """What finds a whole word that a slot accepts.

    It begins with letters, not with a look behind: `re` skips quickly to where these stand.
    """
    common = commonprefix([*slot.terms, *([slot.start] if slot.start is not None else [])])  # noqa: RUF071 - letters are meant
    endings = [re.escape(term[len(common) :]) + f"(?!{_LETTER})" for term in sorted(slot.terms)]
    if slot.start is not None:
        endings.insert(0, re.escape(slot.start[len(common) :]) + f"{_LETTER}*")
    return f"{re.escape(common)}(?<!{_LETTER}{re.escape(common)})(?:{'|'.join(endings)})"


def _rows(where: dict[str, list[Token]], row: Row) -> dict[int, tuple[int, int]]:
    """By position of its first term, first and last code point of every place where a row stands."""
    if not row.slots:
        return {}
    first, *others = [(distance, _accepted(where, slot)) for distance, slot in row.slots]
    found = {}
    for position, token in first[1].items():
        rest = [terms.get(position + distance) for distance, terms in others]
        if all(rest):
            found[position] = (token.start, max(token.end, *(one.end for one in rest if one), 0))
    return found


def _accepted(where: dict[str, list[Token]], slot: Slot) -> dict[int, Token]:
    """The tokens that one slot accepts, by position."""
    if slot.start is None and slot.misspelt is None:
        groups = [where.get(term, []) for term in slot.terms]
    else:
        groups = [group for term, group in where.items() if slot.accepts(term)]
    return {token.position: token for group in groups for token in group}


def _near(where: dict[str, list[Token]], wanted: Neighbours) -> set[tuple[int, int]]:
    """The rows, each alone, that stand near each other."""
    rows = [_rows(where, row) for row, _ in wanted.rows]
    places = [Wanted(row.length, times, at) for (row, times), at in zip(wanted.rows, rows, strict=True)]
    return {rows[one.row][one.start] for near in together(places, wanted.distance) for one in near}
