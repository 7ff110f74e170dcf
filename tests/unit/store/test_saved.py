"""Saved searches, and what is new since one was looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import NotFound, UsageError
from reader.model import STARTER, Release
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.release_rows import Run, newest_batch
from reader.store.releases import ReleaseWriter
from reader.store.saved import SavedSearches, clean, fold, since


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(tmp_path / "library.db", durable=False)
    yield database
    database.close()


def release(title: str, body: str = "Text.") -> Release:
    return Release("motir", title, "2025-01-01", body=body)


def new(database: Database, batch: int) -> list[str]:
    """The headlines that came in after a batch."""
    reader = ReleaseReader(database)
    return [row.title for row in reader.many(reader.ordered(since(batch, newest_batch(database))))]


def test_a_name_is_found_in_any_case_and_replaced(database: Database) -> None:
    table = SavedSearches(database)
    first = table.put("  CPTPP   watch ", " cptpp OR rcep ")
    assert (first.name, first.query) == ("CPTPP watch", "cptpp OR rcep")
    assert table.get("cptpp Watch") == first
    table.put("Alpha", "a")
    table.put("cptpp WATCH", "b")
    assert [(saved.name, saved.query) for saved in table.all()] == [("Alpha", "a"), ("cptpp WATCH", "b")]


def test_names_that_differ_in_a_mark_of_their_script_are_two(database: Database) -> None:
    table = SavedSearches(database)
    table.put("ガス", "gas")
    table.put("カス", "other")
    assert table.get("ｶﾞｽ").query == "gas"
    table.put("Øresund", "a")
    assert table.get("oresund").query == "a"


def test_an_unknown_name_names_near_ones(database: Database) -> None:
    table = SavedSearches(database)
    table.put("CPTPP watch", "cptpp")
    with pytest.raises(NotFound, match="Did you mean “CPTPP watch”"):
        table.get("cptp wach")
    with pytest.raises(NotFound, match="saved list"):
        table.get("entirely other")


@pytest.mark.parametrize("name", ["", "  ", "-", "x" * 81, 'a "b"', "a “b”", "a\x1bb", "a\x00b"])
def test_what_is_no_name_is_refused(database: Database, name: str) -> None:
    with pytest.raises(UsageError, match="name"):
        SavedSearches(database).put(name, "a")
    assert SavedSearches(database).all() == []


@given(st.text(max_size=90))
def test_a_cleaned_name_is_itself(text: str) -> None:
    try:
        name = clean(text)
    except UsageError:
        return
    assert clean(name) == name
    assert fold(text) == fold(name)


def test_an_empty_query_is_refused(database: Database) -> None:
    with pytest.raises(UsageError, match="empty"):
        SavedSearches(database).put("name", "  ")


def test_removing_and_replacing_can_be_undone(database: Database) -> None:
    table = SavedSearches(database)
    first = table.put("a", "one")
    assert table.remove("A") == first
    assert table.all() == []
    table.restore(first)
    table.put("a", "two")
    table.restore(first)
    assert table.all() == [first]
    with pytest.raises(NotFound):
        table.remove("b")


def test_what_is_added_or_reworded_is_new_and_what_is_seen_again_is_not(database: Database) -> None:
    writer = ReleaseWriter(database)
    writer.take([release("One"), release("Two"), release("Cut", "It ends in the mid")], Run())
    saved = SavedSearches(database).put("All", "*")
    assert new(database, saved.looked) == []
    writer.take([release("One"), release("Cut", "It ends in the middle.")], Run())
    assert new(database, saved.looked) == []
    writer.take([release("Two", "Another text."), release("Three")], Run())
    assert new(database, saved.looked) == ["Three", "Two"]


def test_an_import_under_way_loses_nothing(database: Database) -> None:
    """Its later batches are new to whoever looked after the first."""
    writer, run = ReleaseWriter(database), Run()
    writer.take([release("One"), release("Two")], run)
    saved = SavedSearches(database).put("All", "*")
    writer.take([release("Three"), release("Two", "Another text.")], run)
    assert sorted(new(database, saved.looked)) == ["Three", "Two"]
    assert database.value("SELECT count(*) FROM run") == 1


def test_what_comes_after_a_batch_waits_for_the_next_time(database: Database) -> None:
    writer = ReleaseWriter(database)
    writer.take([release("One")], Run())
    writer.take([release("Two")], Run())
    reader = ReleaseReader(database)
    assert [row.title for row in reader.many(reader.ordered(since(0, 1)))] == ["One"]


def test_digests_are_never_new(database: Database) -> None:
    ReleaseWriter(database).take_starter([Release(STARTER, "Digest", "2025-01-01", body="Text.")])
    assert new(database, 0) == []


def test_marks_go_forward_and_belong_to_the_query(database: Database) -> None:
    table, writer = SavedSearches(database), ReleaseWriter(database)
    saved = table.put("All", "*")
    writer.take([release("One")], Run())
    table.mark(saved, 1, alerted=True)
    assert (table.get("all").looked, table.get("all").alerted) == (0, 1)
    table.mark(saved, 0, alerted=True)
    assert table.get("all").alerted == 1
    table.mark(saved, 1, alerted=False)
    assert table.get("all").looked == 1
    writer.take([release("Two")], Run())
    assert table.put("ALL", "*").looked == 1
    replaced = table.put("All", "is:unread")
    assert (replaced.looked, replaced.alerted, replaced.created) == (2, 2, saved.created)
    table.mark(saved, 9, alerted=False)
    assert table.get("all").looked == 2


def test_a_failed_batch_has_no_number(database: Database) -> None:
    database.execute(f"PRAGMA max_page_count = {database.value('PRAGMA page_count') + 2}")
    run = Run()
    with pytest.raises(Exception, match="disk is full"):
        ReleaseWriter(database).take([release(str(n), "word " * 9999) for n in range(9)], run)
    assert (run.batch, newest_batch(database)) == (0, 0)
