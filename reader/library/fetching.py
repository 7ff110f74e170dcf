"""What the turns of all sources share in one sync: the network, the parser, the library's tables."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from reader.config import Config
from reader.errors import LibraryError
from reader.fetch.addresses import Hosts
from reader.fetch.fetcher import Fetcher
from reader.fetch.manners import Manners
from reader.fetch.replies import FetchError, Reply
from reader.fetch.robots import RobotsEntry
from reader.ingest.apart import Apart
from reader.ingest.documents import Document, Found, Kind
from reader.model import Outcome, Release
from reader.store.database import Database
from reader.store.fetching import Address, FetchedRows
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter

MINISTRY = "ministry"
"""Kind of the source that is read from boards."""
_RESTS = 5
"""After so many rounds of attempts, each rest twice as long as the one before."""
_BROKEN_OFF = ("reset", "status")
"""What a server in trouble does. One that cannot be reached at all is not waited for."""
_BATCH = 256
"""Releases a transaction, at most."""
_MOST_HELD = 32 << 20
"""Bytes of documents that may wait to be parsed, before no other one is asked for."""


class Unreadable(LibraryError):
    """What was fetched is not what a source gives."""


def moment(when: datetime) -> str:
    """As the tables have it: RFC 3339 in UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parsed(when: str) -> datetime:
    """A moment of the tables."""
    return datetime.fromisoformat(when)


class KeptRobots:
    """Keeps robots.txt in the library, so that it is asked for once a day."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows = FetchedRows(database)

    def get(self, origin: str) -> RobotsEntry | None:
        """What was last found at an origin."""
        kept = self._rows.robots(origin)
        return None if kept is None else RobotsEntry(kept[0], kept[1], parsed(kept[2]))

    def put(self, origin: str, entry: RobotsEntry) -> None:
        """Keep what was found."""
        with self._database.transaction():
            self._rows.keep_robots(origin, entry.text, entry.status, moment(entry.fetched))


@dataclass
class Tools:
    """Everything a turn works with. Open it with `async with`; the connection belongs to the caller."""

    database: Database
    config: Config

    def __post_init__(self) -> None:
        self.rows = FetchedRows(self.database)
        self.hosts = Hosts(self.config.ministry.hosts)
        self._writer = ReleaseWriter(self.database)
        self._run = Run()
        self._parsing = asyncio.Lock()
        self._held = 0
        """Bytes of documents that wait to be parsed."""
        self._room = asyncio.Event()
        self._room.set()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._apart = self._stack.enter_context(Apart())
        self._fetcher = await self._stack.enter_async_context(
            Fetcher(Manners.of(self.config.sync), KeptRobots(self.database))
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def get(self, url: str, kind: str, known: Address | None = None, *, patient: bool = False) -> Reply:
        """What stands at an address of a source of that kind; where its last state is known, only if it changed.

        A `patient` one rests and tries again, for minutes, where a server that answers breaks off time and again: in
        the middle of some hundred pages that is to be expected. Raises FetchError.
        """
        await self._room.wait()
        allow = self.hosts if kind == MINISTRY else None
        etag, modified = (known.etag, known.modified) if known else (None, None)
        for rest in range(_RESTS if patient else 0):
            try:
                return await self._fetcher.get(url, etag=etag, modified=modified, allow=allow)
            except FetchError as error:
                if not error.passing or error.kind not in _BROKEN_OFF:
                    raise
            await asyncio.sleep(self.config.sync.pause * 2 ** (rest + 1))
        return await self._fetcher.get(url, etag=etag, modified=modified, allow=allow)

    async def read(self, reply: Reply, source: str, kind: Kind | None = None) -> Found:
        """What a document holds; it is parsed in another process, while the network goes on.

        `kind` says what it is to be; a page that is not holds nothing, instead of something else.
        """
        document = Document(reply.content or b"", reply.url, reply.content_type)
        self._hold(len(document.content))
        try:
            async with self._parsing:
                return await asyncio.to_thread(self._apart.read, document, source, kind=kind)
        finally:
            self._hold(-len(document.content))

    def _hold(self, size: int) -> None:
        """Count what waits for the parser: while that is much, nothing more is fetched."""
        self._held += size
        if self._held > _MOST_HELD:
            self._room.clear()
        else:
            self._room.set()

    def take(
        self, releases: Sequence[Release], also: Callable[[list[Outcome]], None] | None = None
    ) -> list[Outcome]:
        """Store what a document shows; `also` writes in the transaction of the last part."""
        outcomes: list[Outcome] = []
        start = 0
        while len(releases) - start > _BATCH:
            outcomes += self._writer.take(releases[start : start + _BATCH], self._run)
            start += _BATCH

        def last(outcomes: list[Outcome]) -> None:
            if also is not None:
                also(outcomes)

        return outcomes + self._writer.take(releases[start:], self._run, last)


def digest(content: bytes) -> str:
    """What tells that a document is the one that was read last."""
    return hashlib.sha256(content).hexdigest()
