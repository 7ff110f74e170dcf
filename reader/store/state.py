"""What the user set on releases: bookmarks and read marks."""

from collections.abc import Sequence
from typing import Literal

from reader.store.database import Database

Flag = Literal["bookmarked", "read"]
_SET = {
    "bookmarked": "UPDATE release SET bookmarked = ? WHERE number = ? AND bookmarked != ?",
    "read": "UPDATE release SET read = ? WHERE number = ? AND read != ?",
}


class State:
    """Sets flags, all of a call in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, flag: Flag, numbers: Sequence[int], on: bool) -> list[int]:
        """Set a flag on releases; the row numbers of those that it changed, so that it can be undone."""
        with self._database.transaction():
            return [number for number in numbers if self._database.execute(_SET[flag], (on, number, on))]
