"""When a document is due again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.fetch.replies import Reply
from reader.fetch.schedule import next_due

NOW = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
"""A Monday."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def reply(not_before: datetime | None = None) -> Reply:
    return Reply(200, "http://example.org/", b"", "", None, None, None, not_before, None, False)


@pytest.mark.parametrize(
    ("not_before", "ttl", "conditional", "due"),
    [
        (None, None, True, NOW + HOUR),
        (None, None, False, NOW + DAY),
        (NOW + 3 * HOUR, None, True, NOW + 3 * HOUR),
        (NOW + 3 * HOUR, None, False, NOW + 3 * HOUR),
        (NOW + timedelta(minutes=1), None, True, NOW + HOUR),
        (NOW + timedelta(minutes=1), None, False, NOW + HOUR),
        (None, 240, True, NOW + 4 * HOUR),
        (None, 240, False, NOW + 4 * HOUR),
        (None, 5, False, NOW + HOUR),
        (None, 0, False, NOW + DAY),
        (None, -7, True, NOW + HOUR),
        (NOW + 5 * HOUR, 240, True, NOW + 5 * HOUR),
        (NOW + 2 * HOUR, 240, True, NOW + 4 * HOUR),
        (NOW + 90 * DAY, None, True, NOW + 30 * DAY),
        (None, 10**30, True, NOW + 30 * DAY),
    ],
)
def test_the_latest_word_counts(
    not_before: datetime | None, ttl: int | None, conditional: bool, due: datetime
) -> None:
    assert next_due(NOW, reply(not_before), ttl, (), (), conditional=conditional) == due


@pytest.mark.parametrize(
    ("hours", "days", "due"),
    [
        ((12,), (), NOW + HOUR),
        ((13, 14), (), datetime(2026, 1, 5, 15, 0, tzinfo=UTC)),
        (tuple(range(13, 24)), (), datetime(2026, 1, 6, 0, 0, tzinfo=UTC)),
        ((), (0,), datetime(2026, 1, 6, 0, 0, tzinfo=UTC)),
        ((0,), (0, 1, 2), datetime(2026, 1, 8, 1, 0, tzinfo=UTC)),
        (tuple(range(24)), (), NOW + HOUR),
        ((), tuple(range(7)), NOW + HOUR),
        ((24, 99, -1), (7, -3), NOW + HOUR),
    ],
)
def test_hours_and_days_to_be_skipped(hours: tuple[int, ...], days: tuple[int, ...], due: datetime) -> None:
    assert next_due(NOW, reply(), None, hours, days, conditional=True) == due


def test_the_day_is_one_in_utc() -> None:
    local = datetime.fromisoformat("2026-01-06T09:30:00+09:00")
    assert next_due(local, reply(), None, (), (1,), conditional=True) == datetime(2026, 1, 7, tzinfo=UTC)


@given(
    st.none()
    | st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001
    st.none() | st.integers(),
    st.sets(st.integers(-1, 25)),
    st.sets(st.integers(-1, 8)),
    st.booleans(),
)
def test_always_between_an_hour_and_thirty_days(
    not_before: datetime | None, ttl: int | None, hours: set[int], days: set[int], conditional: bool
) -> None:
    due = next_due(NOW, reply(not_before), ttl, hours, days, conditional=conditional)
    assert NOW + HOUR <= due <= NOW + 30 * DAY
    assert not_before is None or due >= min(not_before, NOW + 30 * DAY)
