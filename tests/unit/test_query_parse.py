"""The query grammar: what it means, what it refuses, and that it can be written back."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.query import (
    And,
    Category,
    Days,
    Everything,
    Has,
    Is,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    SourceIs,
    Word,
    has_text,
    parse,
    render,
    text_leaves,
)

TODAY = datetime.date(2025, 12, 23)
A, B, C, D = Word("a"), Word("b"), Word("c"), Word("d")


def tree(text: str, live: bool = False) -> Node:
    return parse(text, today=TODAY, live=live).root


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Everything()),
        ("  ", Everything()),
        ("*", Everything()),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("a (b (c d))", And((A, B, C, D))),
        ("-a b", And((Not(A), B))),
        ("NOT a b", And((Not(A), B))),
        ("-a -b", And((Not(A), Not(B)))),
        ("a OR NOT b", Or((A, Not(B)))),
        ("-(a b)", Not(And((A, B)))),
        ("--a", Not(Not(A))),
        ("or and not", And((Word("or"), Word("and"), Word("not")))),
        ('"free trade"', Phrase("free trade")),
        ("“free trade” a", And((Phrase("free trade"), A))),
        ('"OR"', Phrase("OR")),
        ("negot*", Prefix("negot")),
        ("title:a", Word("a", "title")),
        ("TITLE:a", Word("a", "title")),
        ('body:"a b"', Phrase("a b", "body")),
        ("note:a*", Prefix("a", "note")),
        ("title:(a OR -b)", Or((Word("a", "title"), Not(Word("b", "title"))))),
        ("category:fta", Category("fta")),
        ('category:"Trade/Investment"', Category("Trade/Investment")),
        ("category:none", Category(None)),
        ("category:NONE", Category(None)),
        ("category:(fta OR energy)", Or((Category("fta"), Category("energy")))),
        ("source:motir", SourceIs("motir")),
        ("source:https://example.org/feed", SourceIs("https://example.org/feed")),
        ("is:unread -is:Cut", And((Is("unread"), Not(Is("cut"))))),
        ("has:note", Has("note")),
        ("date:2025-11", Days("2025-11-01", "2025-11-30")),
        ("after:2025-11", Days("2025-11-01", None)),
        ("before:2025-11", Days(None, "2025-11-30")),
        ("R&D – a", And((Word("R&D"), A))),
        ("a(b)c", And((A, B, C))),
        ("K-beauty –a", And((Word("K-beauty"), Not(A)))),
        ("title：a", Word("a", "title")),
    ],
)
def test_grammar(text: str, expected: Node) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('a "b', "character 3"),
        ("(a", "character 1"),
        ("a)", "character 2"),
        ("( )", "character 1"),
        ("a OR", "character 3"),
        ("OR a", "character 1"),
        ("a AND OR b", "AND"),
        ("a AND", "AND at character 3"),
        ("AND a", "AND"),
        ("a NOT", "NOT at character 3"),
        ("title:", "title:"),
        ("title: a", "title:"),
        ('category:""', "category:"),
        ("is:foo", "is:bookmarked"),
        ("is:re", "Write is:read."),
        ("has:quote", "has:note"),
        ("date:..", ".."),
        ("date:2025-13", "month 13"),
        ('date:"last week', "quotation mark"),
        ("&", "nothing to look for"),
        ("(" * 10_000, "nested"),
        ("-" * 200 + "a", "nested"),
        ("NOT " * 200 + "a", "nested"),
        ("a" * 10_001, "10,001 characters"),
    ],
)
def test_command_line_says_what_is_wrong(text: str, part: str) -> None:
    with pytest.raises(UsageError) as caught:
        tree(text)
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tari", Word("tari", live=True)),
        ("tari ", Word("tari")),
        ("a tari", And((A, Word("tari", live=True)))),
        ('"free tra', Phrase("free tra", live=True)),
        ('"free ', Phrase("free ")),
        ('"free trade"', Phrase("free trade")),
        ("(a OR b", Or((A, Word("b", live=True)))),
        ("(a)", A),
        ("a)", A),
        ("a OR", A),
        ("a OR ", A),
        ("a -", A),
        ("a NOT", A),
        ("AND a ", A),
        ("title:", Everything()),
        ("title: a ", A),
        ("( )", Everything()),
        ("(", Everything()),
        ("&", Everything()),
        ("title:tar", Word("tar", "title", live=True)),
        ("-ri", Not(Word("ri", live=True))),
        ("neg*", Prefix("neg")),
    ],
)
def test_bar_counts_what_is_missing_as_closed_or_absent(text: str, expected: Node) -> None:
    assert tree(text, live=True) == expected


@pytest.mark.parametrize("text", ["is:boo", "date:2025-1", "date:2025-", "has:n", "(" * 100])
def test_bar_says_why_a_value_cannot_be_read_yet(text: str) -> None:
    with pytest.raises(UsageError):
        tree(text, live=True)


def test_unknown_field_is_text_with_a_hint() -> None:
    query = parse("foo:bar https://example.org 10:30", today=TODAY)
    assert query.root == And((Word("foo:bar"), Word("https://example.org"), Word("10:30")))
    assert [hint for hint in query.hints if "foo:" in hint] == list(query.hints)
    assert len(query.hints) == 1


def test_what_others_ask_of_a_tree() -> None:
    root = tree('a -(b OR -"c d") is:read a title:x*')
    assert text_leaves(root) == (A, Phrase("c d"), Prefix("x", "title"))
    assert has_text(root)
    assert not has_text(tree("is:read date:2025 *"))


WRITTEN = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b*",
                "R&D",
                '"free trade"',
                "OR",
                "AND",
                "NOT",
                "-",
                "(",
                ")",
                "title:",
                "note:x",
                "foo:bar",
            ),
            *(
                "category:none",
                'category:"Trade/I"',
                "source:motir",
                "date:2025..",
                "is:new",
                "has:note",
                "*",
                "&",
            ),
            *('date:"last week"', "before:2025-02", '"', "산업*", "–", "（", "body:(", " "),
        ]
    ),
    max_size=14,
).map(" ".join)


@given(
    st.one_of(st.text(max_size=60), WRITTEN, WRITTEN.map(lambda text: text.replace(" ", ""))), st.booleans()
)
def test_no_text_raises_anything_but_a_sentence(text: str, live: bool) -> None:
    try:
        query = parse(text, today=TODAY, live=live)
    except UsageError as error:
        assert len(str(error)) > 10  # noqa: PT017 - either outcome is right
        return
    assert query.text == text


def plain(node: Node) -> Node:
    """The tree as it is once its last word is no longer being typed."""
    match node:
        case Word(text, field):
            return Word(text, field)
        case Phrase(text, field):
            return Phrase(text, field)
        case Not(inner):
            return Not(plain(inner))
        case And(nodes):
            return And(tuple(map(plain, nodes)))
        case Or(nodes):
            return Or(tuple(map(plain, nodes)))
        case _:
            return node


@given(st.one_of(st.text(max_size=40), WRITTEN))
def test_rendered_tree_parses_to_itself(text: str) -> None:
    try:
        root = tree(text, live=True)
    except UsageError:
        return
    assert tree(render(root)) == plain(root)
