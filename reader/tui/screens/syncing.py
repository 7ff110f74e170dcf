"""Fetches: syncs beside the screen, tells what came, adds sources, completes texts that a list cut."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, TypeVar

from reader.errors import PressReaderError
from reader.model import Release, Source
from reader.tui.guard import guarded
from reader.tui.screens.part import Part

if TYPE_CHECKING:
    from reader.ingest.documents import FeedLink
    from reader.library.subscribing import Discovery, Offer
    from reader.library.syncing import Extent
    from reader.model import Outcome
    from reader.tui.syncer import Event, Syncer

_Result = TypeVar("_Result")

NEWS = "is:new"
"""The query for what the last sync or import brought."""
_FORCE_SECONDS = 30.0
"""How long after "nothing is due" another ctrl+r fetches all the same."""
_ASKED = "asked_all"
"""Under this the session remembers of which sources all pages were offered: their keys with blanks between."""
_BECAME = {
    "completed": "Completed: this is the whole text.",
    "revised": "Its own page has another wording, which is here now: d shows what changed.",
}
_NO_SOURCE = "Nothing is fetched yet. “add source” in the palette (:) adds a feed, or the ministry’s site."


class Syncing(Part):
    """The part of the main screen that brings releases in."""

    _force_until = 0.0
    _asking = False
    """Something is being asked of the network for a question to the user."""

    # Syncing

    @property
    def syncer(self) -> "Syncer":
        """Syncs, one at a time."""
        return self.reader_app.syncer

    @guarded
    def sync(self) -> None:
        """Fetch what is due, from another screen."""
        self.do_sync_start()

    def do_sync_start(self) -> None:
        """Fetch what is due; while that is under way, show how far it is."""
        if self.syncer.busy:
            self.do_sync_show()
        elif not self._fetched():
            self.say(_NO_SOURCE)
        else:
            force = time.monotonic() < self._force_until
            self._force_until = 0.0
            self.syncer.start(["--force"] if force else [])

    def do_sync_stop(self) -> None:
        if not self.syncer.stop():
            self.say("No sync is under way.")

    def do_sync_show(self) -> None:
        from reader.tui.screens.sources import SourcesScreen  # noqa: PLC0415 - after the first paint

        if self._fetched():
            self.app.push_screen(SourcesScreen(self._fetched, self.syncer, self.sync))
        else:
            self.say(_NO_SOURCE)

    def do_sync_news(self) -> None:
        """Show what came last."""
        if self.view.query:
            self.choose_view("All")
        self.bar.value = NEWS
        self.keep_in_history()
        self.do_focus_list()

    @guarded
    async def synced(self, end: "Event") -> None:
        """A sync has ended."""
        from reader.tui.syncer import counted, told  # noqa: PLC0415 - after the first paint

        text = told(end)
        due = end.get("next_due")
        idle = not (end.get("error") or end.get("busy") or end.get("stopped") or end.get("sources"))
        if idle:
            self._force_until = time.monotonic() + _FORCE_SECONDS
            before = f" before {due[:16].replace('T', ' ')} UTC" if due else ""
            text = f"Nothing is due{before}; ctrl+r again fetches all the same."
        failed = [event for event in self.syncer.sources.values() if event.get("state") == "failed"]
        if failed and not end.get("error"):
            text = ": ".join(filter(None, (text, failed[0]["name"], failed[0]["error"])))
        if counted(end):
            text = f"{text} · w shows what came"
            await self.follow()
        self.say(text, error=bool(end.get("error")) or bool(failed and len(failed) == end.get("sources")))
        self._offer_the_rest()

    def _fetched(self) -> list[Source]:
        return [source for source in self.library.sources.all() if source.addresses]

    # All pages

    def do_sync_full(self) -> None:
        if self.syncer.busy:
            self.say("A sync is under way; its end is said here.")
        elif not self._fetched():
            self.say(_NO_SOURCE)
        else:
            self._ask_for_all([])

    def _offer_the_rest(self) -> None:
        """After the first sync of a source that has older pages: offer them, once."""
        asked = self.library.session.read().get(_ASKED, "").split()
        left = [source.key for source in self.library.sources.incomplete() if source.key not in asked]
        if left and self.may_interrupt:
            self.library.session.remember({_ASKED: " ".join([*asked, *left])})
            self._ask_for_all(left)

    def _ask_for_all(self, keys: list[str]) -> None:
        from reader.library.syncing import Sync  # noqa: PLC0415 - after the first paint

        paths = self.library.paths

        self._beside(
            "Asking how much there is…",
            lambda: Sync(paths).extent(keys),
            lambda extent: self._ask_whether_all(keys, extent),
        )

    def _ask_whether_all(self, keys: list[str], extent: "Extent") -> None:
        from reader.tui.screens.asking import QuestionScreen  # noqa: PLC0415 - after the first paint
        from reader.wording import whole_extent  # noqa: PLC0415

        if not extent.pages:
            self.say("No source has pages that could be walked.")
            return

        def chosen(yes: bool | None) -> None:
            if yes:
                self.syncer.start(["--full", *keys])
            else:
                self.say("“sync all” in the palette (:) fetches older pages.")

        question = f"{whole_extent(*extent)}\n\nFetch it now? You can read on meanwhile, and break it off."
        self.app.push_screen(QuestionScreen(question), chosen)

    # Adding a source

    def do_source_add(self) -> None:
        self._ask_address()

    def _ask_address(self, typed: str = "", reason: str = "") -> None:
        from reader.tui.screens.asking import LineScreen  # noqa: PLC0415 - after the first paint

        def chosen(address: str | None) -> None:
            if address:
                self._discover(address)

        question = "Address of a feed, of a page that names one, or of the ministry’s site:"
        self.app.push_screen(LineScreen(question, typed, reason), chosen)

    def _discover(self, address: str) -> None:
        from reader.library.subscribing import Subscribing  # noqa: PLC0415 - after the first paint

        paths = self.library.paths

        def found(discovery: "Discovery") -> None:
            if discovery.known is not None:
                self.say(f"It is here already, as {discovery.known.name}.")
            elif discovery.offer is not None:
                self._ask_whether_to_add(discovery.offer)
            else:
                self._ask_which(list(discovery.feeds))

        self._beside(
            f"Finding out what {address} is…",
            lambda: Subscribing(paths).discover(address),
            found,
            lambda reason: self._ask_address(address, reason),
        )

    def _ask_which(self, feeds: "list[FeedLink]") -> None:
        from reader.tui.screens.asking import ChoiceScreen  # noqa: PLC0415 - after the first paint

        def chosen(number: int | None) -> None:
            if number is not None:
                self._discover(feeds[number].url)

        names = [f"{feed.title or 'Feed'}  {feed.url}" for feed in feeds]
        self.app.push_screen(ChoiceScreen("This page names several feeds. Which one?", names), chosen)

    def _ask_whether_to_add(self, offer: "Offer") -> None:
        from reader.library.subscribing import Subscribing  # noqa: PLC0415 - after the first paint
        from reader.tui.screens.asking import QuestionScreen  # noqa: PLC0415
        from reader.wording import source_found  # noqa: PLC0415

        paths = self.library.paths

        async def added(outcomes: "list[Outcome]") -> None:
            await self.follow()
            self.say(f"Added {offer.source.name}: {outcomes.count('added'):,} new · w shows what came")
            self._offer_the_rest()

        def chosen(yes: bool | None) -> None:
            if yes:
                self._beside("Adding it…", lambda: Subscribing(paths).add(offer), added)

        found = source_found(offer.source.kind, offer.title, offer.entries, offer.newest)
        self.app.push_screen(QuestionScreen(f"{found}\n\nAdd it?"), chosen)

    # Single releases

    def do_release_complete(self) -> None:
        from reader.library.completing import Completing  # noqa: PLC0415 - after the first paint

        release = self.releases.selected
        if release is None:
            return
        completing = Completing(self.library.paths)
        if not release.cut:
            self.say("This text is whole.")
        elif not completing.can_complete(release):
            self.say("This text is cut, and its source has no page of its own for it.")
        else:
            self._beside("Fetching the whole text…", lambda: completing.complete(release), self._completed)

    async def _completed(self, outcome: "Outcome") -> None:
        await self.follow()
        self.say(_BECAME.get(outcome, "Its own page has no more of it."))

    def do_link_attachment(self) -> None:
        from reader.tui.browser import web_link  # noqa: PLC0415 - after the first paint
        from reader.tui.screens.asking import ChoiceScreen  # noqa: PLC0415
        from reader.wording import attachment  # noqa: PLC0415

        row = self.releases.selected
        release: Release | None = self.library.releases.get(row.number) if row is not None else None
        if release is None or not release.attachments:
            self.say("This release has no attachments.")
            return
        urls = [one.url for one in release.attachments]

        def chosen(number: int | None) -> None:
            link = None if number is None else web_link(urls[number])
            if link:
                self.reader_app.handing_on.open(link)
            elif number is not None:
                self.say("This attachment has no web address.")

        names = [attachment(one._replace(url="")) for one in release.attachments]
        self.app.push_screen(ChoiceScreen("Open which attachment in the browser?", names), chosen)

    # Beside the screen

    def _beside(
        self,
        doing: str,
        work: Callable[[], _Result],
        done: Callable[[_Result], object],
        failed: Callable[[str], object] | None = None,
    ) -> None:
        """Do something in a thread that asks the network, one at a time; `done` and `failed` are called here.

        `failed` is told why it could not be done; without it, that is said.
        """
        if self._asking:
            self.say("One thing at a time: an answer from the network is waited for.")
            return
        self._asking = True
        self.status.show_progress(doing)

        def refused(reason: str) -> None:
            if failed is None:
                self.say(reason, error=True)
            else:
                failed(reason)

        def run() -> None:
            try:
                call: Callable[[], object] = partial(done, work())
            except PressReaderError as error:
                call = partial(refused, str(error))
            except Exception as error:
                call = partial(refused, f"This failed unexpectedly: {error!r}.")
            with suppress(RuntimeError):  # the screen is gone
                self.app.call_later(self._answered, call)

        threading.Thread(target=run, name="network", daemon=True).start()

    @guarded
    async def _answered(self, call: Callable[[], object]) -> None:
        self._asking = False
        self.status.show_progress("")
        result = call()
        if isawaitable(result):
            await result
