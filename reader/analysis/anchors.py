"""Finds a noted passage again: W3C Web Annotation Data Model (2017), TextQuoteSelector and TextPositionSelector.

A passage is never moved on a guess. In another wording than its own it counts as found only where its words stand
once and the words on both sides of it agree; where the text began or ended beside it, it still must. White space and
typography, which make no other wording, are taken as equal.
"""

from array import array
from collections.abc import Sequence
from functools import lru_cache

from reader.model import Passage

CONTEXT = 32
"""Characters kept before and after a passage."""

_TYPOGRAPHY: dict[str, str] = {
    **dict.fromkeys("‘’‚‛′ʼ＇`´", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑‒–—―−－⸺⸻", "-"),
    "…": "...",
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
}


def passage(revision: int, body: str, start: int, end: int) -> Passage:
    """The selectors of `body[start:end]`."""
    return Passage(
        revision,
        start,
        end,
        body[start:end],
        body[max(0, start - CONTEXT) : start],
        body[end : end + CONTEXT],
    )


def stands(anchor: Passage, body: str) -> bool:
    """Whether a passage stands just where it says it does, its surroundings too."""
    return anchor == passage(anchor.revision, body, anchor.start, anchor.end)


def find_quote(body: str, quote: str) -> tuple[int, int] | None:
    """Where a quote first stands, its own white space and the text's taken as equal; None when it does not."""
    words = quote.split()
    if not words:
        return None
    start = 0
    while (at := body.find(words[0], start)) >= 0:
        end = _match(body, at, words)
        if end is not None:
            return at, end
        start = at + 1
    return None


def _match(body: str, at: int, words: list[str]) -> int | None:
    position = at
    for index, word in enumerate(words):
        if index:
            gap = position
            while position < len(body) and body[position].isspace():
                position += 1
            if position == gap:
                return None
        if not body.startswith(word, position):
            return None
        position += len(word)
    return position


def locate(anchor: Passage, revision: int, body: str) -> tuple[int, int] | None:
    """Where the passage stands in a wording; None when that cannot be said for certain.

    A cut text that was completed keeps its revision's number: there what follows the passage may have grown, and the
    same words may have come a second time.
    """
    same = anchor.revision == revision
    if same and stands(anchor, body):
        return anchor.start, anchor.end
    exact = fold(anchor.exact).strip()
    folded, places = _mapped_body(body)
    found = _occurrences(folded, exact)
    if not same and len(found) > 1:
        return None
    spans = [
        (places[at], places[at + len(exact) - 1] + 1)
        for at in found
        if _before_agrees(anchor, exact, folded[:at])
        and _after_agrees(anchor, exact, folded[at + len(exact) :], may_grow=same)
    ]
    own = [span for span in spans if same and span[0] == anchor.start]
    return own[0] if own else spans[0] if len(spans) == 1 else None


def _occurrences(folded: str, exact: str) -> list[int]:
    found: list[int] = []
    at = folded.find(exact) if exact else -1
    while at >= 0:
        found.append(at)
        at = folded.find(exact, at + 1)
    return found


def _before_agrees(anchor: Passage, exact: str, before: str) -> bool:
    # Folded together: a blank between the two belongs to neither alone.
    prefix = fold(anchor.prefix + anchor.exact).rstrip().removesuffix(exact).lstrip()
    begins = len(anchor.prefix) < CONTEXT
    return before.lstrip() == prefix if begins else before.endswith(prefix)


def _after_agrees(anchor: Passage, exact: str, after: str, *, may_grow: bool) -> bool:
    suffix = fold(anchor.exact + anchor.suffix).lstrip().removeprefix(exact).rstrip()
    ends = len(anchor.suffix) < CONTEXT
    if ends and not may_grow:
        return after.rstrip() == suffix
    # The ellipsis that a cut text ends in goes when it is completed.
    return after.startswith(suffix.removesuffix("...").rstrip() if ends else suffix)


def fold(text: str) -> str:
    """A text without what typography changes: kinds of white space, quotation marks, dashes, ellipses."""
    return _mapped(text)[0]


def _mapped(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the offset of the one it stands for."""
    folded: list[str] = []
    places = array("L")
    for place, character in enumerate(text):
        written = " " if character.isspace() else _TYPOGRAPHY.get(character, character)
        if written == " " and folded and folded[-1] == " ":
            continue
        folded.extend(written)
        places.extend([place] * len(written))
    return "".join(folded), places


# All notes of a release ask about the same text, one after the other.
_mapped_body = lru_cache(maxsize=2)(_mapped)
