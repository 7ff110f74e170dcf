"""A library that an earlier version made, opened by this one."""

import sqlite3
from pathlib import Path

import pytest

from reader import query
from reader.errors import LibraryError
from reader.model import Passage, Release
from reader.store import schema
from reader.store.browse import ReleaseReader
from reader.store.conditions import where
from reader.store.database import Database
from reader.store.notes import Draft, Notes
from reader.store.release_rows import Run, newest_batch
from reader.store.releases import ReleaseWriter
from reader.store.saved import SavedSearches, since
from reader.store.tags import Tags

_INSERT = (
    "INSERT INTO release (id, source, day, identity_day, folded_title, place, title, categories, language, revision, "
    "revision_count, cut, words, run, first_seen, last_seen, bookmarked, read, note_count) VALUES "
    "(?, 'motir', '2025-01-01', '2025-01-01', ?, ?, ?, 'Energy', 'en', 1, 1, 0, 2, 1, "
    "'2025-01-01T10:00:00Z', '2025-01-01T10:00:00Z', 1, 0, 1)"
)


def first_version(path: Path, count: int = 3) -> None:
    """A library as version 1 left it: releases with a bookmark and a note each."""
    with sqlite3.connect(path) as raw:
        raw.executescript(schema.MIGRATIONS[0])
        raw.execute("INSERT INTO meta VALUES ('uuid', 'feed'), ('ever_held', '1'), ('starter_ended', '1')")
        raw.execute("INSERT INTO source (key, name, kind) VALUES ('motir', 'Ministry', 'listing')")
        raw.execute("INSERT INTO run (started) VALUES ('2025-01-01T10:00:00Z')")
        for n in range(1, count + 1):
            raw.execute(_INSERT, (f"aaaaaaaa{n:02}", f"release{n}", n, f"Release {n}"))
            raw.execute(
                "INSERT INTO revision VALUES (?, 1, ?, 0, '2025-01-01T10:00:00Z', '2025-01-01T10:00:00Z')",
                (n, f"Release {n}"),
            )
            raw.execute("INSERT INTO wording VALUES (?, 1, ?)", (n, f"Text {n}."))
            raw.execute("INSERT INTO draft VALUES (?, ?, '', 'half', 1)", (f"editor{n}", n))
            raw.execute(
                "INSERT INTO note (id, release, text, created, updated) VALUES (?, ?, 'Mine', '', '')",
                (f"note{n}", n),
            )
        raw.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        raw.execute("PRAGMA user_version = 1")
    raw.close()


def dump(path: Path, tables: tuple[str, ...]) -> dict[str, list[tuple[object, ...]]]:
    """The rows of tables as the first version has them."""
    with sqlite3.connect(path) as raw:
        found = {}
        for table in tables:
            known = FIRST.get(table, ())
            columns = ", ".join(
                f'"{row[1]}"'
                for row in raw.execute(f"PRAGMA table_info({table})")
                if row[1] != "batch" and (not known or row[1] in known)
            )
            where = "WHERE key != 'batch'" if table == "meta" else ""
            found[table] = raw.execute(f"SELECT {columns} FROM {table} {where} ORDER BY 1").fetchall()  # noqa: S608
    raw.close()
    return found


FIRST = {
    "draft": ("editor", "release", "note", "text", "owner"),
    "note": ("id", "release", "text", "revision", "created", "updated"),
    "source": ("key", "name", "kind", "url", "last_tried", "last_good", "error", "next_due"),
}
TABLES = ("meta", "source", "run", "release", "revision", "wording", "note", "draft", "queue", "tally")


def test_everything_is_kept_and_a_copy_lies_beside(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    first_version(path)
    before = dump(path, TABLES)
    Database.open(path).close()
    assert dump(path, TABLES) == before
    (backup,) = (tmp_path / "backups").iterdir()
    assert dump(backup, TABLES) == before
    with sqlite3.connect(backup) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
    raw.close()


def test_an_upgraded_library_is_like_a_new_one(tmp_path: Path) -> None:
    first_version(tmp_path / "old.db")
    Database.open(tmp_path / "new.db").close()
    Database.open(tmp_path / "old.db").close()
    shapes = []
    for name in ("old.db", "new.db"):
        with sqlite3.connect(tmp_path / name) as raw:
            shapes.append(raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall())
        raw.close()
    assert shapes[0] == shapes[1]


def test_what_came_before_the_upgrade_is_not_new_and_what_comes_after_is(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    first_version(path)
    database = Database.open(path)
    saved = SavedSearches(database).put("All", "*")
    assert saved.looked == newest_batch(database) == 0
    ReleaseWriter(database).take([Release("motir", "Later", "2025-02-01", body="Text.")], Run())
    reader = ReleaseReader(database)
    assert [row.title for row in reader.many(reader.ordered(since(0, 99)))] == ["Later"]
    Tags(database).change([1], ["energy"], [])
    assert reader.get(1).tags == ("energy",)
    assert reader.numbers(where(query.Category("energy"), database)) == [1, 2, 3]
    assert database.integrity() == []
    database.close()


def test_an_upgrade_that_fails_leaves_the_library_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    first_version(path)
    before = dump(path, TABLES)
    broken = schema.MIGRATIONS[1] + "CREATE TABLE tag (x);\n"
    monkeypatch.setattr("reader.store.database.MIGRATIONS", (schema.MIGRATIONS[0], broken))
    with pytest.raises(LibraryError):
        Database.open(path)
    assert dump(path, TABLES) == before


def test_opening_an_upgraded_library_again_copies_and_reads_no_release(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    first_version(path, 40)
    Database.open(path).close()
    statements: list[str] = []
    connect = sqlite3.connect

    def traced(*arguments: object, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)  # type: ignore[call-overload]
        connection.set_trace_callback(statements.append)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", traced)
        Database.open(path).close()
    assert statements
    assert all("PRAGMA" in statement or "FROM sqlite_master" in statement for statement in statements)
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_an_editor_left_open_before_the_upgrade_is_on_no_passage_and_can_be_kept_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "library.db"
    first_version(path, 1)
    database = Database.open(path)
    notes = Notes(database)
    (draft,) = notes.drafts()
    assert draft == Draft("editor1", 1, "", "half", 1, None)
    passage = Passage(1, 0, 4, "Text", "", " 1.")
    notes.keep_draft(draft._replace(text="half a thought", passage=passage))
    assert notes.drafts() == [Draft("editor1", 1, "", "half a thought", 1, passage)]
    database.close()
