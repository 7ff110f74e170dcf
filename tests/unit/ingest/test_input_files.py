"""Paths become releases: files, folders and standard input, with a sentence for whatever cannot be read."""

import os
import socket
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest.files import InputFile, Item, Reading, Skipped, printable, read_paths, sources
from reader.ingest.listing import Parsed
from reader.model import MOTIR, Problem

needs_unix = pytest.mark.skipif(sys.platform == "win32", reason="needs links, pipes and sockets")


def listing(*titles: str) -> bytes:
    return "".join(f"-\n{title}\nThe text. date2025-11-20\n" for title in titles).encode()


def put(path: Path, content: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path)


def titles(items: list[Item]) -> list[str]:
    return [item.release.title for item in items if isinstance(item, Parsed)]


def refusal(path: str) -> str:
    (problem,) = read_paths([path])
    assert isinstance(problem, Problem)
    assert (problem.path, problem.line) == (path, 0)
    assert problem.reason.endswith(".")
    return problem.reason


def test_files_come_in_the_order_named(tmp_path: Path) -> None:
    b = put(tmp_path / "b.txt", listing("B"))
    a = put(tmp_path / "a.dat", listing("A1", "A2"))
    assert titles(list(read_paths([b, a]))) == ["B", "A1", "A2"]


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("c.txt", "a.txt", "b/z.txt", "b/a/deep.txt", "b/m.txt"):
        put(tmp_path / name, listing(name))
    expected = ["a.txt", "b/a/deep.txt", "b/m.txt", "b/z.txt", "c.txt"]
    assert titles(list(read_paths([str(tmp_path)]))) == expected


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path / ".hidden.txt", listing("hidden"))
    put(tmp_path / ".git" / "a.txt", listing("hidden"))
    put(tmp_path / "seen.txt", listing("seen"))
    items = list(read_paths([str(tmp_path)]))
    assert titles(items) == ["seen"]
    assert len(items) == 1
    assert titles(list(read_paths([str(tmp_path / ".hidden.txt")]))) == ["hidden"]


def test_what_is_nothing_of_ours_is_skipped_in_a_folder(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", listing("A"))
    others = [
        put(tmp_path / "b.md", b"# Notes\n"),
        put(tmp_path / "c.bin", bytes(100)),
        put(tmp_path / "d", b""),
    ]
    items = list(read_paths([str(tmp_path)]))
    assert titles(items) == ["A"]
    assert items[1:] == [Skipped(path) for path in others]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"# Notes\n", "in no format known here"),
        (b"\x7fELF\x00\x00\x00\x01", "is not text"),
        ("-\nTitle\nText date2025-11-20\n".encode("utf-16"), "save it as UTF-8"),
        (b"", "is empty"),
        (b"\n \r\n", "is empty"),
    ],
)
def test_a_named_file_that_is_nothing_of_ours_is_a_problem(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    said = refusal(put(tmp_path / "a.txt", content))
    assert reason in said
    assert said.startswith("The file ")


def test_what_can_be_read_is_said(tmp_path: Path) -> None:
    assert "listing text, whose first line is a single -" in refusal(put(tmp_path / "a.txt", b"# Notes\n"))


@pytest.mark.parametrize("inside", [None, ".hidden", "folder/folder/"])
def test_a_folder_without_files_is_a_problem(tmp_path: Path, inside: str | None) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    if inside:
        (folder / inside).mkdir(parents=True)
    assert "holds no files" in refusal(str(folder))


@pytest.mark.parametrize("path", ["missing.txt", "missing/list.txt", ""])
def test_a_missing_path_is_a_problem(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "no such file" in refusal(path)


def test_a_path_that_cannot_exist_is_a_problem() -> None:
    (problem,) = read_paths(["a\0b"])
    assert isinstance(problem, Problem)
    assert problem.path == "a\\x00b"


@needs_unix
def test_what_may_not_be_read_is_a_problem_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = put(tmp_path / "a.txt", listing("A"))
    put(tmp_path / "b" / "b.txt", listing("B"))
    put(tmp_path / "c.txt", listing("C"))
    opened, scanned = Path.open, os.scandir

    def refuse_file(self: Path, mode: str) -> object:
        if str(self) == locked:
            raise PermissionError(13, "Permission denied")
        return opened(self, mode)

    def refuse_folder(path: str) -> object:
        if path == str(tmp_path / "b"):
            raise PermissionError(13, "Permission denied")
        return scanned(path)

    # The tests may run as a user whom no permission stops.
    monkeypatch.setattr(Path, "open", refuse_file)
    monkeypatch.setattr(os, "scandir", refuse_folder)
    items = list(read_paths([str(tmp_path)]))
    problems = [item for item in items if isinstance(item, Problem)]
    assert [problem.path for problem in problems] == [locked, str(tmp_path / "b")]
    assert all(problem.reason == "It cannot be read: Permission denied." for problem in problems)
    assert titles(items) == ["C"]


@needs_unix
def test_pipes_sockets_and_devices_are_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        put(tmp_path / "z.txt", listing("Z"))
        assert "a pipe" in refusal("pipe")
        assert "a socket" in refusal("socket")
        assert "a device" in refusal("/dev/null")
        assert titles(list(read_paths([str(tmp_path)]))) == ["Z"]


@needs_unix
def test_links_are_followed_to_files_and_never_round_in_circles(tmp_path: Path) -> None:
    put(tmp_path / "real" / "a.txt", listing("A"))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "again").symlink_to(folder)
    (folder / "elsewhere").symlink_to(tmp_path / "real")
    (folder / "link.txt").symlink_to(tmp_path / "real" / "a.txt")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "nowhere").symlink_to(tmp_path / "missing")
    items = list(read_paths([str(folder)]))
    assert titles(items) == ["A"]
    assert [item.path for item in items if isinstance(item, Problem)] == [str(folder / "loop")]
    assert titles(list(read_paths([str(folder / "elsewhere")]))) == ["A"]


@needs_unix
def test_folders_may_be_nested_deeper_than_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folders = [Path(*["d"] * depth) for depth in range(1, 1200)]
    for folder in folders:
        folder.mkdir()
    put(folders[-1] / "a.txt", listing("A"))
    assert titles(list(read_paths(["d"]))) == ["A"]
    # Whoever cleans up after the tests may well recurse.
    (folders[-1] / "a.txt").unlink()
    for folder in reversed(folders):
        folder.rmdir()


def test_a_file_that_goes_away_before_its_turn_is_a_problem(tmp_path: Path) -> None:
    first, second = put(tmp_path / "a.txt", listing("A")), put(tmp_path / "b.txt", listing("B"))
    reading = read_paths([first, second])
    Path(second).unlink()
    items = list(reading)
    assert titles(items) == ["A"]
    assert items[1] == Problem(second, 0, "There is no such file or folder.")


def test_a_disk_that_fails_costs_its_file_only(tmp_path: Path) -> None:
    class Failing(BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    after = put(tmp_path / "a.txt", listing("A"))
    many = listing(*map(str, range(1000)))
    items = list(read_paths(["-", after], stdin=Failing(many)))
    read = titles(items)
    assert read[-1] == "A"
    assert 1 < len(read) < 1000
    assert [i for i in items if isinstance(i, Problem)] == [
        Problem("-", 0, "It cannot be read: Input/output error.")
    ]


def test_standard_input_is_read_where_it_is_named(tmp_path: Path) -> None:
    a, b = put(tmp_path / "a.txt", listing("A")), put(tmp_path / "b.txt", listing("B"))
    reading = read_paths([a, "-", b], stdin=BytesIO(listing("in")))
    assert reading.total is None
    assert titles(list(reading)) == ["A", "in", "B"]


def test_standard_input_larger_than_its_head_comes_whole() -> None:
    names = [f"Title {number}" for number in range(2000)]
    items = list(read_paths(["-"], stdin=BytesIO(listing(*names))))
    assert titles(items) == names
    assert len(items) == len(names)


def test_standard_input_may_come_in_small_parts() -> None:
    class Trickle(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(3, size or 0))

    assert titles(list(read_paths(["-"], stdin=Trickle(listing("A", "B"))))) == ["A", "B"]


@pytest.mark.parametrize(
    ("stdin", "reason"),
    [
        (None, "There is no standard input to read."),
        (BytesIO(b""), "Standard input is empty."),
        (BytesIO(b"# Notes"), "Standard input is in no format known here."),
    ],
    ids=["none", "empty", "unknown"],
)
def test_standard_input_without_a_listing_is_a_problem(stdin: BytesIO | None, reason: str) -> None:
    (problem,) = read_paths(["-"], stdin=stdin)
    assert isinstance(problem, Problem)
    assert problem.path == "-"
    assert problem.reason.startswith(reason)


def test_closed_standard_input_is_a_problem() -> None:
    closed = BytesIO(listing("A"))
    closed.close()
    assert list(read_paths(["-"], stdin=closed)) == [Problem("-", 0, "There is no standard input to read.")]


def test_a_file_called_hyphen_is_a_file(tmp_path: Path) -> None:
    put(tmp_path / "-", listing("A"))
    assert titles(list(read_paths([str(tmp_path)], stdin=BytesIO(listing("in"))))) == ["A"]


def test_problems_name_the_path_as_the_user_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "list.txt", b"-\nTitle\n-\nTitle\nThe text. date2025-11-20\n")
    monkeypatch.chdir(tmp_path)
    problem, parsed = read_paths(["list.txt"])
    assert isinstance(problem, Problem)
    assert (problem.path, problem.line) == ("list.txt", 1)
    assert isinstance(parsed, Parsed)


def test_progress_runs_from_nothing_to_the_total(tmp_path: Path) -> None:
    contents = [listing("A", "B"), b"# Notes\n", b"-\nbroken\n" + listing("C"), listing("D").rstrip(b"\n")]
    for number, content in enumerate(contents):
        put(tmp_path / f"{number}.txt", content)
    reading = read_paths([str(tmp_path)])
    assert reading.done == 0
    assert reading.total == sum(map(len, contents))
    steps = [reading.done for _ in reading]
    assert steps == sorted(steps)
    assert steps[:2] == [len(listing("A")), len(listing("A", "B"))]
    assert reading.done == reading.total


def test_the_source_is_the_ministry_unless_another_is_named(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", listing("A"))

    def keys(reading: Reading) -> Iterator[str]:
        return (item.release.source for item in reading if isinstance(item, Parsed))

    assert list(keys(read_paths([path]))) == [MOTIR]
    assert list(keys(read_paths([path], source="starter"))) == ["starter"]


def test_finding_files_opens_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a" / "a.txt", listing("A"))

    def refuse(*args: object) -> None:
        raise AssertionError(f"opened {args}")

    monkeypatch.setattr(Path, "open", refuse)
    size = len(listing("A"))
    found = list(sources([path, str(tmp_path), "-"]))
    assert found == [InputFile(path, size, True), InputFile(path, size, False), InputFile("-", None, True)]


def test_ordinary_paths_are_shown_as_they_are() -> None:
    for path in ("a b/c.txt", "보도자료/목록 1.txt", "é\xa0x", "C:\\lists"):
        assert printable(path) == path


def test_paths_cannot_steer_a_terminal() -> None:
    assert printable("a\x1b[31m\n\u202eb\udcff") == "a\\x1b[31m\\n\\u202eb\\udcff"


@needs_unix
def test_a_name_that_is_no_utf8_is_read_and_shown_escaped(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(name)).write_bytes(b"-\nbroken\n" + listing("A"))
    problem, parsed = read_paths([str(tmp_path)])
    assert isinstance(problem, Problem)
    assert problem.path == f"{tmp_path}/\\udcff.txt"
    assert isinstance(parsed, Parsed)


@given(st.text())
def test_any_path_is_shown_in_characters_that_can_be_written(path: str) -> None:
    printable(path).encode()
    assert "\x1b" not in printable(path)
    assert "\n" not in printable(path)


@given(st.binary())
def test_any_standard_input_is_answered(content: bytes) -> None:
    for prefix in (b"", b"-\n"):
        assert list(read_paths(["-"], stdin=BytesIO(prefix + content)))
