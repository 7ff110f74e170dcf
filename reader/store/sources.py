"""The sources that the library knows, and small values that are remembered between sessions."""

from reader.model import Source
from reader.store.database import Database


class Sources:
    """Reads the table of sources."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Source]:
        """Every source, by name."""
        addresses: dict[str, list[str]] = {}
        for key, url in self._database.rows("SELECT source, url FROM fetched ORDER BY source, position"):
            addresses.setdefault(key, []).append(url)
        return [
            Source(*row)._replace(addresses=tuple(addresses.get(row[0], ())))
            for row in self._database.rows(
                "SELECT key, name, kind, url, last_tried, last_good, error, next_due, retry_after, failures "
                "FROM source ORDER BY name, key"
            )
        ]

    def incomplete(self) -> set[str]:
        """Keys of the sources with an address whose pages were never all read, and are not being read."""
        return {
            key
            for (key,) in self._database.rows(
                "SELECT source FROM fetched WHERE NOT complete AND NOT EXISTS (SELECT 1 FROM walk "
                "WHERE walk.source = fetched.source AND walk.url = fetched.url AND whole)"
            )
        }

    def ever_held(self) -> bool:
        """Whether this library has ever held a release."""
        return self._database.value("SELECT 1 FROM meta WHERE key = 'ever_held'") is not None

    def counts(self) -> dict[str, int]:
        """How many releases the library holds of each source."""
        return dict(self._database.rows("SELECT source, count(*) FROM release GROUP BY source"))


class Session:
    """Remembers where the reader was left."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> dict[str, str]:
        """Everything that was remembered."""
        return dict(self._database.rows("SELECT key, value FROM session"))

    def remember(self, values: dict[str, str]) -> None:
        """Remember values beside those remembered before."""
        with self._database.transaction():
            self._database.execute_many(
                "INSERT INTO session VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                list(values.items()),
            )
