"""What headers say about asking again."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.fetch.headers import conditions, fresh_until, raw_value, retry_after

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
DATE = "Mon, 05 Jan 2026 11:00:00 GMT"
"""The server's clock is an hour behind ours."""


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({}, None),
        ({"retry-after": "120"}, after(120)),
        ({"retry-after": " 0 "}, NOW),
        ({"retry-after": "Mon, 05 Jan 2026 12:10:00 GMT"}, after(600)),
        ({"retry-after": "Mon, 05 Jan 2026 11:10:00 GMT", "date": DATE}, after(600)),
        ({"retry-after": "Monday, 05-Jan-26 12:10:00 GMT"}, after(600)),
        ({"retry-after": "Mon Jan  5 12:10:00 2026"}, after(600)),
        ({"retry-after": "Mon, 05 Jan 2015 12:10:00 GMT"}, NOW),
        ({"retry-after": "99999999999"}, NOW + timedelta(days=7)),
        ({"retry-after": "Mon, 05 Jan 2099 12:10:00 GMT"}, NOW + timedelta(days=7)),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "²"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ""}, None),
    ],
)
def test_retry_after(headers: dict[str, str], until: datetime | None) -> None:
    assert retry_after(httpx.Headers(headers, "utf-8"), NOW) == until


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({}, None),
        ({"cache-control": "max-age=600"}, after(600)),
        ({"cache-control": 'Public, Max-Age="600"'}, after(600)),
        ({"cache-control": "max-age=600", "age": "500"}, after(100)),
        ({"cache-control": "max-age=600", "age": "700"}, None),
        ({"cache-control": "max-age=600", "age": "old"}, after(600)),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "s-maxage=9, max-age=600, x-max-age=7"}, after(600)),
        ({"cache-control": "max-age=600, max-age=7"}, after(600)),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "max-age=-1"}, None),
        ({"cache-control": "max-age"}, None),
        ({"cache-control": "no-store, max-age=600"}, None),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"cache-control": "no-store", "expires": "Mon, 05 Jan 2026 13:00:00 GMT"}, None),
        ({"cache-control": "max-age=999999999999999"}, NOW + timedelta(days=30)),
        ({"expires": "Mon, 05 Jan 2026 13:00:00 GMT"}, after(3600)),
        ({"expires": "Mon, 05 Jan 2026 12:00:00 GMT", "date": DATE}, after(3600)),
        ({"expires": "Mon, 05 Jan 2026 13:00:00 GMT", "cache-control": "max-age=60"}, after(60)),
        ({"expires": "Mon, 05 Jan 2026 13:00:00 GMT", "cache-control": "max-age=0"}, None),
        ({"expires": "Mon, 05 Jan 2015 13:00:00 GMT"}, None),
        ({"expires": "Mon, 05 Jan 2099 13:00:00 GMT"}, NOW + timedelta(days=30)),
        ({"expires": "0"}, None),
        ({"expires": "-1"}, None),
    ],
)
def test_freshness(headers: dict[str, str], until: datetime | None) -> None:
    assert fresh_until(httpx.Headers(headers), NOW) == until


@given(
    st.dictionaries(st.sampled_from(["retry-after", "cache-control", "age", "expires", "date"]), st.text())
)
def test_nothing_in_a_header_is_too_odd(headers: dict[str, str]) -> None:
    for until in (retry_after(headers, NOW), fresh_until(headers, NOW)):
        assert until is None or NOW <= until <= NOW + timedelta(days=30)


@pytest.mark.parametrize("tag", ['"a"', 'W/"a"', "a", 'W/"', '"\xe9\xff"', '"a b"'])
def test_validators_go_out_as_they_came(tag: str) -> None:
    came = [(b"Date", b"x"), (b"ETag", tag.encode("latin-1")), (b"ETag", b"other")]
    assert raw_value(came, b"etag") == tag
    assert conditions(tag, "whenever") == [
        (b"If-None-Match", tag.encode("latin-1")),
        (b"If-Modified-Since", b"whenever"),
    ]


@pytest.mark.parametrize("tag", [None, "", '"a\r\nX: y"', '"a\x00"', '"€"', "\x7f", " a", "a ", "a" * 9000])
def test_what_no_header_can_hold_or_no_server_takes_is_not_sent(tag: str | None) -> None:
    assert conditions(tag, None) == []


def test_an_empty_header_is_none() -> None:
    assert raw_value([(b"etag", b"")], b"etag") is None
