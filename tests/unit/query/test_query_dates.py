"""Which days a date in a query means, and which dates are refused."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.query.dates import single, span

TODAY = datetime.date(2025, 12, 23)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-11", "2025-11-01", "2025-11-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-11-20", "2025-11-20", "2025-11-20"),
        ("2025-11-20..2025-12", "2025-11-20", "2025-12-31"),
        ("..2024", None, "2024-12-31"),
        ("2024..", "2024-01-01", None),
        ("30d..", "2025-11-23", None),
        ("2w", "2025-12-09", "2025-12-09"),
        ("10m..", "2025-02-23", None),
        ("1y..today", "2024-12-23", "2025-12-23"),
        ("yesterday", "2025-12-22", "2025-12-22"),
        ("last week", "2025-12-15", "2025-12-21"),
        ("Last  Month", "2025-11-01", "2025-11-30"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("last week..", "2025-12-15", None),
        ("20 November 2025", "2025-11-20", "2025-11-20"),
        ("Nov 20, 2025", "2025-11-20", "2025-11-20"),
        ("November 2025", "2025-11-01", "2025-11-30"),
        ("nov-2025", "2025-11-01", "2025-11-30"),
        ("30d", "2025-11-23", "2025-11-23"),
        ("today..", "2025-12-23", None),
        ("2025-11-20..20 Dec 2025", "2025-11-20", "2025-12-20"),
        ("20251120", "2025-11-20", "2025-11-20"),
        ("13/04/2025", "2025-04-13", "2025-04-13"),
        ("2025/11/20", "2025-11-20", "2025-11-20"),
        ("Nov 2025..20 Dec 2025", "2025-11-01", "2025-12-20"),
        ("２０２５", "2025-01-01", "2025-12-31"),
    ],
)
def test_days(text: str, first: str | None, last: str | None) -> None:
    assert span(text, TODAY) == (first, last)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2025-13", "month 13"),
        ("2025-00", "month 00"),
        ("2025-02-30", "day 30"),
        ("0000", "year 0"),
        ("2025-1", "two digits"),
        ("03/04/2025", "day first or month first"),
        ("3.4.2025", "day first or month first"),
        ("2025-11-31..", "day 31"),
        ("32 Nov 2025", "not a date"),
        ("Nov " + "2025 " * 2_000, "not a date"),
        ("20 Nov", "four digits"),
        ("20 Nov 25", "four digits"),
        ("Friday", "four digits"),
        ("10:30 2025-11-20", "not a date"),
        ("rice 2025 x", "not a date"),
        ("..", "names no day"),
        ("2025..2024", "ends before it begins"),
        ("2025...2026", "names no day"),
        ("999999y", "before the year 1"),
        ("999999d", "before the year 1"),
    ],
)
def test_refused(text: str, part: str) -> None:
    with pytest.raises(UsageError) as caught:
        span(text, TODAY)
    assert part in str(caught.value)


def test_months_are_counted_from_the_last_day_they_have() -> None:
    assert span("1m", datetime.date(2025, 3, 31)) == ("2025-02-28", "2025-02-28")
    assert span("1y", datetime.date(2024, 2, 29)) == ("2023-02-28", "2023-02-28")
    assert span("last month", datetime.date(2025, 1, 5)) == ("2024-12-01", "2024-12-31")


def test_after_takes_no_range() -> None:
    assert single("after", "2025", TODAY) == (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    with pytest.raises(UsageError, match=r"date:2025\.\.2026"):
        single("after", "2025..2026", TODAY)


@given(st.text(alphabet="0123456789-/. :dwmyNovJanT+ZlastekMr,", max_size=24))
def test_nothing_but_a_sentence_is_raised(text: str) -> None:
    try:
        first, last = span(text, TODAY)
    except UsageError:
        return
    assert first is None or last is None or first <= last


@given(st.dates(), st.dates())
def test_a_range_is_what_it_says(one: datetime.date, other: datetime.date) -> None:
    first, last = sorted((one, other))
    assert span(f"{first}..{last}", TODAY) == (first.isoformat(), last.isoformat())
