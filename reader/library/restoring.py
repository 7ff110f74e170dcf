"""Restores a backup into a library, empty or used: reads all of it, tells what would change, then merges it."""

import stat
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from reader.errors import LibraryError, UsageError
from reader.ingest import backups as reading
from reader.ingest.files import printable
from reader.ingest.problems import Problems
from reader.ingest.records import ParsedRecord
from reader.library.backups import Backups, Progress
from reader.library.merging import BATCH, BATCH_SIZE, PAUSE, Merging
from reader.model import STARTER, ImportReport, Problem
from reader.paths import Paths
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.merging_rest import RestMerger
from reader.store.release_rows import Run


class RestoreReport(NamedTuple):
    """What a restore did, or would do."""

    merged: ImportReport
    """Of releases and what came with them; its problems are those of the whole backup."""
    saved: int = 0
    drafts: int = 0
    """Unfinished notes that the reader offers again."""
    sources: int = 0
    """Sources that are fetched from now on."""
    safety: Path | None = None
    """The backup that was made of a used library before."""
    lost: str | None = None
    """What a damaged backup does not hold any more, as a sentence."""
    left_out: int = 0
    """Releases and unfinished notes that could not be taken."""

    @property
    def changes(self) -> int:
        """How many things would change."""
        merged = self.merged
        known = merged.notes + merged.tags + merged.bookmarks + merged.read
        return (
            merged.added + merged.revised + merged.completed + known + self.saved + self.drafts + self.sources
        )


class _Problems(Problems):
    """Problems of a backup, and how many of them concern releases and unfinished notes."""

    left_out = 0


class Restore:
    """A backup that was read to its end."""

    def __init__(
        self, paths: Paths, database: Database, file: BinaryIO, name: str, found: reading.Contents
    ) -> None:
        self._paths = paths
        self._database = database
        self._file = file
        self._name = name
        self._found = found

    @property
    def created(self) -> str:
        """When the backup was made."""
        return self._found.created

    def preview(self, progress: Progress | None = None) -> RestoreReport:
        """What restoring it would change. Raises LibraryError.

        In a library that holds releases it is found by doing it and taking it back; into an empty one all comes.
        """
        if ReleaseReader(self._database).tally()["all"]:
            return self._merge(progress, dry=True)
        return self._counted(progress)

    def carry_out(self, progress: Progress | None = None) -> RestoreReport:
        """Restore it. A library that holds something gets a backup of its own before.

        What was restored stays when this is interrupted; doing it again does the rest. Raises LibraryError.
        """
        backups = Backups(self._paths, self._database)
        safety = backups.write_before_restoring() if backups.holds_something() else None
        return self._merge(progress, dry=False)._replace(safety=safety)

    def _merge(self, progress: Progress | None, *, dry: bool) -> RestoreReport:
        merging = Merging(self._database, Run(), dry=dry, wanted=self._drafted())
        problems = self._known_problems()
        done = notes = 0
        for batch in self._batches(problems):
            merging.merge(batch)
            done += sum(not one.record.continues for one in batch)
            notes += sum(len(one.record.notes) for one in batch)
            if progress is not None:
                progress(done, max(done, self._found.promised[0]))
            time.sleep(PAUSE)
        merged = merging.report()
        left_out = problems.left_out + merging.left_out
        problems.extend(merged.problems, merged.more_problems)
        return self._with_rest(merged, merging.rows, problems, left_out, dry=dry, read=(done, notes))

    def _counted(self, progress: Progress | None) -> RestoreReport:
        """What an empty library would get."""
        problems = self._known_problems()
        counts: Counter[str] = Counter()
        digests = Counter[str]()
        ids: set[str] = set()
        unwanted: set[str] = set()
        others = read = 0
        for batch in self._batches(problems):
            for one in batch:
                release, notes = one.record.release, one.record.notes
                counts.update(notes=len(notes), tags=len(release.tags))
                if one.record.continues:
                    continue
                wanted = release.source != STARTER or release.bookmarked or release.tags or notes
                (counts if wanted else digests)["unchanged" if release.id in ids else "added"] += 1
                ids.add(release.id)
                if not wanted:
                    unwanted.add(release.id)
                others += release.source != STARTER
                read += 1
                counts.update(bookmarks=release.bookmarked, read=release.read and bool(wanted))
            if progress is not None:
                progress(len(ids), max(len(ids), self._found.promised[0]))
        if others:
            ids -= unwanted
        else:
            counts += digests
        # No row has these numbers, so each draft is new.
        rows = {ident: -number for number, ident in enumerate(sorted(self._drafted() & ids), 1)}
        merged = ImportReport(**counts, problems=(), more_problems=0)
        return self._with_rest(
            merged, rows, problems, problems.left_out, dry=True, read=(read, counts["notes"])
        )

    def _drafted(self) -> frozenset[str]:
        return frozenset(draft.release for draft in self._found.drafts if draft.release is not None)

    def _known_problems(self) -> "_Problems":
        problems = _Problems()
        problems.extend(self._found.problems.kept, self._found.problems.more)
        problems.left_out = self._found.left_out
        return problems

    def _batches(self, problems: "_Problems") -> Iterator[list[ParsedRecord]]:
        """The releases in parts; what is wrong with others goes to `problems`."""
        batch: list[ParsedRecord] = []
        size = 0
        try:
            for one in reading.releases(self._file, self._name):
                if isinstance(one, Problem):
                    problems.add(one)
                    problems.left_out += 1
                    continue
                batch.append(one)
                size += one.size
                if len(batch) == BATCH or size >= BATCH_SIZE:
                    yield batch
                    batch, size = [], 0
        except OSError as error:
            raise _unreadable(self._name, error) from error
        if batch:
            yield batch

    def _with_rest(
        self,
        merged: ImportReport,
        rows: Mapping[str, int],
        problems: "_Problems",
        left_out: int,
        *,
        dry: bool,
        read: tuple[int, int],
    ) -> RestoreReport:
        """Merge what is no release. `rows` tells where releases stand by their ids in the backup."""
        rest = RestMerger(self._database)
        saved = drafts = sources = 0
        told = Problems()
        with self._database.transaction(dry=dry):
            for query in self._found.saved:
                try:
                    saved += rest.saved_search(query.name, query.query, query.created)
                except UsageError as error:
                    problems.add(Problem(self._name, 0, f"A saved search was left out. {error}"))
            for fetched in self._found.sources:
                sources += rest.source(fetched.source, fetched.addresses)
            for draft in self._found.drafts:
                ident = draft.release or ""
                number = rows.get(ident) or rest.release(ident)
                if number is not None:
                    drafts += rest.draft(number, draft.note, draft.text, draft.passage)
                    continue
                left_out += 1
                said = f"The release of an unfinished note is not here. It says: {draft.text.strip()}"
                told.add(Problem(self._name, 0, said))
            rest.session(self._found.session)
        # First what stands nowhere else any more.
        told.extend(problems.kept, problems.more)
        merged = merged._replace(problems=told.kept, more_problems=told.more)
        return RestoreReport(merged, saved, drafts, sources, lost=self._lost(*read), left_out=left_out)

    def _lost(self, releases: int, notes: int) -> str | None:
        if self._found.damage is None:
            return None
        promised, promised_notes = self._found.promised
        damaged = f"{self._name} is damaged. {self._found.damage}"
        if (releases, notes) == self._found.promised:
            return (
                f"{damaged} All of its {promised:,} releases and {promised_notes:,} notes can still be read."
            )
        return (
            f"{damaged} Of its {promised:,} releases and {promised_notes:,} notes {releases:,} and {notes:,} can be "
            "read; the others are lost, unless another backup has them."
        )


@contextmanager
def opened(paths: Paths, database: Database, path: str, *, partial: bool = False) -> Iterator[Restore]:
    """Read a backup to its end, and hold it ready. Nothing is written.

    `partial` takes what can be read of a damaged one. Raises LibraryError for a file that cannot be read, is no
    backup, or is damaged.
    """
    name = printable(path)
    with _opened(path, name) as file:
        try:
            found = reading.contents(file, name)
        except OSError as error:
            raise _unreadable(name, error) from error
        if not found.created:
            raise LibraryError(
                f"{name} is damaged at its beginning, and nothing of it can be restored, not even with --partial. "
                f"{found.damage} Restore an earlier backup (the daily ones are in {paths.backups})."
            )
        if found.damage is not None and not partial:
            raise LibraryError(
                f"{name} is damaged: nothing was restored. {found.damage} Restore an earlier backup "
                f"(the daily ones are in {paths.backups}), or what can be read of this one with --partial."
            )
        yield Restore(paths, database, file, name, found)


def _opened(path: str, name: str) -> BinaryIO:
    try:
        found = Path(path).expanduser()
        if not stat.S_ISREG(found.stat().st_mode):
            raise LibraryError(f"{name} is no file. Name the file that `pressreader backup` wrote.")
        return found.open("rb")
    except OSError as error:
        raise _unreadable(name, error) from error
    except (ValueError, RuntimeError) as error:  # a NUL; an unknown user's home
        raise UsageError(f"{name} cannot be a file: {error}.") from error


def _unreadable(name: str, error: OSError) -> LibraryError:
    return LibraryError(f"{name} cannot be read: {error.strerror or error}. Nothing more was restored.")
