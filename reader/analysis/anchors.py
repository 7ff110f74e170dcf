"""Finds a noted passage again: W3C Web Annotation Data Model (2017), TextQuoteSelector and TextPositionSelector.

A passage is never moved on a guess. In another wording than its own it counts as found only where its words stand
once and the words on both sides of it agree. A text may get a lead in front or a paragraph behind: where it began or
ended beside the passage, other sentences may stand there now, though no word may run on. White space and typography,
which make no other wording, are taken as equal.
"""

import re
from array import array
from bisect import bisect_left, bisect_right

from reader.model import Passage

CONTEXT = 32
"""Characters kept before and after a passage."""

_NOTHING = "\u00ad\u200b\u2060\ufeff"
_TYPOGRAPHY: dict[str, str] = {
    **dict.fromkeys("‘’‚‛′ʼ＇`´", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑‒–—―−－⸺⸻", "-"),
    "…": "...",
}
# Single blanks, which are most of what folds, stay as they are.
_FOLDS = re.compile(rf"[\s{_NOTHING}]{{2,}}|[^\S ]|[{_NOTHING}{re.escape(''.join(_TYPOGRAPHY))}]")


def passage(revision: int, body: str, start: int, end: int) -> Passage:
    """The selectors of `body[start:end]`."""
    return Passage(
        revision,
        start,
        end,
        body[start:end],
        body[max(0, start - CONTEXT) : start],
        body[end : end + CONTEXT],
    )


def stands(anchor: Passage, body: str) -> bool:
    """Whether a passage stands just where it says it does, its surroundings too."""
    return anchor == passage(anchor.revision, body, anchor.start, anchor.end)


def find_quote(body: str, quote: str) -> list[tuple[int, int]]:
    """Where a quote stands, the first two places at most: white space and typography are taken as equal.

    Two places tell that more of the text is needed to say which is meant.
    """
    text, wanted = _folded(body), fold(quote).strip()
    return text.places(wanted) if wanted else []


def locate(anchor: Passage, revision: int, body: str) -> tuple[int, int] | None:
    """Where the passage stands in a wording; None when that cannot be said for certain.

    A cut text that was completed keeps its revision's number: there what follows the passage may have grown, and the
    same words may have come a second time.
    """
    same = anchor.revision == revision
    if same and stands(anchor, body):
        return anchor.start, anchor.end
    return _folded(body).locate(anchor, same=same)


class _Wanted:
    """What is looked for in a folded text: a passage's words, and what stands on both sides of them."""

    def __init__(self, anchor: Passage, *, may_grow: bool) -> None:
        self.exact = exact = fold(anchor.exact).strip()
        # Folded together: a blank between the two belongs to neither alone.
        self.before = fold(anchor.prefix + anchor.exact).rstrip().removesuffix(exact).lstrip()
        after = fold(anchor.exact + anchor.suffix).lstrip().removeprefix(exact).rstrip()
        self.begins = len(anchor.prefix) < CONTEXT
        ends = len(anchor.suffix) < CONTEXT
        self.ends = ends and not may_grow
        # The ellipsis that a cut text ends in goes when it is completed.
        self.after = after.removesuffix("...").rstrip() if ends and may_grow else after
        self.whole = self.before + exact + self.after


class _Folded:
    """A text without its typography. Finding a passage reads it twice at most, whatever stands in either."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.text, self._at, self._places = _mapped(body)
        self._first = len(self.text) - len(self.text.lstrip())
        self._known: dict[tuple[Passage, bool], tuple[int, int] | None] = {}

    def locate(self, anchor: Passage, *, same: bool) -> tuple[int, int] | None:
        """Where a passage stands in the text as it was; each is looked for once."""
        key = anchor, same
        if key not in self._known:
            wanted = _Wanted(anchor, may_grow=same)
            at = self._in_its_own(wanted, anchor.start) if same else self._in_another(wanted)
            self._known[key] = None if at is None else self._span(at, len(wanted.exact))
        return self._known[key]

    def places(self, folded: str) -> list[tuple[int, int]]:
        """The first two places of a folded text, in the text as it was."""
        first = self.text.find(folded)
        second = self.text.find(folded, first + 1) if first >= 0 else -1
        return [self._span(at, len(folded)) for at in (first, second) if at >= 0]

    def _in_its_own(self, wanted: _Wanted, start: int) -> int | None:
        """In the wording that the passage is of: where it stood, else in the one place where it can be meant."""
        if not wanted.exact:
            return None
        at = self._offset(start)
        while at < len(self.text) and self._place(at) == start:
            if self._agrees(wanted, at):
                return at
            at += 1
        if wanted.begins:
            at = self._first + len(wanted.before)
            return at if self._agrees(wanted, at) else None
        found = self.text.find(wanted.whole)
        if found < 0 or self.text.find(wanted.whole, found + 1) >= 0:
            return None
        return found + len(wanted.before)

    def _in_another(self, wanted: _Wanted) -> int | None:
        at = self.text.find(wanted.exact) if wanted.exact else -1
        if at < 0 or self.text.find(wanted.exact, at + 1) >= 0:
            return None
        return at if self._agrees(wanted, at) else None

    def _agrees(self, wanted: _Wanted, at: int) -> bool:
        """Whether the words stand at an offset of the folded text, between what they stood between."""
        begin = at - len(wanted.before)
        end = begin + len(wanted.whole)
        return (
            begin >= 0
            and self.text.startswith(wanted.whole, begin)
            and not (wanted.begins and self._within_a_word(begin))
            and not (wanted.ends and self._within_a_word(end))
        )

    def _within_a_word(self, at: int) -> bool:
        """Whether a word stands on both sides of an offset."""
        return 0 < at < len(self.text) and self.text[at - 1].isalnum() and self.text[at].isalnum()

    def _span(self, at: int, length: int) -> tuple[int, int]:
        return self._place(at), self._place(at + length - 1) + 1

    def _place(self, at: int) -> int:
        """The offset in the body of the character that one of the folded text stands for."""
        run = bisect_right(self._at, at) - 1
        return self._places[run] + at - self._at[run]

    def _offset(self, place: int) -> int:
        """The first offset in the folded text that can stand for one of the body."""
        run = max(0, bisect_left(self._places, place + 1) - 1)
        while run and self._places[run - 1] == place:
            run -= 1
        return self._at[run] + max(0, place - self._places[run])


_recent: list[_Folded] = []


def _folded(body: str) -> _Folded:
    """A text folded; all notes of a release ask about the same one, one after the other, at each drawing."""
    found = next((text for text in _recent if text.body is body), None)
    if found is None:
        found = next((text for text in _recent if text.body == body), None) or _Folded(body)
        # Read again it is another object: comparing a long text with it for each note would cost more than all else.
        found.body = body
    _recent[:] = [found, *(text for text in _recent if text is not found)][:2]
    return found


def fold(text: str) -> str:
    """A text without what typography changes: kinds of white space, quotation marks, dashes, ellipses."""
    return _FOLDS.sub(_written, text)


def _written(match: re.Match[str]) -> str:
    found = match.group()
    known = _TYPOGRAPHY.get(found)
    return known if known is not None else " " if found.strip(_NOTHING) else ""


def _mapped(text: str) -> tuple[str, "array[int]", "array[int]"]:
    """The folded text; and of each run of characters that stand one for one, where it begins there and in the text."""
    at, places = array("L", [0]), array("L", [0])
    pieces: list[str] = []
    length = taken = 0

    def run(place: int) -> None:
        if place - length != places[-1] - at[-1]:
            at.append(length)
            places.append(place)

    for match in _FOLDS.finditer(text):
        start, end = match.span()
        pieces.append(text[taken:start])
        length += start - taken
        written = _written(match)
        pieces.append(written)
        if written == " ":
            start += _leading(match.group())
        for _ in written:
            run(start)
            length += 1
        run(end)
        taken = end
    pieces.append(text[taken:])
    return "".join(pieces), at, places


def _leading(found: str) -> int:
    """How many characters stand before the white space that a run of it is folded to."""
    return len(found) - len(found.lstrip(_NOTHING))
