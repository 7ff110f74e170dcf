"""What is looked for in text, as typed: `rice`, `=steel`, `negot*`, `semicondutor~`, `"free trade"~5`."""

import re
import unicodedata
from typing import Final

from reader.errors import UsageError
from reader.query.nodes import Exact, Field, Misspelt, Near, Phrase, Prefix, TextLeaf, Word
from reader.query.shapes import readable, shape, tag_end

FARTHEST: Final = 100
"""Words that may lie between those of a `Near`."""

MOST_WORDS: Final = 64
"""Words that are looked for next to each other; each more takes as long as all before."""

_WORDS = re.compile(r"[A-Za-z0-9]+|[^\W_A-Za-z0-9]{1,4}")
"""About a word: scripts that write words without blanks are counted by characters."""
_COUNTED_TILDE = re.compile(r"[^\W\d][^~]*~[0-9]")


def word(text: str, field: Field, *, live: bool) -> tuple[TextLeaf | None, int, int]:
    """The leaf that an unquoted word writes, None without a letter or digit, and from where to where its text goes.

    Raises UsageError with a sentence for a word with several of the marks `=`, `*` and `~`, or of too many parts.
    """
    shaped = shape(text)
    start = len(shaped) - len(shaped.lstrip("="))
    end = max(start, len(shaped.rstrip("*~")))
    bare = text[start:end]
    if not readable(bare):
        return None, start, end
    _check_length(bare)
    marks = set("=" * start + shaped[end:])
    if len(marks) > 1:
        raise UsageError(
            f"“{text[:40]}” has {' and '.join(sorted(marks))}, but a word takes one of them: =word is exactly this"
            " form, word* is all that begins so, word~ is misspelt."
        )
    match marks.pop() if marks else "":
        case "=":
            return Exact(bare, field, live=live), start, end
        case "*":
            return Prefix(bare, field), start, end
        case "~":
            return Misspelt(bare, field), start, end
        case _:
            return Word(bare, field, live=live), start, end


def phrase(text: str, field: Field, distance: int | None, *, live: bool) -> TextLeaf | None:
    """The leaf for words in quotation marks, `distance` of others between them; None without a letter or digit.

    Raises UsageError with a sentence for more than `MOST_WORDS`.
    """
    if not readable(text):
        return None
    _check_length(text)
    return Phrase(text, field, live=live) if distance is None else Near(text, distance, field)


def _check_length(text: str) -> None:
    if sum(1 for _ in _WORDS.finditer(text)) > MOST_WORDS:
        raise UsageError(
            f"“{text[:40].strip()}…” is too long: at most {MOST_WORDS} words are looked for next to each other. Write"
            " fewer of them."
        )


def distance(text: str, at: int) -> int | None:
    """The number after `"…"~`, the character `at` of the query; None when there is nothing.

    Raises UsageError with a sentence for what is no number, or one over `FARTHEST`.
    """
    text = unicodedata.normalize("NFKC", text)
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise UsageError(f'~{text[:40]} at character {at} is no number of words: write "free trade"~5.')
    if len(text.lstrip("0")) > len(str(FARTHEST)) or int(text) > FARTHEST:
        raise UsageError(
            f"~{text[:40]} at character {at} is too far: at most {FARTHEST} words may lie between. Write a"
            " smaller number."
        )
    return int(text)


def hint(shaped: str) -> str | None:
    """A sentence on a word with a mark that means nothing where it stands."""
    if shaped.startswith("~") or _COUNTED_TILDE.fullmatch(shaped):
        advice = "For misspellings write ~ at the end of the word: rice~."
    elif shaped.startswith("*"):
        advice = "A star finds words that begin so, at their end only: negot*."
    elif shaped.startswith("!"):
        advice = "To leave a word out write a minus sign before it: -rice."
    elif shaped.startswith("#") and not tag_end(shaped):
        advice = "A tag is made of letters, digits and - _ / . with no hyphen in front: #asean."
    else:
        return None
    return f"“{shaped[:40]}” is searched as it is. {advice}"
