"""What is typed to change tags: `asean, cptpp -draft` gives two and takes one."""

import re
from typing import NamedTuple

_WORD = re.compile(r"[^\s,;、，；]+")
"""Tags hold no blanks and no commas, so both divide."""


class TagWord(NamedTuple):
    """One word of the field."""

    start: int
    """In code points of the text."""
    end: int
    gives: bool
    """False for one with a hyphen in front: that tag is taken away."""
    name: str
    """Without sign and `#`; '' while only these are typed."""


def words(text: str) -> list[TagWord]:
    """The words in their order."""
    return [_word(match) for match in _WORD.finditer(text)]


def _word(match: re.Match[str]) -> TagWord:
    typed = match[0]
    name = typed[1:] if typed[0] in "-−+" else typed
    return TagWord(
        match.start(), match.end(), typed[0] not in "-−", name.removeprefix("#").removeprefix("＃")
    )


def word_at(text: str, cursor: int) -> TagWord | None:
    """The word that the cursor is in or right behind."""
    return next((word for word in words(text) if word.start < cursor <= word.end), None)


def replaced(text: str, word: TagWord, name: str) -> tuple[str, int]:
    """The text with a whole tag in the place of a word, ready for the next one; and where the cursor is then."""
    before = text[: word.start] + ("" if word.gives else "-") + name + " "
    return before + text[word.end :].lstrip(), len(before)


def without(text: str, word: TagWord) -> str:
    """The text without a word."""
    return (text[: word.start] + text[word.end :].lstrip(" ,;、，；")).lstrip()
