"""Dates in a release: days, months, parts of years and years, in the year that the release is of."""

import pytest

from reader.analysis import periods
from reader.facts import Figure

DAY = "2025-12-15"


def only(text: str, day: str | None = DAY) -> Figure:
    (one,) = periods.find(text, day)
    assert text[one.start : one.end] == one.text
    return one


@pytest.mark.parametrize(
    ("text", "written", "value", "high"),
    [
        ("on Monday, December 15, in", "Monday, December 15", "2025-12-15", None),
        ("on December 3 in Sejong", "December 3", "2025-12-03", None),
        ("on Dec. 3, 2024", "Dec. 3, 2024", "2024-12-03", None),
        ("on 3 March 2026", "3 March 2026", "2026-03-03", None),
        ("from December 2 to 3 at", "December 2 to 3", "2025-12-02", "2025-12-03"),
        ("April 22-26, 2025", "April 22-26, 2025", "2025-04-22", "2025-04-26"),
        ("December 1–4, 2026", "December 1–4, 2026", "2026-12-01", "2026-12-04"),
        ("November 28 to December 2", "November 28 to December 2", "2025-11-28", "2025-12-02"),
        ("December 30 to January 2, 2026", "December 30 to January 2, 2026", "2025-12-30", "2026-01-02"),
        ("from Monday, December 1, to Thursday, December 4", "Monday, December 1, to Thursday, December 4",
         "2025-12-01", "2025-12-04"),
        ("through January–September 2024", "January–September 2024", "2024-01", "2024-09"),
        ("from Monday, November 30 to Friday, December 4, 2026", "Monday, November 30 to Friday, December 4, 2026",
         "2026-11-30", "2026-12-04"),
        ("From January to October, ports", "January to October", "2025-01", "2025-10"),
        ("from 3 to 5 March 2026", "3 to 5 March 2026", "2026-03-03", "2026-03-05"),
        ("Thursday 11 December", "Thursday 11 December", "2025-12-11", None),
        ("between January and November 2025", "January and November 2025", "2025-01", "2025-11"),
        ("during January–November, ports", "January–November", "2025-01", "2025-11"),
        ("on January 5 in Busan", "January 5", "2026-01-05", None),
        ("published in September 2024", "September 2024", "2024-09", None),
        ("targeted for January next year", "January next year", "2026-01", None),
        ("announced in August.", "August", "2025-08", None),
        ("the end-December deadline", "December", "2025-12", None),
        ("last December", "December", "2024-12", None),
        ("the first half of 2025", "first half of 2025", "2025-01", "2025-06"),
        ("the first half of next year", "first half of next year", "2026-01", "2026-06"),
        ("in Q3 2025", "Q3 2025", "2025-07", "2025-09"),
        ("from 2025 to 2030", "2025 to 2030", "2025", "2030"),
        ("the 2025–2030 plan", "2025–2030", "2025", "2030"),
        ("between 2026 and 2030", "2026 and 2030", "2026", "2030"),
        ("by 2030, all", "2030", "2030", None),
        ("on 2025-12-03", "2025-12-03", "2025-12-03", None),
        ("on 2025. 12. 3.", "2025. 12. 3", "2025-12-03", None),
    ],
)  # fmt: skip
def test_dates(text: str, written: str, value: str, high: str | None) -> None:
    one = only(text)
    assert (one.text, one.kind, one.value, one.high, one.doubtful) == (written, "date", value, high, False)


@pytest.mark.parametrize(
    "text",
    [
        "They may 5 times",
        "It may be.",
        "March on!",
        "May 5 percent of",
        "the 2025 Sea Expo",
        "the 1990s",
        "FY2025",
        "H2",
        "of 2000 people",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert periods.find(text, DAY) == []


def test_no_day_is_lent_a_year_that_lacks_it() -> None:
    every = periods.find("from Thursday, February 29, to Tuesday, March 3, 2026", "2024-02-20")
    assert [one.value for one in every] == ["2024-02-29", "2026-03-03"]


@pytest.mark.parametrize(
    ("text", "day", "value"),
    [
        ("on Friday, December 15", DAY, "2025-12-15"),  # it was a Monday
        ("on December 3", None, None),
        ("on July 10", DAY, "2025-07-10"),  # five months ago
        ("in the third quarter", DAY, None),
        ("on February 30", DAY, None),
        ("on 2025-02-30", DAY, None),
        ("in May", None, None),
    ],
)
def test_what_is_not_certain_is_said_to_be_in_doubt(text: str, day: str | None, value: str | None) -> None:
    one = only(text, day)
    assert (one.value, one.doubtful) == (value, True)
