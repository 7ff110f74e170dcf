"""Listing text -> releases, one entry at a time, however large the file or broken an entry.

An entry starts at a line that is exactly `-`. Its lines are counted, never compared with known categories:

    -
    Industry                                  category; absent where the entry has two lines
    Ministry opens an example forum           headline
    The forum opened on Monday. date2025-11-20

With more than three lines, all from the third on are the body. The day ends the body. Blank lines at the end
of an entry do not count; one where the category or the headline should stand is a problem of that entry.
What is wrong with one entry never costs another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO, Final, Protocol

from reader.ingest.clean import clean_body, clean_line
from reader.ingest.language import language
from reader.model import MOTIR, Problem, Release

MAX_ENTRY: Final = 4 << 20
"""Bytes an entry may have; a press release is a thousandth of it. Bounds the memory an import needs."""

_BOM = b"\xef\xbb\xbf"
_MARKERS = frozenset(
    bom + b"-" + end for bom in (b"", _BOM) for end in (b"\n", b"\r\n", b"\r\r\n", b"", b"\r", b"\r\r")
)
# Saved lists often lack the last line end; joined by `cat`, the next list's `-` follows the day on its line.
_GLUED_MARKER = re.compile(rb"\bdate[0-9]{4}-[0-9]{2}-[0-9]{2}(?=(?:\xef\xbb\xbf)?-\r*\n\Z)")
# A letter before it makes it another word ("update2025-11-20"); anything else is the end of the body.
_DAY = re.compile(r"(?<![A-Za-z0-9_])date([0-9]{4}-[0-9]{2}-[0-9]{2})\Z")
_PLAIN = re.compile(r"[0-9A-Za-z]")
_DAY_LENGTH = len("date2025-11-20")


class LineStream(Protocol):
    """What is asked of a file: its next line, at most `size` bytes of it."""

    def readline(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Parsed:
    """One release read from a file."""

    release: Release
    line: int
    """Line of the entry's `-`, from 1; 0 in a document whose lines say nothing."""
    offset: int
    """Bytes of the file read so far, to the end of this entry."""


Entry = Parsed | Problem


@dataclass(slots=True)
class _Block:
    """The bytes between two `-` lines, grown line by line."""

    line: int
    """Line of the opening `-`; 0 for what stands before the first one."""
    start: int
    """Offset of the content in the file, in bytes."""
    lines: list[bytes] = field(default_factory=list)
    """Empty again where there are more than `MAX_ENTRY` bytes."""
    size: int = 0
    last: bool = False
    """The file ends here."""

    @property
    def content(self) -> bytes:
        return b"".join(self.lines)

    def add(self, line: bytes) -> None:
        self.size += len(line)
        if self.size <= MAX_ENTRY:
            self.lines.append(line)
        else:
            self.lines.clear()


class _BrokenError(Exception):
    """An entry that is no release: the line to look at and a sentence."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def read(stream: BinaryIO | LineStream, *, path: str, source: str = MOTIR) -> Iterator[Entry]:
    """Read the entries of a listing one after the other; `path` names the file in problems.

    Holds one entry in memory. Never raises for what the bytes are; an error of the stream (OSError) passes.
    """
    for block in _blocks(stream):
        try:
            if block.line:
                yield Parsed(_release(block, source), block.line, block.start + block.size)
            else:
                _expect_blank(block)
        except _BrokenError as broken:
            yield Problem(path, broken.line, broken.reason)


def _blocks(stream: BinaryIO | LineStream) -> Iterator[_Block]:
    """Cut a stream at its `-` lines; the first block is what stands before the first of them."""
    number = offset = 0
    at_line_start = True
    block = _Block(0, 0)
    while line := stream.readline(MAX_ENTRY):
        number += at_line_start
        text_length = _length_before_marker(line, at_line_start)
        if text_length is None:
            block.add(line)
        else:
            block.add(line[:text_length])
            yield block
            block = _Block(number, offset + len(line))
        offset += len(line)
        at_line_start = line.endswith(b"\n")
    block.last = True
    yield block


def _length_before_marker(line: bytes, at_line_start: bool) -> int | None:
    """Count the bytes of a line before the marker that ends it; None where there is no marker."""
    if line in _MARKERS:
        return 0 if at_line_start else None
    if line.endswith((b"-\n", b"-\r\n")) and (glued := _GLUED_MARKER.search(line, max(0, len(line) - 32))):
        return glued.end()
    return None


def _expect_blank(block: _Block) -> None:
    """Refuse text before the first `-`, and a file without any."""
    if block.last:
        raise _BrokenError(0, "No entry starts in this file; a line that is only - opens one.")
    text = block.content.removeprefix(_BOM).decode("utf-8", "replace")
    if block.size > MAX_ENTRY or not _is_blank(text):
        blank = text[: len(text) - len(text.lstrip())]
        raise _BrokenError(
            blank.count("\n") + 1, "This text stands before the first entry; a line that is only - opens one."
        )


def _release(block: _Block, source: str) -> Release:
    lines = _lines(block)
    head = 2 if len(lines) > 2 else 1
    text = clean_body("\n".join(lines[head:] or lines))
    day = _DAY.match(text, max(0, len(text) - _DAY_LENGTH))
    end = block.line + len(lines)
    if day is None and block.last:
        raise _BrokenError(end, "The file ends inside this entry, before its day.")
    if len(lines) < 2:
        raise _BrokenError(block.line, "This entry has no headline and text: it needs two lines or more.")
    categories = (_filled(lines[0], block.line + 1, "category"),) if head == 2 else ()
    title = _filled(lines[head - 1], block.line + head, "headline")
    if day is None:
        raise _BrokenError(end, "This entry does not end in its day, written like date2025-11-20.")
    if not _exists(day[1]):
        raise _BrokenError(end, f"The day of this entry, {day[1]}, does not exist.")
    body = text[: day.start()].rstrip()
    if body.endswith("\xad"):  # it hyphenated the day, and hyphenates nothing now
        body = clean_body(body)
    tag = language(body or title)
    return Release(source=source, title=title, date=day[1], body=body, categories=categories, language=tag)


def _filled(line: str, number: int, what: str) -> str:
    if text := clean_line(line):
        return text
    raise _BrokenError(number, f"The line where the {what} of this entry should stand is empty.")


def _lines(block: _Block) -> list[str]:
    """Decode an entry into its lines, without the blank ones at its end."""
    if block.size > MAX_ENTRY:
        raise _BrokenError(block.line, f"This entry is larger than {MAX_ENTRY >> 20} MiB and was left out.")
    try:
        lines = block.content.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise _BrokenError(*_undecodable(block, error)) from None
    while lines and _is_blank(lines[-1]):
        lines.pop()
    return lines


def _undecodable(block: _Block, error: UnicodeDecodeError) -> tuple[int, str]:
    line = block.line + 1 + block.content.count(b"\n", 0, error.start)
    if block.last and error.reason == "unexpected end of data":
        return line, "The file ends inside this entry, in the middle of a character."
    where = f"byte 0x{block.content[error.start]:02x} at offset {block.start + error.start} of the file"
    return line, f"This entry is not UTF-8: {where} is no text."


def _is_blank(line: str) -> bool:
    if _PLAIN.search(line) and "\x1b" not in line:
        return False
    return not clean_line(line)


def _exists(day: str) -> bool:
    try:
        return date.fromisoformat(day).year >= 1000
    except ValueError:
        return False
