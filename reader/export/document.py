"""What the exported file of a release should contain. Pure."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reader.export.citation import citation_markdown, citekey, day, publisher
from reader.export.escape import (
    heading_markdown,
    item_markdown,
    one_line,
    paragraph_markdown,
    quote_markdown,
)
from reader.export.item import Item, Paragraph, ParagraphKind
from reader.export.within import note_alone
from reader.folding import in_tag
from reader.model import Note, Passage

Scalar = str | int | bool | date

KEYS = (
    "title",
    "date",
    "source",
    "publisher",
    "category",
    "url",
    "language",
    "tags",
    "bookmarked",
    "revision",
    "revisions",
    "cut",
    "words",
    "content_hash",
    "citekey",
)
"""The properties that are PressReader's, in their order, after `pressreader_id` and before the hashes."""
REGIONS = ("head", "note", "highlights", "text", "citation")
"""The parts of the body that are PressReader's, in their order."""

_OWN_SIGN = ("No", "So", "Sm", "Po", "Pd")
"""General categories of signs that enumerate by themselves, such as ❶, ○, ▲, ※ and dashes."""


@dataclass(frozen=True, slots=True)
class Document:
    """The properties and regions of one file; those without a value or text are absent."""

    id: str
    keys: Mapping[str, Scalar]
    """All of `KEYS` but the tags."""
    tags: tuple[str, ...]
    regions: Mapping[str, str]
    """Markdown by name."""


def document(item: Item, *, obsidian: bool = False) -> Document:
    """What the file of this release should contain now; with `obsidian` each highlight can be linked to."""
    regions = {
        "head": _head(item),
        "note": _note(item.notes),
        "highlights": _highlights(item.notes, obsidian=obsidian),
        "text": _text(item.paragraphs),
        "citation": f"## Citation\n\n{citation_markdown(item)}",
    }
    return Document(
        id=item.release.id,
        keys={name: value for name, value in _keys(item).items() if value not in (None, "")},
        tags=tuple(dict.fromkeys(map(tag_written, filter(None, item.release.tags)))),
        regions={name: text for name, text in regions.items() if text},
    )


def _keys(item: Item) -> dict[str, Scalar]:
    release, revision = item.release, item.revision
    keys = {
        "title": one_line(revision.title),
        "date": day(release.date) or release.date,
        "source": release.source,
        "publisher": publisher(release, item.source),
        "category": release.category,
        "url": release.url,
        "language": release.language,
        "bookmarked": release.bookmarked,
        "revision": revision.number,
        "revisions": release.revision_count,
        "cut": revision.cut,
        "words": release.words,
        "content_hash": content_hash(revision.title, revision.body),
        "citekey": citekey(release),
    }
    return {
        name: one_line(value) if isinstance(value, str) else value
        for name, value in keys.items()
        if value is not None
    }


def tag_written(tag: str) -> str:
    """A tag as Obsidian takes it: letters, digits, `_`, `-` and `/`, and not digits alone (its help, "Tags").

    Ours may hold a full stop, which becomes a hyphen, and be a number, which gets a `_` in front. So does any
    other sign become a hyphen that a tag of somebody else's library may hold.
    """
    written = "".join(sign if sign != "." and in_tag(sign) else "-" for sign in tag)
    return f"_{written}" if written.isdigit() else written


def content_hash(title: str, body: str) -> str:
    """SHA-256 of a wording: headline, line end and body in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


def _head(item: Item) -> str:
    release = item.release
    facts = (
        release.date or "undated",
        publisher(release, item.source),
        release.category,
        f"{release.words} words" if release.words else None,
    )
    line = paragraph_markdown(" · ".join(fact for fact in facts if fact))
    return "\n\n".join([f"# {heading_markdown(item.revision.title)}", line, *_notices(item)])


def _notices(item: Item) -> list[str]:
    release, revision = item.release, item.revision
    notices = []
    if release.digest:
        notices.append("This is a digest by PressReader, in its own words. It is not the ministry's text.")
    if release.edited:
        notices.append(
            f"Reworded: the source has published {release.revision_count} wordings of this release; "
            f"this is wording {revision.number}."
        )
    if revision.cut:
        notices.append("Cut: the text ends before its sentence does, as it does where it was read.")
    return notices


def _note(notes: tuple[Note, ...]) -> str:
    free = sorted((note for note in notes if note.passage is None), key=lambda note: (note.created, note.id))
    texts = [text for note in free if (text := note_alone(note.text))]
    return "## Note\n\n" + "\n\n* * *\n\n".join(texts) if texts else ""


def _highlights(notes: tuple[Note, ...], *, obsidian: bool) -> str:
    placed = sorted(
        ((note, note.passage) for note in notes if note.passage is not None),
        key=lambda pair: (pair[1].start, pair[1].end, pair[0].created, pair[0].id),
    )
    if not placed:
        return ""
    written = (_highlight(note, passage, obsidian=obsidian) for note, passage in placed)
    return "\n\n".join(["## Highlights", *written])


def _highlight(note: Note, passage: Passage, *, obsidian: bool) -> str:
    parts = [quote_markdown(passage.exact)]
    if note.state == "changed":
        parts.insert(0, f"This passage has changed since; in wording {passage.revision} it read:")
    if obsidian:
        # After a quotation a block id stands alone (Obsidian's help, "Internal links"); the note's own never changes.
        parts.append(f"^{note.id}")
    parts.append(note_alone(note.text))
    return "\n\n".join(part for part in parts if part)


def _text(paragraphs: tuple[Paragraph, ...]) -> str:
    written = "## Text"
    before = None
    for kind, text in (_paragraph(paragraph) for paragraph in paragraphs if paragraph.text.strip()):
        # Items that follow each other are one list without gaps.
        written += ("\n" if kind == before == "item" else "\n\n") + text
        before = kind
    return written


def _paragraph(paragraph: Paragraph) -> tuple[ParagraphKind, str]:
    if paragraph.kind == "heading":
        return "heading", f"### {heading_markdown(paragraph.text)}"
    if paragraph.kind == "item" and unicodedata.category(paragraph.text.lstrip()[0]) not in _OWN_SIGN:
        return "item", item_markdown(paragraph.text)
    return "paragraph", paragraph_markdown(paragraph.text)
