"""Hits are found alike by regular expressions and term by term."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.analyser import letter_by_letter, tokens
from reader.index.hits import by_terms, hits
from reader.index.patterns import pattern
from reader.query import Exact, Misspelt, Near, Phrase, Prefix, TextLeaf, Word

PIECES = [
    *("tariff", "Tariffs", "tarif", "free", "trade", "traded", "K-beauty", "K-Battery", "R&D", "r", "d", "k"),
    *("café", "cafe\u0301s", "CAFÉ", "Straße", "strasse", "İzmir", "izmir", "Łódź", "ﬁrm", "½", "1½", "under_score"),
    *("산업통상부", "통상", "KOTRA가", "kotra", "東京タワー", "ｶﾞｽ", "aﾞ", "ﾞ", "soft\u00adhyphen"),
    *("Σίσυφος", "ΟΔΟΣ", "Москва", "й", "Ꭰ", "ꭰ", "K", "②", "Ⓐ", "5G", "59.6", "а\u200dб", "\u0301", "countries"),
    *(" ", "  ", "\n", "-", "’", "“", "_", ".", "–"),
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=14).map(" ".join)
joined = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
words = st.one_of(st.sampled_from(PIECES), texts)
leaves: st.SearchStrategy[TextLeaf] = st.one_of(
    st.builds(Word, words, live=st.booleans()),
    st.builds(Exact, words, live=st.booleans()),
    st.builds(Prefix, words),
    st.builds(Phrase, words, live=st.booleans()),
    st.builds(Misspelt, st.sampled_from(PIECES)),
    st.builds(Near, st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join), st.integers(0, 4)),
)


@given(st.lists(leaves, min_size=1, max_size=3), st.one_of(texts, joined))
def test_quick_way_finds_what_the_exact_one_finds(wanted: list[TextLeaf], text: str) -> None:
    patterns = [pattern(leaf) for leaf in wanted]
    assert set(hits(patterns, text)) == set(by_terms(patterns, text))


@given(st.one_of(texts, joined, st.text()))
def test_text_is_folded_letter_by_letter_only_where_that_gives_its_terms(text: str) -> None:
    folded = letter_by_letter(text)
    if folded is not None:
        assert len(folded) == len(text)
        assert [folded[token.start : token.end] for token in tokens(text)] == [
            token.text for token in tokens(text)
        ]
        assert [token.text for token in tokens(folded)] == [token.text for token in tokens(text)]


def test_typographic_and_accented_texts_are_searched_quickly() -> None:
    assert letter_by_letter("The “Café” of São Paulo – Łódź’s") == "the “cafe” of sao paulo – lodz’s"
    assert letter_by_letter(unicodedata.normalize("NFD", "Café")) is None
    assert letter_by_letter("산업 policy") is None
    assert letter_by_letter("Straße") is None


@pytest.mark.parametrize(
    ("leaf", "text", "found"),
    [
        (Word("negotiates"), "Negotiating, negotiated, negotiation", ["Negotiating", "negotiated"]),
        (Word("countries", live=True), "country countryside countriesx", ["country", "countriesx"]),
        (Word("import"), "important imports", ["imports"]),
        (Word("tariff"), "tariff’s", ["tariff"]),
        (Word("tariff's"), "tariff tariffs tariff’s", ["tariff’s"]),
        (Exact("steel"), "steels STEEL steeled", ["STEEL"]),
        (Exact("stee", live=True), "steels stee tee", ["steels", "stee"]),
        (Phrase("free trades"), "free trade free trades", ["free trades"]),
        (Prefix("negotiat"), "negotiate negotiation", ["negotiate", "negotiation"]),
        (Prefix("countries"), "country", []),
        (Misspelt("semicondutor"), "semiconductor conductor", ["semiconductor"]),
        (Misspelt("ab"), "ab abc", ["ab"]),
        (Misspelt("K-bauty"), "K-beauty", []),
        (Near("free trade", 1), "trade was free, free of all that trade", ["free", "trade"]),
        (Near("free free", 0), "free, or free free", ["free", "free"]),
        (Near("R&D free", 0), "free R&D", ["R&D", "free"]),
        (Near("D R&D", 0), "R&D, R. and D D", []),
        (Near("D R&D", 0), "R&D D", ["D", "R&D"]),
        (Near("통상 산업", 0), "산업통상부", ["산업", "통상"]),
        (Near("산업 업통", 3), "산업통상부", []),
        (Near("— &", 3), "free trade", []),
        (Word("FTAs"), "FTA FTAs ftax", ["FTA", "FTAs"]),
    ],
)  # fmt: skip
def test_hits(leaf: TextLeaf, text: str, found: list[str]) -> None:
    assert sorted(text[hit.start : hit.end] for hit in hits([pattern(leaf)], text)) == sorted(found)
