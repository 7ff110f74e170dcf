"""Changing a text in places while every other character stays. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Edit = tuple[int, int, str]
"""Start, end and what stands there afterwards."""


@dataclass(slots=True)
class Part:
    """A part of a file after merging."""

    text: str
    hashes: dict[str, str] = field(default_factory=dict)
    """What to remember, by name."""
    kept: list[str] = field(default_factory=list)
    """Names of what was changed by hand and left alone."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that do not overlap; insertions at one place stay in the order given."""
    pieces: list[str] = []
    at = 0
    for start, end, replacement in sorted(edits, key=lambda edit: edit[:2]):
        pieces += (text[at:start], replacement)
        at = end
    return "".join([*pieces, text[at:]])
