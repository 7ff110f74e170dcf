"""The releases of an open library: lists, single ones, their wordings and what the user set on them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from reader.model import Release, Revision
from reader.store.browse import ChosenRows, ReleaseReader
from reader.store.clause import EVERYTHING
from reader.store.database import Database
from reader.store.state import Flag, State

if TYPE_CHECKING:
    from reader import query


class Rows(Protocol):
    """A list of releases that is read page by page."""

    def __len__(self) -> int: ...

    def page(self, start: int, count: int) -> list[Release]:
        """The releases from position `start`, at most `count`; fewer where some have gone meanwhile."""

    def position(self, release: Release) -> int | None:
        """Where a release stands in the list; None when it does not."""

    def numbers(self) -> list[int]:
        """The row numbers of the whole list, in its order."""


class Releases:
    """What front ends ask about releases."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reader = ReleaseReader(database)
        self._state = State(database)

    def all(self) -> Rows:
        """Every release, newest first."""
        return self._reader.browse(EVERYTHING)

    def fulfilling(self, root: "query.Node") -> Rows:
        """The releases that fulfil a query without text, newest first."""
        from reader.store.conditions import where  # noqa: PLC0415 - the first screen needs no query

        return self._reader.browse(where(root, self._database))

    def chosen(self, numbers: Sequence[int]) -> Rows:
        """The releases with these row numbers, in this order."""
        return ChosenRows(self._reader, numbers)

    def many(self, numbers: Sequence[int]) -> list[Release]:
        """The releases with these row numbers, in this order; those that are gone are left out."""
        return self._reader.many(numbers)

    def get(self, number: int) -> Release:
        """One release with its text. Raises NotFound when it has gone."""
        return self._reader.get(number)

    def resolve(self, prefixes: Sequence[str]) -> list[int]:
        """The row numbers of several ids or beginnings of ids: all or nothing.

        Raises NotFound, AmbiguousId or UsageError for the first that names no single release.
        """
        return [self._reader.resolve(prefix) for prefix in prefixes]

    def revisions(self, number: int) -> list[Revision]:
        """Every wording of a release, in the order stored."""
        return self._reader.revisions(number)

    def tally(self) -> dict[str, int]:
        """How many releases there are, and in each view: all, unread, bookmarked, noted, edited; and pending."""
        return self._reader.tally()

    def set(self, flag: Flag, numbers: Sequence[int], on: bool) -> list[int]:
        """Bookmark or mark as read, on disk at return; the row numbers that it changed."""
        return self._state.set(flag, numbers, on)

    def changed(self) -> int:
        """A number that is another one after another process, or another thread's part, wrote something."""
        return self._database.data_version()
