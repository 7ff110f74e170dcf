"""The progress line: what it says, that it fits, and when it is not there."""

import io
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cli import progress
from reader.cli.progress import Progress, progress_line


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> _Screen:
    screen = _Screen()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=screen))
    monkeypatch.setenv("COLUMNS", "40")
    return screen


def test_a_wide_line_has_bar_percent_rate_and_time_left() -> None:
    assert progress_line("Importing", 12_345, 0.25, 10.0, 80) == (
        "Importing  [#####...............]  25 %  1,234 releases/s  0:30 left"
    )


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (60, "Importing  25 %  1,234 releases/s  0:30 left"),
        (40, "Importing  25 %  1,234/s  0:30 left"),
        (30, "Importing  25 %  0:30 left"),
        (20, "Importing  25 %"),
        (10, "Importing"),
        (5, "Impo"),
    ],
)
def test_a_narrow_line_leaves_out_what_matters_least(width: int, text: str) -> None:
    assert progress_line("Importing", 12_345, 0.25, 10.0, width) == text


def test_where_the_whole_is_not_known_it_counts() -> None:
    assert progress_line("Importing", 500, None, 2.0, 80) == "Importing  500 releases  250 releases/s"


def test_hours_are_hours() -> None:
    assert progress_line("Indexing", 1, 0.01, 37.5, 80).endswith("1:01:52 left")


@given(
    done=st.integers(0, 10**9),
    fraction=st.none() | st.floats(-1, 2),
    elapsed=st.floats(0, 10**6),
    width=st.integers(1, 200),
)
def test_a_line_never_fills_the_terminal(
    done: int, fraction: float | None, elapsed: float, width: int
) -> None:
    assert len(progress_line("Importing", done, fraction, elapsed, width)) < width


def test_short_work_shows_nothing(screen: _Screen) -> None:
    with Progress("Indexing", _Clock()) as work:
        work.counted(1, 2)
        work.counted(2, 2)
    assert screen.getvalue() == ""


def test_long_work_shows_a_line_and_leaves_none(screen: _Screen) -> None:
    clock = _Clock()
    with Progress("Indexing", clock) as work:
        clock.now = 1.0
        work.counted(250, 1000)
        work.counted(251, 1000)  # too soon for another line
        clock.now = 2.0
        work.counted(1000, 1000)
    first, second, blank, after = screen.getvalue().split("\r")[1:]
    assert first == "Indexing  25 %  250/s  0:03 left"
    assert second.rstrip() == "Indexing  100 %  500/s  0:00 left"
    assert (blank.strip(), len(blank) >= len(second.rstrip()), after) == ("", True, "")


def test_an_interrupt_leaves_no_line_either(screen: _Screen) -> None:
    clock = _Clock()
    with pytest.raises(KeyboardInterrupt), Progress("Indexing", clock) as work:
        clock.now = 1.0
        work.update(5, None)
        raise KeyboardInterrupt
    assert screen.getvalue().endswith("\r")
    assert screen.getvalue().rsplit("\r", 2)[1].strip() == ""


def test_no_terminal_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))
    clock = _Clock()
    with Progress("Indexing", clock) as work:
        clock.now = 5.0
        work.counted(1, 2)
    assert stream.getvalue() == ""
