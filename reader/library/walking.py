"""One source's turn in a sync: its newest page, older pages as far as they are wanted, texts that the list cuts.

Every page is stored as it comes, together with what is needed to go on behind it, so that a turn that breaks off
costs nothing that came before.

A list may move while it is walked. New entries push others to the next page: those are met twice, which changes
nothing. Entries that are taken away pull others to a page that was read already: those would be missed. So a walk
over all pages counts. Of the entries that came in above it, it meets as many twice; so when it began with `total`
entries, met `overlaps` of them twice, and finds less than `total + overlaps` at its end, some were taken away, and it
walks once more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from reader.fetch.replies import FetchError, Reply
from reader.fetch.schedule import next_due
from reader.ingest.documents import Found
from reader.library.fetching import MINISTRY, Tools, Unreadable, digest, moment
from reader.model import Outcome, Release, Source
from reader.store.fetching import Address, Walk

_TURNS = 4
"""Walks over all pages, at most, before one that misses nothing is no longer waited for."""
_MOST_PAGES = 10_000
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
            await _AddressTurn(self, address).run()
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

    async def page(self, url: str) -> Found:
        """What stands at an address. Raises FetchError."""
        reply = await self._tools.get(url, self._source.kind, patient=self._full)
        return await self._tools.read(reply, self._source.key)

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
            found = await self.page(url)
        except FetchError as error:
            if error.kind != "status" or error.passing or error.retry_after:
                raise
            found = Found("view")
        single: tuple[Release, ...] = found.releases if found.kind == "view" else ()
        self.take(found._replace(releases=single), note)
        self._tell(self._course)


class _AddressTurn:
    """Fetches one address of a source."""

    def __init__(self, turn: Turn, address: Address) -> None:
        self._turn = turn
        self._address = address
        self._rows = turn.tools.rows
        self._board = turn.source.kind == MINISTRY
        self._walk = self._rows.walk(address)
        # What begins a walk is the page itself, and not the word that it is the same.
        self._whole = turn.full and not (self._walk and self._walk.whole)

    async def run(self) -> None:
        """Fetch the newest page, then what is wanted of the others."""
        found = await self._newest()
        if found is not None and self._whole:
            await self._begin_whole(found)
        if self._walk is None:
            return
        if self._walk.whole:
            await self._walk_whole()
        else:
            await self._walk_newer()

    # The newest page

    async def _newest(self) -> Found | None:
        """Fetch the newest page and store it; None where it is as it was."""
        address = self._address
        reply = await self._turn.tools.get(
            address.url,
            self._turn.source.kind,
            None if self._whole else address,
            patient=self._turn.full,
        )
        same = reply.content is None or (digest(reply.content) == address.hash and not self._whole)
        if same:
            self._address = address._replace(etag=reply.etag, modified=reply.modified)
            self._turn.heed(reply, self._address)
            if self._address != address or reply.moved_to:
                with self._turn.tools.database.transaction():
                    self._keep_address(reply)
            self._turn.reached(1)
            return None
        found = await self._turn.tools.read(reply, address.source)
        check(found, self._turn.source)
        self._store_newest(reply, found)
        return found

    def _store_newest(self, reply: Reply, found: Found) -> None:
        address, first = self._address, self._address.hash is None
        self._address = read = address._replace(
            etag=reply.etag,
            modified=reply.modified,
            hash=digest(reply.content or b""),
            ttl=found.ttl,
            skip_hours=found.skip_hours,
            skip_days=found.skip_days,
        )
        self._turn.heed(reply, read)

        def also(outcomes: list[Outcome]) -> None:
            self._keep_address(reply)
            if self._board and not self._whole and not first:
                self._look_further(found, outcomes)

        before = self._address, self._walk
        try:
            self._turn.take(found, also)
        except BaseException:
            self._address, self._walk = before
            raise
        self._turn.reached(1, found)

    def _keep_address(self, reply: Reply) -> None:
        if reply.moved_to and self._rows.moved(self._address, reply.moved_to):
            self._address = self._address._replace(url=reply.moved_to)
            if self._walk is not None:
                self._walk = self._walk._replace(url=reply.moved_to)
        self._rows.keep(self._address)

    # Older pages, to what is known

    def _look_further(self, found: Found, outcomes: Sequence[Outcome]) -> None:
        """Note what the newest page means for older ones; part of the transaction that stores it."""
        walk, full = self._walk, bool(outcomes) and all(outcome == "added" for outcome in outcomes)
        if walk is not None and walk.whole:
            if full and found.next:
                # More than this page came since, and stands on pages that the walk has behind it.
                self._walk = walk._replace(page=2, at=found.next, turn=walk.turn + 1, overlaps=0, total=None)
                self._rows.keep_walk(self._walk)
        elif walk is None or any(outcome == "added" for outcome in outcomes):
            # What broke off at a page stands on it still, or on the one behind it now.
            self._go_on_if_new(1, found, outcomes, walk.page + 1 if walk else 0)

    def _go_on_if_new(self, page: int, found: Found, outcomes: Sequence[Outcome], wanted: int = 0) -> None:
        """Note that older pages are wanted where this one is new, and up to the page `wanted` in any case.

        Where all pages were walked once, whatever is not known is new; else a page that shows something known ends
        it: what lies behind was never read, and is not asked for by a sync that wants what is new.
        """
        if self._address.complete:
            new = any(outcome != "unchanged" for outcome in outcomes)
        else:
            new = bool(outcomes) and all(outcome == "added" for outcome in outcomes)
        if found.next and page < _MOST_PAGES and (new or page < wanted):
            address = self._address
            self._walk = Walk(address.source, address.url, False, page + 1, found.next, total=wanted)
            self._rows.keep_walk(self._walk)
        else:
            self._walk = None
            self._rows.end_walk(self._address)

    async def _walk_newer(self) -> None:
        while (walk := self._walk) is not None:
            found = await self._turn.page(walk.at)

            def also(outcomes: list[Outcome], walk: Walk = walk, found: Found = found) -> None:
                self._go_on_if_new(walk.page, found, outcomes, walk.total or 0)

            check(found, self._turn.source, last=True)
            self._turn.take(found, also)
            self._turn.reached(walk.page, found)

    # All pages

    async def _begin_whole(self, found: Found) -> None:
        """Begin a walk over all pages.

        Where it can tell how many entries there are it reads the newest page again: those count that were there
        before it was read.
        """
        address = self._address
        size = len(found.releases)
        if found.next is None:
            with self._turn.tools.database.transaction():
                self._finish()
            return
        total = None
        if self._board and found.pages is not None and found.pages.last:
            total = await self._counted(found.pages.last, found.next, size)
        page, at = (2, found.next) if total is None else (1, address.url)
        walk = Walk(address.source, address.url, True, page, at, total=total, size=size)
        with self._turn.tools.database.transaction():
            self._rows.end_walk(address)
            self._rows.keep_walk(walk)
            if total is None:
                self._rows.met(walk, _entries(found))
        self._walk = walk

    async def _counted(self, last: int, following: str, size: int) -> int | None:
        """How many entries there are, which the last page tells."""
        url = _numbered(following, 2, last)
        if url is None:
            return None
        found = await self._turn.page(url)
        self._turn.take(found)
        return (last - 1) * size + len(found.releases) if found.next is None else None

    async def _walk_whole(self) -> None:
        while (walk := self._walk) is not None and walk.whole:
            found = await self._turn.page(walk.at)
            if not found.releases and walk.page > 1:
                await self._end_early(walk, found)
                continue
            check(found, self._turn.source)
            self._turn.take(found, lambda _, walk=walk, found=found: self._met(walk, found))  # type: ignore[misc]
            self._turn.reached(walk.page, found)
        if self._board:
            await self._once_more()

    def _met(self, walk: Walk, found: Found) -> None:
        """Note a page of the walk, and where it goes on; part of the transaction that stores the page."""
        entries = _entries(found)
        again = self._rows.met(walk, entries)
        overlaps = walk.overlaps + again
        in_circles = walk.total is None and bool(entries) and again == len(entries)
        if found.next is not None and walk.page < _MOST_PAGES and not in_circles:
            self._walk = walk._replace(page=walk.page + 1, at=found.next, overlaps=overlaps)
            self._rows.keep_walk(self._walk)
            return
        now = (walk.page - 1) * walk.size + len(found.releases)
        self._end_turn(walk._replace(overlaps=overlaps), now)

    def _end_turn(self, walk: Walk, now: int | None) -> None:
        """End a walk over all pages, or begin another one where entries may have been missed."""
        missed = walk.total is not None and (now is None or walk.overlaps > now - walk.total)
        if self._board and missed and walk.turn < _TURNS:
            self._walk = walk._replace(
                page=1, at=self._address.url, turn=walk.turn + 1, overlaps=0, total=now
            )
            self._rows.keep_walk(self._walk)
        else:
            self._finish()

    def _finish(self) -> None:
        self._walk = None
        self._rows.end_walk(self._address)
        self._address = self._address._replace(complete=True)
        self._rows.keep(self._address)

    async def _end_early(self, walk: Walk, empty: Found) -> None:
        """Deal with a page that has nothing: the one before has become the last one, or it cannot be read."""
        before = _numbered(walk.at, walk.page, walk.page - 1)
        found = await self._turn.page(before) if before else empty
        if not found.releases or found.next is not None:
            check(empty, self._turn.source)
            raise Unreadable(f"Page {walk.page} of {self._address.url} is empty. Try again later.")
        now = (walk.page - 2) * walk.size + len(found.releases)

        def also(_: list[Outcome]) -> None:
            self._rows.met(walk, _entries(found))
            self._end_turn(walk, now)

        self._turn.take(found, also)

    async def _once_more(self) -> None:
        """Look at the newest page again: what came in while all others were walked stands there."""
        self._whole = False
        await self._newest()
        if self._walk is not None:
            await self._walk_newer()


def check(found: Found, source: Source, *, last: bool = False) -> None:
    """Raise Unreadable where a document is nothing that a source of this kind gives.

    A page may be empty that stands behind the `last` one.
    """
    wanted = ("board",) if source.kind == MINISTRY else ("feed", "jsonfeed")
    if found.kind not in wanted:
        what = "list of releases" if source.kind == MINISTRY else "feed"
        said = f" {found.problems[0].reason}" if found.problems else ""
        raise Unreadable(f"{source.url or source.key} gives no {what} any more.{said}")
    if not found.releases and found.problems and not last:
        raise Unreadable(found.problems[0].reason)


def _entries(found: Found) -> list[str]:
    return [one.external_id or one.url or f"{one.date} {one.title}" for one in found.releases]


def _numbered(url: str, number: int, wanted: int) -> str | None:
    """The address of another page, made from one whose number is known; None where it does not show it."""
    shown, page = f"pageIndex={number}", f"pageIndex={wanted}"
    return page.join(url.rsplit(shown, 1)) if shown in url else None
