"""The folder of exported files: finding those that are ours, and writing one as a whole or not at all."""

import contextlib
import errno
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reader.export.names import folded

_HEAD = 4096
"""Bytes read of each file at first; front matter is seldom longer."""
_LONG_HEAD = 1 << 18
_FENCES = (b"---", b"\xef\xbb\xbf---")
_CLOSING = re.compile(rb"^(?:---|\.\.\.)[ \t\r]*$", re.MULTILINE)
_ID = re.compile(rb"^pressreader_id[ \t]*:[ \t]*([\"']?)([\w-]+)\1[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)


@dataclass(slots=True)
class Folder:
    """What was found below a folder."""

    files: dict[str, list[Path]] = field(default_factory=dict)
    """Files of ours by id."""
    outside: dict[str, Path] = field(default_factory=dict)
    """Links by id that lead out of the folder; nothing is written through them."""
    unreadable: set[Path] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    """Folded names of every Markdown file, and of everything in the folder itself."""


def scan(root: Path) -> Folder:
    """What stands below a folder; hidden folders and links to folders are not entered.

    A folder that does not exist is empty. Of each Markdown file only the beginning is read.
    """
    folder = Folder()
    with contextlib.suppress(FileNotFoundError):
        folder.names.update(folded(name) for name in os.listdir(root))  # noqa: PTH208 - names, not paths
    real = root.resolve()
    for entry in _markdown_files(root):
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
    """The bytes of a file, and the state to hand to `write`. Raises OSError."""
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        return file.read(), state


def write(path: Path, data: bytes, seen: os.stat_result | None) -> None:
    """Put data in the place of a file, as a whole or not at all.

    `seen` is the state in which it was read, and its mode is kept; None for a file that must not exist yet.
    Raises OSError, also where another program wrote the file since.
    """
    temporary = path.with_name(f".pressreader-{secrets.token_hex(6)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if seen is not None:
                temporary.chmod(seen.st_mode & 0o7777)
            os.fsync(file.fileno())
        _check_unchanged(path, seen)
        os.replace(temporary, path)  # noqa: PTH105 - beside os.fsync
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def keep_names(folders: set[Path]) -> None:
    """Have the disk remember the names of files written, where the system can do that."""
    for folder in folders:
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def advice(error: OSError) -> str:
    """What the user can do about an error of the system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some space and export again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
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


def _markdown_files(root: Path) -> Iterator["os.DirEntry[str]"]:
    waiting = [os.fspath(root)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as listing:
                found = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            continue  # a folder that cannot be entered hides its files from everyone
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    waiting.append(entry.path)
            elif entry.name.lower().endswith(".md") and not entry.name.startswith(".") and entry.is_file():
                yield entry


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
    return found[2].decode() if found else None
