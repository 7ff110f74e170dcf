"""Tags as they stand beside a headline: `#name`, shortened to their room, each in a colour that follows its name."""

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from reader import cells

COLOURS = 5
"""Styles that tags are painted in; the stylesheet has one for each, `tag-0` to `tag-4`."""
_SHORTEST = 9
"""Cells that a shortened label keeps at least: `#supply-…`."""


def colour_of(name: str) -> int:
    """Which of the styles a tag is painted in: the same in every process, on every computer, and in any case."""
    return zlib.crc32(name.casefold().encode()) % COLOURS


class Label(NamedTuple):
    """What is painted of a tag."""

    text: str
    """Safe, ready to be painted."""
    colour: int | None
    """None for the number of those that are left out."""


@lru_cache(maxsize=512)
def labels(tags: tuple[str, ...], room: int) -> tuple[Label, ...]:
    """The labels that fit into so many cells with a blank between them: as many tags as possible, in their order.

    Long ones are shortened; how many are left out is told by a last label. None where not even one fits.
    """
    names = [cells.safe(f"#{name}") for name in tags]
    widths = [cells.width(name) for name in names]
    for count in range(len(names), 0, -1):
        rest = f"+{len(names) - count}" if count < len(names) else ""
        left = room - (count - 1) - (len(rest) + 1 if rest else 0)
        longest = _longest(widths[:count], left)
        if longest:
            fitted = [cells.shown(cells.fit(name, longest)[0]) for name in names[:count]]
            shown = [Label(text, colour_of(tag)) for text, tag in zip(fitted, tags, strict=False)]
            return (*shown, Label(rest, None)) if rest else tuple(shown)
    return ()


def _longest(widths: Sequence[int], room: int) -> int:
    """Cells that no label may exceed so that all fit into `room`; 0 where they would be too short to be read."""
    most = max(widths)
    for longest in range(min(most, max(room, 0)), _SHORTEST - 1, -1):
        if sum(min(width, longest) for width in widths) <= room:
            return longest
    return most if sum(widths) <= room else 0


def spaced(shown: Sequence[Label]) -> Iterator[Label]:
    """The labels with a blank between them."""
    for number, label in enumerate(shown):
        if number:
            yield Label(" ", None)
        yield label
