"""Has a note typed into the user's own editor."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from reader.cli import output
from reader.errors import PressReaderError
from reader.library import Library, note_files
from reader.library.notes import Draft
from reader.model import Note, Passage


@contextmanager
def typed(
    library: Library, number: int, note: Note | None = None, *, passage: Passage | None = None
) -> Iterator[tuple[str, str]]:
    """The text that the editor wrote, of a new note or in place of another, and the draft it is kept as meanwhile.

    What could not be saved is printed, and offered when the reader is opened next. Raises UsageError where there is
    no editor, PressReaderError when it ended with an error.
    """
    command = note_files.editor()
    release = library.releases.many([number])[0]
    passage = note.passage if note else passage
    ident, original = (note.id, note.text) if note else ("", "")
    draft = Draft(os.urandom(8).hex(), number, ident, "", os.getpid(), passage, original)
    files = note_files.NoteFiles(library.paths.state)
    given = note_files.offered(release.title, passage.exact if passage else "", original)
    library.notes.keep_draft(draft, durable=True)
    try:
        well = note_files.edit(command, files.create(draft.editor, release.id, given))
        found = files.read(draft.editor)
        if not well:
            raise PressReaderError(f"The editor {command[0]} ended with an error: nothing was saved.")
        yield (found.text if found else ""), draft.editor
    except PressReaderError:
        if not _lost(files, draft.editor):
            _forget(library, files, draft.editor)
        raise
    _forget(library, files, draft.editor)


def _lost(files: note_files.NoteFiles, editor: str) -> bool:
    """Whether something was written that is nowhere else; it is printed."""
    found = files.read(editor)
    if found is None or not found.changed or not found.text:
        return False
    output.say("The note's text, which was not saved:")
    for line in found.text.splitlines():
        output.say(line)
    return True


def _forget(library: Library, files: note_files.NoteFiles, editor: str) -> None:
    left = files.left_beside(editor)
    if left is None:
        library.notes.drop_draft(editor)
    else:
        output.say(f"The editor left a file of its own, which is kept: {left}")
    files.forget(editor)
