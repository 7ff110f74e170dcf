"""What the user wrote: notes, and the drafts of editors that are open."""

import base64
import os
from typing import NamedTuple

from reader.errors import AmbiguousId, NoteChanged, NotFound, PassageGone
from reader.model import Passage
from reader.store.database import Database, Row, now

_COLUMNS = (
    'note.id, release.id, release.number, note.text, note.revision, note.start, note."end", '
    "note.exact, note.prefix, note.suffix, note.created, note.updated"
)
_FROM = f"SELECT {_COLUMNS} FROM note JOIN release ON release.number = note.release "  # noqa: S608


class StoredNote(NamedTuple):
    """A note as it lies in the table; where its passage stands today is for others to say."""

    id: str
    release: str
    number: int
    """Row number of the release."""
    text: str
    passage: Passage | None
    created: str
    updated: str


class Draft(NamedTuple):
    """What stands in one editor."""

    editor: str
    release: int
    """Row number of the release."""
    note: str
    """Id of the note; '' for one that does not exist yet."""
    text: str
    owner: int
    """Process that has, or had, the editor open."""
    passage: Passage | None = None
    """What the note is on, or is to be on."""
    original: str = ""
    """Text of the note when the editor was opened; '' where there was none, or it is not known."""


def _selectors(passage: Passage | None) -> tuple[int | str | None, ...]:
    if passage is None:
        return (None,) * 6
    return (passage.revision, passage.start, passage.end, passage.exact, passage.prefix, passage.suffix)


def _passage(selectors: Row) -> Passage | None:
    return None if selectors[0] is None else Passage(*selectors)


def _note(row: Row) -> StoredNote:
    ident, release, number, text, *selectors, created, updated = row
    return StoredNote(ident, release, number, text, _passage(tuple(selectors)), created, updated)


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
            self._require_passage(number, passage)
            self._database.execute(
                'INSERT INTO note (id, release, text, revision, start, "end", exact, prefix, suffix, created, updated) '
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (ident, number, text, *_selectors(passage), moment, moment),
            )
            self._forget(draft)
            self._recount(number)
        return self.get(ident)

    def restore(self, note: StoredNote) -> None:
        """Bring back a note that was removed, as it was."""
        with self._database.transaction():
            self._require(note.number)
            self._database.execute(
                'INSERT OR IGNORE INTO note (id, release, text, revision, start, "end", exact, prefix, suffix, '
                "created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (note.id, note.number, note.text, *_selectors(note.passage), note.created, note.updated),
            )
            self._recount(note.number)

    def edit(self, ident: str, text: str, before: str | None = None, draft: str | None = None) -> StoredNote:
        """Give a note another text, and forget the draft it comes from.

        Raises NotFound when it is gone, and NoteChanged when `before` is given and is not what stands there.
        """
        with self._database.transaction():
            self._still(ident, before)
            self._database.execute("UPDATE note SET text = ?, updated = ? WHERE id = ?", (text, now(), ident))
            self._forget(draft)
        return self.get(ident)

    def remove(self, ident: str, before: str | None = None) -> StoredNote:
        """Remove a note; what it was, so that it can be restored.

        Raises NotFound when it is gone, and NoteChanged when `before` is given and is not what stands there.
        """
        with self._database.transaction():
            note = self._still(ident, before)
            self._database.execute("DELETE FROM note WHERE id = ?", (ident,))
            self._recount(note.number)
        return note

    def _still(self, ident: str, before: str | None) -> StoredNote:
        stored = self.get(ident)
        if before is not None and stored.text != before:
            raise NoteChanged("This note was changed elsewhere meanwhile.")
        return stored

    def get(self, ident: str) -> StoredNote:
        """One note by its whole id."""
        row = self._database.row(_FROM + "WHERE note.id = ?", (ident,))
        if row is None:
            raise NotFound("This note is no longer in the library; it was removed elsewhere.")
        return _note(row)

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
            _FROM + "WHERE note.release = ? ORDER BY note.created, note.rowid", (number,)
        )
        return [_note(row) for row in rows]

    def all(self) -> list[StoredNote]:
        """Every note, newest release first, oldest note first within a release."""
        return [
            _note(row)
            for row in self._database.rows(_FROM + "ORDER BY release.place DESC, note.created, note.rowid")
        ]

    def keep_draft(self, draft: Draft) -> None:
        """Keep the text of an open editor; an empty one keeps the release from going with the starter library."""
        with self._database.transaction():
            self._database.execute(
                'INSERT INTO draft (editor, release, note, text, owner, revision, start, "end", exact, prefix, suffix, '
                "original) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (editor) DO UPDATE SET text = excluded.text, owner = excluded.owner, "
                'revision = excluded.revision, start = excluded.start, "end" = excluded."end", '
                "exact = excluded.exact, prefix = excluded.prefix, suffix = excluded.suffix",
                (*draft[:5], *_selectors(draft.passage), draft.original),
            )

    def drop_draft(self, editor: str) -> None:
        """Forget the text of an editor that was closed."""
        with self._database.transaction():
            self._forget(editor)

    def drafts(self) -> list[Draft]:
        """What every editor holds that was not closed yet."""
        rows = self._database.rows(
            'SELECT editor, release, note, text, owner, original, revision, start, "end", exact, prefix, suffix '
            "FROM draft ORDER BY editor"
        )
        return [
            Draft(editor, release, note, text, owner, _passage(tuple(selectors)), original)
            for editor, release, note, text, owner, original, *selectors in rows
        ]

    def _forget(self, draft: str | None) -> None:
        self._database.execute("DELETE FROM draft WHERE editor = ?", (draft,))

    def _require_passage(self, number: int, passage: Passage | None) -> None:
        if passage is None:
            return
        body: str | None = self._database.value(
            "SELECT body FROM wording WHERE release = ? AND number = ?", (number, passage.revision)
        )
        if (body or "")[passage.start : passage.end] != passage.exact:
            raise PassageGone("The text was changed meanwhile: the passage no longer stands where it stood.")

    def _require(self, number: int) -> None:
        if self._database.value("SELECT 1 FROM release WHERE number = ?", (number,)) is None:
            raise NotFound("This release is no longer in the library.")

    def _recount(self, number: int) -> None:
        self._database.execute(
            "UPDATE release SET note_count = (SELECT count(*) FROM note WHERE release = ?) WHERE number = ?",
            (number, number),
        )
