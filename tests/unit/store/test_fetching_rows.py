"""What fetching remembers between two syncs."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.model import Release, Source
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.fetching import Address, FetchedRows, Walk
from reader.store.queue import Queue
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter
from reader.store.removing import count, remove_source
from reader.store.sources import Sources
from reader.store.state import State

FEED = Source("https://example.org/feed", "Harbour", "feed", "https://example.org/feed")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database.open(tmp_path / "library.db", durable=False)) as database:
        yield database


@pytest.fixture
def rows(database: Database) -> FetchedRows:
    rows = FetchedRows(database)
    with database.transaction():
        rows.subscribe(FEED, [FEED.key])
    return rows


def test_a_source_tells_its_addresses_and_what_was_last_read_there(
    database: Database, rows: FetchedRows
) -> None:
    (address,) = rows.addresses(FEED.key)
    assert address == Address(FEED.key, FEED.key)
    read = address._replace(
        etag='W/"a"', modified="Mon", hash="0" * 64, complete=True, ttl=60, skip_hours=(0, 23)
    )
    with database.transaction():
        rows.keep(read)
        rows.subscribe(FEED, [FEED.key, "https://example.org/older"])
    assert rows.addresses(FEED.key) == [read, Address(FEED.key, "https://example.org/older")]
    (source,) = Sources(database).all()
    assert source.addresses == (FEED.key, "https://example.org/older")


def test_an_address_that_moved_is_asked_at_its_new_place_under_the_old_key(
    database: Database, rows: FetchedRows
) -> None:
    (address,) = rows.addresses(FEED.key)
    walk = Walk(FEED.key, FEED.key, False, 3, "https://example.org/feed?page=3")
    with database.transaction():
        rows.keep_walk(walk)
        assert rows.moved(address, "https://new.example.org/feed")
    (source,) = Sources(database).all()
    assert (source.key, source.url) == (FEED.key, "https://new.example.org/feed")
    (moved,) = rows.addresses(FEED.key)
    assert rows.walk(moved) == walk._replace(url=moved.url)
    with database.transaction():
        rows.subscribe(FEED, ["https://example.org/other"])
        assert not rows.moved(moved, "https://example.org/other")


def test_a_walk_counts_what_one_turn_meets_twice(database: Database, rows: FetchedRows) -> None:
    walk = Walk(FEED.key, FEED.key, True, 2, "https://example.org/feed?page=2")
    with database.transaction():
        rows.keep_walk(walk)
        assert rows.met(walk, ["a", "b"]) == 0
        assert rows.met(walk, ["b", "c"]) == 1
        assert rows.met(walk._replace(turn=2), ["a", "b", "c"]) == 0
        (address,) = rows.addresses(FEED.key)
        rows.end_walk(address)
    assert rows.walk(address) is None
    assert database.value("SELECT count(*) FROM walked") == 0


def test_failures_are_counted_until_it_is_good_again(database: Database, rows: FetchedRows) -> None:
    with database.transaction():
        for _ in range(2):
            rows.failed(FEED.key, "2025-12-23T08:00:00Z", "It broke.", "2025-12-23T09:00:00Z", None)
    (source,) = Sources(database).all()
    assert (source.failures, source.error, source.last_good) == (2, "It broke.", None)
    with database.transaction():
        rows.good(FEED.key, "2025-12-23T10:00:00Z", "2025-12-23T11:00:00Z", "2025-12-23T10:30:00Z")
    (source,) = Sources(database).all()
    assert (source.failures, source.error, source.last_good) == (0, None, "2025-12-23T10:00:00Z")
    assert (source.next_due, source.retry_after) == ("2025-12-23T11:00:00Z", "2025-12-23T10:30:00Z")


def test_cut_releases_are_looked_for_once(database: Database, rows: FetchedRows) -> None:
    shown = [
        Release(
            FEED.key, f"Title {n}", f"2025-12-0{n}", body, url=f"https://example.org/{n}", external_id=str(n)
        )
        for n, body in ((1, "Cut he"), (2, "Whole."), (3, "Cut to"))
    ]
    ReleaseWriter(database).take(shown, Run())
    wanted = rows.to_view(FEED.key, "2025-12-23T00:00:00Z")
    assert [url for _, url in wanted] == ["https://example.org/3", "https://example.org/1"]
    with database.transaction():
        for _ in range(2):
            rows.viewed(wanted[0][0], "2025-12-23T00:00:00Z")
        rows.viewed(77, "2025-12-23T00:00:00Z")
    assert len(rows.to_view(FEED.key, "2025-12-23T00:00:00Z")) == 1
    assert len(rows.to_view(FEED.key, "2025-12-24T00:00:00Z")) == 2


def test_robots_are_kept_for_as_long_as_they_can_be_used(database: Database, rows: FetchedRows) -> None:
    assert rows.robots("https://example.org") is None
    with database.transaction():
        rows.keep_robots("https://old.example.org", None, 404, "2025-12-01T00:00:00Z")
        rows.keep_robots("https://example.org", "User-agent: *", 200, "2025-12-23T00:00:00Z")
    assert rows.robots("https://example.org") == ("User-agent: *", 200, "2025-12-23T00:00:00Z")
    assert rows.robots("https://old.example.org") is None


def test_removing_a_source_keeps_what_the_user_marked(database: Database, rows: FetchedRows) -> None:
    shown = [Release(FEED.key, f"Title {n}", f"2025-12-0{n}", "Text.") for n in (1, 2, 3)]
    ReleaseWriter(database).take(shown, Run())
    State(database).set("bookmarked", [2], True)
    assert count(database, FEED.key) == (2, 1)
    assert remove_source(database, FEED.key) == (2, 1)
    assert [one.title for one in ReleaseReader(database).many([1, 2, 3])] == ["Title 2"]
    (source,) = Sources(database).all()
    assert (source.kind, source.url, source.addresses) == ("listing", None, ())
    assert {(entry.release, entry.change) for entry in Queue(database).read(9)} == {
        (1, "delete"),
        (2, "add"),
        (3, "delete"),
    }
    State(database).set("bookmarked", [2], False)
    assert remove_source(database, FEED.key) == (1, 0)
    assert Sources(database).all() == []
    assert database.integrity() == []
