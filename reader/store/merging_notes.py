"""Puts notes of another library, or of a backup, beside those that are here; call it inside a transaction."""

from collections.abc import Mapping
from typing import NamedTuple

from reader.model import Note
from reader.store import note_rows
from reader.store.database import Database
from reader.store.identity import derived_note_id, text_hash, with_earlier
from reader.store.note_rows import StoredNote


class NotesMerged(NamedTuple):
    """What became of a release's notes."""

    changed: int = 0
    """Notes that were added, or got another text."""
    older: int = 0
    """Notes that were not taken because what is here goes on from them."""


class NoteMerger:
    """Merges notes by their ids: a text gives way to one that goes on from it, and to no other.

    Of two texts that were written for themselves the later one has the id, in either library, and the other stands
    beside it.
    """

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
                    with_earlier(note.earlier),
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
        goes_on = text_hash(stored.text) in note.earlier
        gone_on = text_hash(note.text) in stored.earlier
        # A text that was taken back goes on from itself; then, and where neither knows the other, the time decides.
        later = goes_on if goes_on != gone_on else (note.updated, note.text) > (stored.updated, stored.text)
        both = (
            with_earlier(stored.earlier, *note.earlier)
            if later
            else with_earlier(note.earlier, *stored.earlier)
        )
        beside = 0
        if stored.text != note.text and not goes_on and not gone_on:
            beside = self._keep_beside(stored._replace(release=note.release) if later else note)
        kept = (note if later else stored)._replace(earlier=both)
        if kept != stored:
            note_rows.replace(self._database, kept)
        if stored.text == note.text:
            return NotesMerged()
        return NotesMerged(changed=beside + later, older=int(gone_on and not later))

    def _keep_beside(self, note: StoredNote) -> int:
        """Keep a text that cannot stand under its own id; how many notes that makes. Done twice it is there once."""
        beside = note._replace(id=derived_note_id(note.id, note.release, note.text))
        if note_rows.find(self._database, beside.id) is not None:
            return 0
        note_rows.insert(self._database, beside)
        return 1
