"""Which language a text is in, as far as the reader treats languages differently."""

import re
from typing import Final

SAMPLE: Final = 500
"""Characters looked at: enough to tell scripts apart, and the same cost for every text."""

_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u3041-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003ffff]"
)
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3\uffa1-\uffdc]")
_KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")

# Words that stand in any English paragraph and are rare in other languages written in Latin letters:
# `in`, `a`, `for`, `at`, `on`, `is`, `was` and `will` are words of French, German, Dutch or Danish too.
_ENGLISH = frozenset(
    "the and of to with from by that this which it its has have been would their".split()  # noqa: SIM905
)
# The same of languages that quote English titles.
_OTHER_LATIN = frozenset("le la les de des du et der und das el los del il het een og att".split())  # noqa: SIM905


def language(text: str) -> str | None:
    """Give the BCP 47 primary tag of a text: `ko`, `ja`, `zh` by script, `en` by its words, else None."""
    sample = text[:SAMPLE]
    east_asian = "".join(_EAST_ASIAN.findall("".join(_BEYOND_ASCII.findall(sample))))
    words = sample.lower().split()
    # A syllable block or an ideograph stands for two or three Latin letters.
    if east_asian and len(east_asian) * 4 >= sum(map(len, words)):
        return _east_asian_language(east_asian)
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER_LATIN for word in words)
    return "en" if english >= 2 and english > other and english * 12 >= len(words) else None


def _east_asian_language(letters: str) -> str:
    if len(_HANGUL.findall(letters)) * 4 >= len(letters):
        return "ko"
    return "ja" if len(_KANA.findall(letters)) * 10 >= len(letters) else "zh"
