"""Facet counts against counting by hand, and what has to be read again when."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import query
from reader.library.facets import FacetGroup, Facets, _parts
from reader.model import Release
from reader.store.browse import ReleaseReader
from reader.store.conditions import where
from reader.store.database import Database
from reader.store.notes import Notes
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter
from reader.store.state import State
from reader.store.tags import Tags

COUNT = 60
SETS = ((), ("FTA",), ("FTA/Economic Cooperation",), ("Energy", "Industry"), ("Énergie", "energy"))


def releases(first: int, count: int) -> list[Release]:
    return [
        Release(
            "motir" if n % 3 else "feed",
            f"Release {n}",
            None if n % 11 == 0 else f"20{20 + n % 4}-{1 + n % 12:02}-15",
            body="It ends in the mid" if n % 4 == 0 else "Text.",
            categories=SETS[n % len(SETS)],
        )
        for n in range(first, first + count)
    ]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Releases of every kind; some have gone."""
    database = Database.open(tmp_path_factory.mktemp("facets") / "library.db", durable=False)
    writer = ReleaseWriter(database)
    writer.take(releases(0, COUNT // 2), Run())
    writer.take(releases(COUNT // 2, COUNT // 2), Run())
    writer.take([release._replace(body="Another text.") for release in releases(20, 5)], Run())
    State(database).set("read", range(1, COUNT, 7), on=True)
    State(database).set("bookmarked", range(1, COUNT, 9), on=True)
    Notes(database).add(5, "a note")
    Tags(database).change(range(1, 12), ["Asean"], [])
    Tags(database).change(range(1, COUNT, 5), ["rice"], [])
    for number in (3, 4, 50):
        database.execute("DELETE FROM release WHERE number = ?", (number,))
    yield database
    database.close()


def counted(groups: list[FacetGroup], title: str) -> dict[str, int]:
    return {value.label: value.releases for group in groups if group.title == title for value in group.values}


@given(st.lists(st.integers(1, COUNT + 9), unique=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_value_counts_what_its_condition_leaves(filled: Database, numbers: list[int]) -> None:
    reader = ReleaseReader(filled)
    chosen = set(numbers)
    for group in Facets(filled).count(numbers):
        assert group.values
        for value in group.values:
            left = chosen.intersection(reader.numbers(where(value.condition, filled)))
            assert value.releases == len(left) > 0


@given(st.lists(st.text("ab/ ", max_size=5), unique=True))
def test_the_parts_of_names_are_those_that_stand_in_them(names: list[str]) -> None:
    expected = {name: [place for place, part in enumerate(names) if part in name] for name in names}
    assert _parts(names) == expected


def test_every_value_that_occurs_is_there(filled: Database) -> None:
    rows = ReleaseReader(filled).browse().page(0, COUNT)
    groups = Facets(filled).count()
    assert [group.title for group in groups] == ["Category", "Source", "Year", "Month", "State", "Tag"]
    assert groups == Facets(filled).count([row.number for row in rows])
    spelt = {label.casefold() for label in counted(groups, "Category")}
    assert spelt == {"none", "fta", "fta/economic cooperation", "energy", "industry", "énergie"}
    assert len(counted(groups, "Category")) == len(spelt)
    assert counted(groups, "Source").keys() == {"Ministry of Trade, Industry and Resources", "feed"}
    assert counted(groups, "Year").keys() == {row.date[:4] for row in rows if row.date}
    assert counted(groups, "Month").keys() == {row.date[:7] for row in rows if row.date}
    assert counted(groups, "Tag").keys() == {"Asean", "rice"}
    assert counted(groups, "State") == {
        "unread": sum(not row.read for row in rows),
        "read": sum(row.read for row in rows),
        "bookmarked": sum(row.bookmarked for row in rows),
        "noted": 1,
        "edited": sum(row.edited for row in rows),
        "cut": sum(row.cut for row in rows),
        "new": sum(row.new for row in rows),
    }


def test_the_most_frequent_stand_first_and_times_newest_first(filled: Database) -> None:
    for group in Facets(filled).count():
        if group.title in ("Year", "Month"):
            assert list(group.values) == sorted(group.values, key=lambda value: value.label, reverse=True)
        else:
            numbers = [value.releases for value in group.values]
            assert numbers == sorted(numbers, reverse=True)


def test_nothing_divides_into_nothing(tmp_path: Path, filled: Database) -> None:
    assert Facets(filled).count([]) == []
    assert Facets(filled).count([3, 4, 9999]) == []
    database = Database.open(tmp_path / "library.db")
    assert Facets(database).count() == Facets(database).count([1]) == []
    database.close()


@pytest.mark.parametrize("elsewhere", [False, True])
def test_changes_here_and_elsewhere_are_seen(tmp_path: Path, elsewhere: bool) -> None:
    mine = Database.open(tmp_path / "library.db", durable=False)
    writing = Database.open(tmp_path / "library.db", durable=False) if elsewhere else mine
    facets = Facets(mine)
    ReleaseWriter(writing).take(releases(1, 4), Run())
    assert counted(facets.count(), "State")["unread"] == 4
    State(writing).set("read", [1, 2, 3], on=True)
    assert counted(facets.count(), "State")["read"] == 3
    State(writing).set("read", [1, 2, 3, 4], on=False)
    assert "read" not in counted(facets.count(), "State")
    Tags(writing).change([2], ["rice"], [])
    assert counted(facets.count(), "Tag") == {"rice": 1}
    State(writing).set("bookmarked", [2], on=True)
    Notes(writing).add(2, "a note")
    states = counted(facets.count(), "State")
    assert (states["bookmarked"], states["noted"], states["unread"]) == (1, 1, 4)
    ReleaseWriter(writing).take([releases(1, 1)[0]._replace(categories=("Steel",))], Run())
    assert counted(facets.count(), "Category")["Steel"] == 1
    ReleaseWriter(writing).take(releases(5, 2), Run())
    states = counted(facets.count(), "State")
    assert (states["unread"], states["new"], states["bookmarked"]) == (6, 2, 1)
    assert sum(value.releases for value in facets.count([6, 1])[1].values) == 2
    mine.close()
    writing.close()


def test_random_marks_are_counted_as_the_tables_do(tmp_path: Path) -> None:
    """Whichever of read and unread releases are fewer."""
    database = Database.open(tmp_path / "library.db", durable=False)
    ReleaseWriter(database).take(releases(0, 30), Run())
    facets, draw = Facets(database), random.Random(7)
    for _ in range(30):
        State(database).set("read", draw.sample(range(1, 31), draw.randint(0, 30)), on=draw.random() < 0.5)
        states = counted(facets.count(), "State")
        for state in ("read", "unread"):
            expected = ReleaseReader(database).numbers(where(query.Is(state), database))
            assert states.get(state, 0) == len(expected)
    database.close()


def test_what_an_import_brought_is_read_once(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    facets = Facets(filled)
    facets.count()
    asked: list[str] = []
    rows = Database.rows

    def traced(self: Database, sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        asked.append(sql)
        return rows(self, sql, values)

    monkeypatch.setattr(Database, "rows", traced)
    facets.count()
    assert not any("FROM release" in sql or "FROM tag" in sql for sql in asked)
    State(filled).set("bookmarked", [2], on=True)
    asked.clear()
    facets.count()
    assert not any("categories" in sql for sql in asked)
    assert any("bookmarked" in sql for sql in asked)
    State(filled).set("bookmarked", [2], on=False)
