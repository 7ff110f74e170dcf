"""`paths`, `stats`, `source list`, `index rebuild` and `doctor`."""

from pathlib import Path

import pytest

from reader.cli.upkeep import _bytes
from tests.unit.cli.conftest import Press


def test_paths_makes_nothing(press: Press, home: Path) -> None:
    found = press("paths", "--json").json
    assert list(found) == [
        *("config", "config_file", "data", "library", "backups", "cache", "index", "state", "log")
    ]
    assert (found["library"], found["index"]) == (str(home / "library.db"), str(home / "index"))
    assert f"library      {home / 'library.db'}\n" in press("paths").out
    assert not home.exists()


def test_paths_without_a_home_of_our_own_are_the_systems(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PRESSREADER_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = press("paths", "--json").json
    assert all("pressreader" in path for path in found.values())
    assert not (tmp_path / "data").exists()


def test_stats_count_what_the_library_holds(filled: Press) -> None:
    ident = filled("list", "--json").json["hits"][0]["id"]
    filled("bookmark", ident)
    filled("note", ident, "-m", "One")
    filled("note", ident, "-m", "Two")
    found = filled("stats", "--json").json
    assert {name: found[name] for name in ("releases", "unread", "bookmarked", "noted", "notes")} == {
        "releases": 7,
        "unread": 7,
        "bookmarked": 1,
        "noted": 1,
        "notes": 2,
    }
    assert (found["revisions"], found["reworded"], found["cut"], found["pending"]) == (8, 1, 1, 0)
    assert (found["first_day"], found["last_day"]) == ("2025-02-20", "2025-03-04")
    assert found["years"] == [{"year": "2025", "releases": 7}]
    assert found["sources"] == [
        {"key": "motir", "name": "Ministry of Trade, Industry and Resources", "releases": 7}
    ]
    categories = {one["name"]: one["releases"] for one in found["categories"]}
    assert categories == {
        "Industry": 2,
        None: 2,
        "Energy": 1,
        "Trade/Investment": 1,
        "FTA/Economic Cooperation": 1,
    }
    assert found["words"] == sum(hit["words"] for hit in filled("list", "--json").json["hits"])
    assert found["library_bytes"] > 10_000
    assert found["index_bytes"] > 1_000


def test_stats_in_words(filled: Press) -> None:
    lines = filled("stats").out.splitlines()
    assert "releases          7" in lines
    assert "days              2025-02-20 to 2025-03-04" in lines
    assert "        2  Industry" in lines


def test_stats_of_an_empty_library(press: Press) -> None:
    found = press("stats", "--json").json
    assert (found["releases"], found["words"], found["first_day"], found["years"]) == (0, 0, None, [])
    assert press("stats").code == 0


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (3_210_000_000, "3.2 GB"),
    ],
)
def test_bytes_are_read_easily(size: int, text: str) -> None:
    assert _bytes(size) == text


def test_sources_are_listed_with_their_releases(filled: Press, press: Press) -> None:
    (source,) = filled("source", "list", "--json").json
    assert list(source) == [
        *("name", "key", "kind", "url", "last_tried", "last_good", "error", "next_due", "releases")
    ]
    assert filled("source", "list").out == (
        "Ministry of Trade, Industry and Resources  motir\n    listing, 7 releases\n"
    )


def test_no_sources_are_an_empty_list(press: Press) -> None:
    done = press("source", "list", "--json")
    assert (done.code, done.json) == (0, [])


def test_an_index_is_built_anew(filled: Press, home: Path) -> None:
    before = (home / "index" / "current").read_text()
    assert filled("index", "rebuild", "--json").json == {"releases": 7, "pending": 0}
    assert (home / "index" / "current").read_text() != before
    assert filled("index", "rebuild").out == "The search index holds 7 releases.\n"


# doctor


def wrong(press: Press) -> dict[str, str]:
    """What doctor calls wrong; its exit code must agree."""
    done = press("doctor", "--json")
    found = {check["name"]: check["message"] for check in done.json if not check["ok"]}
    assert done.code == (3 if found else 0)
    assert all(check["message"].endswith((".", "anew.")) for check in done.json)
    return found


def test_all_is_well(filled: Press) -> None:
    assert wrong(filled) == {}
    done = filled("doctor")
    assert done.code == 0
    assert all(line.startswith("ok     ") for line in done.out.splitlines())
    names = {check["name"] for check in filled("doctor", "--json").json}
    assert {
        "library",
        "schema",
        "index",
        "drafts",
        "Python",
        "SQLite",
        "Textual",
        "Whoosh",
        "terminal",
    } <= names


def test_before_the_first_start_all_is_well_and_nothing_is_made(press: Press, home: Path) -> None:
    assert wrong(press) == {}
    assert not home.exists()


def test_a_folder_that_others_can_enter(filled: Press, home: Path) -> None:
    home.chmod(0o755)
    assert "chmod 700" in wrong(filled)["folder (config, data, cache, state)"]


def test_a_file_where_a_folder_belongs(press: Press, home: Path) -> None:
    home.write_text("")
    assert "is not a folder" in wrong(press)["folder (config, data, cache, state)"]


def test_a_library_that_others_can_read(filled: Press, home: Path) -> None:
    (home / "library.db").chmod(0o644)
    assert "chmod 600" in wrong(filled)["library"]


def test_a_damaged_library(filled: Press, home: Path) -> None:
    path = home / "library.db"
    data = path.read_bytes()
    path.write_bytes(data[:8192] + b"\xaa" * 8192 + data[16384:])
    assert str(path) in wrong(filled)["library"]


def test_a_damaged_index(filled: Press, home: Path) -> None:
    current = home / "index" / (home / "index" / "current").read_text().strip()
    (current / "stamp.json").write_text("{}")
    assert "index rebuild" in wrong(filled)["index"]
    assert filled("index", "rebuild").code == 0
    assert wrong(filled) == {}


def test_an_index_of_another_library(filled: Press, home: Path, tmp_path: Path) -> None:
    for path in home.glob("library.db*"):
        path.unlink()
    filled("list")
    assert "another library" in wrong(filled)["index"]


def test_an_index_that_is_a_file(press: Press, home: Path, filled: Press) -> None:
    for path in sorted((home / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (home / "index").rmdir()
    (home / "index").write_text("")
    assert "cannot be read" in wrong(filled)["index"]


def test_an_index_that_lacks_releases(filled: Press, home: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(home / "library.db")
    with connection:
        connection.execute("DELETE FROM release WHERE number = (SELECT max(number) FROM release)")
    connection.close()
    assert "holds 7 releases instead of 6" in wrong(filled)["index"]
    assert filled("search", "minister").code == 0


def test_releases_that_wait_are_no_fault(press: Press) -> None:
    press("list")
    (check,) = (check for check in press("doctor", "--json").json if check["name"] == "index")
    assert (check["ok"], "the first search builds it" in check["message"]) == (True, True)
