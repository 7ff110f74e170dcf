"""`export`: what is chosen, what is counted, and the exit codes of conflicts and failures."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Press


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_the_bookmarked_releases_are_exported(
    filled: Press, by_title: Callable[[str], str], target: Path
) -> None:
    filled("bookmark", by_title("K-Battery"))
    done = filled("export", "--to", str(target), "--json")
    nothing: list[str] = []
    assert done.json == {"written": 1, "updated": 0, "unchanged": 0, "conflicts": nothing, "failed": nothing}
    assert done.code == 0
    (path,) = target.iterdir()
    assert "[red]" not in path.name
    assert filled("export", "--to", str(target)).out == "1 unchanged\n"


def test_a_query_chooses(filled: Press, target: Path) -> None:
    assert filled("export", "-category:industry", "--to", str(target), "--format", "md").out == "5 written\n"
    assert len(list(target.iterdir())) == 5


def test_nothing_found_is_1_and_makes_no_folder(filled: Press, target: Path) -> None:
    done = filled("export", "--to", str(target), "--json")
    assert (done.code, done.json["written"]) == (1, 0)
    assert not target.exists()


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--format", "csv")])
def test_a_name_that_no_file_can_have_is_a_sentence(
    filled: Press, target: Path, more: tuple[str, ...]
) -> None:
    done = filled("export", "energy", "--to", str(target.with_name("x" * 300)), *more)
    assert done.code in (2, 3)  # Python 3.13 finds out later
    assert (done.out, len(done.err.splitlines())) == ("", 1)
    assert "File name too long" in done.err


def test_a_dry_run_prints_and_writes_nothing(filled: Press, target: Path) -> None:
    done = filled("export", "talks", "--to", str(target), "--dry-run")
    assert (done.code, target.exists()) == (0, False)
    assert "+# Two Ministers Meet in Busan" in done.out.splitlines()
    assert done.out.endswith("2 to be written\n")
    document = filled("export", "talks", "--to", str(target), "--dry-run", "--json").json
    assert (document["written"], document["diff"].count("+++ ")) == (2, 2)


def test_what_was_changed_by_hand_is_a_conflict_until_forced(filled: Press, target: Path) -> None:
    filled("export", "battery", "--to", str(target))
    (path,) = target.iterdir()
    path.write_text(path.read_text().replace("Battery makers asked", "Battery makers begged"))
    done = filled("export", "battery", "--to", str(target), "--json")
    assert done.code == 5
    (conflict,) = done.json["conflicts"]
    assert (list(conflict), conflict["path"]) == (["id", "path", "reason"], str(path))
    done = filled("export", "battery", "--to", str(target))
    assert (done.code, done.err) == (5, conflict["reason"] + "\n")
    assert "begged" in path.read_text()
    assert filled("export", "battery", "--to", str(target), "--force").code == 0
    assert "begged" not in path.read_text()


def test_a_failure_beats_a_conflict_and_stops_no_other(filled: Press, target: Path) -> None:
    filled("export", "talks OR battery", "--to", str(target))
    changed, damaged, _ = sorted(target.iterdir())
    changed.write_text(changed.read_text().replace("## Text", "## Words"))
    damaged.write_bytes(damaged.read_bytes() + b"\xff\xff")
    done = filled("export", "talks OR battery", "--to", str(target), "--json")
    assert (done.code, len(done.json["conflicts"]), len(done.json["failed"])) == (3, 1, 1)
    assert done.json["unchanged"] == 1


@pytest.mark.parametrize(
    "arguments", [["talks"], ["--to", "-"], ["--to", ""], ["--to", "x", "--format", "pdf"]]
)
def test_wrong_usage_is_2(filled: Press, arguments: list[str]) -> None:
    assert filled("export", *arguments).code == 2


def test_a_file_where_the_folder_belongs_is_2(filled: Press, target: Path) -> None:
    target.write_text("mine")
    assert filled("export", "talks", "--to", str(target)).code == 2
    assert target.read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_3(filled: Press) -> None:
    assert filled("export", "talks", "--to", "/proc/self/out").code == 3
