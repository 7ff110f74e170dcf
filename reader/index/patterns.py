"""A text leaf of a query -> the terms that must stand next to each other. Searching and marking both ask
here."""

from dataclasses import dataclass
from functools import lru_cache

from reader.index.analyser import Token, paired, tokens
from reader.query import Exact, Phrase, Prefix, TextLeaf, Word


@dataclass(frozen=True, slots=True)
class Pattern:
    """Terms at fixed distances."""

    slots: tuple[tuple[int, str], ...]
    """Distance from the first term, and the term; ascending. Without any, nothing matches."""
    open: bool
    """The last slot accepts every term that begins with its own."""


@lru_cache(maxsize=512)
def pattern(leaf: TextLeaf) -> Pattern:
    """The terms that `leaf` looks for: the one place where a word becomes terms of the index."""
    found = _needed(list(tokens(leaf.text)))
    if not found:
        return Pattern((), open=False)
    first, last = found[0], found[-1]
    wants_more = isinstance(leaf, Prefix) or (isinstance(leaf, Word | Exact | Phrase) and leaf.live)
    # A character that is indexed in pairs is found in any word as it is; after `K-` no word has begun yet.
    is_open = wants_more and last.end == len(leaf.text) and not paired(last.text)
    return Pattern(tuple((token.position - first.position, token.text) for token in found), is_open)


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
