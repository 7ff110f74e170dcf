"""Decides what the list holds: the view, the question that is asked, and the answers that come."""

import datetime
import gc
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.errors import PressReaderError
from reader.model import VIEWS, View
from reader.tui.guard import guarded
from reader.tui.presenting import ORDERS
from reader.tui.screens.part import Part
from reader.tui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from reader.library.answers import Answer, Question
    from reader.library.releases import Rows
    from reader.model import SavedSearch
    from reader.query import Order

_COUNT_SECONDS = 0.4
"""How long the counts of saved searches wait for the first keys."""
_BACKUP_SECONDS = 10.0
"""After how long in an open reader the day's backup is made, where it is missing."""
_BACKUP_AGAIN = 3600.0
"""Seconds between two looks whether a reader that stays open has come into another day."""
_VERIFY_SECONDS, _VERIFY_DAYS = 60.0, 7
"""After how long in an open reader, and how often, all of the index is read and compared."""


class Browsing(Part):
    """The part of the main screen that fills the list."""

    def prepare(self) -> None:
        """Before anything is on the screen."""
        self.view: View = VIEWS[0]
        self.rows: Rows = self.library.releases.all()
        self.answer: Answer | None = None
        self.order: Order | None = None
        """The order that the user chose."""
        self.saved: list[tuple[SavedSearch, tuple[int, int] | None]] = []
        """Saved searches with how many releases they find and how many of these are new, once that is counted."""
        self._live_before: Question | None = None
        self._marked_under = ""
        """What stood in the bar when what is listed was asked for."""
        self._objection: str | None = None
        """Why what stands in the bar cannot be read."""
        self._version = self.library.releases.changed()
        self._tally = self.library.releases.tally()

    # Opening and leaving

    def open_where_left(self) -> None:
        """Show at once what can be shown without a search; the rest follows."""
        left = self.library.session.read()
        if "measure" in left and left["measure"].isdecimal():
            self.text.measure = int(left["measure"])
        name, text = left.get("view", "All"), left.get("query", "")
        self.view = next((view for view in VIEWS if view.name == name), VIEWS[0])
        if left.get("release", "").isdecimal():
            self.left_release = int(left["release"])
            position = left.get("position", "")
            self.left_position = int(position) if position.isdecimal() else 0
        self.order = next((order for order in ORDERS if order == left.get("order")), None)
        self.live = bool(left.get("live"))
        if text:
            with self.bar.prevent(SearchBar.Changed):
                self.bar.value = text
        rows = self.library.releases.all()
        self._fill(rows, self._place_left(rows), keep=False)
        self.count()

    def _place_left(self, rows: "Rows") -> int:
        if self.left_release is None:
            return 0
        found = self.library.releases.many([self.left_release])
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
        self.set_timer(_COUNT_SECONDS, self.begin_counting)
        self.set_timer(_BACKUP_SECONDS, self.back_up)
        self.set_interval(_BACKUP_AGAIN, self.back_up)
        self.set_timer(_VERIFY_SECONDS, self.verify_index)
        await self.offer_drafts()

    @guarded
    def begin_counting(self) -> None:
        """Show the saved searches, and what is new in them."""
        self.count_saved()

    @guarded
    def back_up(self) -> None:
        """Have the day's backup made, and say where the last one failed."""
        failed = self.library.backups.failed()
        if failed is not None:
            self.say(failed, error=True)
        self.library.backups.start_daily_if_due()

    @guarded
    def verify_index(self) -> None:
        """Have the whole index read once in a while: opening it looks at a part of its files."""
        today = datetime.date.today()  # noqa: DTZ011 - this computer's day will do
        week_ago = (today - datetime.timedelta(days=_VERIFY_DAYS)).isoformat()
        if self.library.session.read().get("verified", "") > week_ago:
            return

        def verified(result: object) -> None:
            if not isinstance(result, PressReaderError):
                with suppress(PressReaderError):  # then it is done once more
                    self.library.session.remember({"verified": today.isoformat()})

        self.reader_app.errand(lambda search: search.verify(), verified)

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
            "order": self.order or "",
            "live": "1" if self.live else "",
        }
        with suppress(PressReaderError):
            self.library.session.remember(left)

    # Asking

    def choose_view(self, name: str) -> None:
        """Put another view in force; what is typed stays."""
        self.view = next(view for view in VIEWS if view.name == name)
        self.count()
        self.ask(keep=True)

    def ask(self, *, keep: bool) -> None:
        """Ask for what view and bar say. `keep` leaves the cursor on its release where that is still in the list."""
        self._keep = keep
        self._live_before = None
        if not self.view.query and not self.bar.value.strip() and self.order != "old":
            self.reader_app.ask(None)
            self.answer = None
            self._objection = None
            self._say_objection()
            rows = self.library.releases.all()
            selected = self.releases.selected
            # Leaving a search, the reader stays with the release it found.
            self._fill(rows, (selected and rows.position(selected)) or 0, keep=True)
            self.count()
            self.say("")
            return
        self.reader_app.ask(self._question(self.live))

    def ask_whole_words(self) -> None:
        """The last word is a whole one from now on; where that finds nothing, it stays the beginning of one."""
        self.ask(keep=True)
        before = self._question(True)
        self._live_before = before

    def _question(self, live: bool) -> "Question":
        from reader.library.answers import Question  # noqa: PLC0415 - after the first paint

        cursor = self.bar.cursor_position if live and self.bar.has_focus else None
        return Question(self.bar.value, self.view.query, live, cursor, self.order)

    @guarded
    def answered(self, answer: "Answer") -> None:
        """An answer came; one to a question that is no longer the newest is dropped."""
        if answer.question != self.reader_app.question:
            return
        if answer.error is not None:
            self.say(answer.error, error=True)
            return
        if answer.objection is not None:
            if answer.question.text == self.bar.value:
                self._objection = answer.objection
            self._say_objection()
            self._ask_readable_part(answer.question)
            return
        if answer.question.text == self.bar.value and self._objection is not None:
            self._objection = None
            self.say("")
        if answer.unindexed:
            self.reader_app.start_indexing()
            self.say("The search index is being built; hits follow.")
            return
        if self._live_before is not None and answer.complete and not answer.numbers:
            self._back_to_half_words(self._live_before)
            return
        again = self.answer is not None and self.answer.question == answer.question
        if again and not answer.complete and self.answer is not None and self.answer.complete:
            return  # asked once more: what is shown stays until all of it is known
        same = again and self.answer is not None and self.answer.numbers == answer.numbers
        self.answer = answer
        if same:
            self.releases.empty_text = self.empty_text()
            self._show_anew()
            self._keep_marks()
        else:
            self._fill_with(answer, again)
        if answer.hints:
            self.say(answer.hints[0])
        self._say_objection()
        self.offer()
        self.count()

    def _show_anew(self) -> None:
        """The same hits again: what was asked for again may be reworded, noted or read elsewhere."""
        selected = self.releases.selected
        self.releases.refresh_rows()
        if selected is not None and self.library.releases.many([selected.number]):
            self.show_release(selected)

    def _say_objection(self) -> None:
        """Mark a bar that cannot be read, and say why."""
        self.bar.show_objection(self._objection is not None)
        if self._objection is not None:
            self.say(self._objection)

    def _ask_readable_part(self, question: "Question") -> None:
        """Show what the text finds up to its last blank, where what is shown is the answer to less than that.

        Typed fast, a text may become unreadable before any part of it was answered.
        """
        readable = question.text.rstrip().rpartition(" ")[0].rstrip()
        shown = self.answer.question.text if self.answer is not None else ""
        if readable and not shown.startswith(readable):
            self.reader_app.ask(replace(question, text=readable, cursor=None))

    def _back_to_half_words(self, question: "Question") -> None:
        """A whole last word finds nothing: what was shown for its beginning stays."""
        self.live = True
        self.offer()
        self._live_before = None
        self.reader_app.ask(question)
        last = question.text.split()[-1]
        self.say(f"No release has “{last}” as a whole word: shown is what begins so.")

    def _fill_with(self, answer: "Answer", again: bool) -> None:
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

    # Showing

    def _fill(self, rows: "Rows", cursor: int, *, keep: bool) -> None:
        answer = self.answer
        self.rows = rows
        self.releases.empty_text = self.empty_text()
        if answer is None:
            self.releases.set_marks(None)
            self.releases.set_excerpts(None)
        else:
            from reader.library.hits import title_spans  # noqa: PLC0415 - after the first paint

            root = answer.root
            self.releases.set_marks(lambda title: title_spans(root, title))
            self.releases.set_excerpts(self.excerpt if answer.has_text or answer.shared else None)
        if keep:
            self.releases.reload(rows, cursor)
        else:
            self.releases.show(rows, cursor=cursor)
        self._keep_marks()
        self.show_release(self.releases.selected)

    def _keep_marks(self) -> None:
        """Marks stay through a new look, another order and another view; what is not seen any more loses its mark,
        which would be a trap. Another text in the bar begins anew: each letter of it would drop some."""
        text, self._marked_under = self._marked_under, self.answer.question.text if self.answer else ""
        marked = self.releases.marked
        if not marked:
            return
        if text != self._marked_under:
            self.releases.set_marked([])
        elif self.answer is not None and self.answer.complete:
            self.releases.set_marked(marked.intersection(self.rows.numbers()))

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
            self.source_names = self.library.sources.names()
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
        self.count_saved()

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
