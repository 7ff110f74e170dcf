"""Which words are spelt nearly alike.

The distance is the optimal string alignment: letters put in, left out, taken for others, or two neighbours
swapped, each counting one (F. J. Damerau, A technique for computer detection and correction of spelling errors,
CACM 7, 1964). How many of them count as near grows with the word as in Lucene (`fuzziness: AUTO`).
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.index.analyser import paired, tokens
from reader.index.schema import BODY, TITLE

if TYPE_CHECKING:
    from reader.index.search import Index


def edits(word: str) -> int:
    """How many mistakes a word of this length may hold and still be meant."""
    length = len(word)
    return 0 if length <= 2 else 1 if length <= 5 else 2


def is_misspelling(typed: str, word: str) -> bool:
    """Whether `word` may be meant by `typed`, both of them terms; a word is its own misspelling."""
    most = edits(typed)
    if typed == word or not most or abs(len(typed) - len(word)) > most:
        return typed == word
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - takes 25 ms to load, and few searches need it

    return OSA.distance(typed, word, score_cutoff=most) <= most


def nearby(typed: str, words: Sequence[str]) -> list[str]:
    """The words that may be meant by `typed`, the nearest first, as near ones in the order given."""
    return [word for word, _ in distances(typed, words)]


def distances(typed: str, words: Sequence[str]) -> list[tuple[str, int]]:
    """As `nearby`, each word with the number of mistakes."""
    most = edits(typed)
    if not most:
        return [(word, 0) for word in words if word == typed]
    from rapidfuzz import process  # noqa: PLC0415 - see above
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found = process.extract(typed, words, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [(word, int(distance)) for word, distance, _ in found]


def suggestions(index: "Index", word: str, limit: int = 3) -> tuple[str, ...]:
    """How a word may be meant: the nearest spellings in the library, of as near ones those of more releases first.

    Nothing for what is no single word, for numbers, and for characters that any part of a word finds. Raises
    IndexUnusable.
    """
    terms = [token.text for token in tokens(word)]
    if len(terms) != 1 or terms[0].isdigit() or paired(terms[0]):
        return ()
    (typed,) = terms
    counts: Counter[str] = Counter()
    mistakes: dict[str, int] = {}
    for segment in index.segments:
        for field in (TITLE, BODY):
            lexicon = segment.words(field)
            for found, distance in distances(typed, lexicon.words):
                mistakes[found] = distance
                counts[found] += lexicon.count(found)
    mistakes.pop(typed, None)
    best = sorted(mistakes, key=lambda found: (mistakes[found], -counts[found], found))
    return tuple(best[:limit])
