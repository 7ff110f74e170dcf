"""The history of queries: one file, several readers, and places where it cannot be written."""

import multiprocessing
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library.history import LIMIT, History


def test_the_newest_stands_first_and_each_once(tmp_path: Path) -> None:
    history = History(tmp_path / "state" / "history")
    assert history.entries() == []
    for text in ("tariff", "rice", "  tariff  ", "two\nlines\r\nof it", "", " \n "):
        assert history.add(text)
    assert history.entries() == ["two lines of it", "tariff", "rice"]


def test_what_is_made_is_private(tmp_path: Path) -> None:
    path = tmp_path / "state" / "history"
    history = History(path)
    history.add("tariff")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for n in range(2 * LIMIT):
        history.add(str(n))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_the_last_ones_are_kept_and_the_file_stays_small(tmp_path: Path) -> None:
    history = History(tmp_path / "history")
    history.add("often")
    for n in range(3 * LIMIT):
        history.add(f"query {n}")
        if n % 100 == 0:
            history.add("often")
    entries = history.entries()
    assert len(entries) == LIMIT
    assert entries[0] == f"query {3 * LIMIT - 1}"
    assert "often" in entries
    assert (tmp_path / "history").read_bytes().count(b"\n") <= 2 * LIMIT


@given(st.lists(st.text(max_size=30), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_comes_back_on_one_line(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "history"
    path.unlink(missing_ok=True)
    history = History(path)
    assert all(map(history.add, texts))
    lines = [" ".join(text.splitlines()).strip() for text in texts]
    expected = [line for line in dict.fromkeys(reversed(lines)) if line]
    assert history.entries() == expected


def test_text_that_cannot_be_encoded_and_damage_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_bytes(b"good\n\xff\xfe\n\ncut sho")
    history = History(path)
    assert history.add("lone \ud800")
    assert history.entries() == ["lone ?", "cut sho", "\ufffd\ufffd", "good"]


def test_a_history_that_cannot_be_written_says_so_and_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "below"):
        history = History(path)
        assert history.add("tariff") is False
        assert history.entries() == []


def test_a_file_that_is_replaced_all_the_time_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.history._is", lambda *_: False)
    assert History(tmp_path / "history").add("tariff") is False


def _add(path: Path, name: str, count: int) -> None:
    history = History(path)
    for n in range(count):
        assert history.add(f"{name} {n}")


def test_two_readers_lose_nothing_while_the_file_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "history"
    _add(path, "before", 2 * LIMIT - 50)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add, args=(path, name, 150)) for name in ("one", "two")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    entries = History(path).entries()
    for name in ("one", "two"):
        assert [entry for entry in entries if entry.startswith(name)] == [
            f"{name} {n}" for n in range(149, -1, -1)
        ]
