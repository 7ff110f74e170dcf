"""What robots.txt allows is asked once a day, and heeded."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from reader.fetch.addresses import Hosts
from reader.fetch.fetcher import Fetcher
from reader.fetch.manners import Manners
from reader.fetch.pacing import Turns
from reader.fetch.replies import FetchError
from reader.fetch.robots import MOST_BYTES, RobotsEntry
from tests.site import faults
from tests.site.robots import KeptRobots
from tests.site.server import Site
from tests.site.wire import Answer

CLOSED = "User-agent: *\nDisallow: /\n"


async def refused(fetcher: Fetcher, url: str, allow: Hosts | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url, allow=allow)
    return caught.value


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        (CLOSED, False),
        ("User-agent: PressReader\nDisallow: /rss\n", False),
        ("User-agent: pressreader/1.0\nDisallow: /rss\n", True),
        ("User-agent: OtherBot\nDisallow: /\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: PressReader\nAllow: /\n", True),
        ("User-agent: *\nDisallow: /\nAllow: /rss$\n", True),
        ("User-agent: *\nDisallow: /*.xml\n", True),
        ("\ufeffUser-agent: *\r\nDisallow: /rss\r\n", False),
        ("<html><h1>Welcome</h1></html>", True),
        ("\x00\x01", True),
        ("", True),
    ],
)
async def test_what_it_says_is_heeded(site: Site, fetcher: Fetcher, text: str, allowed: bool) -> None:
    site.robots(text)
    if allowed:
        assert (await fetcher.get(site.url("/rss"))).status == 200
        return
    error = await refused(fetcher, site.url("/rss"))
    assert error.kind == "robots"
    assert str(error).endswith("Read it in a browser.")
    assert site.paths() == []


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429])
async def test_where_there_is_none_all_is_allowed(
    site: Site, fetcher: Fetcher, robots: KeptRobots, status: int
) -> None:
    site.robots(CLOSED, status=status)
    assert (await fetcher.get(site.url("/rss"))).status == 200
    (entry,) = robots.entries.values()
    assert (entry.text, entry.status) == (None, status)


@pytest.mark.parametrize("fault", [faults.status(500), faults.status(503), faults.reset(0)])
async def test_a_server_in_trouble_means_not_now(
    site: Site, fetcher: Fetcher, robots: KeptRobots, fault: faults.Fault
) -> None:
    site.fault("/robots.txt", fault)
    for _ in range(2):
        error = await refused(fetcher, site.url("/rss"))
        assert "which says what programs may fetch there" in str(error)
        assert not error.passing
    assert site.paths() == []
    assert len(site.log) == 3, "the attempts of one asking, not of two"
    assert robots.entries == {}
    async with Fetcher(Manners(0.02, 0.0, 8, 5.0, 10.0, 3), robots) as again:
        site.heal()
        assert (await again.get(site.url("/rss"))).status == 200


async def test_trouble_that_passes_is_waited_out(site: Site, fetcher: Fetcher) -> None:
    site.fault("/robots.txt", faults.status(502), times=2)
    assert (await fetcher.get(site.url("/rss"))).status == 200


async def test_its_wish_to_be_left_alone_is_handed_on(site: Site, fetcher: Fetcher) -> None:
    site.fault("/robots.txt", faults.status(503, retry_after="900"))
    error = await refused(fetcher, site.url("/rss"))
    assert error.retry_after is not None
    assert len(site.log) == 1


@pytest.mark.parametrize(
    ("age", "asked"),
    [(timedelta(hours=23), 0), (timedelta(hours=25), 1), (timedelta(hours=-1), 1)],
)
async def test_it_is_asked_for_once_a_day(
    site: Site, fetcher: Fetcher, robots: KeptRobots, age: timedelta, asked: int
) -> None:
    kept = RobotsEntry("User-agent: *\nDisallow: /private\n", 200, datetime.now(UTC) - age)
    robots.put(site.url("").removesuffix("/"), kept)
    site.robots("User-agent: *\nDisallow: /secret\n")
    for _ in range(2):
        await fetcher.get(site.url("/rss"))
    assert [hit.path for hit in site.log].count("/robots.txt") == asked
    assert (await refused(fetcher, site.url("/secret" if asked else "/private"))).kind == "robots"


async def test_each_origin_has_its_own(site: Site, fetcher: Fetcher, robots: KeptRobots) -> None:
    site.robots(CLOSED, host="127.0.0.2")
    assert (await fetcher.get(site.url("/rss"))).status == 200
    assert (await refused(fetcher, site.url("/rss", host="127.0.0.2"))).kind == "robots"
    assert set(robots.entries) == {f"http://{site.at()}", f"http://{site.at('127.0.0.2')}"}


async def test_redirects_to_it_are_followed(site: Site, fetcher: Fetcher) -> None:
    site.route("/rules", Answer(CLOSED.encode(), "text/plain"), host="127.0.0.2")
    site.fault("/robots.txt", faults.moved(site.url("/rules", host="127.0.0.2"), 301), host="127.0.0.1")
    assert (await refused(fetcher, site.url("/rss"))).kind == "robots"


@pytest.mark.parametrize("to", ["/robots.txt", "ftp://example.org/", "http://[/"])
async def test_redirects_that_lead_nowhere_mean_that_there_is_none(
    site: Site, fetcher: Fetcher, to: str
) -> None:
    site.fault("/robots.txt", faults.moved(to))
    assert (await fetcher.get(site.url("/rss"))).status == 200


async def test_its_redirects_leave_the_list_of_hosts_no_more_than_others(
    site: Site, fetcher: Fetcher
) -> None:
    site.fault("/robots.txt", faults.moved(site.url("/robots.txt", host="127.0.0.2")), host="127.0.0.1")
    await fetcher.get(site.url("/rss"), allow=Hosts([site.at()]))
    assert {hit.host for hit in site.log} == {"127.0.0.1"}


async def test_only_the_first_500_kib_count(site: Site, fetcher: Fetcher) -> None:
    padding = "# so much to say\n" * (MOST_BYTES // 17)
    site.robots(f"User-agent: *\nDisallow: /early\n{padding}{padding}Disallow: /rss\n")
    assert (await fetcher.get(site.url("/rss"))).status == 200
    assert (await refused(fetcher, site.url("/early"))).kind == "robots"


async def test_an_endless_one_is_cut(site: Site, fetcher: Fetcher) -> None:
    site.robots("User-agent: *\nDisallow: /early\n")
    site.fault("/robots.txt", faults.endless(b"# and on\n" * 1000))
    assert (await fetcher.get(site.url("/rss"))).status == 200
    assert (await refused(fetcher, site.url("/early"))).kind == "robots"


async def test_a_crawl_delay_lengthens_the_pause(site: Site, fetcher: Fetcher) -> None:
    site.robots("User-agent: *\nCrawl-delay: 0.3\n")
    for _ in range(2):
        await fetcher.get(site.url("/rss"))
    first, second = (hit for hit in site.log if hit.path == "/rss")
    assert second.time - first.end >= 0.3


async def test_a_crawl_delay_is_bounded_and_never_shortens(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    slept: list[float] = []

    class Awake(Exception):
        pass

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        raise Awake

    monkeypatch.setattr(asyncio, "sleep", sleep)
    for delay, least, most in ((86400.0, 59.0, 60.0), (1.0, 4.0, 5.0)):
        turns = Turns(Manners(5.0, 0.0, 8, 5.0, 10.0, 3))
        turns.slow_down("a", delay)
        async with turns.turn("a"):
            pass
        begun = time.monotonic()
        with pytest.raises(Awake):
            async with turns.turn("a"):
                pass
        assert least <= slept[-1] + time.monotonic() - begun <= most + 1
