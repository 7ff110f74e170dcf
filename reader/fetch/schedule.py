"""When to ask for a document again; pure."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from reader.fetch.replies import Reply

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_LATEST = timedelta(days=30)


def next_due(
    now: datetime,
    reply: Reply,
    ttl: int | None,
    skip_hours: Collection[int],
    skip_days: Collection[int],
    *,
    conditional: bool,
) -> datetime:
    """The moment, in UTC, from which a document may be asked for again.

    Not before the server's own word (`reply.not_before`) and `ttl` (minutes); not within `skip_hours` (0 to 23, UTC)
    and `skip_days` (Monday is 0) unless they leave nothing. At most hourly where the server says how long it lasts or
    answers conditional requests (`conditional`), else daily. Never later than in 30 days.
    """
    now = now.astimezone(UTC)
    said = [reply.not_before] if reply.not_before else []
    if ttl is not None and ttl > 0:
        said.append(now + min(timedelta(minutes=min(ttl, 10**6)), _LATEST))
    usual = now + (_HOUR if said or conditional else _DAY)
    latest = now + _LATEST
    return min(_outside(min(max([usual, *said]), latest), skip_hours, skip_days), latest)


def _outside(due: datetime, skip_hours: Collection[int], skip_days: Collection[int]) -> datetime:
    """The first moment from `due` on that lies in no hour and on no day to be skipped."""
    hours, days = set(skip_hours) & set(range(24)), set(skip_days) & set(range(7))
    if len(hours) == 24 or len(days) == 7:
        return due
    while due.hour in hours or due.weekday() in days:
        due = due.replace(minute=0, second=0, microsecond=0) + _HOUR
    return due
