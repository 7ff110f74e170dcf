"""What keys and mouse select: whole words, sentences, paragraphs, and never anything else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.layout import blocks
from reader.tui.widgets.selection import UNITS, Selection, Unit

BODY = (
    "Six steelmakers published a plan. It names “green” alloys, and costs USD 59.6 billion.\n"
    "The U.S. and Korea–U.S. talks go on! 산업통상부는 회의를 열었다."
)


def selection(body: str = BODY) -> Selection:
    return Selection(body, [(block.kind, block.start, block.end) for block in blocks(body)])


def taken(words: str, unit: Unit = "word") -> Selection:
    one = selection()
    at = BODY.index(words)
    one.take(at, at + len(words), unit)
    return one


def test_what_is_taken_is_widened_to_whole_words() -> None:
    one = selection()
    at = BODY.index("eelmakers pub")
    one.take(at, at + len("eelmakers pub"))
    assert one.text == "steelmakers published"


@pytest.mark.parametrize("word", ["59.6", "U.S", "Korea–U.S", "산업통상부는", "“", "green"])
def test_a_word_is_what_a_reader_takes_for_one(word: str) -> None:
    one = selection()
    one.take_at("word", BODY.index(word))
    assert one.text == word


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("It is done\u202c. So", ["It", "is", "done\u202c", ".", "So"]),
        ("It is \u202adone\u202c. So", ["It", "is", "done\u202c", ".", "So"]),
        ("done \u202a \u2069 So", ["done", "So"]),
    ],
)
def test_what_is_not_seen_is_no_word_and_begins_none(body: str, words: list[str]) -> None:
    one = selection(body)
    one.take(0, 1)
    found = [one.text]
    while one.end < len(body):
        one.go("word", 1)
        found.append(one.text)
    assert found == words


def test_chinese_and_japanese_have_a_word_a_character() -> None:
    one = selection("通商政策を発表した。")
    one.take_at("word", 2)
    assert one.text == "政"


def test_going_from_sentence_to_sentence_and_word_to_word() -> None:
    one = taken("Six steelmakers published a plan.", "sentence")
    one.go("sentence", 1)
    assert one.text == "It names “green” alloys, and costs USD 59.6 billion."
    one.go("word", 1)
    assert one.text == "It", "inside a sentence first"
    one.go("word", 1)
    assert one.text == "names"
    one.go("word", -1)
    assert one.text == "It"
    one.go("sentence", 1)
    assert one.text.startswith("The U.S. and")
    one.go("sentence", -1)
    one.go("sentence", -1)
    assert one.text == "Six steelmakers published a plan."
    one.go("sentence", -1)
    assert one.text == "Six steelmakers published a plan.", "there is none before"
    one.go("paragraph", 1)
    assert one.text.endswith("열었다.")


def test_wider_and_back_to_the_same_word() -> None:
    one = taken("alloys")
    texts = []
    for _ in UNITS:
        one.widen()
        texts.append(one.text)
    first = BODY.split("\n", maxsplit=1)[0]
    assert texts == [first[34:], first, "alloys"]


def test_one_end_moves_and_the_other_stays() -> None:
    one = taken("names")
    one.extend("word", 1)
    assert one.text == "names “"
    one.extend("sentence", 1)
    assert one.text == "names “green” alloys, and costs USD 59.6 billion."
    one.extend("word", -1)
    assert one.text.endswith("billion")
    one.other_end()
    one.extend("word", -1)
    assert one.text.startswith("It names")
    one.extend("sentence", -1)
    assert one.text.startswith("Six steel")
    one.extend("word", 1)
    assert one.text.startswith("steelmakers")


def test_an_end_that_would_pass_the_other_goes_on_beyond_it() -> None:
    one = taken("names")
    one.extend("word", -1)
    assert one.text == "It names"
    one.extend("word", -1)
    assert one.text == ". It names"
    one.extend("word", 1)
    one.extend("word", 1)
    assert one.text == "names"
    one.extend("word", 1)
    assert one.text == "names “"
    one.extend("sentence", -1)
    assert one.text == "It names “"


def test_the_mouse_draws_words_in_either_direction() -> None:
    one = selection()
    one.press(BODY.index("alloys") + 2)
    one.reach(BODY.index("costs"))
    assert one.text == "alloys, and costs"
    one.reach(BODY.index("names") + 4)
    assert one.text == "names “green” alloys"
    one.reach(BODY.index(" “green"))
    assert one.text == "“green” alloys", "the word behind the pointer was not touched"
    one.reach(len(BODY))
    assert one.text.endswith("열었다.")
    one.reach(0)
    assert one.text.startswith("Six")


@pytest.mark.parametrize("body", ["", "   ", "\n\n"])
def test_a_text_without_words_has_nothing_to_select(body: str) -> None:
    one = selection(body)
    for unit in UNITS:
        one.take_at(unit, 0)
        one.go(unit, 1)
        one.extend(unit, -1)
    one.widen()
    one.press(0)
    one.reach(1)
    assert not one


STEPS = st.sampled_from(
    [
        *[("go", unit, step) for unit in UNITS for step in (1, -1)],
        *[("extend", unit, step) for unit in UNITS for step in (1, -1)],
        ("widen",),
        ("other_end",),
        ("go_to_edge", 1),
        ("go_to_edge", -1),
    ]
)
PIECES = st.sampled_from(
    ["word", "U.S.", "한국", "通商", "“", ".”", "59.6", "\n", ". ", " ", "\u00a0", "é", "e\u0301"]
)


@given(st.lists(PIECES, max_size=25).map("".join), st.integers(0, 60), st.lists(STEPS, max_size=12))
def test_whatever_is_pressed_whole_words_are_selected(
    body: str, offset: int, steps: list[tuple[object, ...]]
) -> None:
    one = selection(body)
    one.take_at("sentence", offset)
    for name, *arguments in steps:
        getattr(one, str(name))(*arguments)
        start, end = one.span
        if not body.strip():
            assert not one
            continue
        assert 0 <= start < end <= len(body)
        assert one.text == one.text.strip()
        assert start in {span[0] for span in one._words}
        assert end in {span[1] for span in one._words}
        assert start <= one.head < end


@given(
    st.lists(PIECES, min_size=1, max_size=20).map("".join), st.integers(0, 40), st.lists(st.integers(0, 40))
)
def test_wherever_the_mouse_goes_the_pressed_word_stays(body: str, pressed: int, reached: list[int]) -> None:
    one = selection(body)
    one.press(pressed)
    start, end = one.span
    for offset in reached:
        one.reach(offset)
        assert one.start <= start <= end <= one.end


def test_a_key_in_a_long_text_does_not_go_through_all_its_words() -> None:
    one = selection(BODY * 6_000)
    one.take_at("word", len(one.body) // 2)
    one.extend("word", 1)
    began = time.process_time()
    for _ in range(100):
        one.extend("word", 1)
        one.go("word", -1)
    assert time.process_time() - began < 0.5, (
        "reading the edges of all words at each key takes ten times that"
    )
