"""Shows what was found: excerpts in the list, the text with its hits, counts, and what an empty list means."""

from typing import TYPE_CHECKING

from reader.cells.wrap import Span
from reader.errors import NotFound, PressReaderError
from reader.model import VIEWS, Release
from reader.tui.guard import guarded
from reader.tui.presenting import ORDERS, count, page
from reader.tui.screens.part import Part
from reader.tui.widgets.excerpt import Excerpt
from reader.tui.widgets.release_list import ReleaseList
from reader.tui.widgets.views_pane import ViewItem

if TYPE_CHECKING:
    pass

_TALLIES = {
    "All": "all",
    "Unread": "unread",
    "Bookmarked": "bookmarked",
    "Noted": "noted",
    "Reworded": "edited",
}
SAVED_KEY = "saved:"
"""Before the name of a saved search in the pane of views, which has views of the same name."""
_EMPTY = {
    "All": "Nothing is in the library yet.\n\nQuit with q, then give it what you have saved:\n"
    "pressreader import FILE-OR-FOLDER",
    "Unread": "Everything is read.",
    "Bookmarked": "Nothing is bookmarked yet.\n\nPress b on a release to bookmark it.",
    "Noted": "There are no notes yet.\n\nPress a on a release to write one.",
    "Reworded": "No release here was reworded.",
}


class Showing(Part):
    """The part of the main screen that shows what `Browsing` filled it with."""

    def prepare_text(self) -> None:
        """Before anything is on the screen."""
        self.source_names = self.library.sources.names()
        self.left_position = 0
        """Place in the text where the reader was left."""
        self.left_release: int | None = None
        self._hits_told: tuple[int, object] | None = None

    def excerpt(self, release: Release) -> Excerpt | None:
        """What the list shows of a hit below its headline."""
        answer = self.answer
        if answer is None:
            return None
        try:
            shared = answer.shared.get(release.number, ())
            return Excerpt(*self.library.hits.excerpt(answer.root, release, shared))
        except NotFound:  # gone since the list was asked for
            return None
        except PressReaderError as error:  # painting must go on
            self.call_later(self.say, str(error), error=True)
            return None

    def empty_text(self) -> str:
        if not self.bar.value.strip():
            return _EMPTY[self.view.name]
        where = "" if self.view.name == "All" else f" in {self.view.name}"
        lines = [f"Nothing found{where}."]
        if self.answer is not None and self.answer.order == "rank" and not self.answer.has_text:
            lines = ["No release shares enough telling words with that one."]
        if self.answer is not None and self.answer.hidden is not None:
            by = " ".join(self.answer.hidden.by)
            lines.append(f"{count(self.answer.hidden.releases, 'release')} hidden by {by}.")
        for word, spellings in self.answer.respellings if self.answer is not None else ():
            lines.append(f"“{word}” is in no release. Did you mean {' or '.join(spellings)}?")
        if self.answer is not None and self.answer.respellings:
            lines.append("/ and tab take the first spelling.")
        return "\n\n".join([*lines, "esc clears the search."])

    @guarded
    def on_release_list_moved(self, event: ReleaseList.Moved) -> None:
        event.stop()
        self.show_release(event.release)

    def show_release(self, row: Release | None) -> None:
        """Show the text of a row of the list."""
        if row is None:
            self.text.show(None)
            self._hits_told = None
            self.say("")
            return
        try:
            release = self.library.releases.get(row.number)
        except NotFound:
            self.text.show(None)
            self.call_later(self.refresh_list)
            raise
        title_hits, body_hits, only_earlier = self._hits(release)
        source = self.source_names.get(release.source, release.source)
        notes = self.library.notes.of(release)
        self.text.show(page(release, source, notes, title_hits, body_hits, only_earlier=only_earlier))
        if (
            self.answer is not None
            and self.answer.has_text
            and self._hits_told != (release.number, self.answer.root)
        ):
            self._hits_told = (release.number, self.answer.root)
            found = self.text.hit_position[1]
            self.say(f"{count(found, 'hit')} in this text{' · n walks them' if found else ''}")
        if release.number == self.left_release:
            self.text.go_to(self.left_position)
        self.left_release = None

    def _hits(self, release: Release) -> tuple[list[Span], list[Span], bool]:
        """Hits in headline and text, and whether only an earlier wording is one."""
        if self.answer is None and not self.finding:
            return [], [], False
        from reader.library import hits  # noqa: PLC0415 - after the first paint

        body = release.body or ""
        if self.finding or self.answer is None:
            return [], hits.found_spans(body, self.finding), False
        answer = self.answer
        shared = answer.shared.get(release.number)
        root = hits.words_root(shared) if shared else answer.root
        earlier = not shared and self.library.hits.only_earlier(root, release)
        return hits.title_spans(root, release.title), hits.body_spans(root, body), earlier

    def do_look_revisions(self) -> None:
        """What its source changed in the release under the cursor."""
        release = self.releases.selected
        if release is None:
            self.say("There is no release here.")
        else:
            self.show_revisions(release)

    def show_revisions(self, release: Release, after: int | None = None) -> None:
        """Show the differences of two wordings of a release: the last two, or `after` and the one before it."""
        from reader.analysis.telling import ONE_WORDING  # noqa: PLC0415 - after the first paint
        from reader.tui.screens.revisions import RevisionsScreen  # noqa: PLC0415

        revisions = self.library.releases.revisions(release.number)
        if len(revisions) < 2:
            self.say(
                f"This release {ONE_WORDING}" if revisions else "This release is no longer in the library."
            )
            return
        source = self.source_names.get(release.source, release.source)
        self.app.push_screen(RevisionsScreen(release, revisions, source, after))

    def do_look_rewordings(self) -> None:
        from reader.tui.screens.rewordings import RewordingsScreen  # noqa: PLC0415 - after the first paint

        self.app.push_screen(RewordingsScreen(self.library, self.library.rewordings.all()))

    def count(self) -> None:
        """Say how many there are, and what is filtered."""
        tally = self.library.releases.tally()
        items = [ViewItem(view.name, view.name, tally[_TALLIES[view.name]]) for view in VIEWS]
        for saved, numbers in self.saved:
            total, new = numbers or (None, None)
            items.append(ViewItem(SAVED_KEY + saved.name, saved.name, total, new or 0, saved=True))
        opened = next((one.name for one, _ in self.saved if one.query == self.bar.value), None)
        self.views.show(items, SAVED_KEY + opened if opened else self.view.name)
        parts = [] if self.view.name == "All" else [self.view.name]
        if self.answer is None:
            parts.append(count(tally["all"], "release"))
            if tally["unread"]:
                parts.append(f"{tally['unread']:,} unread")
        else:
            found = f"{len(self.answer.numbers)}+" if self.answer.total is None else f"{self.answer.total:,}"
            parts.append(f"{found} of {count(tally['all'], 'release')}")
            if self.answer.hidden is not None:
                parts.append(f"{self.answer.hidden.releases:,} hidden by {' '.join(self.answer.hidden.by)}")
            if self.answer.order != "date":
                parts.append(ORDERS[self.answer.order].lower())
        if self.releases.marked:
            parts.append(f"{len(self.releases.marked):,} marked")
        if progress := self.reader_app.index_progress:
            parts.append(f"indexing {100 * progress[0] // max(progress[1], 1)} %")
        elif tally["pending"]:
            parts.append(f"{tally['pending']:,} not yet searchable")
        self.status.show_left(" · ".join(parts))
