"""Where lines break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader import cells
from reader.cells.wrap import centred, wrap

CHARACTERS = [
    *"ab. ,-—’”「」。、",
    "字",
    "か",
    "한",
    "é",
    "e\u0301",
    "字\u0301",
    "👍🏽",
    "👩\u200d👩\u200d👧",
    "❤\ufe0f",
    "🇰🇷",
    "\u1100\u1161\u11a8",
]


def lines(text: str, first: int, rest: int | None = None) -> list[str]:
    return [text[start:end] for start, end in wrap(text, 0, len(text), first, rest)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("the quick brown fox", 9, ["the quick", "brown fox"]),
        ("  leading  and trailing  ", 8, ["leading", "and", "trailing"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("a abcdefgh", 4, ["a", "abcd", "efgh"]),
        ("trade-related matters", 8, ["trade-", "related", "matters"]),
        ("on 2025-12-23 or 53–61 percent", 10, ["on", "2025-12-23", "or 53–61", "percent"]),
        ("made in K-beauty", 10, ["made in", "K-beauty"]),
        ("support—covering tax", 9, ["support—", "covering", "tax"]),
        ("R&D / tax", 4, ["R&D", "/", "tax"]),
        ("", 10, []),
        ("   ", 10, []),
    ],
)
def test_english_breaks_at_blanks_and_long_compounds(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("산업통상부는 대한상공회의소에서 열었다", 16, ["산업통상부는", "대한상공회의소에", "서 열었다"]),
        ("석유화학 업계와 간담회", 10, ["석유화학", "업계와", "간담회"]),
        ("経済産業省は発表した", 8, ["経済産業", "省は発表", "した"]),
        ("経済産業省。「発表」", 10, ["経済産業", "省。「発", "表」"]),
        ("発表「会合」", 6, ["発表", "「会", "合」"]),
        ("the 経済 of é👍🏽", 7, ["the 経", "済 of", "é👍🏽"]),
        ("🇰🇷🇰🇷🇰🇷", 4, ["🇰🇷🇰🇷", "🇰🇷"]),
        ("字", 1, ["字"]),
    ],
)
def test_east_asian_text_breaks_by_cells(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


def test_further_lines_may_be_shorter() -> None:
    assert lines("one two three four", 9, 5) == ["one two", "three", "four"]
    assert lines("하나 둘 셋 넷 다섯", 8, 4) == ["하나 둘", "셋", "넷", "다섯"]


@given(st.lists(st.sampled_from(CHARACTERS)), st.integers(2, 30), st.integers(2, 30))
def test_no_line_is_too_long_and_no_character_split(characters: list[str], first: int, rest: int) -> None:
    text = "".join(characters)
    spans = wrap(text, 0, len(text), first, rest)
    edges = {len("".join(characters[:number])) for number in range(len(characters) + 1)}
    assert {place for span in spans for place in span} <= edges
    for number, (start, end) in enumerate(spans):
        assert cell_len(text[start:end]) <= (rest if number else first)


@given(st.text(), st.integers(2, 40))
def test_only_blanks_are_left_out(text: str, width: int) -> None:
    safe = cells.safe(text)
    place = 0
    for start, end in wrap(safe, 0, len(safe), width):
        assert safe[place:start].strip(" \u3000") == ""
        assert start < end
        assert cell_len(safe[start:end]) <= width
        place = end
    assert safe[place:].strip(" \u3000") == ""


@given(st.text("ab -—", max_size=200), st.integers(2, 30))
def test_measured_and_counted_text_break_alike(text: str, width: int) -> None:
    # A wide character in a line of its own makes the same text take the other way.
    wide = text + " 字"
    spans = wrap(wide, 0, len(wide), width)
    alone = [span for span in spans if span[1] <= len(text)]
    assert alone == wrap(text, 0, len(text), width)[: len(alone)]


def test_a_message_stands_in_the_middle() -> None:
    assert centred("Nothing matches 한국", 19, 7) == {
        2: "  Nothing matches  ",
        3: "       한국        ",
    }


def test_centred_lines_stay_apart() -> None:
    drawn = centred("Nothing\n\nesc clears", 16, 5)
    assert {row: line.strip() for row, line in drawn.items()} == {1: "Nothing", 2: "", 3: "esc clears"}
