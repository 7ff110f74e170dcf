"""Changing the text of a query: what is meant changes as asked, and the rest stays as it was written."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.query import (
    And,
    Category,
    Condition,
    Days,
    Everything,
    Has,
    IdIs,
    Is,
    Language,
    Node,
    Not,
    Or,
    Order,
    Seen,
    SourceIs,
    Tag,
    conditions,
    parse,
    respelt,
    toggle,
    with_order,
)

TODAY = datetime.date(2025, 12, 23)
NEW, READ, UNREAD, FTA = Is("new"), Is("read"), Is("unread"), Category("fta")


@pytest.mark.parametrize(
    ("text", "condition", "expected"),
    [
        ("", NEW, "is:new"),
        ("  ", NEW, "is:new"),
        ("Rice  “free trade”", NEW, "Rice  “free trade” is:new"),
        ("rice ", NEW, "rice is:new"),
        ("a OR b", NEW, "(a OR b) is:new"),
        ("(a OR b)", NEW, "(a OR b) is:new"),
        ("a", Category("Trade/Invest in it"), 'a category:"Trade/Invest in it"'),
        ("a", Tag("new york"), 'a tag:"new york"'),
        ("a", Tag("신규"), "a #신규"),
        ("a", Days("2025-11-01", "2025-11-30"), "a date:2025-11"),
        ("a", SourceIs('The "X" Post'), 'a source:"The ""X"" Post"'),
        ("a", Category(None), "a category:none"),
        ("a  is:new  b", NEW, "a  b"),
        ("is:new a", NEW, "a"),
        ("a AND is:new", NEW, "a"),
        ("is:new AND a", NEW, "a"),
        ("a AND is:NEW AND b", NEW, "a AND b"),
        ("a is:new sort:date", NEW, "a sort:date"),
        ("is:new is:new", NEW, ""),
        ("((is:new)) a", NEW, "a"),
        ("(a is:new) b", NEW, "(a) b"),
        ("is:(new edited) b", NEW, "is:(edited) b"),
        ('"x"is:new"y"', NEW, '"x" "y"'),
        ("& is:new", NEW, ""),
        ("#a", Tag("a"), ""),
        ("a is:read", UNREAD, "a is:unread"),
        ("a -is:new b", NEW, "a b is:new"),
        ("category:energy a", FTA, "a category:fta"),
        ("a category:(energy OR auto)", FTA, "a category:fta"),
        ("a category:energy OR b", FTA, "(a category:energy OR b) category:fta"),
        ("a after:2025 before:2025-06", Days("2024-01-01", "2024-12-31"), "a date:2024"),
        ("a seen:today", Days("2024-01-01", "2024-12-31"), "a seen:today date:2024"),
        ("#a is:new", Tag("b"), "#a is:new #b"),
        ('a "free tra', NEW, 'a "free tra" is:new'),
        ("a (b OR (c", NEW, "a (b OR (c)) is:new"),
        ("a OR", NEW, "a is:new"),
        ("title: b)", NEW, "b is:new"),
        ("is:new OR &", NEW, ""),
        ("a is:new OR &", NEW, "a"),
        ("a OR &", NEW, "a is:new"),
        ("a sort:old OR", NEW, "a sort:old is:new"),
    ],
)
def test_toggle(text: str, condition: Condition, expected: str) -> None:
    assert toggle(text, condition, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is:new " * 1400, ""),
        ("(" + "is:new " * 1400 + ") a", "a"),
        ("a " + "(is:new AND is:new a) " * 400, "a " + "(a) " * 399 + "(a)"),
        ("is:new AND " * 900 + "is:new", ""),
        ("  is:new a is:new b is:new", "a b"),
    ],
)
def test_what_is_there_often_goes_at_once(text: str, expected: str) -> None:
    assert toggle(text, Is("new"), TODAY) == expected


def test_conditions_that_hold_for_the_whole_query() -> None:
    text = "a is:new (#b has:note) -is:read (is:cut OR lang:en) category:fta sort:date"
    assert conditions(text, TODAY) == {NEW, Tag("b"), Has("note"), FTA}
    assert conditions("is:new OR a", TODAY) == frozenset()
    assert conditions("is:new (", TODAY) == {NEW}


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("", "date", "sort:date"),
        ("Rice", "old", "Rice sort:old"),
        ("a sort:date b", "rank", "a sort:rank b"),
        ("a Sort:“date” b", "rank", "a sort:rank b"),
        ("a OR b", "date", "(a OR b) sort:date"),
        ("a sort:date b", None, "a b"),
        ("sort:date AND a", None, "a"),
        ("sort:date", None, ""),
        ("a", None, "a"),
        ("a (b", "date", "a (b) sort:date"),
        ("a date:2025 OR", "date", "a date:2025 sort:date"),
    ],
)
def test_order_is_put_replaced_and_taken_away(text: str, order: Order | None, expected: str) -> None:
    assert with_order(text, order, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("semicondutor", "semiconductor"),
        ("Semicondutor rice", "semiconductor rice"),
        ("-title:(=semicondutor OR semicondutor*)", "-title:(=semiconductor OR semiconductor*)"),
        ('semicondutors "semicondutor" #semicondutor', 'semicondutors "semicondutor" #semicondutor'),
        ("a (semicondutor", "a (semiconductor"),
    ],
)
def test_respelt(text: str, expected: str) -> None:
    assert respelt(text, "semicondutor", "semiconductor", TODAY) == expected


@pytest.mark.parametrize("spelling", ["free trade", "OR", "-a", "#a", "a*"])
def test_spelling_that_is_no_word_is_quoted(spelling: str) -> None:
    assert respelt("b fretrade", "fretrade", spelling, TODAY) == f'b "{spelling}"'


def test_text_that_cannot_be_read_is_refused() -> None:
    for change in (
        conditions,
        lambda text, today: toggle(text, NEW, today),
        lambda t, d: with_order(t, "old", d),
    ):
        with pytest.raises(UsageError, match="is:foo"):
            change("is:foo", TODAY)


CONDITIONS: st.SearchStrategy[Condition] = st.sampled_from(
    [
        NEW,
        READ,
        UNREAD,
        FTA,
        Category(None),
        SourceIs("a b"),
        IdIs("abc"),
        Language("en"),
        Tag("x"),
        Tag("x y"),
        Days("2025-01-01", "2025-12-31"),
        Days("2025-01-01", None),
        Seen(None, "2025-01-01"),
        Has("note"),
    ]
)
PIECES = st.sampled_from(
    [
        *("a", '"b c"', "x~", "&", "*", "AND", "OR", "NOT", "-", "(", ")", "title:(", "is:(", "category:("),
        *("is:new", "-is:new", "is:read", "category:fta", "category:none", "#x", "tag:“x y”", "source:“a b”"),
        *("id:abc", "lang:en", "date:2025", "after:2025", "seen:..2025-01-01", "has:note", "sort:date"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=9).map("".join))


def parts(root: Node) -> list[Node]:
    return list(root.nodes) if isinstance(root, And) else [] if root == Everything() else [root]


def goes(node: Node, condition: Condition) -> bool:
    """Whether `node` makes room for the condition."""
    if isinstance(node, Or) and not isinstance(condition, Is | Has | Tag):
        return all(type(one) is type(condition) for one in node.nodes)
    if isinstance(condition, Is) and {node, condition} == {READ, UNREAD}:
        return True
    return node == Not(condition) or (type(node) is type(condition) and not isinstance(node, Is | Has | Tag))


@given(TEXTS, CONDITIONS)
def test_toggle_changes_what_is_meant_as_asked(text: str, condition: Condition) -> None:
    try:
        before = parse(text, today=TODAY, live=True, cursor=-1)
    except UsageError:
        return
    whole = parts(before.root)
    if condition in whole:
        expected = [node for node in whole if node != condition]
    else:
        expected = [node for node in whole if not goes(node, condition)] + [condition]
    changed = toggle(text, condition, TODAY)
    after = parse(changed, today=TODAY)
    assert [node for node in parts(after.root) if node != Everything()] == [
        node for node in expected if node != Everything()
    ]
    assert after.order == before.order
    assert conditions(changed, TODAY) == {node for node in expected if isinstance(node, Condition)}


@given(TEXTS, CONDITIONS)
def test_toggling_twice_means_the_same_again(text: str, condition: Condition) -> None:
    try:
        before = parts(parse(text, today=TODAY, live=True, cursor=-1).root)
    except UsageError:
        return
    if any(goes(node, condition) for node in before if node != condition):
        return
    twice = parts(parse(toggle(toggle(text, condition, TODAY), condition, TODAY), today=TODAY).root)
    assert set(twice) - {Everything()} == set(before) - {Everything()}


@given(TEXTS, st.sampled_from([None, "date", "old", "rank"]))
def test_order_changes_nothing_else(text: str, order: Order | None) -> None:
    try:
        before = parse(text, today=TODAY, live=True, cursor=-1)
    except UsageError:
        return
    after = parse(with_order(text, order, TODAY), today=TODAY)
    assert (after.root, after.order) == (before.root, order)
