"""Brings whole releases of another library, or of a backup, into this one; what the user wrote is never overwritten.

Everything can be repeated: merging the same again changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from reader.errors import UsageError
from reader.model import STARTER, Outcome, Record, Release, Revision, Source
from reader.store import attachments, tags
from reader.store.database import Database
from reader.store.identity import Decision, Identity, Wording, decide, first_identity
from reader.store.merging_notes import NoteMerger
from reader.store.queue import enqueue
from reader.store.release_rows import Facts, Known, ReleaseRows, Run, Text


@dataclass(slots=True)
class Merged:
    """What became of one record."""

    outcome: Outcome | None = None
    """None for a digest that the library does not want any more, and for what continues a release that is not here."""
    number: int | None = None
    """Row number of the release, after a dry run the one that it would have had."""
    notes: int = 0
    """Notes that were added, or changed."""
    older: int = 0
    """Notes that were not taken because they were written again here since."""
    tags: int = 0
    bookmarks: int = 0
    read: int = 0
    problems: list[str] = field(default_factory=list)
    """What of it could not be taken."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """A release that the next record may continue."""

    ident: str
    source: str
    number: int
    numbers: dict[int, int]
    """Under which number each of its wordings stands here."""


class RecordMerger:
    """Merges records into the library, a batch a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows = ReleaseRows(database)
        self._notes = NoteMerger(database)
        self._begun: _Begun | None = None

    def merge(self, batch: Sequence[tuple[Record, Source]], run: Run, *, dry: bool = False) -> list[Merged]:
        """Merge records that come with their sources; what became of each, in their order.

        All of the batch is merged, with its rows of the change queue, or nothing. A `dry` run tells what would become
        of them: it does the same and takes it back.
        """
        before = (run.number, run.added, run.batch)
        try:
            with self._database.transaction(dry=dry):
                merged = self._merge_all(batch, run)
        except BaseException:
            run.number, run.added, run.batch = before
            raise
        if dry:
            run.number, run.added, run.batch = before
        return merged

    def _merge_all(self, batch: Sequence[tuple[Record, Source]], run: Run) -> list[Merged]:
        run.batch = self._rows.next_batch()
        if any(source.key != STARTER for _, source in batch):
            self._rows.end_starter()
        merged = [self._merge(record, source, run) for record, source in batch]
        if any(one.outcome is not None for one in merged):
            self._rows.remember("ever_held")
        return merged

    def _merge(self, record: Record, source: Source, run: Run) -> Merged:
        if record.continues:
            return self._go_on(record, source, run)
        self._begun = None
        if source.key == STARTER and self._rows.happened("starter_ended") and not _touched(record):
            return Merged()
        merged = Merged()
        release = record.release
        identity = first_identity(release, release.id, [one.title for one in record.revisions])
        known = self._rows.find(identity)
        if known is None:
            number, numbers = self._add(record, source, identity, run)
            merged.outcome = "added"
        else:
            number = known.number
            merged.outcome, numbers = self._merge_wordings(known, record, run)
        self._begun = _Begun(release.id, source.key, number, numbers)
        self._merge_rest(number, record, numbers, merged)
        return merged

    def _go_on(self, record: Record, source: Source, run: Run) -> Merged:
        """Merge more of the release before."""
        begun, release = self._begun, record.release
        if begun is None or (begun.ident, begun.source) != (release.id, source.key):
            return Merged(
                problems=["This continues a release whose beginning is not there, and was left out."]
            )
        known = self._rows.known(begun.number)
        if known is None:
            # Its beginning came in an earlier batch of a dry run, or was removed since.
            notes, named = len(record.notes), len(release.tags)
            return Merged(outcome="unchanged", number=begun.number, notes=notes, tags=named)
        outcome, numbers = self._merge_wordings(known, record, run)
        begun.numbers.update(numbers)
        merged = Merged(outcome=outcome)
        self._merge_rest(begun.number, record, begun.numbers, merged)
        return merged

    def _merge_rest(self, number: int, record: Record, numbers: Mapping[int, int], merged: Merged) -> None:
        merged.number = number
        attachments.add(self._database, number, record.release.attachments)
        self._merge_state(number, record.release, merged)
        merged.notes, merged.older = self._notes.merge(number, record.notes, numbers)

    def _add(
        self, record: Record, source: Source, identity: Identity, run: Run
    ) -> tuple[int, dict[int, int]]:
        """The number of a release that was not known; and the number here of each of the record's wordings."""
        release = record.release
        self._rows.know(source)
        self._rows.started(
            run
        )  # also for digests, which are new to nobody: it parts them from those that are here
        facts = Facts(
            identity,
            release.date,
            release.url,
            release.categories,
            release.language,
            release.first_seen,
            release.last_seen,
        )
        texts, numbers = _distinct(record.revisions)
        number = self._rows.add(facts, texts, run, digest=source.key == STARTER, ident=release.id)
        return number, numbers

    # Wordings

    def _merge_wordings(self, known: Known, record: Record, run: Run) -> tuple[Outcome, dict[int, int]]:
        """What became of a known release's wordings; and the number here of each of the record's."""
        outcomes: set[Outcome] = set()
        numbers: dict[int, int] = {}
        there = self._rows.texts(known.number)
        wordings: dict[int, Wording] | None = None
        for revision in record.revisions:
            text = _text(revision)
            same = there.get((revision.title, revision.body))
            if same is not None:
                # What is the same to the letter need not be folded: most of a backup is.
                self._rows.wording_seen(known.number, same, text.first_seen, text.last_seen)
                numbers[revision.number] = same
                continue
            if wordings is None:
                wordings = {one.number: one for one in self._rows.wordings(known.number)}
            shown = Wording.of(revision.title, revision.body)
            decision = decide(list(wordings.values()), shown)
            numbers[revision.number] = decision.number
            outcomes.add(decision.outcome)
            if decision.outcome == "unchanged":
                self._rows.wording_seen(known.number, decision.number, text.first_seen, text.last_seen)
                continue
            if decision.outcome == "completed":
                self._rows.complete(known.number, decision.number, text)
                there = {words: number for words, number in there.items() if number != decision.number}
            else:
                self._rows.add_wording(known.number, decision.number, text)
            wordings[decision.number] = replace(shown, number=decision.number)
            there[revision.title, revision.body] = decision.number
        release = record.release
        self._rows.seen(known.number, release.first_seen, release.last_seen)
        self._rows.merge_facts(
            known,
            categories=release.categories,
            external_id=release.external_id,
            url=release.url,
            language=release.language,
        )
        outcome: Outcome = next((one for one in _STRONGEST if one in outcomes), "unchanged")
        if outcome == "revised":
            self._rows.changed(known.number, run)
        if outcome != "unchanged":
            self._rows.settle(known.number)
            enqueue(self._database, known.number, "update")
        return outcome, numbers

    # What the user set

    def _merge_state(self, number: int, release: Release, merged: Merged) -> None:
        if release.bookmarked:
            merged.bookmarks = self._database.execute(
                "UPDATE release SET bookmarked = 1 WHERE number = ? AND bookmarked = 0", (number,)
            )
        if release.read:
            merged.read = self._database.execute(
                "UPDATE release SET read = 1 WHERE number = ? AND read = 0", (number,)
            )
        for tag in release.tags:
            try:
                merged.tags += self._tag(number, tags.clean(tag))
            except UsageError as error:
                merged.problems.append(f"A tag was left out. {error}")

    def _tag(self, number: int, name: str) -> int:
        folded = tags.fold(name)
        name = self._database.value("SELECT name FROM tag WHERE folded = ? LIMIT 1", (folded,)) or name
        return self._database.execute("INSERT OR IGNORE INTO tag VALUES (?, ?, ?)", (number, folded, name))


_STRONGEST: tuple[Outcome, ...] = ("revised", "completed")


def _touched(record: Record) -> bool:
    """Whether the user did something with it that would keep a digest."""
    return bool(record.release.bookmarked or record.release.tags or record.notes)


def _distinct(revisions: Sequence[Revision]) -> tuple[list[tuple[int, Text]], dict[int, int]]:
    """The wordings that become rows, numbered from 1; and which of these numbers each of `revisions` has."""
    texts: dict[int, Text] = {}
    wordings: dict[int, Wording] = {}
    numbers: dict[int, int] = {}
    for revision in revisions:
        text = _text(revision)
        shown = Wording.of(revision.title, revision.body) if len(revisions) > 1 else None
        decision = Decision("added", 1) if shown is None else decide(list(wordings.values()), shown)
        number = numbers[revision.number] = decision.number
        if decision.outcome == "unchanged":
            text = replace(texts[number], **_seen(texts[number], text))
        elif decision.outcome == "completed":
            text = replace(text, **_seen(texts[number], text))
        texts[number] = text
        if shown is not None and decision.outcome != "unchanged":
            wordings[number] = replace(shown, number=number)
    return list(texts.items()), numbers


def _seen(one: Text, other: Text) -> dict[str, str]:
    """The time in which either was seen."""
    return {
        "first_seen": min(one.first_seen, other.first_seen),
        "last_seen": max(one.last_seen, other.last_seen),
    }


def _text(revision: Revision) -> Text:
    return Text(revision.title, revision.body, revision.first_seen, revision.last_seen)
