"""The same texts in SQLite's FTS5, which the search is measured beside. A row's number is the release's place."""

import sqlite3
import time
from pathlib import Path
from typing import Any

NEWEST = "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid DESC LIMIT 51"
RANKED = "SELECT rowid FROM text WHERE text MATCH ? ORDER BY bm25(text) LIMIT 51"
ALL = "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid DESC"
EXCERPTS = (
    "SELECT snippet(text, 1, '[', ']', '…', 24) FROM text WHERE text MATCH ? ORDER BY rowid DESC LIMIT 50"
)
COUNTS = (
    "SELECT categories, count(*) FROM library.release WHERE place IN "
    "(SELECT rowid FROM text WHERE text MATCH ?) GROUP BY categories"
)
FILTERED = (
    "SELECT text.rowid FROM text JOIN library.release ON place = text.rowid WHERE text MATCH ? AND read = 0 "
    "AND day BETWEEN '2025-01-01' AND '2025-12-31' AND categories LIKE '%fta%' ORDER BY {order} LIMIT 51"
)
FILTERED_NEWEST = FILTERED.format(order="text.rowid DESC")
FILTERED_RANKED = FILTERED.format(order="bm25(text)")


class Fts5:
    """A connection to the texts, with the library's tables beside them."""

    def __init__(self, home: Path) -> None:
        self._connection = sqlite3.connect(home / "fts5.db")
        self._connection.execute("ATTACH ? AS library", (str(home / "library.db"),))

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows."""
        return self._connection.execute(sql, values).fetchall()

    def build(self) -> float:
        """Index the texts of the library anew; releases a second of process time."""
        began = time.process_time()
        run = self._connection.execute
        with self._connection:
            run("DROP TABLE IF EXISTS text")
            run("CREATE VIRTUAL TABLE text USING fts5(title, body, tokenize = 'porter unicode61')")
            run(
                "INSERT INTO text (rowid, title, body) SELECT place, release.title, body FROM library.release "
                "JOIN library.wording ON release = release.number AND wording.number = revision ORDER BY place"
            )
            run("INSERT INTO text (text) VALUES ('optimize')")
        return len(self) / (time.process_time() - began)

    def add(self, count: int) -> float:
        """Add some of the texts once more; milliseconds of process time. They are taken out again."""
        ((last,),) = self.ask("SELECT max(rowid) FROM text")
        texts = self.ask("SELECT title, body FROM text LIMIT ?", count)
        began = time.process_time()
        with self._connection:
            self._connection.executemany("INSERT INTO text (title, body) VALUES (?, ?)", texts)
        took = (time.process_time() - began) * 1000
        with self._connection:
            self._connection.execute("DELETE FROM text WHERE rowid > ?", (last,))
        return took

    def __len__(self) -> int:
        if not self.ask("SELECT 1 FROM main.sqlite_master WHERE name = 'text'"):
            return 0
        number: int = self.ask("SELECT count(*) FROM text")[0][0]
        return number
