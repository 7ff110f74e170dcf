"""Records as lines of JSON (JSON Lines): what `import` takes back with nothing lost, and what backups are made of.

Each line is one object whose first key is `pressreader`, the version of this format. A release has the keys of
`--json` that mean something in another library; a line of another sort says in `kind` which.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from reader.model import RECORD_FORMAT, Note, Passage, Record, Revision, Source

_LONGEST: Final = 4 << 20
"""Characters of wordings and notes in a line, unless a single one of them has more."""
_MOST: Final = 1000
"""Wordings, notes, tags and categories in a line."""


def lines(record: Record, source: Source) -> Iterator[str]:
    """A release as the line that `line` makes, or as several where that would be longer than what is read back.

    Those after the first say that they continue it.
    """
    parts = [record] if _is_short(record) else _parts(record)
    return (line(part, source) for part in parts)


def _is_short(record: Record) -> bool:
    release = record.release
    number = len(record.revisions) + len(record.notes) + len(release.tags) + len(release.categories)
    return number <= _MOST and sum(map(_length, _pieces(record))) <= _LONGEST


_Piece = Revision | Note | tuple[str, str]
"""What can stand in one line or in another; a tag or a category as the name of its field and itself."""


def _pieces(record: Record) -> Iterator[_Piece]:
    yield from record.revisions
    yield from record.notes
    yield from (("tags", name) for name in record.release.tags)
    yield from (("categories", name) for name in record.release.categories)


def _length(piece: _Piece) -> int:
    if isinstance(piece, Revision):
        return len(piece.title) + len(piece.body)
    if isinstance(piece, Note):
        return len(piece.text) + sum(len(one) for one in piece.passage or () if isinstance(one, str))
    return len(piece[1])


def _parts(record: Record) -> Iterator[Record]:
    part: list[_Piece] = []
    length = 0
    continues = False
    for piece in _pieces(record):
        if part and (length + _length(piece) > _LONGEST or len(part) == _MOST):
            yield _part(record, part, continues)
            part, length, continues = [], 0, True
        part.append(piece)
        length += _length(piece)
    yield _part(record, part, continues)


def _part(record: Record, pieces: list[_Piece], continues: bool) -> Record:
    named = [piece for piece in pieces if not isinstance(piece, Revision | Note)]
    release = record.release._replace(
        tags=tuple(name for kind, name in named if kind == "tags"),
        categories=tuple(name for kind, name in named if kind == "categories"),
    )
    if continues:
        release = release._replace(attachments=())
    revisions = tuple(piece for piece in pieces if isinstance(piece, Revision))
    return Record(release, revisions, tuple(piece for piece in pieces if isinstance(piece, Note)), continues)


def line(record: Record, source: Source) -> str:
    """A release with its wordings, notes, tags and state, and the source it comes from, with a line end."""
    release = record.release
    return _line(
        {
            "pressreader": RECORD_FORMAT,
            "id": release.id,
            **({"continues": True} if record.continues else {}),
            "source": release.source,
            "source_name": source.name,
            "source_kind": source.kind,
            "source_url": source.url,
            "external_id": release.external_id,
            "url": release.url,
            "date": release.date,
            "title": release.title,
            "category": release.category,
            "categories": release.categories,
            "language": release.language,
            **(
                {"attachments": [one._asdict() for one in release.attachments]} if release.attachments else {}
            ),
            "cut": release.cut,
            "edited": release.edited,
            "words": release.words,
            "bookmarked": release.bookmarked,
            "read": release.read,
            "tags": release.tags,
            "note_count": len(record.notes),
            "revision": release.revision,
            "revision_count": len(record.revisions),
            "first_seen": release.first_seen,
            "last_seen": release.last_seen,
            "revisions": [_revision(one) for one in record.revisions],
            "notes": [_note(one) for one in record.notes],
        }
    )


def other(kind: str, **values: Any) -> str:
    """A line of a backup that is no release: `kind` says what it is."""
    return _line({"pressreader": RECORD_FORMAT, "kind": kind, **values})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _revision(one: Revision) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "body": one.body,
        "cut": one.cut,
        "first_seen": one.first_seen,
        "last_seen": one.last_seen,
    }


def _note(one: Note) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "created": one.created,
        "updated": one.updated,
        "earlier": one.earlier,
        "anchor": None if one.passage is None else _anchor(one.passage),
    }


def _anchor(passage: Passage) -> dict[str, Any]:
    return {
        "revision": passage.revision,
        "start": passage.start,
        "end": passage.end,
        "exact": passage.exact,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
    }
