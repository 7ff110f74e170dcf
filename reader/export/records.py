"""Records as lines of JSON (JSON Lines): what `import` takes back with nothing lost, and what backups are made of.

Each line is one object whose first key is `pressreader`, the version of this format. A release has the keys of
`--json` that mean something in another library; a line of another sort says in `kind` which.
"""

import json
from typing import Any

from reader.model import RECORD_FORMAT, Note, Passage, Record, Revision, Source


def line(record: Record, source: Source) -> str:
    """A release with its wordings, notes, tags and state, and the source it comes from, with a line end."""
    release = record.release
    return _line(
        {
            "pressreader": RECORD_FORMAT,
            "id": release.id,
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
