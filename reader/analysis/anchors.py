"""Finds a noted passage again: W3C Web Annotation Data Model (2017), TextQuoteSelector and TextPositionSelector.

A passage is never moved on a guess. In another wording than its own it counts as found only where its exact
words stand once and the words around them agree on at least one side.
"""

from reader.model import Passage

CONTEXT = 32
"""Characters kept before and after a passage."""


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
    """Where the passage stands in a wording; None when that cannot be said for certain."""
    if anchor.revision == revision and body[anchor.start : anchor.end] == anchor.exact:
        return anchor.start, anchor.end
    start = body.find(anchor.exact)
    if start < 0 or body.find(anchor.exact, start + 1) >= 0:
        return None
    end = start + len(anchor.exact)
    before, after = body[max(0, start - CONTEXT) : start], body[end : end + CONTEXT]
    return (start, end) if before == anchor.prefix or after == anchor.suffix else None
