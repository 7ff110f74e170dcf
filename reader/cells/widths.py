"""Text in a terminal's cells: made safe to print, measured and cut, never in the middle of a character."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from rich.cells import cell_len, split_graphemes

INVISIBLE = "\u200b"
"""Stands for a code point that takes no cell and must not reach the terminal; `shown` leaves it out."""

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff0-\ufffb\U000e0000-\U000e00ff]"
)
_NOT_NARROW = re.compile(
    "[^ -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u202f-\u205f\u2070-\u20cf"
    "\u2190-\u2319\u2460-\u25fc\u2776-\u2793]"
)
_BLANKS = frozenset("\t\n\v\f\r\x85\u2028\u2029")


@lru_cache(maxsize=256)
def _safe_character(character: str) -> str:
    code = ord(character)
    if character in _BLANKS:
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code < 0xA0 or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return INVISIBLE


def safe(text: str) -> str:
    """The same text, code point for code point, with nothing a terminal would act on.

    Tabs and line ends become blanks, control characters their pictures, what has no width of its own (marks
    of direction, soft hyphens) `INVISIBLE`. The length stays, so offsets into `text` hold.
    """
    if "\u200d" in text:
        text = _idle_joiners().sub(INVISIBLE, text)
    return _UNSAFE.sub(lambda match: _safe_character(match[0]), text)


@cache
def _idle_joiners() -> re.Pattern[str]:
    """Joiners that join no pictographs: Rich counts nothing for whatever follows one, a terminal does."""
    pictographs = "\u203c\u2049\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff"
    return re.compile(rf"(?<![{pictographs}\ufe0f])\u200d|\u200d(?![{pictographs}])")


def shown(text: str) -> str:
    """What is printed of a safe text."""
    return text.replace(INVISIBLE, "") if INVISIBLE in text else text


def is_narrow(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether every code point is known to take one cell; False says only that measuring is needed."""
    return _NOT_NARROW.search(text, start, len(text) if end is None else end) is None


def width(text: str) -> int:
    """Cells a safe text takes."""
    return len(text) if is_narrow(text) else cell_len(text)


def graphemes(text: str) -> Iterator[tuple[int, int, int]]:
    """What a reader sees as characters: (start, end, cells), without gaps.

    Joins what Rich's split leaves apart: flags, spacing marks and conjuncts (Unicode Standard Annex 29, 3.1).
    """
    held: tuple[int, int, int] | None = None
    flag = False
    for start, end, cells in split_graphemes(text)[0]:
        if held is not None and _joins(text, start, flag):
            flag = False
            held = (held[0], end, held[2] + cells)
            continue
        if held is not None:
            yield held
        held = (start, end, cells)
        flag = _is_flag_half(text[start])
    if held is not None:
        yield held


def _joins(text: str, start: int, after_flag_half: bool) -> bool:
    character = text[start]
    if after_flag_half and _is_flag_half(character):
        return True
    if unicodedata.category(character) in ("Mc", "Mn", "Me"):
        return True
    return unicodedata.combining(text[start - 1]) == 9 and unicodedata.category(character) == "Lo"


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def edges(text: str, start: int, end: int) -> list[int]:
    """Where the characters of `text[start:end]` begin, and `end`; empty where each is one code point."""
    if is_narrow(text, start, end):
        return []
    return [*(start + left for left, _, _ in graphemes(text[start:end])), end]


def whole(edges: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """A span within `edges`, widened so that it splits no character."""
    if not edges:
        return start, end
    first = bisect_left(edges, start)
    if edges[first] > start:
        first -= 1
    return edges[first], edges[bisect_left(edges, end)]


def cut(text: str, cells: int) -> int:
    """How many code points of a safe text fit into so many cells."""
    if is_narrow(text):
        return min(len(text), max(0, cells))
    used = 0
    for start, _, size in graphemes(text):
        used += size
        if used > cells:
            return start
    return len(text)


def fit(text: str, cells: int) -> tuple[str, int]:
    """A safe text in at most so many cells, with an ellipsis where it is cut, and how much of it is left.

    Returns the text to paint and the number of code points of `text` that stand in it.
    """
    if width(text) <= cells:
        return text, len(text)
    if cells <= 0:
        return "", 0
    kept = len(text[: cut(text, cells - 1)].rstrip())
    return text[:kept] + "…", kept


def padded(text: str, cells: int) -> str:
    """What is printed of a safe text in exactly so many cells."""
    fitted, _ = fit(text, cells)
    return shown(fitted) + " " * (cells - width(fitted))
