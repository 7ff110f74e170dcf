"""Puts notes of another library, or of a backup, beside those that are here; call it inside a transaction."""

from typing import NamedTuple

from reader.model import Note, Passage
from reader.store.database import Database
from reader.store.identity import derived_note_id


class NotesMerged(NamedTuple):
    """What became of a release's notes."""

    changed: int = 0
    """Notes that were added, or got another text."""
    older: int = 0
    """Notes that were not taken because they were written again here since."""


class _Row(NamedTuple):
    id: str
    release: int
    text: str
    passage: Passage | None
    created: str
    updated: str


class NoteMerger:
    """Merges notes by their ids. The later text stands; a text of this library is never lost for it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def merge(self, number: int, notes: tuple[Note, ...], numbers: dict[int, int]) -> NotesMerged:
        """Merge the notes of the release in a row; `numbers` tells under which number each wording stands here."""
        changed = older = 0
        for note in notes:
            passage = note.passage
            if passage is not None:
                passage = passage._replace(revision=numbers[passage.revision])
            row = _Row(note.id, number, note.text, passage, note.created, note.updated)
            done = self._merge(row, note.release)
            changed += done.changed
            older += done.older
        if changed:
            self._database.execute(
                "UPDATE release SET note_count = (SELECT count(*) FROM note WHERE release = ?1) WHERE number = ?1",
                (number,),
            )
        return NotesMerged(changed, older)

    def _merge(self, note: _Row, release: str) -> NotesMerged:
        stored = self._find(note.id)
        while stored is not None and stored.release != note.release:
            # A note on another release has this id.
            note = note._replace(id=derived_note_id(note.id, release, note.text))
            stored = self._find(note.id)
        if stored is None:
            self._insert(note)
            return NotesMerged(changed=1)
        if stored.text == note.text:
            return NotesMerged()
        if note.updated < stored.updated:
            return NotesMerged(older=1)
        if note.updated == stored.updated:
            # Neither is the later one, so the one that is here keeps its id.
            return NotesMerged(changed=self._keep_beside(note, release))
        beside = self._keep_beside(stored, release)
        self._replace(note)
        return NotesMerged(changed=beside + 1)

    def _keep_beside(self, note: _Row, release: str) -> int:
        """Keep a text that cannot stand under its own id; how many notes that makes. Done twice it is there once."""
        beside = note._replace(id=derived_note_id(note.id, release, note.text))
        if self._find(beside.id) is not None:
            return 0
        self._insert(beside)
        return 1

    def _find(self, ident: str) -> _Row | None:
        row = self._database.row(
            'SELECT id, release, text, created, updated, revision, start, "end", exact, prefix, suffix '
            "FROM note WHERE id = ?",
            (ident,),
        )
        if row is None:
            return None
        ident, release, text, created, updated, *selectors = row
        passage = None if selectors[0] is None else Passage(*selectors)
        return _Row(ident, release, text, passage, created, updated)

    def _insert(self, note: _Row) -> None:
        self._database.execute(
            "INSERT INTO note (id, release, text, created, updated, revision, start, "
            '"end", exact, prefix, suffix) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            (note.id, note.release, note.text, note.created, note.updated, *(note.passage or (None,) * 6)),
        )

    def _replace(self, note: _Row) -> None:
        self._database.execute(
            'UPDATE note SET text = ?, updated = ?, revision = ?, start = ?, "end" = ?, exact = ?, prefix = ?, '
            "suffix = ? WHERE id = ?",
            (note.text, note.updated, *(note.passage or (None,) * 6), note.id),
        )
