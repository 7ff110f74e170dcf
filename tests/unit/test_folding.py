import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.folding import fold
from reader.index.analyser import tokens
from tests.reference import spelling
from tests.reference.vocabulary import ALIKE, CATEGORIES, TAGS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Énergie", "ENERGIE"),
        ("Øresund", "oresund"),
        ("Łódź", "lodz"),
        ("ｶﾞｽ", "ガス"),
        ("カ\u3099ス", "ガス"),
        ("ＦＴＡ", "fta"),
        ("K–beauty", "k-beauty"),
        ("Korea’s", "korea's"),
        ("ta\u00adriff", "tariff"),
        ("Ёлка", "елка"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ガス", "カス"), ("パン", "ハン"), ("ใกล้", "ใกล"), ("क़", "क"), ("שָׁלוֹם", "שלום"), ("tariff", "tarif")],
)
def test_two_names(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_a_folded_name_is_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("word", [word for row in ALIKE for word in row if word.isalnum()])
def test_names_are_folded_as_the_index_folds_words(word: str) -> None:
    assert "".join(
        token.text for token in tokens(word) if len(token.text) == 1 or not pair(token.text)
    ) == fold(word)


def pair(term: str) -> bool:
    """Whether a term is two characters of a script that is indexed in pairs as well as one by one."""
    return len(spelling.units(term)) == 2


@pytest.mark.parametrize("name", [*TAGS, *(name for names in CATEGORIES for name in names)])
def test_names_are_folded_as_the_reference_folds_them(name: str) -> None:
    assert fold(name) == spelling.fold(name)
