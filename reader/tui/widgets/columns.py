"""Groups of lines set in columns beside each other, as in a newspaper."""

from collections.abc import Sequence

GAP = 2
"""Blank cells between two columns."""
SCROLLBAR = 1
"""Cells at the right of a view that its scrollbar covers, where there is one."""


def fitting(width: int, least: int, most: int) -> int:
    """How many columns of `least` cells fit into `width`: one at least, `most` at most."""
    return max(1, min(most, (width + GAP) // (least + GAP)))


def column_width(width: int, count: int) -> int:
    """Cells of each of so many columns."""
    return (width - GAP * (count - 1)) // count


def split(heights: Sequence[int], count: int) -> list[range]:
    """Which groups stand in which of `count` columns, in order, so that the highest one is as low as can be."""
    limit = max(heights, default=0)
    while len(columns := _filled(heights, limit)) > count:
        limit += 1
    return columns


def _filled(heights: Sequence[int], limit: int) -> list[range]:
    columns: list[range] = []
    start = used = 0
    for number, height in enumerate(heights):
        if used and used + height > limit:
            columns.append(range(start, number))
            start, used = number, 0
        used += height
    return [*columns, range(start, len(heights))]
