"""Backups and restores: of one moment while others write, and killed at random moments."""

import gzip
import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library
from tests.crash import model
from tests.terminal import PATIENCE, READER, environment

_EARLIEST = 0.1
"""Seconds in which Python itself is starting."""


def _run(home: Path, *arguments: str) -> Any:
    done = subprocess.run(
        [*READER, *arguments, "--json"],
        env=environment(home),
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    return json.loads(done.stdout)


def _used(home: Path, folder: Path, releases: int) -> None:
    """A library in which each seventh release has a note."""
    with Library.open() as library:
        library.sources.import_paths([str(model.listing(folder / "first.txt", releases))])
        for number in library.releases.all().numbers()[::7]:
            library.notes.write(number, f"Note on {number}")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def test_a_backup_is_of_one_moment_while_others_write(home: Path, tmp_path: Path) -> None:
    _used(home, tmp_path, 1000)
    path = tmp_path / "backup.gz"
    more = model.listing(tmp_path / "more.txt", 1500, 1000)
    importing = model.command(home, "import", str(more))
    with Library.open(wait=PATIENCE) as library:
        numbers = library.releases.all().numbers()
        written = 0
        backups = 0
        while importing.poll() is None or not backups:
            backup = model.command(home, "backup", str(path))
            while backup.poll() is None:
                library.notes.write(numbers[written % len(numbers)], f"While it is written {written}")
                written += 1
            assert backup.returncode == 0
            backups += 1
            head, *rest = _lines(path)
            releases = [line for line in rest if "kind" not in line]
            notes = [note["text"] for line in releases for note in line["notes"]]
            assert (head["releases"], head["notes"]) == (len(releases), len(notes))
            # Notes are written one after the other: a moment has the first so many of them, and no other.
            meanwhile = sorted(int(text.split()[-1]) for text in notes if text.startswith("While"))
            assert meanwhile == list(range(len(meanwhile)))
            assert all(line["revisions"] and line["note_count"] == len(line["notes"]) for line in releases)
    assert importing.returncode == 0


def _kill_backups(home: Path, folder: Path, kills: int, releases: int) -> None:
    rng = random.Random(kills)
    _used(home, folder, releases)
    path = folder / "out" / "backup.gz"
    path.parent.mkdir()
    whole = model.duration(lambda: model.command(home, "backup", str(path)))
    before = path.read_bytes()
    struck = 0
    for number in range(kills):
        if number % 2:
            path.unlink(missing_ok=True)
            before = b""
        struck += model.kill_after(model.command(home, "backup", str(path)), rng.uniform(_EARLIEST, whole))
        if path.exists() and path.read_bytes() != before:
            assert _run(home, "restore", str(path), "--dry-run")["unchanged"] == releases
            before = path.read_bytes()
    assert struck >= kills // 3, "nearly every backup was written before it could be killed"
    assert model.command(home, "backup", str(path)).wait(PATIENCE) == 0
    assert [one.name for one in path.parent.iterdir()] == ["backup.gz"]


def test_a_killed_backup_leaves_a_whole_one_or_none(home: Path, tmp_path: Path) -> None:
    _kill_backups(home, tmp_path, kills=6, releases=1500)


@pytest.mark.soak
def test_many_killed_backups_leave_whole_ones_or_none(home: Path, tmp_path: Path) -> None:
    _kill_backups(home, tmp_path, kills=100, releases=3000)


def _kill_restores(home: Path, folder: Path, kills: int, releases: int) -> None:
    rng = random.Random(kills)
    _used(home, folder, releases)
    path = folder / "backup.gz"
    _run(home, "backup", str(path))
    shutil.rmtree(home)
    whole = model.duration(lambda: model.command(folder / "other", "restore", str(path)))
    struck = 0
    for _ in range(kills):
        struck += model.kill_after(model.command(home, "restore", str(path)), rng.uniform(_EARLIEST, whole))
        assert model.wrong(home) == []
    assert struck >= kills // 3, "nearly every restore ended before it could be killed"
    _run(home, "restore", str(path))
    assert model.wrong(home) == []
    model.repaired(releases)
    again = folder / "again.gz"
    _run(home, "backup", str(again))
    assert _lines(again)[1:-1] == _lines(path)[1:-1]


def test_a_killed_restore_is_completed_by_the_next(home: Path, tmp_path: Path) -> None:
    _kill_restores(home, tmp_path, kills=5, releases=1500)


@pytest.mark.soak
def test_much_killed_restores_are_completed_by_the_next(home: Path, tmp_path: Path) -> None:
    _kill_restores(home, tmp_path, kills=100, releases=3000)
