"""Restores a backup into a library, empty or used: reads all of it, tells what would change, then merges it."""

import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from reader.errors import LibraryError, UsageError
from reader.ingest import backups as reading
from reader.ingest.files import printable
from reader.ingest.records import ParsedRecord
from reader.library.backups import Backups
from reader.library.merging import Merging
from reader.model import ImportReport, Problem
from reader.paths import Paths
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
        """What restoring it would change, found by doing it and taking it back. Raises LibraryError."""
        return self._merge(progress, dry=True)

    def carry_out(self, progress: Progress | None = None) -> RestoreReport:
        """Restore it. A library that holds something gets a backup of its own before.

        What was restored stays when this is interrupted; doing it again does the rest. Raises LibraryError.
        """
        backups = Backups(self._paths, self._database)
        safety = backups.write_before_restoring() if backups.holds_something() else None
        return self._merge(progress, dry=False)._replace(safety=safety)

    def _merge(self, progress: Progress | None, *, dry: bool) -> RestoreReport:
        merging = Merging(self._database, Run(), dry=dry)
        done = 0
        for batch in self._batches():
            merging.merge(batch)
            done += len(batch)
            if progress is not None:
                progress(done, self._found.releases)
            time.sleep(_PAUSE)
        merged = merging.report()
        saved, drafts, problems = self._merge_rest(dry=dry)
        merged = merged._replace(problems=(*self._found.problems, *merged.problems, *problems))
        return RestoreReport(merged, saved, drafts, lost=self._lost())

    def _batches(self) -> Iterator[list[ParsedRecord]]:
        records = reading.releases(self._file, self._name)
        try:
            while batch := list(islice(records, _BATCH)):
                yield batch
        except OSError as error:
            raise _unreadable(self._name, error) from error

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

    def _lost(self) -> str | None:
        if self._found.damage is None:
            return None
        releases, notes = self._found.promised
        return (
            f"{self._name} is damaged. {self._found.damage} Of its {releases:,} releases and {notes:,} notes "
            f"{self._found.releases:,} and {self._found.notes:,} can be read; "
            "the others are lost, unless another backup has them."
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
