"""The index against a matcher that goes through every text, over small random libraries."""

import datetime
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.index.analyser import tokens
from reader.index.hits import by_terms
from reader.index.marks import matches_text, spans
from reader.index.matching import find, words
from reader.index.numbers import NumberSet
from reader.index.patterns import Row, pattern
from reader.index.search import Index
from reader.index.update import Document, IndexFolder
from reader.query import (
    And,
    Everything,
    Exact,
    Is,
    Leaf,
    Misspelt,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    TextLeaf,
    Word,
    is_text,
    parse,
)

WORDS = [
    *(
        "tariff",
        "tariffs",
        "Tariff’s",
        "rice",
        "riced",
        "K-beauty",
        "K-battery",
        "R&D",
        "r",
        "d",
        "to",
        "be",
        "b",
        "bat",
    ),
    *("5G", "FA-50", "59.6", "Korea–U.S.", "u", "s", "café", "cafe", "산업통상부", "산업", "통상", "산", "ｶﾞ"),
    *("東京タワー", "タワー", "KOTRA가", "가", "the", "of", "½", "Straße", "strasse"),
]
QUERIES = [
    *WORDS,
    "ta",
    "tari",
    "K-b",
    "K-be",
    "R&",
    "kot",
    "cafés",
    "업통",
    "부",
    "5",
    "to-be",
    "s-p",
    "zzz",
]
NOTES = {1: "the tariff", 3: "산업 rice", 5: "to be"}
STATES = {"unread": {1, 2, 3, 4, 5, 6, 7}, "bookmarked": {2, 9}}

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
wordings = st.lists(st.tuples(texts, texts), min_size=1, max_size=2).map(tuple)
fields = st.sampled_from([None, "title", "body", "note"])
text_leaves = st.one_of(
    st.builds(Word, st.sampled_from(QUERIES), fields, st.booleans()),
    st.builds(Exact, st.sampled_from(QUERIES), fields, st.booleans()),
    st.builds(Misspelt, st.sampled_from([*QUERIES, "tarif", "raec", "straßse"]), fields),
    st.builds(
        Near,
        st.lists(st.sampled_from(QUERIES), min_size=1, max_size=3).map(" ".join),
        st.integers(0, 4),
        fields,
    ),
    st.builds(Prefix, st.sampled_from(QUERIES), fields),
    st.builds(Phrase, st.lists(st.sampled_from(QUERIES), min_size=1, max_size=3).map(" ".join), fields),
    st.builds(Phrase, st.sampled_from(QUERIES).map(lambda word: f"to {word}"), fields, st.just(True)),
)
leaf_nodes: st.SearchStrategy[Node] = st.one_of(
    text_leaves, text_leaves, st.builds(Is, st.sampled_from(["unread", "bookmarked"])), st.just(Everything())
)
trees: st.SearchStrategy[Node] = st.recursive(
    leaf_nodes,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


@st.composite
def libraries(draw: st.DrawFn) -> list[tuple[list[Document], set[int]]]:
    """A first build and up to three updates: documents and removed numbers of each."""
    steps = []
    for _ in range(draw(st.integers(1, 4))):
        numbers = draw(st.sets(st.integers(1, 12), max_size=8))
        added = [Document(number, draw(st.integers(0, 6)), draw(wordings)) for number in numbers]
        steps.append((added, draw(st.sets(st.integers(1, 14), max_size=3))))
    return steps


def newest_first(document: Document) -> tuple[int, int]:
    return -document.place, -document.number


def sets(leaf: Leaf) -> Collection[int]:
    if is_text(leaf):
        return {number for number, note in NOTES.items() if matches_text(leaf, note)}
    assert isinstance(leaf, Is)
    return STATES[leaf.state]


def fulfils(node: Node, document: Document) -> bool:
    """What the index must find, read off the text one wording and one field at a time."""
    match node:
        case Everything():
            return True
        case Not(inner):
            return not fulfils(inner, document)
        case And(nodes):
            return all(fulfils(child, document) for child in nodes)
        case Or(nodes):
            return any(fulfils(child, document) for child in nodes)
        case Is(state):
            return document.number in STATES[state]
        case Word() | Exact() | Misspelt() | Prefix() | Phrase() | Near():
            columns = [0, 1] if node.field is None else {"title": [0], "body": [1], "note": []}[node.field]
            noted = node.field in (None, "note") and document.number in sets(node)
            return noted or any(
                matches_text(node, wording[column]) for wording in document.wordings for column in columns
            )
    raise AssertionError(node)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(libraries(), st.lists(trees, min_size=1, max_size=12))
def test_index_finds_what_reading_every_text_finds_newest_first(
    steps: list[tuple[list[Document], set[int]]], questions: list[Node]
) -> None:
    living: dict[int, Document] = {}
    with tempfile.TemporaryDirectory() as path:
        folder = IndexFolder(Path(path), "library")
        with folder.writer() as writer:
            first, _ = steps[0]
            writer.rebuild(sorted(first, key=newest_first), len(first))
            living = {document.number: document for document in first}
            for added, removed in steps[1:]:
                writer.update(sorted(added, key=newest_first), removed)
                for number in removed:
                    living.pop(number, None)
                living |= {document.number: document for document in added}
        index = Index.open(folder)
        try:
            assert index.count() == len(living)
            for question in questions:
                expected = [
                    document.number
                    for document in sorted(living.values(), key=newest_first)
                    if fulfils(question, document)
                ]
                assert list(index.matches(question, sets)) == expected
        finally:
            index.close()


def built(path: str, texts: list[tuple[str, str]]) -> Index:
    """An index of one release for each text, the newest first."""
    folder = IndexFolder(Path(path), "library")
    documents = [Document(at + 1, len(texts) - at, (text,)) for at, text in enumerate(texts)]
    with folder.writer() as writer:
        writer.rebuild(documents, len(documents))
    return Index.open(folder)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(texts, texts), min_size=1, max_size=6), st.lists(text_leaves, min_size=1, max_size=8)
)
def test_frequency_counts_the_places(documents: list[tuple[str, str]], leaves: list[TextLeaf]) -> None:
    with tempfile.TemporaryDirectory() as path:
        index = built(path, documents)
        (segment,) = index.segments
        for leaf in leaves:
            wanted = pattern(leaf)
            for column, field in enumerate(("title", "body")):
                cursor = find(segment, leaf, field)
                for at, document in enumerate(documents):
                    places = {hit.start for hit in by_terms([wanted], document[column])}
                    if isinstance(wanted, Row):
                        assert (cursor.frequency() if cursor.seek(at) == at else 0) == len(places)
                    else:
                        assert (cursor.seek(at) == at) == bool(places)
                        assert cursor.at != at or 1 <= cursor.frequency() <= len(places)
        index.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4), text_leaves)
def test_words_taken_are_the_terms_that_one_slot_accepts(
    documents: list[tuple[str, str]], leaf: TextLeaf
) -> None:
    wanted = pattern(leaf)
    with tempfile.TemporaryDirectory() as path:
        index = built(path, documents)
        (segment,) = index.segments
        for column, field in enumerate(("title", "body")):
            terms = {token.text for document in documents for token in tokens(document[column])}
            taken = words(segment, leaf, field)
            if isinstance(wanted, Row) and len(wanted.slots) == 1:
                slot = wanted.slots[0][1]
                assert taken == sorted(term for term in terms if slot.accepts(term))
            else:
                assert taken is None
        index.close()


def test_words_taken_are_told_the_most_frequent_first() -> None:
    documents = [("import", "imports and rice"), ("imports", "imported"), ("none", "imports")]
    with tempfile.TemporaryDirectory() as path:
        index = built(path, documents)
        assert index.taken(Word("import")) == ("imports", "import", "imported")
        assert index.taken(Word("import", "title")) == ("import", "imports")
        assert index.taken(Word("import", "note")) == ()
        assert index.taken(Word("ri", live=True)) == ("rice",)
        assert index.taken(Prefix("n")) == ("none",)
        assert index.taken(Misspelt("imort")) == ("import",)
        assert index.taken(Misspelt("imporst")) == ("imports", "import")
        assert index.taken(Phrase("and rice")) == ()
        index.close()


@pytest.mark.parametrize("kind", [set, frozenset, NumberSet])
def test_sets_of_any_kind_may_hold_releases_unknown_to_the_index(
    kind: Callable[[list[int]], Collection[int]],
) -> None:
    documents = [("tariff", "rice"), ("rice", ""), ("tariff", "")]
    unread, read = kind([1, 3, 70]), kind([2])
    with tempfile.TemporaryDirectory() as path:
        index = built(path, documents)
        answers: dict[Leaf, Collection[int]] = {Is("unread"): unread, Is("read"): read}
        for _ in range(2):
            root = And((Word("rice", "body"), Is("unread")))
            assert list(index.matches(root, answers.__getitem__)) == [1]
            assert list(index.matches(Or((Is("read"), Not(Is("unread")))), answers.__getitem__)) == [2]
        index.close()


def test_words_of_two_wordings_are_not_near_each_other() -> None:
    words = [f"w{at}" for at in range(300)]
    wordings = (("", " ".join(words[:150])), ("", " ".join(words[150:])))
    with tempfile.TemporaryDirectory() as path:
        folder = IndexFolder(Path(path), "library")
        with folder.writer() as writer:
            writer.rebuild([Document(1, 2, wordings), Document(2, 1, (("", " ".join(words)),))], 2)
        index = Index.open(folder)
        assert list(index.matches(Near(" ".join(words), 100, "body"), sets)) == [2]
        assert list(index.matches(Near("w149 w150", 100, "body"), sets)) == [2]
        assert list(index.matches(Near("w0 w149", 148, "body"), sets)) == [1, 2]
        assert list(index.matches(Near("w0 w149", 147, "body"), sets)) == []
        index.close()


def test_words_at_the_end_of_a_very_long_text_are_found() -> None:
    documents = [("", "free, to trade. free"), ("", "free " * 70_000 + "trade rules"), ("", "free trade")]
    with tempfile.TemporaryDirectory() as path:
        index = built(path, documents)
        assert list(index.matches(Phrase("free trade"), sets)) == [2, 3]
        assert list(index.matches(Phrase("free trade ru", live=True), sets)) == [2]
        assert list(index.matches(Phrase("free trade rules a", live=True), sets)) == []
        assert list(index.matches(Near("rules free", 1), sets)) == [2]
        assert list(index.matches(Near("trade free", 0), sets)) == [1, 2, 3]
        index.close()


WRITTEN = [
    ("K-beauty", ["K-beauty exports", "K–Beauty"], ["beauty K", "K beautys"]),
    ("M.AX", ["the M.AX alliance"], ["max", "ax m"]),
    ("R&D", ["R&D spending", "r & d"], ["rd", "d r"]),
    ("Korea–U.S.", ["Korea-U.S. talks", "Korea–U.S."], ["Korea and the U.S.", "Korea us"]),
    ("FA-50", ["FA-50 jets"], ["FA-51", "50 FA"]),
    ("WT/DS600", ["case WT/DS600"], ["WT/DS601", "DS600 WT"]),
    ('"USD 59.6 billion"', ["to USD 59.6 billion."], ["USD 59 billion", "USD 59.60 billion"]),
    ("5G", ["5G networks", "５Ｇ"], ["5 G", "G5"]),
    ("산업통상", ["산업통상부는", "舊산업통상"], ["산업 통상", "통상산업"]),
    ("government's", ["the government’s plan"], ["government plans", "governments"]),
    ("beauty", ["K-beauty"], ["beautiful"]),
    ("tariff", ["tariffs", "tariff’s", "TARIFF"], ["tarif", "tarifa"]),
    ("=tariff", ["tariff", "tariff’s"], ["tariffs"]),
    ('"tariff"', ["tariff"], ["tariffs"]),
    ("negotiate", ["negotiating", "negotiates"], ["negotiation"]),
    ("SMEs", ["an SME"], ["smear"]),
    ("semicondutor~", ["semiconductor"], ["conductor"]),
    ('"free trade"~2', ["trade must be free", "free trade"], ["trade that must be free", "trade"]),
]


@pytest.mark.parametrize(("query", "found", "others"), WRITTEN)
def test_what_is_written_so_is_found(query: str, found: list[str], others: list[str]) -> None:
    root = parse(query, today=datetime.date(2025, 12, 23)).root
    documents = [(text, "") for text in [*found, *others]]
    with tempfile.TemporaryDirectory() as path:
        index = built(path, documents)
        assert list(index.matches(root, lambda _: ())) == list(range(1, len(found) + 1))
        index.close()
    assert all(spans(root, text, "title") for text in found)
    assert not any(spans(root, text, "title") for text in others)
