"""The lines of one release.

One line: marks, day, title, and the category where there is room for it. Two: marks and title, below it the rest.
Tags stand at the right of the title or, where there are two lines, of the rest.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from reader import cells
from reader.cells.wrap import Span
from reader.model import Release
from reader.tui.widgets.tag_colours import Label, labels, spaced
from reader.wording import BOOKMARKED, CUT, EDITED, NOTED, UNREAD, signs

__all__ = [
    "BOOKMARKED",
    "CUT",
    "EDITED",
    "MARKED",
    "NOTED",
    "UNREAD",
    "Columns",
    "Line",
    "RowStyles",
    "columns",
    "draw_row",
    "with_hits",
]

MARKED = "✓"
_DIGEST = "digest"
_TAGS_GAP = 2
"""Cells between a title, or a line of facts, and its tags."""


class Columns(NamedTuple):
    """Cells of the columns at one width; those of 0 cells are left out."""

    marks: int
    """5 show every mark at its own place; 3 join the last three into the weightiest of them."""
    day: int
    """10 for `2025-12-23`, 5 for `12-23`."""
    title: int
    category: int
    gap: int
    """Between the columns."""
    tags: int = 0
    """Cells of the title that tags may take even where it needs them; what it leaves they may have anyway."""


@lru_cache(maxsize=64)
def columns(width: int) -> Columns:
    """How a row of so many cells is divided."""
    marks, gap = (5, 2) if width >= 56 else (3, 1)
    day = 10 if width >= 44 else 5 if width >= 32 else 0
    category = min(24, width // 6) if width >= 70 else 0
    taken = 1 + marks + 1 + (day + gap if day else 0) + (category + gap if category else 0) + 1
    title = max(1, width - taken)
    return Columns(marks, day, title, category, gap, title // 4 if width >= 64 else 0)


class RowStyles(NamedTuple):
    """How the parts of a row are painted."""

    row: Style
    unread: Style
    """Title of an unread release."""
    day: Style
    category: Style
    marks: tuple[Style, Style, Style, Style, Style]
    """Unread, bookmarked, noted, edited, cut."""
    marked: Style
    hit: Style
    """Laid over the style of the title or the excerpt."""
    excerpt: Style
    notice: Style
    """What an excerpt is, where it is not of the current wording."""
    tags: tuple[Style, ...] = ()
    """By the number of a tag's colour."""

    def of_label(self, label: Label) -> Style:
        """The style of a tag's label."""
        return self.day if label.colour is None or not self.tags else self.tags[label.colour]

    @classmethod
    def under_cursor(cls, style: Style) -> "RowStyles":
        """One colour for the whole row; unread and hits still show."""
        unread = style + Style(bold=True)
        return cls(style, unread, style, style, (style,) * 5, style, Style(underline=True), style, style)


Line = list[Segment]


def draw_row(
    release: Release,
    width: int,
    styles: RowStyles,
    *,
    lines: int = 1,
    hits: Sequence[Span] = (),
    marked: bool = False,
) -> list[Line]:
    """The lines of a row, 1 or 2, in at least `width` cells each; only below 20 are they more."""
    plan = columns(width)
    gutter = [Segment(MARKED if marked else " ", styles.marked), *_marks(release, plan, styles)]
    gutter.append(Segment(" ", styles.row))
    title_style = styles.row if release.read else styles.unread
    if lines == 1:
        return [gutter + _all_in_one(release, plan, title_style, styles, hits)]
    indent = 1 + plan.marks + 1
    room = max(1, width - indent - 1)
    title = with_hits(cells.safe(release.title), room, title_style, styles.hit, hits)
    return [[*gutter, *title, Segment(" ", styles.row)], _facts(release, indent, room, styles)]


def _all_in_one(
    release: Release, plan: Columns, title_style: Style, styles: RowStyles, hits: Sequence[Span]
) -> Line:
    """What follows the marks on the only line."""
    segments: Line = []
    if plan.day:
        day = cells.safe((release.date or "")[-plan.day :])
        segments.append(Segment(cells.padded(day, plan.day) + " " * plan.gap, styles.day))
    label = _label(release, plan)
    # Where categories have no column, a digest's label takes its place from the title.
    room = plan.title if plan.category else plan.title - len(label)
    title = cells.safe(release.title)
    tags = _tags(release, max(plan.tags, room - cells.width(title) - _TAGS_GAP), styles)
    room -= sum(segment.cell_length for segment in tags)
    segments += [*with_hits(title, room, title_style, styles.hit, hits), *tags]
    segments.append(Segment(label + " ", styles.category))
    return segments


def _facts(release: Release, indent: int, room: int, styles: RowStyles) -> Line:
    """The line below a title: what is known of day and category, from the title's left edge, and the tags."""
    known = cells.safe(" · ".join(fact for fact in (release.date, _kind(release)) if fact))
    tags = _tags(release, max(room // 2, room - cells.width(known) - _TAGS_GAP), styles)
    text = cells.padded(known, room - sum(segment.cell_length for segment in tags))
    return [Segment(" " * indent, styles.row), Segment(text, styles.day), *tags, Segment(" ", styles.day)]


def _tags(release: Release, room: int, styles: RowStyles) -> Line:
    """As many of the tags as go into `room`, with the gap before them."""
    shown = labels(release.tags, room) if release.tags else ()
    if not shown:
        return []
    painted = [Segment(label.text, styles.of_label(label)) for label in spaced(shown)]
    return [Segment(" " * _TAGS_GAP, styles.row), *painted]


def _kind(release: Release) -> str:
    return _DIGEST if release.digest else release.category or ""


def _marks(release: Release, plan: Columns, styles: RowStyles) -> Iterator[Segment]:
    marks = [(sign or " ", style) for sign, style in zip(signs(release), styles.marks, strict=True)]
    if plan.marks == 3:
        # Where there is no room for its label either, a digest's mark is its first letter.
        rest = _DIGEST[0] if release.digest and not plan.day else " "
        weightiest = next((mark for mark in marks[2:] if mark[0] != " "), (rest, styles.row))
        marks = [*marks[:2], weightiest]
    for sign, style in marks:
        yield Segment(sign, style)


def _label(release: Release, plan: Columns) -> str:
    """What stands at the right, with the gap before it."""
    if plan.category:
        fitted, _ = cells.fit(cells.safe(_kind(release)), plan.category)
        return " " * (plan.gap + plan.category - cells.width(fitted)) + cells.shown(fitted)
    return " " * plan.gap + _DIGEST if release.digest and plan.day else ""


def with_hits(text: str, room: int, style: Style, hit: Style, hits: Sequence[Span]) -> Iterator[Segment]:
    """A safe text in exactly `room` cells, its hits painted as far as they are visible."""
    text, kept = cells.fit(text, room)
    place = 0
    edges = cells.edges(text, 0, kept) if hits else []
    for span in sorted(hits):
        start, end = max(place, span[0]), min(kept, span[1])
        if start < end:
            start, end = cells.whole(edges, start, end)
            yield Segment(cells.shown(text[place:start]), style)
            yield Segment(cells.shown(text[start:end]), style + hit)
            place = end
    yield Segment(cells.shown(text[place:]) + " " * (room - cells.width(text)), style)
