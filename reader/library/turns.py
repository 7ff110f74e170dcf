"""One source's turn in a sync: all of its addresses, then the texts that its lists cut."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from reader.fetch.replies import FetchError, Reply
from reader.fetch.schedule import next_due
from reader.ingest.documents import Found, Kind
from reader.library.fetching import MINISTRY, Tools, moment
from reader.library.walking import AddressTurn
from reader.model import Outcome, Release, Source
from reader.store.fetching import Address

_VIEW_AGAIN = timedelta(days=30)
"""What is still cut on its own page, or has none, is looked for again after that time."""

State = Literal["waiting", "fetching", "done", "failed"]


@dataclass
class Course:
    """How far a source's turn is, and what came of it."""

    source: Source
    state: State = "waiting"
    page: int = 0
    """Page that was read last; 0 before the first one."""
    pages: int | None = None
    """Pages there are, where that is known."""
    added: int = 0
    revised: int = 0
    completed: int = 0
    unchanged: int = 0
    error: str | None = None
    next_due: str | None = None

    def count(self, outcomes: Sequence[Outcome]) -> None:
        """Count what became of releases."""
        for outcome in outcomes:
            setattr(self, outcome, getattr(self, outcome) + 1)


@dataclass
class _Due:
    """When the addresses of a source may be asked again."""

    next: datetime
    retry_after: datetime | None = None


class Turn:
    """Fetches one source."""

    def __init__(
        self, tools: Tools, course: Course, tell: Callable[[Course], None], *, full: bool = False
    ) -> None:
        self._tools = tools
        self._rows = tools.rows
        self._course = course
        self._source = course.source
        self._tell = tell
        self._full = full
        self._due = _Due(datetime.now(UTC))

    async def run(self) -> None:
        """Fetch what is new, with `full` all there is; remember when it is due again.

        Raises FetchError and Unreadable; what came until then is stored.
        """
        for address in self._rows.addresses(self._source.key):
            await AddressTurn(self, address).run()
        if self._full and self._source.kind == MINISTRY:
            await self._complete_cut()
        retry = self._due.retry_after
        self._course.next_due = moment(self._due.next)
        with self._tools.database.transaction():
            self._rows.good(
                self._source.key,
                moment(datetime.now(UTC)),
                self._course.next_due,
                moment(retry) if retry else None,
            )

    # What both the turns of addresses and of single pages do

    @property
    def tools(self) -> Tools:
        """What it works with."""
        return self._tools

    @property
    def source(self) -> Source:
        """Whose turn it is."""
        return self._source

    @property
    def full(self) -> bool:
        """Whether all pages are wanted."""
        return self._full

    def heed(self, reply: Reply, address: Address) -> None:
        """Remember when an address may be asked again; the latest of all holds."""
        when = next_due(
            datetime.now(UTC),
            reply,
            address.ttl,
            address.skip_hours,
            address.skip_days,
            conditional=bool(address.etag or address.modified),
        )
        self._due.next = max(self._due.next, when)
        later = [one for one in (self._due.retry_after, reply.retry_after) if one]
        self._due.retry_after = max(later, default=None)

    def take(self, found: Found, also: Callable[[list[Outcome]], None] | None = None) -> list[Outcome]:
        """Store a page and count it."""
        outcomes = self._tools.take(found.releases, also)
        self._course.count(outcomes)
        return outcomes

    def reached(self, page: int, found: Found | None = None) -> None:
        """Tell how far it is."""
        self._course.page = page
        if found is not None and found.pages is not None and found.pages.last is not None:
            self._course.pages = found.pages.last
        self._tell(self._course)

    async def page(self, url: str, kind: Kind | None) -> Found:
        """What stands at an address, which is to be of a kind. Raises FetchError."""
        reply = await self._tools.get(url, self._source.kind, patient=self._full)
        return await self._tools.read(reply, self._source.key, kind)

    # Texts that the list cuts

    async def _complete_cut(self) -> None:
        since = moment(datetime.now(UTC) - _VIEW_AGAIN)
        for number, url in self._rows.to_view(self._source.key, since):
            if url in self._tools.hosts:
                await self._view(number, url)

    async def _view(self, number: int, url: str) -> None:
        """Complete one release from its own page; that the page has gone is no failure of the source."""

        def note(_: list[Outcome]) -> None:
            self._rows.viewed(number, moment(datetime.now(UTC)))

        try:
            found = await self.page(url, "view")
        except FetchError as error:
            if error.kind != "status" or error.passing or error.retry_after:
                raise
            found = Found("view")
        single: tuple[Release, ...] = found.releases if found.kind == "view" else ()
        self.take(found._replace(releases=single), note)
        self._tell(self._course)
