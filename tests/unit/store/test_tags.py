"""Tags: what is one, what changes of them do, and where releases carry them."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import query
from reader.errors import UsageError
from reader.model import STARTER, Release
from reader.store.browse import BrowsedRows, ChosenRows, ReleaseReader
from reader.store.clause import EVERYTHING
from reader.store.conditions import where
from reader.store.database import Database
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter
from reader.store.tags import TagChange, TagCount, Tags, clean, fold

TODAY = datetime.date(2025, 12, 23)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Five releases: numbers 1 to 5, the first the newest."""
    database = Database.open(tmp_path / "library.db", durable=False)
    releases = [Release("motir", f"Release {n}", "2025-01-01", body="Text.") for n in range(5)]
    ReleaseWriter(database).take(releases, Run())
    yield database
    database.close()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("asean", "asean"),
        ("  #CPTPP ", "CPTPP"),
        ("＃산업", "산업"),
        ("supply  chain", "supply-chain"),
        ("trade/fta.v2_x-y", "trade/fta.v2_x-y"),
        ("산업통상부", "산업통상부"),
        ("हिन्दी", "हिन्दी"),
        ("e\u0301tat", "\u00e9tat"),
        ("2025", "2025"),
    ],
)
def test_what_is_written_becomes_a_tag(text: str, name: str) -> None:
    assert clean(text) == name


@pytest.mark.parametrize(
    "text", ["", "  ", "#", "-", "/.", "a,b", "a:b", 'a"b', "-a", "a#b", "x" * 65, "a\x1bb"]
)
def test_what_is_no_tag_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="tag"):
        clean(text)


@given(st.text(max_size=80))
def test_a_tag_is_itself_and_can_be_written_in_a_query(text: str) -> None:
    try:
        name = clean(text)
    except UsageError:
        return
    assert clean(name) == name
    assert fold(name) == fold(f"#{name}")
    assert query.parse(query.render(query.Tag(name)), today=TODAY).root == query.Tag(name)
    if not name.endswith("."):
        assert query.render(query.Tag(name)) == f"#{name}"


def test_tags_that_differ_in_a_mark_of_their_script_are_two(database: Database) -> None:
    tags = Tags(database)
    tags.change([1], ["ガス"], ())
    tags.change([1, 2], ["カス"], ())
    tags.change([3], ["ｶﾞｽ"], ())
    assert dict(tags.all()) == {"ガス": 2, "カス": 2}


def test_changes_tell_what_changed_and_can_be_undone(database: Database) -> None:
    tags = Tags(database)
    assert tags.change([1, 2], ["Asean"], ()) == TagChange(((1, "Asean"), (2, "Asean")))
    change = tags.change([2, 3, 99], ["ASEAN", "rice", "rice"], ["none"])
    assert change == TagChange(((3, "Asean"), (2, "rice"), (3, "rice")))
    assert tags.all() == [("Asean", 3), ("rice", 2)]
    tags.undo(change)
    assert tags.all() == [("Asean", 2)]
    removed = tags.change([1, 2, 3], (), ["aSEAN"])
    assert removed == TagChange((), ((1, "Asean"), (2, "Asean")))
    assert tags.all() == []
    tags.undo(removed)
    assert tags.all() == [("Asean", 2)]


def test_undoing_leaves_what_was_changed_since_and_tells_what_it_did(database: Database) -> None:
    tags = Tags(database)
    tags.change([1], ["rice"], ())
    change = tags.change([1, 2, 3], ["asean"], ["rice"])
    tags.change([1], ["theirs"], ["asean"])
    tags.change([1], ["Rice"], ())
    database.execute("DELETE FROM release WHERE number = 3")
    assert tags.undo(change) == TagChange((), ((2, "asean"),))
    assert tags.all() == [("Rice", 1), ("theirs", 1)]


def test_every_tag_is_counted_among_some_releases(database: Database) -> None:
    tags = Tags(database)
    assert tags.among([1, 2]) == []
    tags.change([1, 2, 3], ["Asean"], ())
    tags.change([1, 4], ["무역"], ())
    tags.change([5], ["rice"], ())
    expected = [TagCount("Asean", 3, 2), TagCount("무역", 2, 1), TagCount("rice", 1, 0)]
    assert tags.among([1, 2, 99]) == expected
    assert [count.having for count in tags.among([])] == [0, 0, 0]


def test_a_change_that_holds_what_is_no_tag_changes_nothing(database: Database) -> None:
    with pytest.raises(UsageError):
        Tags(database).change([1], ["good", "not:good"], ())
    assert Tags(database).all() == []


def test_releases_carry_their_tags_wherever_they_are_read(database: Database) -> None:
    Tags(database).change([2, 4], ["b", "A"], ())
    reader = ReleaseReader(database)
    expected = {1: (), 2: ("A", "b"), 3: (), 4: ("A", "b"), 5: ()}
    assert {row.number: row.tags for row in reader.many([1, 2, 3, 4, 5])} == expected
    assert {number: reader.get(number).tags for number in expected} == expected
    for rows in (BrowsedRows(database, EVERYTHING), ChosenRows(reader, [5, 4, 3, 2, 1])):
        assert {row.number: row.tags for row in rows.page(0, 3) + rows.page(3, 2)} == expected


def test_a_page_asks_for_tags_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    Tags(database).change([1, 2, 3, 4, 5], ["a"], ())
    asked: list[str] = []
    rows = Database.rows

    def counted(self: Database, sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        asked.append(sql)
        return rows(self, sql, values)

    monkeypatch.setattr(Database, "rows", counted)
    assert len(ReleaseReader(database).many([1, 2, 3, 4, 5])) == 5
    assert sum("FROM tag" in sql for sql in asked) == 1


def test_tags_go_with_their_release_and_come_from_queries(database: Database) -> None:
    Tags(database).change([1, 2], ["Supply chain"], ())
    reader = ReleaseReader(database)
    for written in ("supply-chain", "SUPPLY CHAIN", "#supply-chain"):
        assert sorted(reader.numbers(where(query.Tag(written), database))) == [1, 2]
    database.execute("DELETE FROM release WHERE number = 1")
    assert Tags(database).all() == [("Supply-chain", 1)]


def test_a_tagged_digest_outlives_the_starter_library(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "library.db")
    writer = ReleaseWriter(database)
    writer.take_starter([Release(STARTER, f"Digest {n}", "2025-01-01", body="Text.") for n in range(3)])
    Tags(database).change([2], ["kept"], ())
    writer.take([Release("motir", "First", "2025-01-02", body="Text.")], Run())
    assert [row.title for row in ReleaseReader(database).browse().page(0, 9)] == ["First", "Digest 1"]
    database.close()
