"""Puts what the library knows into the words and pages that the screen shows."""

from collections.abc import Sequence

from reader.analysis.layout import blocks
from reader.model import Note, Release
from reader.tui.widgets.page import NoteCard, Page

DIGEST_NOTICE = "Digest: PressReader’s words about a real release, not the ministry’s own."
CUT_NOTICE = "Cut: the source’s list stops inside this text; the rest is not in the library."


def page(
    release: Release,
    source: str,
    notes: Sequence[Note],
    title_hits: Sequence[tuple[int, int]] = (),
    body_hits: Sequence[tuple[int, int]] = (),
) -> Page:
    """A release that was read with its text, as the text pane takes it."""
    body = release.body or ""
    return Page(
        key=(release.number, release.revision),
        title=release.title,
        body=body,
        facts=facts(release, source),
        notice=notice(release),
        blocks=[(block.kind, block.start, block.end) for block in blocks(body)],
        notes=[card(note) for note in notes],
        title_hits=title_hits,
        body_hits=body_hits,
    )


def facts(release: Release, source: str) -> str:
    """The line under a headline: day, categories, source, length, wordings."""
    parts = [release.date or "undated", ", ".join(release.categories), source, f"{release.words:,} words"]
    if release.edited:
        parts.append(f"reworded: wording {release.revision} of {release.revision_count}")
    if release.bookmarked:
        parts.append("bookmarked")
    parts.append(release.id)
    return " · ".join(part for part in parts if part)


def notice(release: Release) -> str | None:
    """What must be known before reading: a digest, a cut text."""
    found = [DIGEST_NOTICE] if release.digest else []
    if release.cut:
        found.append(CUT_NOTICE)
    return "\n".join(found) or None


def card(note: Note) -> NoteCard:
    """A note as it stands below the text."""
    quote = note.passage.exact if note.passage else None
    return NoteCard(note.text, quote, note.state, note.updated[:16].replace("T", " ") + " UTC")


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 release`, `2,310 releases`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
