"""Sentences: where they end in the English, Korean, Chinese and Japanese of press releases."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.sentences import enclosed, sentences

HARD_TEXT = st.text(st.sampled_from(" \n\t\x00\xa0AaBb12.,;:!?…“”\"'’()[]「」。！？❶❷①•▲*-–"), max_size=120)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "marked",
    [
        "Ties between Korea–U.S. Standards Bodies deepen. |The talks go on.",
        "They met in the U.S. Department of Trade.",
        "She flew back to the U.S. |The talks go on.",
        "The ship will be sold to J.P. Harbour Quay & Co. |Grain carriers must pass a test.",
        "The ship was built by Harbour Quay Co. President Lee will sail it.",
        "It was built by Harbour Co., Ltd. in May. |The port paid.",
        "Exports reached USD 59.6 billion. |Imports fell by 3.2 percent.",
        "Daesung Project No. 1 is built. |Is it? |No. |The work waits.",
        "Gov. Kim and Dr. J. K. Rhee met St. Mary’s head.",
        "Ports, e.g. Busan, i.e. the largest, grow approx. 3 percent.",
        "It opens at 9 a.m. Monday. |It closes at 5 p.m. KST. |Doors shut at 6 p.m. |Guests leave.",
        "The hall opens at 3 p.m. Korea Standard Time.",
        "The first was on Nov. 20 and the last in Dec. |Both went well.",
        "On 2025. 11. 20. the ports met. |It took three hours. |On 2025. 4. 16 they met again.",
        "In 2024 they were 16. |12 left.",
        "1. Overview of the plan. |2. Next steps.",
        "“Is it done?” she asked. |“Yes.” |He left.",
        "“Work begins. |Ports will grow.” |He left (for good). |(It was late.) |They slept.",
        'He said, "It is done." |She agreed.',
        "Well… not yet. |But soon… |Then came May.",
        "장관은 서울에서 밝혔다. |그는 부산으로 갔다.",
        "会議が開かれた。|「はい。」と大臣は言った。|次は五月だ！|本当か？",
        "「はい。」|「いいえ。」",
        "First line without a stop\n|Second line.",
        "Goals: |❶ more ports, |❷ more ships (see ① above), |❸ peace. |As in ② above, all is well.",
        "Exports ▲3.5 percent, imports flat.",
        "Talks with ○○ Corp. began.",
        "“The plan has parts ❶ and ❷ of it” and more.",
        "Two goals (these: ❶ piers, ❷ ships) were set.",
        "Notes follow. |* One note. |- Another note.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    """A bar stands before each sentence but the first."""
    assert cut(marked.replace("|", "")) == [piece.strip() for piece in marked.split("|")]


@given(st.one_of(HARD_TEXT, st.text(max_size=80)))
def test_every_character_is_in_one_sentence(text: str) -> None:
    position = 0
    for start, end in sentences(text):
        assert position <= start < end
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        position = end
    assert text[position:].strip() == ""


def test_pairs_hold_only_what_is_closed() -> None:
    text = "a “b ” c (d e “f ” g"
    points = [text.index(letter) for letter in "bcdefg"]
    assert {text[at] for at in enclosed(text, 0, len(text), points)} == {"b", "f"}


def test_straight_quotation_marks_open_and_close_by_what_stands_beside_them() -> None:
    text = 'a "b" c "d e 5" f "g'
    points = [text.index(letter) for letter in "bcdefg"]
    assert {text[at] for at in enclosed(text, 0, len(text), points)} == {"b", "d", "e"}


def test_a_pair_too_far_apart_holds_nothing() -> None:
    near, far = "(" + "a " * 1000 + ")", "(" + "a " * 1500 + ")"
    assert enclosed(near, 0, len(near), [5]) == {5}
    assert enclosed(far, 0, len(far), [5]) == set()


@pytest.mark.parametrize(
    "unit",
    ["“", '"', "(", ".", ". ", "A. ", "1. ", "Co.\t", "a.\xa0", "❶ a ❷ b ", "• ", "「。", "\x00", " \n"],
)
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    """Time that grew with the square would be minutes here."""
    began = time.process_time()
    sentences(unit * (300_000 // len(unit)))
    assert time.process_time() - began < 10
