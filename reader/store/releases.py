"""Stores what sources show: one transaction a batch decides what is new, revised, completed or unchanged."""

from collections.abc import Callable, Sequence

from reader.model import SOURCE_NAMES, STARTER, Outcome, Release, Source
from reader.store import attachments
from reader.store.database import Database, now
from reader.store.identity import Decision, Identity, Wording, decide
from reader.store.queue import enqueue
from reader.store.release_rows import Facts, ReleaseRows, Run, Text


class ReleaseWriter:
    """Takes releases into the library, a batch a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows = ReleaseRows(database)

    def take(
        self, batch: Sequence[Release], run: Run, also: Callable[[list[Outcome]], None] | None = None
    ) -> list[Outcome]:
        """Store what the batch shows; what became of each, in its order.

        Everything of the batch is stored, with its rows of the change queue and with what `also` writes when it is
        handed the outcomes, or nothing. The first batch of another source than the starter ends the starter library:
        its untouched digests go.
        """
        before = (run.number, run.added, run.batch)
        moment = now()
        try:
            with self._database.transaction():
                if batch:
                    run.batch = self._rows.next_batch()
                outcomes = [self._take(release, run, moment) for release in batch]
                if any(release.source != STARTER for release in batch):
                    self._rows.end_starter()
                if batch:
                    self._rows.remember("ever_held")
                if also is not None:
                    also(outcomes)
        except BaseException:
            run.number, run.added, run.batch = before
            raise
        return outcomes

    def take_starter(self, digests: Sequence[Release]) -> None:
        """Store the starter library's digests, unless a release of any kind came meanwhile. They are no run."""
        moment, none = now(), Run()
        with self._database.transaction():
            if not self._rows.happened("ever_held"):
                self._rows.next_batch()
                for digest in digests:
                    self._take(digest, none, moment)
                self._rows.remember("ever_held")

    def _take(self, release: Release, run: Run, moment: str) -> Outcome:
        text = Text(release.title, release.body or "", moment, moment)
        known = self._rows.find(Identity.of(release))
        if known is None:
            added = self._add(release, text, run)
            attachments.bring_up(self._database, added, release.attachments, anew=True)
            return "added"
        number = known.number
        same = self._rows.texts(number).get((text.title, text.body))
        if same is None:
            decision = decide(self._rows.wordings(number), Wording.of(text.title, text.body))
        else:  # to the letter: that is folded for nobody
            decision = Decision("unchanged", same)
        if decision.outcome == "unchanged":
            self._rows.wording_seen(number, decision.number, moment, moment)
        elif decision.outcome == "completed":
            self._rows.complete(number, decision.number, text)
        else:
            self._rows.add_wording(number, decision.number, text)
            self._rows.changed(number, run)
        self._rows.seen(number, moment, moment)
        self._rows.merge_facts(
            known,
            categories=release.categories,
            external_id=release.external_id,
            url=release.url,
            language=release.language,
        )
        attachments.bring_up(self._database, number, release.attachments, anew=decision.outcome == "revised")
        if decision.outcome != "unchanged":
            self._rows.settle(number)
            enqueue(self._database, number, "update")
        return decision.outcome

    def _add(self, release: Release, text: Text, run: Run) -> int:
        key, digest = release.source, release.source == STARTER
        self._rows.know(Source(key, SOURCE_NAMES.get(key, key), "starter" if digest else "listing"))
        facts = Facts(
            Identity.of(release),
            release.date,
            release.url,
            release.categories,
            release.language,
            text.first_seen,
            text.last_seen,
        )
        return self._rows.add(facts, [(1, text)], run, digest=digest)
