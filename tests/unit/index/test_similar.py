"""Releases like another: which words decide, how many of them, and in what order."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.index.ranking import ranked
from reader.index.search import Index
from reader.index.similar import FEW, WORDS, similar
from reader.index.update import Document, IndexFolder
from reader.query import Exact, Or


@contextmanager
def index_of(folder: Path, *segments: Sequence[Document], removed: Sequence[int] = ()) -> Iterator[Index]:
    where = IndexFolder(folder / "index", "library")
    with where.writer() as writer:
        writer.rebuild(sorted(segments[0], key=lambda one: -one.place), len(segments[0]))
        for documents in segments[1:]:
            writer.update(sorted(documents, key=lambda one: -one.place))
        if removed:
            writer.update([], removed)
    index = Index.open(where)
    try:
        yield index
    finally:
        index.close()


def document(number: int, title: str, body: str = "", place: int | None = None) -> Document:
    return Document(number, number if place is None else place, ((title, body),))


SOLAR = document(
    9, "Solar panels for island schools", "Batteries and solar panels reach island schools by ferry."
)
LIKE = document(5, "Island schools", "Solar panels arrive by ferry.")
LESS = document(6, "Island ferry", "Schools wait.")
OTHER = document(7, "Rice prices", "Batteries on farms; a ferry.")


def test_those_that_share_three_telling_words_the_most_similar_first(tmp_path: Path) -> None:
    with index_of(tmp_path, [SOLAR, LIKE], [LESS, OTHER]) as index:
        found = similar(index, 9, SOLAR.wordings)
        assert found.numbers == (5, 6)
        assert found.scores[0] > found.scores[1] > 0
        assert set(found.shared(6)) == {"island", "ferry", "schools"}
        assert set(found.shared(5)) <= set(found.words)
        assert list(found.shared(5)) == [word for word in found.words if word in found.shared(5)]


def test_scores_are_those_of_a_ranked_search_for_the_words(tmp_path: Path) -> None:
    with index_of(tmp_path, [SOLAR, LIKE], [LESS, OTHER]) as index:
        found = similar(index, 9, SOLAR.wordings)
        asked = dict(ranked(index, Or(tuple(map(Exact, found.words))), lambda _: ()).all())
        assert dict(zip(found.numbers, found.scores, strict=True)) == pytest.approx(
            {number: asked[number] for number in found.numbers}
        )


def test_all_words_must_be_shared_where_there_are_fewer_than_three(tmp_path: Path) -> None:
    one = document(1, "Harbour lights")
    with index_of(tmp_path, [one, document(2, "Harbour lights"), document(3, "Harbour walls")]) as index:
        found = similar(index, 1, one.wordings)
        assert set(found.words) == {"harbour", "lights"}
        assert found.numbers == (2,)


def test_equals_come_the_newer_first_and_no_more_than_asked_for(tmp_path: Path) -> None:
    first = [document(number, "Harbour lights shine", place=10 - number) for number in range(1, 5)]
    with index_of(tmp_path, first, [document(8, "Harbour lights shine", place=8)]) as index:
        assert similar(index, 4, first[0].wordings).numbers == (1, 8, 2, 3)
        assert similar(index, 4, first[0].wordings, limit=2).numbers == (1, 8)


def test_numbers_and_words_that_nobody_else_has_tell_nothing(tmp_path: Path) -> None:
    one = document(1, "2026 x unique")
    with index_of(tmp_path, [one, document(2, "2026 x other")]) as index:
        found = similar(index, 1, one.wordings)
        assert (found.words, found.numbers) == ((), ())


def test_word_that_many_have_tells_nothing(tmp_path: Path) -> None:
    many = [
        document(number, "Ministry" if number % 2 else "Ministry harbour") for number in range(1, 2 * FEW + 2)
    ]
    with index_of(tmp_path, many) as index:
        assert similar(index, 2, many[1].wordings).words == ("harbour",)


def test_removed_releases_neither_count_nor_come_up(tmp_path: Path) -> None:
    with index_of(tmp_path, [SOLAR, LIKE], [LESS, OTHER], removed=[5]) as index:
        found = similar(index, 9, SOLAR.wordings)
        assert found.numbers == (6,)
        assert "solar" not in found.words


def test_no_more_words_than_a_dozen_and_korean_by_pairs(tmp_path: Path) -> None:
    long = " ".join(f"word{letter}" for letter in "abcdefghijklmnopq")
    korean = "산업통상부 장관 회의"
    both = [document(1, long), document(2, long), document(3, korean), document(4, korean)]
    with index_of(tmp_path, both) as index:
        assert len(similar(index, 1, both[0].wordings).words) == WORDS
        found = similar(index, 3, both[2].wordings)
        assert found.numbers == (4,)
        assert "산업" in found.words


def test_empty_library_and_empty_release_have_nothing_similar(tmp_path: Path) -> None:
    with index_of(tmp_path, []) as index:
        assert similar(index, 1, [("Rice", "talks")]).numbers == ()
        assert similar(index, 1, []).numbers == ()
