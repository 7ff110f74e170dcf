"""Fetches what is due: several sources at the same time, one request at a host, one sync at a time.

Run as a module it does this for the reader, in a process of its own. It writes one JSON document a line on standard
output: `{"event": "source", …}` whenever a source is further, `{"event": "end", …}` at last.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from reader import config, paths
from reader.errors import PressReaderError
from reader.fetch.replies import FetchError
from reader.library.fetching import MINISTRY, Tools, Unreadable, moment
from reader.library.indexing import Indexing
from reader.library.naming import chosen
from reader.library.turns import Course, Turn
from reader.model import Source
from reader.paths import Paths
from reader.store.database import Database
from reader.store.fetching import Address
from reader.store.identity import is_cut
from reader.store.sources import Sources

UNDER_WAY = "Another sync is under way; it fetches what is due."
_AT_ONCE = 4
"""Turns for each host that may be asked at the same time: while some rest, others ask."""
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(hours=1), timedelta(days=1)
"""What a source that failed waits, doubled with each further time."""
_ANSWER = 0.5
"""Seconds that a page takes to come, for the guess how long it all takes."""

Tell = Callable[[Course], None]


class SourceReport(NamedTuple):
    """What became of a source."""

    name: str
    key: str
    tried: bool
    """It was due."""
    added: int = 0
    revised: int = 0
    completed: int = 0
    unchanged: int = 0
    error: str | None = None
    next_due: str | None = None


class SyncReport(NamedTuple):
    """What a sync did."""

    sources: tuple[SourceReport, ...] = ()
    """All that were asked for, by name."""
    busy: bool = False
    """Another sync was under way, so nothing was done."""

    @property
    def tried(self) -> list[SourceReport]:
        """Those that were due."""
        return [one for one in self.sources if one.tried]

    @property
    def failed(self) -> list[SourceReport]:
        """Those that were due and could not be fetched."""
        return [one for one in self.sources if one.error is not None]

    def total(self, name: str) -> int:
        """How many releases were `added`, `revised`, `completed` or `unchanged`."""
        return sum(getattr(one, name) for one in self.sources)


class Extent(NamedTuple):
    """How much fetching everything is."""

    pages: int
    texts: int
    """Texts that lists cut, which have pages of their own; a guess."""
    seconds: float
    """A guess."""


class Sync:
    """One sync of this user's library, on a connection of its own."""

    def __init__(self, paths: Paths, tell: Tell | None = None) -> None:
        self._paths = paths
        self._config = config.load(paths.config_file)
        self._tell = tell or _to_nobody
        self._courses: dict[str, Course] = {}
        self._wanted: list[Source] = []

    def run(self, names: Sequence[str] = (), *, force: bool = False, full: bool = False) -> SyncReport:
        """Fetch the named sources, or all, as far as they are due; what became of them.

        `force` fetches also what is not due, `full` all pages of it; what a server asked to wait is waited. Every page
        is stored as it comes. Raises NotFound for a name that no fetched source has, UsageError for one that several
        have, LibraryError where the library cannot be written. A source that fails is told in the report.
        """
        with closing(self._opened()) as database, paths.first(self._paths.sync) as alone:
            self._wanted = chosen(Sources(database).all(), names)
            if not alone:
                return SyncReport(self.report().sources, busy=True)
            now = moment(datetime.now(UTC))
            due = [one for one in self._wanted if is_due(one, now, force=force or full)]
            self._courses = {one.key: Course(one) for one in due}
            for course in self._courses.values():
                self._tell(course)
            if due:
                asyncio.run(self._fetch(database, full=full))
        return self.report()

    def report(self) -> SyncReport:
        """What has become of everything so far."""
        return SyncReport(tuple(_told(one, self._courses.get(one.key)) for one in self._wanted))

    def extent(self, names: Sequence[str]) -> Extent:
        """How much fetching all of the named sources is.

        It asks each board for its newest page; one that does not answer counts as one page.
        """
        with closing(self._opened()) as database:
            boards = [one for one in chosen(Sources(database).all(), names) if one.kind == MINISTRY]
            if not boards:
                return Extent(0, 0, 0.0)
            pages, texts = asyncio.run(self._count(database, boards))
        pause = self._config.sync.pause * 1.125  # with half of what chance adds
        return Extent(pages, texts, (pages + texts) * (pause + _ANSWER))

    def _opened(self) -> Database:
        # What is fetched can be fetched again: it need not be on the disk before the next page is asked for.
        return Database.open(self._paths.library, durable=False, wait=10.0)

    # All sources

    async def _fetch(self, database: Database, *, full: bool) -> None:
        slots = asyncio.Semaphore(self._config.sync.hosts * _AT_ONCE)

        async def one_after_the_other(courses: list[Course]) -> None:
            async with slots:
                for course in courses:
                    await self._take_turn(tools, course, full=full)

        async with Tools(database, self._config) as tools:
            by_host = sorted(self._courses.values(), key=lambda course: _host(course.source))
            try:
                async with asyncio.TaskGroup() as tasks:
                    for _, courses in groupby(by_host, key=lambda course: _host(course.source)):
                        tasks.create_task(one_after_the_other(list(courses)))
            except BaseExceptionGroup as several:
                # Whatever is no source's own failure is the library's, and the same for all.
                raise several.exceptions[0] from None

    async def _take_turn(self, tools: Tools, course: Course, *, full: bool) -> None:
        """Fetch one source; its failure is its own, that of the library ends the sync."""
        course.state = "fetching"
        self._tell(course)
        try:
            await Turn(tools, course, self._tell, full=full).run()
        except (FetchError, Unreadable) as error:
            self._failed(tools, course, error)
        else:
            course.state = "done"
        self._tell(course)

    def _failed(self, tools: Tools, course: Course, error: FetchError | Unreadable) -> None:
        now = datetime.now(UTC)
        retry = error.retry_after if isinstance(error, FetchError) else None
        pause = min(_FIRST_PAUSE * 2 ** min(course.source.failures, 10), _LONGEST_PAUSE)
        course.state, course.error = "failed", str(error)
        course.next_due = moment(max(now + pause, retry or now))
        with tools.database.transaction():
            tools.rows.failed(
                course.source.key,
                moment(now),
                course.error,
                course.next_due,
                moment(retry) if retry else None,
            )

    # Before a first sync

    async def _count(self, database: Database, boards: Sequence[Source]) -> tuple[int, int]:
        pages = texts = 0
        async with Tools(database, self._config) as tools:
            for board in boards:
                for address in tools.rows.addresses(board.key):
                    more = await _count_pages(tools, board, address)
                    pages, texts = pages + more[0], texts + more[1]
        return pages, texts


async def _count_pages(tools: Tools, board: Source, address: Address) -> tuple[int, int]:
    """How many pages a board has still to be read, and about how many texts they cut, if all are like the newest."""
    try:
        found = await tools.read(await tools.get(address.url, board.kind), board.key)
    except FetchError:
        return 1, 0
    last = (found.pages.last if found.pages else None) or 1
    walk = tools.rows.walk(address)
    left = max(1, last - walk.page + 1) if walk is not None and walk.whole else last
    cut = sum(is_cut(release.body or "") for release in found.releases)
    return left, 0 if address.complete else cut * left


def _to_nobody(course: Course) -> None:
    """Tell nothing."""


def is_due(source: Source, now: str, *, force: bool = False) -> bool:
    """Whether a source may be fetched now; `force` overrides all but its server's own word."""
    if source.retry_after is not None and source.retry_after > now:
        return False
    return force or source.next_due is None or source.next_due <= now


def _host(source: Source) -> str:
    return urlsplit(source.addresses[0]).netloc.lower()


def _told(source: Source, course: Course | None) -> SourceReport:
    if course is None:
        return SourceReport(source.name, source.key, False, next_due=_not_before(source))
    return SourceReport(
        source.name,
        source.key,
        course.state in ("done", "failed"),
        course.added,
        course.revised,
        course.completed,
        course.unchanged,
        course.error,
        course.next_due,
    )


def _not_before(source: Source) -> str | None:
    return max(filter(None, (source.next_due, source.retry_after)), default=None)


# For the reader


def event(course: Course) -> dict[str, Any]:
    """How far a source is, for another process."""
    names = ("state", "page", "pages", "added", "revised", "completed", "unchanged", "error")
    return {
        "event": "source",
        "name": course.source.name,
        "key": course.source.key,
        **{name: getattr(course, name) for name in names},
    }


def end(report: SyncReport, error: str | None = None) -> dict[str, Any]:
    """What a sync did, for another process; `error` is why it broke off."""
    counts = {name: report.total(name) for name in ("added", "revised", "completed", "unchanged")}
    return {
        "event": "end",
        **counts,
        "sources": len(report.tried),
        "failed": len(report.failed),
        "busy": report.busy,
        "next_due": min((one.next_due for one in report.sources if one.next_due), default=None),
        "error": error,
    }


def _write(value: dict[str, Any]) -> None:
    """Tell whoever started this, who may have ended since."""
    with suppress(OSError):
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def main() -> int:
    """Sync this user's library, out of the way of everything else, and make what came searchable."""
    parser = argparse.ArgumentParser(prog="python -m reader.library.syncing")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--force", action="store_true")
    parser.add_argument("--full", action="store_true")
    given = parser.parse_args()
    if hasattr(os, "nice"):
        os.nice(5)
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sync = None
    try:
        where = Paths.find()
        sync = Sync(where, lambda course: _write(event(course)))
        report = sync.run(given.names, force=given.force, full=given.full)
        with closing(Database.open(where.library)) as database:
            Indexing(where, database).drain(wait=0)
    except PressReaderError as error:
        _write(end(sync.report() if sync else SyncReport(), str(error)))
        return error.exit_code
    _write(end(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
