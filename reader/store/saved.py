"""Queries that the user named."""

import re
import unicodedata

from reader import folding
from reader.errors import NotFound, UsageError
from reader.model import SavedSearch
from reader.store.clause import Where
from reader.store.database import Database, now
from reader.store.release_rows import newest_batch

LONGEST = 80
"""Characters in a name."""
_COLUMNS = "name, query, created, looked, alerted"
_SPACES = re.compile(r"\s+")
_QUOTES = '"“”„‟＂'
"""What the query grammar reads as quotation marks: `search:"…"` cannot hold one."""


def clean(text: str) -> str:
    """The name that is meant: NFC, trimmed, runs of blanks as one. Raises UsageError for what cannot be a name."""
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if not any(map(str.isalnum, name)):
        raise UsageError(f"“{name}” is no name for a saved search: write a word or two.")
    if len(name) > LONGEST:
        raise UsageError(
            f"The name of a saved search has at most {LONGEST} characters, and “{name[:20]}…” has {len(name):,}. "
            "Write a shorter one."
        )
    for char in name:
        if char in _QUOTES or unicodedata.category(char) in ("Cc", "Cs"):
            shown = char if char.isprintable() else f"U+{ord(char):04X}"
            raise UsageError(f"The name of a saved search cannot hold “{shown}”. Write it without.")
    return name


def fold(name: str) -> str:
    """What two names are compared by."""
    return _SPACES.sub(" ", folding.fold(name)).strip()


def since(batch: int, until: int) -> Where:
    """The releases that batches after one, up to another, were the last to add or revise."""
    return Where("batch > 0 AND batch > ? AND batch <= ?", (batch, until))


class SavedSearches:
    """Reads and changes the saved searches, each change in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SavedSearch]:
        """Every saved search, by name."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM saved ORDER BY folded")  # noqa: S608
        return [SavedSearch(*row) for row in rows]

    def get(self, name: str) -> SavedSearch:
        """The saved search of this name, in any case. Raises NotFound, which names near ones."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM saved WHERE folded = ?", (fold(name),))  # noqa: S608
        if row is None:
            raise NotFound(self._missing(name))
        return SavedSearch(*row)

    def put(self, name: str, query: str) -> SavedSearch:
        """Save a query under a name, in the place of the one that has it.

        All that is in the library counts as looked at and told; so it stays as it was where the query does not
        change. Raises UsageError for a name that is none and for an empty query.
        """
        name, query = clean(name), query.strip()
        if not query:
            raise UsageError("The query is empty: nothing was saved. Write what to look for.")
        with self._database.transaction():
            newest = newest_batch(self._database)
            self._database.execute(
                "INSERT INTO saved VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (folded) DO UPDATE SET name = excluded.name, "
                "looked = CASE WHEN query = excluded.query THEN looked ELSE excluded.looked END, "
                "alerted = CASE WHEN query = excluded.query THEN alerted ELSE excluded.alerted END, "
                "query = excluded.query",
                (fold(name), name, query, now(), newest, newest),
            )
        return self.get(name)

    def remove(self, name: str) -> SavedSearch:
        """Remove a saved search; hand the result to `restore` to undo it. Raises NotFound."""
        with self._database.transaction():
            found = self.get(name)
            self._database.execute("DELETE FROM saved WHERE folded = ?", (fold(name),))
        return found

    def restore(self, saved: SavedSearch) -> None:
        """Bring back a saved search as it was, in the place of one that has its name by now."""
        with self._database.transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO saved VALUES (?, ?, ?, ?, ?, ?)", (fold(saved.name), *saved)
            )

    def mark(self, saved: SavedSearch, batch: int, *, alerted: bool) -> None:
        """Note that its hits up to a batch were told (`alerted`) or looked at; never back.

        A search that was removed or asks something else meanwhile is left alone.
        """
        column = "alerted" if alerted else "looked"
        with self._database.transaction():
            self._database.execute(
                f"UPDATE saved SET {column} = ? WHERE folded = ? AND query = ? AND {column} < ?",  # noqa: S608
                (batch, fold(saved.name), saved.query, batch),
            )

    def newest_batch(self) -> int:
        """The last batch of releases that came in."""
        return newest_batch(self._database)

    def _missing(self, name: str) -> str:
        import difflib  # noqa: PLC0415 - only here

        known = {fold(saved.name): saved.name for saved in self.all()}
        near = [known[one] for one in difflib.get_close_matches(fold(name), known, n=3)]
        advice = (
            f"Did you mean {' or '.join(f'“{one}”' for one in near)}?"
            if near
            else "`pressreader saved list` lists them."
        )
        return f"There is no saved search “{name}”. {advice}"
