"""The saved searches of an open library. Each change is on disk before its method returns."""

from reader.errors import UsageError
from reader.model import SavedSearch
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.saved import SavedSearches, clean, fold, since


class Saved:
    """What front ends ask about saved searches."""

    def __init__(self, database: Database) -> None:
        self._table = SavedSearches(database)
        self._releases = ReleaseReader(database)

    def all(self) -> list[SavedSearch]:
        """Every saved search, by name."""
        return self._table.all()

    def get(self, name: str) -> SavedSearch:
        """The saved search of this name, in any case. Raises NotFound, which names near ones."""
        return self._table.get(name)

    @staticmethod
    def name(text: str) -> str:
        """The name that is meant. Raises UsageError for what cannot be one."""
        return clean(text)

    def put(self, name: str, text: str) -> SavedSearch:
        """Save a query under a name, in the place of the one that has it.

        What is in the library by now counts as looked at and told; where the query is the same as before, that
        stays as it was. Raises UsageError for what is no name, and for a query that cannot be read or would
        come back to this name; NotFound for one that asks for a saved search or a release that is not there.
        """
        name = clean(name)
        self._check(name, text)
        return self._table.put(name, text)

    def remove(self, name: str) -> SavedSearch:
        """Remove a saved search; hand the result to `restore` to undo it. Raises NotFound."""
        return self._table.remove(name)

    def restore(self, saved: SavedSearch) -> None:
        """Bring back a saved search that was removed or replaced, as it was."""
        self._table.restore(saved)

    def look(self, name: str, batch: int | None = None) -> None:
        """Note that the hits were looked at: all of now, or those up to a batch. Raises NotFound."""
        newest = self.newest_batch() if batch is None else batch
        self._table.mark(self.get(name), newest, alerted=False)

    def alert(self, saved: SavedSearch, batch: int) -> None:
        """Note that the new hits up to a batch were told, unless the search is another one by now."""
        self._table.mark(saved, batch, alerted=True)

    def newest_batch(self) -> int:
        """The last batch of releases that came in; ask before searching, and mark with it afterwards."""
        return self._table.newest_batch()

    def since(self, batch: int, until: int | None = None) -> list[int]:
        """The row numbers of the releases that a later batch added or revised, newest first.

        `until` leaves out what came after a batch, so that it is told the next time and not twice.
        """
        return self._releases.ordered(since(batch, self.newest_batch() if until is None else until))

    def _check(self, name: str, text: str) -> None:
        from reader import query  # noqa: PLC0415 - after the first paint
        from reader.library.expanding import Expansion, identified_by, named_by  # noqa: PLC0415 - after the first paint
        from reader.library.today import today  # noqa: PLC0415

        day = today()
        find = named_by(self._table)

        def named(other: str) -> tuple[str, str]:
            if fold(other) == fold(name):
                raise UsageError(
                    f'The query would ask for “{name}” itself. Save it without search:"{name}", '
                    "also in the saved searches that it asks for."
                )
            return find(other)

        Expansion(day, named, identified_by(self._releases)).of(query.parse(text, today=day).root)


__all__ = ["Saved", "SavedSearch"]
