"""`import`: counts, problems, source keys, several at once, and being stopped."""

import fcntl
import signal
import subprocess
import sys
import termios
import time
from array import array
from pathlib import Path

import pytest

from reader.cli.importing import summary
from reader.model import STARTER, ImportReport, Problem
from tests import listings
from tests.unit.cli.conftest import ROOT, Press, environment


def test_an_import_says_what_it_did_and_is_searchable_when_it_returns(press: Press, tmp_path: Path) -> None:
    done = press("import", str(listings.write(tmp_path)))
    assert (done.code, done.out, done.err) == (0, "7 added, 1 revised\n", "")
    found = press("search", "quota", "--json").json
    assert (found["total"], found["pending"]) == (1, 0)


def test_the_document_of_an_import_has_every_key(press: Press, tmp_path: Path) -> None:
    done = press("import", str(listings.write(tmp_path)), "--json")
    assert done.json == {
        "added": 7,
        "revised": 1,
        "completed": 0,
        "unchanged": 0,
        "skipped": 0,
        "problems": [],
        "more_problems": 0,
        "notes": 0,
        "tags": 0,
        "bookmarks": 0,
        "read": 0,
    }
    assert done.err == ""


def test_importing_again_changes_nothing(filled: Press, tmp_path: Path) -> None:
    assert filled("import", str(listings.write(tmp_path))).out == "8 unchanged\n"


def test_the_real_listings(press: Press, seeds: Path) -> None:
    first = press("import", str(seeds), "--json").json
    assert (first["added"], first["revised"], first["unchanged"], first["problems"]) == (25, 3, 0, [])
    again = press("import", str(seeds), "--json").json
    assert (again["added"], again["revised"], again["unchanged"]) == (0, 0, 28)
    assert press("list", "--json").json["total"] == 25


def test_two_imports_at_once_bring_in_each_release_once(press: Press, seeds: Path) -> None:
    command = [sys.executable, "-m", "reader", "import", str(seeds), "--json"]
    both = [subprocess.Popen(command, env=environment(), cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)]
    for one in both:
        one.communicate(timeout=60)
    assert [one.returncode for one in both] == [0, 0]
    assert press("list", "--json").json["total"] == 25
    assert press("search", "ministry OR -ministry", "--json").json["total"] == 25
    assert press("doctor").code == 0


def test_standard_input_is_read(press: Press) -> None:
    assert press("import", "-", stdin=listings.LISTING).out == "7 added, 1 revised\n"


def test_an_entry_that_cannot_be_read_costs_no_other(press: Press, tmp_path: Path) -> None:
    path = listings.write(tmp_path, "-\nOnly a headline\n" + listings.LISTING)
    done = press("import", str(path))
    assert (done.code, done.out) == (0, "7 added, 1 revised, 1 problem\n")
    assert done.err.startswith(f"{path}:1: ")
    (problem,) = press("import", str(path), "--json").json["problems"]
    assert (problem["path"], problem["line"]) == (str(path), 1)
    assert problem["reason"].endswith(".")


def test_where_nothing_could_be_read_the_code_is_3(press: Press, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    done = press("import", str(missing))
    assert (done.code, done.out) == (3, "1 problem\n")
    assert done.err == f"{missing}: There is no such file or folder.\n"


def test_files_of_a_folder_that_are_not_ours_are_counted(press: Press, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    listings.write(folder)
    (folder / "shopping.md").write_text("eggs")
    assert press("import", str(folder)).out == "7 added, 1 revised, 1 file skipped\n"


def test_twenty_problems_are_listed_and_the_rest_counted(press: Press, tmp_path: Path) -> None:
    path = listings.write(tmp_path, "-\nOnly a headline\n" * 23)
    done = press("import", str(path))
    lines = done.err.splitlines()
    assert (done.code, len(lines), lines[-1]) == (3, 21, "and 3 more")
    assert len(press("import", str(path), "--json").json["problems"]) == 23


@pytest.mark.parametrize("key", [STARTER, "", "Upper", "two words", "-dash", "a" * 65, "ü", "a\x1b"])
def test_a_source_key_that_cannot_be_one_is_refused(
    press: Press, tmp_path: Path, home: Path, key: str
) -> None:
    done = press("import", f"--source={key}", str(listings.write(tmp_path)))
    assert done.code == 2
    assert "source key" in done.err
    assert "\x1b" not in done.err
    assert not home.exists()


def test_a_source_key_names_the_source(press: Press, tmp_path: Path) -> None:
    assert press("import", "--source", "trade.board-2", str(listings.write(tmp_path))).code == 0
    (source,) = press("source", "list", "--json").json
    assert (source["key"], source["releases"]) == ("trade.board-2", 7)


def test_an_import_does_not_load_the_digests(filled: Press) -> None:
    assert [source["key"] for source in filled("source", "list", "--json").json] == ["motir"]


def test_an_index_that_cannot_be_written_does_not_undo_the_import(
    press: Press, home: Path, tmp_path: Path
) -> None:
    home.mkdir()
    (home / "index").write_text("a file where the folder belongs")
    done = press("import", str(listings.write(tmp_path)), "--json")
    assert (done.code, done.json["added"]) == (3, 7)
    (problem,) = done.json["problems"]
    assert problem["reason"].startswith("The releases are stored, but cannot be searched yet.")
    assert press("list", "--json").json["total"] == 7


def test_control_c_keeps_what_is_committed(press: Press) -> None:
    """The listing has more than one batch and standard input stays open, so the import waits in the middle of it."""
    running = subprocess.Popen(
        [sys.executable, "-m", "reader", "import", "-"],
        env=environment(),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdin is not None
    running.stdin.write(listings.many(450).encode())
    running.stdin.flush()
    _until_read(running.stdin.fileno())
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, b"")
    assert err.decode() == (
        "pressreader: Interrupted. Until then: 256 added. That is kept; import again for the rest.\n"
    )
    found = press("search", "tariffs", "--json").json
    assert (found["total"], found["pending"]) == (256, 0)


def _until_read(pipe: int) -> None:
    """Wait until nothing is left in a pipe: what the first batch does not hold is read only after it is stored."""
    deadline = time.monotonic() + 60
    left = array("i", [1])
    while left[0]:
        assert time.monotonic() < deadline, f"{left[0]} bytes were never read"
        time.sleep(0.005)
        fcntl.ioctl(pipe, termios.FIONREAD, left)


def test_a_summary_names_what_happened_only() -> None:
    report = ImportReport(1200, 0, 2, 0, 2, (Problem("a", 1, "b"), Problem("a", 2, "b")))
    assert summary(report) == "1,200 added, 2 completed, 2 files skipped, 2 problems"
    assert summary(ImportReport()) == "nothing read"
