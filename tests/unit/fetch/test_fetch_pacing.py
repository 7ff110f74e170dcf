"""Turns at hosts, Retry-After, time-outs, and being interrupted."""

import asyncio
import random
import socket
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import httpcore
import pytest

from reader.config import SyncConfig
from reader.fetch.fetcher import Fetcher
from reader.fetch.manners import Manners
from reader.fetch.pacing import Turns
from reader.fetch.replies import FetchError
from tests.site import faults
from tests.site.robots import KeptRobots
from tests.site.server import Hit, Site, hosts
from tests.site.wire import Answer

QUICK = Manners(pause=0.02, jitter=0.005, hosts=8, timeout=5.0, total=10.0, attempts=3)


def rests(log: list[Hit]) -> list[float]:
    """Seconds from the end of each request to the start of the next at the same host."""
    found = []
    for host in {hit.host for hit in log}:
        own = [hit for hit in log if hit.host == host]
        found += [after.time - before.end for before, after in pairwise(own)]
    return found


def at_once(log: list[Hit]) -> int:
    """The most requests that were under way at a time."""
    return max(sum(other.time <= hit.time < other.end for other in log) for hit in log)


async def test_one_at_a_time_at_a_host_with_a_pause(site: Site, fetcher: Fetcher) -> None:
    await asyncio.gather(*(fetcher.get(site.url("/rss")) for _ in range(6)))
    assert len(site.log) == 7
    assert at_once(site.log) == 1
    assert min(rests(site.log)) >= QUICK.pause


async def test_a_failed_request_is_followed_by_a_pause_too(site: Site, fetcher: Fetcher) -> None:
    site.fault("/rss", faults.status(404))
    for _ in range(3):
        with pytest.raises(FetchError):
            await fetcher.get(site.url("/rss"))
    assert min(rests(site.log)) >= QUICK.pause


async def test_several_hosts_at_once_but_not_all(site: Site) -> None:
    site.route("/slow", Answer(b"x" * 10))
    site.fault("/slow", faults.drip(1, 0.01))
    urls = [site.url("/slow", host=host) for host in hosts(9)]
    async with Fetcher(QUICK._replace(hosts=3), KeptRobots()) as fetcher:
        await asyncio.gather(*(fetcher.get(url) for url in urls))
    slow = [hit for hit in site.log if hit.path == "/slow"]
    assert {hit.host for hit in slow} == set(hosts(9))
    assert at_once(slow) in (2, 3)


async def test_a_host_that_rests_keeps_no_other_waiting(site: Site) -> None:
    """With one host at a time and long pauses, the others' turns fall into the first one's pause."""
    site.route("/page", Answer(b"x"))
    urls = [site.url("/page", host=host) for host in hosts(5)]
    async with Fetcher(QUICK._replace(hosts=1, pause=0.5), KeptRobots()) as fetcher:
        await asyncio.gather(*(fetcher.get(url) for url in urls))
    order = [hit.path for hit in site.log]
    assert order == ["/robots.txt"] * 5 + ["/page"] * 5


async def test_ports_of_a_name_are_hosts_of_their_own() -> None:
    turns = Turns(QUICK._replace(pause=100.0))
    async with turns.turn("a:1"):
        pass
    async with asyncio.timeout(5), turns.turn("a:2"):
        pass


async def test_chance_only_adds_to_the_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "uniform", lambda least, most: most if least == 0 else least)
    turns = Turns(QUICK._replace(pause=0.01, jitter=0.05))
    begun = time.monotonic()
    for _ in range(2):
        async with turns.turn("a"):
            pass
    assert time.monotonic() - begun >= 0.06


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_is_heeded_by_all_that_ask_the_host(
    site: Site, fetcher: Fetcher, status: int
) -> None:
    site.fault("/rss", faults.status(status, retry_after="120"), times=1)
    before = datetime.now(UTC)
    for path in ("/rss", "/rss", "/other"):
        with pytest.raises(FetchError) as caught:
            await fetcher.get(site.url(path))
        assert caught.value.kind == "status"
        assert caught.value.retry_after is not None
        assert 119 <= (caught.value.retry_after - before).total_seconds() <= 150
    assert site.paths() == ["/rss"]
    await fetcher.get(site.url("/rss", host="127.0.0.2"))


async def test_retry_after_as_a_date(site: Site, fetcher: Fetcher) -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=10)
    site.fault("/rss", faults.status(503, retry_after=format_datetime(until, usegmt=True)))
    with pytest.raises(FetchError) as caught:
        await fetcher.get(site.url("/rss"))
    assert caught.value.retry_after is not None
    assert abs(caught.value.retry_after - until) < timedelta(seconds=30)


async def test_retry_after_and_freshness_come_with_a_document(site: Site, fetcher: Fetcher) -> None:
    site.route("/a", Answer(b"x").having(Retry_After="60", Cache_Control="max-age=3600", Age="600"))
    site.route("/b", Answer(b"x").having(Cache_Control="s-maxage=3600"))
    before = datetime.now(UTC)
    reply = await fetcher.get(site.url("/a"))
    assert reply.retry_after is not None
    assert reply.not_before is not None
    assert timedelta(seconds=60) <= reply.retry_after - before < timedelta(seconds=90)
    assert timedelta(seconds=3000) <= reply.not_before - before < timedelta(seconds=3030)
    assert (await fetcher.get(site.url("/b"))).not_before is None


async def test_silence_is_waited_for_so_long_and_asked_again(site: Site) -> None:
    site.fault("/rss", faults.silence())
    async with Fetcher(QUICK._replace(timeout=0.1, attempts=2), KeptRobots()) as fetcher:
        with pytest.raises(FetchError, match=r"within 0\.1 seconds") as caught:
            await fetcher.get(site.url("/rss"))
    assert caught.value.kind == "timeout"
    assert len(site.paths()) == 2


async def test_a_host_that_takes_no_connection_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    async def connect(*_: object, **__: object) -> None:
        nonlocal asked
        asked += 1
        raise httpcore.ConnectTimeout("timed out")

    monkeypatch.setattr("httpcore._async.connection.AsyncHTTPConnection._connect", connect)
    async with Fetcher(QUICK, KeptRobots()) as fetcher:
        with pytest.raises(FetchError, match="did not answer") as caught:
            await fetcher.get("http://127.0.0.1:9/feed")
    assert (caught.value.kind, asked) == ("timeout", 1)


async def test_a_drip_is_broken_off_in_the_end(site: Site) -> None:
    """Each byte comes in time, the whole does not; asking again would end the same way."""
    site.route("/drip", Answer(b"x" * 1000))
    site.fault("/drip", faults.drip(1, 0.01))
    async with Fetcher(QUICK._replace(timeout=2.0, total=0.2), KeptRobots()) as fetcher:
        with pytest.raises(FetchError, match=r"after 0\.2 seconds") as caught:
            await fetcher.get(site.url("/drip"))
    assert caught.value.kind == "timeout"
    assert len(site.paths()) == 1


@pytest.mark.parametrize("fault", [faults.silence(), faults.drip(1, 0.01), faults.status(500)])
async def test_everything_can_be_interrupted(site: Site, fault: faults.Fault) -> None:
    site.route("/page", Answer(b"x" * 1000))
    site.fault("/page", fault)
    async with Fetcher(QUICK._replace(pause=0.05, attempts=10), KeptRobots()) as fetcher:
        tasks = [asyncio.create_task(fetcher.get(site.url("/page"))) for _ in range(3)]
        async with asyncio.timeout(5):
            while not site.paths():
                await asyncio.sleep(0.005)
        begun = time.monotonic()
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
    assert time.monotonic() - begun < 2


def test_a_resolver_that_hangs_keeps_nobody_from_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    release, asked = threading.Event(), threading.Event()

    def hanging(*_: object, **__: object) -> None:
        asked.set()
        release.wait(20)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    async def interrupted() -> None:
        async with Fetcher(QUICK, KeptRobots()) as fetcher:
            task = asyncio.create_task(fetcher.get("http://slow.example/"))
            async with asyncio.timeout(5):
                while not asked.is_set():
                    await asyncio.sleep(0.005)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    begun = time.monotonic()
    try:
        asyncio.run(interrupted())
        assert time.monotonic() - begun < 10
    finally:
        release.set()


def test_manners_come_from_the_settings() -> None:
    manners = Manners.of(SyncConfig(pause=0.4, hosts=3, timeout=2.0, attempts=5))
    assert (manners.pause, manners.hosts, manners.timeout, manners.attempts) == (0.4, 3, 2.0, 5)
    assert (manners.jitter, manners.total, manners.max_bytes) == (0.1, 12.0, 20 << 20)
    assert Manners.of(SyncConfig()).pause == 1.0
