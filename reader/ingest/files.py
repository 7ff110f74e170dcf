"""Paths -> releases: finds the files, tells by their content what they are, reads one after the other."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final
from unicodedata import category

from reader.ingest import listing, records
from reader.ingest.apart import MAX_DOCUMENT, TOO_LARGE
from reader.ingest.detect import HEAD, KINDS_READ, Kind, is_binary, is_utf16, recognise
from reader.ingest.listing import LineStream, Parsed
from reader.ingest.packed import PackedError, Unpacked
from reader.ingest.records import ParsedRecord
from reader.ingest.saved import SavedDocuments
from reader.model import MOTIR, Problem

STDIN: Final = "-"
"""The path that stands for standard input."""

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SPECIAL = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class InputFile:
    """A regular file to read, or standard input."""

    path: str
    size: int | None
    """Bytes; None where only reading tells."""
    named: bool
    """The user named it; False for what a folder holds."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder that is nothing of ours."""

    path: str


Item = Parsed | ParsedRecord | Problem | Skipped


class Reading:
    """An import under way. Loop over it once; between two items `done` and `total` say how far it is."""

    def __init__(
        self, inputs: Sequence[InputFile | Problem], *, source: str | None, stdin: BinaryIO | None
    ) -> None:
        sizes = [item.size for item in inputs if isinstance(item, InputFile)]
        self.done = 0
        """Bytes read so far."""
        self.total = None if None in sizes else sum(size for size in sizes if size)
        """Bytes there are; None where standard input is among the paths."""
        self._inputs = inputs
        self._source = source
        self._stdin = stdin
        self._unpacked: Unpacked | None = None
        self._saved = SavedDocuments(source)

    def __iter__(self) -> Iterator[Item]:
        try:
            yield from self._items()
        finally:
            self._saved.close()

    def _items(self) -> Iterator[Item]:
        for item in self._inputs:
            if isinstance(item, Problem):
                yield item
                continue
            before = self.done
            for entry in self._entries(item):
                if isinstance(entry, Parsed | ParsedRecord):
                    self.done = before + (self._unpacked.taken if self._unpacked else entry.offset)
                yield entry
            # A file may have grown or been cut short since its size was asked for.
            self.done = self.done if item.size is None else before + item.size

    def _entries(self, file: InputFile) -> Iterator[Item]:
        shown = printable(file.path)
        try:
            if file.path != STDIN:
                with Path(file.path).open("rb") as stream:
                    yield from self._recognised(stream, file, shown)
            elif self._stdin is None or self._stdin.closed:
                yield Problem(shown, 0, "There is no standard input to read.")
            else:
                yield from self._recognised(self._stdin, file, shown)
        except OSError as error:
            yield Problem(shown, 0, _unreadable(error))
        except PackedError as error:
            yield Problem(shown, 0, str(error))

    def _recognised(self, stream: BinaryIO, file: InputFile, shown: str) -> Iterator[Item]:
        head = _head(stream)
        kind = recognise(head)
        lines: LineStream = _Rejoined(head, stream)
        self._unpacked = None
        if kind == "packed":
            self._unpacked = Unpacked(_Rewound(head, stream))
            head = self._unpacked.readline(HEAD)
            kind = recognise(head)
            lines = _Rejoined(head, self._unpacked)
        if kind == "listing":
            yield from listing.read(lines, path=shown, source=self._source or MOTIR)
        elif kind == "records":
            yield from records.read(lines, path=shown)
        elif kind in ("feed", "jsonfeed", "page"):
            yield from self._document(lines, kind, file, shown)
        elif file.named:
            yield Problem(shown, 0, _unrecognised(head, file))
        else:
            yield Skipped(shown)

    def _document(self, lines: LineStream, kind: Kind, file: InputFile, shown: str) -> Iterator[Item]:
        content = _whole(lines)
        if content is None and (file.named or kind != "page"):
            yield Problem(shown, 0, TOO_LARGE)
            return
        found = None if content is None else self._saved.read(content, kind, shown, named=file.named)
        if content is None or found is None:
            yield Skipped(shown)
            return
        for item in found:
            yield item if isinstance(item, Problem) else Parsed(item, 0, len(content))


def read_paths(paths: Sequence[str], *, source: str | None = None, stdin: BinaryIO | None = None) -> Reading:
    """Find what the paths hold, then read it by looping over the answer.

    `source` is the key given to all releases; without it, listings are the ministry's, and feeds and pages are what
    `reader.ingest.saved` finds. Whatever is wrong with
    a path, a file or an entry comes as a `Problem` among the releases; nothing is raised for it.
    """
    return Reading(list(sources(paths)), source=source, stdin=stdin)


def sources(paths: Sequence[str]) -> Iterator[InputFile | Problem]:
    """Find the files that paths name, without opening any.

    Folders are walked in the order of names. Hidden files, pipes, devices and links to folders inside them
    are passed over, so no walk goes round in circles; links to files are followed, and so is a named link.
    """
    for path in paths:
        if path == STDIN:
            yield InputFile(STDIN, None, named=True)
            continue
        try:
            status = os.stat(path)  # noqa: PTH116  (Path("") would be the current folder)
        except (OSError, ValueError) as error:
            yield Problem(printable(path), 0, _unreadable(error))
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _folder(path)
        elif stat.S_ISREG(status.st_mode):
            yield InputFile(path, status.st_size, named=True)
        else:
            yield Problem(printable(path), 0, _special(status.st_mode))


def printable(path: str) -> str:
    """Escape what would steer a terminal or fail to encode; ordinary paths stay as they are."""
    if path.isprintable():
        return path
    return "".join(
        char.encode("unicode_escape").decode("ascii") if category(char) in _UNPRINTABLE else char
        for char in path
    )


def _folder(folder: str) -> Iterator[InputFile | Problem]:
    found = False
    for item in _walk(folder):
        found = True
        yield item
    if not found:
        yield Problem(printable(folder), 0, "The folder holds no files.")


def _walk(folder: str) -> Iterator[InputFile | Problem]:
    # A list of what is still to do, not recursion: folders may be nested deeper than Python calls may be.
    pending = [(folder, True)]
    while pending:
        path, is_folder = pending.pop()
        try:
            if is_folder:
                pending.extend(_held_by(path))
                continue
            status = Path(path).stat()
        except FileNotFoundError:
            continue  # a link to nothing, or a file that was deleted meanwhile
        except OSError as error:
            yield Problem(printable(path), 0, _unreadable(error))
            continue
        if stat.S_ISREG(status.st_mode):
            yield InputFile(path, status.st_size, named=False)


def _held_by(folder: str) -> list[tuple[str, bool]]:
    """List the paths in a folder and whether each is a folder itself, last name first."""
    with os.scandir(folder) as entries:
        visible = [entry for entry in entries if not entry.name.startswith(".")]
    visible.sort(key=lambda entry: entry.name, reverse=True)
    return [(entry.path, entry.is_dir(follow_symlinks=False)) for entry in visible]


class _Rejoined:
    """A stream whose head was read already, from its start; standard input cannot be rewound."""

    def __init__(self, head: bytes, rest: BinaryIO | LineStream) -> None:
        self._head = BytesIO(head)
        self._rest = rest

    def readline(self, size: int, /) -> bytes:
        line = self._head.readline(size)
        if line.endswith(b"\n") or len(line) == size:
            return line
        return line + self._rest.readline(size - len(line))


class _Rewound:
    """The same for bytes that have no lines."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = BytesIO(head)
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        return self._head.read(size) or self._rest.read(size)


def _whole(lines: LineStream) -> bytes | None:
    """Read all of a document; None where it is too large."""
    pieces: list[bytes] = []
    left = MAX_DOCUMENT + 1
    while left and (piece := lines.readline(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces) if left else None


def _head(stream: BinaryIO) -> bytes:
    head = b""
    while len(head) < HEAD and (more := stream.read(HEAD - len(head))):
        head += more
    return head


def _unrecognised(head: bytes, file: InputFile) -> str:
    what = "Standard input" if file.path == STDIN else "The file"
    if not head.strip():
        return f"{what} is empty."
    if is_utf16(head):
        return f"{what} is UTF-16 text; save it as UTF-8 and import that."
    if is_binary(head):
        return f"{what} is not text. What can be read is {KINDS_READ}."
    return f"{what} is in no format known here. What can be read is {KINDS_READ}."


def _unreadable(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no such file or folder."
    reason = error.strerror if isinstance(error, OSError) else None
    return f"It cannot be read: {reason or error}."


def _special(mode: int) -> str:
    what = next((name for matches, name in _SPECIAL if matches(mode)), "no regular file")
    return f"This is {what}; only files and folders are read, and standard input as -."
