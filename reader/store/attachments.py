"""The attachments of releases: their names and addresses, never their contents."""

from collections.abc import Sequence
from itertools import groupby

from reader.model import Attachment
from reader.store.database import Database

MOST = 200
"""Attachments that are kept of a release."""


def of_releases(database: Database, numbers: Sequence[int]) -> dict[int, tuple[Attachment, ...]]:
    """The attachments of releases by row number, in their order; those without any are left out."""
    marks = ", ".join("?" * len(numbers))
    rows = database.rows(
        "SELECT release, name, url, type, size FROM attachment "  # noqa: S608
        f"WHERE release IN ({marks}) ORDER BY release, position",
        numbers,
    )
    return {
        number: tuple(Attachment(*row[1:]) for row in group)
        for number, group in groupby(rows, key=lambda row: row[0])
    }


def bring_up(database: Database, number: int, shown: Sequence[Attachment], *, anew: bool) -> None:
    """Keep what a source shows of a release now; call it inside a transaction.

    A document that shows none says nothing of them: lists leave out what the release's own page has. `anew` is for
    those of another wording, which take the place of all. Otherwise one replaces its namesake (addresses may carry
    the hour in which they were made), and the others stay.
    """
    if not shown:
        return
    before = of_releases(database, [number]).get(number, ())
    names = {one.name for one in shown}
    kept = [] if anew else [one for one in before if one.name not in names]
    _write(database, number, before, [*kept, *shown])


def add(database: Database, number: int, others: Sequence[Attachment]) -> None:
    """Keep what another library knows of a release beside what is known here; call it inside a transaction."""
    if not others:
        return
    before = of_releases(database, [number]).get(number, ())
    names = {one.name for one in before}
    _write(database, number, before, [*before, *(one for one in others if one.name not in names)])


def _write(
    database: Database, number: int, before: Sequence[Attachment], wanted: Sequence[Attachment]
) -> None:
    after = tuple(dict.fromkeys(wanted))[:MOST]
    if after == before:
        return
    database.execute("DELETE FROM attachment WHERE release = ?", (number,))
    database.execute_many(
        "INSERT INTO attachment VALUES (?, ?, ?, ?, ?, ?)",
        [(number, position, *one) for position, one in enumerate(after, 1)],
    )
