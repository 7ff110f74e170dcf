"""Days as sources write them -> ISO days, in the source's own zone: the day that stands there is the day."""

import re
from datetime import date, datetime
from typing import Final

from dateutil import parser

LONGEST: Final = 100
"""Characters that a date may have; what is longer is no date."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
ZERO: Final = "1970-01-01"
"""What programs write for a moment that they do not know: zero on the clock of Unix."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# RFC 3339 and ISO 8601, and what Korean, Japanese and Chinese sites write: 2025. 12. 16., 2025年12月16日.
_YEAR_FIRST = re.compile(
    r"([0-9]{4})\s*[-./年년]\s*([0-9]{1,2})\s*[-./月월]\s*([0-9]{1,2})(?![0-9])\s*[.日일]?(?:[\sT(].*)?",
    re.DOTALL,
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T?[0-9]{4,6}Z?)?")
# RFC 822 as RFC 2822 has it: with a year of four digits.
_DAY_FIRST = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s*)?([0-9]{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?,?[\s-]+([0-9]{4})(?:[\sT,].*)?",
    re.DOTALL,
)
# Where days are written with points, they stand before the month.
_DOTTED = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})(?:[\s,].*)?", re.DOTALL)
_FOUR_DIGITS = re.compile(r"(?<![0-9:.+-])(?:19|2[01])[0-9]{2}(?![0-9:])")
_SLASHED = re.compile(r"(?<![0-9])([0-9]{1,2})/([0-9]{1,2})/[0-9]{4}")


def day(text: str) -> str | None:
    """Give the day that a text is, like 2025-12-16; None where it is none, or none that can be trusted.

    Nothing is converted: `16 Dec 2025 23:30 -0500` is the sixteenth everywhere. Years of two digits, days that do
    not exist, dates that may be read in two ways (03/04/2025) and the zero of the computer's clock are no days.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _exact(int(found[1]), int(found[2]), int(found[3]))
    # Nearly all feeds: the general parser takes twenty-five times as long.
    if (found := _DAY_FIRST.fullmatch(text)) and found[2].lower() in _MONTHS:
        return _exact(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    if found := _DOTTED.fullmatch(text):
        return _exact(int(found[3]), int(found[2]), int(found[1]))
    return _guessed(text)


def _exact(year: int, month: int, number: int) -> str | None:
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    written = found.isoformat()
    return written if FIRST_YEAR <= year <= LAST_YEAR and written != ZERO else None


def _guessed(text: str) -> str | None:
    if not _FOUR_DIGITS.search(text):
        return None
    if (
        (slashed := _SLASHED.search(text))
        and slashed[1] != slashed[2]
        and max(map(int, slashed.groups())) <= 12
    ):
        return None
    # What the text does not say is taken from the default: two defaults tell what that was.
    one = _parsed(text, datetime(2000, 1, 1))  # noqa: DTZ001
    other = _parsed(text, datetime(2004, 2, 2))  # noqa: DTZ001
    if one is None or one != other:
        return None
    return _exact(one.year, one.month, one.day)


def _parsed(text: str, default: datetime) -> date | None:
    try:
        found: datetime = parser.parse(text, default=default, ignoretz=True)
    except Exception:
        # dateutil promises ParserError and OverflowError, and raises others for texts that nobody thought of.
        return None
    return found.date()
