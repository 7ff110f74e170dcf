"""Documents come whole, conditionally and within bounds; what fails is a sentence."""

import asyncio
import gzip

import pytest

from reader import __version__
from reader.fetch.fetcher import Fetcher
from reader.fetch.replies import FetchError
from tests.site import faults
from tests.site.feeds import FeedPage, items
from tests.site.server import Site
from tests.site.wire import Answer


async def refused(fetcher: Fetcher, url: str) -> FetchError:
    """The error that fetching ends in; its text is a sentence."""
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url)
    text = str(caught.value)
    assert text[0].isupper() or text[0] in "h1'"
    assert text.endswith(".")
    assert "\n" not in text
    return caught.value


async def test_a_document_and_what_is_known_of_it(site: Site, fetcher: Fetcher) -> None:
    site.route("/page", Answer(b"<p>Text</p>", "Text/HTML; Charset=X").having(Last_Modified="yesterday"))
    reply = await fetcher.get(f"{site.url('/page')}#part")
    assert (reply.status, reply.content, reply.content_type) == (200, b"<p>Text</p>", "Text/HTML; Charset=X")
    assert (reply.url, reply.moved_to, reply.unchanged) == (site.url("/page"), None, False)
    assert (reply.etag, reply.modified) == (None, "yesterday")
    assert (reply.not_before, reply.retry_after) == (None, None)


async def test_what_every_request_says(site: Site, fetcher: Fetcher) -> None:
    await fetcher.get(site.url("/rss"))
    for hit in site.log:
        assert hit.headers["user-agent"] == f"PressReader/{__version__}"
        assert hit.headers["accept-encoding"] == "gzip"
        assert hit.headers["host"] == site.at()
        assert not {"cookie", "referer", "authorization", "if-none-match"} & hit.headers.keys()
    assert [hit.path for hit in site.log] == ["/robots.txt", "/rss"]


async def test_cookies_are_dropped(site: Site, fetcher: Fetcher) -> None:
    site.route("/page", Answer(b"x").having(Set_Cookie="id=1; Path=/"))
    await fetcher.get(site.url("/page"))
    await fetcher.get(site.url("/page"))
    assert all("cookie" not in hit.headers for hit in site.log)


async def test_packed_and_plain_come_out_the_same(site: Site, fetcher: Fetcher) -> None:
    content = b"<rss>" + b"x" * 5000
    site.route("/plain", Answer(content))
    site.route("/packed", Answer(gzip.compress(content)).having(Content_Encoding="gzip"))
    for path in ("/plain", "/packed"):
        assert (await fetcher.get(site.url(path))).content == content


@pytest.mark.parametrize("tag", ['"a-b"', 'W/"weak"', "bare", '"é"', 'W/""'])
async def test_validators_go_back_byte_for_byte(site: Site, fetcher: Fetcher, tag: str) -> None:
    page = FeedPage("/own", items(3), tag=tag, modified="Tue, 23 Dec 2025 09:00:00 GMT")
    site.add(page)
    first = await fetcher.get(site.url("/own"))
    second = await fetcher.get(site.url("/own"), etag=first.etag, modified=first.modified)
    asked = site.log[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == (tag, "Tue, 23 Dec 2025 09:00:00 GMT")
    assert (second.unchanged, second.content, second.status) == (True, None, 304)
    assert (second.etag, second.modified) == (tag, first.modified)
    page.insert(items(1, prefix="late")[0])
    third = await fetcher.get(site.url("/own"), etag=None, modified="Mon, 01 Dec 2025 00:00:00 GMT")
    assert not third.unchanged
    assert third.content is not None
    assert b"late-1" in third.content


async def test_new_validators_come_with_the_word_that_nothing_changed(site: Site, fetcher: Fetcher) -> None:
    site.route("/own", Answer(status=304).having(ETag='"new"', Cache_Control="max-age=7200"))
    reply = await fetcher.get(site.url("/own"), etag='"old"', modified="then")
    assert (reply.unchanged, reply.etag, reply.modified) == (True, '"new"', "then")
    assert reply.not_before is not None


async def test_validators_stay_where_the_word_names_none(site: Site, fetcher: Fetcher) -> None:
    site.route("/own", Answer(status=304))
    reply = await fetcher.get(site.url("/own"), etag='W/"old"')
    assert (reply.unchanged, reply.etag, reply.modified) == (True, 'W/"old"', None)


async def test_nothing_changed_without_having_asked_is_an_error(site: Site, fetcher: Fetcher) -> None:
    site.fault("/rss", faults.unchanged())
    assert (await refused(fetcher, site.url("/rss"))).kind == "status"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429, 451, 499, 300, 306])
async def test_what_would_not_go_better_is_asked_for_once(site: Site, fetcher: Fetcher, status: int) -> None:
    site.fault("/rss", faults.status(status))
    error = await refused(fetcher, site.url("/rss"))
    assert (error.kind, error.retry_after) == ("status", None)
    assert str(status) in str(error)
    assert site.paths() == ["/rss"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.reset(), "reset"),
        (faults.reset(0), "reset"),
        (faults.truncated(), "reset"),
        (faults.garbage(), "reset"),
        (faults.status(500), "status"),
        (faults.status(503), "status"),
        (faults.status(599), "status"),
    ],
)
async def test_what_may_go_better_is_asked_for_again(
    site: Site, fetcher: Fetcher, fault: faults.Fault, kind: str
) -> None:
    site.fault("/rss", fault, times=2)
    assert (await fetcher.get(site.url("/rss"))).status == 200
    assert len(site.paths()) == 3
    site.fault("/rss", fault)
    assert (await refused(fetcher, site.url("/rss"))).kind == kind
    assert len(site.paths()) == 6


async def test_a_packed_stream_that_ends_early_is_asked_for_again(site: Site, fetcher: Fetcher) -> None:
    packed = gzip.compress(bytes(range(256)) * 40)
    site.route("/page", Answer(packed).having(Content_Encoding="gzip"))
    site.fault("/page", faults.encoded("gzip", packed[:-9]), times=1)
    assert (await fetcher.get(site.url("/page"))).content == bytes(range(256)) * 40
    assert len(site.paths()) == 2


async def test_attempts_wait_longer_each_time(site: Site, fetcher: Fetcher) -> None:
    site.fault("/rss", faults.reset())
    await refused(fetcher, site.url("/rss"))
    first, second, third = (hit for hit in site.log if hit.path == "/rss")
    assert second.time - first.end >= 0.02
    assert third.time - second.end >= 0.04


@pytest.mark.parametrize(
    "fault",
    [
        faults.endless(),
        faults.bomb(64 << 20),
        faults.bomb(64 << 20, "deflate"),
        faults.header("Content-Length", str(1 << 40)),
    ],
)
async def test_what_is_too_large_is_broken_off(site: Site, fetcher: Fetcher, fault: faults.Fault) -> None:
    site.route("/large", Answer(b"x"))
    site.fault("/large", fault)
    error = await refused(fetcher, site.url("/large"))
    assert error.kind == "too_large"
    assert "1 MiB" in str(error)
    assert len(site.paths()) == 1


@pytest.mark.parametrize("fault", [faults.encoded("br", b"x"), faults.encoded("gzip", b"no gzip")])
async def test_an_unknown_packing_is_said(site: Site, fetcher: Fetcher, fault: faults.Fault) -> None:
    site.fault("/rss", fault)
    assert (await refused(fetcher, site.url("/rss"))).kind == "encoding"
    assert len(site.paths()) == 1


async def test_a_host_that_takes_no_connections(site: Site, fetcher: Fetcher) -> None:
    url = site.url("/rss", host="127.0.3.3").replace("127.0.3.3", "127.0.3.4")
    assert (await refused(fetcher, url)).kind == "connect"


async def test_a_name_that_nobody_knows(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = await refused(fetcher, "http://nobody.example/rss")
    assert error.kind == "dns"
    assert "nobody.example" in str(error)


async def test_several_at_once_ask_for_robots_once(site: Site, fetcher: Fetcher) -> None:
    await asyncio.gather(*(fetcher.get(site.url("/rss")) for _ in range(4)))
    assert [hit.path for hit in site.log].count("/robots.txt") == 1


async def test_ipv6(fetcher: Fetcher) -> None:
    try:
        site = Site(FeedPage("/rss"), hosts=["::1"])
        with site:
            assert (await fetcher.get(site.url("/rss", host="::1"))).status == 200
            assert site.log[-1].headers["host"] == f"[::1]:{site.port}"
    except OSError:
        pytest.skip("this machine has no IPv6")
