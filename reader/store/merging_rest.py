"""Brings back what a backup holds beside releases: saved searches, unfinished notes, where the reader was left."""

import hashlib
import os
import re
from collections.abc import Sequence
from itertools import count

from reader.model import Passage, SavedSearch, Source
from reader.store import note_rows, saved
from reader.store.database import Database
from reader.store.fetching import FetchedRows
from reader.store.note_rows import Draft
from reader.store.saved import SavedSearches
from reader.store.sources import Session

_NUMBERED = re.compile(r"(?: [0-9]{1,4})+\Z")


class RestMerger:
    """Puts each beside what is here; doing it again changes nothing. Call all of it inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._saved = SavedSearches(database)

    def saved_search(self, name: str, query: str, created: str) -> int:
        """Save a query; where its name stands for another one, as “NAME 2”. How many that added.

        One that got its name so does not get a further one: two libraries that take over from each other have
        different names for the same two. Raises UsageError for what can be no name.
        """
        name, query = saved.clean(name), query.strip()
        if self._query(name) is not None and self._is_there_numbered(name, query):
            return 0
        for number in count(1):
            wanted = name if number == 1 else f"{name[: saved.LONGEST - 7]} {number}"
            found = self._query(wanted)
            if found == query or number > 9999:
                return 0
            if found is None:
                newest = self._saved.newest_batch()
                self._database.execute(
                    "INSERT INTO saved (folded, name, query, created, looked, alerted) VALUES (?, ?, ?, ?, ?, ?)",
                    (saved.fold(wanted), *SavedSearch(wanted, query, created, newest, newest)),
                )
                return 1
        return 0

    def _is_there_numbered(self, name: str, query: str) -> bool:
        rows = self._database.rows("SELECT folded FROM saved WHERE query = ?", (query,))
        return any(_unnumbered(folded) == _unnumbered(saved.fold(name)) for (folded,) in rows)

    def _query(self, name: str) -> str | None:
        query: str | None = self._database.value(
            "SELECT query FROM saved WHERE folded = ?", (saved.fold(name),)
        )
        return query

    def source(self, source: Source, addresses: Sequence[str]) -> int:
        """Have a source fetched that is not fetched here, or not from all these addresses; how many that added."""
        rows = FetchedRows(self._database)
        known = [one.url for one in rows.addresses(source.key)]
        missing = [url for url in addresses if url not in known]
        if not missing:
            return 0
        if known:
            row = self._database.row("SELECT key, name, kind, url FROM source WHERE key = ?", (source.key,))
            source = Source(*row) if row else source
        rows.subscribe(source, missing)
        return 1

    def release(self, ident: str) -> int | None:
        """The row of the release that has an id; None where none has."""
        number: int | None = self._database.value("SELECT number FROM release WHERE id = ?", (ident,))
        return number

    def draft(self, number: int, note: str, text: str, passage: Passage | None) -> int:
        """Keep the text of an unfinished note on the release in a row, where no note has it; how many that added.

        It is offered again as one whose reader has ended: this process will have.
        """
        there = self._database.value(
            "SELECT EXISTS (SELECT 1 FROM note WHERE release = ?1 AND text = ?2) "
            "OR EXISTS (SELECT 1 FROM draft WHERE release = ?1 AND trim(text) = ?2)",
            (number, text.strip()),
        )
        if there:
            return 0
        digest = hashlib.sha256("\0".join((str(number), note, text)).encode()).hexdigest()
        if passage is not None and not note_rows.reads_so(self._database, number, passage):
            passage = None
        editor = f"restored-{digest[:16]}"
        if self._database.value("SELECT 1 FROM draft WHERE editor = ?", (editor,)):
            return 0  # it was restored before, and went on here since
        note_rows.keep_draft(self._database, Draft(editor, number, note, text, os.getpid(), passage))
        return 1

    def session(self, values: dict[str, str]) -> None:
        """Remember where another reader was left, unless one was here already."""
        if not Session(self._database).read():
            self._database.execute_many("INSERT INTO session VALUES (?, ?)", list(values.items()))


def _unnumbered(name: str) -> str:
    """What is left of the name that a numbered one was made from."""
    return _NUMBERED.sub("", name)[: saved.LONGEST - 7]
