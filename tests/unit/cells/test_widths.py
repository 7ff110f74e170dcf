"""Text in cells: safe, measured, cut."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from reader import cells

CHARACTERS = [
    "a",
    "é",
    "e\u0301",
    "한",
    "字",
    "\u1100\u1161\u11a8",
    "👍🏽",
    "👩\u200d👩\u200d👧",
    "❤\ufe0f",
    "🇰🇷",
    "का",
]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a\tb\nc\r", "a b c "),
        ("\x1b[31mred\x07\x7f", "\u241b[31mred\u2407\u2421"),
        ("\x9b31m\ud800", "\ufffd31m\ufffd"),
        ("[red]x[/red]", "[red]x[/red]"),
        ("“Korea–U.S.” ❶ 한국", "“Korea–U.S.” ❶ 한국"),
    ],
)
def test_safe_text_shows_what_a_terminal_would_act_on(text: str, safe: str) -> None:
    assert cells.safe(text) == safe


def test_what_has_no_width_keeps_its_place_and_is_not_printed() -> None:
    safe = cells.safe("co\u00adop \u202eevil\ufeff")
    assert len(safe) == 12
    assert cells.shown(safe) == "coop evil"
    assert cells.width(safe) == 9


@given(st.text(st.characters()))
def test_safe_text_keeps_offsets_and_holds_no_control(text: str) -> None:
    safe = cells.safe(text)
    assert len(safe) == len(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in safe)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(cells.shown(safe))
    assert cells.safe(safe) == safe


def test_every_code_point_called_narrow_takes_one_cell() -> None:
    narrow = [chr(code) for code in range(0x3000) if cells.is_narrow(chr(code))]
    assert len(narrow) > 1900
    assert [character for character in narrow if get_character_cell_size(character) != 1] == []
    # None of them joins the one before, or becomes wide by a variation selector that is itself narrow.
    assert [character for character in narrow if unicodedata.category(character) in ("Mn", "Mc", "Me")] == []


@given(st.lists(st.sampled_from(CHARACTERS)))
def test_characters_are_whole(characters: list[str]) -> None:
    text = "".join(characters)
    assert [text[start:end] for start, end, _ in cells.graphemes(text)] == characters


@given(st.lists(st.sampled_from([*CHARACTERS, " "])), st.integers(0, 40))
def test_a_fitted_text_is_a_beginning_of_whole_characters(characters: list[str], room: int) -> None:
    text = "".join(characters)
    fitted, kept = cells.fit(text, room)
    assert cells.width(fitted) <= room
    assert fitted == (text if kept == len(text) else text[:kept] + "…" * (room > 0))
    ends = {len("".join(characters[:number])) for number in range(len(characters) + 1)}
    assert kept in ends


@given(st.text(), st.integers(0, 60))
def test_padded_text_takes_exactly_its_cells(text: str, room: int) -> None:
    assert cell_len(cells.padded(cells.safe(text), room)) == room


def test_an_ellipsis_follows_the_last_word_directly() -> None:
    assert cells.fit("Korea and Japan", 7) == ("Korea…", 5)
