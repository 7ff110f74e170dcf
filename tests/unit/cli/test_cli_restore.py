"""Backups of unusual libraries, and what a restore does with what it cannot take."""

import gzip
import hashlib
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library
from reader.library.merging import Merging
from reader.store.database import Database
from reader.store.notes import Notes
from tests.unit.cli.conftest import Press

MOMENT = "2025-12-23T08:30:00Z"


def release(number: int, *bodies: str, **more: Any) -> dict[str, Any]:
    """A release as a line holds it."""
    seen = {"first_seen": MOMENT, "last_seen": MOMENT}
    return {
        "pressreader": 1,
        "id": f"{'abcdefghij'[number]}" * 10,
        "source": "motir",
        "date": "2025-12-23",
        "tags": [],
        "notes": [],
        **seen,
        "revisions": [
            {"number": count, "title": f"Title {number}", "body": body, **seen}
            for count, body in enumerate(bodies or (f"Text {number}.",), 1)
        ],
        **more,
    }


def draft(ident: str, text: str) -> dict[str, Any]:
    return {"pressreader": 1, "kind": "draft", "release": ident, "note": "", "text": text, "anchor": None}


def written(path: Path, *values: dict[str, Any] | bytes) -> str:
    """A backup of these lines."""
    head = {"pressreader": 1, "kind": "backup", "created": MOMENT, "releases": 1, "notes": 0}
    lines = [one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n" for one in (head, *values)]
    end = {"pressreader": 1, "kind": "end", "sha256": hashlib.sha256(b"".join(lines)).hexdigest()}
    path.write_bytes(gzip.compress(b"".join(lines) + json.dumps(end).encode() + b"\n"))
    return str(path)


def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str = "other") -> None:
    monkeypatch.setenv("PRESSREADER_HOME", str(tmp_path / name))


def imported(press: Press, path: Path, *values: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(one) + "\n" for one in values))
    assert press("import", str(path)).code == 0


def test_a_release_of_many_wordings_comes_back_whole(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for first in (0, 1500):
        bodies = [f"Count of the day is {n}." for n in range(first, first + (1500 if first == 0 else 600))]
        imported(press, tmp_path / "in.jsonl", release(0, *bodies))
    (ident,) = (hit["id"] for hit in press("list", "--json").json["hits"])
    press("note", ident, "-m", "Mine")
    path, exported = tmp_path / "backup.gz", tmp_path / "out.jsonl"
    press("backup", str(path))
    assert press("export", f"id:{ident}", "--format", "jsonl", "--to", str(exported)).code == 0
    for name, command in (("other", ("restore", str(path))), ("third", ("import", str(exported)))):
        elsewhere(monkeypatch, tmp_path, name)
        done = press(*command, "--json")
        assert (done.code, done.json["problems"], done.json["added"], done.json["notes"]) == (0, [], 1, 1)
        assert done.json["revised"] == 0
        shown = press("show", ident, "--json").json
        assert shown["revision"] == 2100
        again = press(*command, "--json").json
        assert (again["unchanged"], again["revised"], again["notes"]) == (1, 0, 0)


def test_texts_that_repeat_themselves_make_no_backup_that_is_refused(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("ingest.packed", "library.backup_files"):
        monkeypatch.setattr(f"reader.{module}.FREE", 1 << 16)
    values = [release(n, "x " * 100_000 + f"{n}.") for n in range(10)]
    imported(press, tmp_path / "in.jsonl", *values)
    path = tmp_path / "backup.gz"
    press("backup", str(path))
    elsewhere(monkeypatch, tmp_path)
    assert press("restore", str(path), "--json").json["added"] == 10


def test_what_nobody_could_read_back_is_not_written(
    filled: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.gz"
    filled("backup", str(path))
    before = path.read_bytes()
    monkeypatch.setattr("reader.library.backup_files.MAX_LINE", 4000)
    filled("note", filled("list", "--json").json["hits"][0]["id"], "-m", "x" * 5000)
    done = filled("backup", str(path))
    assert (done.code, path.read_bytes()) == (3, before)
    assert "No backup was written" in done.err


def test_a_line_that_is_too_long_is_left_out_of_a_backup_that_is_whole(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ingest.records.MAX_LINE", 2000)
    path = written(tmp_path / "backup.gz", release(0, "x" * 5000), b"\n", release(1))
    done = press("restore", path, "--json")
    assert (done.code, done.json["added"], done.json["left_out"], done.json["lost"]) == (3, 1, 1, None)
    assert ["longer than" in one["reason"] for one in done.json["problems"]] == [True]


def test_a_bad_line_is_told_once(press: Press, tmp_path: Path) -> None:
    done = press("restore", written(tmp_path / "backup.gz", b"x\n", release(1)), "--json")
    assert (done.code, [one["line"] for one in done.json["problems"]]) == (3, [2])


def test_a_backup_without_releases_is_restored(press: Press, tmp_path: Path) -> None:
    saved = {"pressreader": 1, "kind": "saved", "name": "Rice", "query": "rice", "created": MOMENT}
    path = written(tmp_path / "backup.gz", saved)
    assert press("restore", path, "--dry-run", "--json").json["saved"] == 1
    assert press("restore", path).code == 0
    assert [one["name"] for one in press("saved", "list", "--json").json] == ["Rice"]
    assert press("restore", written(tmp_path / "empty.gz"), "--json").json["added"] == 0


@pytest.mark.parametrize("used", [False, True])
def test_a_preview_of_drafts_promises_what_is_done(
    press: Press, tmp_path: Path, used: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if used:  # the release stands here under an id of its own
        imported(press, tmp_path / "in.jsonl", release(0), release(2))
    there = release(0, id="b" * 10)
    path = written(
        tmp_path / "backup.gz",
        draft("b" * 10, "Begun"),
        draft("z" * 10, "Lost"),
        draft("c" * 10, "New"),
        there,
        release(3, id="c" * 10),
    )
    told, done = (press("restore", path, *more, "--json") for more in (("--dry-run",), ()))
    for one in (told, done):
        assert (one.code, one.json["drafts"], one.json["left_out"]) == (3, 2, 1)
        assert ["It says: Lost" in problem["reason"] for problem in one.json["problems"]] == [True]
    with Library.open() as library:
        with closing(Database.open(library.paths.library)) as database:
            drafts = Notes(database).drafts()
        texts = {kept.text: library.releases.many([kept.release])[0].title for kept in drafts}
    assert texts == {"Begun": "Title 0", "New": "Title 3"}


def test_an_empty_library_takes_no_backups_place(
    filled: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.gz"
    filled("backup", str(path))
    before = path.read_bytes()
    elsewhere(monkeypatch, tmp_path)
    done = filled("backup", str(path))
    assert (done.code, path.read_bytes()) == (3, before)
    assert "`pressreader restore`" in done.err
    filled("saved", "add", "Rice", "rice")
    assert filled("backup", str(path)).code == 3
    assert filled("backup", str(tmp_path / "new.gz")).code == 0
    assert filled("backup", str(path), "--force").code == 0
    assert path.read_bytes() != before


def test_a_document_is_asked_for_like_a_sentence(
    press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "backup.gz", release(0))
    monkeypatch.setattr("reader.cli.backing_up._agreed", lambda: False)
    done = press("restore", path, "--json")
    assert (done.code, done.json["added"], done.json["dry_run"]) == (0, 1, True)
    with Library.open() as library:
        assert len(library.releases.all()) == 0
    assert press("restore", path, "--yes", "--json").json["dry_run"] is False


def test_batches_end_by_bytes_too(press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("importing", "restoring"):
        monkeypatch.setattr(f"reader.library.{module}.BATCH_SIZE", 1000)
    sizes: list[int] = []
    take = Merging.merge

    def merge(merging: Merging, batch: Any) -> None:
        sizes.append(len(batch))
        take(merging, batch)

    monkeypatch.setattr(Merging, "merge", merge)
    imported(press, tmp_path / "in.jsonl", *(release(n, "x" * 600) for n in range(4)))
    assert sizes == [2, 2]
    sizes.clear()
    path = written(tmp_path / "backup.gz", *(release(n, "x" * 600) for n in range(4)))
    press("restore", path, "--dry-run")
    assert sizes == [2, 2]
