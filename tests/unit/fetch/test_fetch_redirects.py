"""Redirects are followed one by one, each host looked at before it is asked."""

import httpx
import pytest

from reader.fetch.addresses import Hosts
from reader.fetch.client import Exchange
from reader.fetch.fetcher import Fetcher, _target
from reader.fetch.replies import FetchError
from tests.site import faults
from tests.site.server import Site
from tests.site.wire import Answer

OTHER = "127.0.0.2"


def hop(site: Site, path: str, to: str, code: int) -> None:
    site.route(path, Answer(b"moved", status=code).having(Location=to))


async def refused(fetcher: Fetcher, url: str, allow: Hosts | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url, allow=allow)
    assert str(caught.value).endswith(".")
    return caught.value


@pytest.mark.parametrize(
    ("code", "lasting"), [(301, True), (308, True), (302, False), (303, False), (307, False)]
)
async def test_only_permanent_ones_are_a_new_address(
    site: Site, fetcher: Fetcher, code: int, lasting: bool
) -> None:
    hop(site, "/old", "rss#part", code)
    reply = await fetcher.get(site.url("/old"))
    assert (reply.status, reply.url) == (200, site.url("/rss"))
    assert reply.moved_to == (site.url("/rss") if lasting else None)


async def test_a_permanent_one_after_a_passing_one_is_none(site: Site, fetcher: Fetcher) -> None:
    hop(site, "/a", "/b", 301)
    hop(site, "/b", "/c", 302)
    hop(site, "/c", "/rss", 301)
    reply = await fetcher.get(site.url("/a"))
    assert (reply.url, reply.moved_to) == (site.url("/rss"), site.url("/b"))


async def test_validators_go_along(site: Site, fetcher: Fetcher) -> None:
    hop(site, "/old", "/rss", 302)
    tag = (await fetcher.get(site.url("/rss"))).etag
    assert (await fetcher.get(site.url("/old"), etag=tag)).unchanged


@pytest.mark.parametrize(("hops", "arrives"), [(5, True), (6, False)])
async def test_five_are_followed(site: Site, fetcher: Fetcher, hops: int, arrives: bool) -> None:
    for n in range(hops):
        hop(site, f"/{n}", "/rss" if n == hops - 1 else f"/{n + 1}", 302)
    if arrives:
        assert (await fetcher.get(site.url("/0"))).status == 200
    else:
        assert (await refused(fetcher, site.url("/0"))).kind == "redirect"
        assert len(site.paths()) == 6


async def test_each_hop_has_its_turn_and_its_robots(site: Site, fetcher: Fetcher) -> None:
    hop(site, "/old", site.url("/rss", host=OTHER), 302)
    site.robots("User-agent: *\nDisallow: /rss\n", host=OTHER)
    assert (await refused(fetcher, site.url("/old"))).kind == "robots"
    assert [(hit.host, hit.path) for hit in site.log] == [
        ("127.0.0.1", "/robots.txt"),
        ("127.0.0.1", "/old"),
        (OTHER, "/robots.txt"),
    ]
    assert site.log[1].time - site.log[0].end >= 0.02


async def test_a_look_alike_is_never_asked(site: Site, fetcher: Fetcher) -> None:
    allow = Hosts([site.at()])
    site.listen(OTHER)
    site.fault("/rss", faults.moved(site.url("/rss", host=OTHER), 301), host="127.0.0.1")
    error = await refused(fetcher, site.url("/rss"), allow)
    assert error.kind == "host"
    assert site.at(OTHER) in str(error)
    assert (await refused(fetcher, site.url("/rss", host=OTHER), allow)).kind == "host"
    assert {hit.host for hit in site.log} == {"127.0.0.1"}


async def test_within_the_list_they_are_followed(site: Site, fetcher: Fetcher) -> None:
    allow = Hosts([site.at(), site.at(OTHER)])
    site.fault("/rss", faults.moved(site.url("/rss", host=OTHER), 301), host="127.0.0.1")
    assert (await fetcher.get(site.url("/rss"), allow=allow)).url == site.url("/rss", host=OTHER)


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://name:secret@127.0.0.1/",
        "http://[/",
        "http://x:y/",
        "http://a..b/",
        "http://xn--a.example/",
        "/x" * 6000,
    ],
)
async def test_what_is_no_address_is_not_followed(site: Site, fetcher: Fetcher, to: str) -> None:
    hop(site, "/old", to, 302)
    error = await refused(fetcher, site.url("/old"))
    assert error.kind == "redirect"
    assert site.url("/old") in str(error)
    assert site.paths() == ["/old"]


async def test_one_that_leads_nowhere(site: Site, fetcher: Fetcher) -> None:
    site.route("/old", Answer(status=302))
    assert (await refused(fetcher, site.url("/old"))).kind == "redirect"


async def test_an_address_in_raw_utf8_is_understood(site: Site, fetcher: Fetcher) -> None:
    site.route("/새 소식", Answer(b"x"))
    hop(site, "/old", "/새%20소식".encode().decode("latin-1"), 302)
    assert (await fetcher.get(site.url("/old"))).content == b"x"


def answered(url: str, location: str) -> Exchange:
    return Exchange(httpx.URL(url), 302, httpx.Headers(), location, b"")


def test_nothing_leads_from_https_to_http_for_a_source_with_a_list() -> None:
    answer = answered("https://english.motir.go.kr/eng", "http://english.motir.go.kr/eng")
    with pytest.raises(FetchError, match="leads away from https") as caught:
        _target(answer, Hosts(["english.motir.go.kr"]))
    assert caught.value.kind == "redirect"
    assert _target(answer, None) == httpx.URL("http://english.motir.go.kr/eng")


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://192.168.1.1/", "http://localhost:8080/x", "http://[::1]/"]
)
def test_no_public_page_leads_into_the_own_network(to: str) -> None:
    with pytest.raises(FetchError, match="into the network of this machine"):
        _target(answered("https://example.org/", to), None)
    assert _target(answered("http://10.0.0.1/", to), None) == httpx.URL(to)
