"""The tags of an open library. Each change is on disk before its method returns."""

from collections.abc import Sequence

from reader.store.database import Database
from reader.store.tags import TagChange, TagCount, clean
from reader.store.tags import Tags as TagTable


class Tags:
    """What front ends ask about tags; releases that are read carry theirs."""

    def __init__(self, database: Database) -> None:
        self._table = TagTable(database)

    def all(self) -> list[tuple[str, int]]:
        """Every tag with the number of releases that have it, the most used first."""
        return self._table.all()

    def among(self, numbers: Sequence[int]) -> list[TagCount]:
        """Every tag, the most used first, with how many of these releases have it."""
        return self._table.among(numbers)

    @staticmethod
    def name(text: str) -> str:
        """The tag that is meant. Raises UsageError for what is none."""
        return clean(text)

    def change(self, numbers: Sequence[int], add: Sequence[str], remove: Sequence[str]) -> TagChange:
        """Take tags and give others, all or nothing; what that changed, for `undo`. Raises UsageError."""
        return self._table.change(numbers, add, remove)

    def undo(self, change: TagChange) -> TagChange:
        """Take back what a change did, but for what was changed since; what was taken back."""
        return self._table.undo(change)


__all__ = ["TagChange", "TagCount", "Tags"]
