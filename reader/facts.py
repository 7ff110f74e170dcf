"""What the text of a release says, item by item, as frozen values; each with its place in the text.

Spans count code points of the body of one revision: `body[start:end] == text`.
"""

from typing import Literal, NamedTuple


class Quote(NamedTuple):
    """Words that are given to a speaker."""

    text: str
    """Without its quotation marks."""
    speaker: str | None
    """As far as the release names one; None where it does not."""
    office: str | None
    verb: str | None
    """Of saying, as written; `according to` is one."""
    start: int
    end: int
    doubtful: bool = False
    """Whose words they are is not certain."""


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


class Person(NamedTuple):
    """Somebody a release names."""

    name: str
    also: tuple[str, ...]
    """Other spellings in the same release."""
    office: str | None
    organisation: str | None
    start: int
    """Of the first mention."""
    end: int


class Facts(NamedTuple):
    """What the body of one revision says, each with its place in it."""

    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    people: tuple[Person, ...] = ()
