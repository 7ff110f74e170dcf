"""Reads releases: by id, by row, and as lists that cost the same however long they are."""

import bisect
from collections.abc import Iterable, Iterator, Sequence

from reader.errors import AmbiguousId, NotFound, UsageError
from reader.model import Release, Revision
from reader.store import attachments
from reader.store.clause import EVERYTHING, Where
from reader.store.database import Database, Row
from reader.store.tags import tags_of

_COLUMNS = (
    "number, id, source, external_id, url, day, title, categories, language, revision, revision_count, cut, words, "
    "bookmarked, read, note_count, first_seen, last_seen, run > 0 AND run = (SELECT max(number) FROM run), place"
)
_TALLIES = {
    "1": "all",
    "read = 0": "unread",
    "bookmarked = 1": "bookmarked",
    "note_count > 0": "noted",
    "revision_count > 1": "edited",
}
SHORTEST_PREFIX = 3


def _release(row: Row, body: str | None = None) -> Release:
    return Release(
        number=row[0],
        id=row[1],
        source=row[2],
        external_id=row[3],
        url=row[4],
        date=row[5],
        title=row[6],
        categories=tuple(row[7].split("\n")) if row[7] else (),
        language=row[8],
        revision=row[9],
        revision_count=row[10],
        cut=bool(row[11]),
        words=row[12],
        bookmarked=bool(row[13]),
        read=bool(row[14]),
        note_count=row[15],
        first_seen=row[16],
        last_seen=row[17],
        new=bool(row[18]),
        body=body,
    )


def _with_tags(database: Database, releases: list[Release]) -> list[Release]:
    """The same releases; tags take one query for all of them."""
    tags = tags_of(database, [release.number for release in releases])
    if not tags:
        return releases
    return [
        release._replace(tags=tags[release.number]) if release.number in tags else release
        for release in releases
    ]


class ReleaseReader:
    """Answers what the tables know of releases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def browse(self, clause: Where = EVERYTHING) -> "BrowsedRows":
        """The releases that fulfil a clause, newest first, read page by page."""
        return BrowsedRows(self._database, clause)

    def tally(self) -> dict[str, int]:
        """How many releases there are, and in each view: all, unread, bookmarked, noted, edited; and pending."""
        return dict(self._database.rows("SELECT name, n FROM tally"))

    def numbers(self, clause: Where) -> list[int]:
        """The row numbers of the releases that fulfil a clause, in no order."""
        return self._database.column(f"SELECT number FROM release WHERE {clause.sql}", clause.values)  # noqa: S608

    def ordered(self, clause: Where) -> list[int]:
        """The row numbers of the releases that fulfil a clause, newest first."""
        return ordered_numbers(self._database, clause)

    def fulfils(self, number: int, clause: Where) -> bool:
        """Whether the release with this row number fulfils a clause; one that is gone fulfils none."""
        found = self._database.value(
            f"SELECT 1 FROM release WHERE number = ? AND ({clause.sql})",  # noqa: S608
            (number, *clause.values),
        )
        return found is not None

    def many(self, numbers: Sequence[int]) -> list[Release]:
        """The releases with these row numbers, in their order; those that are gone are left out."""
        found: dict[int, Release] = {}
        for start in range(0, len(numbers), 500):
            part = list(numbers[start : start + 500])
            marks = ", ".join("?" * len(part))
            for row in self._database.rows(f"SELECT {_COLUMNS} FROM release WHERE number IN ({marks})", part):  # noqa: S608
                found[row[0]] = _release(row)
        return _with_tags(self._database, [found[number] for number in numbers if number in found])

    def get(self, number: int) -> Release:
        """One release with the text of its current wording and its attachments. Raises NotFound when it is gone."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM release WHERE number = ?", (number,))  # noqa: S608
        if row is None:
            raise NotFound("This release is no longer in the library.")
        body = self._database.value(
            "SELECT body FROM wording WHERE release = ? AND number = ?", (number, row[9])
        )
        held = attachments.of_releases(self._database, [number]).get(number, ())
        return _with_tags(self._database, [_release(row, body)])[0]._replace(attachments=held)

    def resolve(self, prefix: str) -> int:
        """The row number of the release that an id, or a unique beginning of one, names.

        Raises NotFound, or AmbiguousId with the candidates, or UsageError for a beginning that is too short.
        """
        text = prefix.strip().lower()
        if len(text) < SHORTEST_PREFIX:
            raise UsageError(
                f"“{prefix}” is too short for an id: give at least {SHORTEST_PREFIX} characters of it."
            )
        rows = self._database.rows(
            "SELECT number, id FROM release WHERE id >= ? AND id < ? ORDER BY id LIMIT 20",
            (text, text + "\U0010ffff"),
        )
        if not rows:
            raise NotFound(
                f"No release has an id that begins with “{prefix}”. `pressreader list` shows the ids."
            )
        if len(rows) > 1:
            candidates = tuple(row[1] for row in rows)
            raise AmbiguousId(f"“{prefix}” fits several releases: {', '.join(candidates)}.", candidates)
        number: int = rows[0][0]
        return number

    def revisions(self, number: int) -> list[Revision]:
        """Every wording of a release, in the order stored."""
        return [
            Revision(row[0], row[1], row[2], bool(row[3]), row[4], row[5])
            for row in self._database.rows(
                "SELECT number, title, body, cut, first_seen, last_seen FROM revision JOIN wording "
                "USING (release, number) WHERE release = ? ORDER BY number",
                (number,),
            )
        ]

    def current(self, release: Release) -> Revision:
        """The current wording of a release. Raises NotFound when it has gone."""
        for revision in self.revisions(release.number):
            if revision.number == release.revision:
                return revision
        raise NotFound("This release is no longer in the library.")

    def wordings(
        self, numbers: Iterable[int] | None
    ) -> Iterator[tuple[int, int, tuple[tuple[str, str], ...]]]:
        """(row number, place, wordings oldest first) of releases, newest first; None for all of them."""
        for number, place in self._places(numbers):
            texts = self._database.rows(
                "SELECT title, body FROM revision JOIN wording USING (release, number) "
                "WHERE release = ? ORDER BY number",
                (number,),
            )
            if texts:
                yield number, place, tuple((title, body) for title, body in texts)

    def _places(self, numbers: Iterable[int] | None) -> Iterator[tuple[int, int]]:
        if numbers is None:
            # Page by page: a query left open for as long as an index takes would keep the write-ahead log growing.
            below = (1 << 63) - 1
            while rows := self._database.rows(
                "SELECT number, place FROM release WHERE place < ? ORDER BY place DESC LIMIT 1000", (below,)
            ):
                yield from rows
                below = rows[-1][1]
            return
        found = [
            row
            for part in _parts(list(numbers))
            for row in self._database.rows(
                f"SELECT number, place FROM release WHERE number IN ({', '.join('?' * len(part))})",  # noqa: S608
                part,
            )
        ]
        yield from sorted(found, key=lambda row: -row[1])


def ordered_numbers(database: Database, clause: Where) -> list[int]:
    """The row numbers of the releases that fulfil a clause, newest first."""
    return database.column(
        f"SELECT number FROM release WHERE {clause.sql} ORDER BY place DESC",  # noqa: S608
        clause.values,
    )


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), 500):
        yield numbers[start : start + 500]


class BrowsedRows:
    """A list of releases, newest first, that reads only the pages that are asked for.

    A page is found from the nearest place already known, from the end when that is nearer, so that walking
    through a million releases costs as much as walking through a hundred.
    """

    def __init__(self, database: Database, clause: Where) -> None:
        self._database = database
        self._clause = clause
        self._length: int | None = None
        self._starts: list[int] = []
        self._places: list[int] = []

    def __len__(self) -> int:
        if self._length is None:
            name = _TALLIES.get(self._clause.sql)
            if name is not None:
                self._length = self._database.value("SELECT n FROM tally WHERE name = ?", (name,))
            else:
                self._length = self._database.value(
                    f"SELECT count(*) FROM release WHERE {self._clause.sql}",  # noqa: S608
                    self._clause.values,
                )
        assert self._length is not None  # noqa: S101 - a count is always there
        return self._length

    def page(self, start: int, count: int) -> list[Release]:
        """The releases from position `start`, at most `count` of them."""
        if start >= len(self):
            return []
        if len(self) - start < start and start not in self._starts:
            rows = self._backwards(start, count)
        else:
            rows = self._forwards(start, count)
        if rows:
            self._remember(start, rows[0][-1])
            self._remember(start + len(rows), rows[-1][-1] - 1)
        return _with_tags(self._database, [_release(row) for row in rows])

    def position(self, release: Release) -> int | None:
        """Where a release stands in this list; None when it does not."""
        place = self._database.value(
            f"SELECT place FROM release WHERE number = ? AND ({self._clause.sql})",  # noqa: S608
            (release.number, *self._clause.values),
        )
        if place is None:
            return None
        position: int = self._database.value(
            f"SELECT count(*) FROM release WHERE place > ? AND ({self._clause.sql})",  # noqa: S608
            (place, *self._clause.values),
        )
        return position

    def numbers(self) -> list[int]:
        """The row numbers of the whole list, in its order."""
        return ordered_numbers(self._database, self._clause)

    def _remember(self, start: int, place: int) -> None:
        at = bisect.bisect_left(self._starts, start)
        if at == len(self._starts) or self._starts[at] != start:
            self._starts.insert(at, start)
            self._places.insert(at, place)

    def _forwards(self, start: int, count: int) -> list[Row]:
        at = bisect.bisect_right(self._starts, start) - 1
        known, place = (self._starts[at], self._places[at]) if at >= 0 else (0, (1 << 63) - 1)
        return self._database.rows(
            f"SELECT {_COLUMNS} FROM release WHERE place <= ? AND ({self._clause.sql}) "  # noqa: S608
            "ORDER BY place DESC LIMIT ? OFFSET ?",
            (place, *self._clause.values, count, start - known),
        )

    def _backwards(self, start: int, count: int) -> list[Row]:
        """Count from the oldest release: `behind` of them come after this page."""
        last = min(start + count, len(self))
        behind = len(self) - last
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM release WHERE ({self._clause.sql}) ORDER BY place LIMIT ? OFFSET ?",  # noqa: S608
            (*self._clause.values, last - start, behind),
        )
        return rows[::-1]


class ChosenRows:
    """The list of a search: row numbers already in order, read page by page."""

    def __init__(self, reader: ReleaseReader, numbers: Sequence[int]) -> None:
        self._reader = reader
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def page(self, start: int, count: int) -> list[Release]:
        """The releases from position `start`, at most `count`; fewer where some have gone meanwhile."""
        return self._reader.many(self._numbers[start : start + count])

    def position(self, release: Release) -> int | None:
        """Where a release stands in this list; None when it does not."""
        try:
            return self._numbers.index(release.number)
        except ValueError:
            return None

    def numbers(self) -> list[int]:
        """The row numbers of the whole list, in its order."""
        return list(self._numbers)
