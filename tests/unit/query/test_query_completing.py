"""Which value stands at the cursor, and how it is completed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.query import Tag, choices, completed, field_names, leaves, parse, typed_value
from reader.query.values import FIELDS

TODAY = datetime.date(2025, 12, 23)


def at_bar(marked: str) -> tuple[str, int]:
    """The text without its `|`, and where that stood."""
    return marked.replace("|", ""), marked.index("|")


@pytest.mark.parametrize(
    ("marked", "field", "value", "replaced"),
    [
        ("is:|", "is", "", ""),
        ("is:unr|", "is", "unr", "unr"),
        ("is:un|read a", "is", "un", "unread"),
        ("is:| a", "is", "", ""),
        ("rice -Is：un| wheat", "is", "un", "un"),
        ("(a OR category:f|)", "category", "f", "f"),
        ("a tag:“new y|", "tag", "new y", "“new y"),
        ("a tag:“new y| rice", "tag", "new y", "“new y"),
        ("a tag:“new y|ork” rice", "tag", "new y", "“new york”"),
        ('tag:"the ""ne|w"""', "tag", 'the "ne', '"the ""new"""'),
        ("a #ase| b", "tag", "ase", "#ase"),
        ("-#|", "tag", "", "#"),
        ("tag:#ase|", "tag", "ase", "#ase"),
        ("category:(fta OR en|", "category", "en", "en"),
        ("category:(fta |", "category", "", ""),
        ("category:(|fta", "category", "", "fta"),
        ("category:(fta is:n|", "is", "n", "n"),
        ('date:"last w|', "date", "last w", '"last w'),
        ("date:2025..tod|", "date", "tod", "tod"),
        ("date:yes|..today", "date", "yes", "yes"),
        ("title:ta|", "title", "ta", "ta"),
        ("sort:ra|", "sort", "ra", "ra"),
        ('"is:a" is:b|', "is", "b", "b"),
    ],
)
def test_value_at_the_cursor(marked: str, field: str, value: str, replaced: str) -> None:
    text, cursor = at_bar(marked)
    typed = typed_value(text, cursor)
    assert typed is not None
    assert (typed.field, typed.value, text[typed.start : typed.end]) == (field, value, replaced)


@pytest.mark.parametrize(
    "marked",
    [
        "|",
        "ri|",
        "is|",
        "|is:new",
        "is:new |",
        "foo:ba|",
        '"is:n|',
        "(a) |",
        "category:(a) b|",
        "a |#b",
        "i|s:new",
    ],
)
def test_no_value_at_the_cursor(marked: str) -> None:
    assert typed_value(*at_bar(marked)) is None


@pytest.mark.parametrize(
    ("marked", "value", "expected"),
    [
        ("is:un|", "unread", "is:unread |"),
        ("a -is:un| b", "unread", "a -is:unread |b"),
        ("(is:un|)", "unread", "(is:unread|)"),
        ("tag:ne|", "new york", 'tag:"new york" |'),
        ("a #ne|xt b", "new york", 'a tag:"new york" |b'),
        ("tag:(a ne|)", "is:new", 'tag:(a "is:new"|)'),
        ("tag:(|", "OR", 'tag:("OR" |'),
        ("tag:(|", "-5", 'tag:("-5" |'),
        ("source:|", "https://example.org/a", "source:https://example.org/a |"),
        ("#ne|", "신규", "#신규 |"),
        ("tag:“new y|ork”", "new york", 'tag:"new york" |'),
        ("category:“A| rice", "Auto", "category:Auto |rice"),
        ("source:“T|", 'The "X"', 'source:"The ""X""" |'),
        ('date:"la|', "last week", 'date:"last week" |'),
        ("date:la|..today", "last week", 'date:"last week"|..today'),
        ("date:2025..t|", "today", "date:2025..today |"),
    ],
)
def test_completed(marked: str, value: str, expected: str) -> None:
    text, cursor = at_bar(marked)
    typed = typed_value(text, cursor)
    assert typed is not None
    assert completed(text, typed, value) == at_bar(expected)


def test_fields_by_their_beginning() -> None:
    assert field_names("S") == ("source", "seen", "search", "sort")
    assert field_names("") == FIELDS
    assert field_names("x") == ()


@pytest.mark.parametrize("field", FIELDS)
def test_choices_are_understood(field: str) -> None:
    text = f"{field}:"
    typed = typed_value(text, len(text))
    assert typed is not None
    for choice in choices(field):
        parse(completed(text, typed, choice)[0], today=TODAY)


def test_fields_with_few_values_offer_them() -> None:
    assert [field for field in FIELDS if choices(field)] == [
        *("category", "date", "after", "before", "seen", "is", "has", "sort")
    ]


@given(st.text('ab "“()-:#.istag', max_size=30), st.integers(0, 32), st.text(min_size=1, max_size=8))
def test_any_completion_is_in_the_text(text: str, cursor: int, value: str) -> None:
    typed = typed_value(text, cursor)
    if typed is None:
        return
    assert 0 <= typed.start <= min(cursor, len(text)) <= typed.end <= len(text)
    changed, place = completed(text, typed, value)
    assert changed.startswith(text[: typed.start])
    assert 0 <= place <= len(changed)


@given(st.text(min_size=1).map(str.strip).filter(bool), st.sampled_from(["#", "tag:", "tag:“", "-tag:("]))
def test_completed_tag_is_that_tag(name: str, before: str) -> None:
    typed = typed_value(before, len(before))
    assert typed is not None
    text, _ = completed(before, typed, name)
    assert list(leaves(parse(text, today=TODAY, live=True).root)) == [Tag(name)]
