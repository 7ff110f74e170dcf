"""A passage that is being selected in a text, by words, sentences and paragraphs."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from reader.analysis.sentences import line_sentences
from reader.tui.widgets.page import Block

Span = tuple[int, int]
Unit = Literal["word", "sentence", "paragraph"]
UNITS: tuple[Unit, ...] = ("word", "sentence", "paragraph")
"""From small to large."""

_UNSEEN = "\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_MARKS = rf"\u0300-\u036f\u00ad\u200b-\u200d\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f{_UNSEEN}"
_IDEOGRAPH = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_JOINED = "[-‐‑–'’.,/&:]"
_LETTER = rf"[^\W{_IDEOGRAPH}]"
# `K-beauty`, `U.S.`, `59.6`, `Korea–U.S.`, `ministry’s` are words; Chinese and Japanese have one a character; marks
# beside a word stand by themselves, so that a passage can end before or after them; what is not seen belongs to what
# it follows, and is nothing by itself.
_WORD = re.compile(
    rf"{_LETTER}(?:{_LETTER}|[{_MARKS}]|{_JOINED}(?={_LETTER}))*+|[{_IDEOGRAPH}][{_MARKS}]*|[^\w\s{_MARKS}][^\w\s]*"
)


class _Edges(NamedTuple):
    """Where the units of a text begin and end, each in order."""

    left: "array[int]"
    right: "array[int]"


class Selection:
    """One stretch of a text, from the beginning of a word to the end of one.

    It goes from unit to unit as a whole, or one of its ends moves and the other stays.
    """

    def __init__(self, body: str, blocks: Sequence[Block]) -> None:
        self.body = body
        self._blocks = blocks
        self._known: dict[Unit, _Edges] = {}
        self.start = self.end = 0
        """In code points of the body; the same while nothing is selected."""
        self._unit: Unit = "word"
        self._seed = 0
        self._moves_start = False
        self._fixed: Span = (0, 0)

    def __bool__(self) -> bool:
        return self.start < self.end

    @property
    def span(self) -> Span:
        """Start and end."""
        return self.start, self.end

    @property
    def head(self) -> int:
        """Offset of the character at the end that moves."""
        return self.start if self._moves_start else self.end - 1

    @property
    def text(self) -> str:
        """What is selected."""
        return self.body[self.start : self.end]

    # The units of the text

    @cached_property
    def _words(self) -> list[Span]:
        return [match.span() for match in _WORD.finditer(self.body)]

    @cached_property
    def _sentences(self) -> list[Span]:
        return [
            sentence for start, end in self._paragraphs for sentence in line_sentences(self.body, start, end)
        ]

    @cached_property
    def _paragraphs(self) -> list[Span]:
        spans = [(start, end) for _, start, end in self._blocks] or [(0, len(self.body))]
        return [span for span in spans if self.body[slice(*span)].strip()]

    def _units(self, unit: Unit) -> list[Span]:
        if unit == "word":
            return self._words
        return self._sentences if unit == "sentence" else self._paragraphs

    def _edges(self, unit: Unit) -> "_Edges":
        # Kept: a long text has a million words, and each key asks for them.
        if unit not in self._known:
            spans = self._units(unit)
            self._known[unit] = _Edges(
                array("L", (left for left, _ in spans)), array("L", (right for _, right in spans))
            )
        return self._known[unit]

    def at(self, unit: Unit, offset: int) -> Span | None:
        """The unit that holds an offset or is the nearest before it, the first where none is; None without any."""
        spans = self._units(unit)
        return spans[self._number_at(unit, offset)] if spans else None

    def _number_at(self, unit: Unit, offset: int) -> int:
        return max(0, bisect_right(self._units(unit), (offset, len(self.body))) - 1)

    # Taking

    def take(self, start: int, end: int, unit: Unit = "word") -> None:
        """Select a stretch, widened to whole words; nothing where there are no words in it."""
        words = self._words
        edges = self._edges("word")
        first = bisect_right(edges.right, start)
        last = bisect_left(edges.left, end)
        if first >= last:
            return
        self._unit = unit
        self._hold(words[first][0], words[last - 1][1])

    def take_at(self, unit: Unit, offset: int) -> None:
        """Select the unit at an offset."""
        span = self.at(unit, offset)
        if span is not None:
            self.take(*span, unit)

    def _hold(self, start: int, end: int) -> None:
        self.start, self.end = start, end
        self._seed = start
        self._moves_start = False
        self._fixed = self._first_word()

    def _first_word(self) -> Span:
        return self.at("word", self.start) or self.span

    def _last_word(self) -> Span:
        return self.at("word", self.end - 1) or self.span

    # Going as a whole

    def go(self, unit: Unit, step: int) -> None:
        """Go to the next unit, to the one before where `step` is -1; from a larger one first to one inside it."""
        inside = UNITS.index(unit) < UNITS.index(self._unit)
        spans = self._units(unit)
        if step > 0:
            number = bisect_left(spans, (self.start if inside else self.end, 0))
        else:
            number = bisect_right(self._edges(unit).right, self.end if inside else self.start) - 1
        if 0 <= number < len(spans):
            self.take(*spans[number], unit)

    def go_to_edge(self, step: int) -> None:
        """Go to the first sentence of the text, to the last where `step` is 1."""
        self.take_at("sentence", len(self.body) if step > 0 else 0)

    def widen(self) -> None:
        """Select the sentence around a word, the paragraph around a sentence, the word that a paragraph was."""
        unit = UNITS[(UNITS.index(self._unit) + 1) % len(UNITS)]
        seed = self._seed
        self.take_at(unit, seed)
        self._seed = seed

    # Moving one end

    def extend(self, unit: Unit, step: int) -> None:
        """Move one end by a unit; where that would leave nothing, the other end goes on from there."""
        edges = self._edges(unit).left if self._moves_start else self._edges(unit).right
        moving = self.start if self._moves_start else self.end
        number = bisect_right(edges, moving) if step > 0 else bisect_left(edges, moving) - 1
        inside = 0 <= number < len(edges)
        outwards = (step < 0) == self._moves_start
        if outwards:
            if inside:
                self._move(edges[number])
        elif inside and self._keeps_word(edges[number]):
            self._move(edges[number])
        else:
            self.other_end()
            self.extend(unit, step)

    def extend_to_edge(self, step: int) -> None:
        """Select as far as the end of the text, to its beginning where `step` is -1."""
        words = self._words
        if step > 0:
            self._moves_start, self.end = False, words[-1][1]
        else:
            self._moves_start, self.start = True, words[0][0]
        self._fixed = self._last_word() if self._moves_start else self._first_word()

    def _keeps_word(self, edge: int) -> bool:
        return edge <= self._fixed[0] if self._moves_start else edge >= self._fixed[1]

    def _move(self, edge: int) -> None:
        if self._moves_start:
            self.start = edge
        else:
            self.end = edge

    def other_end(self) -> None:
        """Have the other end move from now on."""
        self._moves_start = not self._moves_start
        self._fixed = self._last_word() if self._moves_start else self._first_word()

    # By the mouse

    def press(self, offset: int) -> None:
        """Begin with the word at an offset."""
        self.take_at("word", offset)

    def reach(self, offset: int) -> None:
        """Select from the word that was pressed to the one at an offset."""
        if not self:
            return
        first, last = self._fixed
        number = self._number_at("word", offset)
        if offset < first and self._words[number][1] <= offset:
            number += 1  # between two words, going back: the one behind the pointer was not touched
        reached = self._words[number]
        self._moves_start = reached[0] < first
        self.start, self.end = min(first, reached[0]), max(last, reached[1])
