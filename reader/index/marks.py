"""Where the words of a query stand in a text, by the same rules as the search; Whoosh is not needed for
it."""

from collections.abc import Iterator, Sequence
from typing import Literal

from reader.index.analyser import Token, tokens
from reader.index.patterns import Pattern, pattern
from reader.query import Node, TextLeaf, text_leaves

Span = tuple[int, int]
"""First code point of a passage, and the one after its last."""


def spans(root: Node, text: str, field: Literal["title", "body", "note"]) -> list[Span]:
    """Passages of a title, body or note that the query's text, as far as it is not denied, finds; in order,
    disjoint."""
    return _merged(sorted((start, end) for start, end, _ in _hits(_patterns(root, field), text)))


def matches_text(leaf: TextLeaf, text: str) -> bool:
    """Whether a text fulfils one text condition, whatever field that asks for."""
    return next(_hits([pattern(leaf)], text), None) is not None


def excerpt(root: Node, body: str, width: int = 160) -> tuple[str, list[Span]]:
    """About `width` characters around the best hits in a body, on one line, and the passages to mark in them.

    The best place has most of the query's conditions, then most hits, then comes first. Without a hit the
    body's beginning is returned, without marks.
    """
    hits = sorted(_hits(_patterns(root, "body"), body))
    first, last = _best(hits, width)
    spare = max(0, width - (last - first))
    start = _word_edge(body, max(0, min(first - spare // 3, len(body) - width)), -1)
    end = _word_edge(body, min(len(body), max(start + width, last)), 1)
    while start < end and body[start].isspace():
        start += 1
    end = start + len(body[start:end].rstrip())
    before, after = ("…" if rest.strip() else "" for rest in (body[:start], body[end:]))
    shift = len(before) - start
    inside = _merged([(max(at, start), min(stop, end)) for at, stop, _ in hits if at < end and stop > start])
    line = "".join(" " if character.isspace() else character for character in body[start:end])
    return before + line + after, [(at + shift, stop + shift) for at, stop in inside]


def _patterns(root: Node, field: str) -> list[Pattern]:
    return [pattern(leaf) for leaf in text_leaves(root) if leaf.field in (None, field)]


def _hits(patterns: Sequence[Pattern], text: str) -> Iterator[tuple[int, int, int]]:
    """Start and end of every hit, and which pattern's it is."""
    if not any(wanted.slots for wanted in patterns):
        return
    where = _positions(text)
    for place, wanted in enumerate(patterns):
        if not wanted.slots:
            continue
        first = _accepted(where, wanted, 0)
        rest = [(wanted.slots[at][0], _accepted(where, wanted, at)) for at in range(1, len(wanted.slots))]
        for position, token in first.items():
            found = [terms.get(position + distance) for distance, terms in rest]
            if all(found):
                yield token.start, max(token.end, *(one.end for one in found if one), 0), place


def _positions(text: str) -> dict[str, list[Token]]:
    where: dict[str, list[Token]] = {}
    for token in tokens(text):
        where.setdefault(token.text, []).append(token)
    return where


def _accepted(where: dict[str, list[Token]], wanted: Pattern, slot: int) -> dict[int, Token]:
    """The tokens that one slot accepts, by position."""
    term = wanted.slots[slot][1]
    if wanted.open and slot == len(wanted.slots) - 1:
        groups = [group for text, group in where.items() if text.startswith(term)]
    else:
        groups = [where.get(term, [])]
    return {token.position: token for group in groups for token in group}


def _merged(ordered: list[Span]) -> list[Span]:
    """Without overlaps; what touches becomes one."""
    merged: list[Span] = []
    for start, end in ordered:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _best(hits: list[tuple[int, int, int]], width: int) -> Span:
    """The stretch from a first to a last hit, no longer than `width`, that shows most."""
    best, found = (0, 0, 0), (0, 0)
    inside: dict[int, int] = {}
    right = 0
    for left, (start, end, place) in enumerate(hits):
        while right < len(hits) and (hits[right][1] - start <= width or right == left):
            inside[hits[right][2]] = inside.get(hits[right][2], 0) + 1
            right += 1
        score = (len(inside), right - left, -start)
        if score > best:
            best, found = score, (start, max(end, hits[right - 1][1]))
        inside[place] -= 1
        if not inside[place]:
            del inside[place]
    return found


_REACH = 24
"""Characters to look for the edge of a word in; text without spaces is cut where it is."""


def _word_edge(text: str, at: int, step: int) -> int:
    """The nearest place, in one direction, that is between two words."""
    for place in range(at, at + step * _REACH, step):
        if place <= 0 or place >= len(text) or text[place - 1].isspace() or text[place].isspace():
            return min(max(place, 0), len(text))
    return at
