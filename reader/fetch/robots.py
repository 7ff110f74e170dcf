"""What robots.txt allows (RFC 9309), asked once a day for each origin."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

import httpx
from protego import Protego

from reader.fetch.addresses import Hosts, checked, origin_of
from reader.fetch.client import Exchange
from reader.fetch.manners import PRODUCT
from reader.fetch.replies import FetchError, shown

MOST_BYTES = 500 << 10
"""As many as RFC 9309 (2.5) asks to be read; what follows is not."""
_KEPT = timedelta(days=1)


class RobotsEntry(NamedTuple):
    """A robots.txt as it was found."""

    text: str | None
    """None where there is none: everything is allowed."""
    status: int
    """As the server answered in the end."""
    fetched: datetime
    """UTC."""


class RobotsStore(Protocol):
    """Where they are kept between runs; an origin is `https://name` or `https://name:port`."""

    def get(self, origin: str) -> RobotsEntry | None:
        """What was last put, however old."""

    def put(self, origin: str, entry: RobotsEntry) -> None:
        """Keep it."""


class _Rules(NamedTuple):
    rules: Protego | None
    refusal: FetchError | None


Ask = Callable[[httpx.URL, Hosts | None], Awaitable[Exchange]]
"""Gets a robots.txt, through redirects; content cut to MOST_BYTES, any status but those of servers in trouble."""


class Robots:
    """Knows what was asked in this run, and through its store what was asked today."""

    def __init__(self, store: RobotsStore, ask: Ask) -> None:
        self._store = store
        self._ask = ask
        self._known: dict[str, _Rules] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def permit(self, address: httpx.URL, allow: Hosts | None) -> float:
        """Return if the address may be asked for: how many seconds the origin wants between requests, 0 where it does
        not say.

        Raises FetchError (`robots`) if not, and if its rules cannot be had at present; `allow` holds for them too.
        """
        origin = origin_of(address)
        async with self._locks.setdefault(origin, asyncio.Lock()):
            known = self._known.get(origin)
            if known is None:
                known = self._known[origin] = await self._learn(origin, allow)
        if known.refusal:
            raise FetchError(str(known.refusal), known.refusal.kind, known.refusal.retry_after)
        if known.rules is None:
            return 0.0
        if not known.rules.can_fetch(str(address), PRODUCT):
            raise FetchError(
                f"{shown(address)} is closed to programs by {origin}/robots.txt. Read it in a browser.",
                "robots",
            )
        return known.rules.crawl_delay(PRODUCT) or 0.0

    async def _learn(self, origin: str, allow: Hosts | None) -> _Rules:
        now = datetime.now(UTC)
        kept = self._store.get(origin)
        if kept is None or not now - _KEPT < kept.fetched <= now:
            try:
                kept = await self._fetched(origin, allow)
            except FetchError as error:
                return _Rules(None, _not_now(origin, error))
            self._store.put(origin, kept)
        return _Rules(None if kept.text is None else Protego.parse(kept.text), None)

    async def _fetched(self, origin: str, allow: Hosts | None) -> RobotsEntry:
        """The rules, or that there are none: also where a redirect leads astray (RFC 9309, 2.3.1.2)."""
        try:
            answer = await self._ask(checked(f"{origin}/robots.txt"), allow)
        except FetchError as error:
            if error.kind not in ("redirect", "host"):
                raise
            return RobotsEntry(None, 0, datetime.now(UTC))
        text = answer.content.decode("utf-8-sig", "replace") if 200 <= answer.status < 300 else None
        return RobotsEntry(text, answer.status, datetime.now(UTC))


def _not_now(origin: str, error: FetchError) -> FetchError:
    return FetchError(
        f"{origin}/robots.txt, which says what programs may fetch there, could not be had. {error}",
        error.kind,
        error.retry_after,
    )
