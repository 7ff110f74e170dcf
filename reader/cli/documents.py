"""The JSON documents of the command line: their keys are a contract."""

from collections.abc import Sequence
from typing import Any

from reader.model import Attachment, ImportReport, Note, Release, Revision

_SNIPPET = 160
"""Characters of a text's beginning, where no hit says which part to show."""

Excerpt = tuple[str, Sequence[tuple[int, int]]]


def release(one: Release, excerpt: Excerpt | None = None) -> dict[str, Any]:
    """A release that was read with its text; `excerpt` is the stretch around its hits."""
    snippet, marks = (beginning(one.body or ""), ()) if excerpt is None else excerpt
    return {
        "id": one.id,
        "source": one.source,
        "external_id": one.external_id,
        "url": one.url,
        "date": one.date,
        "title": one.title,
        "category": one.category,
        "categories": list(one.categories),
        "language": one.language,
        "cut": one.cut,
        "edited": one.edited,
        "words": one.words,
        "bookmarked": one.bookmarked,
        "read": one.read,
        "tags": list(one.tags),
        "note_count": one.note_count,
        "revision": one.revision,
        "revision_count": one.revision_count,
        "first_seen": one.first_seen,
        "last_seen": one.last_seen,
        "pairs": [],
        "snippet": snippet,
        "marks": [list(span) for span in marks],
        "score": None,
    }


def beginning(body: str) -> str:
    """The first words of a text on one line, with an ellipsis where it goes on."""
    text = " ".join(body[: 4 * _SNIPPET].split())
    if len(text) <= _SNIPPET:
        return text
    # A text without blanks (Chinese, Japanese) is cut between two characters.
    return (text[: _SNIPPET + 1].rpartition(" ")[0] or text[:_SNIPPET]) + "…"


def revision(one: Revision) -> dict[str, Any]:
    """One wording."""
    return {
        "number": one.number,
        "first_seen": one.first_seen,
        "last_seen": one.last_seen,
        "title": one.title,
        "body": one.body,
        "cut": one.cut,
    }


def attachment(one: Attachment) -> dict[str, Any]:
    """What a source hands out with a release; `type` and `size` (bytes) are null where it does not tell."""
    return {"name": one.name, "url": one.url, "type": one.type, "size": one.size}


def note(one: Note) -> dict[str, Any]:
    """A note; `revision` and `quote` are null for one on the whole release."""
    return {
        "id": one.id,
        "release": one.release,
        "revision": one.passage.revision if one.passage else None,
        "quote": one.passage.exact if one.passage else None,
        "text": one.text,
        "state": one.state,
        "created": one.created,
        "updated": one.updated,
    }


def import_report(report: ImportReport) -> dict[str, Any]:
    """What an import did."""
    return {
        "added": report.added,
        "revised": report.revised,
        "completed": report.completed,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
        "problems": [{"path": one.path, "line": one.line, "reason": one.reason} for one in report.problems],
        "more_problems": report.more_problems,
        **{name: getattr(report, name) for name in ("notes", "tags", "bookmarks", "read")},
    }
