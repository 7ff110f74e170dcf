"""Text -> units, two spellings of a word, and the distance between two spellings: by the contract alone.

Slow and plain on purpose: this is what the search engine is compared with, so it shares nothing with it.
"""

import re
import unicodedata
from typing import NamedTuple

import snowballstemmer

_RUN = re.compile(r"[^\W_]+")
_SCRIPTS = ("HANGUL", "CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA")
"""How Unicode names the characters of scripts that are found by any part of a word."""
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"})
_ABBREVIATION = re.compile(r"[bcdfghjklmnpqrstvwxyz]{2,}[aeiou]?|[a-z]{2,}u")
_stem = snowballstemmer.stemmer("english").stemWord


class Unit(NamedTuple):
    """A word of letters and digits, or one character of Hangul, Han or kana; folded."""

    text: str
    joined: bool
    """It goes on a run: nothing stands between it and the unit before."""

    @property
    def part(self) -> bool:
        """It is a single character of a script in which any part of a word counts."""
        return unicodedata.name(self.text[0], "").startswith(_SCRIPTS)


def units(text: str) -> list[Unit]:
    """Everything in a text that can be looked for, in order."""
    found = []
    for run in _RUN.findall(unicodedata.normalize("NFC", text.replace("\u00ad", ""))):
        joined = False
        for piece in _pieces(fold(run)):
            found.append(Unit(piece, joined))
            joined = True
    return found


def fold(text: str) -> str:
    """Without case, accents and typographic variants."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", plain)).translate(_LETTERS)
    return unicodedata.normalize("NFC", re.sub("[‘’]", "'", re.sub("[‐‑‒–—]", "-", bare)))


def _pieces(run: str) -> list[str]:
    pieces: list[str] = []
    for character in run:
        one = Unit(character, joined=False)
        if pieces and not one.part and not Unit(pieces[-1], joined=False).part:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def inflected(one: str, other: str) -> bool:
    """Whether two folded words are inflections of each other."""
    if one == other:
        return True
    if not re.fullmatch("[a-z]+ [a-z]+", f"{one} {other}"):
        return False
    short, long = sorted((one, other), key=len)
    if long == short + "s" and _ABBREVIATION.fullmatch(short):
        return True
    return bool(bases(one) & bases(other)) and _stem(one) == _stem(other)


def bases(word: str) -> set[str]:
    """What the word may have been made of with at most one ending."""
    found = {word}
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending):
            found.add(word.removesuffix(ending))
    if word.endswith("ies"):
        found.add(word.removesuffix("ies") + "y")
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            left = word.removesuffix(ending)
            found.add(left + "e")
            if re.search(r"([b-df-hj-np-tv-z])\1$", left):
                found.add(left[:-1])
    return found - {""}


def distance(one: str, other: str) -> int:
    """Fewest insertions, deletions, replacements and swaps of neighbours, none of them twice at one place.

    Optimal string alignment: Boytsov, "Indexing methods for approximate dictionary searching", 2011, 2.2.
    """
    rows = [list(range(len(other) + 1))]
    for i, left in enumerate(one, 1):
        row = [i]
        for j, right in enumerate(other, 1):
            costs = [rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (left != right)]
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                costs.append(rows[-2][j - 2] + 1)
            row.append(min(costs))
        rows.append(row)
    return rows[-1][-1]


def misspelt(written: str, meant: str) -> bool:
    """Whether a folded word may be a misspelling of another: none, one or two slips, by its length."""
    allowed = 0 if len(written) <= 2 else 1 if len(written) <= 5 else 2
    return distance(written, meant) <= allowed
