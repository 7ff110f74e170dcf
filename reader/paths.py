"""Where PressReader keeps its files, and how they are created: folders 0700, files 0600."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from reader.errors import LibraryError

APPLICATION = "pressreader"


@dataclass(frozen=True, slots=True)
class Paths:
    """The four folders and the files in them. Naming them creates nothing."""

    config: Path
    data: Path
    cache: Path
    state: Path

    @classmethod
    def find(cls) -> "Paths":
        """The folders of this user, or those below `PRESSREADER_HOME` when it is set."""
        home = os.environ.get("PRESSREADER_HOME")
        if home:
            root = Path(home).expanduser().absolute()
            return cls(config=root, data=root, cache=root, state=root)
        import platformdirs  # noqa: PLC0415 - not needed, and not loaded, below PRESSREADER_HOME

        where = platformdirs.PlatformDirs(APPLICATION, appauthor=False)
        return cls(where.user_config_path, where.user_data_path, where.user_cache_path, where.user_state_path)

    @property
    def config_file(self) -> Path:
        return self.config / "config.toml"

    @property
    def library(self) -> Path:
        """The one file that holds what the user wrote and what the sources published."""
        return self.data / "library.db"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def index(self) -> Path:
        """The search index; may be deleted at any time."""
        return self.cache / "index"

    @property
    def alerts(self) -> Path:
        """Held by whoever tells what is new, so that two do not tell the same."""
        return self.state / "alerts.lock"

    @property
    def sync(self) -> Path:
        """Held by whoever syncs; there is one at a time."""
        return self.state / "sync.lock"

    @property
    def log(self) -> Path:
        return self.state / "pressreader.log"


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process is between the same two points; `path` is the file that they wait for.

    Where the system has no such locks nobody waits. Raises LibraryError when the file cannot be made.
    """
    descriptor = _opened(path)
    try:
        with suppress(ImportError, OSError):
            import fcntl  # noqa: PLC0415 - not on every system

            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def first(path: Path) -> Iterator[bool]:
    """Whether no other process is at it; if so, none is let in until the end. The end of a process frees it too.

    `path` is the file that they meet at. Where the system has no such locks everybody is first. Raises LibraryError
    when the file cannot be made.
    """
    descriptor = _opened(path)
    alone = True
    try:
        with suppress(ImportError):
            import fcntl  # noqa: PLC0415 - not on every system

            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                alone = False
            except OSError:
                alone = True  # a file system without locks
        yield alone
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    private_folder(path.parent)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise LibraryError(
            f"Cannot write {path}: {error.strerror}. "
            "Make its folder writable, or set PRESSREADER_HOME to one that is."
        ) from error


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner can enter, with its parents; one that exists is left as it is.

    Raises LibraryError when the system refuses.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"Cannot make the folder {path}: {error.strerror}. "
            "Make it writable, or set PRESSREADER_HOME to a folder that is."
        ) from error
    return path
