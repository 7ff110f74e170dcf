"""Opening a library in every state it can be in, and two processes at once."""

import multiprocessing
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import LibraryBusy, LibraryError, NewerLibrary
from reader.model import Release
from reader.store import schema
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter


def test_what_is_created_is_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "library.db"
    database = Database.open(path)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert database.value("PRAGMA journal_mode") == "wal"
    assert database.value("PRAGMA synchronous") == 2
    assert database.value("PRAGMA foreign_keys") == 1
    assert database.value("PRAGMA trusted_schema") == 0
    assert database.integrity() == []
    database.close()


def test_a_library_of_a_later_version_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Database.open(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes(), sorted(tmp_path.iterdir())
    with pytest.raises(NewerLibrary, match="later version"):
        Database.open(path)
    assert (path.read_bytes(), sorted(tmp_path.iterdir())) == before


def test_the_columns_are_those_that_the_migrations_make(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "library.db")
    made = database.column("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    assert {
        table: " ".join(database.column("SELECT name FROM pragma_table_info(?)", (table,))) for table in made
    } == schema.COLUMNS
    database.close()


@pytest.mark.parametrize(("table", "column"), [("draft", "prefix"), ("saved", "looked"), ("tag", "")])
def test_a_library_of_other_tables_is_a_sentence(tmp_path: Path, table: str, column: str) -> None:
    path = tmp_path / "library.db"
    Database.open(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}" if column else f"DROP TABLE {table}")
    raw.close()
    with pytest.raises(LibraryError, match=f"“{table}” has no column “{column or 'release'}”"):
        Database.open(path)


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to have a header" * 9, b"\0" * 4096]
)
def test_a_file_that_is_no_library_is_left_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with pytest.raises(LibraryError, match="not a PressReader library"):
        Database.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE bookmarks (url)")
    raw.close()
    with pytest.raises(LibraryError, match="another program"):
        Database.open(path)
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]
    raw.close()


def test_a_damaged_library_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    database = Database.open(path)
    ReleaseWriter(database).take(
        [Release("motir", f"{n}", "2025-01-01", body="word " * 500) for n in range(50)], Run()
    )
    database.close()
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(data)
    with pytest.raises(LibraryError, match="damaged"):
        damaged = Database.open(path)
        ReleaseReader(damaged).browse().page(0, 50)


def test_migrating_backs_up_first_and_is_done_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    database = Database.open(path)
    ReleaseWriter(database).take([Release("motir", "Kept", "2025-01-01", body="")], Run())
    database.close()
    broken = "ALTER TABLE release ADD COLUMN mood TEXT;\nCREATE TABLE release (x);\n"
    monkeypatch.setattr("reader.store.database.MIGRATIONS", (*schema.MIGRATIONS, broken))
    with pytest.raises(LibraryError):
        Database.open(path)
    monkeypatch.setattr("reader.store.database.MIGRATIONS", (*schema.MIGRATIONS, broken.splitlines()[0]))
    database = Database.open(path)
    assert database.value("PRAGMA user_version") == len(schema.MIGRATIONS) + 1
    assert database.rows("SELECT title, mood FROM release") == [("Kept", None)]
    database.close()
    backups = sorted((tmp_path / "backups").iterdir())
    assert len(backups) == 2
    for backup in backups:
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
        with sqlite3.connect(backup) as raw:
            assert raw.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
            assert raw.execute("SELECT title FROM release").fetchone() == ("Kept",)
        raw.close()


def test_a_writer_that_waits_too_long_says_so_and_changes_nothing(tmp_path: Path) -> None:
    one = Database.open(tmp_path / "library.db")
    other = Database.open(tmp_path / "library.db", wait=0.02)
    with one.transaction():
        one.execute("INSERT INTO session VALUES ('a', 'b')")
        with pytest.raises(LibraryBusy, match="Another PressReader"), other.transaction():
            other.execute("INSERT INTO session VALUES ('c', 'd')")
    assert other.rows("SELECT key FROM session") == [("a",)]
    one.close()
    other.close()


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "library.db")
    with pytest.raises(RuntimeError), database.transaction():
        database.execute("INSERT INTO session VALUES ('a', 'b')")
        raise RuntimeError
    assert database.rows("SELECT * FROM session") == []
    database.close()


def test_a_full_disk_is_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "library.db")
    writer = ReleaseWriter(database)
    writer.take([Release("motir", "Kept", "2025-01-01", body="")], Run())
    database.execute(f"PRAGMA max_page_count = {database.value('PRAGMA page_count') + 2}")
    big = [Release("motir", f"{n}", "2025-01-01", body="word " * 9999) for n in range(9)]
    with pytest.raises(LibraryError, match="disk is full"):
        writer.take(big, Run())
    assert [row.title for row in ReleaseReader(database).browse().page(0, 9)] == ["Kept"]
    assert database.integrity() == []
    database.close()


def _import(path: Path, count: int) -> None:
    database = Database.open(path, wait=30)
    releases = [Release("motir", f"{n}", "2025-01-01", body=f"Text {n}.") for n in range(count)]
    for start in range(0, count, 10):
        ReleaseWriter(database).take(releases[start : start + 10], Run())
    database.close()


def test_two_processes_that_import_the_same_store_it_once(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_import, args=(path, 60)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    database = Database.open(path)
    tally = ReleaseReader(database).tally()
    assert (tally["all"], tally["edited"], tally["pending"]) == (60, 0, 60)
    database.close()


def _open_and_close(path: Path) -> None:
    Database.open(path).close()


def test_opening_again_keeps_the_locks_of_connections_that_are_open(tmp_path: Path) -> None:
    """Another process that opens and closes the library must not take its side files away."""
    path = tmp_path / "library.db"
    one = Database.open(path)
    other = Database.open(path)
    process = multiprocessing.get_context("spawn").Process(target=_open_and_close, args=(path,))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    with one.transaction():
        one.execute("INSERT INTO session VALUES ('a', 'b')")
    assert other.rows("SELECT key FROM session") == [("a",)]
    assert (tmp_path / "library.db-shm").exists()
    one.close()
    other.close()


def test_a_library_that_is_gone_or_another_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    database = Database.open(path)
    for change in ("deleted", "replaced"):
        path.unlink(missing_ok=True)
        if change == "replaced":
            path.write_bytes(b"")
        with pytest.raises(LibraryError, match="moved or deleted"), database.transaction():
            database.execute("INSERT INTO session VALUES ('a', 'b')")
    database.close()


def test_a_snapshot_that_fails_leaves_nothing_open(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path / "library.db")) as database:
        database.execute("ALTER TABLE meta RENAME TO other")
        with pytest.raises(LibraryError), database.snapshot():
            pass
        database.execute("ALTER TABLE other RENAME TO meta")
        with database.snapshot():
            assert database.value("SELECT count(*) FROM meta") > 0
