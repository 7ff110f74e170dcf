"""Puts notes of another library, or of a backup, beside those that are here; call it inside a transaction."""

from collections.abc import Mapping
from typing import NamedTuple

from reader.model import Note
from reader.store import note_rows
from reader.store.database import Database
from reader.store.identity import derived_note_id
from reader.store.note_rows import StoredNote


class NotesMerged(NamedTuple):
    """What became of a release's notes."""

    changed: int = 0
    """Notes that were added, or got another text."""
    older: int = 0
    """Notes that were not taken because they were written again here since."""


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
            done = self._merge(
                StoredNote(
                    note.id,
                    note.release,
                    number,
                    note.text,
                    passage,
                    note.created,
                    note.updated,
                    note.updated,
                )
            )
            changed += done.changed
            older += done.older
        if changed:
            note_rows.recount(self._database, number)
        return NotesMerged(changed, older)

    def _merge(self, note: StoredNote) -> NotesMerged:
        stored = note_rows.find(self._database, note.id)
        while stored is not None and stored.number != note.number:
            # A note on another release has this id.
            note = note._replace(id=derived_note_id(note.id, note.release, note.text))
            stored = note_rows.find(self._database, note.id)
        if stored is None:
            note_rows.insert(self._database, note)
            return NotesMerged(changed=1)
        if stored.text == note.text:
            return NotesMerged()
        if note.updated < stored.updated:
            return NotesMerged(older=1)
        if note.updated == stored.updated:
            # Neither is the later one, so the one that is here keeps its id.
            return NotesMerged(changed=self._keep_beside(note))
        beside = self._keep_beside(stored._replace(release=note.release)) if stored.written_here else 0
        note_rows.replace(self._database, note)
        return NotesMerged(changed=beside + 1)

    def _keep_beside(self, note: StoredNote) -> int:
        """Keep a text that cannot stand under its own id; how many notes that makes. Done twice it is there once."""
        beside = note._replace(id=derived_note_id(note.id, note.release, note.text), came=note.updated)
        if note_rows.find(self._database, beside.id) is not None:
            return 0
        note_rows.insert(self._database, beside)
        return 1
