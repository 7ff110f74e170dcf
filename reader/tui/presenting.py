"""Puts what the library knows into the pages that the screen shows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.analysis.layout import blocks
from reader.model import Note, Release
from reader.tui.widgets.page import NoteCard, Page
from reader.wording import count, facts, notice

if TYPE_CHECKING:
    from reader.query import Order

__all__ = ["ORDERS", "card", "count", "page"]

ORDERS: dict["Order", str] = {"date": "Newest first", "rank": "Best match first", "old": "Oldest first"}
"""What each order of a list is called, in the order that one key walks through."""


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
        facts=facts(release, source),
        notice=notice(release, only_earlier=only_earlier),
        blocks=[(block.kind, block.start, block.end) for block in blocks(body)],
        notes=[card(note) for note in notes],
        title_hits=title_hits,
        body_hits=body_hits,
    )


def card(note: Note) -> NoteCard:
    """A note as it stands below the text."""
    quote = note.passage.exact if note.passage else None
    return NoteCard(note.text, quote, note.state, note.updated[:16].replace("T", " ") + " UTC")
