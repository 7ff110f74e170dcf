"""Days of feeds and pages: as written, whatever the zone, or none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest.days import FIRST_YEAR, LAST_YEAR, day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 16 Dec 2025 23:30:00 -0500", "2025-12-16"),
        ("Tue, 16 Dec 2025 00:10 +0900", "2025-12-16"),
        ("2025-12-16T00:10:00+09:00", "2025-12-16"),
        ("2025-12-16T23:59:59Z", "2025-12-16"),
        ("2025-12-16 08:00", "2025-12-16"),
        (" 2025-12-16\n", "2025-12-16"),
        ("20251216", "2025-12-16"),
        ("20251216T091500Z", "2025-12-16"),
        ("2025/1/6", "2025-01-06"),
        ("2025. 12. 16.", "2025-12-16"),
        ("2025년 12월 16일", "2025-12-16"),
        ("2025年12月16日(火)", "2025-12-16"),
        ("3.4.2025", "2025-04-03"),
        ("13/04/2025", "2025-04-13"),
        ("04/04/2025", "2025-04-04"),
        ("December 16, 2025", "2025-12-16"),
        ("16 December 2025", "2025-12-16"),
        ("Sat Dec 13 09:00:00 KST 2025", "2025-12-13"),
        ("Tue Dec 16 2025 12:00:00 GMT+0900 (KST)", "2025-12-16"),
    ],
)
def test_a_day_is_the_one_that_stands_there(text: str, expected: str) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "16 Dec 25",
        "Tue, 16 Dec 25 09:00:00 GMT",
        "25-12-16",
        "03/04/2025",
        "Dec 2025",
        "2025",
        "Monday",
        "09:30",
        "2025-02-30",
        "Tue, 31 Feb 2025",
        "1970-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00",
        "-0001-11-30T00:00:00",
        "9999-12-31",
        "99999-12-31",
        "2025-12-1617",
        "16 de diciembre 2025",
        "2025-12-16" + " " * 10 + "x" * 200,
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert day(text) is None


@given(st.one_of(st.text(), st.text(alphabet="0123456789 -/.,:+TZadeMonJ", max_size=40)))
def test_any_text_has_an_answer(text: str) -> None:
    found = day(text)
    assert found is None or FIRST_YEAR <= int(found[:4]) <= LAST_YEAR


@given(st.dates(min_value=date(1971, 1, 1), max_value=date(LAST_YEAR, 12, 31)), st.integers(0, 23))
def test_every_usual_way_of_writing_a_day_comes_back(value: date, hour: int) -> None:
    assert day(value.isoformat()) == value.isoformat()
    assert day(f"{value:%a, %d %b %Y} {hour:02}:00:00 -0500") == value.isoformat()
    assert day(f"{value:%B %d, %Y}") == value.isoformat()
