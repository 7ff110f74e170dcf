"""Facets, saved searches and likeness: whatever changes what is asked without typing it."""

from functools import partial
from typing import TYPE_CHECKING, cast

from reader.errors import PressReaderError
from reader.library import Library
from reader.model import SavedSearch
from reader.tui.guard import guarded
from reader.tui.presenting import count
from reader.tui.widgets.release_list import ReleaseList
from reader.tui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from reader.library.answers import Answer
    from reader.library.facets import FacetGroup as Counted
    from reader.library.search import Search
    from reader.query import Condition
    from reader.tui.screens.main import MainScreen

_WORDS_TOLD = 8
"""Words of one kind that are named at once."""


class Narrowing:
    """The part of the main screen that changes the query for its user; the bar always shows what filters."""

    library: Library
    releases: ReleaseList
    bar: SearchBar
    answer: "Answer | None"

    if TYPE_CHECKING:

        def say(self, text: str, *, error: bool = False) -> None: ...
        def do_focus_list(self) -> None: ...
        def choose_view(self, name: str) -> None: ...
        def keep_in_history(self) -> None: ...
        def count(self) -> None: ...

    @property
    def _main(self) -> "MainScreen":
        return cast("MainScreen", self)

    # Facets

    def do_search_facets(self) -> None:
        answer = self.answer

        def ask(search: "Search") -> object:
            taken = search.taken(answer.root) if answer is not None else {}
            return search.facets(answer), taken

        self._main.reader_app.errand(ask, self._show_facets)

    @guarded
    def _show_facets(self, result: object) -> None:
        if isinstance(result, PressReaderError):
            raise result
        from reader.library.search import today  # noqa: PLC0415 - after the first paint
        from reader.query.edit import conditions, toggle  # noqa: PLC0415 - after the first paint
        from reader.tui.screens.facets import FacetScreen  # noqa: PLC0415
        from reader.tui.widgets.facet_pane import FacetGroup, FacetRow  # noqa: PLC0415

        groups, taken = cast("tuple[list[Counted], dict[str, tuple[str, ...]]]", result)
        active = conditions(self.bar.value, today())
        shown = [
            FacetGroup(
                group.title,
                [FacetRow(value.label, value.releases, value.condition in active) for value in group.values],
            )
            for group in groups
        ]

        def chosen(choice: tuple[int, int] | None) -> None:
            if choice is None:
                return
            condition: Condition = groups[choice[0]].values[choice[1]].condition
            self.bar.value = toggle(self.bar.value, condition, today())
            self.do_focus_list()

        self._main.app.push_screen(FacetScreen(shown, self._counted_of(), _told(taken)), chosen)

    def _counted_of(self) -> str:
        """Of what the facets are."""
        text = self.bar.value.strip()
        return count(len(self._main.rows), "release") + (f" for {text}" if text else "")

    # Saved searches

    def do_search_save(self) -> None:
        text = " ".join(part for part in (self._main.view.query, self.bar.value.strip()) if part)
        if not text:
            self.say("There is no search to save. / searches.")
            return
        from reader.tui.screens.naming import NamingScreen  # noqa: PLC0415 - after the first paint

        known = [saved.name for saved in self.library.saved.all()]

        suggestion = self.bar.value.strip()[:40]
        self._main.app.push_screen(NamingScreen(text, suggestion, known), partial(self._save_as, text))

    @guarded
    def _save_as(self, text: str, name: str | None) -> None:
        if name is None:
            return
        before = next(
            (one for one in self.library.saved.all() if one.name.casefold() == name.casefold()), None
        )
        saved = self.library.saved.put(name, text)
        if before is None:
            self._main.undo.did("saving a search", lambda: self.library.saved.remove(saved.name))
        else:
            self._main.undo.did("saving a search", lambda: self.library.saved.put(before.name, before.query))
        self.count_saved()
        self.say(f"Saved as “{saved.name}”. F opens it, ctrl+z takes it back.")

    def do_search_saved(self) -> None:
        from reader.tui.screens.saved import SavedScreen  # noqa: PLC0415 - after the first paint
        from reader.tui.widgets.saved_list import SavedRow  # noqa: PLC0415

        screen = SavedScreen([SavedRow(one.name, one.query, None, None) for one in self.library.saved.all()])

        def counted(found: object) -> None:
            if isinstance(found, list) and screen.is_attached:
                screen.update_rows([SavedRow(one.name, one.query, *numbers) for one, numbers in found])

        self._main.reader_app.errand(self._count_all, counted)
        self._main.app.push_screen(screen, self._saved_chosen)

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
        self._main.undo.did(
            "removing a saved search", lambda: self.library.saved.put(saved.name, saved.query)
        )
        self.count_saved()
        self.say(f"Removed “{saved.name}”; ctrl+z brings it back.")

    def open_saved(self, name: str) -> None:
        """Put a saved search into the bar; its hits are then no longer new. Raises NotFound."""
        saved = self.library.saved.get(name)
        if self._main.view.query:
            self.choose_view("All")
        self.bar.value = saved.query
        self._main.live = False
        self.keep_in_history()
        self.library.saved.look(saved.name)
        self.do_focus_list()
        self.count_saved()

    def count_saved(self) -> None:
        """Count what the saved searches find, and what of it is new, beside the screen."""
        counted = {saved.name: numbers for saved, numbers in self._main.saved}
        self._main.saved = [(saved, counted.get(saved.name)) for saved in self.library.saved.all()]
        self.count()
        if self._main.saved:
            self._main.reader_app.errand(self._count_all, self._counted)

    def _counted(self, result: object) -> None:
        if isinstance(result, list):
            self._main.saved = result
            self.count()

    def _count_all(self, search: "Search") -> object:
        """Each saved search with how many it finds and how many of them are new; in the search's thread."""
        found: list[tuple[SavedSearch, tuple[int | None, int | None]]] = []
        for saved in search.saved():
            try:
                found.append((saved, search.counts(saved.query, saved.looked)))
            except PressReaderError:
                found.append((saved, (None, None)))
        return found

    # More like this

    def do_search_alike(self) -> None:
        release = self.releases.selected
        if release is None:
            return
        self.keep_in_history()
        if self._main.view.query:
            self.choose_view("All")
        self._main.order = None
        self.bar.value = f"like:{release.id}"
        self.do_focus_list()
        self.say("Releases that share telling words with this one, the most alike first")


def _told(taken: dict[str, tuple[str, ...]]) -> list[str]:
    """Which words of the library each word of the query takes, where it is another one or several."""
    lines = []
    for word, found in taken.items():
        if found and found != (word.casefold(),):
            more = f" and {len(found) - _WORDS_TOLD} more" if len(found) > _WORDS_TOLD else ""
            lines.append(f"{word} takes {', '.join(found[:_WORDS_TOLD])}{more}")
    return lines
