"""Facets, saved searches and likeness: whatever changes what is asked without typing it."""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from reader.errors import LibraryError, NotFound, PressReaderError, UsageError
from reader.model import SavedSearch
from reader.tui import undo
from reader.tui.guard import guarded
from reader.tui.presenting import count
from reader.tui.screens.part import Part

if TYPE_CHECKING:
    from reader.library.answers import Answer, Question
    from reader.library.facets import FacetGroup as Counted
    from reader.library.search import Search
    from reader.tui.widgets.saved_list import SavedRow

_COUNT = "count"
"""The kind of the errands that count saved searches."""
_QUOTES = '"“”„‟＂'
"""What a name cannot hold, though a query often does."""
_SUGGESTED = 40
"""Characters of a query that are offered as its name."""
_WORDS_TOLD = 8
"""Words of one kind that are named at once."""


class Narrowing(Part):
    """The part of the main screen that changes the query for its user; the bar always shows what filters."""

    # Facets

    def do_search_facets(self) -> None:
        self.settle()
        question = self.reader_app.question

        def ask(search: "Search") -> object:
            answer = search.ask(question, limit=None) if question is not None else None
            if answer is not None and answer.unindexed:
                raise LibraryError("The search index is being built: facets follow it.")
            return answer, search.facets(answer), search.taken(answer.root) if answer is not None else {}

        self.reader_app.errand(ask, partial(self._show_facets, question, self.focused))

    @guarded
    def _show_facets(self, question: "Question | None", focused: object, result: object) -> None:
        if isinstance(result, PressReaderError):
            raise result
        if question != self.reader_app.question or focused is not self.focused:
            return  # something else is wanted by now
        if self.app.screen is not self:
            return
        from reader.library.today import today  # noqa: PLC0415 - after the first paint
        from reader.query.edit import conditions  # noqa: PLC0415 - after the first paint
        from reader.tui.screens.facets import FacetScreen  # noqa: PLC0415
        from reader.tui.widgets.facet_pane import FacetGroup, FacetRow  # noqa: PLC0415

        answer, groups, taken = cast(
            "tuple[Answer | None, list[Counted], dict[str, tuple[str, ...]]]", result
        )
        active = conditions(self.bar.value, today())
        shown = [
            FacetGroup(
                group.title,
                [FacetRow(value.label, value.releases, value.condition in active) for value in group.values],
            )
            for group in groups
        ]
        total = len(self.rows) if answer is None else len(answer.numbers)
        text = self.bar.value.strip()
        of = count(total, "release") + (f" for {text}" if text else "")
        self.app.push_screen(FacetScreen(shown, of, _told(taken)), partial(self._facet_chosen, groups))

    @guarded
    def _facet_chosen(self, groups: "list[Counted]", choice: tuple[int, int] | None) -> None:
        if choice is None:
            return
        from reader.library.today import today  # noqa: PLC0415 - after the first paint
        from reader.query.edit import toggle  # noqa: PLC0415 - after the first paint

        group, value = choice
        self.bar.value = toggle(self.bar.value, groups[group].values[value].condition, today())
        self.do_focus_list()

    # Saved searches

    @guarded
    def do_search_save(self) -> None:
        self.settle()
        text = self._asked_for()
        if not text:
            self.say("There is no search to save. / searches.")
            return
        from reader.tui.screens.naming import NamingScreen  # noqa: PLC0415 - after the first paint

        known = [saved.name for saved in self.library.saved.all()]
        plain = "".join(char for char in self.bar.value if char not in _QUOTES)
        suggestion = plain.strip()[:_SUGGESTED].strip()
        screen = NamingScreen(text, suggestion, known, self._objection_to_name)
        self.app.push_screen(screen, partial(self._save_as, text))

    def _objection_to_name(self, name: str) -> str | None:
        """Why a search cannot be saved under a name; None where it can."""
        try:
            self.library.saved.name(name)
        except UsageError as error:
            return str(error)
        return None

    def _asked_for(self) -> str:
        """What view and bar ask for together, as one query."""
        text, view = self.bar.value.strip(), self.view.query
        if not view or not text:
            return text or view
        from reader.library.today import today  # noqa: PLC0415 - after the first paint
        from reader.query import edit, parse  # noqa: PLC0415

        (condition,) = edit.conditions(view, today())
        parse(text, today=today())  # what cannot be read is no search to save
        return text if condition in edit.conditions(text, today()) else edit.toggle(text, condition, today())

    @guarded
    def _save_as(self, text: str, name: str | None) -> None:
        if name is None:
            return
        before: SavedSearch | None = None
        with suppress(NotFound):
            before = self.library.saved.get(name)
        saved = self.library.saved.put(name, text)
        self.undo.did(f"saving the search “{saved.name}”", undo.search_saved(self.library, saved, before))
        self.count_saved()
        self.say(f"Saved as “{saved.name}”. F opens it, ctrl+z takes it back.")

    def do_search_saved(self) -> None:
        from reader.tui.screens.saved import SavedScreen  # noqa: PLC0415 - after the first paint

        self.count_saved()
        self.app.push_screen(SavedScreen(self._saved_rows()), self._saved_chosen)

    @guarded
    def _saved_chosen(self, choice: tuple[str, str] | None) -> None:
        if choice is None:
            return
        what, name = choice
        if what == "open":
            self.open_saved(name)
        else:
            self._remove_saved(name)

    def _remove_saved(self, name: str) -> None:
        saved = self.library.saved.remove(name)
        self.undo.did(f"removing the search “{saved.name}”", undo.search_removed(self.library, saved))
        self.count_saved()
        self.say(f"Removed “{saved.name}”; ctrl+z brings it back.")

    def open_saved(self, name: str) -> None:
        """Put a saved search into the bar; its hits are then no longer new. Raises NotFound."""
        saved = self.library.saved.get(name)
        if self.view.query:
            self.choose_view("All")
        self.bar.value = saved.query
        self.keep_in_history()
        self.library.saved.look(saved.name)
        self.do_focus_list()
        self.count_saved()

    def count_saved(self) -> None:
        """Count what each saved search finds, and what of it is new, one after the other beside the screen."""
        known = {(saved.name, saved.query): numbers for saved, numbers in self.saved}
        self.saved = [(saved, known.get((saved.name, saved.query))) for saved in self.library.saved.all()]
        self.count()
        self.reader_app.forget_errands(_COUNT)
        for saved, _ in self.saved:
            self.reader_app.errand(partial(_numbers, saved), partial(self._counted, saved), _COUNT)

    @guarded
    def _counted(self, counted: SavedSearch, result: object) -> None:
        if not isinstance(result, tuple):  # it cannot be asked, which opening it says
            return
        self.saved = [(saved, result if saved == counted else numbers) for saved, numbers in self.saved]
        self.count()
        from reader.tui.screens.saved import SavedScreen  # noqa: PLC0415 - after the first paint

        if isinstance(self.app.screen, SavedScreen):
            self.app.screen.update_rows(self._saved_rows())

    def _saved_rows(self) -> "list[SavedRow]":
        from reader.tui.widgets.saved_list import SavedRow  # noqa: PLC0415 - after the first paint

        return [SavedRow(saved.name, saved.query, *(numbers or ())) for saved, numbers in self.saved]

    # More like this

    def do_search_alike(self) -> None:
        release = self.releases.selected
        if release is None:
            return
        self.keep_in_history()
        if self.view.query:
            self.choose_view("All")
        self.order = None
        self.bar.value = f"like:{release.id}"
        self.do_focus_list()
        self.say("Releases that share telling words with this one, the most alike first")


def _numbers(saved: SavedSearch, search: "Search") -> object:
    """How many releases a saved search finds, and how many of them are new; in the search's thread."""
    return search.counts(saved.query, saved.looked)


def _told(taken: dict[str, tuple[str, ...]]) -> list[str]:
    """Which words of the library each word of the query takes, where it is another one or several."""
    lines = []
    for word, found in taken.items():
        if found and found != (word.casefold(),):
            more = f" and {len(found) - _WORDS_TOLD} more" if len(found) > _WORDS_TOLD else ""
            lines.append(f"{word} takes {', '.join(found[:_WORDS_TOLD])}{more}")
    return lines
