"""An opened library: its parts, each in a file of its own."""

from typing import TYPE_CHECKING

from reader.library.notes import Notes
from reader.library.releases import Releases
from reader.library.sources import Sources
from reader.library.tags import Tags
from reader.paths import Paths
from reader.store.database import Database
from reader.store.sources import Session

if TYPE_CHECKING:
    from reader.library.backups import Backups
    from reader.library.completions import Completions
    from reader.library.exports import Exports
    from reader.library.facets import Facets
    from reader.library.history import History
    from reader.library.hits import Hits
    from reader.library.indexing import Indexing
    from reader.library.rewordings import Rewordings
    from reader.library.saved import Saved
    from reader.library.search import Search


class Library:
    """What front ends hold. Its parts share one connection and belong to the thread that opened it.

    `search`, `indexing`, `exports`, `backups`, `saved`, `facets`, `completions` and `history` are loaded when first
    used, so that the reader is on the screen before them.
    """

    def __init__(self, paths: Paths, database: Database, scratch: Database) -> None:
        self.paths = paths
        self._database = database
        self._scratch = scratch
        self._search: Search | None = None
        self._hits: Hits | None = None
        self._facets: Facets | None = None
        self._backups: Backups | None = None
        self._completions: Completions | None = None
        self.releases = Releases(database)
        self.notes = Notes(database, scratch)
        self.sources = Sources(database)
        self.tags = Tags(database)
        self.session = Session(database)

    @classmethod
    def open(cls, *, starter: bool = False, wait: float = 2.0) -> "Library":
        """Open this user's library, making it if there is none.

        `starter` loads the digests into a library that never held a release. `wait` is how many seconds a
        write waits for another process. Raises LibraryError with a sentence when it cannot be opened.
        """
        paths = Paths.find()
        database = Database.open(paths.library, wait=wait)
        try:
            scratch = Database.open(paths.library, durable=False, wait=0.05)
        except BaseException:
            database.close()
            raise
        library = cls(paths, database, scratch)
        try:
            if starter:
                library.sources.load_starter()
        except BaseException:
            library.close()
            raise
        return library

    def close(self) -> None:
        """Close every connection; nothing is lost by not doing so."""
        if self._search is not None:
            self._search.close()
        self._scratch.close()
        self._database.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def search(self) -> "Search":
        """The searcher of this thread."""
        if self._search is None:
            from reader.library.search import Search  # noqa: PLC0415 - after the first paint

            self._search = Search.open(self.paths)
        return self._search

    @property
    def hits(self) -> "Hits":
        """Explains what a search found."""
        if self._hits is None:
            from reader.library.hits import Hits  # noqa: PLC0415 - after the first paint

            self._hits = Hits(self._database)
        return self._hits

    @property
    def indexing(self) -> "Indexing":
        """Brings the index up to date."""
        from reader.library.indexing import Indexing  # noqa: PLC0415 - after the first paint

        return Indexing(self.paths, self._database)

    @property
    def exports(self) -> "Exports":
        """Writes releases and notes for other programs."""
        from reader.library.exports import Exports  # noqa: PLC0415 - after the first paint

        return Exports(self._database)

    @property
    def rewordings(self) -> "Rewordings":
        """What sources changed in their releases."""
        from reader.library.rewordings import Rewordings  # noqa: PLC0415 - after the first paint

        return Rewordings(self._database)

    @property
    def backups(self) -> "Backups":
        """Writes backups, and restores them."""
        if self._backups is None:
            from reader.library.backups import Backups  # noqa: PLC0415 - after the first paint

            self._backups = Backups(self.paths, self._database)
        return self._backups

    @property
    def saved(self) -> "Saved":
        """The saved searches."""
        from reader.library.saved import Saved  # noqa: PLC0415 - after the first paint

        return Saved(self._database)

    @property
    def facets(self) -> "Facets":
        """Counts what releases have in common; a thread of its own makes one on its own connection."""
        if self._facets is None:
            from reader.library.facets import Facets  # noqa: PLC0415 - after the first paint

            self._facets = Facets(self._database)
        return self._facets

    @property
    def completions(self) -> "Completions":
        """What may stand after a field's name in a query."""
        if self._completions is None:
            from reader.library.completions import Completions  # noqa: PLC0415 - after the first paint

            self._completions = Completions(self._database)
        return self._completions

    @property
    def history(self) -> "History":
        """The queries that were asked."""
        from reader.library.history import History  # noqa: PLC0415 - after the first paint

        return History(self.paths.state / "history")
