"""Imports and the work on the index, killed at random moments."""

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


def _import(home: Path, path: Path) -> dict[str, Any]:
    """Import to the end; the report."""
    done = subprocess.run(
        [*READER, "import", str(path), "--json"],
        env=environment(home),
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _kill_imports(home: Path, folder: Path, kills: int, releases: int) -> None:
    rng = random.Random(kills)
    path = model.listing(folder / "listing.txt", releases)
    whole = model.duration(lambda: model.command(folder / "other", "import", str(path)))
    struck = 0
    for _ in range(kills):
        process = model.command(home, "import", str(path))
        struck += model.kill_after(process, rng.uniform(_EARLIEST, whole))
        assert model.wrong(home) == []
    assert struck >= kills // 3, "nearly every import ended before it could be killed"
    report = _import(home, path)
    assert report["problems"] == []
    entries = sum(report[name] for name in ("added", "revised", "unchanged", "completed"))
    assert entries == releases + releases // 10
    assert model.wrong(home) == []
    model.repaired(releases)
    again = _import(home, path)
    assert (again["added"], again["revised"], again["completed"]) == (0, 0, 0)


def test_a_killed_import_leaves_a_sound_library(home: Path, tmp_path: Path) -> None:
    _kill_imports(home, tmp_path, kills=9, releases=1500)


@pytest.mark.soak
def test_many_killed_imports_leave_a_sound_library(home: Path, tmp_path: Path) -> None:
    _kill_imports(home, tmp_path, kills=150, releases=3000)


def _kill_indexing(home: Path, folder: Path, kills: int, releases: int) -> None:
    """Kill it while it builds the first index, then while it adds to it."""
    rng = random.Random(kills)
    with Library.open() as library:
        library.sources.import_paths([str(model.listing(folder / "first.txt", releases))])
    shutil.copytree(home, folder / "other")
    whole = model.duration(lambda: model.indexing(folder / "other"))
    struck = 0
    for number in range(kills):
        if number == kills // 2:
            model.repaired(releases)
            whole /= 2  # adding to an index takes less than building one
        if number >= kills // 2:
            with Library.open() as library:
                path = model.listing(folder / "more.txt", 20, releases)
                library.sources.import_paths([str(path)])
            releases += 20
        struck += model.kill_after(model.indexing(home), rng.uniform(_EARLIEST, whole))
        assert model.wrong(home) == []
    assert struck >= kills // 3, "nearly all the work was done before it could be killed"
    assert model.indexing(home).wait(PATIENCE) == 0
    assert model.wrong(home) == []
    model.repaired(releases)


def test_killed_indexing_leaves_an_index_that_is_right(home: Path, tmp_path: Path) -> None:
    _kill_indexing(home, tmp_path, kills=10, releases=1500)


@pytest.mark.soak
def test_much_killed_indexing_leaves_an_index_that_is_right(home: Path, tmp_path: Path) -> None:
    _kill_indexing(home, tmp_path, kills=150, releases=3000)
