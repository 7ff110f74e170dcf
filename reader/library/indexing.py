"""Brings the index up to what the tables hold: drains the change queue, or builds the index anew.

Repeatable: the index commits before the queue is shortened, so a process killed in between does the same work
twice and loses nothing. Run as a module it does this for the reader, in a process of its own, because work
beside the screen would steal its frames.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from reader.errors import LibraryBusy, LibraryError, PressReaderError
from reader.index.commit import IndexUnusable
from reader.index.update import Document, IndexFolder, IndexWriter
from reader.library import elsewhere
from reader.paths import Paths
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.queue import Queue, Queued

Progress = Callable[[int, int], None]
"""Called with releases done and releases to do."""

WAIT = 10.0
"""Seconds to wait for another process that writes the index."""
_BATCH = 2000


class Indexing:
    """Carries changes from the tables to the index, on the connection of the thread that uses it."""

    def __init__(self, paths: Paths, database: Database) -> None:
        self._database = database
        self._queue = Queue(database)
        self._releases = ReleaseReader(database)
        self.folder = IndexFolder(paths.index, library_uuid(database))

    def pending(self) -> int:
        """How many releases wait for the index."""
        return self._queue.pending()

    def drain(self, *, wait: float = WAIT, rebuild: bool = False, progress: Progress | None = None) -> int:
        """Bring the index up to date; how many releases still wait, because another process holds the writer.

        `rebuild` starts from nothing, and raises LibraryBusy where another process holds the writer: nothing waits,
        so the number could not tell. Raises LibraryError when the index folder cannot be used.
        """
        try:
            with self.folder.writer(wait) as writer:
                self._work(writer, rebuild, progress)
        except LibraryBusy:
            if rebuild:
                raise
        except IndexUnusable as error:
            raise LibraryError(
                f"The search index in {self.folder.folder} cannot be used even when it is new: {error}. "
                "Check the disk, then run `pressreader index rebuild`."
            ) from error
        except MemoryError as error:
            raise LibraryError(
                f"There is not enough memory to write the search index in {self.folder.folder}. "
                "Close other programs and try again; the library itself is untouched."
            ) from error
        except ValueError as error:
            raise LibraryError(
                f"The search index in {self.folder.folder} cannot be written: {error}. "
                "Run `pressreader doctor` to see what is wrong with the library."
            ) from error
        except OSError as error:
            raise LibraryError(
                f"The search index in {self.folder.folder} cannot be written: {error.strerror}. "
                "Free some space or make the folder writable; the library itself is untouched."
            ) from error
        return self.pending()

    def _work(self, writer: IndexWriter, rebuild: bool, progress: Progress | None) -> None:
        if rebuild or self._unsound(writer):
            self._rebuild(writer, progress)
        try:
            self._carry(writer, progress)
        except IndexUnusable:
            # Damage that only writing met.
            self._rebuild(writer, progress)
            self._carry(writer, progress)

    def _carry(self, writer: IndexWriter, progress: Progress | None) -> None:
        done, to_do = 0, self.pending()
        while entries := self._queue.read(_BATCH):
            self._update(writer, entries)
            done += len(entries)
            if progress is not None:
                progress(done, max(to_do, done))

    def _unsound(self, writer: IndexWriter) -> bool:
        total = self._releases.tally()["all"]
        if writer.needs_rebuild(self.pending(), total):
            return True
        least, most = self._queue.bounds()
        try:
            return not least <= writer.count() <= most
        except IndexUnusable:
            return True

    def _rebuild(self, writer: IndexWriter, progress: Progress | None) -> None:
        # Whatever changes after this entry is queued behind it, so reading page by page is enough.
        last = self._queue.last()
        total = self._releases.tally()["all"]

        def report(done: int) -> None:
            if progress is not None:
                progress(done, max(total, done))

        writer.rebuild(self._documents(None), total, report)
        self._queue.done_up_to(last)

    def _update(self, writer: IndexWriter, entries: list[Queued]) -> None:
        removed = {entry.release for entry in entries if entry.change == "delete"}
        changed = {entry.release for entry in entries} - removed
        # Releases of small segments are written again together with the changed ones.
        crowded = set(writer.crowded()) - removed
        writer.update(self._documents(changed | crowded), changed | removed)
        self._queue.done(entries)

    def _documents(self, numbers: Iterable[int] | None) -> Iterator[Document]:
        for number, place, wordings in self._releases.wordings(numbers):
            yield Document(number, place, wordings)


def library_uuid(database: Database) -> str:
    """What the index writes into its stamp, so that it never serves another library."""
    uuid: str = database.value("SELECT value FROM meta WHERE key = 'uuid'")
    return uuid


def start_elsewhere() -> "subprocess.Popen[bytes]":
    """Drain the queue in another process; it ends by itself, also when this one has ended before.

    Its standard output has a line for each step of the work: releases done and releases to do.
    """
    return elsewhere.start("reader.library.indexing", subprocess.PIPE)


def _tell(done: int, to_do: int) -> None:
    """Say how far it is to whoever started it, and may have ended since or not be reading."""
    with suppress(OSError):
        os.write(sys.stdout.fileno(), f"{done} {to_do}\n".encode())


def main() -> int:
    """Drain the queue of this user's library, out of the way of everything else."""
    if hasattr(os, "nice"):
        os.nice(10)
    if hasattr(os, "set_blocking"):
        os.set_blocking(sys.stdout.fileno(), False)
    try:
        database = Database.open(Paths.find().library)
        try:
            Indexing(Paths.find(), database).drain(wait=0, progress=_tell)
        finally:
            database.close()
    except PressReaderError as error:
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
