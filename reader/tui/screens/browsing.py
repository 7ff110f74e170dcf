"""Decides what the list holds: the view, the question that is asked, and the answers that come."""

import gc
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from reader.errors import NotFound, PressReaderError
from reader.library import Library
from reader.model import VIEWS, Release, View
from reader.tui.guard import guarded
from reader.tui.presenting import count, page
from reader.tui.widgets.release_list import ReleaseList
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.status_line import StatusLine
from reader.tui.widgets.text_pane import TextPane
from reader.tui.widgets.views_pane import ViewItem, ViewsPane

if TYPE_CHECKING:
    from reader.library.answers import Answer
    from reader.library.releases import Rows
    from reader.tui.app import ReaderApp
    from reader.tui.screens.main import MainScreen
    from reader.tui.widgets.note_editor import NoteEditor

_TALLIES = {
    "All": "all",
    "Unread": "unread",
    "Bookmarked": "bookmarked",
    "Noted": "noted",
    "Reworded": "edited",
}
_EMPTY = {
    "All": "Nothing is in the library yet.\n\nQuit with q, then give it what you have saved:\n"
    "pressreader import FILE-OR-FOLDER",
    "Unread": "Everything is read.",
    "Bookmarked": "Nothing is bookmarked yet.\n\nPress b on a release to bookmark it.",
    "Noted": "There are no notes yet.\n\nPress a on a release to write one.",
    "Reworded": "No release here was reworded.",
}


class Browsing:
    """The part of the main screen that fills list and text."""

    library: Library
    releases: ReleaseList
    text: TextPane
    bar: SearchBar
    views: ViewsPane
    status: StatusLine
    editor: "NoteEditor | None"

    if TYPE_CHECKING:

        @property
        def reader_app(self) -> "ReaderApp": ...
        def say(self, text: str, *, error: bool = False) -> None: ...
        async def offer_drafts(self) -> None: ...

    def prepare(self) -> None:
        """Before anything is on the screen."""
        self.view: View = VIEWS[0]
        self.rows: Rows = self.library.releases.all()
        self.answer: Answer | None = None
        self._version = self.library.releases.changed()
        self._tally = self.library.releases.tally()
        self._sources = self.library.sources.names()
        self._hits_told: tuple[int, object] | None = None
        self._left_position = 0
        self._left_release: int | None = None

    @property
    def _main_screen(self) -> "MainScreen":
        return cast("MainScreen", self)

    # Opening and leaving

    def open_where_left(self) -> None:
        """Show at once what can be shown without a search; the rest follows."""
        left = self.library.session.read()
        if "measure" in left and left["measure"].isdecimal():
            self.text.measure = int(left["measure"])
        name, text = left.get("view", "All"), left.get("query", "")
        self.view = next((view for view in VIEWS if view.name == name), VIEWS[0])
        if left.get("release", "").isdecimal():
            self._left_release = int(left["release"])
            position = left.get("position", "")
            self._left_position = int(position) if position.isdecimal() else 0
        if text:
            with self.bar.prevent(SearchBar.Changed):
                self.bar.value = text
        rows = self.library.releases.all()
        self._fill(rows, self._place_left(rows), keep=False)
        self.count()

    def _place_left(self, rows: "Rows") -> int:
        if self._left_release is None:
            return 0
        found = self.library.releases.many([self._left_release])
        return (rows.position(found[0]) or 0) if found else 0

    @guarded
    async def begin(self) -> None:
        """After the first paint: start what searches and indexes, and ask what was left in the bar."""
        # What is loaded now stays: the collector need not walk through it between two keys.
        gc.freeze()
        gc.enable()
        self.reader_app.start_search(self.answered)
        if self.view.query or self.bar.value:
            self.ask(keep=True)
        await self.offer_drafts()

    def leave(self) -> None:
        """Remember where the reader was left, as well as can be done now: leaving must never fail."""
        selected = self.releases.selected
        left = {
            "view": self.view.name,
            "query": self.bar.value,
            "release": str(selected.number) if selected else "",
            "position": str(self.text.position),
            "measure": str(self.text.measure),
            "theme": self.reader_app.theme,
        }
        with suppress(PressReaderError):
            self.library.session.remember(left)

    # Asking

    def choose_view(self, name: str) -> None:
        """Put another view in force; what is typed stays."""
        self.view = next(view for view in VIEWS if view.name == name)
        self.count()
        self.ask(keep=True)

    @guarded
    def on_search_bar_changed(self, event: SearchBar.Changed) -> None:
        event.stop()
        self.ask(keep=False)

    def ask(self, *, keep: bool) -> None:
        """Ask for what view and bar say. `keep` leaves the cursor on its release where that is still in the list."""
        self._keep = keep
        if not self.view.query and not self.bar.value.strip():
            self.reader_app.ask(None)
            self.answer = None
            rows = self.library.releases.all()
            selected = self.releases.selected
            # Leaving a search, the reader stays with the release it found.
            self._fill(rows, (selected and rows.position(selected)) or 0, keep=True)
            self.count()
            self.say("")
            return
        from reader.library.answers import Question  # noqa: PLC0415 - after the first paint

        self.reader_app.ask(Question(self.bar.value, self.view.query, live=self.bar.has_focus))

    @guarded
    def answered(self, answer: "Answer") -> None:
        """An answer came; one to a question that is no longer the newest is dropped."""
        if answer.question != self.reader_app.question:
            return
        if answer.objection is not None or answer.error is not None:
            self.say(answer.objection or answer.error or "", error=answer.error is not None)
            return
        if answer.unindexed:
            self.reader_app.start_indexing()
            self.say("Building the search index; the hits come when it is there.")
            return
        again = self.answer is not None and self.answer.question == answer.question
        self.answer = answer
        selected = self.releases.selected
        rows = self.library.releases.chosen(answer.numbers)
        kept = rows.position(selected) if selected is not None and (self._keep or again) else None
        if kept is None and again and selected is not None and self.library.releases.many([selected.number]):
            # It fulfils the question no longer, as what is opened in Unread; it goes when something else is asked.
            kept = min(self.releases.cursor, len(answer.numbers))
            rows = self.library.releases.chosen(
                [*answer.numbers[:kept], selected.number, *answer.numbers[kept:]]
            )
        self._fill(rows, kept or 0, keep=kept is not None)
        if answer.hints:
            self.say(answer.hints[0])
        self.count()

    # Showing

    def _fill(self, rows: "Rows", cursor: int, *, keep: bool) -> None:
        answer = self.answer
        self.rows = rows
        self.releases.empty_text = self._empty()
        if answer is None:
            self.releases.set_marks(None)
        else:
            from reader.library.search import title_spans  # noqa: PLC0415 - after the first paint

            root = answer.root
            self.releases.set_marks(lambda title: title_spans(root, title))
        if keep:
            self.releases.reload(rows, cursor)
        else:
            # Marks that are not seen any more would be a trap.
            self.releases.set_marked([])
            self.releases.show(rows, cursor=cursor)
        self.show_release(self.releases.selected)

    def _empty(self) -> str:
        if self.bar.value.strip():
            where = "" if self.view.name == "All" else f" in {self.view.name}"
            return f"Nothing found{where}.\n\nesc clears the search."
        return _EMPTY[self.view.name]

    @guarded
    def on_release_list_moved(self, event: ReleaseList.Moved) -> None:
        event.stop()
        self.show_release(event.release)

    def show_release(self, row: Release | None) -> None:
        """Show the text of a row of the list."""
        if row is None:
            self.text.show(None)
            return
        try:
            release = self.library.releases.get(row.number)
        except NotFound:
            self.text.show(None)
            self._main_screen.call_later(self.refresh_list)
            raise
        title_hits: list[tuple[int, int]] = []
        body_hits: list[tuple[int, int]] = []
        if self.answer is not None:
            from reader.library.search import body_spans, title_spans  # noqa: PLC0415 - after the first paint

            title_hits = title_spans(self.answer.root, release.title)
            body_hits = body_spans(self.answer.root, release.body or "")
        source = self._sources.get(release.source, release.source)
        self.text.show(page(release, source, self.library.notes.of(release), title_hits, body_hits))
        if (
            self.answer is not None
            and self.answer.has_text
            and self._hits_told != (release.number, self.answer.root)
        ):
            self._hits_told = (release.number, self.answer.root)
            self.say(f"{count(len(body_hits), 'hit')} in this text{' · n walks them' if body_hits else ''}")
        if release.number == self._left_release:
            self.text.go_to(self._left_position)
        self._left_release = None

    def count(self) -> None:
        """Say how many there are, and what is filtered."""
        tally = self.library.releases.tally()
        items = [ViewItem(view.name, view.name, tally[_TALLIES[view.name]]) for view in VIEWS]
        self.views.show(items, self.view.name)
        parts = [] if self.view.name == "All" else [self.view.name]
        if self.answer is None:
            parts.append(count(tally["all"], "release"))
            if tally["unread"]:
                parts.append(f"{tally['unread']:,} unread")
        else:
            found = f"{len(self.answer.numbers)}+" if self.answer.total is None else f"{self.answer.total:,}"
            parts.append(f"{found} of {count(tally['all'], 'release')}")
        if self.releases.marked:
            parts.append(f"{len(self.releases.marked):,} marked")
        if tally["pending"]:
            parts.append(f"{tally['pending']:,} not yet searchable")
        self.status.show_left(" · ".join(parts))

    @guarded
    async def follow(self) -> None:
        """Show what other processes changed, without moving the cursor."""
        tally = self.library.releases.tally()
        if tally["pending"] and tally["pending"] == self._tally["pending"]:
            # Nothing came since the last look, so no import is under way that would index it all itself.
            self.reader_app.start_indexing()
        writing = self.editor is not None and self.editor.is_open
        # Every letter of an open note changes the library, as its draft; nothing of that is in the list.
        changed = tally != self._tally if writing else self.library.releases.changed() != self._version
        self._tally = tally
        if changed:
            self._version = self.library.releases.changed()
            self._sources = self.library.sources.names()
            await self.refresh_list()

    @guarded
    def refresh_list(self) -> None:
        """Read again what the list shows."""
        if self.answer is not None or self.view.query or self.bar.value.strip():
            self.ask(keep=True)
        else:
            self.refill()
        self.count()

    @guarded
    def indexed(self) -> None:
        """The index learned something: a search that is on is asked again."""
        if self.reader_app.question is not None:
            self.ask(keep=True)
        self.count()

    def refill(self) -> None:
        """Read the whole library's list again; the cursor stays on its release."""
        rows = self.library.releases.all()
        selected = self.releases.selected
        position = rows.position(selected) if selected is not None else None
        self._fill(
            rows,
            min(self.releases.cursor, max(len(rows) - 1, 0)) if position is None else position,
            keep=True,
        )
