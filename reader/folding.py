"""What letters and names are compared by: the terms of the index, categories, sources, tags and saved searches."""

import re
import unicodedata
from functools import lru_cache

_ACCENT = re.compile("[\u0300-\u036f]")
_UNDECOMPOSED = str.maketrans(
    {
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ı": "i",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
    }
)
# Hyphens, dashes and apostrophes; and characters that only advise a line breaker or a font.
_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("‘’‛ʼ", "'")
    | dict.fromkeys("\u00ad\u200c\u200d\u2060" + "".join(map(chr, range(0xFE00, 0xFE10))), "")
)


def bare(text: str) -> str:
    """The text in lower case and without the accents of Latin, Greek and Cyrillic letters, in NFC.

    The marks of other scripts stay, because they make other letters: ガ is not カ.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold()).translate(_UNDECOMPOSED)
    return unicodedata.normalize("NFC", _ACCENT.sub("", decomposed))


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """What two names are compared by: `bare`, in plain width, with hyphens, dashes and apostrophes of one kind each."""
    return bare(unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY))).translate(_TYPOGRAPHY)


def in_tag(char: str) -> bool:
    """Whether a tag may hold a character: a letter, a digit, a mark of a letter, or one of `-_/.`."""
    return char.isalnum() or char in "-_/." or unicodedata.category(char).startswith("M")
