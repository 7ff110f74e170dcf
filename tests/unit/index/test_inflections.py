"""Which words are forms of one another."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.inflections import forms


@pytest.mark.parametrize(
    "words",
    [
        "tariff tariffs",
        "negotiate negotiates negotiated negotiating",
        "country countries",
        "agree agrees agreed agreeing",
        "plan plans planned planning",
        "box boxes boxed boxing",
        "process processes processed processing",
        "panel panels panelled panelling paneled",
        "import imports imported importing",
        "sme smes",
        "fta ftas",
        "pc pcs",
        "mou mous",
        "menu menus",
        "ngo ngos",
    ],
)
def test_forms_of_one_word(words: str) -> None:
    for one, other in combinations(words.split(), 2):
        assert other in forms(one), (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("import", "important"),
        ("import", "importer"),
        ("operation", "opera"),
        ("operate", "operation"),
        ("negotiate", "negotiation"),
        ("car", "caring"),
        ("new", "news"),
        ("us", "u"),
        ("bed", "bing"),
        ("analysis", "analyses"),
        ("company", "companion"),
        ("eu", "eus"),
        ("5g", "5gs"),
        ("тариф", "тарифs"),
    ],
)
def test_not_forms_of_one_word(one: str, other: str) -> None:
    assert other not in forms(one)
    assert one not in forms(other)


def test_only_plain_letters_have_other_forms() -> None:
    assert forms("2025") == {"2025"}
    assert forms("산업") == {"산업"}
    assert forms("wto2s") == {"wto2s"}


ENDINGS = st.sampled_from(["", "s", "es", "ies", "y", "d", "ed", "ing", "e", "ned", "ning", "eds"])
WORDS = st.builds("".join, st.tuples(st.text("abcdeginrsty", max_size=6), ENDINGS).filter(any))


@given(WORDS)
def test_every_form_has_the_word_among_its_own(word: str) -> None:
    assert word in forms(word)
    assert all(word in forms(form) for form in forms(word))


@given(st.text("abeginst", min_size=1, max_size=4), ENDINGS, ENDINGS)
def test_relation_is_mutual(stem: str, one: str, other: str) -> None:
    assert (stem + other in forms(stem + one)) == (stem + one in forms(stem + other))
