"""The line below a headline that shows why the release was found."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from reader import cells
from reader.cells.wrap import Span
from reader.model import Release
from reader.tui.widgets.release_row import Line, RowStyles, columns, with_hits

_LEAD = 3
"""Where an excerpt must be cut at the left, what stands before its first hit takes one part in so many."""
_NOT_DIM = Style(dim=False)
"""In a terminal's own colours an excerpt is dim; its hits are not."""


class Excerpt(NamedTuple):
    """A stretch of a release's text and what was found in it."""

    text: str
    hits: Sequence[Span] = ()
    """In code points of `text`."""
    label: str = ""
    """What the text is, where it is not the current wording: `earlier wording`, `note`."""


FindExcerpt = Callable[[Release], Excerpt | None]
"""Finds what of a release to show; None where its title says it all."""


def draw_excerpt(excerpt: Excerpt | None, width: int, styles: RowStyles, *, indent: int) -> Line:
    """An excerpt in one line of `width` cells, from the title's left edge; its first hit is always visible."""
    room = max(1, width - indent - 1)
    segments = [Segment(" " * indent, styles.row)]
    if excerpt is None:
        return [*segments, Segment(" " * (room + 1), styles.row)]
    label = ""
    if excerpt.label:
        label, _ = cells.fit(cells.safe(excerpt.label), room // 2)
        label += ": "
        segments.append(Segment(cells.shown(label), styles.notice))
    room = max(0, room - cells.width(label))
    text, hits = _window(cells.safe(excerpt.text), excerpt.hits, room)
    segments += with_hits(text, room, styles.excerpt, styles.hit + _NOT_DIM, hits)
    return [*segments, Segment(" ", styles.row)]


def title_edge(width: int, lines: int) -> int:
    """Cells before the title in a row of `width`, which takes one line or two."""
    plan = columns(width)
    day = plan.day + plan.gap if lines == 1 and plan.day else 0
    return 1 + plan.marks + 1 + day


def _window(text: str, hits: Sequence[Span], room: int) -> tuple[str, Sequence[Span]]:
    """The text from where its first hit is visible in `room` cells, and where the hits are in that."""
    first = _first(hits, len(text))
    if first is None or cells.width(text) <= room:
        return text, hits
    start, end = cells.whole(cells.edges(text, 0, len(text)), *first)
    if cells.width(text[:end]) < room:
        return text, hits
    # One cell for the ellipsis at either end; a long hit leaves less before it, and may be cut itself. Where little
    # comes after the hit, more stands before it.
    lead = min(room // _LEAD, room - 2 - cells.width(text[start:end]))
    start = _before(text, start, max(0, lead, room - 1 - cells.width(text[start:])))
    if start == 0:
        return text, hits
    return "…" + text[start:], [(left - start + 1, right - start + 1) for left, right in hits]


def _first(hits: Iterable[Span], length: int) -> Span | None:
    """The first hit that has something of the text."""
    inside = ((max(0, start), min(end, length)) for start, end in hits)
    return min((span for span in inside if span[0] < span[1]), default=None)


def _before(text: str, place: int, room: int) -> int:
    """Where a word begins within `room` cells before a place; the earliest character there, without a blank."""
    start = place
    if cells.is_narrow(text, 0, place):
        start = max(0, place - room)
    else:
        for left, _, size in reversed(list(cells.graphemes(text[:place]))):
            room -= size
            if room < 0:
                break
            start = left
    if start == 0:
        return 0
    blank = text.find(" ", start - 1, place)
    return start if blank < 0 else blank + 1
