"""What becomes a term, and where it stands."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.analyser import postings, tokens


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("To be, or not.", "to be or not"),
        ("R&D K-beauty M.AX FA-50 59.6", "r d k beauty m ax fa 50 59 6"),
        ("Korea–U.S. government’s government's", "korea u s government s government s"),
        ("Café cafe\u0301 ÆØÅ œuvre Straße İzmir Łódź", "cafe cafe aeoa oeuvre strasse izmir lodz"),
        ("ＦＵＬＬ ５Ｇ", "full 5g"),
        ("soft\u00adhyphen zero\u200djoiner", "softhyphen zerojoiner"),
        ("under_score ½ ²", "under score ½ 2"),
        ("산업통상", "산 산업 업 업통 통 통상 상"),
        ("부", "부"),
        ("KOTRA가 5G와", "kotra 가 5g 와"),
        ("東京タワー", "東 東京 京 京タ タ タワ ワ ワー ー"),
        ("ｶﾞｽ", "ガ ガス ス"),
        ("— …", ""),
    ],
)
def test_terms(text: str, terms: str) -> None:
    assert [token.text for token in tokens(text)] == terms.split()


def test_typography_makes_no_difference() -> None:
    one = [token.text for token in tokens("Korea-US 'tariff' don't CAFÉ 가각")]
    decomposed = unicodedata.normalize("NFD", "korea–us ’tariff‘ don’t café 가각")
    assert [token.text for token in tokens(decomposed)] == one


def test_positions_count_words_and_single_characters() -> None:
    found = [(token.text, token.position) for token in tokens("a 산업 R&D")]
    assert found == [("a", 0), ("산", 1), ("산업", 1), ("업", 2), ("r", 3), ("d", 4)]


SCRIPTS = st.text(
    alphabet="aBé\u0301ﬁßİ1½_-. ’'산업ᄉ\u1161\u11abｶﾞ東ー\u00ad\u200dКйσς\U00020000", max_size=30
)


@given(st.one_of(st.text(max_size=40), SCRIPTS))
def test_offsets_lie_in_the_text_and_name_the_same_term(text: str) -> None:
    last = (-1, -1)
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.text
        assert (token.position, token.start) >= last
        last = (token.position, token.start)
        assert token.text in [again.text for again in tokens(text[token.start : token.end])]


@given(st.one_of(st.text(max_size=40), SCRIPTS), st.integers(0, 1000))
def test_postings_are_the_tokens(text: str, base: int) -> None:
    expected: dict[str, list[int]] = {}
    for token in tokens(text):
        expected.setdefault(token.text, []).append(base + token.position)
    found: dict[str, list[int]] = {}
    count = postings(text, base, found)
    assert found == expected
    assert count == max((token.position + 1 for token in tokens(text)), default=0)


@given(st.one_of(st.text(max_size=20), SCRIPTS))
def test_case_and_composition_make_no_difference(text: str) -> None:
    plain = [token.text for token in tokens(text)]
    assert [token.text for token in tokens(unicodedata.normalize("NFC", text))] == plain
