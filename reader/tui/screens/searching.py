"""The search bar and the hits: completing, older searches, walking through hits, finding in one text."""

from contextlib import suppress
from typing import TYPE_CHECKING

from reader.errors import UsageError
from reader.tui.guard import guarded
from reader.tui.presenting import ORDERS
from reader.tui.screens.part import Part
from reader.tui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from reader.library.answers import Respelling
    from reader.query import TextLeaf
    from reader.query.completing import TypedValue
    from reader.tui.widgets.find_bar import FindBar

_OFFERED = 6
"""Completions that are named at once."""


class Searching(Part):
    """The part of the main screen that has to do with what is typed into the bar."""

    def prepare_bar(self) -> None:
        """Before anything is on the screen."""
        self.live = False
        self.finding = ""
        """What is looked for in the open text alone."""
        self._find_from = 0
        self._completions: list[str] = []
        self._typed: TypedValue | None = None
        self._older: list[str] = []
        self._older_at = -1
        self._before_older = ""

    # Into the bar and out of it

    def do_search_open(self) -> None:
        self.reading = self.text_only = False  # the hits are in the list
        self.set_focus(self.bar)
        self.bar.cursor_position = len(self.bar.value)
        self._older_at = -1

    def do_search_enter(self) -> None:
        """The word at the cursor is a whole one now."""
        self.keep_in_history()
        if self.live and self.bar.value.strip():
            self.live = False
            self.ask_whole_words()
        self.do_focus_list()

    def do_search_leave(self) -> None:
        if self._older_at >= 0:
            self._step_older(-1)
            return
        self.keep_in_history()
        self.do_focus_list()

    def do_search_clear(self) -> None:
        if self.bar.value:
            self.keep_in_history()
            self.bar.value = ""
        else:
            self.do_focus_list()

    def do_search_guide(self) -> None:
        from reader.query import guide  # noqa: PLC0415 - after the first paint
        from reader.tui.screens.guide import GuideScreen  # noqa: PLC0415 - after the first paint

        self.app.push_screen(GuideScreen(guide.GUIDE))

    @guarded
    def on_search_bar_changed(self, event: SearchBar.Changed) -> None:
        event.stop()
        self.live = self.bar.has_focus
        if self._older_at >= 0 and self.bar.value != self._older[self._older_at]:
            self._older_at = -1  # an older search that is changed is a new one
        self.ask(keep=False)
        self.offer()

    # What the bar offers

    def offer(self) -> None:
        """Say behind the text what it may go on to: a completion, a spelling, or that its last word is half of one."""
        self._typed, self._completions = None, []
        text, cursor = self.bar.value, self.bar.cursor_position
        half = "…" if self._half_word() is not None else ""
        if not text or not self.bar.has_focus:
            self.bar.show_ghost(half)
            return
        from reader.query.completing import typed_value  # noqa: PLC0415 - after the first paint

        typed = typed_value(text, cursor)
        if typed is not None and cursor == typed.end:
            self._typed, self._completions = typed, self._values(typed.field, typed.value)
        if self._typed is not None and self._completions:
            self._offer_completion(self._typed.value)
        elif respelling := self.respelling:
            self.bar.show_ghost(f"   did you mean “{respelling.spellings[0]}”? tab")
        else:
            self.bar.show_ghost(half if cursor == len(text) else "")

    def settle(self) -> None:
        """Write out what a half-typed word means, before the text is changed or kept: it is half-typed no longer."""
        if not self.live:
            return
        from reader.query import Word  # noqa: PLC0415 - after the first paint

        if isinstance(self._half_word(), Word):
            with self.bar.prevent(SearchBar.Changed):
                self.bar.value += "*"
        self.live = False
        self.ask(keep=True)

    def _half_word(self) -> "TextLeaf | None":
        """What at the end of the bar may go on, if anything."""
        text = self.bar.value
        if not self.live or not text.strip():
            return None
        from reader.library.today import today  # noqa: PLC0415 - after the first paint
        from reader.query import Exact, Phrase, Word, is_text, leaves, parse  # noqa: PLC0415

        with suppress(UsageError):
            for leaf in leaves(parse(text, today=today(), live=True).root):
                if is_text(leaf) and isinstance(leaf, Word | Exact | Phrase) and leaf.live:
                    return leaf
        return None

    def _values(self, field: str, begun: str) -> list[str]:
        from reader.query.completing import choices  # noqa: PLC0415 - after the first paint

        wanted = begun.casefold()
        known = [*self.library.completions.values(field), *choices(field)]
        folded = [(value.casefold(), value) for value in known]
        begins = [value for fold, value in folded if fold.startswith(wanted) and fold != wanted]
        return begins + [value for fold, value in folded if wanted in fold and not fold.startswith(wanted)]

    def _offer_completion(self, begun: str) -> None:
        first = self._completions[0]
        fits = first.casefold().startswith(begun.casefold())
        self.bar.show_ghost(f"{first[len(begun) :]}   tab" if fits else f"   {first}? tab")
        rest = len(self._completions) - _OFFERED
        more = f" · {rest:,} more" if rest > 0 else ""
        if len(self._completions) > 1:
            self.say(" · ".join(self._completions[:_OFFERED]) + more)

    @property
    def respelling(self) -> "Respelling | None":
        """The first word of the answer in force that finds nothing and is near one that does."""
        answer = self.answer
        if answer is None or answer.question.text != self.bar.value:
            return None
        return next((one for one in answer.respellings if self._respelt(one) != self.bar.value), None)

    def _respelt(self, respelling: "Respelling") -> str:
        """What the bar would say; the same where the word stands in a saved search."""
        from reader.library.today import today  # noqa: PLC0415 - after the first paint
        from reader.query.edit import respelt  # noqa: PLC0415 - after the first paint

        return respelt(self.bar.value, respelling.word, respelling.spellings[0], today())

    def do_search_complete(self) -> None:
        if self._typed is not None and self._completions:
            from reader.query.completing import completed  # noqa: PLC0415 - after the first paint

            text, cursor = completed(self.bar.value, self._typed, self._completions[0])
            self.bar.value = text
            self.bar.cursor_position = cursor
        elif respelling := self.respelling:
            self.respell(respelling)
        else:
            self.keep_in_history()
            self.do_focus_list()

    def respell(self, respelling: "Respelling") -> None:
        """Put the offered spelling in place of a word that finds nothing."""
        self.bar.value = self._respelt(respelling)
        self.bar.cursor_position = len(self.bar.value)

    # Older searches

    def keep_in_history(self) -> None:
        """Remember what is in the bar, as something that was searched."""
        if self.bar.value.strip():
            self.library.history.add(self.bar.value)
        self._older_at = -1

    def do_search_older(self) -> None:
        if self._older_at < 0:
            self._older = [text for text in self.library.history.entries() if text != self.bar.value]
            self._before_older = self.bar.value
        if self._older_at + 1 >= len(self._older):
            self.say("There is no older search.")
            return
        self._step_older(1)

    def _step_older(self, step: int) -> None:
        self._older_at += step
        self.bar.value = self._older[self._older_at] if self._older_at >= 0 else self._before_older
        self.bar.cursor_position = len(self.bar.value)

    # The order of the list

    def do_search_order(self) -> None:
        answer = self.answer
        # Without words nothing matches better than anything else.
        known = [
            order for order in ORDERS if order != "rank" or (answer and (answer.has_text or answer.shared))
        ]
        current = answer.order if answer is not None else "date"
        self.order = known[(known.index(current) + 1) % len(known) if current in known else 0]
        from reader.library.today import today  # noqa: PLC0415 - after the first paint
        from reader.query import parse  # noqa: PLC0415 - after the first paint
        from reader.query.edit import with_order  # noqa: PLC0415 - after the first paint

        if parse(self.bar.value, today=today(), live=True).order is not None:
            with self.bar.prevent(SearchBar.Changed):
                self.bar.value = with_order(self.bar.value, None, today())
        self.ask(keep=False)
        self.say(ORDERS[self.order])

    # Hits in the text

    def do_search_next_hit(self) -> None:
        self._to_hit(1)

    def do_search_previous_hit(self) -> None:
        self._to_hit(-1)

    def _to_hit(self, step: int) -> None:
        if self.text.next_hit(step):
            at, total = self.text.hit_position
            self.say(f"Hit {at} of {total} in the text")
        else:
            self.say("No hits in this text. / searches, \\ finds in this text.")

    async def do_search_find(self) -> None:
        if self.releases.selected is None:
            return
        if self.find is None:
            from reader.tui.widgets.find_bar import FindBar  # noqa: PLC0415 - after the first paint

            self.find = FindBar(id="find")
            await self.detail.mount(self.find)
        self.reading = True
        self._find_from = self.text.position
        self.find.open(self.finding)

    @property
    def require_find(self) -> "FindBar":
        """The bar that finds in the text, where a message or a key of its own says that it is there."""
        assert self.find is not None  # noqa: S101
        return self.find

    @guarded
    def on_find_bar_changed(self, event: "FindBar.Changed") -> None:
        event.stop()
        self._find(event.text)
        self.text.go_to(self._find_from)  # each letter looks again from where the search was begun
        if self.finding and self.text.first_hit():
            self.require_find.show_position(*self.text.hit_position)
        else:
            self.require_find.show_position(0, 0 if self.finding else None)

    @guarded
    def on_find_bar_closed(self, event: "FindBar.Closed") -> None:
        event.stop()
        if not event.keep:
            self._find("")
        self.text.focus()

    def _find(self, text: str) -> None:
        self.finding = text.strip()
        self.show_release(self.releases.selected)

    def do_find_keep(self) -> None:
        if self.find is not None:
            self.find.close(keep=True)

    def do_find_close(self) -> None:
        if self.find is not None:
            self.find.close()
