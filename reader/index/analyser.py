"""Text -> terms: what the index holds, what a query looks for, and what is marked on the screen, by one rule.

A term is a run of letters and digits, in lower case, without accents. Hangul, Han and kana, which write
words without spaces or with endings attached, become every character and every pair of neighbours, so that
any part of a word finds it. A position counts one run, or one such character.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reader.folding import bare

VERSION = 1
"""Raised whenever the same text would give other terms: older indexes are then rebuilt."""


class Token(NamedTuple):
    """One term where it stands; offsets count code points of the text as it is."""

    text: str
    position: int
    start: int
    end: int


# Marks that combine with the letter before them, and characters that only advise a line breaker.
_JOINED = "\u0300-\u036f\u3099\u309a\u00ad\u200c\u200d\u2060\ufe00-\ufe0f"
_RUN = re.compile(rf"[^\W_](?:[^\W_]|[{_JOINED}])*")
_LATIN = re.compile(r"[a-z0-9]+")
_BEYOND_ASCII = re.compile(rf"[^\W\x00-\x7f]|[{_JOINED}]")
# Hangul syllables and letters, Han with its repetition mark and zero, kana with its long mark.
_PAIRED = re.compile(
    "[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff\u3130-\u318f\u3040-\u30ff\u31f0-\u31ff"
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# What follows the first character of a cluster: combining marks and the later letters of a Hangul syllable.
_FOLLOWS = re.compile(rf"[{_JOINED}\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f]")
_ADVICE = re.compile("[\u00ad\u200c\u200d\u2060\ufe00-\ufe0f]")


def tokens(text: str) -> Iterator[Token]:
    """All terms of a text, in order of position; a pair comes after its first character."""
    position = 0
    for run in _RUN.finditer(text):
        word, start = run[0], run.start()
        if word.isascii():
            yield Token(word.lower(), position, start, run.end())
            position += 1
            continue
        pieces = _pieces(word)
        for piece in pieces:
            yield Token(piece.text, position + piece.position, start + piece.start, start + piece.end)
        position += pieces[-1].position + 1 if pieces else 0


def postings(text: str, base: int, into: dict[str, list[int]]) -> int:
    """Add the positions of every term of a text, counted from `base`, to `into`; returns the number of
    positions.

    The same as going through `tokens`, without the offsets: most of the time of building an index is spent
    here.
    """
    position = base
    if not _BEYOND_ASCII.search(text):
        for word in _LATIN.findall(text.lower()):
            if word in into:
                into[word].append(position)
            else:
                into[word] = [position]
            position += 1
        return position - base
    for run in _RUN.findall(text):
        if run.isascii():
            into.setdefault(run.lower(), []).append(position)
            position += 1
            continue
        pieces = _pieces(run)
        for piece in pieces:
            into.setdefault(piece.text, []).append(position + piece.position)
        position += pieces[-1].position + 1 if pieces else 0
    return position - base


def letter_by_letter(text: str) -> str | None:
    """The text folded, if that gives one character for each: then terms are its runs of letters and digits,
    and stand where they stand in the text. None where it does not, or where characters are indexed in
    pairs."""
    for character in set() if text.isascii() else set(_BEYOND_ASCII.findall(text)):
        folded = _fold(character)
        alone = len(folded) == 1 and folded.isalnum() and folded.lower() == folded
        if not alone or paired(character) or paired(folded) or _FOLLOWS.match(character):
            return None
        text = text.replace(character, folded)
    return text.lower()


def paired(term: str) -> bool:
    """Whether the term is one or two characters of a script that is indexed in pairs."""
    return bool(_PAIRED.match(term))


@lru_cache(maxsize=4096)
def _pieces(word: str) -> tuple[Token, ...]:
    """The terms of one run that is not plain ASCII; positions and offsets count from its beginning."""
    found: list[Token] = []
    position = 0
    clusters = list(_clusters(word))
    at = 0
    while at < len(clusters):
        folded, start, end = clusters[at]
        at += 1
        if paired(folded):
            found.append(Token(folded, position, start, end))
            if at < len(clusters) and paired(clusters[at][0]):
                found.append(Token(folded + clusters[at][0], position, start, clusters[at][2]))
        else:
            while at < len(clusters) and not paired(clusters[at][0]):
                folded, end = folded + clusters[at][0], clusters[at][2]
                at += 1
            found.append(Token(folded, position, start, end))
        position += 1
    return tuple(found)


def _clusters(word: str) -> Iterator[tuple[str, int, int]]:
    """The folded characters of a run, each with the code points it was written as; those that vanish are left
    out."""
    start = 0
    for at in range(1, len(word) + 1):
        if at < len(word) and _FOLLOWS.match(word, at):
            continue
        if folded := _fold(word[start:at]):
            yield folded, start, at
        start = at


@lru_cache(maxsize=8192)
def _fold(cluster: str) -> str:
    """One character and its marks in lower case, without accents, full-width forms as plain ones."""
    compatible = unicodedata.normalize("NFKC", _ADVICE.sub("", cluster))
    if not compatible.isalnum():  # ½ would become three characters, one of them no letter or digit
        compatible = unicodedata.normalize("NFC", cluster)
    return bare(compatible)
