"""`backup` and `restore`: whole, damaged and hostile files, empty and used libraries."""

import gzip
import hashlib
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library
from reader.store.notes import Draft
from tests import listings
from tests.unit.cli.conftest import Press

MOMENT = "2025-12-23T08:30:00Z"


@pytest.fixture
def used(filled: Press) -> Press:
    """A library with something of everything."""
    first, second = (hit["id"] for hit in filled("list", "--json").json["hits"][:2])
    filled("note", first, "-m", "A note\nof two lines")
    filled("tag", second, "+통상")
    filled("bookmark", second)
    filled("read", first)
    filled("saved", "add", "Ports", "port OR berth")
    with Library.open() as library:
        (number,) = library.releases.resolve([first])
        library.notes.keep_draft(Draft("e", number, "", "Begun and not closed", 1))
    return filled


def home_of(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PRESSREADER_HOME", str(folder))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def written(path: Path, *values: dict[str, Any], end: dict[str, Any] | None = None) -> str:
    """A backup of somebody who knows the format."""
    head = {"pressreader": 1, "kind": "backup", "created": MOMENT, "releases": 1, "notes": 0}
    text = b"".join(json.dumps(value).encode() + b"\n" for value in (head, *values))
    last = (
        {"pressreader": 1, "kind": "end", "sha256": hashlib.sha256(text).hexdigest()} if end is None else end
    )
    path.write_bytes(gzip.compress(text + json.dumps(last).encode() + b"\n"))
    return str(path)


def test_a_backup_comes_back_whole_in_an_empty_library(
    used: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.gz"
    done = used("backup", str(path), "--json")
    assert done.json == {"path": str(path), "releases": 7, "bytes": path.stat().st_size}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    home_of(monkeypatch, tmp_path / "other")
    restored = used("restore", str(path), "--json")
    assert restored.code == 0
    assert restored.json == {
        "added": 7,
        "revised": 0,
        "completed": 0,
        "unchanged": 0,
        "problems": [],
        "more_problems": 0,
        "notes": 1,
        "tags": 1,
        "bookmarks": 1,
        "read": 1,
        "older": 0,
        "saved": 1,
        "drafts": 1,
        "sources": 0,
        "safety": None,
        "lost": None,
        "left_out": 0,
        "dry_run": False,
    }
    assert (
        "7 added, 1 note, 1 tag, 1 bookmark, 1 read mark, 1 saved search, 1 unfinished note" in restored.err
    )
    assert used("search", "quota", "--json").json["total"] == 1
    again = tmp_path / "again.gz"
    used("backup", str(again))
    assert lines(again)[1:-1] == lines(path)[1:-1]
    assert used("restore", str(path)).out.endswith("7 unchanged.\n")


def test_a_used_library_is_backed_up_before_and_keeps_what_it_has(
    used: Press, tmp_path: Path, home: Path
) -> None:
    path = str(tmp_path / "backup.gz")
    used("backup", path)
    (ident,) = (note["id"] for note in used("notes", "--json").json)
    used("note", "remove", ident)
    used("saved", "add", "Ports", "harbour")
    dry = used("restore", path, "--dry-run", "--json").json
    assert (dry["notes"], dry["saved"], dry["unchanged"], dry["safety"]) == (1, 1, 7, None)
    assert used("notes", "--json").json == []
    done = used("restore", path, "--json").json
    assert {key: done[key] for key in ("notes", "saved", "unchanged")} == {
        "notes": 1,
        "saved": 1,
        "unchanged": 7,
    }
    assert [note["id"] for note in used("notes", "--json").json] == [ident]
    assert {one["name"]: one["query"] for one in used("saved", "list", "--json").json} == {
        "Ports": "harbour",
        "Ports 2": "port OR berth",
    }
    safety = Path(done["safety"])
    assert safety.parent == home / "backups"
    assert used("restore", str(safety), "--dry-run", "--json").json["unchanged"] == 7


def test_a_backup_replaces_only_backups(used: Press, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    done = used("backup", str(path))
    assert (done.code, path.read_text()) == (3, "mine")
    assert used("backup", str(path), "--force").code == 0
    assert used("backup", str(path)).code == 0
    exported = tmp_path / "exported.gz"
    exported.write_bytes(gzip.compress(b'{"pressreader":1,"id":"abcdefghij"}\n'))
    assert used("backup", str(exported)).code == 3
    assert used("backup", str(tmp_path)).code == 2
    assert used("backup", str(home / "library.db"), "--force").code == 2
    assert used("backup", str(tmp_path / "missing" / "file")).code == 3
    assert used("backup", "a\0b").code == 2
    link = tmp_path / "link"
    link.symlink_to(path)
    assert used("backup", str(link)).code == 0
    assert link.is_symlink()
    assert not list(tmp_path.glob(".pressreader-*"))


def test_no_name_is_no_file(used: Press) -> None:
    done = used("backup", "")
    assert (done.code, done.err) == (2, "pressreader: Name the file that the backup is to be.\n")


def test_a_folder_that_cannot_be_written_is_a_sentence(used: Press, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        folder = Path("/proc/self/task")
    else:
        folder = tmp_path / "folder"
        folder.mkdir(mode=0o500)
    done = used("backup", str(folder / "file"), "--json")
    assert done.code == 3
    assert "cannot be written" in done.json["error"]["message"]


def test_a_full_disk_leaves_the_older_backup(
    used: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.gz"
    used("backup", str(path))
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reader.library.backup_files.os.fsync", full)
    done = used("backup", str(path))
    assert (done.code, path.read_bytes()) == (3, before)
    assert "disk is full" in done.err
    assert sorted(one.name for one in tmp_path.glob("*.gz")) == ["backup.gz"]
    assert not list(tmp_path.glob(".pressreader-*"))


def test_a_truncated_backup_restores_nothing_unless_asked(
    used: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.gz"
    used("backup", str(path))
    text = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(text)[:-400])
    home_of(monkeypatch, tmp_path / "other")
    done = used("restore", str(path), "--json")
    assert (done.code, done.json["error"]["kind"]) == (3, "library")
    assert "is damaged: nothing was restored" in done.json["error"]["message"]
    with Library.open() as library:
        assert len(library.releases.all()) == 0
    done = used("restore", str(path), "--partial", "--json")
    assert done.code == 3
    assert 1 <= done.json["added"] < 7
    assert "Of its 7 releases and 1 notes" in done.json["lost"]


def test_a_backup_damaged_at_its_very_beginning_is_named(used: Press, tmp_path: Path) -> None:
    path = tmp_path / "backup.gz"
    used("backup", str(path))
    data = bytearray(path.read_bytes())
    data[10:14] = b"\xff" * 4  # the first block's kind, which no part of RFC 1951 knows
    path.write_bytes(data)
    for options in ([], ["--partial"]):
        done = used("restore", str(path), *options)
        assert (done.code, done.out, len(done.err.splitlines())) == (3, "", 1)
        assert f"{path} is damaged at its beginning" in done.err
        assert "daily ones" in done.err


def test_all_that_can_be_read_of_a_damaged_backup_is_told(used: Press, tmp_path: Path) -> None:
    path = tmp_path / "backup.gz"
    used("backup", str(path))
    path.write_bytes(path.read_bytes() + b"more")
    assert "with --partial" in used("restore", str(path)).err
    done = used("restore", str(path), "--partial")
    assert done.code == 3
    assert "All of its 7 releases and 1 notes can still be read." in done.err


@pytest.mark.parametrize("at", [0, 1, 3])
def test_an_altered_backup_is_told_apart(used: Press, tmp_path: Path, at: int) -> None:
    path = tmp_path / "backup.gz"
    used("backup", str(path))
    text = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    text[at] = text[at].replace(b'"', b' "', 1)
    path.write_bytes(gzip.compress(b"".join(text)))
    done = used("restore", str(path))
    assert done.code == 3
    assert "changed since it was written" in done.err
    path.write_bytes(gzip.compress(b"".join(text[:-1])))
    assert "end of it is missing" in used("restore", str(path)).err


def test_what_is_no_backup_is_a_sentence(press: Press, tmp_path: Path) -> None:
    listing = listings.write(tmp_path)
    exported = tmp_path / "exported.jsonl"
    exported.write_text('{"pressreader":1,"id":"abcdefghij"}\n')
    later = tmp_path / "later.jsonl"
    later.write_text('{"pressreader":2,"kind":"backup"}\n')
    empty = tmp_path / "empty"
    empty.write_bytes(b"")
    for path, words in (
        (listing, "no backup"),
        (exported, "pressreader import"),
        (later, "later version"),
        (empty, "empty"),
        (tmp_path, "no file"),
        (tmp_path / "missing", "cannot be read"),
    ):
        done = press("restore", str(path))
        assert (done.code, done.out) == (3, "")
        assert words in done.err
        assert len(done.err.splitlines()) == 1
    assert press("restore", "a\0b").code == 2


def test_a_strangers_backup_does_no_harm(used: Press, tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\u202e'); DROP TABLE release; --"
    revision = {"number": 1, "title": evil, "body": evil, "first_seen": MOMENT, "last_seen": MOMENT}
    base: dict[str, Any] = {
        "pressreader": 1,
        "id": "abcdefghij",
        "source": "../../x\x1b[31m",
        "date": None,
        "revisions": [revision],
        "first_seen": MOMENT,
        "last_seen": MOMENT,
    }
    note = {"id": "abcdefghij", "text": evil, "created": MOMENT, "updated": MOMENT, "anchor": None}
    path = written(
        tmp_path / "evil.gz",
        {"pressreader": 1, "kind": "source", "key": "motir", "name": evil, "url": "file:///etc/passwd"},
        {"pressreader": 1, "kind": "session", "theme": "x", "measure": "64"},
        {"pressreader": 1, "kind": "session", "theme": "../../x", "measure": "9" * 5000},
        {"pressreader": 1, "kind": "session", "export_folder": "/etc"},
        {"pressreader": 1, "kind": "saved", "name": 'a"b', "query": "x", "created": MOMENT},
        {"pressreader": 1, "kind": "saved", "name": "Circle", "query": 'search:"Circle"', "created": MOMENT},
        {
            "pressreader": 1,
            "kind": "draft",
            "release": "zzzzzzzzzz",
            "note": "",
            "text": evil,
            "anchor": None,
        },
        {"pressreader": 1, "kind": "draft", "release": 7, "note": "", "text": evil},
        base,
        {**base, "notes": [note], "tags": ["x\x1b[31m", "ok"]},
        {**base, "date": "2025-01-01", "notes": [{**note, "anchor": {"revision": 9}}]},
    )
    done = used("restore", path, "--json")
    assert (done.code, done.json["left_out"]) == (3, 3)
    assert (done.json["added"], done.json["unchanged"], done.json["notes"], done.json["tags"]) == (1, 1, 1, 1)
    assert len(done.json["problems"]) == 6
    shown = [
        used("list"),
        used("show", "abcd"),
        used("notes"),
        used("saved", "list"),
        used("stats"),
        used("doctor"),
    ]
    for result in (done, *shown):
        assert "Traceback" not in result.err
        assert "\x1b" not in result.out.replace("\\u001b", "") + result.err
        assert "\u202e" not in result.err
    with Library.open() as library:
        left = library.session.read()
        assert "export_folder" not in left
        assert len(left.get("measure", "")) <= 3
    assert used("list", "--json").json["total"] == 8


def test_what_unpacks_without_end_is_refused(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ingest.packed.FREE", 1 << 20)
    monkeypatch.setattr("reader.ingest.records.MAX_LINE", 1 << 16)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b'{"pressreader":1,"kind":"backup"}' + b" " * (8 << 20)))
    done = press("restore", str(path))
    assert done.code == 3
    assert len(done.err.splitlines()) == 1


def test_an_unpacked_backup_is_one_too(used: Press, tmp_path: Path) -> None:
    path = tmp_path / "backup.gz"
    used("backup", str(path))
    plain = tmp_path / "plain.jsonl"
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    assert used("restore", str(plain)).out.endswith("7 unchanged.\n")


def test_a_backup_can_be_imported(used: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "backup.gz"
    used("backup", str(path))
    home_of(monkeypatch, tmp_path / "other")
    assert used("import", str(path)).out == "7 added, 1 note, 1 tag, 1 bookmark, 1 read mark\n"
    assert used("list", "--json").json["total"] == 7
