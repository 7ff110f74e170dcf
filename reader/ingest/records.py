"""JSON Lines -> records: what `export --format jsonl` and backups hold, one release a line.

Nobody knows who wrote the file. Each line is bounded before it is parsed, each value is looked at before it is
used, and whatever is wrong with one line never costs another.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from reader.ingest.fields import BrokenError, Fields
from reader.ingest.language import language
from reader.ingest.listing import LineStream
from reader.model import (
    RECORD_FORMAT,
    STARTER,
    Attachment,
    Note,
    Passage,
    Problem,
    Record,
    Release,
    Revision,
    Source,
)

MAX_LINE: Final = 64 << 20
"""Bytes a line may have: more than the longest wording and all that must stand beside it, in any script."""
_PIECE: Final = 1 << 20
_MAX_VALUES: Final = 1_000_000
"""Signs that part values, and texts, at most, in a line: bounds what the parser makes of it."""
_MOST: Final = 2000
"""Wordings, tags or categories of a release."""
_MOST_NOTES: Final = 100_000
_LONGEST_TAG: Final = 1000
_LARGEST_FILE: Final = (1 << 63) - 1

_BOM = b"\xef\xbb\xbf"
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_PARTING = (b",", b"[", b"{")
ID = re.compile(r"[a-z2-7]{10}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_KIND = re.compile(r"[a-z]{1,20}")
_BACKUP_KINDS: Final = frozenset({"backup", "source", "saved", "draft", "session", "end"})
"""What a line of a backup may be that is no release."""


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """One record read from a file."""

    record: Record
    source: Source
    path: str
    line: int
    """From 1."""
    offset: int
    """Bytes of the file read so far, to the end of this line."""
    size: int = 0
    """Bytes of the line."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line as it stands in a file."""

    raw: bytes
    number: int
    """From 1."""
    offset: int
    """Bytes of the file read so far, to the end of this line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that holds a JSON object of this format."""

    values: dict[str, Any]
    number: int
    offset: int
    size: int

    @property
    def kind(self) -> object:
        """None for a release; else what it is."""
        return self.values.get("kind")


class LaterFormatError(BrokenError):
    """A later version of the program wrote this."""


def read(stream: LineStream, *, path: str) -> Iterator[ParsedRecord | Problem]:
    """Read the releases of a file; what else a backup holds is passed over.

    Holds one line in memory. Never raises for what the bytes are; an error of the stream passes.
    """
    for line in lines(stream, path=path):
        if isinstance(line, Problem):
            yield line
        elif line.kind is None:
            yield parsed(line, path)
        elif line.kind not in _BACKUP_KINDS:
            yield Problem(path, line.number, "This line is of no kind known here.")


def parsed(line: Line, path: str) -> ParsedRecord | Problem:
    """The release that a line holds."""
    try:
        record, source = _record(Fields(line.values, "This release"))
    except BrokenError as broken:
        return Problem(path, line.number, str(broken))
    return ParsedRecord(record, source, path, line.number, line.offset, line.size)


def lines(stream: LineStream, *, path: str) -> Iterator[Line | Problem]:
    """Read line by line; the first that a later version wrote ends it, because all others will be of that one too."""
    for line in unread(stream, path=path):
        if isinstance(line, Problem):
            yield line
            continue
        try:
            yield understood(line)
        except LaterFormatError as later:
            yield Problem(path, line.number, str(later))
            return
        except BrokenError as broken:
            yield Problem(path, line.number, str(broken))


def unread(
    stream: LineStream, *, path: str, passed_over: Callable[[bytes], object] = len
) -> Iterator[RawLine | Problem]:
    """The lines of a file that are not blank, as they stand; one that is too long is a problem.

    `passed_over` is called with the bytes of lines that do not come, in their order.
    """
    number = offset = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        offset += len(raw)
        if len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            passed_over(raw)
            while not raw.endswith(b"\n") and (raw := stream.readline(_PIECE)):
                offset += len(raw)
                passed_over(raw)
            yield Problem(path, number, f"This line is longer than {MAX_LINE >> 20} MiB and was left out.")
        elif raw.isspace():
            passed_over(raw)
        else:
            yield RawLine(raw, number, offset)


def understood(line: RawLine) -> Line:
    """The object that a line holds. Raises BrokenError."""
    raw = line.raw.removeprefix(_BOM) if line.number == 1 else line.raw
    return Line(_values(raw), line.number, line.offset, len(line.raw))


def _values(raw: bytes) -> dict[str, Any]:
    if _holds_too_much(raw):
        raise BrokenError("This line holds too many values and was left out.")
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise BrokenError("This line is not UTF-8.") from None
    except RecursionError:
        raise BrokenError("This line holds values within values, too deep to be read.") from None
    except ValueError:
        raise BrokenError("This line is no JSON, or not all of it is there.") from None
    if not isinstance(value, dict) or type(version := value.get("pressreader")) is not int:
        raise BrokenError("This line is no record of PressReader: it has no “pressreader” with a version.")
    if version > RECORD_FORMAT:
        raise LaterFormatError(
            "This was written by a later version of PressReader. Install that version to read it."
        )
    if version < 1:
        raise BrokenError(f"There is no version {version} of this format.")
    return value


def _holds_too_much(raw: bytes) -> bool:
    """Whether the parser would make too many values of a line. What stands within texts is none."""
    if sum(map(raw.count, _PARTING)) <= _MAX_VALUES:
        return False
    parted = end = 0
    for texts, text in enumerate(_TEXT.finditer(raw), 1):
        parted += sum(raw.count(sign, end, text.start()) for sign in _PARTING)
        end = text.end()
        if parted + texts > _MAX_VALUES:
            return True
    return parted + sum(raw.count(sign, end) for sign in _PARTING) > _MAX_VALUES


def _record(fields: Fields) -> tuple[Record, Source]:
    source = _source(fields)
    continues = fields.flag("continues")
    revisions = fields.objects("revisions", _MOST, "Revision", _revision)
    if not revisions and not continues:
        raise fields.wrong("has no wording")
    numbers = [one.number for one in revisions]
    if numbers != sorted(set(numbers)):
        raise fields.wrong("has wordings whose numbers do not rise")
    ident = fields.matching("id", ID, "an id, ten of the characters a-z and 2-7")
    notes = fields.objects("notes", _MOST_NOTES, "Note", lambda one: _note(one, ident))
    if not continues and not {note.passage.revision for note in notes if note.passage} <= set(numbers):
        raise fields.wrong("has a note on a wording that is not there")
    title, body = (revisions[-1].title, revisions[-1].body) if revisions else (fields.line("title"), "")
    if fields.has("language"):
        tag: str | None = fields.matching("language", _LANGUAGE, "en or ko")
    else:
        tag = None if fields.names("language") else language(body or title)
    release = Release(
        source=source.key,
        title=title,
        date=fields.day("date"),
        categories=fields.lines("categories", _MOST),
        external_id=fields.name_or_none("external_id"),
        url=fields.link("url"),
        language=tag,
        attachments=fields.objects("attachments", _MOST, "Attachment", _attachment),
        id=ident,
        revision=numbers[-1] if numbers else 0,
        revision_count=len(revisions),
        bookmarked=fields.flag("bookmarked"),
        read=fields.flag("read"),
        tags=fields.texts("tags", _MOST, _LONGEST_TAG),
        note_count=len(notes),
        first_seen=fields.moment("first_seen"),
        last_seen=fields.moment("last_seen"),
    )
    return Record(release, revisions, notes, continues), source


def _source(fields: Fields) -> Source:
    key = fields.name("source")
    if key == STARTER:
        kind = STARTER
    else:
        kind = fields.matching("source_kind", _KIND, "listing") if fields.has("source_kind") else "listing"
        # Nothing else is made of digests.
        kind = "listing" if kind == STARTER else kind
    return Source(key, fields.name_or_none("source_name") or key, kind, fields.link("source_url"))


def _attachment(fields: Fields) -> Attachment:
    url = fields.link("url")
    if url is None:
        raise fields.wrong("has no address")
    size = fields.number("size", 0, _LARGEST_FILE) if fields.has("size") else None
    return Attachment(fields.name("name"), url, fields.name_or_none("type"), size)


def _revision(fields: Fields) -> Revision:
    return Revision(
        fields.number("number", 1),
        fields.line("title"),
        fields.body("body"),
        fields.flag("cut"),
        fields.moment("first_seen"),
        fields.moment("last_seen"),
    )


def _note(fields: Fields, release: str) -> Note:
    # What the user wrote is not cleaned for taste: it is made safe where it is shown.
    text = fields.text("text")
    if not text.strip():
        raise fields.wrong("is empty")
    passage = passage_of(fields.object("anchor", "The anchor of a note")) if fields.has("anchor") else None
    return Note(
        fields.matching("id", ID, "an id, ten of the characters a-z and 2-7"),
        release,
        text,
        passage,
        "anchored" if passage else "free",
        fields.moment("created"),
        fields.moment("updated"),
        tuple(one for one in fields.texts("earlier", _MOST, _LONGEST_TAG) if ID.fullmatch(one)),
    )


def passage_of(fields: Fields) -> Passage:
    """The selectors of a passage. Where it stands today is for others to say, so offsets may lie behind the text."""
    passage = Passage(
        fields.number("revision", 1),
        fields.number("start", 0),
        fields.number("end", 0),
        fields.text("exact"),
        fields.text("prefix"),
        fields.text("suffix"),
    )
    if passage.end < passage.start:
        raise fields.wrong("ends before it starts")
    return passage
