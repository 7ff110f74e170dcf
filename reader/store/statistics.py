"""Counts what a library holds, and tells what state its file is in."""

import sqlite3
from dataclasses import dataclass

from reader.store.database import Database
from reader.store.schema import MIGRATIONS

SQLITE_VERSION = sqlite3.sqlite_version
NEWEST_SCHEMA = len(MIGRATIONS)
"""Version of the tables that this program writes."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of one moment."""

    releases: int
    unread: int
    bookmarked: int
    noted: int
    reworded: int
    cut: int
    pending: int
    """Releases that the index does not know yet."""
    notes: int
    revisions: int
    words: int
    """Of the current wordings."""
    first_day: str | None
    last_day: str | None
    sources: tuple[tuple[str, str, int], ...]
    """(key, name, releases), the largest first."""
    years: tuple[tuple[str | None, int], ...]
    """The newest first; None for undated releases."""
    categories: tuple[tuple[str | None, int], ...]
    """The largest first; a release counts in each of its categories, None is for those without any."""


def count(database: Database) -> Counts:
    """Count everything."""
    tally: dict[str, int] = dict(database.rows("SELECT name, n FROM tally"))
    ((cut, words, first, last),) = database.rows(
        "SELECT coalesce(sum(cut), 0), coalesce(sum(words), 0), min(day), max(day) FROM release"
    )
    return Counts(
        releases=tally["all"],
        unread=tally["unread"],
        bookmarked=tally["bookmarked"],
        noted=tally["noted"],
        reworded=tally["edited"],
        pending=tally["pending"],
        cut=cut,
        words=words,
        first_day=first,
        last_day=last,
        notes=database.value("SELECT count(*) FROM note"),
        revisions=database.value("SELECT count(*) FROM revision"),
        sources=tuple(
            database.rows(
                "SELECT source.key, source.name, count(release.number) FROM source "
                "LEFT JOIN release ON release.source = source.key "
                "GROUP BY source.key ORDER BY 3 DESC, 2"
            )
        ),
        years=tuple(
            database.rows(
                "SELECT substr(day, 1, 4), count(*) FROM release GROUP BY 1 ORDER BY 1 IS NULL, 1 DESC"
            )
        ),
        categories=categories(database),
    )


def categories(database: Database) -> tuple[tuple[str | None, int], ...]:
    """Every category with the number of its releases, the largest first; None is for those without any."""
    found: dict[str | None, int] = {}
    for names, releases in database.rows("SELECT categories, count(*) FROM release GROUP BY categories"):
        for name in names.split("\n"):
            found[name or None] = found.get(name or None, 0) + releases
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0] or "")))


def languages(database: Database) -> list[str]:
    """The primary tags of the languages that releases are in, the most frequent first."""
    found: dict[str, int] = {}
    for tag, releases in database.rows(
        "SELECT language, count(*) FROM release WHERE language IS NOT NULL GROUP BY language"
    ):
        primary = tag.lower().split("-")[0]
        found[primary] = found.get(primary, 0) + releases
    return sorted(found, key=lambda primary: (-found[primary], primary))


def schema_version(database: Database) -> int:
    """Version of the library's tables."""
    version: int = database.value("PRAGMA user_version")
    return version
