"""Gives tags to the chosen releases and takes them away: typed, or toggled in the list of those that there are."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.errors import PressReaderError, UsageError
from reader.folding import fold
from reader.tui.screens.sizes import LOW
from reader.tui.tag_plan import Plan, Wish, toggled
from reader.tui.tag_words import TagWord, replaced, without, word_at, words
from reader.tui.widgets.field import Field
from reader.tui.widgets.tag_list import TagList, TagRow

if TYPE_CHECKING:
    from reader.library.tags import TagChange

Change = Callable[[Sequence[str], Sequence[str]], "TagChange"]
"""Gives tags to the chosen releases and takes others; raises PressReaderError where that is not possible."""

_IN_FIELD = "tab completes · -tag removes · ↓ list · enter applies · esc leaves"
_AROUND_LIST, _LEAST_LIST = 11, 3
"""Lines of the box besides the list's, and of the list where it is nearly empty."""
_IN_LIST = "space toggles · tab field · enter applies · esc leaves"


class TagScreen(ModalScreen["TagChange | None"]):
    """What was changed; None when nothing was."""

    VERTICAL_BREAKPOINTS = LOW
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        ("escape", "dismiss(None)", "Close"),
        ("tab", "complete", "Complete"),
        ("shift+tab", "to_field", "To the field"),
        ("enter", "apply", "Apply"),
        ("down", "move(1)", "Down"),
        ("up", "move(-1)", "Up"),
        ("pagedown", "page(1)", "Page down"),
        ("pageup", "page(-1)", "Page up"),
    ]

    def __init__(
        self, rows: Sequence[TagRow], of: str, chosen: int, name: Callable[[str], str], change: Change
    ) -> None:
        """`rows` are all tags, the most used first; `of` says which releases are meant, `chosen` how many.

        `name` makes a tag of what is typed, and raises UsageError for what is none.
        """
        super().__init__()
        self._rows = {fold(row.name): row for row in rows}
        self._of = of
        self._chosen = chosen
        self._clean = name
        self._change = change
        self._toggled: dict[str, bool] = {}
        """By folded name, what was switched on or off in the list."""
        self._list = TagList(chosen, empty_text="")

    def compose(self) -> ComposeResult:
        with Vertical(id="tags"):
            yield Static(f"Tags of {self._of}", classes="title", markup=False)
            yield Field(placeholder="asean, cptpp", compact=True, select_on_focus=False, id="tags-field")
            yield Static("", id="tags-plan", markup=False)
            yield self._list
            yield Static("", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one("#tags").styles.max_height = _AROUND_LIST + max(_LEAST_LIST, len(self._rows))
        self.set_focus(self._field)
        self._update()

    @property
    def _field(self) -> Field:
        return self.query_one("#tags-field", Field)

    # What is wanted

    def _word(self) -> TagWord | None:
        """The word at the cursor of the field."""
        return word_at(self._field.value, self._field.cursor_position)

    def _plan(self, *, whole: bool = False) -> Plan:
        """What list and field ask for; of two words for one tag the later one.

        Raises UsageError for what is no tag. A sign without a name says nothing yet, unless the text is `whole`.
        """
        wanted = {folded: (self._rows[folded].name, gives) for folded, gives in self._toggled.items()}
        at_cursor = self._word()
        for word in words(self._field.value):
            if not word.name and word == at_cursor and not whole:
                continue
            name = self._clean(word.name)
            wanted.pop(fold(name), None)
            wanted[fold(name)] = name, word.gives
        return Plan(
            self._chosen, [self._wish(folded, name, gives) for folded, (name, gives) in wanted.items()]
        )

    def _wish(self, folded: str, name: str, gives: bool) -> Wish:
        row = self._rows.get(folded)
        return Wish(row.name, gives, row.having, True) if row else Wish(name, gives, 0, False)

    # What is shown

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._update()

    def on_descendant_focus(self) -> None:
        self._hint()

    def _update(self) -> None:
        """Tell what would be done, and show the tags that the word at the cursor may become."""
        try:
            plan = self._plan()
        except UsageError as error:
            self._tell(str(error), error=True)
            plan = Plan(self._chosen)
        else:
            self._tell(f"{plan.told()} {self._completion()}".rstrip())
        gives = {fold(wish.name): wish.gives for wish in plan.wishes}
        self._list.empty_text = self._empty_text()
        self._list.show([row._replace(gives=gives.get(fold(row.name))) for row in self._offered()])
        self._hint()

    def _offered(self) -> list[TagRow]:
        """The tags that the word at the cursor may become; without one all, those of the chosen releases first."""
        word = self._word()
        if word is None or not word.name:
            rows = [row for row in self._rows.values() if row.having or word is None or word.gives]
            return sorted(rows, key=lambda row: -row.having)
        begun = fold(word.name)
        found = [
            (folded, row)
            for folded, row in self._rows.items()
            if begun in folded and (word.gives or row.having)
        ]
        return [row for _, row in sorted(found, key=lambda one: not one[0].startswith(begun))]

    def _completion(self) -> str:
        """What tab makes of the word at the cursor."""
        word, offered = self._word(), self._offered()
        if word is None or not word.name or not offered or fold(offered[0].name) == fold(word.name):
            return ""
        return f"With tab: {'' if word.gives else '-'}{offered[0].name}"

    def _empty_text(self) -> str:
        word = self._word()
        if not self._rows:
            return "There are no tags yet: type the first one."
        if word is not None and not word.gives:
            return "No tag of these releases is called so."
        return "No tag is called so yet."

    def _hint(self) -> None:
        self.query_one(".hint", Static).update(_IN_LIST if self._list.has_focus else _IN_FIELD)

    def _tell(self, text: str, *, error: bool = False) -> None:
        told = self.query_one("#tags-plan", Static)
        told.update(text)
        told.set_class(error, "-error")

    # What keys do

    def on_key(self, event: events.Key) -> None:
        """Letters are the list's where it has the focus."""
        acts: dict[str, Callable[[], object]] = {
            "space": self.action_switch,
            "j": partial(self.action_move, 1),
            "k": partial(self.action_move, -1),
            "g": partial(self._list.move_to, 0),
            "G": partial(self._list.move_to, len(self._rows)),
            "q": partial(self.dismiss, None),
        }
        if self._list.has_focus and event.key in acts:
            event.stop()
            event.prevent_default()
            acts[event.key]()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        """Do what is asked for, and close; what cannot be done is said, and all stays as it is."""
        try:
            plan = self._plan(whole=True)
            done = self._change(plan.add, plan.remove) if plan.wishes else None
        except PressReaderError as error:
            self._tell(str(error), error=True)
            return
        self.dismiss(done)

    def action_complete(self) -> None:
        """Make the word at the cursor the first tag of the list; without one, go to the list or back."""
        word, first = self._word(), self._list.selected
        if self._list.has_focus:
            self.action_to_field()
        elif word is None or not word.name:
            self._to_list()
        elif first is not None:
            field = self._field
            field.value, field.cursor_position = replaced(field.value, word, first.name)

    def _to_list(self) -> None:
        if self._list.count:
            self.set_focus(self._list)

    def action_to_field(self) -> None:
        """Go on typing."""
        self.set_focus(self._field)

    def action_move(self, rows: int) -> None:
        """Move the cursor; from the field into the list, and from its first row back."""
        if not self._list.has_focus:
            if rows > 0:
                self._to_list()
        elif rows == -1 and self._list.cursor == 0:
            self.action_to_field()
        else:
            self._list.move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self._list.page(pages)

    def action_switch(self) -> None:
        """Switch the tag under the cursor."""
        if self._list.selected is not None:
            self._toggle(self._list.selected)

    def on_tag_list_chosen(self, event: TagList.Chosen) -> None:
        event.stop()
        self._toggle(self._rows[fold(event.name)])

    def _toggle(self, row: TagRow) -> None:
        """Switch a tag; the word that became it, and the words that name it, are taken out of the field."""
        folded = fold(row.name)
        try:
            now = next(
                (wish.gives for wish in self._plan().wishes if fold(wish.name) == folded),
                None,
            )
        except UsageError:
            now = self._toggled.get(folded)
        self._toggled.pop(folded, None)
        gives = toggled(row.having, self._chosen, now)
        if gives is not None:
            self._toggled[folded] = gives
        field, at_cursor = self._field, self._word()
        text = field.value
        for word in reversed(words(text)):
            if word == at_cursor or fold(word.name) == folded:
                text = without(text, word)
        if text == field.value:
            self._update()
        else:
            field.value = text
            field.cursor_position = len(text)
