"""The words of a segment, to look through them all: for near spellings, and for what belongs to a word."""

import struct
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

EXTENSION = ".words"
_COUNT = "I"
_HEAD = struct.Struct("!II")
"""Number of words, and bytes that they take."""


def _counts() -> "array[int]":
    return array(_COUNT)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one field, without characters that are indexed in pairs."""

    words: list[str] = field(default_factory=list)
    """In order of code points."""
    counts: "array[int]" = field(default_factory=_counts)
    """In how many documents each is, deleted ones included."""

    def count(self, word: str) -> int:
        """In how many documents a word is."""
        at = bisect_left(self.words, word)
        return self.counts[at] if at < len(self.words) and self.words[at] == word else 0

    def beginning(self, start: str) -> range:
        """Where the words that begin so stand in `words`."""
        first = bisect_left(self.words, start)
        # No code point follows this one, and no word holds it: it is no letter.
        return range(first, bisect_left(self.words, start + "\U0010ffff", first))


def packed(lexicons: Sequence[Lexicon]) -> bytes:
    """As the file that `unpacked` reads, in this machine's order of bytes."""
    texts = ["\n".join(lexicon.words).encode() for lexicon in lexicons]
    heads = [_HEAD.pack(len(one.words), len(text)) for one, text in zip(lexicons, texts, strict=True)]
    return b"".join([*heads, *(lexicon.counts.tobytes() for lexicon in lexicons), *texts])


def unpacked(content: bytes, fields: int) -> list[Lexicon]:
    """The lexicons of so many fields. Raises ValueError or struct.error where the file is not whole."""
    heads = [_HEAD.unpack_from(content, at * _HEAD.size) for at in range(fields)]
    at = fields * _HEAD.size
    counts = []
    for number, _ in heads:
        column = _counts()
        column.frombytes(content[at : at + number * column.itemsize])
        counts.append(column)
        at += number * column.itemsize
    lexicons = []
    for (number, size), column in zip(heads, counts, strict=True):
        words = content[at : at + size].decode().split("\n") if number else []
        if not len(words) == len(column) == number:
            raise ValueError(f"{number} words were expected, {len(words)} and {len(column)} are there")
        lexicons.append(Lexicon(words, column))
        at += size
    return lexicons
