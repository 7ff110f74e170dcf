"""Completes one release that a list cut, from its own page on the ministry's site."""

import asyncio
from contextlib import closing
from datetime import UTC, datetime

from reader import config
from reader.errors import UsageError
from reader.fetch.addresses import Hosts
from reader.ingest.documents import Found
from reader.library.fetching import MINISTRY, Tools, Unreadable, moment
from reader.model import MOTIR, Outcome, Release
from reader.paths import Paths
from reader.store.database import Database


class Completing:
    """Fetches single releases, on a connection of its own; any thread may use it."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._config = config.load(paths.config_file)

    def can_complete(self, release: Release) -> bool:
        """Whether a release is cut and has a page of its own that may be asked."""
        return (
            release.cut
            and release.source == MOTIR
            and release.url is not None
            and release.url in Hosts(self._config.ministry.hosts)
        )

    def complete(self, release: Release) -> Outcome:
        """Fetch the page of a release and store what it says; what became of the release.

        Raises UsageError for one that has no page, FetchError, and Unreadable where the page has no such release.
        """
        if not self.can_complete(release) or release.url is None:
            raise UsageError("This release is not cut, or has no page of its own to complete it from.")
        with closing(Database.open(self._paths.library, wait=10.0)) as database:
            return asyncio.run(self._complete(database, release, release.url))

    async def _complete(self, database: Database, release: Release, url: str) -> Outcome:
        async with Tools(database, self._config) as tools:
            found = await tools.read(await tools.get(url, MINISTRY), release.source, "view")
            if found.kind != "view" or not found.releases:
                raise Unreadable(_nothing(url, found))
            outcomes = tools.take(
                found.releases, lambda _: tools.rows.viewed(release.number, moment(datetime.now(UTC)))
            )
        return outcomes[0]


def _nothing(url: str, found: Found) -> str:
    why = f" {found.problems[0].reason}" if found.problems else ""
    return f"{url} holds no release.{why} Look at it in a browser (o)."
