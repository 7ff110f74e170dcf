"""Restores a backup into a library, empty or used: reads all of it, tells what would change, then merges it."""

import stat
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from reader.errors import LibraryError, UsageError
from reader.ingest import backups as reading
from reader.ingest.files import printable
from reader.ingest.records import ParsedRecord
from reader.library.backups import Backups
from reader.library.merging import Merging
from reader.model import STARTER, ImportReport, Problem
from reader.paths import Paths
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.merging_rest import RestMerger
from reader.store.releases import Run

Progress = Callable[[int, int], None]
"""Called with releases done and releases to do."""

_BATCH = 256
_PAUSE = 0.005
"""Seconds between two transactions, in which whoever waits gets its turn."""


class RestoreReport(NamedTuple):
    """What a restore did, or would do."""

    merged: ImportReport
    """Of releases and what came with them; its problems are those of the whole backup."""
    saved: int = 0
    drafts: int = 0
    """Unfinished notes that the reader offers again."""
    safety: Path | None = None
    """The backup that was made of a used library before."""
    lost: str | None = None
    """What a damaged backup does not hold any more, as a sentence."""

    @property
    def changes(self) -> int:
        """How many things would change."""
        merged = self.merged
        known = merged.notes + merged.tags + merged.bookmarks + merged.read
        return merged.added + merged.revised + merged.completed + known + self.saved + self.drafts


class _NotMeantError(Exception):
    """Takes a dry run back."""


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
        merging = Merging(self._database, Run(), dry=dry)
        problems = list(self._found.problems)
        done = notes = 0
        for batch in self._batches(problems):
            merging.merge(batch)
            done += len(batch)
            notes += sum(len(one.record.notes) for one in batch)
            if progress is not None:
                progress(done, max(done, self._found.promised[0]))
            time.sleep(_PAUSE)
        merged = merging.report()
        saved, drafts, others = self._merge_rest(dry=dry)
        merged = merged._replace(problems=(*problems, *merged.problems, *others))
        return RestoreReport(merged, saved, drafts, lost=self._lost(done, notes))

    def _counted(self, progress: Progress | None) -> RestoreReport:
        """What an empty library would get."""
        problems = list(self._found.problems)
        counts: Counter[str] = Counter()
        digests = Counter[str]()
        ids: set[str] = set()
        for batch in self._batches(problems):
            for one in batch:
                release, notes = one.record.release, one.record.notes
                wanted = release.source != STARTER or release.bookmarked or release.tags or notes
                (counts if wanted else digests)["unchanged" if release.id in ids else "added"] += 1
                ids.add(release.id)
                counts["others"] += release.source != STARTER
                counts.update(notes=len(notes), tags=len(release.tags))
                counts.update(bookmarks=release.bookmarked, read=release.read and bool(wanted))
            if progress is not None:
                progress(len(ids), max(len(ids), self._found.promised[0]))
        if not counts.pop("others"):
            counts += digests
        saved, drafts, others = self._merge_rest(dry=True)
        merged = ImportReport(**counts, problems=(*problems, *others))
        return RestoreReport(merged, saved, drafts, lost=self._lost(len(ids), counts["notes"]))

    def _batches(self, problems: list[Problem]) -> Iterator[list[ParsedRecord]]:
        """The releases in parts; what is wrong with others goes to `problems`."""
        batch: list[ParsedRecord] = []
        try:
            for one in reading.releases(self._file, self._name):
                if isinstance(one, Problem):
                    problems.append(one)
                    continue
                batch.append(one)
                if len(batch) == _BATCH:
                    yield batch
                    batch = []
        except OSError as error:
            raise _unreadable(self._name, error) from error
        if batch:
            yield batch

    def _merge_rest(self, *, dry: bool) -> tuple[int, int, list[Problem]]:
        rest = RestMerger(self._database)
        saved = drafts = 0
        problems: list[Problem] = []
        with suppress(_NotMeantError), self._database.transaction():
            for query in self._found.saved:
                try:
                    saved += rest.saved_search(query.name, query.query, query.created)
                except UsageError as error:
                    problems.append(Problem(self._name, 0, f"A saved search was left out. {error}"))
            for draft in self._found.drafts:
                kept = rest.draft(draft.release or "", draft.note, draft.text, draft.passage)
                drafts += kept or 0
                # What a dry run takes back is not there for its drafts either.
                if kept is None and not dry:
                    text = draft.text.strip()
                    problems.append(
                        Problem(
                            self._name, 0, f"The release of an unfinished note is not here. It says: {text}"
                        )
                    )
                elif kept is None:
                    drafts += draft.release is not None
            rest.session(self._found.session)
            if dry:
                raise _NotMeantError
        return saved, drafts, problems

    def _lost(self, releases: int, notes: int) -> str | None:
        if self._found.damage is None:
            return None
        promised, promised_notes = self._found.promised
        return (
            f"{self._name} is damaged. {self._found.damage} Of its {promised:,} releases and {promised_notes:,} "
            f"notes {releases:,} and {notes:,} can be read; the others are lost, unless another backup has them."
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
