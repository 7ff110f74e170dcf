"""Taking releases in: what becomes of each, and what the tables hold afterwards."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import LibraryError
from reader.model import STARTER, Release
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.notes import Notes
from reader.store.queue import Queue
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter
from reader.store.state import State

FORUM = Release(
    "motir", "Forum Opens in Seoul", "2025-12-16", body="Experts met. They agreed.", categories=("Industry",)
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(tmp_path / "library.db")
    yield database
    database.close()


def take(database: Database, *releases: Release) -> list[str]:
    return list(ReleaseWriter(database).take(releases, Run()))


def test_the_same_release_on_two_lists_is_one(database: Database) -> None:
    bare = FORUM._replace(title="FORUM opens, in Seoul", categories=())
    assert take(database, bare, FORUM) == ["added", "revised"]
    (stored,) = ReleaseReader(database).browse().page(0, 10)
    assert stored.categories == ("Industry",)
    assert stored.title == FORUM.title
    assert stored.revision_count == 2


@pytest.mark.parametrize("day", ["0001-01-01", "2871-11-25", "2871-11-26", "9999-12-31"])
def test_any_day_of_the_calendar_has_a_place(database: Database, day: str) -> None:
    far = FORUM._replace(date=day)
    assert take(database, FORUM, far, far._replace(title="Another")) == ["added"] * 3
    listed = [release.date for release in ReleaseReader(database).browse().page(0, 10)]
    assert listed == sorted(listed, key=lambda found: found or "", reverse=True)
    assert listed.count(day) == 2


def test_a_missing_category_erases_nothing_and_a_new_one_makes_no_revision(database: Database) -> None:
    take(database, FORUM)
    assert (
        take(database, FORUM._replace(categories=("Energy",)), FORUM._replace(categories=()))
        == ["unchanged"] * 2
    )
    (stored,) = ReleaseReader(database).browse().page(0, 10)
    assert stored.categories == ("Industry", "Energy")
    assert not stored.edited


def test_completing_keeps_the_number_and_is_no_edit(database: Database) -> None:
    assert take(database, FORUM._replace(body="Experts met. They agr")) == ["added"]
    assert take(database, FORUM) == ["completed"]
    (stored,) = ReleaseReader(database).browse().page(0, 10)
    assert (stored.edited, stored.cut, stored.revision) == (False, False, 1)
    assert ReleaseReader(database).get(stored.number).body == FORUM.body


def test_a_cut_rewording_does_not_hide_the_whole_text(database: Database) -> None:
    take(database, FORUM, FORUM._replace(body="Other experts met and the"))
    (stored,) = ReleaseReader(database).browse().page(0, 10)
    assert (stored.revision, stored.revision_count, stored.cut) == (1, 2, False)


def test_own_identifiers_tell_releases_of_one_day_and_title_apart(database: Database) -> None:
    one, other = FORUM._replace(external_id="1"), FORUM._replace(external_id="2", body="Another text.")
    assert take(database, one, other) == ["added", "added"]
    ids = {row.id for row in ReleaseReader(database).browse().page(0, 10)}
    assert len(ids) == 2
    assert take(database, one._replace(title="Renamed", date="2025-12-17")) == ["revised"]
    assert {row.id for row in ReleaseReader(database).browse().page(0, 10)} == ids


def test_lists_are_newest_first_and_later_imports_stand_above_within_a_day(database: Database) -> None:
    def named(title: str, day: str) -> Release:
        return FORUM._replace(title=title, date=day)

    take(database, named("b", "2025-01-02"), named("c", "2025-01-02"), named("d", "2025-01-01"))
    take(database, named("a", "2025-01-02"), named("e", "2024-01-01"))
    assert [row.title for row in ReleaseReader(database).browse().page(0, 10)] == list("abcde")


def test_new_means_touched_by_the_last_run_that_changed_something(database: Database) -> None:
    other = FORUM._replace(title="Other")
    take(database, FORUM)
    take(database, other)
    assert {row.title: row.new for row in ReleaseReader(database).browse().page(0, 9)} == {
        FORUM.title: False,
        "Other": True,
    }
    take(database, other, FORUM)
    assert {row.title: row.new for row in ReleaseReader(database).browse().page(0, 9)} == {
        FORUM.title: False,
        "Other": True,
    }


def test_a_batch_is_stored_whole_or_not_at_all(database: Database) -> None:
    run = Run()
    with pytest.raises(ValueError, match="month"):
        ReleaseWriter(database).take([FORUM, FORUM._replace(title="x", date="2025-13-01")], run)
    assert ReleaseReader(database).tally()["all"] == 0
    assert run == Run()


def test_the_starter_goes_with_the_first_other_release_but_not_what_was_kept(database: Database) -> None:
    digests = [FORUM._replace(source=STARTER, title=name) for name in ("plain", "bookmarked", "noted")]
    take(database, *digests)
    rows = {row.title: row for row in ReleaseReader(database).browse().page(0, 9)}
    assert not any(row.new for row in rows.values())
    State(database).set("bookmarked", [rows["bookmarked"].number], on=True)
    Notes(database).add(rows["noted"].number, "mine")
    take(database, FORUM)
    assert {row.title for row in ReleaseReader(database).browse().page(0, 9)} == {
        "bookmarked",
        "noted",
        FORUM.title,
    }
    State(database).set("bookmarked", [rows["bookmarked"].number], on=False)
    take(database, FORUM._replace(title="second"))
    assert ReleaseReader(database).tally()["all"] == 4, "the starter ends only once"


def test_every_change_is_queued_and_a_changed_entry_is_not_forgotten(database: Database) -> None:
    queue = Queue(database)
    take(database, FORUM)
    read = queue.read(10)
    assert [entry.change for entry in read] == ["add"]
    take(database, FORUM._replace(body="Reworded."))
    queue.done(read)
    assert [entry.change for entry in queue.read(10)] == ["add"], "the index has never seen it"
    queue.done(queue.read(10))
    take(database, FORUM._replace(body="Reworded again."))
    assert [entry.change for entry in queue.read(10)] == ["update"]
    assert queue.pending() == 1
    take(database, FORUM._replace(body="Reworded again."))
    assert queue.pending() == 1


bodies = st.sampled_from(["Experts met. They agreed.", "Experts met. They agr", "Nobody met.", "Nobody m"])
titles = st.sampled_from(["One", "ONE!", "Two", "Three"])
shown = st.builds(
    lambda title, body, day, category: Release("motir", title, day, body=body, categories=category),
    titles,
    bodies,
    st.sampled_from(["2025-01-01", "2025-01-02"]),
    st.sampled_from([(), ("Industry",), ("Energy",)]),
)  # fmt: skip


@given(st.lists(st.lists(shown, max_size=5), max_size=5))
def test_tallies_and_rows_agree_with_the_revisions(batches: list[list[Release]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _check_agreement(Database.open(Path(folder) / "library.db", durable=False), batches)


def _check_agreement(database: Database, batches: list[list[Release]]) -> None:
    try:
        for batch in batches:
            ReleaseWriter(database).take(batch, Run())
        reader = ReleaseReader(database)
        rows = reader.browse().page(0, 100)
        tally = reader.tally()
        assert tally["all"] == tally["unread"] == len(rows)
        assert tally["edited"] == sum(row.edited for row in rows)
        assert tally["pending"] == len(rows) == Queue(database).pending()
        for row in rows:
            revisions = reader.revisions(row.number)
            assert len(revisions) == row.revision_count
            current = revisions[row.revision - 1]
            assert (current.title, current.cut, current.number) == (row.title, row.cut, row.revision)
            assert reader.get(row.number).body == current.body
        for batch in batches:
            assert set(ReleaseWriter(database).take(batch, Run())) <= {"unchanged"}
    finally:
        database.close()


def test_a_day_long_ago_is_a_day(database: Database) -> None:
    assert take(database, FORUM._replace(date="1000-01-01")) == ["added"]


def test_what_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="Cannot make the folder"):
        Database.open(tmp_path / "file" / "library.db")
