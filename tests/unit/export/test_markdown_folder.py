"""Files are found wherever they are, written as a whole or not at all, and one failure stops no other."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.errors import PressReaderError, UsageError
from reader.export import ExportedFile, ExportReport, Item, export_markdown

MakeItem = Callable[..., Item]
NAME = "2025-12-23-fair-opens.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "notes"


@pytest.fixture
def item(make_item: MakeItem) -> Item:
    return make_item()


@pytest.fixture
def reworded(make_item: MakeItem) -> Item:
    return make_item("Fair: Opened", "It did open.", revision=2, revision_count=2)


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and the moment it was written."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def only(report: ExportReport) -> dict[str, int]:
    """How many of each kind, without the kinds of which there are none."""
    kinds = ("written", "updated", "unchanged", "conflicts", "failed")
    return {kind: len(found) for kind in kinds if (found := getattr(report, kind))}


def test_a_folder_is_made_and_a_file_written_once(item: Item, folder: Path) -> None:
    report = export_markdown([item], folder / "deep")
    assert report == ExportReport(written=(ExportedFile("abcdefghij", folder / "deep" / NAME),))
    before = tree(folder)
    assert list(before) == [f"deep/{NAME}"]
    report = export_markdown([item], folder / "deep", force=True)
    assert report == ExportReport(unchanged=(ExportedFile("abcdefghij", folder / "deep" / NAME),))
    assert tree(folder) == before


def test_a_file_is_found_where_it_was_moved(item: Item, reworded: Item, folder: Path) -> None:
    export_markdown([item], folder)
    moved = folder / "a" / "b" / "Mine.MD"
    moved.parent.mkdir(parents=True)
    (folder / NAME).rename(moved)
    assert export_markdown([reworded], folder).updated == (ExportedFile("abcdefghij", moved),)
    assert list(tree(folder)) == ["a/b/Mine.MD"]
    assert "It did open." in moved.read_text(encoding="utf-8")


def test_copies_that_programs_keep_and_linked_folders_are_not_entered(
    item: Item, folder: Path, tmp_path: Path
) -> None:
    kept = (".trash", ".Trash-1000", ".obsidian/x", ".git", ".stversions", ".snapshots", ".dropbox.cache")
    for place in (*(folder / name for name in kept), tmp_path / "elsewhere"):
        export_markdown([item], place)
    (folder / "._mac.md").write_bytes((folder / ".trash" / NAME).read_bytes())
    (folder / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert only(export_markdown([item], folder)) == {"written": 1}


def test_a_link_out_of_the_folder_is_not_written_through(
    item: Item, reworded: Item, folder: Path, tmp_path: Path
) -> None:
    export_markdown([item], tmp_path / "elsewhere")
    folder.mkdir()
    (folder / "link.md").symlink_to(tmp_path / "elsewhere" / NAME)
    before = tree(tmp_path)
    report = export_markdown([reworded], folder, force=True)
    assert only(report) == {"conflicts": 1}
    assert "link to a file outside" in report.conflicts[0].reason
    assert tree(tmp_path) == before


def test_a_link_within_the_folder_is_one_file(item: Item, reworded: Item, folder: Path) -> None:
    export_markdown([item], folder)
    (folder / "link.md").symlink_to(folder / NAME)
    assert only(export_markdown([reworded], folder)) == {"updated": 1}
    assert (folder / "link.md").is_symlink()


def test_two_files_with_one_id_are_left_alone(item: Item, reworded: Item, folder: Path) -> None:
    export_markdown([item], folder)
    (folder / "copy.md").write_bytes((folder / NAME).read_bytes())
    before = tree(folder)
    report = export_markdown([reworded], folder, force=True)
    assert only(report) == {"conflicts": 1}
    assert str(folder / "copy.md") in report.conflicts[0].reason
    assert tree(folder) == before


@pytest.mark.parametrize("name", [NAME, NAME.upper(), "sub/" + NAME])
def test_a_file_of_anothers_is_never_overwritten(item: Item, folder: Path, name: str) -> None:
    other = folder / name
    other.parent.mkdir(parents=True)
    other.write_text("mine", encoding="utf-8")
    report = export_markdown([item], folder)
    assert report.written[0].path == folder / "2025-12-23-fair-opens-abcdefghij.md"
    assert other.read_text(encoding="utf-8") == "mine"
    assert only(export_markdown([item], folder)) == {"unchanged": 1}


def test_the_order_of_the_items_does_not_matter(make_item: MakeItem, tmp_path: Path) -> None:
    items = [
        make_item(title, id=number * 10) for number, title in zip("abcd", ["A", "a!", "B", "C"], strict=True)
    ]
    one, two = tmp_path / "one", tmp_path / "two"
    export_markdown(items, one)
    export_markdown(items[::-1], two)
    assert {name: data for name, (data, _) in tree(one).items()} == {
        name: data for name, (data, _) in tree(two).items()
    }


def test_a_release_given_twice_is_written_once(item: Item, folder: Path) -> None:
    assert only(export_markdown(iter([item, item]), folder)) == {"written": 1}


def test_the_id_is_found_wherever_it_stands_in_the_front_matter(
    item: Item, reworded: Item, folder: Path
) -> None:
    export_markdown([item], folder)
    path = folder / NAME
    text = path.read_text(encoding="utf-8")
    lines = "".join(f"key{number}: {'x' * 40}\n" for number in range(300))
    text = text.replace("pressreader_id: abcdefghij\n", f'{lines}pressreader_id: "abcdefghij" # id\n')
    path.write_text(text, encoding="utf-8")
    assert only(export_markdown([reworded], folder)) == {"updated": 1}
    assert lines in path.read_text(encoding="utf-8")


def test_an_id_in_the_text_is_none(item: Item, folder: Path) -> None:
    folder.mkdir()
    (folder / "a.md").write_text("pressreader_id: abcdefghij\n", encoding="utf-8")
    (folder / "b.md").write_text("---\nx: 1\n---\npressreader_id: abcdefghij\n", encoding="utf-8")
    assert only(export_markdown([item], folder)) == {"written": 1}


def test_a_conflict_is_reported_and_the_rest_brought_up_to_date(
    item: Item, reworded: Item, folder: Path
) -> None:
    export_markdown([item], folder)
    path = folder / NAME
    path.write_text(
        path.read_text(encoding="utf-8").replace("The fair opened.", "By hand."), encoding="utf-8"
    )
    before = tree(folder)
    assert only(export_markdown([item], folder)) == {"conflicts": 1}
    assert tree(folder) == before
    report = export_markdown([reworded], folder)
    assert only(report) == {"updated": 1, "conflicts": 1}
    assert report.conflicts[0].reason.startswith(f"text in {path} changed by hand since the last export")
    assert "By hand." in path.read_text(encoding="utf-8")
    assert only(export_markdown([reworded], folder, force=True)) == {"updated": 1}
    assert "By hand." not in path.read_text(encoding="utf-8")


def test_broken_yaml_is_a_conflict_with_its_line(item: Item, reworded: Item, folder: Path) -> None:
    export_markdown([item], folder)
    path = folder / NAME
    path.write_text(path.read_text(encoding="utf-8").replace("title: Fair", "title: [Fair"), encoding="utf-8")
    before = tree(folder)
    report = export_markdown([reworded], folder, force=True)
    assert only(report) == {"conflicts": 1}
    assert report.conflicts[0].reason.startswith(
        f"{path} was left as it is: its front matter cannot be read as YAML at line"
    )
    assert tree(folder) == before


def test_what_is_not_utf8_fails_untouched_and_stops_no_other(
    make_item: MakeItem, item: Item, reworded: Item, folder: Path
) -> None:
    export_markdown([item], folder)
    path = folder / NAME
    path.write_bytes(path.read_bytes() + b"d\xe9j\xe0\n")
    before = tree(folder)
    report = export_markdown([reworded, make_item("Other", id="bbbbbbbbbb")], folder)
    assert only(report) == {"written": 1, "failed": 1}
    assert "UTF-8" in report.failed[0].reason
    assert tree(folder)[NAME] == before[NAME]


def test_text_that_cannot_be_encoded_fails_alone(make_item: MakeItem, folder: Path) -> None:
    report = export_markdown([make_item("a\ud800", id="aaaaaaaaaa"), make_item(id="bbbbbbbbbb")], folder)
    assert only(report) == {"written": 1, "failed": 1}
    assert list(tree(folder)) == [NAME]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_every_file_as_it_was(
    make_item: MakeItem, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    export_markdown([make_item()], folder)
    reworded = make_item("Fair: Opened", "It did open.")
    before = tree(folder)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        report = export_markdown([reworded, make_item("Other", id="bbbbbbbbbb")], folder)
    assert only(report) == {"failed": 2}
    assert "No space left on device. Free some space" in report.failed[0].reason
    assert tree(folder) == before
    assert only(export_markdown([reworded], folder)) == {"updated": 1}


def test_one_failure_stops_no_other(
    make_item: MakeItem, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.replace

    def sometimes(source: Path, target: Path) -> None:
        if "other" in target.name:
            raise PermissionError(errno.EACCES, "Permission denied")
        rename(source, target)

    monkeypatch.setattr(os, "replace", sometimes)
    items = [
        make_item(title, id=number * 10) for number, title in zip("abc", ["One", "Other", "Two"], strict=True)
    ]
    report = export_markdown(items, folder)
    assert [made.id[0] for made in report.written] == ["a", "c"]
    assert [problem.id for problem in report.failed] == ["b" * 10]
    assert "writable" in report.failed[0].reason
    assert len(tree(folder)) == 2


def test_an_unreadable_file_in_the_place_of_ours_fails(
    item: Item, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_markdown([item], folder)
    before = tree(folder)
    reading = Path.open

    def refused(self: Path, *args: Any, **options: Any) -> Any:
        if self.suffix == ".md":
            raise PermissionError(errno.EACCES, "Permission denied")
        return reading(self, *args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refused)
        assert only(export_markdown([item], folder)) == {"failed": 1}
    assert tree(folder) == before


def test_a_folder_that_refuses_files_is_a_sentence(
    item: Item, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making = os.open

    def refused(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.EROFS, "Read-only file system")
        return making(path, flags, mode)

    monkeypatch.setattr(os, "open", refused)
    report = export_markdown([item], folder)
    assert only(report) == {"failed": 1}
    assert "Read-only file system. Make it and its folder writable" in report.failed[0].reason


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_is_read_only_is_a_sentence(item: Item, folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o500)
    report = export_markdown([item], folder)
    assert "Permission denied" in report.failed[0].reason
    with pytest.raises(PressReaderError, match="cannot be made"):
        export_markdown([item], folder / "deep")


def test_a_folder_that_cannot_be_made_is_a_sentence(
    item: Item, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(PressReaderError, match=r"cannot be made: Read-only file system\. Name one"):
        export_markdown([item], folder)


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_file_in_the_place_of_the_folder_is_a_sentence(item: Item, folder: Path, dry_run: bool) -> None:
    folder.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        export_markdown([item], folder, dry_run=dry_run)
    with pytest.raises(PressReaderError):
        export_markdown([item], folder / "deep")
    assert folder.read_text(encoding="utf-8") == "mine"


def test_a_file_saved_meanwhile_is_not_overwritten(
    item: Item, reworded: Item, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_markdown([item], folder)
    path = folder / NAME
    flush = os.fsync

    def saved(descriptor: int) -> None:
        flush(descriptor)
        path.write_text("just saved", encoding="utf-8")

    monkeypatch.setattr(os, "fsync", saved)
    report = export_markdown([reworded], folder)
    assert only(report) == {"failed": 1}
    assert "another program saved it meanwhile" in report.failed[0].reason
    assert path.read_text(encoding="utf-8") == "just saved"


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    item: Item, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: (folder / NAME).write_text("mine", encoding="utf-8"))
    assert only(export_markdown([item], folder)) == {"failed": 1}
    assert (folder / NAME).read_text(encoding="utf-8") == "mine"
    assert len(tree(folder)) == 1


def test_the_mode_of_a_file_stays(item: Item, reworded: Item, folder: Path) -> None:
    export_markdown([item], folder)
    path = folder / NAME
    path.chmod(0o640)
    export_markdown([reworded], folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_dry_run_writes_nothing_and_tells_all(item: Item, reworded: Item, folder: Path) -> None:
    report = export_markdown([item], folder, dry_run=True)
    assert not folder.exists()
    assert report.written[0].path == folder / NAME
    export_markdown([item], folder)
    made = (folder / NAME).read_text(encoding="utf-8")
    head, _, rest = report.written[0].diff.partition("@@\n")
    assert head.startswith("--- /dev/null\n+++ ")
    assert rest == "".join(f"+{line}" for line in made.splitlines(keepends=True))
    before = tree(folder)
    diff = export_markdown([reworded], folder, dry_run=True).updated[0].diff
    assert "\n-The fair opened.\n+It did open.\n" in diff
    assert tree(folder) == before
    assert only(export_markdown([item], folder, dry_run=True)) == {"unchanged": 1}


def test_exporting_leaves_nothing_but_the_files(make_item: MakeItem, folder: Path) -> None:
    export_markdown([make_item(f"R {number}", id=f"{number:010}") for number in range(20)], folder)
    assert all(name.endswith(".md") for name in tree(folder))
    assert len(tree(folder)) == 20


def test_no_items_are_no_files(folder: Path) -> None:
    assert export_markdown([], folder) == ExportReport()


def test_a_moment_later_nothing_has_changed(item: Item, folder: Path) -> None:
    """What moves by itself, such as when a release was last seen, is not in the file."""
    export_markdown([item], folder)
    later = replace(
        item, release=item.release._replace(last_seen="2026-01-01T00:00:00Z", read=True, new=True)
    )
    assert only(export_markdown([later], folder)) == {"unchanged": 1}


def test_importing_loads_none_of_the_libraries() -> None:
    code = "import sys, reader.export; print([m for m in ('ruamel.yaml', 'slugify', 'difflib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
