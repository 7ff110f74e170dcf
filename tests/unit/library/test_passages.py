"""Notes on passages: anchored to what their writer saw, and never to other words."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.analysis import anchors
from reader.errors import PassageGone, UsageError
from reader.library import Library
from reader.library.notes import Draft
from reader.model import Passage
from tests import listings

BODY = "The two ministers met in Busan on Sunday. They agreed to talk on. They agreed to meet again."


def take(library: Library, folder: Path, body: str) -> int:
    """Import one release in a wording; its row number."""
    text = f"-\nTrade\nTwo Ministers Meet\n{body} date2025-03-03\n"
    library.sources.import_paths([str(listings.write(folder, text))])
    (number,) = library.releases.all().numbers()
    return number


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    with Library.open() as library:
        yield library


def seen(library: Library, number: int, words: str) -> Passage:
    """The last place where words stand, as the screen has selected it."""
    release = library.releases.get(number)
    assert release.body is not None
    at = release.body.rindex(words)
    return anchors.passage(release.revision, release.body, at, at + len(words))


def test_a_note_is_on_the_place_that_was_seen_not_on_the_first_of_such_words(
    library: Library, tmp_path: Path
) -> None:
    number = take(library, tmp_path, BODY)
    passage = seen(library, number, "They agreed")
    note = library.notes.write(number, "Who?", passage=passage)
    assert (note.passage, note.state) == (passage, "anchored")
    assert passage.start > BODY.index("They agreed")


def test_a_wording_that_came_meanwhile_moves_no_note(library: Library, tmp_path: Path) -> None:
    number = take(library, tmp_path, BODY)
    passage = seen(library, number, "They agreed to talk on.")
    take(library, tmp_path, BODY.replace("talk on", "part"))
    note = library.notes.write(number, "Who?", passage=passage)
    assert (note.passage, note.state) == (passage, "changed")


def test_a_passage_that_its_wording_does_not_have_is_refused(library: Library, tmp_path: Path) -> None:
    number = take(library, tmp_path, BODY)
    passage = seen(library, number, "They agreed to talk on.")
    draft = Draft("e1", number, "", "Who?", os.getpid(), passage)
    library.notes.keep_draft(draft)
    for wrong in (
        passage._replace(revision=2),
        passage._replace(start=passage.start + 1),
        passage._replace(exact="They agreed to part on."),
        passage._replace(start=10_000, end=10_023),
    ):
        with pytest.raises(PassageGone):
            library.notes.write(number, "Who?", passage=wrong, draft="e1")
    assert library.notes.all() == []
    assert library.notes.left_drafts() == [draft], "what was written is there still"


def test_a_passage_of_a_cut_text_that_was_completed_is_as_good(library: Library, tmp_path: Path) -> None:
    number = take(library, tmp_path, BODY.removesuffix(" again."))
    passage = seen(library, number, "agreed to meet")
    take(library, tmp_path, BODY)
    assert library.releases.get(number).revision == 1
    assert library.notes.write(number, "When?", passage=passage).state == "anchored"


def test_a_draft_keeps_its_passage_until_its_note_is_written(library: Library, tmp_path: Path) -> None:
    number = take(library, tmp_path, BODY)
    passage = seen(library, number, "ministers")
    draft = Draft("e1", number, "", "half", os.getpid(), passage)
    library.notes.keep_draft(draft)
    library.notes.keep_draft(draft._replace(text="half a thought"), durable=True)
    with Library.open() as other:
        assert other.notes.left_drafts() == [draft._replace(text="half a thought")]
    library.notes.write(number, "A thought.", passage=passage, draft="e1")
    assert library.notes.left_drafts() == []


def test_a_quote_names_its_first_place_in_the_current_wording(library: Library, tmp_path: Path) -> None:
    number = take(library, tmp_path, BODY)
    assert library.notes.quoted(number, "They  agreed").start == BODY.index("They agreed")
    with pytest.raises(UsageError, match="does not stand"):
        library.notes.quoted(number, "They refused")


def test_a_quote_is_found_whatever_its_typography(library: Library, tmp_path: Path) -> None:
    body = "He said the so-called “green” steel’s price – 5 percent – fell…"
    number = take(library, tmp_path, body)
    for quote in ('"green" steel\'s', "“green” steel’s", "price - 5", "price —  5", "fell..."):
        passage = library.notes.quoted(number, quote)
        assert passage.exact in body
        assert (passage.start, passage.end) == (body.index(passage.exact), passage.start + len(passage.exact))
    assert library.notes.quoted(number, "fell...").exact == "fell…"
