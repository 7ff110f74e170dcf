"""Changes to the text of a query that leave the rest of it as the user wrote it.

Each takes a text that `parse` reads, also one that is still being typed in the bar: what is missing at its end is
then added. Each raises UsageError with a sentence for a text that cannot be read.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final, get_args

from reader.errors import UsageError
from reader.query.nodes import (
    And,
    Category,
    Condition,
    Days,
    Everything,
    Exact,
    IdIs,
    Is,
    Language,
    Node,
    Not,
    Or,
    Order,
    Prefix,
    Query,
    Seen,
    SourceIs,
    Word,
)
from reader.query.parse import Part, parse, read
from reader.query.shapes import OPERATORS, WORD, shape
from reader.query.writing import render

_ONE_OF_A_KIND: Final = (Category, SourceIs, Language, IdIs, Days, Seen)
"""Of these a query has one: adding another replaces it."""
_OPPOSITE: Final = {"read": "unread", "unread": "read"}
_CONDITIONS: Final = get_args(Condition)


def conditions(text: str, today: dt.date) -> frozenset[Condition]:
    """The conditions that hold for everything the query finds."""
    root = read(text, today=today, live=True, cursor=-1).query.root
    nodes = root.nodes if isinstance(root, And) else (root,)
    return frozenset(node for node in nodes if isinstance(node, _CONDITIONS))


def toggle(text: str, condition: Condition, today: dt.date) -> str:
    """The query with the condition at its end, or without it where it holds already.

    What it cannot be combined with goes: another of a kind of which a query has one, the opposite state, and the
    same condition denied.
    """
    finished = _finished(text, today)
    if condition in conditions(finished, today):
        return _without(finished, lambda part: part.node == condition, today)
    rest = _without(finished, lambda part: part.node is not None and _excludes(condition, part.node), today)
    return _with(rest, render(condition), today)


def with_order(text: str, order: Order | None, today: dt.date) -> str:
    """The query with `sort:order` put at its end or in the place of the one it has; with None, without any."""
    finished = _finished(text, today)
    ordered = next((part for part in read(finished, today=today).parts if part.order), None)
    if order is None:
        return _without(finished, lambda part: part.order is not None, today)
    if ordered is None:
        return _with(finished, f"sort:{order}", today)
    return f"{finished[: ordered.start]}sort:{order}{finished[ordered.end :]}"


def respelt(text: str, word: str, spelling: str, today: dt.date) -> str:
    """The query with every `word`, `=word` and `word*` (in any case) spelt otherwise, its field and sign kept."""
    places = [
        typed
        for typed in read(text, today=today, live=True).words
        if isinstance(typed.leaf, Word | Exact | Prefix) and typed.leaf.text.casefold() == word.casefold()
    ]
    for place in reversed(places):
        text = text[: place.start] + _as_word(spelling) + text[place.end :]
    return text


def _as_word(spelling: str) -> str:
    """The spelling as it is, or in quotation marks where it would be read as something else."""
    shaped = shape(spelling)
    plain = (
        WORD.fullmatch(shaped)
        and shaped not in OPERATORS
        and shaped[0] not in "-=#"
        and shaped[-1] not in "*~"
    )
    return spelling if plain else f'"{spelling}"'


def _excludes(condition: Condition, node: Node) -> bool:
    if node == Not(condition):
        return True
    if isinstance(condition, Is):
        return isinstance(node, Is) and node.state == _OPPOSITE.get(condition.state)
    options = node.nodes if isinstance(node, Or) else (node,)
    return isinstance(condition, _ONE_OF_A_KIND) and all(type(one) is type(condition) for one in options)


def _finished(text: str, today: dt.date) -> str:
    """The text such that the command line reads it as the bar does, as little changed as can be."""
    query = (reading := read(text, today=today, live=True, cursor=-1)).query
    for candidate in (text, text + reading.closers):
        if _reads_as(candidate, query, today) and _is_in_parts(candidate, today):
            return candidate
    written = "" if query.root == Everything() else render(query.root)
    return _with(written, f"sort:{query.order}", today) if query.order else written


def _reads_as(text: str, query: Query, today: dt.date) -> bool:
    try:
        other = parse(text, today=today)
    except UsageError:
        return False
    return (other.root, other.order) == (query.root, query.order)


def _is_in_parts(text: str, today: dt.date) -> bool:
    """Whether each node that must be fulfilled has a place of its own; not so in `is:new OR &`."""
    reading = read(text, today=today)
    root = reading.query.root
    placed = tuple(part.node for part, _, _ in _places(reading.parts) if part.node)
    return isinstance(root, Or | Everything) or placed == (root.nodes if isinstance(root, And) else (root,))


def _with(text: str, addition: str, today: dt.date) -> str:
    """The text with a further part that must be fulfilled too."""
    if not text.strip():
        return addition
    if not read(text, today=today).parts:  # an OR would bind what is added to its last side
        text = f"({text.strip()})"
    return text + addition if text[-1].isspace() else f"{text} {addition}"


def _without(text: str, unwanted: Callable[[Part], bool], today: dt.date) -> str:
    """The text without the parts that must be fulfilled and are unwanted."""
    while True:
        parts = read(text, today=today, live=True, cursor=-1).parts
        places = _apart(place for part, *place in _places(parts) if unwanted(part))
        if not places:
            return text if _reads_as(text, parse(text, today=today, live=True, cursor=-1), today) else ""
        for start, end in reversed(places):
            text = _cut(text, start, end)
        text = text.strip()


def _apart(places: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """Without those that overlap the next: the first of several parts goes when the others have gone."""
    ordered = sorted((start, end) for start, end in places)
    following = [start for start, _ in ordered[1:]]
    return [place for place, start in zip_longest(ordered, following) if start is None or place[1] <= start]


def _places(parts: tuple[Part, ...]) -> Iterator[tuple[Part, int, int]]:
    """Each part, those of groups too, and from where to where the text goes when it goes: with AND and spaces."""
    for number, part in enumerate(parts):
        if number:
            start, end = parts[number - 1].end, part.end
        else:
            start, end = part.start, parts[1].start if len(parts) > 1 else part.end
        inner = part
        while len(inner.parts) == 1:  # nothing would be left in its brackets
            inner = inner.parts[0]
        if inner.parts:
            yield from _places(inner.parts)
        else:
            yield inner, start, end


def _cut(text: str, start: int, end: int) -> str:
    before, after = text[:start], text[end:]
    if not before.strip() or not after.strip():
        return before + after  # not stripped: what is before may be cut too
    apart = before[-1].isspace() or after[0].isspace() or shape(before[-1]) == "(" or shape(after[0]) == ")"
    return before + after if apart else f"{before} {after}"
