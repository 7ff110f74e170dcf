"""What may stand after `date:`, `after:`, `before:` and `seen:`, as a pair of days."""

import calendar
import datetime as dt
import re
import unicodedata

from reader.errors import UsageError

HOW = "Write 2025, 2025-11, 2025-11-20, 30d, today, or two of them with .. between."

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_HALF_TYPED = re.compile(r"[\d-]*-[\d-]*", re.ASCII)
_AGO = re.compile(r"(\d{1,6})([dwmy])", re.ASCII | re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|(?<!\d)\d{8}(?!\d)", re.ASCII)

_LONGEST = 40
"""Characters in a date written out; "the 20th of September 2025" has 26."""

Span = tuple[dt.date, dt.date]


def span(value: str, today: dt.date, name: str = "date") -> tuple[str | None, str | None]:
    """First and last ISO day of what is written after `name:`, both included; None for an end left open.

    Raises UsageError with a sentence for what cannot be read, or can be read in two ways.
    """
    value = unicodedata.normalize("NFKC", value).strip()
    if ".." not in value:
        first, last = _period(value, today)
        return first.isoformat(), last.isoformat()
    left, right = (part.strip() for part in value.split("..", 1))
    if (not left and not right) or right.startswith("."):
        raise UsageError(f"{name}:{value} names no day. {HOW}")
    begin = _period(left, today)[0] if left else None
    end = _period(right, today)[1] if right else None
    if begin and end and begin > end:
        raise UsageError(f"{name}:{value} ends before it begins. Write {name}:{right}..{left}.")
    return begin.isoformat() if begin else None, end.isoformat() if end else None


def single(name: str, value: str, today: dt.date) -> Span:
    """First and last day of what follows `after:` or `before:`, which takes no range. Raises UsageError."""
    value = unicodedata.normalize("NFKC", value).strip()
    if ".." in value:
        raise UsageError(f"{name}:{value} is a range, and {name}: takes one day. Write date:{value} instead.")
    return _period(value, today)


def _period(text: str, today: dt.date) -> Span:
    named = _named(" ".join(text.casefold().split()), today)
    if named:
        return named
    if match := _AGO.fullmatch(text):
        day = _ago(text, int(match[1]), match[2].lower(), today)
        return day, day
    if match := _ISO.fullmatch(text):
        return _iso(text, int(match[1]), match[2], match[3])
    if _HALF_TYPED.fullmatch(text):
        raise UsageError(f"{text} is not a whole date. Months and days have two digits: 2025-11, 2025-11-20.")
    return _written_out(text)


def _named(name: str, today: dt.date) -> Span | None:
    match name:
        case "today":
            return today, today
        case "yesterday":
            day = today - dt.timedelta(days=1)
            return day, day
        case "last week":
            monday = today - dt.timedelta(days=today.weekday() + 7)
            return monday, monday + dt.timedelta(days=6)
        case "last month":
            return _month(*_months_before(today.year, today.month, 1))
        case "last year":
            return dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)
        case _:
            return None


def _ago(text: str, count: int, unit: str, today: dt.date) -> dt.date:
    try:
        if unit in "dw":
            return today - dt.timedelta(days=count * (7 if unit == "w" else 1))
        year, month = _months_before(today.year, today.month, count * (12 if unit == "y" else 1))
        return dt.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{text} lies before the year 1. Write a smaller number.") from error


def _months_before(year: int, month: int, count: int) -> tuple[int, int]:
    year, month = divmod(year * 12 + month - 1 - count, 12)
    if year < 1:
        raise OverflowError
    return year, month + 1


def _month(year: int, month: int) -> Span:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _iso(text: str, year: int, month: str | None, day: str | None) -> Span:
    if year == 0:
        raise UsageError(f"There is no year 0 in {text}. {HOW}")
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not 1 <= int(month) <= 12:
        raise UsageError(f"There is no month {month} in {text}. Write months from 01 to 12.")
    first, last = _month(year, int(month))
    if day is None:
        return first, last
    if not 1 <= int(day) <= last.day:
        raise UsageError(f"There is no day {day} in {text}: that month has days 01 to {last.day}.")
    return first.replace(day=int(day)), first.replace(day=int(day))


def _written_out(text: str) -> Span:
    """A date in words, read by python-dateutil with two defaults: what they lend was not written."""
    unreadable = UsageError(f"“{text}” is not a date that can be read. {HOW}")
    if len(text) > _LONGEST:
        raise UsageError(f"“{text[:_LONGEST]}…” is not a date that can be read. {HOW}")
    if not _YEAR.search(text):
        raise UsageError(f"“{text}” is not a date with a year of four digits. {HOW}")
    one, other = (dt.datetime(year, n, n, n, n) for n, year in ((1, 2001), (2, 2004)))  # noqa: DTZ001 - days
    parsed = [_dateutil(text, default, day_first) for day_first in (False, True) for default in (one, other)]
    if any(moment is None for moment in parsed):
        raise unreadable
    month_first, month_other, day_first, _ = (moment for moment in parsed if moment)
    if month_first.year != month_other.year or month_first.hour == month_other.hour:
        raise unreadable
    if month_first != day_first:
        raise UsageError(f"“{text}” can be read day first or month first. Write it as 2025-11-20.")
    if month_first.month != month_other.month:
        return dt.date(month_first.year, 1, 1), dt.date(month_first.year, 12, 31)
    if month_first.day != month_other.day:
        return _month(month_first.year, month_first.month)
    return month_first.date(), month_first.date()


def _dateutil(text: str, default: dt.datetime, day_first: bool) -> dt.datetime | None:
    from dateutil import parser  # noqa: PLC0415 - slow to load, and few queries hold a written-out date

    try:
        return parser.parse(text, default=default, dayfirst=day_first, ignoretz=True)
    except Exception:  # whatever it stumbles over, the text is no date
        return None
