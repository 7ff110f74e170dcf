"""How changes are taken back: just what they did, and nothing of what was changed since.

Each function makes what `UndoStack.did` is given; the change itself is on disk by then.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.errors import NoteChanged, NotFound
from reader.tui.undo import TakeBack, but_for

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.tags import TagChange
    from reader.model import Note, SavedSearch
    from reader.store.state import Flag

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
