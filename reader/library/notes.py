"""The notes of an open library. Each change is on disk before its method returns."""

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.analysis import anchors
from reader.errors import PressReaderError, UsageError
from reader.library.plain import plain
from reader.model import Note, NoteState, Passage, Release
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.notes import Draft, StoredNote
from reader.store.notes import Notes as NoteTable

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.note_files import NoteFiles


class Notes:
    """What front ends ask about notes.

    `scratch` is a second connection that does not wait for the disk: drafts are written through it at every
    key, and a killed process loses none of them.
    """

    def __init__(self, database: Database, scratch: Database) -> None:
        self._table = NoteTable(database)
        self._scratch = NoteTable(scratch)
        self._releases = ReleaseReader(database)

    def write(
        self,
        number: int,
        text: str,
        quote: str | None = None,
        *,
        passage: Passage | None = None,
        draft: str | None = None,
    ) -> Note:
        """Put a note on a release, on a passage of it, or on the one that `quote` names in its current wording.

        The draft it comes from goes in the same transaction, so that no text is ever there twice.

        Raises UsageError when the text is empty or the quote does not stand there, PassageGone when the passage does
        not, NotFound when the release has gone.
        """
        text = plain(text)
        if not text.strip():
            raise UsageError(
                "The note is empty: nothing was saved. Give its text with -m, or on standard input."
            )
        if quote is not None:
            passage = self.quoted(number, quote)
        return self._note(self._table.add(number, text.strip(), passage, draft))

    def quoted(self, number: int, quote: str) -> Passage:
        """The passage that a quote names in the current wording: the first place where it stands.

        Raises UsageError when it does not stand there.
        """
        release, found = self._find(number, quote)
        if not found:
            why = "The passage is empty" if not quote.strip() else f"The passage “{quote}” does not stand"
            where = f" in the current wording of {release.id}" if quote.strip() else ""
            raise UsageError(
                f"{why}{where}: nothing was saved. `pressreader show {release.id}` prints the text to copy from."
            )
        return anchors.passage(release.revision, release.body or "", *found[0])

    def stands_again(self, number: int, quote: str) -> bool:
        """Whether a quote stands in more than one place of the current wording."""
        return len(self._find(number, quote)[1]) > 1

    def _find(self, number: int, quote: str) -> tuple[Release, list[tuple[int, int]]]:
        release = self._releases.get(number)
        return release, anchors.find_quote(release.body or "", quote)

    def edit(self, ident: str, text: str, before: str | None = None, *, draft: str | None = None) -> Note:
        """Give a note another text; `before` is what its editor was opened with, `draft` goes with it.

        Raises UsageError for an empty one, NotFound when the note has gone, NoteChanged when it is not `before`.
        """
        text = plain(text)
        if not text.strip():
            raise UsageError(
                "The note would be empty: nothing was changed. `pressreader note remove` removes a note."
            )
        return self._note(self._table.edit(ident, text.strip(), before, draft))

    def remove(self, ident: str, before: str | None = None) -> StoredNote:
        """Remove a note; hand the result to `restore` to undo it.

        Raises NotFound when it has gone, NoteChanged when it is not `before`, where that is given.
        """
        return self._table.remove(ident, before)

    def restore(self, note: StoredNote) -> None:
        """Bring back a note that was removed, as it was."""
        self._table.restore(note)

    def resolve(self, prefix: str) -> str:
        """The note's id that a beginning of it names. Raises NotFound or AmbiguousId."""
        return self._table.resolve(prefix)

    def get(self, ident: str) -> Note:
        """One note. Raises NotFound when it has gone."""
        return self._note(self._table.get(ident))

    def of(self, release: Release) -> list[Note]:
        """The notes of a release that was read with its text, oldest first."""
        return [self._placed(note, release) for note in self._table.of_release(release.number)]

    def all(self) -> list[Note]:
        """Every note, newest release first."""
        releases: dict[int, Release] = {}
        notes = []
        for stored in self._table.all():
            if stored.passage is not None and stored.number not in releases:
                releases[stored.number] = self._releases.get(stored.number)
            notes.append(self._placed(stored, releases.get(stored.number)))
        return notes

    def keep_draft(self, draft: Draft, *, durable: bool = False) -> None:
        """Keep what stands in an open editor.

        At every key through the connection that does not wait for the disk or for others; `durable` when the
        reader is about to end. Raises LibraryError when it could not be kept.
        """
        (self._table if durable else self._scratch).keep_draft(draft)

    def drop_draft(self, editor: str) -> None:
        """Forget what stood in an editor, on disk at return. Raises LibraryError when that is not possible."""
        self._table.drop_draft(editor)

    def left_drafts(self, files: "NoteFiles | None" = None) -> list[Draft]:
        """What stood in editors whose reader has ended without closing them, `files` of the user's own editor too."""
        drafts = self._table.drafts()
        ended = [draft for draft in drafts if not _at_work(draft.owner)]
        if files is not None:
            ended = [_as_filed(draft, files) for draft in ended]
            known = {draft.editor for draft in drafts}
            ended += [self._unknown(editor, files) for editor in files.editors() if editor not in known]
        return [draft for draft in ended if draft.text.strip()]

    def file_away(self, draft: Draft, files: "NoteFiles") -> "Path":
        """Put a draft whose release has gone into a file, and forget it then; the file. Raises LibraryError."""
        path = files.keep(draft.editor, draft.text)
        self._table.drop_draft(draft.editor)
        return path

    def left_files(self, files: "NoteFiles") -> list["Path"]:
        """What the user's own editors left that holds a text nobody can offer: recovery files, files of no text."""
        at_work = {draft.editor for draft in self._table.drafts() if _at_work(draft.owner)}
        ended = [editor for editor in files.editors() if editor not in at_work]
        found = [files.left_beside(editor) or files.unreadable(editor) for editor in ended]
        return [path for path in found if path is not None]

    def _unknown(self, editor: str, files: "NoteFiles") -> Draft:
        """A file that no draft is kept of: an editor went on after its reader, or after its note was saved."""
        number = 0
        with suppress(PressReaderError):
            number = self._releases.resolve(files.release(editor))
        draft = _as_filed(Draft(editor, number, "", "", 0), files)
        saved = {note.text for note in self._table.of_release(number)}
        return draft._replace(text="") if draft.text in saved else draft

    def _note(self, stored: StoredNote) -> Note:
        release = self._releases.get(stored.number) if stored.passage is not None else None
        return self._placed(stored, release)

    @staticmethod
    def _placed(stored: StoredNote, release: Release | None) -> Note:
        state: NoteState = "free"
        if stored.passage is not None and release is not None:
            found = anchors.locate(stored.passage, release.revision, release.body or "")
            state = "anchored" if found else "changed"
        return Note(
            stored.id, stored.release, stored.text, stored.passage, state, stored.created, stored.updated
        )


def _as_filed(draft: Draft, files: "NoteFiles") -> Draft:
    """A draft with what its file holds, where nothing newer was kept of it."""
    found = None
    with suppress(PressReaderError):  # `left_files` names it
        found = None if draft.text.strip() else files.read(draft.editor)
    return draft._replace(text=found.text) if found is not None and found.changed else draft


def _at_work(process: int) -> bool:
    """Whether another process is running that may have an editor open."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


__all__ = ["Draft", "Notes", "StoredNote"]
