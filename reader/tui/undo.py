"""What can be taken back, newest last, with a word on what it was; and how: just what was done, nothing done since.

Each function makes what `UndoStack.did` is given; the change itself is on disk by then.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import LibraryError, NoteChanged, NotFound

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.tags import TagChange
    from reader.model import Note, SavedSearch
    from reader.store.state import Flag

KEPT = 100
"""Steps that are remembered."""

TakeBack = Callable[[], object]
"""Takes one change back. A text that it returns goes on after the description: that some of it stays."""


class Step(NamedTuple):
    """One change that was made."""

    description: str
    """What it was, as it goes on after “Undone:”: `tagging 3 releases with asean`."""
    take_back: TakeBack
    releases: Sequence[int] = ()
    """Row numbers of the releases whose state it changed."""


class UndoStack:
    """The changes of this session."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def did(self, description: str, take_back: TakeBack, releases: Sequence[int] = ()) -> None:
        """Remember a change that is on disk; see `Step`."""
        self._steps.append(Step(description, take_back, releases))
        del self._steps[:-KEPT]

    def take_back(self) -> Step | None:
        """Take back the last change; what it was and what stays of it, None when there is none left.

        The step stays where the library cannot be written just now. It goes where what it concerns has gone or
        was changed elsewhere: it could never succeed, and would keep all older ones from being taken back.
        """
        if not self._steps:
            return None
        step = self._steps.pop()
        try:
            stays = step.take_back()
        except LibraryError:
            self._steps.append(step)
            raise
        return step._replace(description=step.description + stays) if isinstance(stays, str) else step


def but_for(tried: int, done: int) -> str:
    """What to say where only some of so many changes could be taken back; '' where all were."""
    if done == tried:
        return ""
    if not done:
        return ": nothing was left of it, it was changed since"
    return f", but for {tried - done:,} that {'was' if tried - done == 1 else 'were'} changed since"


_CHANGED = but_for(1, 0)


def flagged(library: "Library", flag: "Flag", changed: Sequence[int], on: bool) -> TakeBack:
    """Of a flag that was set on these releases, by row number."""
    return lambda: but_for(len(changed), len(library.releases.set(flag, changed, not on)))


def tagged(library: "Library", change: "TagChange") -> TakeBack:
    """Of tags that were given and taken."""

    def take_back() -> str:
        undone = library.tags.undo(change)
        tried = len(change.added) + len(change.removed)
        return but_for(tried, len(undone.added) + len(undone.removed))

    return take_back


def note_written(library: "Library", note: "Note") -> TakeBack:
    """Of a new note: it goes, unless it says something else by now."""

    def take_back() -> str:
        try:
            library.notes.remove(note.id, note.text)
        except NoteChanged:
            return _CHANGED
        return ""

    return take_back


def note_edited(library: "Library", before: str, note: "Note") -> TakeBack:
    """Of a note's new text: the one before comes back. Raises NoteChanged where it says something else by now."""
    return lambda: library.notes.edit(note.id, before, note.text)


def search_saved(library: "Library", saved: "SavedSearch", before: "SavedSearch | None") -> TakeBack:
    """Of a saved search: it goes, or becomes the one before; one that asks something else by now stays."""

    def take_back() -> str:
        if library.saved.get(saved.name).query != saved.query:
            return _CHANGED
        if before is None:
            library.saved.remove(saved.name)
        else:
            library.saved.restore(before)
        return ""

    return take_back


def search_removed(library: "Library", saved: "SavedSearch") -> TakeBack:
    """Of the removal of a saved search: it comes back, unless another one has its name by now."""

    def take_back() -> str:
        try:
            library.saved.get(saved.name)
        except NotFound:
            library.saved.restore(saved)
            return ""
        return _CHANGED

    return take_back
