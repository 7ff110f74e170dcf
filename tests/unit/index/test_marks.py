"""What is marked in a text, and which stretch of it is shown."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.marks import excerpt, matches_text, spans
from reader.query import Node, Phrase, Prefix, TextLeaf, Word, parse


def tree(text: str, live: bool = False) -> Node:
    return parse(text, today=datetime.date(2025, 12, 23), live=live).root


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("rice", "Rice, RICE and ricecake", ["Rice", "RICE"]),
        ("r&d", "R&D and R. D., not RD", ["R&D", "R. D"]),
        ('"free trade"', "Free trade, free  trade, freetrade, trade free", ["Free trade", "free  trade"]),
        ("to be", "to be or", ["to", "be"]),
        ("tari*", "tariff Tariffs star", ["tariff", "Tariffs"]),
        ("K-b*", "K-beauty, K bank, bk", ["K-beauty", "K bank"]),
        ("-rice NOT (a OR wheat)", "rice a wheat", []),
        ("title:rice", "rice", []),
        ("body:rice", "rice", ["rice"]),
        ("통상", "산업통상자원부", ["통상"]),
        ("산", "산업 부산", ["산", "산"]),
        ("산업통상", "산업통상부", ["산업통상"]),
        ("government's", "the government’s plan", ["government’s"]),
        ("cafe", "Cafe\u0301s café cafeteria", ["Cafe\u0301s", "café"]),
        ("is:read date:2025 rice", "rice", ["rice"]),
        ("a-a", "a a a a", ["a a a a"]),
    ],
)
def test_spans(query: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in spans(tree(query), text, "body")] == marked


def test_word_being_typed_marks_words_that_begin_with_it() -> None:
    assert spans(tree("tar", live=True), "star tariff", "title") == [(5, 11)]
    assert spans(tree("K-bea", live=True), "K-beauty", "title") == [(0, 8)]


@pytest.mark.parametrize(
    ("leaf", "text", "found"),
    [
        (Word("rice", "title"), "the rice", True),
        (Word("ric"), "the rice", False),
        (Word("ric", live=True), "the rice", True),
        (Prefix("ri"), "the rice", True),
        (Phrase("the rice"), "The “rice”", True),
        (Phrase("rice the"), "the rice", False),
        (Word("foo-", live=True), "foobar", False),
        (Word("½"), "1½", False),
        (Word("\u3164"), "rice", False),
    ],
)
def test_matches_text(leaf: TextLeaf, text: str, found: bool) -> None:
    assert matches_text(leaf, text) is found


BODY = "\n".join(f"Paragraph {number} speaks of nothing that matters here." for number in range(40))


def test_excerpt_shows_the_place_with_most_of_the_query() -> None:
    body = f"{BODY}\nThe tariff on rice fell.\n{BODY} Rice again."
    line, marked = excerpt(tree("tariff rice"), body)
    assert [line[start:end] for start, end in marked] == ["tariff", "rice"]
    assert line.startswith("…")
    assert line.endswith("…")
    assert "\n" not in line
    assert 140 <= len(line) <= 160 + 2 * 24 + 2


def test_excerpt_without_a_hit_is_the_beginning() -> None:
    line, marked = excerpt(tree("tariff"), BODY)
    assert line.startswith("Paragraph 0 speaks")
    assert marked == []


def test_excerpt_of_a_short_text_is_the_text() -> None:
    assert excerpt(tree("rice"), " Rice fell. ") == ("Rice fell.", [(0, 4)])
    assert excerpt(tree("rice"), "") == ("", [])


PIECES = st.lists(
    st.sampled_from(["rice ", "a", " ", "\n", "산업", "R&D", "x" * 200, "é", "free trade. "]), max_size=30
)


@given(
    st.sampled_from(["rice", "a*", "산", 'R&D "free trade"', "zzz"]), PIECES.map("".join), st.integers(1, 200)
)
def test_marks_lie_in_order_within_the_excerpt(query: str, body: str, width: int) -> None:
    line, marked = excerpt(tree(query), body, width)
    for start, end in marked:
        assert 0 <= start < end <= len(line)
    assert all(end < start for (_, end), (start, _) in pairwise(marked))
    assert bool(marked) == bool(spans(tree(query), body, "body"))
    stretch = line.removeprefix("…").removesuffix("…")
    assert stretch in "".join(" " if character.isspace() else character for character in body)
