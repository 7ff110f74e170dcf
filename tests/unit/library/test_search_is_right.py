"""Random queries on small random libraries: what the library finds is what reading every text finds."""

import datetime
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from reader import query
from reader.errors import UsageError
from reader.library import Library
from reader.library.answers import Answer, Question
from tests.reference import libraries
from tests.reference.libraries import Plan, known, plans
from tests.reference.matching import ReferenceRelease, found
from tests.reference.spelling import distance, inflected
from tests.reference.vocabulary import all_words, queries, scribbles

TODAY = datetime.date(2025, 12, 23)
SAVED = ("CPTPP watch", "ガス", "カス")
PER_LIBRARY = 25
"""Queries asked of one library: making it costs as much as asking a hundred."""
FEW = settings(
    max_examples=14,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
UNFINISHED = re.compile(
    "is not closed|closes nothing|on both sides|has nothing after|Nothing stands in|needs a"
)
"""What a sentence says of a query that is not finished, which the bar reads all the same."""
MANY = settings(FEW, max_examples=420)


@pytest.fixture(autouse=True, scope="module")
def nine_hours_east() -> Iterator[None]:
    """Midnight here is not midnight in UTC."""
    with mock.patch.dict(os.environ, {"TZ": "KST-9"}):
        time.tzset()
        yield
    time.tzset()


@contextmanager
def filled(plan: Plan) -> Iterator[tuple[Library, list[ReferenceRelease]]]:
    """A library that came about so, and what is known of its releases."""
    with tempfile.TemporaryDirectory() as folder:
        home = {"PRESSREADER_HOME": f"{folder}/home", "PRESSREADER_TODAY": TODAY.isoformat()}
        with mock.patch.dict(os.environ, home), Library.open() as library:
            libraries.fill(library, plan, Path(folder))
            yield library, known(library)


def whole(library: Library, text: str, limit: int | None, *, live: bool = False) -> Answer:
    """The complete answer to a question, in one step or in two."""
    first = library.search.ask(Question(text, live=live, order="date"), limit)
    assert not first.unindexed
    if first.complete:
        return first
    *_, last = library.search.rest_of(first)
    assert last is not None
    assert last.numbers[:limit] == first.numbers
    return last


def check_queries(plan: Plan, data: st.DataObject) -> None:
    """Ask a library random queries, in date order and ranked."""
    with filled(plan) as (library, releases):
        ids = [release.id for release in releases]
        saved = {name: data.draw(queries(plan.rows, ids)) for name in SAVED}
        for name, root in saved.items():
            library.saved.put(name, query.render(root))
        asked = queries(plan.rows, ids, tuple(saved))
        limit = data.draw(st.sampled_from([None, 1, 3]))
        drawn = data.draw(st.lists(asked, min_size=PER_LIBRARY, max_size=PER_LIBRARY))
        for root in [*drawn, *all_words(plan.rows)]:
            text = query.render(root)
            expected = found(root, releases, saved)
            answer = whole(library, text, limit)
            if answer.numbers != expected:
                explain(library, text, root, answer.root)
            assert answer.numbers == expected, f"{text!r} found other releases than reading them"
            assert answer.total == len(expected)
            oldest = library.search.ask(Question(text, order="old"))
            assert oldest.numbers == expected[::-1], f"{text!r} from the oldest"
            ranked = library.search.ask(Question(text, order="rank"), None)
            assert sorted(ranked.numbers) == sorted(expected), f"{text!r} ranked found others than by date"


def check_typing(plan: Plan, data: st.DataObject) -> None:
    """Type queries letter by letter, and what is no query."""
    with filled(plan) as (library, releases):
        asked = queries(plan.rows, [release.id for release in releases]).map(query.render)
        for text in (data.draw(asked), data.draw(scribbles(plan.rows)), data.draw(scribbles(plan.rows))):
            for end in range(1, len(text) + 1):
                check_text(library, releases, text[:end], live=True)
            check_text(library, releases, text, live=False)


def check_text(library: Library, releases: list[ReferenceRelease], text: str, *, live: bool) -> None:
    """Ask what may be no query, and compare with what it was read as."""
    try:
        answer = whole(library, text, 3, live=live)
    except UsageError as error:
        if live and UNFINISHED.search(str(error)):
            raise
        return  # a sentence says why, and the bar keeps its last good list
    expected = found(answer.root, releases, {})
    if answer.numbers != expected:
        explain(library, text, answer.root, answer.root)
    assert answer.numbers == expected, f"{text!r} found other releases than reading them"
    assert answer.total == len(expected)


def explain(library: Library, text: str, meant: query.Node, read: query.Node) -> None:
    """Say what a failing example looks like."""
    note(f"asked: {text}\nmeant: {meant}\nread:  {read}")
    for release in known(library):
        note(f"  {release}")


@FEW
@given(plans(), st.data())
def test_queries_find_what_reading_every_text_finds(plan: Plan, data: st.DataObject) -> None:
    check_queries(plan, data)


@FEW
@given(plans(), st.data())
def test_queries_being_typed_find_what_reading_finds(plan: Plan, data: st.DataObject) -> None:
    check_typing(plan, data)


@pytest.mark.soak
@MANY
@given(plans(), st.data())
def test_ten_thousand_queries_find_what_reading_finds(plan: Plan, data: st.DataObject) -> None:
    check_queries(plan, data)


@pytest.mark.soak
@MANY
@given(plans(), st.data())
def test_thousands_of_queries_being_typed_find_what_reading_finds(plan: Plan, data: st.DataObject) -> None:
    check_typing(plan, data)


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("tariff", "tariffs", True),
        ("negotiate", "negotiating", True),
        ("agency", "agencies", True),
        ("plan", "planned", True),
        ("sme", "smes", True),
        ("fta", "ftas", True),
        ("import", "important", False),
        ("operation", "opera", False),
        ("planet", "plane", False),
    ],
)
def test_the_reference_itself_tells_inflections(one: str, other: str, are: bool) -> None:
    assert inflected(one, other) is inflected(other, one) is are


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("tarif", "tariff", 1), ("tafrif", "tariff", 2), ("ab", "ba", 1), ("ca", "abc", 3)],
)
def test_the_reference_itself_counts_slips(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips
