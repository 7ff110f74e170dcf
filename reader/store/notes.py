"""What the user wrote: notes, and the drafts of editors that are open."""

import base64
import os

from reader.errors import AmbiguousId, NoteChanged, NotFound, PassageGone
from reader.model import Passage
from reader.store import note_rows
from reader.store.database import Database, now
from reader.store.identity import text_hash, with_earlier
from reader.store.note_rows import Draft, StoredNote


class Notes:
    """Writes and reads notes; each change is on disk when its method returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, number: int, text: str, passage: Passage | None = None, draft: str | None = None
    ) -> StoredNote:
        """Put a note on a release, and forget the draft it comes from.

        Raises NotFound when the release is gone, PassageGone when the wording of a passage no longer reads so.
        """
        ident = base64.b32encode(os.urandom(7))[:10].decode().lower()
        moment = now()
        with self._database.transaction():
            self._require(number)
            if passage is not None and not note_rows.reads_so(self._database, number, passage):
                raise PassageGone(
                    "The text was changed meanwhile: the passage no longer stands where it stood."
                )
            note_rows.insert(self._database, StoredNote(ident, "", number, text, passage, moment, moment))
            self._forget(draft)
            note_rows.recount(self._database, number)
        return self.get(ident)

    def restore(self, note: StoredNote) -> None:
        """Bring back a note that was removed, as it was."""
        with self._database.transaction():
            self._require(note.number)
            if note_rows.find(self._database, note.id) is None:
                note_rows.insert(self._database, note)
                note_rows.recount(self._database, note.number)

    def edit(self, ident: str, text: str, before: str | None = None, draft: str | None = None) -> StoredNote:
        """Give a note another text, and forget the draft it comes from.

        Raises NotFound when it is gone, and NoteChanged when `before` is given and is not what stands there.
        """
        with self._database.transaction():
            stored = self._still(ident, before)
            if stored.text != text:
                earlier = with_earlier(stored.earlier, text_hash(stored.text))
                note_rows.replace(self._database, stored._replace(text=text, updated=now(), earlier=earlier))
            self._forget(draft)
        return self.get(ident)

    def remove(self, ident: str, before: str | None = None) -> StoredNote:
        """Remove a note; what it was, so that it can be restored.

        Raises NotFound when it is gone, and NoteChanged when `before` is given and is not what stands there.
        """
        with self._database.transaction():
            note = self._still(ident, before)
            self._database.execute("DELETE FROM note WHERE id = ?", (ident,))
            note_rows.recount(self._database, note.number)
        return note

    def _still(self, ident: str, before: str | None) -> StoredNote:
        stored = self.get(ident)
        if before is not None and stored.text != before:
            raise NoteChanged("This note was changed elsewhere meanwhile.")
        return stored

    def get(self, ident: str) -> StoredNote:
        """One note by its whole id."""
        note = note_rows.find(self._database, ident)
        if note is None:
            raise NotFound("This note is no longer in the library; it was removed elsewhere.")
        return note

    def resolve(self, prefix: str) -> str:
        """The id that an id, or a unique beginning of one, names."""
        text = prefix.strip().lower()
        found = self._database.column(
            "SELECT id FROM note WHERE id >= ? AND id < ? ORDER BY id LIMIT 20", (text, text + "\U0010ffff")
        )
        if not text or not found:
            raise NotFound(
                f"No note has an id that begins with “{prefix}”. `pressreader notes` shows the ids."
            )
        if len(found) > 1:
            raise AmbiguousId(f"“{prefix}” fits several notes: {', '.join(found)}.", tuple(found))
        ident: str = found[0]
        return ident

    def of_release(self, number: int) -> list[StoredNote]:
        """The notes of a release, oldest first."""
        rows = self._database.rows(
            note_rows.SELECT + "WHERE note.release = ? ORDER BY note.created, note.rowid", (number,)
        )
        return [note_rows.stored(row) for row in rows]

    def all(self) -> list[StoredNote]:
        """Every note, newest release first, oldest note first within a release."""
        rows = self._database.rows(note_rows.SELECT + "ORDER BY release.place DESC, note.created, note.rowid")
        return [note_rows.stored(row) for row in rows]

    def keep_draft(self, draft: Draft) -> None:
        """Keep the text of an open editor; an empty one keeps the release from going with the starter library."""
        with self._database.transaction():
            note_rows.keep_draft(self._database, draft)

    def drop_draft(self, editor: str) -> None:
        """Forget the text of an editor that was closed."""
        with self._database.transaction():
            self._forget(editor)

    def drafts(self) -> list[Draft]:
        """What every editor holds that was not closed yet."""
        return note_rows.drafts(self._database)

    def _forget(self, draft: str | None) -> None:
        self._database.execute("DELETE FROM draft WHERE editor = ?", (draft,))

    def _require(self, number: int) -> None:
        if self._database.value("SELECT 1 FROM release WHERE number = ?", (number,)) is None:
            raise NotFound("This release is no longer in the library.")


__all__ = ["Draft", "Notes", "StoredNote"]
