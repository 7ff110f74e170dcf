"""A tree that is written back parses to itself, and no text takes long or raises anything but a sentence."""

import datetime
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.query import (
    And,
    Category,
    Days,
    Everything,
    Exact,
    Field,
    Has,
    IdIs,
    Is,
    Language,
    Like,
    Misspelt,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Saved,
    Seen,
    SourceIs,
    Tag,
    Word,
    parse,
    render,
)
from reader.query.nodes import BELONGINGS, STATES

TODAY = datetime.date(2025, 12, 23)

WORDS = st.sampled_from(
    [
        "rice",
        "K-beauty",
        "M.AX",
        "R&D",
        "산업통상",
        "café",
        "Korea–U.S.",
        "FA-50",
        "WT/DS600",
        "59.6",
        "5G",
        "a=b",
        "government’s",
        "10~20",
        "and",
        "３월",
        "日本",
        "Überprüfung",
        "https://example.org/a?b",
    ]
)
PHRASES = st.lists(WORDS | st.sampled_from(["OR", "(x)", "-", "title:", "#a", "*", "~"]), max_size=3).flatmap(
    lambda words: WORDS.map(lambda last: " ".join([*words, last]))
)
NAMES = st.one_of(
    PHRASES,
    st.sampled_from(["none", 'the "new" one', "“신규”", "#1", "a)", "new/york", "-x", '"', "x*", "=y"]),
)
READABLE = NAMES.filter(lambda name: any(map(str.isalnum, name)))
IDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=10)
FIELDS: st.SearchStrategy[Field] = st.sampled_from([None, "title", "body", "note"])


@st.composite
def spans(draw: st.DrawFn) -> tuple[str | None, str | None]:
    days = st.dates(datetime.date(1, 1, 1))
    kind = draw(st.integers(0, 4))
    first = draw(days)
    if kind == 0:
        first = first.replace(day=1)
        return first.isoformat(), f"{first.isoformat()[:8]}28"
    if kind == 1:
        return f"{first.isoformat()[:4]}-01-01", f"{first.isoformat()[:4]}-12-31"
    if kind == 2:
        return first.isoformat(), None
    if kind == 3:
        return None, first.isoformat()
    first, last = sorted((first, draw(days)))
    return first.isoformat(), last.isoformat()


LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, WORDS, FIELDS),
    st.builds(Exact, WORDS, FIELDS),
    st.builds(Misspelt, WORDS, FIELDS),
    st.builds(Prefix, WORDS, FIELDS),
    st.builds(Phrase, PHRASES, FIELDS),
    st.builds(Near, PHRASES, st.integers(0, 100), FIELDS),
    st.builds(Category, READABLE | st.none()),
    st.builds(SourceIs, READABLE),
    st.builds(IdIs, IDS),
    st.builds(Language, st.sampled_from(["en", "ko", "fil"])),
    st.builds(Tag, NAMES),
    spans().map(lambda span: Days(*span)),
    spans().map(lambda span: Seen(*span)),
    st.builds(Is, st.sampled_from(STATES)),
    st.builds(Has, st.sampled_from(BELONGINGS)),
    st.builds(Like, IDS),
    st.builds(Saved, NAMES),
    st.just(Everything()),
)


def flat(kind: type[And] | type[Or], nodes: list[Node]) -> Node:
    """The nodes joined as the parser joins them: no And directly within an And."""
    joined: list[Node] = []
    for node in nodes:
        joined.extend(node.nodes if isinstance(node, And | Or) and isinstance(node, kind) else [node])
    return kind(tuple(joined)) if len(joined) > 1 else joined[0]


def trees(depth: int) -> st.SearchStrategy[Node]:
    if depth == 0:
        return LEAVES
    inner = trees(depth - 1)
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        LEAVES,
        inner.map(Not),
        several.map(lambda nodes: flat(And, nodes)),
        several.map(lambda nodes: flat(Or, nodes)),
    )


@given(trees(4))
def test_a_rendered_tree_parses_to_itself(root: Node) -> None:
    assert parse(render(root), today=TODAY).root == root


PIECES = st.sampled_from(
    [
        "a",
        "b*",
        "=c",
        "d~",
        "R&D",
        '"free trade"',
        "“x",
        '"y"~5',
        "~",
        "~5",
        "=",
        "==e",
        "OR",
        "AND",
        "NOT",
        "-",
        "–",
        "(",
        ")",
        "（",
        "title:",
        "note:x",
        "body:(",
        "foo:bar",
        "tag:",
        "#",
        "#t",
        "#신규",
        "tag:“new york”",
        "category:none",
        "category:(",
        "source:motir",
        'search:"n""m"',
        "id:abc",
        "like:abc",
        "lang:ko-KR",
        "date:2025..",
        "date:",
        '"last week"',
        "..",
        "seen:30d..",
        "before:2025-02",
        "is:new",
        "is:un",
        "has:note",
        "sort:date",
        "sort:",
        "*",
        "&",
        '"',
        " ",
        "  ",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text('ab()"-:#=~* ORtile', max_size=30),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
)


@given(TEXTS, st.booleans(), st.none() | st.integers(-3, 80))
def test_no_text_raises_anything_but_a_sentence(text: str, live: bool, cursor: int | None) -> None:
    try:
        query = parse(text, today=TODAY, live=live, cursor=cursor)
    except UsageError as error:
        assert len(str(error)) > 10  # noqa: PT017 - either outcome is right
        return
    assert query.text == text


@given(TEXTS, st.booleans())
def test_what_was_understood_is_written_back_the_same(text: str, live: bool) -> None:
    try:
        query = parse(text, today=TODAY, live=live, cursor=-1)
    except UsageError:
        return
    written = render(query.root)
    assert parse(written, today=TODAY).root == query.root
    assert render(parse(written, today=TODAY).root) == written


@given(TEXTS)
def test_what_the_command_line_understands_means_the_same_in_the_bar(text: str) -> None:
    try:
        query = parse(text, today=TODAY)
    except UsageError:
        return
    assert parse(text, today=TODAY, live=True, cursor=-1) == query


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize(
    "piece",
    [
        "(",
        ")",
        "-",
        '"',
        "a",
        "a ",
        "#",
        "~",
        "=",
        "*",
        "title:(",
        "a OR ",
        "NOT ",
        'tag:""',
        "foo:b ",
        '"a"~5',
        "date:1",
        "-(",
        "산",
        '"a',
        "is:new ",
        "a:b:",
        "AND ",
        "(a) ",
        '""',
        "2025",
    ],
)
def test_ten_thousand_characters_are_read_in_time(piece: str, live: bool) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        started = time.process_time()
        with suppress(UsageError):
            parse(text, today=TODAY, live=live)
        return time.process_time() - started

    # Squared time would take a hundred times as long for ten times the text.
    assert min(seconds(10_000) for _ in range(3)) < 0.1 + 40 * min(seconds(1_000) for _ in range(3))
