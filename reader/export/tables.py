"""Releases as a table: CSV as RFC 4180 has it, safe to open in a spreadsheet.

A spreadsheet runs a cell that begins with = + - or @ as a formula, also in their full-width forms, and some do so
after blanks or quotes. Such a cell gets an apostrophe in front, which spreadsheets take for "this is text" (OWASP,
"CSV Injection"). So does what follows a semicolon or a tab within a cell: where a comma is the decimal sign,
spreadsheets part cells there. Numbers stay numbers.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from reader.export.citation import citekey, publisher
from reader.export.item import Item
from reader.model import Note

_COLUMNS: dict[str, Callable[[Item], object]] = {
    "id": lambda item: item.release.id,
    "source": lambda item: item.release.source,
    "external_id": lambda item: item.release.external_id,
    "url": lambda item: item.release.url,
    "date": lambda item: item.release.date,
    "title": lambda item: item.revision.title,
    "publisher": lambda item: publisher(item.release, item.source),
    "category": lambda item: item.release.category,
    "categories": lambda item: "; ".join(item.release.categories),
    "language": lambda item: item.release.language,
    "cut": lambda item: item.revision.cut,
    "edited": lambda item: item.release.edited,
    "words": lambda item: item.release.words,
    "bookmarked": lambda item: item.release.bookmarked,
    "read": lambda item: item.release.read,
    "tags": lambda item: "; ".join(item.release.tags),
    "note_count": lambda item: len(item.notes),
    "notes": lambda item: "\n\n".join(map(_note, item.notes)),
    "revision": lambda item: item.revision.number,
    "revision_count": lambda item: item.release.revision_count,
    "first_seen": lambda item: item.release.first_seen,
    "last_seen": lambda item: item.release.last_seen,
    "citekey": lambda item: citekey(item.release),
}
COLUMNS = tuple(_COLUMNS)
"""The names in the first row: those of a release's JSON that make sense in a table, with publisher, notes, citekey."""

_LINE_END = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
_PARTING = re.compile(r"(?<=[;\t])")
_OPENERS = frozenset("=+-@")
_QUOTES = frozenset("\"'`‘’‚‛“”„‟«»‹›＇＂")


def csv_text(items: Iterable[Item]) -> Iterator[str]:
    """The table, a row at a time; the first row has the names of the columns."""
    yield _row(COLUMNS)
    for item in items:
        yield _row([cell(read(item)) for read in _COLUMNS.values()])


def cell(value: object) -> str | int:
    """A value as it stands in a cell: `true` and `false`, a number, or text that no spreadsheet takes for a formula.

    Lines within it end in a line feed; other control characters but the tab are left out.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    text = _CONTROL.sub("", _LINE_END.sub("\n", str(value)))
    return "".join(_harmless(part) for part in _PARTING.split(text))


def _harmless(text: str) -> str:
    return f"'{text}" if _begins_formula(text) else text


def _begins_formula(text: str) -> bool:
    if text[:1] in ("\t", "\n"):
        return True
    for sign in text:
        if sign in _QUOTES or sign.isspace() or unicodedata.category(sign) == "Cf":
            continue
        return unicodedata.normalize("NFKC", sign)[:1] in _OPENERS
    return False


def _note(note: Note) -> str:
    return f"“{note.passage.exact}”: {note.text}" if note.passage else note.text


def _row(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()
