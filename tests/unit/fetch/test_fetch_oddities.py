"""Whatever bytes a server sends, what comes of them is a reply or a FetchError."""

import asyncio
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.fetch.fetcher import Fetcher
from reader.fetch.manners import Manners
from reader.fetch.replies import FetchError, Reply
from tests.site import faults
from tests.site.robots import KeptRobots
from tests.site.server import Site

ONCE = Manners(pause=0.0, jitter=0.0, hosts=8, timeout=2.0, total=4.0, attempts=1, max_bytes=1 << 16)
_OK = b"HTTP/1.1 200 OK\r\n"

_HEADERS = st.sampled_from(
    [
        b"Content-Length",
        b"Transfer-Encoding",
        b"Content-Encoding",
        b"Location",
        b"ETag",
        b"Age",
        b"Date",
        b"Set-Cookie",
        b"Content-Type",
        b"Retry-After",
        b"Cache-Control",
        b"Expires",
        b"Connection",
        b"Upgrade",
        b"X-\xff",
        b"",
    ]
)
_VALUES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [
            b"3",
            b"-1",
            b"99999999999999999999999",
            b"chunked",
            b"gzip",
            b"deflate",
            b"http://[",
            b"//",
            b"http://\xff/",
            b"Mon, 99 Foo 99999 99:99:99 GMT",
            b"max-age=\xb2",
            b"a=b; Domain=.",
            b"text/html; charset=\xff",
            b"close",
        ]
    ),
)
_ANSWERS = st.builds(
    lambda status, headers, body: b"".join(
        [status, *(name + b": " + value + b"\r\n" for name, value in headers), b"\r\n", body]
    ),
    st.sampled_from(
        [_OK, b"HTTP/1.1 302 Found\r\n", b"HTTP/1.0 200\r\n", b"HTTP/1.1 503 \xff\r\n", b"HTTP/1.1 999 X\r\n"]
    ),
    st.lists(st.tuples(_HEADERS, _VALUES), max_size=4),
    st.binary(max_size=30) | st.sampled_from([b"3\r\nabc\r\n0\r\n\r\n", zlib.compress(b"abc"), b"abc"]),
)


async def outcome(site: Site, content: bytes) -> Reply | FetchError:
    site.heal()
    site.fault("/rss", faults.garbage(content))
    async with Fetcher(ONCE, KeptRobots()) as fetcher:
        try:
            return await fetcher.get(site.url("/rss"))
        except FetchError as error:
            return error


@given(_ANSWERS)
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_answer_is_understood_or_refused(site: Site, content: bytes) -> None:
    found = asyncio.run(outcome(site, content))
    if isinstance(found, FetchError):
        assert str(found).endswith(".")
        assert str(found).isprintable()
    else:
        assert len(found.content or b"") <= ONCE.max_bytes


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (_OK + b"X: " + b"y" * (1 << 20) + b"\r\n\r\n", "reset"),
        (_OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "reset"),
        (_OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "reset"),
        (_OK + b"Content-Length: 9\r\n\r\nabc", "reset"),
        (_OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", "encoding"),
        (_OK + b"Content-Encoding: \x01\x1b[2J\r\n\r\n", "encoding"),
        (_OK + b"Content-Encoding: \xe9\r\n\r\n", "encoding"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 9, "reset"),
        (b"HTTP/2 200\r\n\r\n", "reset"),
        (b"", "reset"),
    ],
)
async def test_what_is_no_whole_answer_is_refused(site: Site, content: bytes, kind: str) -> None:
    found = await outcome(site, content)
    assert isinstance(found, FetchError)
    assert found.kind == kind
    assert str(found).isprintable()


async def test_an_answer_without_a_length_ends_with_the_connection(site: Site) -> None:
    found = await outcome(site, b"HTTP/1.0 200 OK\r\n\r\nabc")
    assert isinstance(found, Reply)
    assert found.content == b"abc"
