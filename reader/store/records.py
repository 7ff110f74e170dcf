"""Reads releases with all that the library knows of them: every wording, notes, tags and state."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from reader.errors import NotFound
from reader.model import Note, Passage, Record, Release, Revision
from reader.store import attachments
from reader.store.browse import ReleaseReader
from reader.store.clause import EVERYTHING
from reader.store.database import Database, Row

_PART = 256


class RecordReader:
    """Reads whole releases; a few queries for many of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._releases = ReleaseReader(database)

    def read(self, number: int) -> Record:
        """The release in a row. Raises NotFound when it is gone."""
        for record in self.many([number]):
            return record
        raise NotFound("This release is no longer in the library.")

    def numbers(self) -> list[int]:
        """The row numbers of all releases, newest first."""
        return self._releases.ordered(EVERYTHING)

    def many(self, numbers: Sequence[int]) -> Iterator[Record]:
        """The releases in these rows, in their order; those that are gone are left out."""
        for start in range(0, len(numbers), _PART):
            yield from self._part(numbers[start : start + _PART])

    def _part(self, numbers: Sequence[int]) -> Iterator[Record]:
        releases = self._releases.many(numbers)
        revisions = self._revisions(numbers)
        notes = self._notes(releases)
        held = attachments.of_releases(self._database, numbers)
        for release in releases:
            # One that was removed between two queries has no wordings any more.
            if release.number in revisions:
                whole = release._replace(attachments=held.get(release.number, ()))
                yield Record(whole, revisions[release.number], notes.get(release.number, ()))

    def _revisions(self, numbers: Sequence[int]) -> dict[int, tuple[Revision, ...]]:
        rows = self._database.rows(
            "SELECT release, number, title, body, cut, first_seen, last_seen FROM revision "  # noqa: S608
            f"JOIN wording USING (release, number) WHERE release IN ({_marks(numbers)}) ORDER BY release, number",
            numbers,
        )
        return {
            release: tuple(
                Revision(number, title, body, bool(cut), first_seen, last_seen)
                for _, number, title, body, cut, first_seen, last_seen in group
            )
            for release, group in groupby(rows, key=lambda row: row[0])
        }

    def _notes(self, releases: Sequence[Release]) -> dict[int, tuple[Note, ...]]:
        noted = {release.number: release.id for release in releases if release.note_count}
        rows = self._database.rows(
            'SELECT release, id, text, revision, start, "end", exact, prefix, suffix, created, updated, earlier '  # noqa: S608
            f"FROM note WHERE release IN ({_marks(list(noted))}) ORDER BY release, created, rowid",
            list(noted),
        )
        return {
            number: tuple(_note(row, noted[number]) for row in group)
            for number, group in groupby(rows, key=lambda row: row[0])
        }


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))


def _note(row: Row, release: str) -> Note:
    _, ident, text, revision, *rest, created, updated, earlier = row
    passage = None if revision is None else Passage(revision, *rest)
    return Note(
        ident,
        release,
        text,
        passage,
        "anchored" if passage else "free",
        created,
        updated,
        tuple(earlier.split()),
    )
