"""Best match first: every score by the formula that the module states, computed here from the texts alone."""

import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from math import log
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.analyser import tokens
from reader.index.inflections import forms
from reader.index.ranking import K1, WEIGHT, B, ranked
from reader.index.search import Index
from reader.index.spelling import is_misspelling
from reader.index.update import Document, IndexFolder
from reader.query import (
    And,
    Everything,
    Exact,
    Is,
    Leaf,
    Misspelt,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    TextLeaf,
    Word,
    text_leaves,
)

Wording = tuple[str, str]
Library = dict[int, Document]

READ = Is("read")
NOTED = "barley"
WORDS = ("rice", "tariff", "tariffs", "steel", "steels", "tarif", "r", "산업", "업")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
WORDINGS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=2).map(tuple)
FIELDS = st.sampled_from((None, "title", "body"))
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, st.sampled_from((*WORDS, NOTED)), FIELDS),
    st.builds(Exact, st.sampled_from(WORDS), FIELDS),
    st.builds(Word, st.sampled_from(("r", "ta", "tari", "tariff")), FIELDS, st.just(value=True)),
    st.builds(Prefix, st.sampled_from(("t", "r", "ste", "tarif")), FIELDS),
    st.builds(Misspelt, st.sampled_from(("tarriff", "stel")), FIELDS),
    st.builds(Phrase, st.sampled_from(("rice rice", "tariff steel rice", "steel tariff")), FIELDS),
    st.just(Word(NOTED, "note")),
    st.just(READ),
    st.just(Everything()),
)
QUERIES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: And(tuple(nodes))),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: Or(tuple(nodes))),
    ),
    max_leaves=5,
)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[list[Document], list[int]]]:
    """What was written at once: releases, some of which replace earlier ones, and those removed."""
    steps = []
    for _ in range(draw(st.integers(1, 3))):
        numbers = draw(st.lists(st.integers(1, 12), min_size=1, max_size=8, unique=True))
        documents = [Document(number, draw(st.integers(1, 99)), draw(WORDINGS)) for number in numbers]
        steps.append((documents, draw(st.lists(st.integers(1, 12), max_size=3))))
    return steps


@contextmanager
def written(steps: Sequence[tuple[list[Document], list[int]]]) -> Iterator[tuple[Index, Library]]:
    """An index of a segment for each step, and what it should hold."""
    library: Library = {}
    with tempfile.TemporaryDirectory() as name:
        folder = IndexFolder(Path(name) / "index", "library")
        with folder.writer() as writer:
            writer.rebuild([], 0)
            for documents, removed in steps:
                writer.update(sorted(documents, key=lambda one: (-one.place, -one.number)), removed)
                library = {number: one for number, one in library.items() if number not in removed}
                library |= {one.number: one for one in documents}
        index = Index.open(folder)
        try:
            yield index, library
        finally:
            index.close()


def sets(leaf: Leaf) -> Collection[int]:
    if isinstance(leaf, Is):
        return frozenset({1, 2, 3, 5, 8})
    return (2, 7) if isinstance(leaf, Word) and leaf.text == NOTED else ()


def terms(document: Document, field: str) -> list[list[tuple[int, str]]]:
    return [
        [(token.position, token.text) for token in tokens(wording[field == "body"])]
        for wording in document.wordings
    ]


def taken(leaf: TextLeaf, term: str) -> bool:
    if isinstance(leaf, Misspelt):
        return is_misspelling(leaf.text, term) and term.isascii()
    if isinstance(leaf, Prefix) or (isinstance(leaf, Word) and leaf.live):
        begins = term.startswith(leaf.text)
        return begins or (isinstance(leaf, Word) and term in forms(leaf.text))
    return term in forms(leaf.text) if isinstance(leaf, Word) else term == leaf.text


def times(leaf: TextLeaf, document: Document, field: str) -> int:
    """How often a text stands in the titles or bodies of a release."""
    if leaf.field not in (None, field):
        return 0
    row = [(token.position, token.text) for token in tokens(leaf.text)]
    # A pair stands where its first character does, and covers it.
    row = [one for one in row if len(one[1]) == max(len(text) for at, text in row if at == one[0])]
    if len(row) > 1 and row[0][1] == "산업":
        row = row[:1]
    found = 0
    for wording in terms(document, field):
        if len(row) == 1:
            wanted = Exact(row[0][1]) if row[0][1] != leaf.text else leaf
            found += sum(taken(wanted, term) for _, term in wording)
        else:
            here = set(wording)
            starts = {at - row[0][0] for at, _ in wording}
            found += sum(all((start + at, term) in here for at, term in row) for start in starts)
    return found


def scores(root: Node, library: Library) -> dict[int, float]:
    """The formula, word for word."""
    total = dict.fromkeys(library, 0.0)
    lengths = {
        field: {number: sum(map(len, terms(one, field))) for number, one in library.items()}
        for field in WEIGHT
    }
    for leaf in text_leaves(root):
        x = dict.fromkeys(library, 0.0)
        for field, weight in WEIGHT.items():
            average = sum(lengths[field].values()) / max(len(library), 1)
            for number, document in library.items():
                if often := times(leaf, document, field):
                    b = B[field]
                    x[number] += weight * often / (1 - b + b * lengths[field][number] / average)
        documents = sum(value > 0 for value in x.values())
        idf = log(1 + (len(library) - documents + 0.5) / (documents + 0.5))
        for number, value in x.items():
            total[number] += idf * value / (K1 + value)
    return total


@settings(max_examples=40)
@given(histories(), QUERIES)
def test_scores_and_order_are_those_of_the_formula(
    steps: list[tuple[list[Document], list[int]]], root: Node
) -> None:
    with written(steps) as (index, library):
        found = ranked(index, root, sets)
        wanted = scores(root, library)
        answer = found.all()
        assert sorted(number for number, _ in answer) == sorted(index.matches(root, sets))
        assert len(found) == len(answer)
        for number, score in answer:
            assert score == pytest.approx(wanted[number], abs=1e-9)
        order = [(-round(wanted[number], 9), -library[number].place, -number) for number, _ in answer]
        assert order == sorted(order)
        assert found.first(3) == answer[:3]


def test_title_counts_more_than_body_and_short_more_than_long() -> None:
    documents = [
        Document(4, 4, (("Talks", "A word on rice and much else that is said at length of other things"),)),
        Document(3, 3, (("Rice", "A word on talks and much else that is said at length of other things"),)),
        Document(2, 2, (("Talks", "A word on rice"),)),
        Document(1, 1, (("Talks", "No word"),)),
    ]
    with written([(documents, [])]) as (index, _):
        assert [number for number, _ in ranked(index, Word("rice"), sets).all()] == [3, 2, 4]


def test_of_equals_the_newer_comes_first_across_segments() -> None:
    def document(number: int, place: int) -> Document:
        return Document(number, place, (("Rice", "talks"),))

    with written([([document(1, 5), document(2, 1)], []), ([document(3, 3)], [])]) as (index, _):
        assert [number for number, _ in ranked(index, Word("rice"), sets).all()] == [1, 3, 2]


def test_release_that_only_its_note_finds_scores_nothing() -> None:
    documents = [Document(number, number, (("Rice", "talks"),)) for number in (2, 1)]
    with written([(documents, [])]) as (index, _):
        assert ranked(index, Word(NOTED), sets).all() == [(2, 0.0)]
        assert ranked(index, And((Word("rice"), Word(NOTED, "note"))), sets).first(5)[0][1] > 0


def test_phrase_counts_in_every_window_of_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.index.phrases._WINDOW", 3)
    documents = [
        Document(number, number, (("Talks", "free trade " * (number % 3) + "trade free"),))
        for number in range(400, 0, -1)
    ]
    with written([(documents, [])]) as (index, library):
        found = dict(ranked(index, Phrase("free trade"), sets).all())
        wanted = scores(Phrase("free trade"), library)
        assert found == pytest.approx({number: score for number, score in wanted.items() if number % 3})


def test_positions_beyond_sixteen_bits_count() -> None:
    long = "talks " * 70_000 + "free trade"
    documents = [Document(2, 2, (("Talks", long),)), Document(1, 1, (("Talks", "trade, free trade"),))]
    with written([(documents, [])]) as (index, library):
        found = dict(ranked(index, Phrase("free trade"), sets).all())
        assert found == pytest.approx(scores(Phrase("free trade"), library))
