"""What fetching remembers: addresses with their validators, walks under way, when a source is due, robots.txt."""

from collections.abc import Sequence
from typing import NamedTuple

from reader.model import Source
from reader.store.database import Database


class Address(NamedTuple):
    """One of the addresses that a source is fetched from."""

    source: str
    url: str
    etag: str | None = None
    """Byte for byte as the server sent it; so is `modified`."""
    modified: str | None = None
    hash: str | None = None
    """Of the last document; None where none was ever read."""
    complete: bool = False
    """All of its pages were walked once, so that whatever is not known is new."""
    ttl: int | None = None
    """What the last document said of when it may be fetched again: as `Found` has it, and so the next two."""
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


class Walk(NamedTuple):
    """A walk over the pages of an address, from the newest on, that has not come to its end."""

    source: str
    url: str
    whole: bool
    """To the last page; else only to what is known."""
    page: int
    """The one to go on with, from 1."""
    at: str
    """Its address."""
    turn: int = 1
    """Which walk over all pages this is: entries that moved meanwhile take another one."""
    overlaps: int = 0
    """Entries of this turn that were met on two pages: so many came in above them meanwhile."""
    total: int | None = None
    """Entries there were when the turn began, where that is known."""
    size: int = 0
    """Entries of a full page."""


class FetchedRows:
    """Reads these rows, and writes them; everything that writes belongs inside a transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Sources and their addresses

    def subscribe(self, source: Source, urls: Sequence[str]) -> None:
        """Have a source fetched from these addresses from now on, beside those that it has."""
        self._database.execute(
            "INSERT INTO source (key, name, kind, url) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET name = excluded.name, kind = excluded.kind, url = excluded.url",
            (source.key, source.name, source.kind, source.url),
        )
        first = self._database.value(
            "SELECT coalesce(max(position), 0) + 1 FROM fetched WHERE source = ?", (source.key,)
        )
        self._database.execute_many(
            "INSERT OR IGNORE INTO fetched (source, url, position) VALUES (?, ?, ?)",
            [(source.key, url, position) for position, url in enumerate(urls, first)],
        )

    def unsubscribe(self, key: str) -> None:
        """Fetch a source no more; what is not of its releases is forgotten."""
        self._database.execute("DELETE FROM fetched WHERE source = ?", (key,))
        self._database.execute(
            "UPDATE source SET kind = 'listing', url = NULL, last_tried = NULL, last_good = NULL, error = NULL, "
            "next_due = NULL, retry_after = NULL, failures = 0 WHERE key = ?",
            (key,),
        )

    def rename(self, key: str, name: str) -> None:
        """Call a source by another name."""
        self._database.execute("UPDATE source SET name = ? WHERE key = ?", (name, key))

    def addresses(self, key: str) -> list[Address]:
        """The addresses of a source, in the order in which they were added."""
        return [
            Address(*row)._replace(
                complete=bool(row[5]), skip_hours=_numbers(row[7]), skip_days=_numbers(row[8])
            )
            for row in self._database.rows(
                "SELECT source, url, etag, modified, hash, complete, ttl, skip_hours, skip_days FROM fetched "
                "WHERE source = ? ORDER BY position",
                (key,),
            )
        ]

    def keep(self, address: Address) -> None:
        """Remember what was last read at an address."""
        self._database.execute(
            "UPDATE fetched SET etag = ?, modified = ?, hash = ?, complete = ?, ttl = ?, skip_hours = ?, skip_days = ? "
            "WHERE source = ? AND url = ?",
            (
                *(address.etag, address.modified, address.hash, address.complete, address.ttl),
                *(" ".join(map(str, numbers)) for numbers in (address.skip_hours, address.skip_days)),
                *(address.source, address.url),
            ),
        )

    def moved(self, address: Address, url: str) -> bool:
        """Fetch what was at one address from another one; whether that was free to be taken.

        The source keeps its key, whatever it was made from.
        """
        taken = self._database.value(
            "SELECT 1 FROM fetched WHERE source = ? AND url = ?", (address.source, url)
        )
        if taken is not None:
            return False
        self._database.execute(
            "UPDATE fetched SET url = ? WHERE source = ? AND url = ?", (url, address.source, address.url)
        )
        self._database.execute(
            "UPDATE source SET url = ? WHERE key = ? AND url = ?", (url, address.source, address.url)
        )
        return True

    # When it was tried and is due

    def good(self, key: str, moment: str, next_due: str, retry_after: str | None) -> None:
        """Remember that all of a source could be fetched."""
        self._database.execute(
            "UPDATE source SET last_tried = ?1, last_good = ?1, error = NULL, failures = 0, next_due = ?2, "
            "retry_after = ?3 WHERE key = ?4",
            (moment, next_due, retry_after, key),
        )

    def failed(self, key: str, moment: str, error: str, next_due: str, retry_after: str | None) -> None:
        """Remember why a source could not be fetched."""
        self._database.execute(
            "UPDATE source SET last_tried = ?, error = ?, failures = failures + 1, next_due = ?, retry_after = ? "
            "WHERE key = ?",
            (moment, error, next_due, retry_after, key),
        )

    # Walks

    def walk(self, address: Address) -> Walk | None:
        """The walk that is under way at an address."""
        row = self._database.row(
            "SELECT source, url, whole, page, at, turn, overlaps, total, size FROM walk WHERE source = ? AND url = ?",
            (address.source, address.url),
        )
        return None if row is None else Walk(*row)._replace(whole=bool(row[2]))

    def keep_walk(self, walk: Walk) -> None:
        """Remember where a walk goes on."""
        self._database.execute(
            "INSERT INTO walk (source, url, whole, page, at, turn, overlaps, total, size) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (source, url) DO UPDATE SET whole = excluded.whole, page = excluded.page, at = excluded.at, "
            "turn = excluded.turn, overlaps = excluded.overlaps, total = excluded.total, size = excluded.size",
            walk,
        )

    def end_walk(self, address: Address) -> None:
        """Forget a walk that has come to its end."""
        self._database.execute("DELETE FROM walk WHERE source = ? AND url = ?", (address.source, address.url))

    def met(self, walk: Walk, entries: Sequence[str]) -> int:
        """Note the entries of a page; how many of them this turn of the walk has met before."""
        again = 0
        for entry in entries:
            turn = self._database.value(
                "SELECT turn FROM walked WHERE source = ? AND url = ? AND entry = ?",
                (walk.source, walk.url, entry),
            )
            again += turn == walk.turn
            if turn != walk.turn:
                self._database.execute(
                    "INSERT INTO walked (source, url, entry, turn) VALUES (?1, ?2, ?3, ?4) "
                    "ON CONFLICT (source, url, entry) DO UPDATE SET turn = ?4",
                    (walk.source, walk.url, entry, walk.turn),
                )
        return again

    # Cut releases

    def to_view(self, key: str, before: str) -> list[tuple[int, str]]:
        """(row number, address) of a source's cut releases that were not looked for since a moment, newest first."""
        return [
            (number, url)
            for number, url in self._database.rows(
                "SELECT number, url FROM release LEFT JOIN viewed ON viewed.release = release.number "
                "WHERE source = ? AND cut = 1 AND url IS NOT NULL AND (tried IS NULL OR tried < ?) "
                "ORDER BY place DESC",
                (key, before),
            )
        ]

    def viewed(self, number: int, moment: str) -> None:
        """Note that a release was looked for on its own page; one that has gone meanwhile is no matter."""
        self._database.execute(
            "INSERT INTO viewed SELECT number, ?2 FROM release WHERE number = ?1 "
            "ON CONFLICT (release) DO UPDATE SET tried = ?2",
            (number, moment),
        )

    # What servers allow

    def robots(self, origin: str) -> tuple[str | None, int, str] | None:
        """(text, status, moment) of an origin's robots.txt as it was last found."""
        row = self._database.row("SELECT text, status, fetched FROM robots WHERE origin = ?", (origin,))
        return None if row is None else (row[0], row[1], row[2])

    def keep_robots(self, origin: str, text: str | None, status: int, moment: str) -> None:
        """Keep what was found, and drop what is too old to be used."""
        self._database.execute("DELETE FROM robots WHERE fetched < date(?, '-2 days')", (moment,))
        self._database.execute(
            "INSERT OR REPLACE INTO robots (origin, text, status, fetched) VALUES (?, ?, ?, ?)",
            (origin, text, status, moment),
        )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))
