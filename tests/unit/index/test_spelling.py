"""Which words are spelt nearly alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.search import Index
from reader.index.spelling import edits, is_misspelling, nearby, suggestions
from reader.index.update import Document, IndexFolder


@pytest.mark.parametrize(
    ("word", "most"), [("", 0), ("fa", 0), ("fta", 1), ("steel", 1), ("tariff", 2), ("semiconductor", 2)]
)
def test_longer_words_may_hold_more_mistakes(word: str, most: int) -> None:
    assert edits(word) == most


@pytest.mark.parametrize(
    ("typed", "word", "meant"),
    [
        ("semicondutor", "semiconductor", True),
        ("semiconudctor", "semiconductor", True),
        ("smeicondutor", "semiconductor", True),
        ("smeicondutro", "semiconductor", False),
        ("setel", "steel", True),
        ("stele", "steel", True),
        ("stel", "steel", True),
        ("setl", "steel", False),
        ("us", "uk", False),
        ("us", "us", True),
        ("", "", True),
        ("rice", "rice", True),
        ("rice", "ricefield", False),
    ],
)
def test_mistakes_are_letters_more_less_other_or_swapped(typed: str, word: str, meant: bool) -> None:
    assert is_misspelling(typed, word) is meant


def brute(one: str, other: str) -> int:
    """Optimal string alignment by its definition."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if not i or not j:
                rows[i][j] = i + j
                continue
            same = one[i - 1] == other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


WORDS = st.text("abcé", max_size=8)


@given(WORDS, st.lists(WORDS, unique=True))
def test_nearby_are_the_misspellings_the_nearest_first(typed: str, words: list[str]) -> None:
    wanted = [word for word in words if brute(typed, word) <= edits(typed)]
    assert [word for word in words if is_misspelling(typed, word)] == wanted
    assert nearby(typed, words) == sorted(wanted, key=lambda word: brute(typed, word))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """Two segments."""
    folder = IndexFolder(tmp_path / "index", "library")
    texts = ["Steel tariff", "Steel tariffs", "Tariff talks 2025 2026", "Steal 산업통상부", "K-beauty Café"]
    with folder.writer() as writer:
        writer.rebuild([Document(3, 3, ((texts[0], texts[1]),)), Document(2, 2, (("", texts[2]),))], 2)
        writer.update([Document(4, 4, ((texts[3], texts[4]),))])
    index = Index.open(folder)
    yield index
    index.close()


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("tarif", ("tariff",)),
        ("tarrif", ("tariff",)),
        ("tariffz", ("tariff", "tariffs")),
        ("TARIFF’", ("tariffs",)),
        ("stael", ("steel", "steal")),
        ("cafe", ()),
        ("Cafè", ()),
        ("cofe", ("cafe",)),
        ("beuaty", ("beauty",)),
        ("k", ()),
        ("2027", ()),
        ("산업통상무", ()),
        ("k-baeuty", ()),
        ("", ()),
        ("unheard", ()),
    ],
)
def test_suggested_are_the_nearest_the_frequent_first(
    index: Index, word: str, wanted: tuple[str, ...]
) -> None:
    assert suggestions(index, word) == wanted


def test_no_more_are_suggested_than_asked_for(index: Index) -> None:
    assert suggestions(index, "tariffz", limit=1) == ("tariff",)
