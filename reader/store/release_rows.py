"""The rows of releases, revisions and wordings, as every way of taking releases in writes them.

All of it belongs inside a transaction of the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from reader.model import STARTER, Source
from reader.store.database import Database, now
from reader.store.identity import (
    Identity,
    Wording,
    contradict,
    count_words,
    current_number,
    derived_ids,
    is_cut,
)
from reader.store.queue import enqueue
from reader.store.removing import remove_untouched

_DAY_SHIFT, _RUN_SHIFT = 43, 24
_LAST_RUN, _LAST_POSITION = (1 << _DAY_SHIFT - _RUN_SHIFT) - 1, (1 << _RUN_SHIFT) - 1
_WITHIN_A_DAY = (1 << _DAY_SHIFT) - 1
_LAST_DAY = (1 << 63 - _DAY_SHIFT) - 1
"""In the year 2871: SQLite's integers have no room for later ones, which all sort as that day."""


def place(day: date, run: int, position: int) -> int:
    """The sort key of a release: larger is newer.

    Days first; within a day, what a later run brought stands above what an earlier one did, and within a run
    the order of the listing, which is newest first, stays.
    """
    return _of_day(day) | min(run, _LAST_RUN) << _RUN_SHIFT | _LAST_POSITION - position


def _of_day(day: date) -> int:
    return min(day.toordinal(), _LAST_DAY) << _DAY_SHIFT


def newest_batch(database: Database) -> int:
    """Number of the last transaction that took releases in; a release's `batch` is never larger. 0 for none."""
    return int(database.value("SELECT value FROM meta WHERE key = 'batch'"))


@dataclass(slots=True)
class Run:
    """One import or sync: it becomes a row with its first change, and counts what it added."""

    number: int = 0
    added: int = 0
    batch: int = 0
    """Number of the transaction under way: marks what it adds or revises."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a release that is shown again."""

    number: int
    external_id: str | None
    url: str | None
    categories: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored of a release beside its wordings."""

    identity: Identity
    day: str | None
    url: str | None
    categories: tuple[str, ...]
    language: str | None
    first_seen: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class Text:
    """A wording as it is stored, with its times."""

    title: str
    body: str
    first_seen: str
    last_seen: str


class ReleaseRows:
    """Finds and writes rows; what they mean is decided by `identity`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Runs and batches

    def next_batch(self) -> int:
        """Count this transaction, so that whoever keeps something of the tables sees that they changed."""
        self._database.execute("UPDATE meta SET value = value + 1 WHERE key = 'batch'")
        return newest_batch(self._database)

    def remember(self, key: str) -> None:
        """Note that something has happened to this library."""
        self._database.execute("INSERT OR IGNORE INTO meta VALUES (?, '1')", (key,))

    def happened(self, key: str) -> bool:
        """Whether that was noted."""
        return self._database.value("SELECT 1 FROM meta WHERE key = ?", (key,)) is not None

    def started(self, run: Run) -> int:
        """The run's number; it gets one with its first change."""
        if not run.number:
            run.number = self._database.insert("INSERT INTO run (started) VALUES (?)", (now(),))
        return run.number

    def changed(self, release: int, run: Run) -> None:
        """Note that this run revised a release."""
        self._database.execute(
            "UPDATE release SET run = ?, batch = ? WHERE number = ?",
            (self.started(run), run.batch, release),
        )

    # Releases

    def find(self, identity: Identity) -> Known | None:
        """Same source and own identifier, else same source, day and folded title."""
        columns = "SELECT number, external_id, url, categories, language FROM release WHERE source = ? AND "
        if identity.external_id is not None:
            row = self._database.row(columns + "external_id = ?", (identity.source, identity.external_id))
            if row is not None:
                return Known(*row)
        rows = self._database.rows(
            columns + "identity_day = ? AND folded_title = ? ORDER BY number",
            (identity.source, identity.day, identity.folded_title),
        )
        for known in (Known(*row) for row in rows):
            if not contradict(identity.source, known.external_id, identity.external_id):
                return known
        return None

    def known(self, number: int) -> Known | None:
        """The release in a row; None when it is gone."""
        row = self._database.row(
            "SELECT number, external_id, url, categories, language FROM release WHERE number = ?", (number,)
        )
        return None if row is None else Known(*row)

    def know(self, source: Source) -> None:
        """See to it that a source has its row; one that has it stays as it is."""
        self._database.execute(
            "INSERT OR IGNORE INTO source (key, name, kind, url) VALUES (?, ?, ?, ?)",
            (source.key, source.name, source.kind, source.url),
        )

    def add(
        self, facts: Facts, revisions: Sequence[tuple[int, Text]], run: Run, *, digest: bool, ident: str = ""
    ) -> int:
        """Store a release that is not known, with its wordings by number; its row number.

        `ident` is the id that it has elsewhere; it keeps it where nothing else has it. A `digest` of the starter
        library is new to nobody.
        """
        day = date.fromisoformat(facts.day or facts.first_seen[:10])
        placed = place(day, run.number if digest else self.started(run), run.added)
        texts = dict(revisions)
        current = current_number([(revision, is_cut(text.body)) for revision, text in revisions])
        number = self._database.insert(
            "INSERT INTO release (id, source, external_id, url, day, identity_day, folded_title, place, title, "
            "categories, language, revision, revision_count, cut, words, run, batch, first_seen, last_seen) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._free_id(facts.identity, ident),
                facts.identity.source,
                facts.identity.external_id,
                facts.url,
                facts.day,
                facts.identity.day,
                facts.identity.folded_title,
                placed,
                texts[current].title,
                "\n".join(facts.categories),
                facts.language,
                current,
                len(texts),
                is_cut(texts[current].body),
                count_words(texts[current].body),
                0 if digest else run.number,
                run.batch,
                facts.first_seen,
                facts.last_seen,
            ),
        )
        run.added += 1
        for revision, text in revisions:
            self.add_wording(number, revision, text)
        enqueue(self._database, number, "add")
        return number

    def _free_id(self, identity: Identity, wanted: str) -> str:
        for ident in chain([wanted] if wanted else [], derived_ids(identity)):
            if self._database.value("SELECT 1 FROM release WHERE id = ?", (ident,)) is None:
                return ident
        raise AssertionError("there is always another id to derive")

    def seen(self, release: int, first: str, last: str) -> None:
        """Widen the time in which a release was seen; one without a day stands at that of its first moment."""
        widened = self._database.execute(
            "UPDATE release SET first_seen = min(first_seen, ?1), last_seen = max(last_seen, ?2) "
            "WHERE number = ?3 AND (first_seen > ?1 OR last_seen < ?2) AND (day IS NOT NULL OR first_seen <= ?1)",
            (first, last, release),
        )
        if widened:
            return
        row = self._database.row(
            "SELECT place FROM release WHERE number = ? AND day IS NULL AND first_seen > ?", (release, first)
        )
        if row is None:
            return
        self._database.execute(
            "UPDATE release SET first_seen = ?, last_seen = max(last_seen, ?), place = ? WHERE number = ?",
            (first, last, _of_day(date.fromisoformat(first[:10])) | row[0] & _WITHIN_A_DAY, release),
        )
        enqueue(self._database, release, "update")

    def settle(self, release: int) -> None:
        """Bring the release's row in line with its revisions."""
        revisions = self._database.rows("SELECT number, cut FROM revision WHERE release = ?", (release,))
        current = current_number([(number, bool(cut)) for number, cut in revisions])
        row = self._database.row(
            "SELECT title, cut, body FROM revision JOIN wording USING (release, number) "
            "WHERE release = ? AND number = ?",
            (release, current),
        )
        assert row is not None, "a release has the revision that was just chosen"  # noqa: S101
        title, cut, body = row
        self._database.execute(
            "UPDATE release SET title = ?, revision = ?, revision_count = ?, cut = ?, words = ? WHERE number = ?",
            (title, current, len(revisions), cut, count_words(body), release),
        )

    def merge_facts(
        self,
        known: Known,
        *,
        categories: Sequence[str],
        external_id: str | None,
        url: str | None,
        language: str | None,
    ) -> None:
        """Store categories, identifier, link and language that were not known yet; a missing one erases nothing."""
        before = known.categories.split("\n") if known.categories else []
        values = (
            "\n".join(before + [name for name in categories if name not in before]),
            known.external_id or external_id,
            known.url or url,
            known.language or language,
        )
        if values != (known.categories, known.external_id, known.url, known.language):
            self._database.execute(
                "UPDATE release SET categories = ?, external_id = ?, url = ?, language = ? WHERE number = ?",
                (*values, known.number),
            )

    # Wordings

    def texts(self, release: int) -> dict[tuple[str, str], int]:
        """The number of each headline and text of a release."""
        return {
            (title, text): number
            for number, title, text in self._database.rows(
                "SELECT number, title, body FROM revision JOIN wording USING (release, number) "
                "WHERE release = ? ORDER BY number DESC",
                (release,),
            )
        }

    def wordings(self, release: int) -> list[Wording]:
        """The wordings of a release, to compare another one with."""
        return [
            Wording.of(title, text, number)
            for number, title, text in self._database.rows(
                "SELECT number, title, body FROM revision JOIN wording USING (release, number) "
                "WHERE release = ? ORDER BY number",
                (release,),
            )
        ]

    def add_wording(self, release: int, number: int, text: Text) -> None:
        """Store another wording."""
        self._database.execute(
            "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?)",
            (release, number, text.title, is_cut(text.body), text.first_seen, text.last_seen),
        )
        self._database.execute("INSERT INTO wording VALUES (?, ?, ?)", (release, number, text.body))

    def wording_seen(self, release: int, number: int, first: str, last: str) -> None:
        """Widen the time in which a wording was seen."""
        self._database.execute(
            "UPDATE revision SET first_seen = min(first_seen, ?1), last_seen = max(last_seen, ?2) "
            "WHERE release = ?3 AND number = ?4 AND (first_seen > ?1 OR last_seen < ?2)",
            (first, last, release, number),
        )

    def complete(self, release: int, number: int, text: Text) -> None:
        """Put the whole text in the place of the cut one that begins it."""
        self._database.execute(
            "UPDATE wording SET body = ? WHERE release = ? AND number = ?", (text.body, release, number)
        )
        self._database.execute(
            "UPDATE revision SET title = ?, cut = ? WHERE release = ? AND number = ?",
            (text.title, is_cut(text.body), release, number),
        )
        self.wording_seen(release, number, text.first_seen, text.last_seen)

    # The starter library

    def end_starter(self) -> None:
        """Once: remove the digests that the user did not bookmark, tag or note."""
        if self.happened("starter_ended"):
            return
        self.remember("starter_ended")
        remove_untouched(self._database, STARTER)
