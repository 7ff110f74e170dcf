"""Two wordings as the pane that compares them is given them, and their lines at one width."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from reader import cells
from reader.cells.wrap import Span, wrap

Role = Literal["same", "old", "new"]
BlockKind = Literal["title", "heading", "item", "paragraph"]
LineRole = Literal["facts", "called", "columns", "title", "heading", "text", "blank"]

GAP = 3
"""Cells between the two columns."""
_MARKS = {"old": ("[-", "-]"), "new": ("{+", "+}"), "same": ("", "")}


class Piece(NamedTuple):
    """A stretch of both wordings in one: what stayed, what was taken out, what was put in."""

    role: Role
    text: str
    change: int = -1
    """Number of the change, from 0; -1 for what stayed."""
    strong: bool = False
    """A figure or a name is another one."""


class DiffBlock(NamedTuple):
    """A heading, an item or a paragraph."""

    kind: BlockKind
    pieces: tuple[Piece, ...]


class DiffPage(NamedTuple):
    """What the pane shows of two wordings."""

    title: str
    """The headline of the later wording."""
    heads: tuple[str, ...]
    """What is said of release and wordings, a line each."""
    called: tuple[tuple[str, int], ...]
    """What is called out, and the number of the change it is of; -1 for a line that is of none."""
    columns: tuple[str, str]
    """What each wording is called above its column."""
    blocks: tuple[DiffBlock, ...]
    """The headline first, where that changed."""
    changes: int
    """How many there are."""


class Run(NamedTuple):
    """Where a piece begins in a part."""

    start: int
    role: Role
    change: int
    strong: bool


class Part(NamedTuple):
    """A safe text in one piece, and the pieces it is made of."""

    text: str
    runs: list[Run]

    def runs_in(self, start: int, end: int) -> Iterator[tuple[int, int, Run]]:
        """The stretches of the runs that lie in a line."""
        at = max(0, bisect_right(self.runs, (start, "~", 0, False)) - 1)
        while at < len(self.runs) and self.runs[at].start < end:
            stop = self.runs[at + 1].start if at + 1 < len(self.runs) else len(self.text)
            left, right = max(start, self.runs[at].start), min(end, stop)
            if left < right:
                yield left, right, self.runs[at]
            at += 1


Cell = tuple[int, int, int]
"""A part, and the stretch of it that stands in a line."""


class Line(NamedTuple):
    """One painted line."""

    role: LineRole
    block: int
    """Number of the block; -1 above the first."""
    left: Cell | None
    right: Cell | None = None


class Layout(NamedTuple):
    """A page broken into lines."""

    parts: list[Part]
    lines: list[Line]
    column: int
    """Cells of a line; of one column where there are two."""
    beside: bool
    """The wordings stand beside each other."""
    places: list[int]
    """The first line of each change."""


def lay_out(page: DiffPage, column: int, *, beside: bool) -> Layout:
    """Breaks a page into lines: one wording written into the other, or the two beside each other."""
    layout = Layout([], [], max(8, (column - GAP) // 2) if beside else column, beside, [-1] * page.changes)
    _add(layout, "title", -1, _plain(page.title), column)
    for text in page.heads:
        _add(layout, "facts", -1, _plain(text), column)
    if page.called:
        _blank(layout, -1)
        for text, change in page.called:
            _add(layout, "called", -1, _part([Piece("same", text, change)], marks=False), column)
    if beside:
        _blank(layout, -1)
        _pair(layout, "columns", -1, _plain(page.columns[0]), _plain(page.columns[1]))
    before: BlockKind | None = None
    for number, block in enumerate(page.blocks):
        if not (before == "heading" or before == block.kind == "item"):
            _blank(layout, number)
        _block(layout, number, block, column)
        before = block.kind
    return layout


def _plain(text: str) -> Part:
    return _part([Piece("same", text)], marks=False)


def _block(layout: Layout, number: int, block: DiffBlock, column: int) -> None:
    role: LineRole = "title" if block.kind == "title" else "heading" if block.kind == "heading" else "text"
    if layout.beside:
        left = _part([one for one in block.pieces if one.role != "new"], marks=False)
        right = _part([one for one in block.pieces if one.role != "old"], marks=False)
        _pair(layout, role, number, left, right)
    else:
        _add(layout, role, number, _part(block.pieces, marks=True), column)


def _part(pieces: Sequence[Piece], *, marks: bool) -> Part:
    texts: list[str] = []
    runs: list[Run] = []
    at = 0
    for one in pieces:
        opening, closing = _MARKS[one.role] if marks else ("", "")
        text = cells.safe(f"{opening}{one.text}{closing}")
        runs.append(Run(at, one.role, one.change, one.strong))
        texts.append(text)
        at += len(text)
    return Part("".join(texts), runs)


def _wrapped(part: Part, column: int) -> list[Span]:
    return wrap(part.text, 0, len(part.text), column)


def _add(layout: Layout, role: LineRole, block: int, part: Part, column: int) -> None:
    number = len(layout.parts)
    layout.parts.append(part)
    for start, end in _wrapped(part, column):
        _place(layout, part, start, end, block)
        layout.lines.append(Line(role, block, (number, start, end)))


def _pair(layout: Layout, role: LineRole, block: int, left: Part, right: Part) -> None:
    number = len(layout.parts)
    layout.parts.extend((left, right))
    spans = zip_longest(_wrapped(left, layout.column), _wrapped(right, layout.column))
    for old, new in spans:
        for part, span in ((left, old), (right, new)):
            if span:
                _place(layout, part, span[0], span[1], block)
        layout.lines.append(
            Line(role, block, (number, *old) if old else None, (number + 1, *new) if new else None)
        )


def _place(layout: Layout, part: Part, start: int, end: int, block: int) -> None:
    """Notes in which line the changes of a part begin."""
    if block < 0:
        return
    for _, _, run in part.runs_in(start, end):
        if run.change >= 0 and layout.places[run.change] < 0:
            layout.places[run.change] = len(layout.lines)


def _blank(layout: Layout, block: int) -> None:
    layout.lines.append(Line("blank", block, None))
