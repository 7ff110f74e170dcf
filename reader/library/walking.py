"""One address in a sync: its newest page, and older pages as far as they are wanted.

Every page is stored as it comes, together with what is needed to go on behind it, so that a turn that breaks off
costs nothing that came before.

A list may move while it is walked. New entries push others to the next page: those are met twice, which changes
nothing. Entries that are taken away pull others to a page that was read already: those would be missed. So a walk
over all pages counts. Of the entries that came in above it, it meets as many twice; so when it began with `total`
entries, met `overlaps` of them twice, and finds less than `total + overlaps` at its end, some were taken away, and it
walks once more.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.fetch.replies import Reply
from reader.ingest.documents import Found, Kind
from reader.library.fetching import MINISTRY, Unreadable, digest
from reader.model import Outcome, Source
from reader.store.fetching import Address, Walk

if TYPE_CHECKING:
    from reader.library.turns import Turn

_TURNS = 4
"""Walks over all pages, at most, before one that misses nothing is no longer waited for."""
_MOST_PAGES = 10_000


class AddressTurn:
    """Fetches one address of a source."""

    def __init__(self, turn: "Turn", address: Address) -> None:
        self._turn = turn
        self._address = address
        self._rows = turn.tools.rows
        self._board = turn.source.kind == MINISTRY
        self._kind: Kind | None = "board" if self._board else None
        self._empty = 0
        """Pages that had nothing and should have."""
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
        found = await self._turn.tools.read(reply, address.source, self._kind)
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
                self._begin_again(walk)
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
            found = await self._turn.page(walk.at, self._kind)

            def also(outcomes: list[Outcome], walk: Walk = walk, found: Found = found) -> None:
                self._go_on_if_new(walk.page, found, outcomes, walk.total or 0)

            if found.releases:  # else it has become none: the newest one could be read just now
                check(found, self._turn.source)
            self._turn.take(found, also)
            self._turn.reached(walk.page, found)

    # All pages

    async def _begin_whole(self, found: Found, turn: int = 1) -> None:
        """Begin a walk over all pages, of which this is the newest one.

        Where it can tell how many entries there are it reads the newest page again: those count that were there when
        it was read, be they counted before or have they come since.
        """
        total = await self._counted(found) if self._board and found.next else None
        first = found
        if total is not None:
            first = await self._turn.page(self._address.url, self._kind)
            check(first, self._turn.source)
            total += len(set(_entries(first)) - set(_entries(found)))
        walk = Walk(
            *(self._address.source, self._address.url, True, 2, first.next or ""),
            turn=turn,
            total=total,
            size=len(first.releases),
        )

        def also(_: list[Outcome]) -> None:
            self._rows.end_walk(self._address)
            self._walk = walk
            if first.next is None:
                self._finish()
                return
            self._rows.keep_walk(walk)
            self._rows.met(walk, _entries(first))

        self._turn.take(first if first is not found else found._replace(releases=()), also)

    async def _counted(self, newest: Found) -> int | None:
        """How many entries there are, which the last page tells; None where no page says that it is the last."""
        last = newest.pages.last if newest.pages is not None else None
        for _ in range(_TURNS):
            url = _numbered(newest.next or "", 2, last) if last is not None else None
            if last is None or url is None:
                return None
            found = await self._turn.page(url, self._kind)
            self._turn.take(found)
            if found.next is None:
                return (last - 1) * len(newest.releases) + len(found.releases)
            last = found.pages.last if found.pages is not None else None
        return None

    async def _walk_whole(self) -> None:
        while (walk := self._walk) is not None and walk.whole:
            if walk.page == 1:
                newest = await self._turn.page(walk.at, self._kind)
                check(newest, self._turn.source)
                await self._begin_whole(newest, walk.turn)
                continue
            found = await self._turn.page(walk.at, self._kind)
            if not found.releases:
                await self._deal_with_empty(walk, found)
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

    def _end_turn(self, walk: Walk, now: int) -> None:
        """End a walk over all pages, or begin another one where entries may have been missed."""
        missed = walk.total is not None and walk.overlaps > now - walk.total
        if self._board and missed and walk.turn < _TURNS:
            self._begin_again(walk)
        else:
            self._finish()

    def _begin_again(self, walk: Walk) -> None:
        """Note that the walk begins once more at the newest page."""
        self._walk = walk._replace(page=1, at=self._address.url, turn=walk.turn + 1)
        self._rows.keep_walk(self._walk)

    def _finish(self) -> None:
        self._walk = None
        self._rows.end_walk(self._address)
        self._address = self._address._replace(complete=True)
        self._rows.keep(self._address)

    async def _deal_with_empty(self, walk: Walk, empty: Found) -> None:
        """Deal with a page that has nothing: so many were taken away that it is none any more, or it is not whole."""
        newest = await self._turn.page(self._address.url, self._kind)
        check(newest, self._turn.source)
        last = newest.pages.last if newest.pages is not None else None
        if last is not None and walk.page <= last:
            self._empty += 1
            if self._empty > _TURNS:
                check(empty, self._turn.source)
                raise Unreadable(f"Page {walk.page} of {self._address.url} is empty. Try again later.")
        elif self._board and last is not None and walk.turn < _TURNS:
            await self._begin_whole(newest, walk.turn + 1)
        else:
            with self._turn.tools.database.transaction():
                self._finish()

    async def _once_more(self) -> None:
        """Look at the newest page again: what came in while all others were walked stands there."""
        self._whole = False
        await self._newest()
        if self._walk is not None:
            await self._walk_newer()


def check(found: Found, source: Source) -> None:
    """Raise Unreadable where a document is nothing that a source of this kind gives."""
    wanted = ("board",) if source.kind == MINISTRY else ("feed", "jsonfeed")
    if found.kind not in wanted:
        what = "list of releases" if source.kind == MINISTRY else "feed"
        said = f" {found.problems[0].reason}" if found.problems else ""
        raise Unreadable(f"{source.url or source.key} gives no {what} any more.{said}")
    if not found.releases and found.problems:
        raise Unreadable(found.problems[0].reason)


def _entries(found: Found) -> list[str]:
    return [one.external_id or one.url or f"{one.date} {one.title}" for one in found.releases]


def _numbered(url: str, number: int, wanted: int) -> str | None:
    """The address of another page, made from one whose number is known; None where it does not show it."""
    shown, page = f"pageIndex={number}", f"pageIndex={wanted}"
    return page.join(url.rsplit(shown, 1)) if shown in url else None
