"""A release as the text pane is given it, and its lines at one width.

The values are named tuples: they are made at every start, and a dataclass takes ten times as long to define.
"""

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from typing import Literal, NamedTuple

from reader.cells import safe, width
from reader.cells.wrap import Span, wrap

BlockKind = Literal["heading", "item", "paragraph"]
Block = tuple[BlockKind, int, int]
"""What a stretch of the body is, its start and its end in code points."""


class NoteCard(NamedTuple):
    """A note as it stands below the text."""

    text: str
    quote: str | None = None
    """The passage it is about, as it was noted; None for a note on the whole release."""
    state: str = "free"
    """`anchored`, `changed` or `free`; `changed` is said in words."""
    when: str = ""


class Page(NamedTuple):
    """What the text pane shows of one wording."""

    key: Hashable
    """Names the wording: two pages with one key are the same place to a reader."""
    title: str
    body: str
    facts: str = ""
    """Day, category, source and the like in one line; the pane adds the number of notes."""
    notice: str | None = None
    """What must be known before reading: that this is a digest, or that the source cuts it off; lines."""
    blocks: Sequence[Block] = ()
    """In order and apart; none means that the body is one paragraph."""
    notes: Sequence[NoteCard] = ()
    title_hits: Sequence[Span] = ()
    body_hits: Sequence[Span] = ()
    noted: Sequence[Span] = ()
    """Where the passages of notes stand in the body."""
    beside: Sequence[str] = ()
    """What goes with the text, a line each: attachments, times."""


Role = Literal[
    "notice", "title", "facts", "blank", "heading", "text", "beside", "rule", "quote", "note", "stamp"
]

NOTICE, TITLE, FACTS, BODY, NOTES = range(5)
"""Parts of a layout, in the order they are read; each line beside the text and each note text is a part of its own."""


class Line(NamedTuple):
    """One painted line; lines sort as they are read."""

    part: int
    start: int
    """In code points of its part; where the next line starts for a blank one."""
    end: int
    indent: int
    role: Role


class Layout(NamedTuple):
    """A page broken into lines."""

    parts: tuple[str, ...]
    """Safe texts; a line's `part` is an index into them."""
    lines: list[Line]
    column: int
    """Cells of the widest possible line."""

    def line_at(self, part: int, offset: int) -> int:
        """Number of the line that holds, or is nearest before, an offset of a part."""
        return max(0, bisect_right(self.lines, (part, offset, len(self.parts[part]) + 1)) - 1)


_MARKER = re.compile(r"(?:[-*•‣◦○●□■▪▫·ㅇ∙]|[(]?\w{1,2}[.)])\s+|[①-⑳❶-➓]\s*")
"""What an item starts with; its further lines hang below its first word."""

_QUOTED = 240
"""Code points of a noted passage below the text, at most."""

_GUTTER = {"notice": 2, "quote": 2, "note": 2, "stamp": 2}
"""Cells kept free at the left for a bar."""


def lay_out(page: Page, column: int) -> Layout:
    """Breaks a page into lines of at most `column` cells."""
    notes = [*(("beside", line) for line in page.beside), *_note_texts(page.notes)]
    parts = (page.notice or "", page.title, _facts(page), page.body, *(text for _, text in notes))
    builder = _Builder(parts, column)
    builder.header()
    builder.body(page.blocks or [("paragraph", 0, len(page.body))])
    builder.notes([role for role, _ in notes])
    return Layout(builder.parts, builder.lines, column)


def _facts(page: Page) -> str:
    count = len(page.notes)
    notes = f"{count} note{'s' * (count != 1)}" if count else ""
    facts = " · ".join(filter(None, (page.facts, notes)))
    # Blanks that do not break keep a number with its word and the dot out of the beginning of a line.
    return re.sub(r"(?<=\d) (?=\w)| (?=·)", "\u00a0", facts)


def _note_texts(notes: Sequence[NoteCard]) -> Iterator[tuple[Role, str]]:
    if notes:
        yield "rule", "Notes"
    for note in notes:
        if note.quote:
            # A passage that is marked in the text above needs no more than its beginning and end here.
            quote = note.quote if note.state == "changed" else shortened(note.quote, _QUOTED)
            yield "quote", f"“{quote}”"
        yield "note", note.text.rstrip()
        changed = "its passage changed; quoted is what it was" if note.state == "changed" else ""
        if stamp := " · ".join(filter(None, (note.when, changed))):
            yield "stamp", stamp


def shortened(text: str, most: int) -> str:
    """A text in one line, its middle left out where it has more than so many code points."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    begin, end = line[: most * 2 // 3], line[-(most // 3) :]
    # At blanks, where the language has them.
    begin, end = begin.rpartition(" ")[0] or begin, end.partition(" ")[2] or end
    return f"{begin} … {end}"


class _Builder:
    """Collects the lines of one layout."""

    def __init__(self, texts: Sequence[str], column: int) -> None:
        self.parts = tuple(safe(text) for text in texts)
        self._texts = texts
        self.lines: list[Line] = []
        self._column = column

    def header(self) -> None:
        if self.parts[NOTICE]:
            self._whole(NOTICE, "notice")
            self._blank(TITLE, 0)
        self._whole(TITLE, "title")
        if self.parts[FACTS]:
            self._whole(FACTS, "facts")

    def body(self, blocks: Sequence[Block]) -> None:
        before: BlockKind | None = None
        for kind, start, end in blocks:
            if not (before == "heading" or before == kind == "item"):
                self._blank(BODY, start)
            self._block(kind, start, end)
            before = kind

    def _block(self, kind: BlockKind, start: int, end: int) -> None:
        text = self.parts[BODY]
        hang = 0
        if kind == "item":
            marker = _MARKER.match(text, start, end)
            hang = min(width(marker[0]) if marker else 2, self._column // 2)
        spans = wrap(text, start, end, self._column, self._column - hang)
        role: Role = "heading" if kind == "heading" else "text"
        self.lines += [
            Line(BODY, left, right, hang if number else 0, role) for number, (left, right) in enumerate(spans)
        ]

    def notes(self, roles: Sequence[Role]) -> None:
        for part, role in enumerate(roles, NOTES):
            before = roles[part - NOTES - 1] if part > NOTES else None
            if role == "rule" or before in ("rule", "stamp") or (role == "beside" and before is None):
                self._blank(part, 0)
            self._whole(part, role)

    def _whole(self, part: int, role: Role) -> None:
        gutter = _GUTTER.get(role, 0)
        start = 0
        for line in self._texts[part].split("\n"):
            end = start + len(line)
            # An empty line of a note is a line too, with its bar.
            spans = wrap(self.parts[part], start, end, self._column - gutter) or [(start, start)]
            self.lines += [Line(part, left, right, gutter, role) for left, right in spans]
            start = end + 1

    def _blank(self, part: int, start: int) -> None:
        self.lines.append(Line(part, start, start, 0, "blank"))
