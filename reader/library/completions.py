"""What may stand after a field's name in a query, for the bar: asked at every key, so kept until it changes."""

from reader.folding import fold
from reader.store.database import Database
from reader.store.facets import versions
from reader.store.release_rows import newest_batch
from reader.store.saved import SavedSearches
from reader.store.sources import Sources
from reader.store.statistics import categories, languages
from reader.store.tags import Tags


class Completions:
    """The values of the fields whose values the library knows, on one connection."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tags = Tags(database)
        self._saved = SavedSearches(database)
        self._sources = Sources(database)
        self._known: dict[str, tuple[tuple[int, ...], list[str]]] = {}

    def values(self, field: str) -> list[str]:
        """The values of `category`, `tag`, `source`, `search` or `lang`; empty for any other field.

        Categories, tags and languages the most frequent first, sources and saved searches by name.
        """
        # Categories and languages come with imports alone; counting them takes longer than a mark lasts.
        brought = field in ("category", "lang")
        version = (newest_batch(self._database),) if brought else versions(self._database)
        known = self._known.get(field)
        if known is None or known[0] != version:
            known = self._known[field] = version, self._read(field)
        return known[1]

    def _read(self, field: str) -> list[str]:
        match field:
            case "category":
                return [name for name, _ in categories(self._database) if name is not None]
            case "tag":
                return [name for name, _ in self._tags.all()]
            case "search":
                return [saved.name for saved in self._saved.all()]
            case "source":
                return self._source_values()
            case "lang":
                return languages(self._database)
            case _:
                return []

    def _source_values(self) -> list[str]:
        """Keys, and the names that are something else."""
        found: dict[str, str] = {}
        for source in self._sources.all():
            for value in (source.key, source.name):
                found.setdefault(fold(value), value)
        return list(found.values())
