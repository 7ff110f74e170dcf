"""How often words stand in a row, in all documents of a segment at once.

Numbers that hold document and position both are merged, some hundred documents at a time, which then stay in the
processor's cache: for common words that takes a fraction of looking at one document after the other.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import compress, islice
from operator import eq

from reader.index.blocks import SHIFT
from reader.index.segment import Segment

_WINDOW = 1 << 9
"""Documents that are looked at together."""


def in_row(segment: Segment, field: str, row: Sequence[tuple[int, str]]) -> dict[int, int]:
    """By document, in how many places these terms stand at these distances from the first of them."""
    streams = [_Stream(segment.occurrences(field, term, distance)) for distance, term in row]
    found: Counter[int] = Counter()
    for end in range(_WINDOW, segment.count + _WINDOW, _WINDOW):
        segment.watch.look()
        columns = sorted((stream.until(end << SHIFT) for stream in streams), key=len)
        if columns[0]:
            starts = reduce(_common, columns)
            found.update([start >> SHIFT for start in starts])
    return found


def _common(some: list[int], others: list[int]) -> list[int]:
    """What is in both of two ascending lists: sorting merges runs that are in order already."""
    if not some or not others:
        return []
    merged = some + others
    merged.sort()
    return list(compress(merged, map(eq, merged, islice(merged, 1, None))))


class _Stream:
    """Where the row would begin by the occurrences of one term."""

    def __init__(self, blocks: Iterator[list[int]]) -> None:
        self._blocks = blocks
        self._waiting: list[int] = []

    def until(self, end: int) -> list[int]:
        """The next ones, up to those of a document."""
        waiting = self._waiting
        while not waiting or waiting[-1] < end:
            block = next(self._blocks, None)
            if block is None:
                break
            waiting += block
        cut = bisect_left(waiting, end)
        self._waiting = waiting[cut:]
        return waiting[:cut]
