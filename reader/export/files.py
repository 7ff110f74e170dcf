"""The folder of exported files: finding those that are ours, and writing one as a whole or not at all."""

import contextlib
import errno
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reader.atomic import Beside, is_forbidden, is_full, keep_names
from reader.errors import ExportConflict
from reader.export.names import folded

_GROUP = 64
"""Files for which the disk is waited at once; each is open until then, and systems allow 256 open files and more."""
_AT_ONCE = 8
"""Threads that wait for it."""
_LEFT = re.compile(r"\.pressreader-[0-9a-f]{12}\.tmp")
_LARGEST = 16 << 20
"""Bytes of a file that is brought up to date: merging takes some ten times its size of memory."""
_HEAD = 4096
"""Bytes read of each file at first; front matter is seldom longer."""
_LONG_HEAD = 1 << 18
_FENCES = (b"---", b"\xef\xbb\xbf---")
_CLOSING = re.compile(rb"^(?:---|\.\.\.)[ \t\r]*$", re.MULTILINE)
_ID = re.compile(
    rb"^([\"']?)pressreader_id\1[ \t]*:[ \t]*([\"']?)([\w-]+)\2[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE
)
_COPIES = re.compile(
    r"\.(?:git|hg|svn|bzr|jj|obsidian|trash.*|recycle.*|stversions|snapshots?|zfs|(?:local-)?history|backups?"
    r"|(?:dropbox\.)?cache|tmp\..*)",
    re.IGNORECASE,
)
"""Hidden folders in which programs keep settings, what was removed, and older copies of the files beside them."""


@dataclass(slots=True)
class Folder:
    """What was found below a folder."""

    files: dict[str, list[Path]] = field(default_factory=dict)
    """Files of ours by id."""
    outside: dict[str, Path] = field(default_factory=dict)
    """Links by id that lead out of the folder; nothing is written through them."""
    unreadable: set[Path] = field(default_factory=set)
    """Files and folders."""
    names: set[str] = field(default_factory=set)
    """Folded names of every Markdown file, and of everything in the folder itself."""
    left: list[Path] = field(default_factory=list)
    """Files of ours that an export which was killed did not put in their places."""


def scan(root: Path) -> Folder:
    """What stands below a folder; folders that hold programs' own copies, and links to folders, are not entered.

    A folder that does not exist is empty. Of each Markdown file only the beginning is read.
    """
    folder = Folder()
    with contextlib.suppress(FileNotFoundError):
        folder.names.update(folded(name) for name in os.listdir(root))  # noqa: PTH208 - names, not paths
    real = root.resolve()
    for entry in _files(root, folder.unreadable):
        if entry.name.startswith("."):
            folder.left.append(Path(entry.path))
            continue
        folder.names.add(folded(entry.name))
        path = Path(entry.path)
        inside = not entry.is_symlink() or path.resolve().is_relative_to(real)
        if inside and entry.is_symlink():
            continue  # what it leads to is met under its own name
        try:
            found = _id_of(path)
        except OSError:
            folder.unreadable.add(path)
            continue
        if found and inside:
            folder.files.setdefault(found, []).append(path)
        elif found:
            folder.outside[found] = path
    return folder


def read(path: Path) -> tuple[bytes, os.stat_result]:
    """The bytes of a file, and the state to hand to `Writer.put`.

    Raises OSError, and ExportConflict for a file that is too large to be brought up to date.
    """
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        if state.st_size > _LARGEST:
            raise ExportConflict(
                f"it has more than {_LARGEST >> 20} MB. Move what you wrote there into a file of its own"
            )
        return file.read(), state


class Writer:
    """Puts files in their places, each as a whole or not at all, also where the power fails.

    A file is written beside its place and reaches the disk before it takes that place. The disk is waited for
    once for a group of files: it writes many at once in hardly more time than one (a journal commits them
    together), and nothing that it still may lose has replaced anything.
    """

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._folders: set[Path] = set()
        """In which a name is new, or leads to a new file."""

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Finish, or where something else went wrong leave the files that have not taken their places."""
        if kind is None:
            self.flush()
            keep_names(self._folders)
            return
        for file in self._waiting:
            file.beside.discard()
        self._waiting.clear()

    def put(
        self, path: Path, data: bytes, seen: os.stat_result | None, done: Callable[[OSError | None], None]
    ) -> None:
        """Have data take the place of a file; `done` is told when it has, or why it could not.

        `seen` is the state in which it was read, and its mode is kept; None for a file that must not exist yet.
        One that another program wrote since is left alone, and so is one that appeared.
        """
        try:
            self._waiting.append(_begun(path, data, seen, done))
        except OSError as error:
            done(error)
        if len(self._waiting) >= _GROUP:
            self.flush()

    def flush(self) -> None:
        """Have every file that waits take its place."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only where something is written

        with ThreadPoolExecutor(_AT_ONCE) as several:
            reached = list(several.map(_reach_disk, self._waiting))
        for file, error in zip(self._waiting, reached, strict=True):
            file.done(error or self._place(file))
        self._waiting.clear()

    def _place(self, file: "_Waiting") -> OSError | None:
        try:
            _check_unchanged(file.beside.path, file.seen)
            file.beside.take_place()
        except OSError as error:
            file.beside.discard()
            return error
        self._folders.add(file.beside.path.parent)
        return None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that is written and has not taken its place."""

    beside: Beside
    seen: os.stat_result | None
    done: Callable[[OSError | None], None]


def _begun(
    path: Path, data: bytes, seen: os.stat_result | None, done: Callable[[OSError | None], None]
) -> _Waiting:
    beside = Beside(path)
    try:
        beside.file.write(data)
        beside.file.flush()
        if seen is not None:
            beside.change_mode(seen.st_mode & 0o7777)
    except BaseException:
        beside.discard()
        raise
    return _Waiting(beside, seen, done)


def _reach_disk(file: _Waiting) -> OSError | None:
    try:
        file.beside.reach_disk()
    except OSError as error:
        file.beside.discard()
        return error
    return None


def advice(error: OSError) -> str:
    """What the user can do about an error of the system."""
    if is_full(error):
        return "Free some space and export again"
    if is_forbidden(error):
        return "Make it and its folder writable, or export to another folder"
    return "Export again, or to another folder"


def _check_unchanged(path: Path, seen: os.stat_result | None) -> None:
    if seen is None:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        return
    now = path.stat()
    if (now.st_mtime_ns, now.st_size, now.st_ino) != (seen.st_mtime_ns, seen.st_size, seen.st_ino):
        raise OSError(errno.EAGAIN, "another program saved it meanwhile", str(path))


def _files(root: Path, unreadable: set[Path]) -> Iterator["os.DirEntry[str]"]:
    """Markdown files, and those that an export left; whatever is no file, such as a pipe, is passed over."""
    waiting = [os.fspath(root)]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as listing:
                found = sorted(listing, key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        except OSError:
            unreadable.add(Path(place))
            continue
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                if not _COPIES.fullmatch(entry.name):
                    waiting.append(entry.path)
            elif entry.name.startswith("."):
                if _LEFT.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    yield entry
            elif entry.name.lower().endswith(".md") and _is_file(entry):
                yield entry


def _is_file(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False  # a link that leads to itself


def _id_of(path: Path) -> str | None:
    with path.open("rb", buffering=0) as file:
        head = file.read(_HEAD)
        if not head.startswith(_FENCES):
            return None
        closing = _CLOSING.search(head, 6)
        if closing is None and len(head) == _HEAD:
            head += file.read(_LONG_HEAD)
            closing = _CLOSING.search(head, 6)
    found = _ID.search(head, 0, closing.start() if closing else len(head))
    return found[3].decode() if found else None
