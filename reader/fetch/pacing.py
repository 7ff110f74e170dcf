"""Turns: one request at a time at a host, a pause after it, and not too many hosts at once."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from reader.fetch.manners import Manners

_LONGEST_DELAY = 60.0


class _Host:
    def __init__(self, pause: float) -> None:
        self.lock = asyncio.Lock()
        self.pause = pause
        self.ready = 0.0
        self.closed_until: datetime | None = None


class Turns:
    """Knows each host that was asked, for as long as a Fetcher lives."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._slots = asyncio.Semaphore(manners.hosts)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until the host may be asked, and let it rest afterwards. A host that rests keeps no other waiting."""
        clock = asyncio.get_running_loop().time
        at = self._host(host)
        async with at.lock:
            while (wait := at.ready - clock()) > 0:
                await asyncio.sleep(wait)
            async with self._slots:
                try:
                    yield
                finally:
                    at.ready = clock() + at.pause + random.uniform(0, self._manners.jitter)  # noqa: S311

    def slow_down(self, host: str, delay: float) -> None:
        """Pause for as long as the host's robots.txt asks, but not for hours."""
        at = self._host(host)
        at.pause = max(at.pause, min(delay, _LONGEST_DELAY))

    def close(self, host: str, until: datetime) -> None:
        """Ask the host nothing more before that moment."""
        self._host(host).closed_until = until

    def closed_until(self, host: str) -> datetime | None:
        """When the host wants to be asked again; None when it may be asked."""
        until = self._host(host).closed_until
        return until if until is not None and until > datetime.now(UTC) else None

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(self._manners.pause))
