"""What could deceive a reader or steer a terminal goes; what the source wrote stays."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest.clean import MAX_MARKS, clean_body, clean_line

UNTOUCHED = {
    "typography": "“Korea–U.S.” talks — the ‘5th’ round… 59.6\xa0billion ❶❷❸ ø & ＡＢ",
    "korean": "산업통상부는 11월 20일 회의를 열었다.",
    "decomposed accents": "Cafe\u0301 and A\u0323\u0302n",
    "soft hyphen in a word": "semi\xadconductor",
    "persian non-joiner": "می\u200cخواهم",
    "sinhala joiner": "ශ්\u200dරී",
    "mongolian vowel separator": "ᠠᠮᠠᠷᠠᠭ\u180eᠠ",
    "family": "👨\u200d👩\u200d👧",
    "heart on fire": "❤\ufe0f\u200d🔥",
    "flag of Scotland": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "ideographic variant": "葛\U000e0100城市",
    "tibetan stack of eight": "ཧྐྵྨླྺྼྻྂ",
    "private use": "\ue0bc",
    "dotted line": "…" * 40,
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_what_the_source_wrote_stays(text: str) -> None:
    assert clean_line(text) == text
    assert clean_body(text) == text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x1b[31;1mred\x1b[0mb", "aredb"),
        ("a\x1b]0;new window title\x07b", "ab"),
        ("\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x1bPq#0\x1b\\b", "ab"),
        ("a\x1b(Bb", "ab"),
        ("a\x1bcb", "acb"),
        ("a\x1b]no end", "a]no end"),
        ("a\x1b\x1b[31m[31mb", "a[31mb"),
        ("a\x1b[", "a"),
    ],
)
def test_escape_sequences_go_whole(dirty: str, clean: str) -> None:
    assert clean_body(dirty) == clean


@pytest.mark.parametrize(
    "hidden",
    [chr(code) for code in (*range(9), *range(0x0E, 0x20), 0x7F)]
    + list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    + list("\u200b\u200c\u200d\u2060\u2061\ufeff\xad\u034f\u115f\u1160\u180e\ufff9")
    + list("\U000e0041\U000e0001\ufdd0\ufffe\uffff\U0001fffe\U0010ffff")
    + ["\x81", "\x8d", "\x8f", "\x90", "\x9d"],
    ids=ascii,
)
def test_controls_and_hidden_characters_go(hidden: str) -> None:
    assert clean_body(f"be{hidden} fore") == "be fore"
    assert clean_line(f"{hidden}before{hidden}") == "before"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("Korea\x92s \x93record\x94 \x96 up", "Korea’s “record” – up"),
        ("a\ud83db", "a\ufffdb"),
        ("a\u3164\uffa0b", "a  b"),
        ("a\xadb\xad\xadc \xadd", "a\xadbc d"),
        ("👨\u200d\u200d👩", "👨👩"),
        ("☺\ufe0f\ufe0e\ufe0f", "☺\ufe0f"),
        ("🏴\U000e0067\U000e0062", "🏴"),
    ],
)
def test_the_rest_becomes_visible_or_what_was_meant(dirty: str, clean: str) -> None:
    assert clean_body(dirty) == clean


@pytest.mark.parametrize(
    "end", ["\r\n", "\r\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\n"], ids=ascii
)
def test_every_line_end_is_one_line_feed_in_a_body_and_a_space_in_a_line(end: str) -> None:
    assert clean_body(f"one{end}two") == "one\ntwo"
    assert clean_line(f"one{end}two") == "one two"


def test_a_line_has_single_spaces_and_a_body_its_own() -> None:
    assert clean_line("\ufeff \u3000Forum\t opens \xa0 today\n\n in Seoul ") == "Forum opens today in Seoul"
    assert clean_body("\n \n\tOne  two.\n\n\n Three.\t4\n \u3000\n") == "One  two.\n\n\n Three.\t4"


def test_towers_of_combining_marks_are_levelled() -> None:
    tower = "\u0301\u0489" * 30
    assert clean_line(f"Z{tower}algo") == "Z" + tower[:MAX_MARKS] + "algo"
    assert clean_line("ن" + "\u064b" * 7 + "\u200d" + "\u064b" * 20) == "ن" + "\u064b" * 7


def test_joiners_do_not_extend_a_tower() -> None:
    letter_and_marks = "क" + "\u093c\u094d\u200d" * 20
    cleaned = clean_line(letter_and_marks)
    assert len(cleaned) <= 1 + MAX_MARKS
    assert not cleaned.endswith("\u200d")


def test_no_combining_mark_can_be_missed() -> None:
    # The search for towers passes over letters, digits and spaces.
    marks = [
        chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Mn", "Me")
    ]
    assert not [mark for mark in marks if mark.isalnum() or mark.isspace() or mark == "_"]


@pytest.mark.parametrize(
    "piece",
    [
        "\x1b",
        "\x1b[",
        "\x1b]",
        "\x1b]x",
        "\x1b[0;",
        "\xad",
        "\u200d",
        "ن\u200d",
        "\u0301",
        "🏴\U000e0067",
        "\r",
        " \t",
    ],
    ids=ascii,
)
def test_no_input_takes_more_than_linear_time(piece: str) -> None:
    # 300,000 repetitions: a step that is quadratic would not come back.
    assert len(clean_body(piece * 300_000)) <= len(piece) * 300_000


SPICE = "\x1b[]0;m\x07\\\r\n\t \x85\x92\xad\u200b\u200c\u200d\u202e\u2028"
SPICE += "\ufe0f\ufe00\u0301\u093c\u094dकन👨❤🏴\U000e0067\U000e007f\u3164\ud800\u180eᠠ_a"
EXPLICIT_DIRECTIONS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
texts = st.one_of(st.text(alphabet=st.characters()), st.text(alphabet=SPICE))


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_body(clean_body(text)) == clean_body(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(texts)
def test_nothing_unsafe_is_left(text: str) -> None:
    body, line = clean_body(text), clean_line(text)
    joiners = "\xad\u200c\u200d\u180e\U000e0067\U000e007f"
    for char in body + line:
        assert unicodedata.category(char) not in ("Cs", "Zl", "Zp")
        assert unicodedata.category(char) != "Cc" or char in "\n\t"
        assert unicodedata.bidirectional(char) not in EXPLICIT_DIRECTIONS
        assert unicodedata.bidirectional(char) != "BN" or char in joiners
    assert "\n" not in line
    assert "\t" not in line
    assert "  " not in line
    assert line == line.strip()


@given(
    st.text(
        alphabet=st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u115f\u1160\u3164\uffa0")
    )
)
def test_letters_digits_and_punctuation_always_stay(text: str) -> None:
    assert clean_body(text) == text
