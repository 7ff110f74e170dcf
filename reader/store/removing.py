"""Removes a source and its releases; what the user did something with stays."""

from reader.store.database import Database
from reader.store.fetching import FetchedRows
from reader.store.queue import enqueue

UNTOUCHED = (
    "bookmarked = 0 AND note_count = 0 AND number NOT IN (SELECT release FROM draft) "
    "AND number NOT IN (SELECT release FROM tag)"
)
"""A clause over `release`: nothing of it is the user's."""


def remove_untouched(database: Database, source: str) -> int:
    """Remove a source's releases that are not bookmarked, tagged or noted, from the index too; how many.

    Call it inside a transaction.
    """
    numbers = database.column(
        f"SELECT number FROM release WHERE source = ? AND {UNTOUCHED}",  # noqa: S608
        (source,),
    )
    for number in numbers:
        database.execute("DELETE FROM release WHERE number = ?", (number,))
        enqueue(database, number, "delete")
    return len(numbers)


def count(database: Database, source: str) -> tuple[int, int]:
    """How many releases of a source would go, and how many would stay."""
    row = database.row(
        f"SELECT coalesce(sum({UNTOUCHED}), 0), count(*) FROM release WHERE source = ?",  # noqa: S608
        (source,),
    )
    going, total = row or (0, 0)
    return going, total - going


def remove_source(database: Database, source: str) -> tuple[int, int]:
    """Fetch a source no more and remove its releases; how many went, and how many stay because of the user.

    A source that keeps releases stays in the list, as one that is only read from files.
    """
    rows = FetchedRows(database)
    with database.transaction():
        gone = remove_untouched(database, source)
        rows.unsubscribe(source)
        kept: int = database.value("SELECT count(*) FROM release WHERE source = ?", (source,))
        if not kept:
            database.execute("DELETE FROM source WHERE key = ?", (source,))
    return gone, kept
