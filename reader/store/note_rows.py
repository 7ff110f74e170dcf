"""The rows of notes and of drafts: how all who write them do. Call what writes inside a transaction."""

from typing import NamedTuple

from reader.model import Passage
from reader.store.database import Database, Row

_COLUMNS = (
    "note.id, release.id, release.number, note.text, note.created, note.updated, note.earlier, "
    'note.revision, note.start, note."end", note.exact, note.prefix, note.suffix'
)
SELECT = f"SELECT {_COLUMNS} FROM note JOIN release ON release.number = note.release "  # noqa: S608
"""Goes before a WHERE or an ORDER; each of its rows is one for `stored`."""


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
    earlier: tuple[str, ...] = ()
    """Hashes (`identity.text_hash`) of the texts it had before, the oldest first."""


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
    return (None,) * 6 if passage is None else tuple(passage)


def _passage(selectors: Row) -> Passage | None:
    return None if selectors[0] is None else Passage(*selectors)


def stored(row: Row) -> StoredNote:
    """The note in a row of `SELECT`."""
    ident, release, number, text, created, updated, earlier, *selectors = row
    passage = _passage(tuple(selectors))
    return StoredNote(ident, release, number, text, passage, created, updated, tuple(earlier.split()))


def find(database: Database, ident: str) -> StoredNote | None:
    """One note by its whole id."""
    row = database.row(SELECT + "WHERE note.id = ?", (ident,))
    return None if row is None else stored(row)


def insert(database: Database, note: StoredNote) -> None:
    """Add a note; its release's count of notes is for `recount`."""
    database.execute(
        "INSERT INTO note (id, release, text, created, updated, earlier, "
        'revision, start, "end", exact, prefix, suffix) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        (
            note.id,
            note.number,
            note.text,
            note.created,
            note.updated,
            " ".join(note.earlier),
            *_selectors(note.passage),
        ),
    )


def replace(database: Database, note: StoredNote) -> None:
    """Have the note that has an id be this one from now on."""
    database.execute(
        'UPDATE note SET text = ?, updated = ?, earlier = ?, revision = ?, start = ?, "end" = ?, exact = ?, '
        "prefix = ?, suffix = ? WHERE id = ?",
        (note.text, note.updated, " ".join(note.earlier), *_selectors(note.passage), note.id),
    )


def recount(database: Database, number: int) -> None:
    """Count the notes of a release again."""
    database.execute(
        "UPDATE release SET note_count = (SELECT count(*) FROM note WHERE release = ?1) WHERE number = ?1",
        (number,),
    )


def reads_so(database: Database, number: int, passage: Passage) -> bool:
    """Whether a passage's wording of the release in a row has its words where it says they stand."""
    body: str | None = database.value(
        "SELECT body FROM wording WHERE release = ? AND number = ?", (number, passage.revision)
    )
    return body is not None and body[passage.start : passage.end] == passage.exact


def keep_draft(database: Database, draft: Draft) -> None:
    """Keep the text of an editor in place of what was kept of it before."""
    database.execute(
        'INSERT INTO draft (editor, release, note, text, owner, revision, start, "end", exact, prefix, suffix, '
        "original) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (editor) DO UPDATE SET text = excluded.text, owner = excluded.owner, "
        'revision = excluded.revision, start = excluded.start, "end" = excluded."end", '
        "exact = excluded.exact, prefix = excluded.prefix, suffix = excluded.suffix",
        (*draft[:5], *_selectors(draft.passage), draft.original),
    )


def drafts(database: Database) -> list[Draft]:
    """What every editor holds that was not closed yet."""
    rows = database.rows(
        'SELECT editor, release, note, text, owner, original, revision, start, "end", exact, prefix, suffix '
        "FROM draft ORDER BY editor"
    )
    return [
        Draft(editor, release, note, text, owner, _passage(tuple(selectors)), original)
        for editor, release, note, text, owner, original, *selectors in rows
    ]
