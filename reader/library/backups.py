"""Backups of an open library: into a file, and one a day by itself. Restoring is in `restoring`.

Run as a module it makes the day's backup for the reader, in a process of its own and out of the way of all others.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader import __version__
from reader.errors import LibraryBusy, LibraryError, PressReaderError
from reader.export import records
from reader.library import backup_files, elsewhere
from reader.library.today import today
from reader.model import Source
from reader.paths import Paths, private_folder
from reader.store.browse import ReleaseReader
from reader.store.database import Database, now
from reader.store.notes import Notes
from reader.store.records import RecordReader
from reader.store.saved import SavedSearches
from reader.store.sources import Session, Sources

if TYPE_CHECKING:
    import subprocess
    from contextlib import AbstractContextManager

    from reader.library.restoring import Restore

Progress = Callable[[int, int], None]
"""Called with releases done and releases to do."""

KEPT = 7
"""Daily backups that are kept."""
SESSION = ("theme", "measure", "order")
"""What is worth keeping of where the reader was left. Folders are not: on another computer they lead elsewhere."""
_DAILY = re.compile(r"pressreader-([0-9]{4}-[0-9]{2}-[0-9]{2})\.jsonl\.gz")
_FAILED = "backup_failed"
"""Key of the session: why the last daily backup could not be made."""
_PART = 256


class Backups:
    """What front ends ask of backups."""

    def __init__(self, paths: Paths, database: Database) -> None:
        self._paths = paths
        self._database = database
        self._child: subprocess.Popen[bytes] | None = None

    def write(self, path: str, *, force: bool = False, progress: Progress | None = None) -> tuple[Path, int]:
        """Write a backup of one moment into a file, whatever is written meanwhile; the file, and its releases.

        Raises UsageError for what cannot be its file, LibraryError where it cannot be written, or is there and is
        no backup and `force` is not given; nor does an empty library replace a backup then. What was there stays until
        all of the new one is on disk.
        """
        target = backup_files.target(path, self._paths.library, force=force)
        if not force and not self._is_worth_a_backup() and target.exists() and target.stat().st_size:
            raise LibraryError(
                f"{backup_files.shown(target)} is a backup and was left as it is: this library holds nothing to put in "
                f"its place. `pressreader restore` brings it back; overwrite it with --force. "
                f"The library is {self._paths.library}."
            )
        return target, self._write(target, progress)

    def opened(self, path: str, *, partial: bool = False) -> "AbstractContextManager[Restore]":
        """Read a backup to its end and hold it ready to be restored; see `restoring.opened`."""
        from reader.library.restoring import opened  # noqa: PLC0415 - it makes backups itself

        return opened(self._paths, self._database, path, partial=partial)

    def write_before_restoring(self) -> Path:
        """Write a backup beside the library, named after this moment. Raises LibraryError."""
        stamp = re.sub(r"\D", "", now())
        path = private_folder(self._paths.backups) / f"before-restore-{stamp}.jsonl.gz"
        self._write(path, None)
        return path

    def holds_something(self) -> bool:
        """Whether there is anything that the program did not bring itself."""
        return bool(
            self._database.value(
                "SELECT EXISTS (SELECT 1 FROM release WHERE source != 'starter' OR bookmarked OR note_count) "
                "OR EXISTS (SELECT 1 FROM tag) OR EXISTS (SELECT 1 FROM saved) "
                "OR EXISTS (SELECT 1 FROM draft WHERE trim(text) != '') OR EXISTS (SELECT 1 FROM fetched)"
            )
        )

    def _is_worth_a_backup(self) -> bool:
        return self.holds_something() and ReleaseReader(self._database).tally()["all"] > 0

    def last(self) -> str | None:
        """The day of the newest daily backup. Raises LibraryError."""
        return max(self._days(), default=None)

    # Every day

    def start_daily_if_due(self) -> bool:
        """Have a process of its own make the day's backup, where that is due; whether it was started."""
        if self._child is not None and self._child.poll() is None:
            return False
        if not self.holds_something() or str(today()) in self._days():
            return False
        self._child = elsewhere.start("reader.library.backups")
        return True

    def wait(self, seconds: float) -> int | None:
        """Wait for the process that `start_daily_if_due` started; its exit code, None where it goes on or none was."""
        import subprocess  # noqa: PLC0415 - loaded by then, where there is a process

        if self._child is None:
            return None
        try:
            return self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def failed(self) -> str | None:
        """Why the last daily backup could not be made, as a sentence; None where it could."""
        return Session(self._database).read().get(_FAILED) or None

    def make_daily(self) -> None:
        """Make the day's backup where it is missing, and remove the oldest beyond those kept. Raises LibraryError."""
        folder = private_folder(self._paths.backups)
        day = str(today())
        try:
            if day not in self._days():
                backup_files.remove_left_over(folder)
                self._write(folder / f"pressreader-{day}.jsonl.gz", None)
            self._prune(day)
        except OSError as error:
            raise backup_files.refused(folder, error) from error

    def tell(self, failure: str) -> None:
        """Remember why the daily backup failed, or by an empty text that it did not."""
        session = Session(self._database)
        if session.read().get(_FAILED, "") != failure:
            session.remember({_FAILED: failure})

    def _days(self) -> list[str]:
        try:
            names = os.listdir(self._paths.backups)  # noqa: PTH208 - names, not paths
        except FileNotFoundError:
            return []
        except OSError as error:
            raise backup_files.refused(self._paths.backups, error) from error
        return [found[1] for name in names if (found := _DAILY.fullmatch(name))]

    def _prune(self, day: str) -> None:
        """Remove the oldest; never the one of `day`, even where a wrong clock has made later ones."""
        others = sorted(set(self._days()) - {day}, reverse=True)
        for old in others[KEPT - 1 :]:
            path = self._paths.backups / f"pressreader-{old}.jsonl.gz"
            if path.is_file() and not path.is_symlink():
                path.unlink(missing_ok=True)

    # Writing

    def _write(self, path: Path, progress: Progress | None) -> int:
        with backup_files.replaced(path) as file, self._database.snapshot():
            writer = backup_files.BackupWriter(file)
            total, notes = ReleaseReader(self._database).tally()["all"], self._count_notes()
            for line in self._head(total, notes):
                writer.write(line)
            done = 0
            for done, release in enumerate(self._releases(), 1):
                for line in release:
                    writer.write(line)
                if progress is not None and done % _PART == 0:
                    progress(done, total)
            writer.end(done, notes)
        return done

    def _count_notes(self) -> int:
        notes: int = self._database.value("SELECT count(*) FROM note")
        return notes

    def _head(self, releases: int, notes: int) -> Iterator[str]:
        yield records.other("backup", created=now(), version=__version__, releases=releases, notes=notes)
        for source in Sources(self._database).all():
            yield records.other(
                "source",
                key=source.key,
                name=source.name,
                source_kind=source.kind,
                url=source.url,
                addresses=source.addresses,
            )
        for saved in SavedSearches(self._database).all():
            yield records.other("saved", name=saved.name, query=saved.query, created=saved.created)
        left = Session(self._database).read()
        yield records.other("session", **{key: left[key] for key in SESSION if key in left})
        yield from self._drafts()

    def _drafts(self) -> Iterator[str]:
        for draft in Notes(self._database).drafts():
            if draft.text.strip():
                yield records.other(
                    "draft",
                    release=self._database.value("SELECT id FROM release WHERE number = ?", (draft.release,)),
                    note=draft.note,
                    text=draft.text,
                    anchor=None if draft.passage is None else draft.passage._asdict(),
                )

    def _releases(self) -> Iterator[Iterator[str]]:
        sources = {source.key: source for source in Sources(self._database).all()}
        reader = RecordReader(self._database)
        for record in reader.many(reader.numbers()):
            key = record.release.source
            yield records.lines(record, sources.get(key, Source(key, key, "listing")))


def main() -> int:
    """Make the day's backup of this user's library, where no other process is at it."""
    if hasattr(os, "nice"):
        os.nice(19)
    try:
        paths = Paths.find()
        with closing(Database.open(paths.library, wait=10.0)) as database:
            backups = Backups(paths, database)
            try:
                backups.make_daily()
            except LibraryBusy:
                return 0  # whoever holds it is at it
            except LibraryError as error:
                with suppress(LibraryError):  # a full disk takes no sentence either
                    backups.tell(f"The daily backup could not be made. {error}")
                return error.exit_code
            backups.tell("")
    except PressReaderError as error:
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
