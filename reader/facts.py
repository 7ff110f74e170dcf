"""What the text of a release says, item by item, as frozen values; each with its place in the text.

Spans count code points of the body of one revision: `body[start:end] == text`.
"""

from typing import Literal, NamedTuple

FigureKind = Literal["money", "percent", "count", "date", "other"]


class Figure(NamedTuple):
    """An amount, a share, a number of things or a date, as written and as a value."""

    text: str
    kind: FigureKind
    value: float | str | None
    """A number in whole units (59600000000); of a date an ISO day, month or year; None where it is not certain."""
    high: float | str | None
    """The other end of a range."""
    unit: str | None
    """`pp` for percentage points; for a count or a volume its noun or measure, as written."""
    currency: str | None
    """ISO 4217."""
    base: str | None
    """What a change is measured against, as written: `year-on-year`."""
    start: int
    end: int
    doubtful: bool = False


class Acronym(NamedTuple):
    """A short form and what the release says that it stands for."""

    short: str
    long: str
    start: int
    """Of the short form, where it is defined."""
    end: int
