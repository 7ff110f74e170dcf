"""Puts what the library knows into the pages that the screen shows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader import cells
from reader.analysis.anchors import locate
from reader.analysis.layout import blocks
from reader.model import MOTIR, Attachment, Note, Release
from reader.tui.commands import BY_ID, key_label
from reader.tui.widgets.page import NoteCard, Page
from reader.wording import attachment, count, facts, notice, times

if TYPE_CHECKING:
    from reader.query import Order

__all__ = ["ORDERS", "card", "count", "page", "which"]

ORDERS: dict["Order", str] = {"date": "Newest first", "rank": "Best match first", "old": "Oldest first"}
"""What each order of a list is called, in the order that one key walks through."""
_HEADLINE = 36
"""Cells of a headline that is named in a sentence."""


def page(
    release: Release,
    source: str,
    notes: Sequence[Note],
    title_hits: Sequence[tuple[int, int]] = (),
    body_hits: Sequence[tuple[int, int]] = (),
    *,
    only_earlier: bool = False,
) -> Page:
    """A release that was read with its text, as the text pane takes it."""
    body = release.body or ""
    return Page(
        key=(release.number, release.revision),
        title=release.title,
        body=body,
        facts=" · ".join(filter(None, (facts(release, source), tags(release), _how_to_compare(release)))),
        notice=_notice(release, only_earlier=only_earlier),
        blocks=[(block.kind, block.start, block.end) for block in blocks(body)],
        beside=[*map(_attachment, release.attachments), *([] if release.digest else [times(release)])],
        notes=[card(note) for note in notes],
        title_hits=title_hits,
        body_hits=body_hits,
        noted=[
            span for note in notes if note.passage and (span := locate(note.passage, release.revision, body))
        ],
    )


def _attachment(one: Attachment) -> str:
    return f"Attachment: {attachment(one._replace(url=''))}"


def _notice(release: Release, *, only_earlier: bool) -> str | None:
    text = notice(release, only_earlier=only_earlier)
    if text and release.cut and release.source == MOTIR and release.url:
        return f"{text} {key_label(BY_ID['release.complete'].keys[0])} fetches it."
    return text


def _how_to_compare(release: Release) -> str:
    return f"{key_label(BY_ID['look.revisions'].keys[0])} shows what changed" if release.edited else ""


def tags(release: Release) -> str:
    """The tags of a release, for its line of facts; '' where it has none."""
    return " ".join(f"#{name}" for name in release.tags)


def which(releases: Sequence[Release]) -> str:
    """One release by its headline, shortened; several by their number: `“Fifth Round of…”`, `12 releases`."""
    if len(releases) != 1:
        return count(len(releases), "release")
    return f"“{cells.fit(cells.safe(releases[0].title), _HEADLINE)[0]}”"


def card(note: Note) -> NoteCard:
    """A note as it stands below the text."""
    quote = note.passage.exact if note.passage else None
    return NoteCard(note.text, quote, note.state, note.updated[:16].replace("T", " ") + " UTC")
