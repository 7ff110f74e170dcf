"""The change queue: what the index has still to learn, written in the transaction that changed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.store.database import Database

Change = Literal["add", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Queued:
    """One release that the index does not know as it is."""

    seq: int
    release: int
    change: Change


def enqueue(database: Database, release: int, change: Change) -> None:
    """Note that a release changed; call it inside the transaction that changes it.

    A release that the index has never seen stays an `add` when it changes again, so that the number of adds
    and deletes tells how many documents the index should hold.
    """
    earlier = database.value("SELECT change FROM queue WHERE release = ?", (release,))
    if earlier is not None:
        database.execute("DELETE FROM queue WHERE release = ?", (release,))
    if earlier == "add" and change == "update":
        change = "add"
    database.insert("INSERT INTO queue (release, change) VALUES (?, ?)", (release, change))


class Queue:
    """Reads and shortens the queue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pending(self) -> int:
        """How many releases wait for the index."""
        count: int = self._database.value("SELECT n FROM tally WHERE name = 'pending'")
        return count

    def read(self, limit: int) -> list[Queued]:
        """The oldest entries."""
        rows = self._database.rows("SELECT seq, release, change FROM queue ORDER BY seq LIMIT ?", (limit,))
        return [Queued(*row) for row in rows]

    def last(self) -> int:
        """The newest entry's number; everything up to it is in the library now."""
        seq: int | None = self._database.value("SELECT max(seq) FROM queue")
        return seq or 0

    def done(self, entries: Sequence[Queued]) -> None:
        """Forget entries that the index has committed; one that changed since has another number and stays."""
        with self._database.transaction():
            self._database.execute_many(
                "DELETE FROM queue WHERE seq = ?", [(entry.seq,) for entry in entries]
            )

    def done_up_to(self, seq: int) -> None:
        """Forget everything up to an entry: the index was built anew from the library as it then was."""
        with self._database.transaction():
            self._database.execute("DELETE FROM queue WHERE seq <= ?", (seq,))

    def bounds(self) -> tuple[int, int]:
        """The least and the largest number of documents that a sound index holds now.

        A drain commits the index before it shortens the queue, so entries may already be carried out.
        """
        total: int = self._database.value("SELECT n FROM tally WHERE name = 'all'")
        adds: int = self._database.value("SELECT count(*) FROM queue WHERE change = 'add'")
        deletes: int = self._database.value("SELECT count(*) FROM queue WHERE change = 'delete'")
        return total - adds, total + deletes
