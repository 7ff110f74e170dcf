"""A dry run tells what would change, in a length that can be read, and writes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import ExportConflict
from reader.export import Item, export_markdown, markdown
from reader.export.preview import preview
from reader.export.single import locate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "out.csv"


def shown(path: Path, text: str, *, force: bool = True) -> tuple[str, list[str]]:
    outcome, diff = preview(locate(str(path)), [text], encoding="utf-8", known=(), force=force)
    return outcome, diff.splitlines()


def numbered(first: int, last: int) -> str:
    return "".join(f"line {number}\n" for number in range(first, last))


def test_a_new_file_is_shown_whole_and_not_made(path: Path) -> None:
    assert shown(path, "a\nb\n") == (
        "written",
        ["--- /dev/null", f"+++ {path}", "@@ -0,0 +1,2 @@", "+a", "+b"],
    )
    assert not path.parent.exists()


def test_lines_far_down_have_their_own_numbers(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(numbered(0, 5000) + "old\n")
    outcome, diff = shown(path, numbered(0, 5000) + "new\n")
    assert outcome == "updated"
    assert diff[2:] == ["@@ -4998,4 +4998,4 @@", " line 4997", " line 4998", " line 4999", "-old", "+new"]
    assert path.read_text().endswith("old\n")


def test_a_folder_too_is_shown_by_what_can_be_compared(
    make_item: Callable[..., Item], tmp_path: Path
) -> None:
    export_markdown([make_item(body=numbered(0, 4000))], tmp_path)
    (file,) = export_markdown([make_item(body=numbered(9000, 13_000))], tmp_path, dry_run=True).updated
    lines = file.diff.splitlines()
    assert lines[:2] == [f"--- {file.path}", f"+++ {file.path}"]
    assert lines[2].startswith("@@ -11")
    assert (len(lines) < 500, lines[-1]) == (True, "\\ Lines further down are not compared.")


def test_a_dry_run_keeps_so_much_and_names_the_rest(
    make_item: Callable[..., Item], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown, "_COMPARED", 100)
    items = [make_item(f"R{number}", id=f"{number:010}") for number in range(3)]
    whole, *named = export_markdown(items, tmp_path / "new", dry_run=True).written
    assert "\n+# R0\n" in whole.diff
    assert [file.diff for file in named] == [
        f"--- /dev/null\n+++ {file.path}\n\\ Not compared: so much differs in the files before.\n"
        for file in named
    ]


def test_a_huge_difference_is_shown_by_its_beginning(path: Path) -> None:
    outcome, diff = shown(path, numbered(0, 100_000))
    assert (outcome, len(diff) < 500, diff[-1]) == (
        "written",
        True,
        "\\ Lines further down are not compared.",
    )
    assert diff[3:5] == ["+line 0", "+line 1"]


def test_a_line_more_at_the_top_is_not_called_a_line_less_where_the_look_ends(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(numbered(0, 9000))
    _, diff = shown(path, "first\n" + numbered(0, 9000))
    assert [line for line in diff[2:] if line[0] in "+-"] == ["+first"]
    assert diff[-1] == "\\ Lines further down are not compared."


def test_the_same_text_has_no_difference(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("a\n")
    assert shown(path, "a\n") == ("unchanged", [])


def test_a_conflict_is_told_before_anything_is_written(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("mine")
    with pytest.raises(ExportConflict):
        shown(path, "a\n", force=False)


def test_a_text_that_only_grew_or_shrank_shows_that(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("a\nb\n")
    assert shown(path, "a\nb\nc\n")[1][-1] == "+c"
    assert shown(path, "a\n")[1][-1] == "-b"


def test_a_device_has_nothing_to_compare_with() -> None:
    assert shown(Path("/dev/null"), "a\n") == ("written", [])
