"""A text in the words that two wordings are compared by.

Figures, dates, names and hyphenated words are one word each; Chinese and Japanese characters stand alone. What
typography changes is folded away, so that two texts have the same words just where they are equal up to it
(`store.identity.fold_typography`): a word's key says whether a blank stands before it, and nothing else is left out.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from reader.analysis.anchors import fold

_RUN = re.compile(r"\S+")
_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = "\u0300-\u036f\u200d\ufe0e\ufe0f"

Piece = tuple[str, int, int]
"""A key, and where its word begins and ends."""


class Tokens(NamedTuple):
    """The words of a text, in order: three lists of one length."""

    text: str
    keys: list[str]
    """Folded; a blank before the word stands before the key, and before the first word there always is one."""
    starts: list[int]
    """In code points of the text, without the blank."""
    ends: list[int]

    def bare(self, index: int) -> str:
        """A word as it is folded, without the blank."""
        return self.keys[index].lstrip(" ")

    def length(self, first: int, last: int) -> int:
        """Characters from word `first` up to, not including, word `last`."""
        return self.ends[last - 1] - self.starts[first] if first < last else 0

    def slice(self, first: int, last: int) -> str:
        """The text from word `first` up to, not including, word `last`; '' where there are none."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""


@cache
def _pieces() -> re.Pattern[str]:
    """Compiled at first need: classes of wide characters take a while."""
    letter = rf"[^\W{_ALONE}][{_MARKS}]*"
    joint = r"[-'&/]|(?<![a-z])\.|\.(?![A-Z])|(?<=\d)[,:](?=\d)"
    return re.compile(rf"(?:{letter})+(?:(?:{joint})(?:{letter})+)*|\.{{2,}}|.[{_MARKS}]*", re.DOTALL)


def tokens(text: str) -> Tokens:
    """The words of a text; takes time in proportion to its length."""
    found = Tokens(text, [], [], [])
    keys, starts, ends = found.keys, found.starts, found.ends
    known: dict[str, tuple[Piece, ...]] = {}
    for match in _RUN.finditer(text):
        word = match[0]
        pieces = known.get(word)
        if pieces is None:
            pieces = known[word] = _split(word)
        at = match.start()
        for key, start, end in pieces:
            keys.append(key)
            starts.append(at + start)
            ends.append(at + end)
    return found


def _split(word: str) -> tuple[Piece, ...]:
    """The words in a run without blanks; none where nothing of it can be seen."""
    if word.isascii() and word.isalnum():
        return ((" " + word, 0, len(word)),)
    folded, places = _folded(word)
    blank = " "
    pieces: list[Piece] = []
    for match in _pieces().finditer(folded):
        start, end = places[match.start()][0], places[match.end() - 1][1]
        if pieces and start < pieces[-1][2]:  # written as one character
            key, start, _ = pieces.pop()
            pieces.append((key + match[0], start, end))
        else:
            pieces.append((blank + match[0], start, end))
        blank = ""
    return tuple(pieces)


def _folded(word: str) -> tuple[str, list[tuple[int, int]]]:
    """A run without its typography, and where each of its characters comes from."""
    text: list[str] = []
    places: list[tuple[int, int]] = []
    start = 0
    for end in range(1, len(word) + 1):
        if end < len(word) and _composes(word[end]):
            continue
        written = fold(unicodedata.normalize("NFC", word[start:end]))
        text.append(written)
        places += [(start, end)] * len(written)
        start = end
    return "".join(text), places


def _composes(character: str) -> bool:
    """Whether a character can become one with those before it (Unicode Standard Annex 15): a mark, or a Hangul jamo."""
    code = ord(character)
    return code >= 0x300 and (unicodedata.category(character)[0] == "M" or 0x1160 <= code <= 0x11FF)
