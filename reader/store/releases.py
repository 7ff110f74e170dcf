"""Stores what sources show: one transaction a batch decides what is new, revised, completed or unchanged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reader.model import SOURCE_NAMES, STARTER, Outcome, Release
from reader.store.database import Database, now
from reader.store.identity import (
    Wording,
    count_words,
    current_number,
    decide,
    fold_title,
    identity_day,
    is_cut,
    release_id,
)
from reader.store.queue import enqueue

_DAY_SHIFT, _RUN_SHIFT = 43, 24
_LAST_RUN, _LAST_POSITION = (1 << _DAY_SHIFT - _RUN_SHIFT) - 1, (1 << _RUN_SHIFT) - 1


def place(day: date, run: int, position: int) -> int:
    """The sort key of a release: larger is newer.

    Days first; within a day, what a later run brought stands above what an earlier one did, and within a run
    the order of the listing, which is newest first, stays.
    """
    return day.toordinal() << _DAY_SHIFT | min(run, _LAST_RUN) << _RUN_SHIFT | _LAST_POSITION - position


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
class _Known:
    """What is stored of the release that a source shows."""

    number: int
    external_id: str | None
    url: str | None
    categories: str
    language: str | None


class ReleaseWriter:
    """Takes releases into the library, a batch a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, batch: Sequence[Release], run: Run) -> list[Outcome]:
        """Store what the batch shows; what became of each, in its order.

        Everything of the batch is stored, with its rows of the change queue, or nothing. The first batch of
        another source than the starter ends the starter library: its untouched digests go.
        """
        before = (run.number, run.added, run.batch)
        moment = now()
        try:
            with self._database.transaction():
                if batch:
                    run.batch = self._next_batch()
                outcomes = [self._take(release, run, moment) for release in batch]
                if any(release.source != STARTER for release in batch):
                    self._end_starter()
                if batch:
                    self._remember("ever_held")
        except BaseException:
            run.number, run.added, run.batch = before
            raise
        return outcomes

    def take_starter(self, digests: Sequence[Release]) -> None:
        """Store the starter library's digests, unless a release of any kind came meanwhile. They are no run."""
        moment, none = now(), Run()
        with self._database.transaction():
            if self._database.value("SELECT 1 FROM meta WHERE key = 'ever_held'") is None:
                self._next_batch()
                for digest in digests:
                    self._take(digest, none, moment)
                self._remember("ever_held")

    def _next_batch(self) -> int:
        """Count this transaction, so that whoever keeps something of the tables sees that they changed."""
        self._database.execute("UPDATE meta SET value = value + 1 WHERE key = 'batch'")
        return newest_batch(self._database)

    def _remember(self, key: str) -> None:
        self._database.execute("INSERT OR IGNORE INTO meta VALUES (?, '1')", (key,))

    def _take(self, release: Release, run: Run, moment: str) -> Outcome:
        known = self._find(release)
        if known is None:
            self._add(release, run, moment)
            return "added"
        body = release.body or ""
        wordings = [
            Wording.of(title, text, number)
            for number, title, text in self._database.rows(
                "SELECT number, title, body FROM revision JOIN wording USING (release, number) "
                "WHERE release = ? ORDER BY number",
                (known.number,),
            )
        ]
        decision = decide(wordings, Wording.of(release.title, body))
        if decision.outcome == "unchanged":
            self._seen(known.number, decision.number, moment)
        elif decision.outcome == "completed":
            self._complete(known.number, decision.number, release.title, body, moment)
        else:
            self._add_revision(known.number, decision.number, release.title, body, moment)
        self._merge(known, release)
        if decision.outcome != "unchanged":
            if decision.outcome == "revised":
                self._database.execute(
                    "UPDATE release SET run = ?, batch = ? WHERE number = ?",
                    (self._started(run), run.batch, known.number),
                )
            self._settle(known.number, moment)
            enqueue(self._database, known.number, "update")
        return decision.outcome

    def _find(self, release: Release) -> _Known | None:
        """Same source and own identifier, else same source, day and folded title."""
        columns = "SELECT number, external_id, url, categories, language FROM release WHERE source = ? AND "
        if release.external_id is not None:
            row = self._database.row(columns + "external_id = ?", (release.source, release.external_id))
            if row is not None:
                return _Known(*row)
        rows = self._database.rows(
            columns + "identity_day = ? AND folded_title = ? ORDER BY number",
            (release.source, identity_day(release), fold_title(release.title)),
        )
        for known in (_Known(*row) for row in rows):
            if release.external_id is None or known.external_id is None:
                return known
        return None

    def _started(self, run: Run) -> int:
        """The run's number; it gets one with its first change. The starter library is no run: 0."""
        if not run.number:
            run.number = self._database.insert("INSERT INTO run (started) VALUES (?)", (now(),))
        return run.number

    def _add(self, release: Release, run: Run, moment: str) -> None:
        body = release.body or ""
        self._database.execute(
            "INSERT OR IGNORE INTO source (key, name, kind) VALUES (?, ?, ?)",
            (
                release.source,
                SOURCE_NAMES.get(release.source, release.source),
                "starter" if release.source == STARTER else "listing",
            ),
        )
        number_of_run = 0 if release.source == STARTER else self._started(run)
        day = date.fromisoformat(release.date or moment[:10])
        ident = release_id(release)
        if self._database.value("SELECT 1 FROM release WHERE id = ?", (ident,)):
            ident = release_id(release, tie=True)
        number = self._database.insert(
            "INSERT INTO release (id, source, external_id, url, day, identity_day, folded_title, place, title, "
            "categories, language, revision, revision_count, cut, words, run, batch, first_seen, last_seen) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?)",
            (
                ident,
                release.source,
                release.external_id,
                release.url,
                release.date,
                identity_day(release),
                fold_title(release.title),
                place(day, number_of_run, run.added),
                release.title,
                "\n".join(release.categories),
                release.language,
                is_cut(body),
                count_words(body),
                number_of_run,
                run.batch,
                moment,
                moment,
            ),
        )
        run.added += 1
        self._insert_wording(number, 1, release.title, body, moment)
        enqueue(self._database, number, "add")

    def _insert_wording(self, release: int, number: int, title: str, body: str, moment: str) -> None:
        self._database.execute(
            "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?)",
            (release, number, title, is_cut(body), moment, moment),
        )
        self._database.execute("INSERT INTO wording VALUES (?, ?, ?)", (release, number, body))

    def _seen(self, release: int, revision: int, moment: str) -> None:
        self._database.execute(
            "UPDATE revision SET last_seen = ? WHERE release = ? AND number = ? AND last_seen != ?",
            (moment, release, revision, moment),
        )
        self._database.execute(
            "UPDATE release SET last_seen = ? WHERE number = ? AND last_seen != ?", (moment, release, moment)
        )

    def _complete(self, release: int, revision: int, title: str, body: str, moment: str) -> None:
        self._database.execute(
            "UPDATE wording SET body = ? WHERE release = ? AND number = ?", (body, release, revision)
        )
        self._database.execute(
            "UPDATE revision SET title = ?, cut = ?, last_seen = ? WHERE release = ? AND number = ?",
            (title, is_cut(body), moment, release, revision),
        )

    def _add_revision(self, release: int, revision: int, title: str, body: str, moment: str) -> None:
        self._insert_wording(release, revision, title, body, moment)

    def _settle(self, release: int, moment: str) -> None:
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
            "UPDATE release SET title = ?, revision = ?, revision_count = ?, cut = ?, words = ?, last_seen = ? "
            "WHERE number = ?",
            (title, current, len(revisions), cut, count_words(body), moment, release),
        )

    def _merge(self, known: _Known, release: Release) -> None:
        """Categories, link, identifier and language that were not known yet; a missing one erases nothing."""
        categories = known.categories.split("\n") if known.categories else []
        merged = "\n".join(categories + [name for name in release.categories if name not in categories])
        values = (
            merged,
            known.external_id or release.external_id,
            known.url or release.url,
            known.language or release.language,
        )
        if values != (known.categories, known.external_id, known.url, known.language):
            self._database.execute(
                "UPDATE release SET categories = ?, external_id = ?, url = ?, language = ? WHERE number = ?",
                (*values, known.number),
            )

    def _end_starter(self) -> None:
        """Once: remove the digests that the user did not bookmark, tag or note."""
        if self._database.value("SELECT 1 FROM meta WHERE key = 'starter_ended'"):
            return
        self._remember("starter_ended")
        untouched = self._database.column(
            "SELECT number FROM release WHERE source = ? AND bookmarked = 0 AND note_count = 0 "
            "AND number NOT IN (SELECT release FROM draft) AND number NOT IN (SELECT release FROM tag)",
            (STARTER,),
        )
        for number in untouched:
            self._database.execute("DELETE FROM release WHERE number = ?", (number,))
            enqueue(self._database, number, "delete")
