"""Reads a whole backup, whoever wrote it: whether it is all there, and what it holds beside releases."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from reader.errors import LibraryError
from reader.ingest.fields import BrokenError, Fields
from reader.ingest.packed import MAGIC, PackedError, Unpacked
from reader.ingest.problems import Problems
from reader.ingest.records import ID, Line, ParsedRecord, RawLine, parsed, passage_of, understood, unread
from reader.model import Passage, Problem, Source

_MOST: Final = 100_000
"""Lines of a backup that are no releases."""
_RELEASE = b'{"pressreader":1,"id":'
"""How the lines of releases begin that this program writes; any other is looked at more closely."""
_MOST_ADDRESSES: Final = 1000
"""Addresses of a source."""
_SOURCE_KIND = re.compile(r"feed|jsonfeed|ministry")
_ORDER = re.compile(r"[a-z]{0,10}")
_THEME = re.compile(r"[a-z0-9-]{1,40}")
_MEASURE = re.compile(r"[0-9]{1,3}")
_SHAPES = {"theme": _THEME, "measure": _MEASURE, "order": _ORDER}


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A saved search."""

    name: str
    query: str
    created: str


@dataclass(frozen=True, slots=True)
class FetchedSource:
    """A source that was fetched, and from where."""

    source: Source
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenEditor:
    """What stood in an editor that was not closed."""

    release: str | None
    """Id of the release; None where it was gone already."""
    note: str
    """Id of the note; '' for a new one."""
    text: str
    passage: Passage | None


@dataclass(slots=True)
class Contents:
    """What a backup holds, as far as it could be read."""

    created: str = ""
    promised: tuple[int, int] = (0, 0)
    """Releases and notes that it says it holds."""
    saved: list[SavedQuery] = field(default_factory=list)
    sources: list[FetchedSource] = field(default_factory=list)
    drafts: list[OpenEditor] = field(default_factory=list)
    session: dict[str, str] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)
    left_out: int = 0
    """Unfinished notes, and lines that may have been anything, among these problems."""
    damage: str | None = None
    """Why not all of it can be trusted, as a sentence; None for a whole one."""


def contents(file: BinaryIO, path: str) -> Contents:
    """Read all of a backup, and look whether it is as it was written; its releases are not looked at.

    One that is damaged at its very beginning has no `created`. Raises LibraryError for a file that is none. OSError of
    the file passes.
    """
    found = Contents()
    hashed = hashlib.sha256()
    lines = _walk(file, path, found, hashed.update)
    first = next(lines, None)
    if first is None:
        if found.damage is None:
            raise LibraryError(f"{path} is empty. Name the file that `pressreader backup` wrote.")
        return found
    _begin(first, found, path)
    ended = False
    while first is not None:
        if isinstance(first, Problem):
            found.problems.add(first)
            found.left_out += 1
        elif ended:
            found.damage = found.damage or "Something was added behind its end."
        else:
            ended = not first.raw.startswith(_RELEASE) and _take(first, path, found, hashed.hexdigest())
            hashed.update(first.raw)
        first = next(lines, None)
    if found.damage is None and not ended:
        found.damage = "The end of it is missing."
    return found


def releases(file: BinaryIO, path: str) -> Iterator[ParsedRecord | Problem]:
    """The releases of a backup, as far as it can be read, and what is wrong with others.

    Lines that may have been anything are told by `contents`.
    """
    file.seek(0)
    for raw in _walk(file, path, Contents(), len):
        if isinstance(raw, RawLine):
            try:
                line = understood(raw)
            except BrokenError as broken:
                if raw.raw.startswith(_RELEASE) and raw.raw.endswith(b"\n"):
                    yield Problem(path, raw.number, str(broken))
            else:
                if line.kind is None:
                    yield parsed(line, path)


def _walk(
    file: BinaryIO, path: str, found: Contents, passed_over: Callable[[bytes], object]
) -> Iterator[RawLine | Problem]:
    packed = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    try:
        yield from unread(Unpacked(file) if packed else file, path=path, passed_over=passed_over)
    except PackedError as error:
        found.damage = str(error)


def _begin(first: RawLine | Problem, found: Contents, path: str) -> None:
    if isinstance(first, Problem):
        raise LibraryError(f"{path} is no backup that can be restored. {first.reason}")
    try:
        line = understood(first)
        if line.kind != "backup":
            raise LibraryError(
                f"{path} is no backup. `pressreader import` reads what was exported as JSON Lines."
            )
        fields = Fields(line.values, "This backup")
        found.created = fields.moment("created")
        found.promised = fields.number("releases", 0), fields.number("notes", 0)
    except BrokenError as broken:
        raise LibraryError(f"{path} is no backup that can be restored. {broken}") from broken


def _take(raw: RawLine, path: str, found: Contents, digest: str) -> bool:
    """Take what a line holds; whether it is the last one. `digest` is that of all lines before it."""
    kind: object = "unknown"
    try:
        line = understood(raw)
        kind = line.kind
        if kind == "end":
            if line.values.get("sha256") != digest:
                found.damage = found.damage or "It was changed since it was written."
            return True
        _take_kind(line, found)
    except BrokenError as broken:
        if raw.raw.endswith(b"\n"):  # else it is where the file was cut off, which is told otherwise
            found.problems.add(Problem(path, raw.number, str(broken)))
            found.left_out += kind in ("unknown", "draft")
    return False


def _take_kind(line: Line, found: Contents) -> None:
    fields = Fields(line.values, "This line")
    if len(found.saved) + len(found.drafts) + len(found.sources) >= _MOST:
        raise BrokenError(f"There are more than {_MOST:,} saved searches, sources and unfinished notes.")
    if line.kind == "source":
        addresses = fields.lines("addresses", _MOST_ADDRESSES)
        if not all(url.lower().startswith(("https://", "http://")) for url in addresses):
            raise BrokenError("A source has an address that is none on the web.")
        if addresses:
            key, kind = fields.name("key"), fields.matching("source_kind", _SOURCE_KIND, "feed or ministry")
            source = Source(key, fields.name_or_none("name") or key, kind, fields.link("url"))
            found.sources.append(FetchedSource(source, addresses))
    elif line.kind == "saved":
        found.saved.append(SavedQuery(fields.line("name"), fields.text("query"), fields.moment("created")))
    elif line.kind == "draft":
        found.drafts.append(_draft(fields))
    elif line.kind == "session":
        found.session = {
            key: fields.matching(key, shape, "what the reader remembers")
            for key, shape in _SHAPES.items()
            if fields.has(key)
        }


def _draft(fields: Fields) -> OpenEditor:
    like = "an id, ten of the characters a-z and 2-7"
    return OpenEditor(
        fields.matching("release", ID, like) if fields.has("release") else None,
        fields.matching("note", ID, like) if fields.text("note") else "",
        fields.text("text"),
        passage_of(fields.object("anchor", "The anchor of a note")) if fields.has("anchor") else None,
    )
