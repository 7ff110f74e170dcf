"""A file takes its place as a whole, or leaves nothing behind."""

import errno
import os
import stat
from pathlib import Path

import pytest

from reader.atomic import LEFT, beside, clear_left, is_forbidden, is_full, keep_names

_TWO_HOURS = 7200


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_file_takes_its_place_only_when_it_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "it"
    path.write_text("old")
    with beside(path, 0o600) as new:
        new.file.write(b"new")
        new.reach_disk()
        assert path.read_text() == "old"
        assert len(list(tmp_path.glob(LEFT))) == 1
        new.take_place()
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["it"]


def test_a_file_that_does_not_take_its_place_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "it"
    with beside(path) as new:
        new.file.write(b"new")
    with pytest.raises(ZeroDivisionError), beside(path) as new:
        new.file.write(bytes([1 // 0]))
    (tmp_path / "folder" / "full").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"), beside(tmp_path / "folder") as new:
        new.take_place()
    assert names(tmp_path) == ["folder"]


def test_what_was_left_long_ago_is_taken_away(tmp_path: Path) -> None:
    old, new = tmp_path / ".pressreader-0.tmp", tmp_path / ".pressreader-1.tmp"
    for path in (old, new):
        path.touch()
    then = old.stat().st_mtime - _TWO_HOURS
    os.utime(old, (then, then))
    clear_left([*tmp_path.glob(LEFT), tmp_path / "gone"])
    assert names(tmp_path) == [new.name]


def test_names_are_kept_as_far_as_the_system_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: kept.append(os.fstat(descriptor).st_ino))
    keep_names([tmp_path / "gone", tmp_path])
    assert kept == [tmp_path.stat().st_ino]


def test_two_kinds_of_refusal_are_told_from_others() -> None:
    told = [
        (is_full(OSError(code, "")), is_forbidden(OSError(code, "")))
        for code in (
            errno.ENOSPC,
            errno.EACCES,
            errno.EIO,
        )
    ]
    assert told == [(True, False), (False, True), (False, False)]
