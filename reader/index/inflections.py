"""Which words are forms of one another, as far as that is safe to say from their letters.

Two words are inflections of each other when both are made from one common base by at most one ending each
(-s, -es, -d, -ed, -ing; y becoming i before -es, e dropped before -ing, a consonant doubled before -ed and
-ing) and both have the same Snowball stem (M. F. Porter, "Snowball: A language for stemming algorithms",
2001). Either alone is too loose: `import` and `important` share a stem, `car` and `caring` a base.

Snowball keeps the s after a u, and that of an abbreviation that has no vowel but a last one, so that MOU and MOUs,
FTA and FTAs, PC and PCs would part; these are taken as forms of each other by their shape.
"""

import re
from functools import lru_cache

_DOUBLED = [(letter, letter * 2 + ending) for letter in "bcdfghjklmnpqrstvwxyz" for ending in ("ed", "ing")]
# What an ending takes away from the end of a base, and what it puts there.
_ENDINGS = (
    ("", "s"),
    ("", "es"),
    ("y", "ies"),
    ("", "d"),
    ("", "ed"),
    ("", "ing"),
    ("e", "ing"),
    *_DOUBLED,
)
_LETTERS = re.compile(r"[a-z]+")
_KEEPS_S = re.compile(r"[b-df-hj-np-tv-z]{2,}[aeiou]?|[a-z]{2,}u")


@lru_cache(maxsize=1024)
def forms(word: str) -> frozenset[str]:
    """The inflections of a term, itself among them; whether anybody uses them is not asked.

    A term with anything but plain letters in it is its only form.
    """
    if not _LETTERS.fullmatch(word):
        return frozenset((word,))
    from snowballstemmer.english_stemmer import EnglishStemmer  # noqa: PLC0415 - most starts need none

    stem = EnglishStemmer().stemWord  # it keeps the word it works on: one for each caller
    wanted = stem(word)
    alike = {form for base in _bases(word) for form in _made(base)}
    return frozenset({form for form in alike if stem(form) == wanted} | {word, *_plural_or_singular(word)})


def _bases(word: str) -> set[str]:
    """Whatever `word` may be made from, itself included."""
    cut = {word[: -len(put)] + taken for taken, put in _ENDINGS if word.endswith(put)}
    return {word} | cut - {""}


def _made(base: str) -> set[str]:
    """Whatever can be made from `base`, itself included."""
    return {base} | {base[: len(base) - len(taken)] + put for taken, put in _ENDINGS if base.endswith(taken)}


def _plural_or_singular(word: str) -> set[str]:
    """The other one of `fta` and `ftas`."""
    found = {word + "s"} if _KEEPS_S.fullmatch(word) else set()
    if word.endswith("s") and _KEEPS_S.fullmatch(word[:-1]):
        found.add(word[:-1])
    return found
