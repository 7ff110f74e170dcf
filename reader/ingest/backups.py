"""Reads a whole backup, whoever wrote it: whether it is all there, and what it holds beside releases."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from reader.errors import LibraryError
from reader.ingest.fields import BrokenError, Fields
from reader.ingest.packed import MAGIC, PackedError, Unpacked
from reader.ingest.records import ID, Line, ParsedRecord, lines, parsed, passage_of
from reader.model import Passage, Problem

_MOST: Final = 100_000
"""Lines of a backup that are no releases."""
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
    releases: int = 0
    notes: int = 0
    saved: list[SavedQuery] = field(default_factory=list)
    drafts: list[OpenEditor] = field(default_factory=list)
    session: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damage: str | None = None
    """Why not all of it can be trusted, as a sentence; None for a whole one."""


def contents(file: BinaryIO, path: str) -> Contents:
    """Read all of a backup, and look whether it is as it was written.

    Raises LibraryError for a file that is none. OSError of the file passes.
    """
    found = Contents()
    hashed = hashlib.sha256()
    ended = False
    first = True
    for line in _walk(file, path, found):
        if first:
            _begin(line, found, path)
            first = False
        elif isinstance(line, Problem):
            found.problems.append(line)
        elif line.kind == "end":
            ended = True
            _end(line, hashed.hexdigest(), found)
        elif ended:
            found.damage = found.damage or "Something was added behind its end."
        elif line.kind is None:
            _count(line, path, found)
        else:
            _take(line, path, found)
        if isinstance(line, Line):
            hashed.update(line.raw)
    if first:
        raise LibraryError(found.damage or f"{path} is empty.")
    if found.damage is None and not ended:
        found.damage = "The end of it is missing."
    return found


def releases(file: BinaryIO, path: str) -> Iterator[ParsedRecord]:
    """The releases of a backup, as far as it can be read; what is wrong with others `contents` has told."""
    file.seek(0)
    for line in _walk(file, path, Contents()):
        if isinstance(line, Line) and line.kind is None:
            record = parsed(line, path)
            if isinstance(record, ParsedRecord):
                yield record


def _walk(file: BinaryIO, path: str, found: Contents) -> Iterator[Line | Problem]:
    packed = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    try:
        yield from lines(Unpacked(file) if packed else file, path=path)
    except PackedError as error:
        found.damage = str(error)


def _begin(line: Line | Problem, found: Contents, path: str) -> None:
    if isinstance(line, Problem):
        raise LibraryError(f"{path} is no backup that can be restored. {line.reason}")
    if line.kind != "backup":
        raise LibraryError(
            f"{path} is no backup. `pressreader import` reads what was exported as JSON Lines."
        )
    try:
        fields = Fields(line.values, "This backup")
        found.created = fields.moment("created")
        found.promised = fields.number("releases", 0), fields.number("notes", 0)
    except BrokenError as broken:
        raise LibraryError(f"{path} cannot be restored. {broken}") from broken


def _end(line: Line, digest: str, found: Contents) -> None:
    if line.values.get("sha256") != digest:
        found.damage = found.damage or "It was changed since it was written."


def _count(line: Line, path: str, found: Contents) -> None:
    record = parsed(line, path)
    if isinstance(record, Problem):
        found.problems.append(record)
        return
    found.releases += 1
    found.notes += len(record.record.notes)


def _take(line: Line, path: str, found: Contents) -> None:
    fields = Fields(line.values, "This line")
    try:
        if len(found.saved) + len(found.drafts) >= _MOST:
            raise BrokenError(f"There are more than {_MOST:,} saved searches and unfinished notes.")
        if line.kind == "saved":
            found.saved.append(
                SavedQuery(fields.line("name"), fields.text("query"), fields.moment("created"))
            )
        elif line.kind == "draft":
            found.drafts.append(_draft(fields))
        elif line.kind == "session":
            found.session = {
                key: fields.matching(key, shape, "what the reader remembers")
                for key, shape in _SHAPES.items()
                if fields.has(key)
            }
    except BrokenError as broken:
        found.problems.append(Problem(path, line.number, str(broken)))


def _draft(fields: Fields) -> OpenEditor:
    like = "an id, ten of the characters a-z and 2-7"
    return OpenEditor(
        fields.matching("release", ID, like) if fields.has("release") else None,
        fields.matching("note", ID, like) if fields.text("note") else "",
        fields.text("text"),
        passage_of(fields.object("anchor", "The anchor of a note")) if fields.has("anchor") else None,
    )
