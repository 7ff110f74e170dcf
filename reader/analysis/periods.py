"""The days, months, quarters, halves and years that a text names, as ISO 8601 writes them.

A date without a year is in the one that brings it nearest to the day of the release, where that is certain: within five
months, and on the weekday that is written. python-dateutil, which reads dates in queries, would lend it the year of a
default, overlook that the weekday is another, and has no words for where in the text it stands, for ends of a period,
quarters and halves; once these are told, nothing is left for it to read.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reader.facts import Figure

_compiled = cache(re.compile)

_MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "January Jan", "February Feb", "March Mar", "April Apr", "May", "June Jun", "July Jul", "August Aug",
            "September Sept Sep", "October Oct", "November Nov", "December Dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_QUARTERS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
}
_HALVES = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "latter": 2}
_DENSITY = 80
_ALWAYS = 500
_QUARTER = 2
"""Months from the first of a quarter to its last."""
_CERTAIN_DAYS, _CERTAIN_MONTHS = 150, 5

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?)"
_DAY = (
    r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|[nr]d|th)?"
    r"(?![\w%]|[.,:/][0-9]|-[a-z]| (?:percent|per cent|million|billion|trillion|%))"
)
_YEAR = r"(?:19|20)[0-9]{2}(?![\w%]|[.,][0-9])"
_RELATIVE = r"(?:of )?(?P<relative>last|this|next) year\b"
_ANCHOR = rf"(?<!\w)(?<!\d-)(?:{_MONTH})\b(?:\.(?= [0-9]))?"
_AFTER_MONTH = (
    rf" (?P<day>{_DAY})(?:,? \(?{_WEEKDAY}\)?)?"
    rf"(?:(?:[ ]?[-–~][ ]?| (?:to|through|until) )(?:(?P<month2>{_MONTH})\.? )?(?P<day2>{_DAY}))?"
    rf"(?:,? (?P<year>{_YEAR}))?"
    rf"|,? (?:of )?(?P<only>{_YEAR})"
    rf"| {_RELATIVE}"
)
_DAY_BEFORE = (
    rf"(?:(?P<weekday>{_WEEKDAY}),? )?(?:the )?(?<![\w.,/–-])(?:(?P<first>{_DAY})(?:[ ]?[-–][ ]?| to ))?"
    rf"(?P<day>{_DAY})(?: of)? $"
)
_WEEKDAY_BEFORE = rf"(?<!\w)(?P<weekday>{_WEEKDAY}),? (?:the )?$"
_YEAR_AFTER = rf",? (?P<year>{_YEAR})"
_IN = (
    r"(?:^|[ (“])(?:(?i:in|by|since|until|from|during|of|for|through|before|after|between)|(?:[Ii]n )?"
    r"(?:early|mid|late)|to|as of|last|next|this) $|(?:end|mid|early|late)-$"
    rf"|\b(?:{_MONTH})(?:[-–]| to | and | through )$"
)
_ISO = (
    r"(?<![\w./-])(?P<y>(?:19|20)[0-9]{2})(?P<s>[-./]|\. )(?P<m>0?[1-9]|1[0-2])(?P=s)"
    r"(?P<d>3[01]|[12][0-9]|0?[1-9])(?![\w/-])"
)
_WHICH = rf"(?:,? (?:of |in )?(?:(?P<year>{_YEAR})|(?P<relative>last|this|next) year\b))"
_WHICH2 = _WHICH.replace("year>", "year2>").replace("relative>", "relative2>")
_PART = (
    r"\b(?:(?P<ordinal>(?i:first|second|third|fourth|last|latter)|1st|2nd|3rd|4th)[ -]"
    rf"(?P<name>quarter|half)\b{_WHICH}?"
    rf"|(?P<short>[QH][1-4]|[1-4][QH])\b{_WHICH2}?|(?P<before>{_YEAR}) (?P<short2>[QH][1-4]|[1-4][QH])\b)"
)
_YEARS = (
    rf"(?<![\w.,/#-])(?P<year>{_YEAR})(?![-–]?(?:[a-z]))(?:(?P<joint>[ ]?[-–~][ ]?| to | through | until | and )"
    rf"(?P<high>{_YEAR}))?"
)
_PREPOSITION = (
    r"(?:^|[ (“])(?:(?i:in|by|since|until|through|during|from|of|for|after|before|between)|and|year|early|mid|late"
    r"|as of|(?:end|start|beginning) of)[ -]$"
)
_STRICT = r"(?:^|[ (“])(?i:in|by|since|until|through|during) $"
_NOUN_AFTER = r" (?:[a-z]+s\b(?<! as)(?<! was)(?<! is)(?<! has)|people|men|women|staff)\b"
_BETWEEN = frozenset((" to ", ", to ", " through ", ", through ", " until ", "–", " – ", "-", " - "))


class _Date(NamedTuple):
    start: int
    end: int
    value: str | None
    high: str | None
    doubtful: bool


def find(body: str, day: str | None) -> list[Figure]:
    """The dates of a text in its order; without a year they are resolved from the day of the release (ISO 8601)."""
    released = _released(day)
    most = _ALWAYS + len(body) // _DENSITY
    found = sorted(
        (*_days(body, released, most), *_parts(body, released, most), *_years(body, most), *_iso(body, most)),
        key=lambda date: (date.start, -date.end),
    )
    kept: list[_Date] = []
    for date in found:
        if kept and date.start < kept[-1].end:
            continue
        if kept and (joined := _joined(body, kept[-1], date)):
            kept[-1] = joined
        else:
            kept.append(date)
    return [
        Figure(
            body[one.start : one.end],
            "date",
            one.value,
            one.high,
            None,
            None,
            None,
            one.start,
            one.end,
            one.doubtful,
        )
        for one in kept
    ]


def _released(day: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(day[:10]) if day else None
    except ValueError:
        return None


def _joined(body: str, first: _Date, second: _Date) -> _Date | None:
    """Two dates as the period between them: `from Monday, December 1, to Thursday, December 4`."""
    if second.start - first.end > 10 or first.high or second.high or not (first.value and second.value):
        return None
    between = body[first.end : second.start]
    spanning = between in _BETWEEN or (between == " and " and body.endswith("etween ", 0, first.start))
    if not spanning or len(first.value) != len(second.value):
        return None
    value, doubtful = first.value, first.doubtful or second.doubtful
    if _lends_year(body, first, second):
        year = int(second.value[:4]) - (first.value[4:] > second.value[4:])
        value, doubtful = f"{year:04d}{first.value[4:]}", second.doubtful
        if value[4:] == "-02-29" and not _date(year, 2, 29):
            return None
    return _Date(first.start, second.end, value, second.value, doubtful) if value < second.value else None


def _lends_year(body: str, first: _Date, second: _Date) -> bool:
    """Whether the first of two dates is in the year of the second: `November 30 to December 4, 2026`."""
    year = _compiled(_YEAR)
    if year.search(body, first.start, first.end):
        return False
    months = len(first.value or "") == len("2026-01")
    return months or year.search(body, second.start, second.end) is not None


def _days(body: str, released: dt.date | None, most: int) -> Iterator[_Date]:
    """Days and months: `Wednesday, December 3`, `December 1–4, 2026`, `3 December`, `January next year`."""
    for count, match in enumerate(_compiled(_ANCHOR).finditer(body)):
        if count >= most:
            return
        start, end = match.span()
        before = body[max(0, start - 24) : start]
        after = _compiled(_AFTER_MONTH).match(body, end)
        month = _MONTHS[match[0].rstrip(".")]
        if after and after["day"]:
            lead = _compiled(_WEEKDAY_BEFORE).search(before)
            date = _day(body, month, after, lead, released)
            yield date._replace(start=start - len(before) + lead.start() if lead else start)
        elif lead := _compiled(_DAY_BEFORE).search(before):
            year = _compiled(_YEAR_AFTER).match(body, end)
            written = int(year["year"]) if year else _hinted(after, released)
            date = _dated(lead, month, written, released)
            yield date._replace(start=start - len(before) + date.start, end=year.end() if year else end)
        elif after and after["only"]:
            yield _Date(start, after.end(), f"{after['only']}-{month:02d}", None, False)
        elif after:
            year_ = _hinted(after, released)
            value = f"{year_}-{month:02d}" if year_ else None
            yield _Date(start, after.end(), value, None, value is None)
        elif _compiled(_IN).search(before):
            yield _Date(start, end, *_nearest_month(released, month, before))


def _day(
    body: str, month: int, after: re.Match[str], lead: re.Match[str] | None, released: dt.date | None
) -> _Date:
    """A month with its day or days: `Monday, December 1`, `December 1–4, 2026`, `November 28 to December 1`."""
    other = after["day2"]
    month2 = _MONTHS[after["month2"]] if after["month2"] else month
    end = after.end()
    written = int(after["year"]) if after["year"] else None
    first = written - 1 if written and month2 < month else written
    if not written and (relative := _compiled(rf",? {_RELATIVE}").match(body, end)):
        first = written = _hinted(relative, released)
        end = relative.end()
    value, doubtful = _nearest(
        released, month, _number(after["day"]), first, lead["weekday"] if lead else None
    )
    date = _Date(after.start(), end, value, None, doubtful)
    if not other:
        return date
    if value and not written:
        written = int(value[:4]) + (month2 < month)
    high, _ = _nearest(released, month2, _number(other), written, None)
    if value is None or high is None or high <= value:
        return date._replace(doubtful=True)
    return date._replace(high=high)


def _dated(lead: re.Match[str], month: int, year: int | None, released: dt.date | None) -> _Date:
    """A day or days before their month: `Thursday 5 June`, `3–5 June 2025`; the end is not told yet."""
    value, doubtful = _nearest(released, month, _number(lead["day"]), year, lead["weekday"])
    names = [name for name in ("weekday", "first", "day") if lead[name]]
    date = _Date(lead.start(names[0]), 0, value, None, doubtful)
    if not lead["first"]:
        return date
    low, doubtful = _nearest(released, month, _number(lead["first"]), year, None)
    if low is None or value is None or low >= value:
        return date._replace(start=lead.start("day"), doubtful=True)
    return date._replace(value=low, high=value, doubtful=doubtful)


def _number(day: str) -> int:
    return int(day.rstrip("stndrh"))


def _hinted(match: re.Match[str] | None, released: dt.date | None) -> int | None:
    """The year that `last year` is."""
    if not match or not released or not match["relative"]:
        return None
    return released.year + {"last": -1, "this": 0, "next": 1}[match["relative"]]


def _nearest(
    released: dt.date | None, month: int, day: int, year: int | None, weekday: str | None
) -> tuple[str | None, bool]:
    """The day of a month, in the year that is written or else in the nearest; and whether it is in doubt."""
    years = (year,) if year else (released.year - 1, released.year, released.year + 1) if released else ()
    possible = [found for one in years if (found := _date(one, month, day))]
    if not possible:
        return None, True
    if year or not released:
        best, certain = possible[0], True
    else:
        best = min(possible, key=lambda one: abs((one - released).days))
        certain = abs((best - released).days) <= _CERTAIN_DAYS
    if weekday and _WEEKDAYS[best.weekday()] != weekday[:3]:
        certain = False
    return best.isoformat(), not certain


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _nearest_month(released: dt.date | None, month: int, before: str) -> tuple[str | None, None, bool]:
    """A month without a year: the nearest, or the one before or after the release where it says last or next."""
    if not released:
        return None, None, True
    away = (month - released.month + 6) % 12 - 6
    word = before.rsplit(maxsplit=1)[-1].lower() if before.split() else ""
    if word == "last" and away >= 0:
        away -= 12
    elif word == "next" and away <= 0:
        away += 12
    year, index = divmod(released.year * 12 + released.month - 1 + away, 12)
    doubtful = abs(away) > _CERTAIN_MONTHS and word not in ("last", "next")
    return f"{year:04d}-{index + 1:02d}", None, doubtful


def _parts(body: str, released: dt.date | None, most: int) -> Iterator[_Date]:
    """Quarters and halves of a year, from month to month; without a year their value is not certain."""
    for count, match in enumerate(_compiled(_PART).finditer(body)):
        if count >= most:
            return
        year = match["year"] or match["year2"] or match["before"]
        relative = match["relative"] or match["relative2"]
        if not year and relative and released:
            year = str(released.year + {"last": -1, "this": 0, "next": 1}[relative])
        months = _months(match)
        # A half without its year is more often half of something else, and an H2 is a gas.
        if months is None or (year is None and months[1] - months[0] > _QUARTER):
            continue
        first, last = months
        value, high = (f"{year}-{first:02d}", f"{year}-{last:02d}") if year else (None, None)
        yield _Date(match.start(), match.end(), value, high, year is None)


def _months(match: re.Match[str]) -> tuple[int, int] | None:
    """The first and last month of a quarter or half."""
    if match["name"]:
        quarter = match["name"] == "quarter"
        which = (_QUARTERS if quarter else _HALVES).get(match["ordinal"].lower())
    else:
        written = match["short"] or match["short2"]
        quarter = "Q" in written
        which = int(written.strip("QH"))
        which = which if quarter or which < 3 else None
    if which is None:
        return None
    size = _QUARTER + 1 if quarter else 6
    return (which - 1) * size + 1, which * size


def _years(body: str, most: int) -> Iterator[_Date]:
    """Years and spans of years; four digits are a year after a preposition only."""
    for count, match in enumerate(_compiled(_YEARS).finditer(body)):
        if count >= most:
            return
        start, end = match.span()
        before = body[max(0, start - 14) : start]
        joint, high = match["joint"], match["high"]
        if high and (high <= match["year"] or (joint == " and " and not before.endswith("etween "))):
            joint, high, end = None, None, match.end("year")
        named = joint and joint.strip() in ("-", "–", "~")
        if named or (_compiled(_PREPOSITION).search(before) and _stands_alone(body, before, end)):
            yield _Date(start, end, match["year"], high, False)


def _stands_alone(body: str, before: str, end: int) -> bool:
    """Whether a year does not belong to a name or count what follows: `in 2025 World Expo`, `of 2000 people`."""
    following = body[end : end + 3]
    if following[:1] == " " and following[1:2].isupper():
        return before.lstrip()[:1].isupper() and len(before.strip()) < len("During ")
    return _compiled(_STRICT).search(before) is not None or not _compiled(_NOUN_AFTER).match(body, end)


def _iso(body: str, most: int) -> Iterator[_Date]:
    """Days in digits, year first: `2025-12-03`, `2025. 12. 3`."""
    for count, match in enumerate(_compiled(_ISO).finditer(body)):
        if count >= most:
            return
        day = _date(int(match["y"]), int(match["m"]), int(match["d"]))
        yield _Date(match.start(), match.end(), day.isoformat() if day else None, None, day is None)
