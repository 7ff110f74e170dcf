"""Fetches documents: turns, robots.txt, redirects, retries, conditional requests."""

import asyncio
from datetime import UTC, datetime
from typing import Self

import httpx
import stamina
from stamina.instrumentation import set_on_retry_hooks

from reader.fetch import headers as said
from reader.fetch.addresses import Hosts, checked, host_of, private
from reader.fetch.client import Client, Exchange
from reader.fetch.failures import from_status
from reader.fetch.lookups import Lookups
from reader.fetch.manners import Manners
from reader.fetch.pacing import Turns
from reader.fetch.replies import FetchError, Reply, shown
from reader.fetch.robots import MOST_BYTES, Robots, RobotsStore

_REDIRECTS = 5
_PERMANENT = (301, 308)
_REDIRECTING = (*_PERMANENT, 302, 303, 307)
_LONGEST_BACKOFF = 60.0

# Retries are told to nobody: what comes of them in the end is.
set_on_retry_hooks([])


class Fetcher:
    """Gets documents for as long as it is open: `async with Fetcher(manners, store) as fetcher`.

    Tasks may share it. Whatever it awaits can be cancelled, names being looked up included: for their sake it replaces
    the default executor of the event loop, so that work for threads which must be finished wants one of its own.
    """

    def __init__(self, manners: Manners, robots: RobotsStore) -> None:
        self._manners = manners
        self._client = Client(manners)
        self._turns = Turns(manners)
        self._robots = Robots(robots, self._robots_txt)
        self._retrying = stamina.AsyncRetryingCaller(
            attempts=manners.attempts,
            timeout=None,
            wait_initial=manners.pause,
            wait_max=_LONGEST_BACKOFF,
            wait_jitter=manners.jitter,
        )

    async def __aenter__(self) -> Self:
        asyncio.get_running_loop().set_default_executor(Lookups())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()

    async def get(
        self, url: str, *, etag: str | None = None, modified: str | None = None, allow: Hosts | None = None
    ) -> Reply:
        """The document at an address; where validators are given, only if it changed.

        `allow` names the hosts that may be asked, redirects included; none of them may lead from https to http.
        Raises FetchError.
        """
        conditions = said.conditions(etag, modified)
        start = checked(url)
        at, moved_to, lasting = start, start, True
        for _ in range(_REDIRECTS + 1):
            await self._permit(at, allow)
            answer = await self._asked(at, conditions)
            if answer.status not in _REDIRECTING:
                return _reply(answer, moved_to if moved_to != start else None, (etag, modified), conditions)
            target = _target(answer, allow)
            lasting = lasting and answer.status in _PERMANENT and not _weaker(at, target)
            at = target
            moved_to = target if lasting else moved_to
        raise _astray(start)

    async def _permit(self, address: httpx.URL, allow: Hosts | None) -> None:
        _check_host(address, allow)
        delay = await self._robots.permit(address, allow)
        self._turns.slow_down(host_of(address), delay)

    async def _robots_txt(self, address: httpx.URL, allow: Hosts | None) -> Exchange:
        start = address
        for _ in range(_REDIRECTS + 1):
            _check_host(address, allow)
            answer = await self._asked(address, [], limit=MOST_BYTES, truncate=True)
            if answer.status not in _REDIRECTING:
                return answer
            address = _target(answer, allow)
        raise _astray(start)

    async def _asked(
        self,
        address: httpx.URL,
        conditions: list[tuple[bytes, bytes]],
        *,
        limit: int | None = None,
        truncate: bool = False,
    ) -> Exchange:
        """An answer, after as many attempts as it needs. Raises FetchError for statuses of servers in trouble too."""

        async def once() -> Exchange:
            host = host_of(address)
            async with self._turns.turn(host):
                self._check_open(host)
                answer = await self._client.ask(address, conditions, limit=limit, truncate=truncate)
                self._heed(answer, host)
            return answer

        return await self._retrying(_passing, once)

    def _check_open(self, host: str) -> None:
        if until := self._turns.closed_until(host):
            raise FetchError(
                f"{host} asked not to be asked again before {until:%Y-%m-%d %H:%M} UTC. Sync again then.",
                "status",
                until,
            )

    def _heed(self, answer: Exchange, host: str) -> None:
        """Leave a server alone that wants so; raise for one in trouble."""
        if answer.status not in (429, *range(500, 600)):
            return
        error = from_status(answer.status, answer.url)
        until = said.retry_after(answer.headers, datetime.now(UTC))
        if until is None:
            if error.passing:
                raise error
            return
        self._turns.close(host, until)
        raise FetchError(
            f"{shown(answer.url)} answers {answer.status} and asks to wait until {until:%Y-%m-%d %H:%M} UTC. Sync "
            "again then.",
            "status",
            until,
        )


def _passing(error: Exception) -> bool:
    return isinstance(error, FetchError) and error.passing


def _check_host(address: httpx.URL, allow: Hosts | None) -> None:
    if allow is not None and address not in allow:
        raise FetchError(
            f"{host_of(address)} is not one of the hosts that this source is read from, so nothing was fetched from "
            "it. If it is genuine, add it to ministry.hosts.",
            "host",
        )


def _target(answer: Exchange, allow: Hosts | None) -> httpx.URL:
    """Where a redirect leads. Raises FetchError where that is nowhere, or less safe."""
    if answer.location is None:
        raise FetchError(
            f"{shown(answer.url)} has moved and does not say where to. Try again later.", "redirect"
        )
    written = answer.location.encode("latin-1").decode("utf-8", "replace")
    try:
        target = checked(str(answer.url.join(written)))
    except (httpx.InvalidURL, FetchError) as error:
        raise FetchError(
            f"{shown(answer.url)} leads to something that is no address, or none that is fetched. Check it in a "
            "browser.",
            "redirect",
        ) from error
    if allow is not None and _weaker(answer.url, target):
        raise FetchError(
            f"{shown(answer.url)} leads away from https, where anybody could change the text. Nothing was fetched; try "
            "again later.",
            "redirect",
        )
    if private(target) and not private(answer.url):
        raise FetchError(
            f"{shown(answer.url)} leads into the network of this machine ({host_of(target)}), which no public page "
            "does. Nothing was fetched; check the address.",
            "redirect",
        )
    return target


def _weaker(before: httpx.URL, after: httpx.URL) -> bool:
    return before.scheme == "https" and after.scheme == "http"


def _astray(address: httpx.URL) -> FetchError:
    return FetchError(
        f"{shown(address)} leads from one address to the next without end. Check it in a browser.", "redirect"
    )


def _reply(
    answer: Exchange,
    moved_to: httpx.URL | None,
    sent: tuple[str | None, str | None],
    conditions: list[tuple[bytes, bytes]],
) -> Reply:
    unchanged = answer.status == 304 and bool(conditions)
    if not unchanged and not 200 <= answer.status < 300:
        raise from_status(answer.status, answer.url)
    now = datetime.now(UTC)
    wait, fresh = said.retry_after(answer.headers, now), said.fresh_until(answer.headers, now)
    etag, modified = (said.raw_value(answer.headers.raw, name) for name in (b"etag", b"last-modified"))
    return Reply(
        answer.status,
        str(answer.url),
        None if unchanged else answer.content,
        answer.headers.get("content-type", ""),
        etag or (sent[0] if unchanged else None),
        modified or (sent[1] if unchanged else None),
        None if moved_to is None else str(moved_to),
        max((moment for moment in (wait, fresh) if moment), default=None),
        wait,
        unchanged,
    )
