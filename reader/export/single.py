"""One file that holds a whole export: written as a whole or not at all, and never over what someone else wrote."""

import codecs
import contextlib
import errno
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from reader.atomic import LEFT, beside, clear_left, is_forbidden, is_full, keep_names
from reader.errors import ExportConflict, PressReaderError, UsageError

Outcome = Literal["written", "updated", "unchanged"]

_DESCRIPTOR = re.compile(r"/(?:dev|proc/(?:self|[0-9]+))/fd/([0-9]+)")
_STANDARD = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_HOPS = 40
_PIECE = 1 << 18
_SPOOL = 1 << 22


@dataclass(frozen=True, slots=True)
class Target:
    """Where a file is to be written."""

    path: Path
    """From the root; links to a file are followed."""
    straight: bool = False
    """A pipe or a device: what is written arrives there at once."""
    descriptor: int | None = None
    """An open file of this process that the path stands for."""


def locate(text: str) -> Target:
    """What a path that the user gave leads to.

    A link to a file is followed, so that the link stays; pipes, devices and the names of open files are written to
    straight. Raises UsageError for a folder, for a link that leads nowhere and for what cannot be a path.
    """
    try:
        path = Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise UsageError(f"There is no home folder for {text}. Give the file's whole path.") from error
    descriptor = _descriptor(path)
    if descriptor is not None:
        return Target(path, straight=True, descriptor=descriptor)
    with sentences(path):
        return _located(path, named_folder=text.endswith(("/", "/.", "/..")))


def _located(path: Path, *, named_folder: bool) -> Target:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise UsageError(f"{path} is a link that leads nowhere. Name the file itself.") from None
        if named_folder:
            raise _is_folder(path) from None
        return Target(path)
    if stat.S_ISDIR(mode):
        raise _is_folder(path)
    return Target(path.resolve()) if stat.S_ISREG(mode) else Target(path, straight=True)


def _is_folder(path: Path) -> UsageError:
    return UsageError(f"{path} is a folder, and this format is one file. Name a file in it.")


def _descriptor(path: Path) -> int | None:
    """The open file that a name such as `/dev/fd/63`, or a link to one, stands for.

    Opening it anew would begin at its start, where others may have written.
    """
    for _ in range(_HOPS):
        name = os.path.normpath(path)
        if name in _STANDARD:
            return _STANDARD[name]
        if found := _DESCRIPTOR.fullmatch(name):
            return int(found[1])
        try:
            path = path.parent / path.readlink()
        except OSError:
            break
    return None


def write(
    target: Target,
    text: Iterable[str],
    *,
    encoding: str = "utf-8",
    known: Collection[str] = (),
    remember: Callable[[str], None] = lambda _: None,
    force: bool = False,
) -> Outcome:
    """Write the text, in pieces, to its file, and say whether it was new there.

    What stands there is replaced where it is empty or its SHA-256 is among `known`; anything else is a conflict
    unless `force`. A file that has this very text already is not touched. `remember` is told the SHA-256 of a file
    of ours just before it takes its place. Whoever reads a pipe may have seen enough before the end.
    Raises ExportConflict, UsageError or PressReaderError.
    """
    with sentences(target.path):
        if target.straight:
            _write_straight(target, text)
            return "written"
        target.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _replace(target.path, _encoded(text, encoding), known, remember, force)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"{target.path} was left as it was.") from None


def _write_straight(target: Target, text: Iterable[str]) -> None:
    descriptor = (
        os.open(target.path, os.O_WRONLY | os.O_CLOEXEC)
        if target.descriptor is None
        else os.dup(target.descriptor)
    )
    with contextlib.suppress(BrokenPipeError), os.fdopen(descriptor, "wb", buffering=0) as file:
        for piece in _gathered(_encoded(text, "utf-8")):
            _write_all(file, piece)


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= _PIECE:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _write_all(file: IO[bytes], data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _replace(
    path: Path, pieces: Iterable[bytes], known: Collection[str], remember: Callable[[str], None], force: bool
) -> Outcome:
    before = _state(path)
    if before is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    clear_left(path.parent.glob(LEFT))
    with beside(path) as new:
        sha256 = _fill(new.file, pieces)
        outcome = decide(path, sha256, known, force)
        if outcome != "unchanged":
            if before is not None:
                new.change_mode(stat.S_IMODE(before.st_mode))
            new.reach_disk()
        remember(sha256)
        if outcome == "unchanged":
            return outcome
        if _fingerprint(_state(path)) != _fingerprint(before):
            raise ExportConflict(
                f"{path} was left as it was: another program saved it meanwhile. Export again."
            )
        new.take_place()
    keep_names([path.parent])
    return outcome


def _fill(file: IO[bytes], pieces: Iterable[bytes]) -> str:
    taken = hashlib.sha256()
    for piece in pieces:
        taken.update(piece)
        file.write(piece)
    return taken.hexdigest()


def _encoded(text: Iterable[str], encoding: str) -> Iterator[bytes]:
    encoder = codecs.getincrementalencoder(encoding)("replace")
    return (encoder.encode(piece) for piece in text)


def decide(path: Path, sha256: str, known: Collection[str], force: bool) -> Outcome:
    """What is to be done to a file whose new SHA-256 is `sha256`. Raises ExportConflict, or OSError."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            there = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "written"
    if there == sha256:
        return "unchanged"
    if not size:
        return "written"
    if there in known or force:
        return "updated"
    reason = "it was changed since the last export" if known else "something else stands there"
    raise ExportConflict(
        f"{path} was left as it was: {reason}. Name another file, or export with --force to overwrite it."
    )


@contextlib.contextmanager
def spooled(text: Iterable[str], encoding: str) -> Iterator[tuple[IO[bytes], str]]:
    """A file without a name that holds the text for as long as the context lasts, and its SHA-256."""
    with tempfile.SpooledTemporaryFile(_SPOOL) as file:
        sha256 = _fill(file, _encoded(text, encoding))
        file.seek(0)
        yield file, sha256


@contextlib.contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn the system's errors about a file to be written into ours."""
    try:
        yield
    except OSError as error:
        raise _sentence(path, error) from error


def _sentence(path: Path, error: OSError) -> PressReaderError:
    why = error.strerror or str(error)
    match error.errno:
        case errno.ENOTDIR | errno.EEXIST:
            return UsageError(
                f"{path} cannot be written: a file stands where a folder is meant. Name another file."
            )
        case errno.EISDIR:
            return _is_folder(path)
        case errno.ENAMETOOLONG | errno.ELOOP:
            return UsageError(f"{path} cannot be written: {why}. Name another file.")
    if is_full(error):
        way = "Free some space and export again"
    elif is_forbidden(error):
        way = "Make it and its folder writable"
    else:
        way = "Export again"
    return PressReaderError(f"{path} cannot be written: {why}. {way}, or name another file.")


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _fingerprint(state: os.stat_result | None) -> tuple[int, int, int] | None:
    return state and (state.st_mtime_ns, state.st_size, state.st_ino)
