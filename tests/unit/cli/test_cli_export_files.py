"""`export` into one file, a pipe or standard output: what is counted, what is left alone, which exit codes."""

import csv
import io
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import listings
from tests.unit.cli.conftest import Press, environment

ONE_FILE = ["digest", "jsonl", "csv", "csl", "bibtex", "biblatex", "ris", "apa"]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out" / "file"


@pytest.mark.parametrize("name", ONE_FILE)
def test_each_format_is_one_file_that_stays_untouched_when_nothing_changed(
    filled: Press, target: Path, name: str
) -> None:
    nothing: list[str] = []
    done = filled("export", "talks", "--format", name, "--to", str(target), "--json")
    assert done.json == {"written": 2, "updated": 0, "unchanged": 0, "conflicts": nothing, "failed": nothing}
    os.utime(target, (1, 1))
    again = filled("export", "talks", "--format", name, "--to", str(target))
    assert (again.code, again.out, target.stat().st_mtime) == (0, "2 unchanged\n", 1)
    more = filled("export", "talks OR battery", "--format", name, "--to", str(target))
    assert (more.code, more.out) == (0, "3 updated\n")
    text = target.read_text("utf-8-sig" if name == "csv" else "utf-8")
    assert (
        "K-Battery Makers" in text or "K-Battery} Makers" in text or "K-{B" in text or "{K}-{Battery" in text
    )
    assert [one.name for one in target.parent.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ONE_FILE)
def test_standard_output_has_the_same_text_and_nothing_else(
    process: Press, tmp_path: Path, name: str
) -> None:
    process("import", str(listings.write(tmp_path)))
    done = process("export", "talks", "--format", name, "--to", "-", PYTHONIOENCODING="ascii")
    assert (done.code, done.err) == (0, "")
    process("export", "talks", "--format", name, "--to", "out", PYTHONIOENCODING="ascii")
    encoding = "utf-8-sig" if name == "csv" else "utf-8"
    with (tmp_path / "out").open(encoding=encoding, newline="") as file:
        assert done.out == file.read()


def test_what_was_changed_by_hand_is_a_conflict_until_forced(filled: Press, target: Path) -> None:
    arguments = ["export", "talks", "--format", "csv", "--to", str(target)]
    filled(*arguments)
    target.write_text("mine")
    done = filled(*arguments, "--json")
    (conflict,) = done.json["conflicts"]
    assert (done.code, conflict["id"], conflict["path"], done.json["updated"]) == (5, None, str(target), 0)
    done = filled(*arguments)
    assert (done.code, done.out, done.err) == (5, "1 left alone\n", conflict["reason"] + "\n")
    assert target.read_text() == "mine"
    assert filled(*arguments, "--force").out == "2 updated\n"


def test_a_library_knows_only_the_paths_that_it_wrote(filled: Press, target: Path) -> None:
    filled("export", "talks", "--format", "csv", "--to", str(target))
    target.rename(target.with_name("moved"))
    done = filled("export", "battery", "--format", "csv", "--to", str(target.with_name("moved")))
    assert done.code == 5


def test_a_dry_run_prints_the_difference_and_writes_nothing(filled: Press, target: Path) -> None:
    arguments = ["export", "talks", "--format", "apa", "--to", str(target)]
    done = filled(*arguments, "--dry-run")
    assert done.out.startswith("--- /dev/null\n")
    assert done.out.endswith("2 to be written\n")
    assert not target.parent.exists()
    filled(*arguments)
    more = filled("export", "talks OR battery", *arguments[2:], "--dry-run", "--json").json
    (line,) = [line for line in more["diff"].splitlines()[3:] if line[0] in "+-"]
    assert (more["updated"], "K-Battery" in line) == (3, True)
    assert filled(*arguments).out == "2 unchanged\n"
    assert filled(*arguments[:-1], "-", "--dry-run").out == "2 to be written\n"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--to", "-", "--format", "csv", "--json"], "both go to standard output"),
        (["--to", "/dev/stdout", "--format", "csv", "--json"], "both go to standard output"),
        (["--to", "-"], "name a folder with --to"),
        (["--to", "", "--format", "csv"], "with --to"),
        (["--to", "x", "--format", "csv", "--by", "tag"], "for --format digest"),
        (["--to", "x", "--title", "Week"], "for --format digest"),
        (["--to", "out.csv"], "Add --format csv, or name a folder"),
        (["--to", "out.bib"], "Add --format bibtex or --format biblatex, or"),
        (["--to", ".", "--format", "csv"], "is a folder"),
        (["--to", "new/", "--format", "csv"], "is a folder"),
    ],
)
def test_wrong_usage_is_2_and_writes_nothing(
    filled: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    done = filled("export", "talks", *arguments)
    assert (done.code, reason in done.err + done.out, sorted(tmp_path.iterdir())) == (2, True, before)


def test_a_folder_may_be_called_like_a_file(filled: Press, target: Path) -> None:
    folder = target.with_name("notes.md")
    folder.mkdir(parents=True)
    assert filled("export", "talks", "--to", str(folder)).out == "2 written\n"


def test_nothing_found_is_1_and_makes_no_file(filled: Press, target: Path) -> None:
    done = filled("export", "--format", "digest", "--to", str(target))
    assert (done.code, target.parent.exists()) == (1, False)
    done = filled("export", "--format", "csv", "--to", "-")
    assert (done.code, done.out) == (1, "")


def test_where_nothing_can_be_written_is_3(filled: Press) -> None:
    done = filled("export", "talks", "--format", "csv", "--to", "/proc/self/out", "--json")
    assert (done.code, set(done.json)) == (3, {"error"})
    done = filled("export", "talks", "--format", "csv", "--to", "/dev/full")
    assert (done.code, "Free some space" in done.err) == (3, True)


def test_releases_come_in_the_order_asked_for(filled: Press) -> None:
    def days(*query: str) -> list[str]:
        done = filled("export", *query, "--format", "csv", "--to", "-")
        return [row["date"] for row in csv.DictReader(io.StringIO(done.out))]

    assert days("sort:old") == sorted(days("sort:date"))
    assert days("sort:date") == sorted(days("sort:old"), reverse=True)
    assert days("busan sort:old") == sorted(days("busan"))


def test_a_digest_can_be_named_and_ordered_by_tag(filled: Press, by_title: Callable[[str], str]) -> None:
    filled("tag", by_title("K-Battery"), "+asean")
    done = filled(
        "export", "talks OR battery", "--format", "digest", "--to", "-", "--by", "tag", "--title", "Week 9"
    )
    assert done.out.startswith("# Week 9\n")
    assert [line for line in done.out.splitlines() if line.startswith("## ")] == [
        "## Contents",
        "## asean",
        "## Without a tag",
        "## References",
    ]


def test_records_come_back_with_what_they_took(
    filled: Press, by_title: Callable[[str], str], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = by_title("K-Battery")
    filled("note", ident, "-m", "mine", "--quote", "Battery makers")
    filled("tag", ident, "+asean")
    filled("bookmark", ident)
    before = json.loads(filled("show", ident, "--json").out)
    filled("export", "--format", "jsonl", "--to", str(target))
    monkeypatch.setenv("PRESSREADER_HOME", str(target.parent / "another"))
    assert filled("import", str(target)).code == 0
    assert json.loads(filled("show", ident, "--json").out) == before


def test_a_reader_that_has_seen_enough_ends_it_without_a_word(filled: Press) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "export", "date:2000..", "--format", "jsonl", "--to", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as export:
        assert export.stdout is not None
        assert export.stderr is not None
        export.stdout.close()
        assert (export.stderr.read(), export.wait()) == (b"", 0)


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """The name of a pipe, and its end to read from."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    yield str(path), descriptor
    os.close(descriptor)


def test_a_pipe_with_a_name_is_written_to(process: Press, tmp_path: Path, pipe: tuple[str, int]) -> None:
    process("import", str(listings.write(tmp_path)))
    path, end = pipe
    done = process("export", "talks", "--format", "apa", "--to", path)
    assert (done.code, done.out, os.read(end, 10_000).count(b"\n")) == (0, "2 written\n", 2)


def test_ctrl_c_leaves_what_was_there(filled: Press, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["export", "talks", "--format", "csv", "--to", str(target)]
    filled(*arguments)
    before = target.read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reader.cli.progress.Progress.counted", interrupted)
    done = filled(*arguments, "--force")
    assert (done.code, done.err) == (
        130,
        f"pressreader: Interrupted. {target} was left as it was.\n",
    )
    assert (target.read_bytes(), len(list(target.parent.iterdir()))) == (before, 1)


def test_ctrl_c_ends_an_export_that_nobody_reads(press: Press, tmp_path: Path, pipe: tuple[str, int]) -> None:
    (tmp_path / "many.txt").write_text(listings.many(500))
    press("import", str(tmp_path / "many.txt"))
    path, end = pipe
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "export", "date:1900..", "--format", "jsonl", "--to", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as export:
        ready, _, _ = select.select([end], [], [], 60)
        export.send_signal(signal.SIGINT if ready else signal.SIGKILL)
        out, err = export.communicate(timeout=60)
    assert (export.returncode, out, err.startswith(b"pressreader: Interrupted.")) == (130, b"", True)
