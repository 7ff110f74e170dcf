"""What is typed to change tags, and the labels that are painted of them."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import cells
from reader.store.tags import LONGEST
from reader.tui.tag_plan import toggled
from reader.tui.tag_words import replaced, without, word_at, words
from reader.tui.widgets.tag_colours import COLOURS, colour_of, labels

TAG = st.text(st.sampled_from("abcXY019-_/.산업부ガ협"), min_size=1, max_size=LONGEST)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" , ", []),
        ("asean", [(True, "asean")]),
        ("asean, cptpp", [(True, "asean"), (True, "cptpp")]),
        ("+a -b #c -#d", [(True, "a"), (False, "b"), (True, "c"), (False, "d")]),
        ("무역、협정，−산업", [(True, "무역"), (True, "협정"), (False, "산업")]),
        ("- + #", [(False, ""), (True, ""), (True, "")]),
        ("supply-chain --x", [(True, "supply-chain"), (False, "-x")]),
    ],
)
def test_blanks_and_commas_divide(text: str, found: list[tuple[bool, str]]) -> None:
    assert [(word.gives, word.name) for word in words(text)] == found


def test_the_word_at_the_cursor_is_the_one_it_is_in_or_behind() -> None:
    text = "asean, -cp x"
    at = [word_at(text, cursor) for cursor in range(len(text) + 1)]
    assert [word.name if word else None for word in at] == (
        [None] + ["asean"] * 5 + [None] * 2 + ["cp"] * 3 + [None] + ["x"]
    )


def test_a_completed_word_is_ready_for_the_next() -> None:
    for text, cursor, expected in (
        ("as", 2, ("asean ", 6)),
        ("x, -as", 6, ("x, -asean ", 10)),
        ("as, x", 2, ("asean , x", 6)),
    ):
        word = word_at(text, cursor)
        assert word is not None
        assert replaced(text, word, "asean") == expected


@given(st.lists(TAG, max_size=5))
def test_taking_a_word_out_leaves_the_others(names: list[str]) -> None:
    text = ", ".join(names)
    for number, word in enumerate(words(text)):
        left = [one.name for one in words(without(text, word))]
        everything = [one.name for one in words(text)]
        assert left == everything[:number] + everything[number + 1 :]


@given(st.lists(TAG, min_size=1, max_size=8).map(tuple), st.integers(-3, 90))
def test_labels_never_take_more_than_their_room_and_leave_no_tag_untold(
    tags: tuple[str, ...], room: int
) -> None:
    shown = labels(tags, room)
    texts = [label.text for label in shown]
    assert cells.width(" ".join(texts)) <= max(room, 0)
    if shown:
        named = [text for text in texts if text.startswith("#")]
        more = int(texts[-1]) if texts[-1].startswith("+") else 0
        assert len(named) + more == len(tags)
        assert [label.colour for label in shown if label.colour is not None] == [
            colour_of(tag) for tag in tags[: len(named)]
        ]
    if cells.width(" ".join(f"#{tag}" for tag in tags)) <= room:
        assert texts == [f"#{tag}" for tag in tags]


@pytest.mark.parametrize(
    ("room", "painted"),
    [
        (30, "#asean #cptpp #supply-chain"),
        (27, "#asean #cptpp #supply-chain"),
        (26, "#asean #cptpp #supply-cha…"),
        (20, "#asean #cptpp +1"),
        (9, "#asean +2"),
        (8, ""),
        (0, ""),
    ],
)
def test_short_tags_stay_whole_and_the_rest_is_counted(room: int, painted: str) -> None:
    assert " ".join(label.text for label in labels(("asean", "cptpp", "supply-chain"), room)) == painted


def test_colours_are_the_same_in_every_process_and_case() -> None:
    names = ["asean", "ASEAN", "무역", *(f"tag-{number}" for number in range(40))]
    code = f"from reader.tui.widgets.tag_colours import colour_of; print([colour_of(n) for n in {names!r}])"
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert printed == {str([colour_of(name) for name in names])}
    assert colour_of("asean") == colour_of("ASEAN")
    assert {colour_of(name) for name in names} == set(range(COLOURS))


@pytest.mark.parametrize(
    ("having", "states"),
    [(0, [True, None]), (3, [False, None]), (1, [True, False, None])],
)
def test_toggling_comes_back_to_what_is(having: int, states: list[bool | None]) -> None:
    gives: bool | None = None
    seen = []
    for _ in states:
        gives = toggled(having, 3, gives)
        seen.append(gives)
    assert seen == states
