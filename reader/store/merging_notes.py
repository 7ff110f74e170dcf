"""Puts notes of another library, or of a backup, beside those that are here; call it inside a transaction."""

from collections.abc import Mapping
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
    came: str | None = None
    """Its `updated` when it came from elsewhere."""

    @property
    def written_here(self) -> bool:
        """Whether it has a text that nobody else can have seen before writing a later one."""
        return self.updated not in (self.created, self.came)


class NoteMerger:
    """Merges notes by their ids. The later text stands; what was written again here is never lost for it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def merge(self, number: int, notes: tuple[Note, ...], numbers: Mapping[int, int]) -> NotesMerged:
        """Merge the notes of the release in a row; `numbers` tells under which number each wording stands here."""
        changed = older = 0
        for note in notes:
            passage = note.passage
            if passage is not None:
                number_here = numbers.get(passage.revision)
                # The wording may be in a part of the release that could not be read.
                passage = None if number_here is None else passage._replace(revision=number_here)
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
        beside = self._keep_beside(stored, release) if stored.written_here else 0
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
            'SELECT id, release, text, created, updated, came, revision, start, "end", exact, prefix, suffix '
            "FROM note WHERE id = ?",
            (ident,),
        )
        if row is None:
            return None
        ident, release, text, created, updated, came, *selectors = row
        passage = None if selectors[0] is None else Passage(*selectors)
        return _Row(ident, release, text, passage, created, updated, came)

    def _insert(self, note: _Row) -> None:
        self._database.execute(
            "INSERT INTO note (id, release, text, created, updated, came, revision, start, "
            '"end", exact, prefix, suffix) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11)',
            (note.id, note.release, note.text, note.created, note.updated, *(note.passage or (None,) * 6)),
        )

    def _replace(self, note: _Row) -> None:
        self._database.execute(
            'UPDATE note SET text = ?1, updated = ?2, came = ?2, revision = ?3, start = ?4, "end" = ?5, exact = ?6, '
            "prefix = ?7, suffix = ?8 WHERE id = ?9",
            (note.text, note.updated, *(note.passage or (None,) * 6), note.id),
        )
