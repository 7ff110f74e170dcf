"""Selects a passage of the text, to note or to copy it."""

import re
from typing import TYPE_CHECKING

from reader.model import Release
from reader.tui.presenting import count
from reader.tui.screens.part import Part
from reader.tui.widgets.selectable import Selectable

if TYPE_CHECKING:
    from collections.abc import Hashable

    from reader.model import Passage
    from reader.tui.widgets.selection import Unit

_SELECTED = " selected"
_LOST = "The text was changed meanwhile: nothing is selected any more."
_WORD = re.compile(r"\S*\w\S*")


class Selecting(Part):
    """The part of the main screen that selects. A selection belongs to the words it was made in, and goes with them."""

    _lost: "Hashable" = None
    """Names the release of whose text a passage was selected when it was changed, until the user was told."""

    @property
    def selected_passage(self) -> tuple[int, int, int, str] | None:
        """The passage selected in the text: its wording's number, start, end and text; None where none is."""
        selection, page = self.text.selection, self.text.page
        if selection is None or page is None or not isinstance(page.key, tuple):
            return None
        _, revision = page.key
        return revision, selection.start, selection.end, selection.text

    def passage_to_note(self, release: Release) -> "Passage | None":
        """The selected passage of a release with its surroundings, as a note keeps it."""
        selected, page = self.selected_passage, self.text.page
        if selected is None or page is None or page.key != (release.number, selected[0]):
            return None
        from reader.analysis import anchors  # noqa: PLC0415 - after the first paint

        revision, start, end, _ = selected
        return anchors.passage(revision, page.body, start, end)

    def on_selectable_selection_changed(self, event: Selectable.SelectionChanged) -> None:
        event.stop()
        self.show_keys()
        selection = self.text.selection
        if selection is not None:
            self._lost = None
            self.say(count(len(_WORD.findall(selection.text)), "word") + _SELECTED)
        elif event.lost and self._shows_wording_of(event.key):
            self._lost = event.key
            self.say(_LOST)
        elif self.status.right.endswith(_SELECTED):
            self.say("")

    def _shows_wording_of(self, key: "Hashable") -> bool:
        """Whether the text is of the release that another text was of."""
        page = self.text.page
        return page is not None and (
            isinstance(key, tuple) and isinstance(page.key, tuple) and key[0] == page.key[0]
        )

    def told_of_loss(self) -> bool:
        """Say once more that the passage is gone which a key may be meant for; whether that was needed."""
        lost, self._lost = self._lost, None
        if lost is None or not self._shows_wording_of(lost):
            return False
        self.say(f"{_LOST} v selects again; the same key once more takes the whole release.")
        return True

    # Beginning and ending

    def do_select_start(self) -> None:
        if self.text.page is None:
            return
        if not (self.text.select_hit() or self.text.select_visible()):
            self.say("There is no text to select here.")
            return
        self.do_focus_text()

    def do_select_leave(self) -> None:
        self.text.unselect()

    def do_select_widen(self) -> None:
        self.text.select(lambda selection: selection.widen())

    def do_select_other_end(self) -> None:
        self.text.select(lambda selection: selection.other_end())

    # Going as a whole

    def _go(self, unit: "Unit", step: int) -> None:
        self.text.select(lambda selection: selection.go(unit, step))

    def do_select_next_sentence(self) -> None:
        self._go("sentence", 1)

    def do_select_previous_sentence(self) -> None:
        self._go("sentence", -1)

    def do_select_next_word(self) -> None:
        self._go("word", 1)

    def do_select_previous_word(self) -> None:
        self._go("word", -1)

    def do_select_next_paragraph(self) -> None:
        self._go("paragraph", 1)

    def do_select_previous_paragraph(self) -> None:
        self._go("paragraph", -1)

    def do_select_first(self) -> None:
        self.text.select(lambda selection: selection.go_to_edge(-1))

    def do_select_last(self) -> None:
        self.text.select(lambda selection: selection.go_to_edge(1))

    def do_select_page_down(self) -> None:
        self.text.scroll_page(1)
        self.text.select_visible()

    def do_select_page_up(self) -> None:
        self.text.scroll_page(-1)
        self.text.select_visible()

    def do_select_next_hit(self) -> None:
        self._hit(1)

    def do_select_previous_hit(self) -> None:
        self._hit(-1)

    def _hit(self, step: int) -> None:
        if not self.text.select_hit(step):
            self.say("No hit to select in this text.")

    # Moving an end

    def _extend(self, unit: "Unit", step: int) -> None:
        self.text.select(lambda selection: selection.extend(unit, step))

    def do_select_more_sentences(self) -> None:
        self._extend("sentence", 1)

    def do_select_fewer_sentences(self) -> None:
        self._extend("sentence", -1)

    def do_select_more_paragraphs(self) -> None:
        self._extend("paragraph", 1)

    def do_select_fewer_paragraphs(self) -> None:
        self._extend("paragraph", -1)

    def do_select_to_end(self) -> None:
        self.text.select(lambda selection: selection.extend_to_edge(1))

    def do_select_to_beginning(self) -> None:
        self.text.select(lambda selection: selection.extend_to_edge(-1))

    def do_select_more_words(self) -> None:
        self._extend("word", 1)

    def do_select_fewer_words(self) -> None:
        self._extend("word", -1)
