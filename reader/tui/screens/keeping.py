"""Changes state: bookmarks, read and unread, marks, and the undoing of all that is written."""

from typing import TYPE_CHECKING

from reader.errors import UsageError
from reader.model import Release
from reader.tui.presenting import count
from reader.tui.screens.part import Part

if TYPE_CHECKING:
    from reader.store.state import Flag


class Keeping(Part):
    """The part of the main screen that changes state. What it says is done is on disk."""

    def do_state_bookmark(self) -> None:
        chosen = self.chosen()
        on = not all(release.bookmarked for release in chosen)
        self._set("bookmarked", [release.number for release in chosen], on, _said("Bookmark", chosen, on))

    def do_state_read(self) -> None:
        chosen = self.chosen()
        on = not all(release.read for release in chosen)
        self._set("read", [release.number for release in chosen], on, _said("Read", chosen, on))

    def chosen(self) -> list[Release]:
        """The marked releases; where none is marked, the one under the cursor."""
        if self.releases.marked:
            return self.library.releases.many(sorted(self.releases.marked))
        return [self.releases.selected] if self.releases.selected is not None else []

    def do_list_mark(self) -> None:
        self.releases.toggle_mark()
        self.releases.move(1)
        self.count()

    def do_list_mark_all(self) -> None:
        numbers = self.whole_list()
        self.releases.set_marked([] if self.releases.marked.issuperset(numbers) else numbers)
        self.count()

    def do_state_all_read(self) -> None:
        numbers = self.rows.numbers()
        self._set(
            "read", numbers, True, f"{count(len(numbers), 'release')} marked as read; ctrl+z undoes it."
        )

    def mark_read(self, release: Release) -> None:
        """Opening a release reads it; that is nothing to undo."""
        if not release.read:
            self._set("read", [release.number], True, "", undoable=False)

    def _set(self, flag: "Flag", numbers: list[int], on: bool, said: str, *, undoable: bool = True) -> None:
        if not numbers:
            return
        changed = self.library.releases.set(flag, numbers, on)
        if undoable and changed:
            what = {
                ("bookmarked", True): "bookmark",
                ("bookmarked", False): "taking a bookmark away",
                ("read", True): "marking as read",
                ("read", False): "marking as unread",
            }[flag, on]
            self.undo.did(what, lambda: self.library.releases.set(flag, changed, not on))
        self.changed()
        if said:
            self.say(said)

    def changed(self) -> None:
        """Draw again what the library holds now; the list keeps its rows and its cursor."""
        self.releases.refresh_rows()
        self.show_release(self.releases.selected)
        self.count()

    def do_state_undo(self) -> None:
        what = self.undo.take_back()
        if what is None:
            self.say("Nothing to undo.")
            return
        self.changed()
        self.count_saved()
        self.say(f"Undone: {what}.")

    def whole_list(self) -> list[int]:
        """Row numbers of all that is found. Raises UsageError while that is not known yet."""
        answer = self.answer
        if answer is not None and not answer.complete:
            raise UsageError("The hits are still being counted. Press the key again in a moment.")
        return self.rows.numbers()


_SAID = {
    ("Bookmark", True): "Bookmarked",
    ("Bookmark", False): "Bookmark taken away",
    ("Read", True): "Marked as read",
    ("Read", False): "Marked as unread",
}


def _said(what: str, chosen: list[Release], on: bool) -> str:
    """What to say of a change of state."""
    return _SAID[what, on] + (f": {count(len(chosen), 'release')}." if len(chosen) > 1 else ".")
