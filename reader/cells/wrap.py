"""Breaks text into lines of so many cells.

Lines break at blanks; Chinese and Japanese also between characters, except before closing and after opening
marks; long compounds after a hyphen or dash; what is still too long wherever a character ends. Korean breaks
at blanks like English.
"""

import re
from functools import cache
from itertools import pairwise

from rich.cells import cell_len

from reader import cells

Span = tuple[int, int]

_DASH = re.compile(r"(?<=\w\w)[-–/](?=[^\W\d_]{2})|(?<=\S)—(?=\w)")
"""After these a compound may break: not inside `2025-12-23`, `53–61` or `K-beauty`."""

_IDEOGRAPH = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u3098\u309b-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_OPENING = "\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\uff08\uff3b\uff5b"
_CLOSING = (
    "\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u3019\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d"
    "\uff5d\u2019\u201d!-\x22),.:;?\\]}%…\u3005\u30fc\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u30a1"
    "\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7"
)
_MARKS = "\u0300-\u036f\u200c\u200d\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ATTACHED = _MARKS + cells.INVISIBLE


@cache
def _units() -> re.Pattern[str]:
    """What never breaks inside unless it is longer than a line; compiled at first need, which takes a while."""
    return re.compile(
        rf"[ \u3000][{_MARKS}]+[^ \u3000{_IDEOGRAPH}{_OPENING}]*"
        rf"|(?P<blank>(?:[ \u3000](?![{_MARKS}]))+)"
        rf"|[{_OPENING}]*[{_IDEOGRAPH}][{_ATTACHED}]*(?:[{_CLOSING}][{_ATTACHED}]*)*"
        rf"|[{_OPENING}]+[{_ATTACHED}]*"
        rf"|[^ \u3000{_IDEOGRAPH}{_OPENING}]+"
    )


def wrap(text: str, start: int, end: int, first: int, rest: int | None = None) -> list[Span]:
    """Spans of the lines of `text[start:end]`, which must be safe, without the blanks at their edges.

    The first line takes at most `first` cells, the others `rest` (the same where None), two at least.
    """
    first = max(2, first)
    rest = first if rest is None else max(2, rest)
    start = _skip_blanks(text, start, end)
    end = _strip_blanks(text, start, end)
    if cells.is_narrow(text, start, end):
        return _wrap_narrow(text, start, end, first, rest)
    return _Filling(text, first, rest).wrap(start, end)


def _skip_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start] == " ":
        start += 1
    return start


def _strip_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _wrap_narrow(text: str, start: int, end: int, first: int, rest: int) -> list[Span]:
    """Where every code point takes one cell, a line is found without measuring."""
    lines: list[Span] = []
    room = first
    while end - start > room:
        edge = start + room
        blank = text.rfind(" ", start, edge + 1)
        stop = _last_dash(text, max(blank + 1, start), edge) or (blank if blank > start else edge)
        lines.append((start, _strip_blanks(text, start, stop)))
        start = _skip_blanks(text, stop, end)
        room = rest
    if start < end:
        lines.append((start, end))
    return lines


def _last_dash(text: str, start: int, edge: int) -> int:
    """Where the last break at a dash before `edge` is; 0 for none."""
    last = 0
    for match in _DASH.finditer(text, start, min(edge + 2, len(text))):
        if match.end() <= edge:
            last = match.end()
    return last


class _Filling:
    """Fills lines with units that have to be measured."""

    def __init__(self, text: str, first: int, rest: int) -> None:
        self._text = text
        self._room = first
        self._rest = rest
        self._lines: list[Span] = []
        self._start = 0
        self._stop = 0
        self._used = 0

    def wrap(self, start: int, end: int) -> list[Span]:
        self._start = self._stop = start
        for match in _units().finditer(self._text, start, end):
            unit = match[0]
            size = cell_len(unit)
            if match.lastgroup == "blank":
                self._used += size
            elif self._used + size <= self._room:
                self._take(match.start(), match.end(), size)
            else:
                self._break_into(match.start(), match.end())
        if self._stop > self._start:
            self._lines.append((self._start, self._stop))
        return self._lines

    def _take(self, start: int, stop: int, size: int) -> None:
        if self._stop == self._start:
            # Blanks before the first unit of a line are not part of it.
            self._start = start
            self._used = 0
        self._stop = stop
        self._used += size

    def _next_line(self, start: int) -> None:
        if self._stop > self._start:
            self._lines.append((self._start, self._stop))
            self._room = self._rest
        self._start = self._stop = start
        self._used = 0

    def _break_into(self, start: int, end: int) -> None:
        """Puts a unit that does not fit the line where it breaks best."""
        bounds = [start, *(match.end() for match in _DASH.finditer(self._text, start, end)), end]
        for left, right in pairwise(bounds):
            size = cell_len(self._text[left:right])
            if self._used + size > self._room:
                self._next_line(left)
            if size <= self._room:
                self._take(left, right, size)
            else:
                self._break_anywhere(left, right)

    def _break_anywhere(self, start: int, end: int) -> None:
        for left, right, size in cells.graphemes(self._text[start:end]):
            if self._used + size > self._room:
                self._next_line(start + left)
            self._take(start + left, start + right, size)


def centred(text: str, columns: int, rows: int) -> dict[int, str]:
    """The lines of safe texts, one a line, in the middle of an area, padded to its width, by row."""
    room = max(2, min(columns - 4, 60))
    lines = [
        part[left:right]
        for part in text.split("\n")
        for left, right in wrap(part, 0, len(part), room) or [(0, 0)]
    ][:rows]
    top = (rows - len(lines)) // 2
    return {
        top + number: cells.padded(" " * ((columns - cells.width(line)) // 2) + line, columns)
        for number, line in enumerate(lines)
    }
