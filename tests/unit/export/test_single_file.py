"""One file is written as a whole or not at all, and what somebody else wrote stays."""

import errno
import hashlib
import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import ExportConflict, PressReaderError, UsageError
from reader.export import single
from reader.export.single import locate, write


def put(path: Path, text: str, *, force: bool = False, known: list[str] | None = None) -> str:
    """Write a text, knowing and remembering what was written before."""
    known = [] if known is None else known
    return write(locate(str(path)), [text], known=tuple(known), remember=known.append, force=force)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out.csv"


def alone(path: Path) -> bool:
    """Nothing but the file is in its folder."""
    return [one.name for one in path.parent.iterdir() if one.is_file()] == [path.name]


def test_a_new_file_gets_its_folders(path: Path) -> None:
    deep = path.parent / "a" / "b" / "out.csv"
    known: list[str] = []
    assert put(deep, "한국\r\n", known=known) == "written"
    assert deep.read_bytes() == "한국\r\n".encode()
    assert known == [hashlib.sha256(deep.read_bytes()).hexdigest()]
    assert alone(deep)


def test_the_same_text_leaves_the_file_untouched(path: Path) -> None:
    path.write_text("one")
    os.utime(path, (1, 1))
    known: list[str] = []
    assert put(path, "one", known=known) == "unchanged"
    assert path.stat().st_mtime == 1
    assert known, "what is ours by its text is ours from now on"
    assert alone(path)


def test_what_we_wrote_is_updated_and_keeps_its_mode(path: Path) -> None:
    known: list[str] = []
    put(path, "one", known=known)
    path.chmod(0o640)
    assert put(path, "two", known=known) == "updated"
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("two", 0o640)


def test_what_was_changed_since_is_a_conflict_until_forced(path: Path) -> None:
    known: list[str] = []
    put(path, "one", known=known)
    path.write_text("mine")
    with pytest.raises(ExportConflict, match="changed since the last export"):
        put(path, "two", known=known)
    assert (path.read_text(), alone(path)) == ("mine", True)
    assert put(path, "two", known=known, force=True) == "updated"
    assert path.read_text() == "two"


def test_a_strangers_file_is_a_conflict_and_an_empty_one_is_not(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(ExportConflict, match="something else"):
        put(path, "one")
    path.write_text("")
    assert put(path, "one") == "written"


def test_what_fails_half_way_leaves_the_file_as_it_was(path: Path) -> None:
    path.write_text("")

    def pieces() -> Iterator[str]:
        yield "half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(locate(str(path)), pieces())
    assert (path.read_text(), alone(path)) == ("", True)


def test_what_a_killed_export_left_goes_with_the_next(path: Path) -> None:
    old, new = (path.with_name(f".pressreader-{name}.tmp") for name in ("0123456789ab", "ba9876543210"))
    for one in (old, new):
        one.write_text("half")
    os.utime(old, (1, 1))
    put(path, "one")
    assert (old.exists(), new.exists()) == (False, True)


def test_what_another_program_saved_meanwhile_stays(path: Path) -> None:
    path.write_text("")

    def saved_by_another(_: str) -> None:
        path.write_text("theirs")

    with pytest.raises(ExportConflict, match="meanwhile"):
        write(locate(str(path)), ["one"], remember=saved_by_another)
    assert (path.read_text(), alone(path)) == ("theirs", True)


def test_a_link_to_a_file_is_followed_and_stays(path: Path) -> None:
    real = path.parent / "elsewhere" / "real.csv"
    put(real, "")
    path.symlink_to(real)
    assert put(path, "one") == "written"
    assert (real.read_text(), path.is_symlink()) == ("one", True)


@pytest.mark.parametrize(("where", "reason"), [("gone", "leads nowhere"), ("out.csv", "cannot be written")])
def test_a_link_that_leads_nowhere_is_refused(path: Path, where: str, reason: str) -> None:
    path.symlink_to(path.parent / where)
    with pytest.raises(UsageError, match=reason):
        put(path, "one")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    for text in (str(tmp_path), f"{tmp_path}/new/", "/"):
        with pytest.raises(UsageError, match="is a folder"):
            locate(text)
    assert not (tmp_path / "new").exists()


def test_a_file_in_the_way_of_the_folder_is_refused(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(UsageError, match="a file stands where a folder is meant"):
        put(path / "deep" / "out.csv", "one")


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Name another"):
        put(tmp_path / ("n" * 300), "one")


def test_a_home_folder_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="whole path"):
        locate("~nobody-of-that-name/out.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_said(path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        with pytest.raises(PressReaderError, match="writable") as refused:
            put(path, "one")
    finally:
        path.parent.chmod(0o700)
    assert refused.value.exit_code == 3


def test_a_file_that_is_read_only_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PressReaderError, match="writable"):
        put(path, "one", force=True)
    assert (path.read_text(), alone(path)) == ("", True)


def test_a_disk_that_is_full_is_said_and_nothing_is_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PressReaderError, match="Free some space") as refused:
        put(path, "one")
    assert (refused.value.exit_code, list(path.parent.iterdir())) == (3, [])


@pytest.mark.skipif(sys.platform != "linux", reason="a device of Linux")
def test_a_device_is_written_straight() -> None:
    assert put(Path("/dev/null"), "one") == "written"
    with pytest.raises(PressReaderError, match="Free some space"):
        put(Path("/dev/full"), "one")


def test_a_pipe_with_a_name_is_written_straight_and_as_plain_utf_8(path: Path) -> None:
    os.mkfifo(path)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()), daemon=True)
    reader.start()
    long = "x" * 300_000
    assert write(locate(str(path)), ["é", long, "end"], encoding="utf-8-sig") == "written"
    reader.join(60)
    assert read == [f"é{long}end".encode()]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_whoever_reads_a_pipe_may_have_seen_enough() -> None:
    read, written = os.pipe()
    os.close(read)
    try:
        assert put(Path(f"/dev/fd/{written}"), "one") == "written"
    finally:
        os.close(written)


def test_an_open_file_is_written_where_it_stands(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        file.write(b"before ")
        assert put(Path(f"/dev/fd/{file.fileno()}"), "one") == "written"
    assert path.read_text() == "before one"


def test_links_to_the_names_of_open_files_are_known(path: Path) -> None:
    path.symlink_to("/dev/stdout")
    assert locate(str(path)).descriptor == 1
    assert single.locate("/dev/stderr").descriptor == 2
