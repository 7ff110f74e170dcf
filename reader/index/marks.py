"""Where the words of a query stand in a text, by the same rules as the search; Whoosh is not needed for
it."""

import re
from typing import Literal

from reader.index.hits import Hit, hits
from reader.index.patterns import Pattern, pattern
from reader.query import Node, TextLeaf, text_leaves

Span = tuple[int, int]
"""First code point of a passage, and the one after its last."""
_SPACE = re.compile(r"\s")


def spans(root: Node, text: str, field: Literal["title", "body", "note"]) -> list[Span]:
    """Passages of a title, body or note that the query's text, as far as it is not denied, finds; in order,
    disjoint."""
    return _merged(sorted((hit.start, hit.end) for hit in hits(_patterns(root, field), text)))


def matches_text(leaf: TextLeaf, text: str) -> bool:
    """Whether a text fulfils one text condition, whatever field that asks for."""
    return next(hits([pattern(leaf)], text), None) is not None


def excerpt(
    root: Node, body: str, width: int = 160, field: Literal["title", "body", "note"] = "body"
) -> tuple[str, list[Span]]:
    """About `width` characters around the best hits in a body, on one line, and the passages to mark in them.

    The best place has most of the query's conditions, then most hits, then comes first. Without a hit the
    body's beginning is returned, without marks.
    """
    found = sorted(hits(_patterns(root, field), body))
    first, last = _best(found, width)
    spare = max(0, width - (last - first))
    start = _word_edge(body, max(0, min(first - spare // 3, len(body) - width)), -1)
    end = _word_edge(body, min(len(body), max(start + width, last)), 1)
    while start < end and body[start].isspace():
        start += 1
    end = start + len(body[start:end].rstrip())
    before, after = ("…" if rest.strip() else "" for rest in (body[:start], body[end:]))
    shift = len(before) - start
    inside = _merged([(max(at, start), min(stop, end)) for at, stop, _ in found if at < end and stop > start])
    line = _SPACE.sub(" ", body[start:end])
    return before + line + after, [(at + shift, stop + shift) for at, stop in inside]


def _patterns(root: Node, field: str) -> list[Pattern]:
    return [pattern(leaf) for leaf in text_leaves(root) if leaf.field in (None, field)]


def _merged(ordered: list[Span]) -> list[Span]:
    """Without overlaps; what touches becomes one."""
    merged: list[Span] = []
    for start, end in ordered:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _best(found: list[Hit], width: int) -> Span:
    """The stretch from a first to a last hit, no longer than `width`, that shows most."""
    best, stretch = (0, 0, 0), (0, 0)
    inside: dict[int, int] = {}
    right = 0
    for left, (start, end, place) in enumerate(found):
        while right < len(found) and (found[right].end - start <= width or right == left):
            inside[found[right].pattern] = inside.get(found[right].pattern, 0) + 1
            right += 1
        score = (len(inside), right - left, -start)
        if score > best:
            best, stretch = score, (start, max(end, found[right - 1].end))
        inside[place] -= 1
        if not inside[place]:
            del inside[place]
    return stretch


_REACH = 24
"""Characters to look for the edge of a word in; text without spaces is cut where it is."""


def _word_edge(text: str, at: int, step: int) -> int:
    """The nearest place, in one direction, that is between two words."""
    for place in range(at, at + step * _REACH, step):
        if place <= 0 or place >= len(text) or text[place - 1].isspace() or text[place].isspace():
            return min(max(place, 0), len(text))
    return at
