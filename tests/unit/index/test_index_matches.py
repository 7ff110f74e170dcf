"""The index against a matcher that goes through every text, over small random libraries."""

import tempfile
from collections.abc import Collection
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.index.marks import matches_text
from reader.index.search import Index
from reader.index.update import Document, IndexFolder
from reader.query import (
    And,
    Everything,
    Is,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    is_text,
)

WORDS = [
    *(
        "tariff",
        "tariffs",
        "Tariff’s",
        "rice",
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
        case Word() | Prefix() | Phrase():
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
                writer.update(added, removed)
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
