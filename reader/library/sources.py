"""Where an open library's releases come from: its sources, imports, and the starter library."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from reader.model import ImportReport, Source
from reader.store.database import Database
from reader.store.sources import Sources as SourceTable

if TYPE_CHECKING:
    from reader.library.importing import ImportProgress


class Sources:
    """What front ends ask about sources, and how releases come in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._table = SourceTable(database)

    def all(self) -> list[Source]:
        """Every source, by name."""
        return self._table.all()

    def names(self) -> dict[str, str]:
        """What each source key is called."""
        return {source.key: source.name for source in self._table.all()}

    def counts(self) -> dict[str, int]:
        """How many releases the library holds of each source."""
        return self._table.counts()

    def incomplete(self) -> list[Source]:
        """The ministry's boards of which not all pages were ever walked, and are not being walked."""
        keys = self._table.incomplete()
        return [source for source in self.all() if source.kind == "ministry" and source.key in keys]

    def named(self, name: str) -> Source:
        """The source that a key, a name or a unique beginning of one names. Raises NotFound and UsageError."""
        from reader.library.naming import named  # noqa: PLC0415 - the reader starts without it

        return named(self._table.all(), name)

    def would_remove(self, source: Source) -> tuple[int, int]:
        """How many releases removing a source takes away, and how many it leaves because of the user."""
        from reader.store import removing  # noqa: PLC0415 - the reader starts without it

        return removing.count(self._database, source.key)

    def remove(self, source: Source) -> tuple[int, int]:
        """Fetch a source no more and remove its releases, but those that are bookmarked, tagged or noted.

        How many went and how many stay; the index learns of it from the queue. Raises LibraryError.
        """
        from reader.store import removing  # noqa: PLC0415 - the reader starts without it

        return removing.remove_source(self._database, source.key)

    def load_starter(self) -> bool:
        """Load the digests that ship with the program into a library that never held a release."""
        if self._table.ever_held():
            return False
        from reader.library.importing import load_starter  # noqa: PLC0415 - the reader starts without it

        load_starter(self._database)
        return True

    def import_paths(
        self,
        paths: Sequence[str],
        *,
        source: str | None = None,
        stdin: BinaryIO | None = None,
        progress: "Callable[[ImportProgress], None] | None" = None,
        report: Callable[[ImportReport], None] | None = None,
    ) -> ImportReport:
        """Read files, folders and standard input (`-`) into the library.

        Each batch is committed on its own: what was committed stays when the import is interrupted. `report` is
        handed what has become of everything so far after each batch, so that an interrupted import can say it.
        Raises LibraryError when the library cannot be written; whatever is wrong with a path or an entry is a
        problem in the report.
        """
        from reader.library.importing import Import  # noqa: PLC0415 - the reader starts without it

        return Import(self._database, progress, report).run(paths, source, stdin)
