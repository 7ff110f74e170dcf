"""Changes state: bookmarks, read and unread, tags, marks, and the undoing of all that is written."""

from functools import partial
from typing import TYPE_CHECKING

from reader.errors import UsageError
from reader.model import Release
from reader.tui import undo
from reader.tui.guard import guarded
from reader.tui.presenting import count, which
from reader.tui.screens.part import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.library.tags import TagChange
    from reader.store.state import Flag

_DID: "dict[tuple[Flag, bool], tuple[str, str]]" = {
    ("bookmarked", True): ("Bookmarked", "bookmarking {}"),
    ("bookmarked", False): ("Bookmark taken away", "taking the bookmark from {}"),
    ("read", True): ("Marked as read", "marking {} as read"),
    ("read", False): ("Marked as unread", "marking {} as unread"),
}
"""What is said of a change, and of undoing it."""
_TAGS_TOLD = 4
"""Tags that are named at once."""


class Keeping(Part):
    """The part of the main screen that changes state. What it says is done is on disk."""

    def do_state_bookmark(self) -> None:
        chosen = self.chosen()
        self._set("bookmarked", chosen, not all(release.bookmarked for release in chosen))

    def do_state_read(self) -> None:
        chosen = self.chosen()
        self._set("read", chosen, not all(release.read for release in chosen))

    def chosen(self) -> list[Release]:
        """The marked releases; where none is marked, the one under the cursor."""
        if self.releases.marked:
            return self.library.releases.many(sorted(self.releases.marked))
        return [self.releases.selected] if self.releases.selected is not None else []

    def _set(self, flag: "Flag", chosen: list[Release], on: bool) -> None:
        if not chosen:
            return
        said, undone = _DID[flag, on]
        changed = self.library.releases.set(flag, [release.number for release in chosen], on)
        if changed:
            by_number = {release.number: release for release in chosen}
            what = undone.format(which([by_number[number] for number in changed]))
            self.undo.did(what, undo.flagged(self.library, flag, changed, on), changed)
        self.changed()
        self.say(f"{said}: {count(len(chosen), 'release')}." if len(chosen) > 1 else f"{said}.")

    def do_state_all_read(self) -> None:
        changed = self.library.releases.set("read", self.whole_list(), True)
        if not changed:
            self.say("Everything in this list is read.")
            return
        releases = count(len(changed), "release")
        self.undo.did(
            f"marking {releases} as read", undo.flagged(self.library, "read", changed, True), changed
        )
        self.changed()
        self.say(f"{releases} marked as read; ctrl+z undoes it.")

    def mark_read(self, release: Release) -> None:
        """Opening a release reads it; that is nothing to undo."""
        if not release.read and self.library.releases.set("read", [release.number], True):
            self.changed()

    # Marks

    def do_list_mark(self) -> None:
        self.releases.toggle_mark()
        self.releases.move(1)
        self.count()

    def do_list_mark_all(self) -> None:
        numbers = self.whole_list()
        self.releases.set_marked([] if self.releases.marked.issuperset(numbers) else numbers)
        self.count()

    def whole_list(self) -> list[int]:
        """Row numbers of all that is found. Raises UsageError while that is not known yet."""
        answer = self.answer
        if answer is not None and not answer.complete:
            raise UsageError("The hits are still being counted. Press the key again in a moment.")
        return self.rows.numbers()

    # Tags

    def do_state_tags(self) -> None:
        chosen = self.chosen()
        if not chosen:
            return
        from reader.tui.screens.tags import TagScreen  # noqa: PLC0415 - after the first paint
        from reader.tui.widgets.tag_list import TagRow  # noqa: PLC0415

        numbers = [release.number for release in chosen]
        rows = [TagRow(*found) for found in self.library.tags.among(numbers)]
        change = partial(self.library.tags.change, numbers)
        screen = TagScreen(rows, which(chosen), len(chosen), self.library.tags.name, change)
        self.app.push_screen(screen, partial(self._tagged, chosen))

    @guarded
    def _tagged(self, chosen: list[Release], change: "TagChange | None") -> None:
        if change is None:
            return
        numbers = {number for number, _ in (*change.added, *change.removed)}
        if not numbers:
            self.say("No tag was changed.")
            return
        concerned = [release for release in chosen if release.number in numbers]
        self.undo.did(_undone(change, concerned), undo.tagged(self.library, change), sorted(numbers))
        self.changed()
        self.count_saved()
        self.say(_said(change, len(chosen)))

    # Showing and undoing

    def changed(self) -> None:
        """Draw again what the library holds now; the list keeps its rows and its cursor."""
        self.releases.refresh_rows()
        self.show_release(self.releases.selected)
        self.count()

    def do_state_undo(self) -> None:
        undone = self.undo.take_back()
        if undone is None:
            self.say("Nothing to undo.")
            return
        self.changed()
        self.count_saved()
        if self.answer is not None and not set(self.rows.numbers()).issuperset(undone.releases):
            self.ask(keep=True)  # what left this list with the change comes back
        self.say(f"Undone: {undone.description}.")


def _listed(names: "Iterable[str]") -> str:
    """`asean, cptpp and 3 more`, each once."""
    found = list(dict.fromkeys(names))
    rest = len(found) - _TAGS_TOLD
    return ", ".join(found[:_TAGS_TOLD]) + (f" and {rest} more" if rest > 0 else "")


def _said(change: "TagChange", chosen: int) -> str:
    """What to say of a change of tags: how many releases it concerned, of those that were chosen."""
    parts = []
    for pairs, alone, many in (
        (change.added, "Tagged: {tags}", "Tagged {releases}: {tags}"),
        (change.removed, "Taken away: {tags}", "Taken from {releases}: {tags}"),
    ):
        if pairs:
            concerned = len({number for number, _ in pairs})
            releases = count(chosen, "release")
            if concerned < chosen:
                releases = f"{concerned:,} of {releases}"
            tags = _listed(name for _, name in pairs)
            parts.append((alone if chosen == 1 else many).format(releases=releases, tags=tags))
    return ". ".join(parts) + "."


def _undone(change: "TagChange", concerned: "Sequence[Release]") -> str:
    """What to say of undoing it."""
    parts = []
    for pairs, what in ((change.added, "tagging {0} with {1}"), (change.removed, "taking {1} from {0}")):
        if pairs:
            numbers = {number for number, _ in pairs}
            releases = which([release for release in concerned if release.number in numbers])
            parts.append(what.format(releases, _listed(name for _, name in pairs)))
    return " and ".join(parts)
