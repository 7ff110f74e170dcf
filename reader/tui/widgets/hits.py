"""The hits of a page, its noted passages and what is selected: which of them lie in a line."""

from bisect import bisect_left
from collections.abc import Iterator

from reader import cells
from reader.cells.wrap import Span
from reader.tui.widgets.page import BODY, TITLE, Line, Page


class Hits:
    """Those of the title, then those of the body; hits that overlap count as one."""

    def __init__(self, page: Page | None) -> None:
        self.spans = _joined(page) if page else []
        """Part of the layout, start and end, in reading order."""
        self.current: int | None = None
        """Number of the current one."""

    def __len__(self) -> int:
        return len(self.spans)

    def step(self, step: int, place: tuple[int, int]) -> tuple[int, int]:
        """Makes another hit the current one, around at the ends, and returns its part and start.

        The first one is the nearest after `place`, before it where `step` is negative. There must be hits.
        """
        if self.current is None:
            after = bisect_left(self.spans, (*place, 0))
            self.current = (after if step > 0 else after - 1) % len(self.spans)
        else:
            self.current = (self.current + step) % len(self.spans)
        part, start, _ = self.spans[self.current]
        return part, start

    def first_from(self, part: int, offset: int) -> int | None:
        """Number of the first hit that begins at a place or after it, in the same part; None where there is none."""
        number = bisect_left(self.spans, (part, offset, 0))
        return number if number < len(self.spans) and self.spans[number][0] == part else None

    def pieces(self, text: str, line: Line) -> Iterator[tuple[int, int, int | None]]:
        """A line cut at the ends of its hits: start, end, and the hit's number, None between hits."""
        place = line.start
        for number, start, end in self._in_line(text, line):
            if start > place:
                yield place, start, None
            if end > max(start, place):
                yield max(start, place), end, number
                place = end
        if place < line.end:
            yield place, line.end, None

    def _in_line(self, text: str, line: Line) -> Iterator[tuple[int, int, int]]:
        """Number, start and end of the hits of a line, widened to whole characters."""
        edges: list[int] | None = None
        # One hit at most begins in an earlier line and reaches into this one: they do not overlap.
        first = max(0, bisect_left(self.spans, (line.part, line.start, 0)) - 1)
        for number in range(first, len(self.spans)):
            part, start, end = self.spans[number]
            if (part, start) >= (line.part, line.end):
                return
            if part < line.part or end <= line.start:
                continue
            if edges is None:
                edges = cells.edges(text, line.start, line.end)
            yield number, *cells.whole(edges, max(start, line.start), min(end, line.end))


class Passages:
    """The noted passages of a page, and the selected one."""

    def __init__(self, page: Page | None) -> None:
        self.noted: list[Span] = []
        """In order and apart."""
        self.starts = sorted(start for start, _ in page.noted) if page else []
        """Where each noted passage begins."""
        self.selected: Span | None = None
        for start, end in sorted(page.noted) if page else ():
            if self.noted and start <= self.noted[-1][1]:
                self.noted[-1] = (self.noted[-1][0], max(end, self.noted[-1][1]))
            else:
                self.noted.append((start, end))

    def begin_in(self, line: Line) -> bool:
        """Whether a noted passage begins in a line."""
        if not self.starts or line.part != BODY:
            return False
        return bisect_left(self.starts, line.start) < bisect_left(self.starts, line.end)

    def within(self, text: str, line: Line) -> list[tuple[int, int, bool]]:
        """Start and end of those in a line, widened to whole characters, and whether each is the selected one."""
        if line.part != BODY or not (self.noted or self.selected):
            return []
        first = max(0, bisect_left(self.noted, (line.start, 0)) - 1)
        spans = [(*span, False) for span in self.noted[first : bisect_left(self.noted, (line.end, 0))]]
        if self.selected is not None:
            spans.append((*self.selected, True))
        inside = [one for one in spans if one[0] < line.end and one[1] > line.start]
        if not inside:
            return []
        edges = cells.edges(text, line.start, line.end)
        return [
            (*cells.whole(edges, max(start, line.start), min(end, line.end)), selected)
            for start, end, selected in inside
        ]


def _joined(page: Page) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    spans = [(TITLE, *span) for span in page.title_hits] + [(BODY, *span) for span in page.body_hits]
    for part, start, end in sorted(spans):
        if joined and joined[-1][0] == part and start < joined[-1][2]:
            joined[-1] = (part, joined[-1][1], max(end, joined[-1][2]))
        elif end > start:
            joined.append((part, start, end))
    return joined
