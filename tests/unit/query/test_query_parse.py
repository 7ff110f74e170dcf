"""The query grammar: what it means, what it refuses, and that it can be written back."""

import datetime

import pytest

from reader.errors import UsageError
from reader.query import (
    And,
    Category,
    Days,
    Everything,
    Exact,
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
    has_text,
    is_text,
    parse,
    text_leaves,
)
from reader.query.values import FIELDS

TODAY = datetime.date(2025, 12, 23)
A, B, C, D = Word("a"), Word("b"), Word("c"), Word("d")
NOVEMBER = Days("2025-11-01", "2025-11-30")


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
        ('category:"none"', Category("none")),
        ("category:fta* a", And((Category("fta"), A))),
        ('category:"fta*"', Category("fta*")),
        ("category:(fta OR energy)", Or((Category("fta"), Category("energy")))),
        ("source:motir", SourceIs("motir")),
        ("source:https://example.org/feed", SourceIs("https://example.org/feed")),
        ("is:unread -is:Cut", And((Is("unread"), Not(Is("cut"))))),
        ("has:note", Has("note")),
        ('"free trade"~5', Near("free trade", 5)),
        ('"free trade"~0', Near("free trade", 0)),
        ("title:“free trade”～１００ a", And((Near("free trade", 100, "title"), A))),
        ('-"a b"~2(c)', And((Not(Near("a b", 2)), C))),
        ("=steel", Exact("steel")),
        ("==steel", Exact("steel")),
        ("title:=Steel", Exact("Steel", "title")),
        ("semicondutor~", Misspelt("semicondutor")),
        ("note:a～", Misspelt("a", "note")),
        ("body:(=a OR b~ OR c*)", Or((Exact("a", "body"), Misspelt("b", "body"), Prefix("c", "body")))),
        ("a=b", Word("a=b")),
        ('a = ~ "&"~5 * ==', And((A, Everything()))),
        ("10~20", Word("10~20")),
        ('="free trade"', Phrase("free trade")),
        ("id:ABCDE23456", IdIs("abcde23456")),
        ("-like:abc", Not(Like("abc"))),
        ("lang:KO", Language("ko")),
        ("lang:ko-KR", Language("ko")),
        ("tag:asean", Tag("asean")),
        ("tag:#asean", Tag("asean")),
        ('tag:"new york"', Tag("new york")),
        ('tag:"the ""new"" one"', Tag('the "new" one')),
        ("tag:“the ““new”” one”", Tag("the “new” one")),
        ("-#asean", Not(Tag("asean"))),
        ("＃신규/a_b-5 #5", And((Tag("신규/a_b-5"), Tag("5")))),
        ("tag:(a OR #b)", Or((Tag("a"), Tag("b")))),
        ("title:#a", Word("#a", "title")),
        ("# a", A),
        ("#u.s #हिन्दी #u.s.,", And((Tag("u.s"), Tag("हिन्दी"), Tag("u.s")))),
        ("#-a #/", Word("#-a")),
        ("seen:2025-11", Seen("2025-11-01", "2025-11-30")),
        ('seen:"last week"..', Seen("2025-12-15", None)),
        ("date:30d..", Days("2025-11-23", None)),
        ("date:(2025-11 OR “last week”..today)", Or((NOVEMBER, Days("2025-12-15", "2025-12-23")))),
        ("search:cptpp", Saved("cptpp")),
        ('search:"CPTPP watch"', Saved("CPTPP watch")),
        ("is:(new edited)", And((Is("new"), Is("edited")))),
        ("title:(a is:new)", And((Word("a", "title"), Is("new")))),
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
        ("~", "nothing to look for"),
        ("= #", "nothing to look for"),
        ('"a b"~', "~ at character 6 needs a number"),
        ('"a b"~abc', "no number of words"),
        ('"a b"~-5', "no number of words"),
        ('"a b"~101', "at most 100 words"),
        (f'"a b"~{"9" * 9_000}', "at most 100 words"),
        ('tag:"a b"~5', "after text, not after tag:"),
        ("=a*", "takes one of them"),
        ("a*~", "takes one of them"),
        ("=(a b)", "not before brackets"),
        ("id:a-b", "An id is ten"),
        ("lang:korean", "lang:ko"),
        ("is:bokmarked", "Write is:bookmarked."),
        ("tag:#", "tag:"),
        ("seen:..", "seen:.. names no day"),
        ("date:2025..2024", "Write date:2024..2025."),
        ("seen:2025..2024", "Write seen:2024..2025."),
        ("date:2025-02-30", "no day 30"),
        ("sort:newest", "sort:date or sort:old or sort:rank"),
        ("sort:ran", "Write sort:rank."),
        ("sort:", "sort: at character 1 has nothing"),
        ("sort:(date)", "takes one word"),
        ("a sort:date sort:old", "character 13 is the second"),
        ("(a sort:date)", "outside of them"),
        ("-sort:date", "outside of them"),
        ("NOT sort:date", "outside of them"),
        ("title:(a sort:old)", "outside of them"),
        ("a OR b sort:date", "(a OR b) sort:date"),
        ("sort:date OR b", "beside an OR"),
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
        ("=ste", Exact("ste", live=True)),
        ("-title:=ste", Not(Exact("ste", "title", live=True))),
        ('"free trade"~', Phrase("free trade")),
        ("a sort:", Word("a")),
        ("sort:date OR", Everything()),
        ("#", Everything()),
        ("tag:“new yo", Tag("new yo")),
        ("date:“last week", Days("2025-12-15", "2025-12-21")),
        ("category:(fta OR", Category("fta")),
    ],
)
def test_bar_counts_what_is_missing_as_closed_or_absent(text: str, expected: Node) -> None:
    assert tree(text, live=True) == expected


@pytest.mark.parametrize(
    "text", ["is:boo", "date:2025-1", "date:2025-", "has:n", "sort:ra", "lang:e", "(" * 100]
)
def test_bar_says_why_a_value_cannot_be_read_yet(text: str) -> None:
    with pytest.raises(UsageError):
        tree(text, live=True)


@pytest.mark.parametrize(
    ("text", "cursor", "expected"),
    [
        ("tari rice", 4, And((Word("tari", live=True), Word("rice")))),
        ("tari rice", 9, And((Word("tari"), Word("rice", live=True)))),
        ("tari rice", 2, And((Word("tari"), Word("rice")))),
        ("tari rice", 5, And((Word("tari"), Word("rice")))),
        ("(title:=tari OR b)", 12, Or((Exact("tari", "title", live=True), B))),
        ('a "free tra', 1, And((Word("a", live=True), Phrase("free tra")))),
    ],
)
def test_word_at_the_cursor_is_still_being_typed(text: str, cursor: int, expected: Node) -> None:
    assert parse(text, today=TODAY, live=True, cursor=cursor).root == expected
    assert "live=True" not in repr(parse(text.replace("tra", 'tra"'), today=TODAY, cursor=cursor))


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("joint", [" ", "-", ", "])
def test_at_most_64_words_are_looked_for_next_to_each_other(live: bool, joint: str) -> None:
    for near in ("", "~5"):
        most = f'"{joint.join(["x"] * 64)}"{near}'
        assert is_text(parse(most, today=TODAY, live=live).root)
        with pytest.raises(UsageError, match="at most 64 words"):
            parse(most.replace("x", "x x", 1), today=TODAY, live=live)
    for word in ("R&" * 64 + "D", "산" * 260):
        with pytest.raises(UsageError, match="at most 64 words"):
            parse(word, today=TODAY, live=live)


def test_order_is_no_part_of_the_tree() -> None:
    assert [
        parse(text, today=TODAY).order for text in ("a", "sort:date", 'a SORT:"Old" b', "sort：rank a")
    ] == [
        None,
        "date",
        "old",
        "rank",
    ]
    assert tree("sort:date") == Everything()
    assert tree("a AND sort:old b") == And((A, B))
    assert tree("(a OR b) sort:old") == Or((A, B))


def test_unknown_field_is_text_with_a_hint() -> None:
    query = parse("foo:bar https://example.org 10:30", today=TODAY)
    assert query.root == And((Word("foo:bar"), Word("https://example.org"), Word("10:30")))
    (hint,) = query.hints
    assert "“foo:”" in hint
    assert all(field in hint for field in FIELDS)
    assert "Did you mean" not in hint


@pytest.mark.parametrize(
    ("text", "field"),
    [("categry:fta", "category"), ("tags:a", "tag"), ("dat:2025", "date"), ("titl:a", "title")],
)
def test_misspelt_field_is_named(text: str, field: str) -> None:
    assert f"Did you mean {field}:?" in parse(text, today=TODAY).hints[0]


@pytest.mark.parametrize(
    ("text", "advice"),
    [("~rice", "rice~"), ("rice~2", "rice~"), ("*rice", "negot*"), ("!rice", "-rice"), ("#u,s", "#asean")],
)
def test_mark_that_means_nothing_is_searched_with_a_hint(text: str, advice: str) -> None:
    query = parse(text, today=TODAY)
    assert query.root == Word(text)
    assert advice in query.hints[0]


def test_hints_are_few_and_short() -> None:
    hints = parse(
        f"{'x' * 5_000}:y " + " ".join(f"{letter}{letter}:y" for letter in "abcdefgh"), today=TODAY
    ).hints
    assert len(hints) == 3
    assert max(map(len, hints)) < 300


def test_what_others_ask_of_a_tree() -> None:
    root = tree('a -(b OR -"c d") is:read a title:x*')
    assert text_leaves(root) == (A, Phrase("c d"), Prefix("x", "title"))
    assert has_text(root)
    assert not has_text(tree("is:read date:2025 *"))
