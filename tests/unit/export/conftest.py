"""Builders of what an export is given."""

from collections.abc import Callable
from typing import Any

import pytest

from reader.export import Item, Paragraph
from reader.export.document import Document, document
from reader.model import MOTIR, Note, NoteState, Passage, Release, Revision, Source


def _item(title: str = "Fair Opens", body: str = "The fair opened.", **changes: Any) -> Item:
    notes = tuple(changes.pop("notes", ()))
    paragraphs = changes.pop("paragraphs", (Paragraph("paragraph", body),))
    name = changes.pop("source_name", "MOTIR")
    values: dict[str, Any] = {
        "source": MOTIR,
        "date": "2025-12-23",
        "categories": ("Industry",),
        "language": "en",
        "id": "abcdefghij",
        "words": 3,
        "first_seen": "2025-12-24T09:00:00Z",
    } | changes
    release = Release(title=title, body=body, **values)
    revision = Revision(release.revision, title, body, release.cut, release.first_seen, release.last_seen)
    return Item(release, revision, Source(release.source, name, "listing"), paragraphs, notes)


@pytest.fixture(scope="session")
def make_item() -> Callable[..., Item]:
    """Builds an item; what is not named is as in an ordinary release of the ministry."""
    return _item


def _note(text: str, quote: str | None = None, *, changed: bool = False, number: int = 1) -> Note:
    passage = None if quote is None else Passage(1, number, number + len(quote), quote, "", "")
    state: NoteState = "free" if quote is None else "changed" if changed else "anchored"
    return Note(f"n{number}", "abcdefghij", text, passage, state, f"2025-12-24T0{number}:00:00Z", "")


@pytest.fixture(scope="session")
def make_note() -> Callable[..., Note]:
    """Builds a note: on the release, or on a passage of it where a quotation is given."""
    return _note


@pytest.fixture
def doc(make_item: Callable[..., Item]) -> Document:
    """What an ordinary file should contain."""
    return document(make_item(tags=("asean",), url="https://example.org/1"))


@pytest.fixture
def reworded(make_item: Callable[..., Item]) -> Document:
    """The same after the release was reworded, moved and tagged once more."""
    item = make_item(
        "Fair: Opened",
        "It did open.",
        tags=("asean", "rice"),
        url="https://example.org/2",
        revision=2,
        revision_count=2,
    )
    return document(item)
