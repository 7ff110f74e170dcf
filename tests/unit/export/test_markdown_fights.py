"""Folders that fight: what stands in the way is a sentence, the rest goes on, and nothing of the user's is touched."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.export import ExportReport, Item, export_markdown

MakeItem = Callable[..., Item]
NAME = "2025-12-23-fair-opens.md"
WITH_ID = "2025-12-23-fair-opens-abcdefghij.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notes"
    made.mkdir()
    return made


@pytest.fixture
def others(make_item: MakeItem) -> list[Item]:
    return [make_item(f"Other {number}", id=f"{number:010}") for number in range(3)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def reasons(report: ExportReport) -> list[str]:
    return [problem.reason for problem in (*report.conflicts, *report.failed)]


@pytest.mark.parametrize("name", [NAME, f"sub/{NAME}", "x.md"])
def test_a_pipe_is_passed_over(make_item: MakeItem, folder: Path, name: str) -> None:
    pipe = folder / name
    pipe.parent.mkdir(exist_ok=True)
    os.mkfifo(pipe)
    report = export_markdown([make_item()], folder)
    assert [made.path.name for made in report.written] == [WITH_ID if name == NAME else NAME]
    assert pipe.is_fifo()


@pytest.mark.parametrize("kind", ["folder", "dangling link", "link to itself", "link to a folder"])
def test_a_name_that_is_taken_by_no_file_is_not_used(make_item: MakeItem, folder: Path, kind: str) -> None:
    taken = folder / NAME
    if kind == "folder":
        taken.mkdir()
    else:
        targets = {"dangling link": folder / "nowhere", "link to itself": taken, "link to a folder": folder}
        taken.symlink_to(targets[kind])
    report = export_markdown([make_item()], folder)
    assert [made.path.name for made in report.written] == [WITH_ID]
    assert len(export_markdown([make_item()], folder).unchanged) == 1


def test_a_folder_that_is_a_link_is_written_into(make_item: MakeItem, folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    export_markdown([make_item()], link)
    assert len(export_markdown([make_item()], folder).unchanged) == 1


def test_names_that_a_system_takes_for_one_are_told_apart(make_item: MakeItem, folder: Path) -> None:
    titles = ["Café opens", "CAFÉ OPENS", "Cafe\u0301 opens", "무" * 200, "무" * 190, "CON", "nul.", "com1 "]
    items = [make_item(title, id=letter * 10) for letter, title in zip("abcdefgh", titles, strict=True)]
    export_markdown(items, folder)
    made = names(folder)
    assert len({name.casefold() for name in made}) == len(items)
    assert all(len(name.encode()) <= 255 for name in made)
    assert len(export_markdown(items, folder).unchanged) == len(items)


def test_a_huge_file_of_anothers_is_not_read(make_item: MakeItem, folder: Path) -> None:
    for name, head in (("a.md", b""), ("b.md", b"---\nkey: never closed\n")):
        (folder / name).write_bytes(head)
        os.truncate(folder / name, 100 << 20)
    began = time.process_time()
    assert len(export_markdown([make_item()], folder).written) == 1
    assert time.process_time() - began < 5


def test_a_huge_file_of_ours_is_left_alone_with_a_sentence(
    make_item: MakeItem, others: list[Item], folder: Path
) -> None:
    export_markdown([make_item()], folder)
    os.truncate(folder / NAME, 100 << 20)
    report = export_markdown([make_item("New"), *others], folder)
    assert len(report.written) == len(others)
    (reason,) = reasons(report)
    assert "has more than 16 MB. Move what you wrote there into a file of its own." in reason
    assert (folder / NAME).stat().st_size == 100 << 20


def test_a_strangers_file_with_the_same_id_is_a_conflict_for_both(
    make_item: MakeItem, others: list[Item], folder: Path
) -> None:
    export_markdown([make_item()], folder)
    (folder / "theirs.md").write_text("---\npressreader_id: abcdefghij\n---\nwords\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    report = export_markdown([make_item("New"), *others], folder, force=True)
    assert len(report.written) == len(others)
    assert "theirs.md has the same pressreader_id. Take it out of all but one" in reasons(report)[0]
    assert {path: path.read_bytes() for path in before} == before


def test_a_strangers_file_that_only_has_the_id_gets_our_parts_and_keeps_its_words(
    make_item: MakeItem, folder: Path
) -> None:
    theirs = folder / "theirs.md"
    theirs.write_text("---\npressreader_id: abcdefghij\n---\nwords\n", encoding="utf-8")
    export_markdown([make_item()], folder)
    assert names(folder) == ["theirs.md"]
    assert theirs.read_text(encoding="utf-8").endswith("\n---\nwords\n")


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_cannot_be_read_is_said_where_it_may_hold_a_release(
    make_item: MakeItem, folder: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    closed = folder / ("closed.md" if what == "file" else "closed")
    closed.mkdir() if what == "folder" else closed.write_text("x", encoding="utf-8")
    refuse(monkeypatch, closed)
    report = export_markdown([make_item()], folder)
    assert len(report.written) == 1
    assert reasons(report) == [
        f"{closed} cannot be read, and may be or hold the file of a release that was written anew. "
        "Make it readable, and keep one of the two."
    ]
    assert reasons(export_markdown([make_item()], folder)) == []


def refuse(monkeypatch: pytest.MonkeyPatch, closed: Path) -> None:
    """Have the system refuse to open one path: the superuser, who may run the tests, is refused nothing."""
    opening, listing = Path.open, os.scandir

    def opened(self: Path, *arguments: Any, **options: Any) -> Any:
        if self == closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opening(self, *arguments, **options)

    def listed(path: str) -> Any:
        if Path(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return listing(path)

    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(os, "scandir", listed)


def test_a_disk_that_fills_up_is_a_sentence_for_each_file_that_did_not_fit(
    make_item: MakeItem, folder: Path
) -> None:
    export_markdown([make_item()], folder)
    (folder / NAME).write_bytes((folder / NAME).read_bytes() + b"mine\n" * 20)
    before = (folder / NAME).read_bytes()
    code = f"""
import resource, runpy, sys
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
make = runpy.run_path({str(Path(__file__).with_name("conftest.py"))!r})["_item"]
from pathlib import Path
from reader.export import export_markdown
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
items = [make("New", "Long. " * 400), make("Short", id="b" * 10), make("Long", "Long. " * 400, id="c" * 10)]
report = export_markdown(items, Path({str(folder)!r}))
print([one.path.name for one in report.written], *(one.reason for one in report.failed), sep="\\n")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    written, *failed = done.stdout.splitlines()
    assert written == "['2025-12-23-short.md']"
    assert len(failed) == 2
    assert all(
        "cannot be read or written: File too large. Export again, or to" in reason for reason in failed
    )
    assert (folder / NAME).read_bytes() == before
    assert names(folder) == [NAME, "2025-12-23-short.md"]


def test_a_folder_that_goes_away_is_a_sentence_for_each_file(others: list[Item], folder: Path) -> None:
    def gone(done: int, total: int) -> None:
        if done == 1:
            for path in folder.iterdir():
                path.unlink()
            folder.rmdir()

    report = export_markdown(others, folder, progress=gone)
    assert (len(report.written), len(report.failed)) == (0, len(others))
    assert [problem.id for problem in report.failed] == [item.release.id for item in others]
    assert all("No such file or directory" in reason for reason in reasons(report))


def test_an_export_that_is_stopped_leaves_no_file_behind(others: list[Item], folder: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_markdown(others, folder, progress=stop)
    assert names(folder) == []


def test_what_a_killed_export_left_is_cleaned_away_later(make_item: MakeItem, folder: Path) -> None:
    old, new, mine = (folder / f".pressreader-{name}.tmp" for name in ("0" * 12, "1" * 12, "my notes"))
    for path in (old, new, mine):
        path.write_text("x", encoding="utf-8")
    for path in (old, mine):
        os.utime(path, (0, 0))
    export_markdown([make_item()], folder, dry_run=True)
    assert old.exists()
    export_markdown([make_item()], folder)
    assert names(folder) == sorted([new.name, mine.name, NAME])


def test_data_reach_the_disk_before_they_replace_anything(
    make_item: MakeItem, others: list[Item], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut between the two would leave an empty file in the place of what the user wrote."""
    export_markdown([make_item(), *others], folder)
    happened: list[str] = []
    flush, rename = os.fsync, os.replace

    def flushed(descriptor: int) -> None:
        flush(descriptor)
        happened.append("folder" if os.path.isdir(f"/dev/fd/{descriptor}") else "data")  # noqa: PTH112

    def renamed(source: Path, target: Path) -> None:
        happened.append("place")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "replace", renamed)
    export_markdown([item_reworded(item, make_item) for item in others], folder)
    assert happened == ["data"] * 3 + ["place"] * 3 + ["folder"]


def item_reworded(item: Item, make_item: MakeItem) -> Item:
    return make_item(item.release.title, "It did open.", id=item.release.id, revision=2, revision_count=2)


def test_many_files_are_put_in_their_places_group_by_group(make_item: MakeItem, folder: Path) -> None:
    items = [make_item(f"R {number}", id=f"{number:010}") for number in range(200)]
    waiting: list[int] = []

    def look(done: int, total: int) -> None:
        waiting.append(sum(name.startswith(".") for name in names(folder)))

    report = export_markdown(items, folder, progress=look)
    assert [made.id for made in report.written] == [item.release.id for item in items]
    assert max(waiting) < 64
    assert not any(name.startswith(".") for name in names(folder))
