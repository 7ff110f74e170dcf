"""Where the index lies: generations in folders of their own, and a small file that names the current one.

    index/lock              held by the one writer, whatever generation it works on
    index/current           name of the current generation
    index/<generation>/     a Whoosh index, with stamp.json: what it was built from and by

Whoosh unpickles what it reads, which can run code. So nobody else may be able to write here.
"""

import json
import os
import secrets
import shutil
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import whoosh
from whoosh.util.filelock import FileLock

from reader.errors import LibraryBusy, LibraryError
from reader.index import analyser
from reader.index import commit as commits
from reader.index.commit import Commit, IndexUnusable
from reader.index.schema import FORMAT
from reader.paths import private_folder

_BETWEEN_TRIES = 0.05  # seconds
_TRIES = 5


class Generations:
    """The folder of a library's index, as its readers know it. Naming it creates and checks nothing."""

    def __init__(self, folder: Path, library: str) -> None:
        self.folder = folder
        self.library = library
        """Identifies the library; an index of another one is never read."""

    @contextmanager
    def locked(self, wait: float) -> Iterator[None]:
        """Be the one writer; made private first.

        Raises LibraryBusy when another process still writes after `wait` seconds, LibraryError for a folder
        that cannot be used.
        """
        private_folder(self.folder)
        self.guard(self.folder)
        path = self.folder / "lock"
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
            lock = FileLock(str(path))
            until = time.monotonic() + wait
            while not lock.acquire():
                if time.monotonic() >= until:
                    raise LibraryBusy(
                        f"Another PressReader is writing the search index in {self.folder}. Try again."
                    )
                time.sleep(_BETWEEN_TRIES)
        except OSError as error:
            raise LibraryError(
                f"The search index in {self.folder} cannot be locked: {error.strerror}. "
                "Check that the folder can be written to, or set PRESSREADER_HOME to one that can."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def open(self) -> Commit:
        """The newest commit of the current generation.

        Raises IndexUnusable where there is none, or not one of this library and these versions, and
        LibraryError for a folder that others can write to, or that cannot be read just now.
        """
        for attempt in range(_TRIES):
            try:
                with commits.translated():
                    return self._open()
            except IndexUnusable as error:
                # A writer may have removed what was about to be read.
                if attempt + 1 == _TRIES or not isinstance(error.__cause__, OSError):
                    raise
        raise AssertionError("unreachable")

    def _open(self) -> Commit:
        current = self.current()
        if current is None:
            raise IndexUnusable("not built yet")
        for folder in (self.folder, current):
            self.guard(folder)
        if json.loads((current / "stamp.json").read_bytes()) != self.stamp():
            raise IndexUnusable("built from another library, or by another version")
        return commits.read(current)

    def verify(self) -> None:
        """Compare every byte of the newest commit with its sums: for a worker, or a checkup; opening looks at less.

        Raises IndexUnusable, LibraryError.
        """
        while True:
            commit = self.open()
            try:
                commits.verify(commit)
                return
            except IndexUnusable as damage:
                # A writer may have taken a segment away meanwhile.
                if self.is_newest(commit):
                    damage.commit = commit
                    raise

    def condemn(self, commit: Commit) -> bool:
        """Whether it helps to open the index again later, because something was wrong with `commit`.

        Only what differs from its sums is thrown away, for the next writer to build anew: what fails on files that
        are as they were written would fail on new ones, and what was met in an older commit says nothing of the
        newest. Left to the writer, if there is one now: it looks at the files too, and brings in another commit.
        Takes as long as `verify`. Raises LibraryError where the files cannot be read just now.
        """
        try:
            with self.locked(0.0):
                if not self.is_newest(commit):
                    return True
                try:
                    commits.verify(commit)
                except IndexUnusable:
                    with suppress(OSError):
                        (self.folder / "current").unlink()
                    return True
                return False
        except LibraryBusy:
            return True

    def is_newest(self, commit: Commit) -> bool:
        """Whether nothing was committed since; cheap enough to ask before every search."""
        try:
            return self.current() == commit.folder and commits.latest(commit.folder) == commit.number
        except (OSError, IndexUnusable):
            return False

    def current(self) -> Path | None:
        """The folder of the current generation, if one was ever built."""
        try:
            name = (self.folder / "current").read_text("ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return self.folder / name if name.isalnum() else None

    def stamp(self) -> dict[str, Any]:
        """What has to be the same for an index to be of use: words fold by the Unicode version of Python."""
        return {
            "library": self.library,
            "format": FORMAT,
            "analyser": analyser.VERSION,
            "unicode": unicodedata.unidata_version,
            "whoosh": list(whoosh.__version__),
            "byteorder": sys.byteorder,
        }

    def new_generation(self) -> Path:
        """A folder for a new generation, stamped; nobody reads it until `make_current`."""
        folder = self.folder / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        commits.replace(folder / "stamp.json", json.dumps(self.stamp()).encode())
        return folder

    def make_current(self, generation: Path) -> None:
        """Let readers have this generation from now on, and remove the others."""
        commits.flush_folder(self.folder)
        commits.replace(self.folder / "current", generation.name.encode())
        commits.flush_folder(self.folder)
        self.tidy()

    def tidy(self) -> None:
        """Remove generations that are not current: old ones, and those of builds that were broken off.

        Readers hold all files of theirs open; where the system refuses because of that, the next writer tries
        again.
        """
        current = self.current()
        for folder in self.folder.iterdir():
            if folder != current and folder.is_dir() and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)

    @staticmethod
    def guard(folder: Path) -> None:
        """Raises LibraryError for a folder that someone else owns or can write to; OSError where it is
        missing."""
        if os.name != "posix":
            return
        state = folder.stat()
        if state.st_uid != os.geteuid() or state.st_mode & 0o022:
            raise LibraryError(
                f"The search index in {folder} can be changed by other users, so it is not opened. "
                "Remove that folder, or make it yours alone (chown, chmod 700)."
            )


def discard(folder: Path) -> None:
    """Remove a generation that was not finished."""
    with suppress(OSError):
        shutil.rmtree(folder)
