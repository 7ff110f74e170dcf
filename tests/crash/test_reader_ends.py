"""However the reader ends, the terminal is as it was before."""

import signal
import time
from pathlib import Path

import pytest

from reader.library import Library
from reader.paths import Paths
from tests.crash.conftest import Open
from tests.terminal import READER, Terminal, environment

_SOON = 15.0
"""Seconds in which the reader ends also on a busy machine; it takes a third of one."""
pytestmark = pytest.mark.usefixtures("library")


def _assert_clean(terminal: Terminal) -> None:
    """Neither the screen nor the line discipline remember the reader."""
    for on, off in (
        (b"\x1b[?1049h", b"\x1b[?1049l"),  # the alternate screen
        (b"\x1b[?25l", b"\x1b[?25h"),  # the cursor
        (b"\x1b[?1000h", b"\x1b[?1000l"),  # mouse: buttons
        (b"\x1b[?1003h", b"\x1b[?1003l"),  # mouse: movements
        (b"\x1b[?1006h", b"\x1b[?1006l"),  # mouse: numbers as SGR writes them
        (b"\x1b[?2004h", b"\x1b[?2004l"),  # bracketed paste
        (b"\x1b[?1004h", b"\x1b[?1004l"),  # focus
        (b"\x1b[?7l", b"\x1b[?7h"),  # lines wrap
    ):
        written = terminal.written
        assert on in written
        assert written.rindex(off) > written.rindex(on)
    assert terminal.modes() == terminal.modes_before
    assert b"Traceback" not in terminal.written


def _left_at() -> str | None:
    with Library.open() as library:
        return library.session.read().get("release")


def test_q_leaves_the_terminal_as_it_was(reader: Open) -> None:
    terminal = reader()
    terminal.send("q")
    assert terminal.wait_end(_SOON) == 0
    _assert_clean(terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_reader_as_q_does(reader: Open, number: signal.Signals) -> None:
    terminal = reader()
    terminal.send("jjj")
    with Library.open() as library:
        fourth = library.releases.all().page(3, 1)[0]
    terminal.wait_for(fourth.id)
    terminal.signal(number)
    assert terminal.wait_end(_SOON) == 0
    _assert_clean(terminal)
    assert _left_at() == str(fourth.number)
    assert not Paths.find().log.exists()


def test_a_signal_keeps_what_stands_in_the_editor(reader: Open) -> None:
    terminal = reader()
    terminal.send("a")
    terminal.wait_for("esc saves")
    terminal.send("Half a tho")
    terminal.wait_for("Half a tho")
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_end(_SOON) == 0
    _assert_clean(terminal)
    again = reader()
    again.wait_for("here it is again")
    again.wait_for("Half a tho")


def test_the_reader_ends_with_its_terminal(reader: Open) -> None:
    terminal = reader()
    terminal.hang_up()
    assert terminal.wait_end_unread(_SOON) is not None
    assert not Paths.find().log.exists()


def test_a_library_damaged_under_the_reader_leaves_a_clean_terminal(home: Path, reader: Open) -> None:
    terminal = reader()
    path = Paths.find().library
    path.write_bytes(b"\0" * path.stat().st_size)
    for beside in home.glob("library.db-*"):
        beside.write_bytes(b"\0" * beside.stat().st_size)
    deadline = time.monotonic() + _SOON
    keys = iter("jbGjrgaR" * 1000)
    while not terminal.ended() and "damaged" not in terminal.text() and time.monotonic() < deadline:
        terminal.send(next(keys))
        terminal.read(0.02)
    if not terminal.ended():
        terminal.send("\x11")
        deadline = time.monotonic() + _SOON
        while (
            not terminal.ended() and "again loses it" not in terminal.text() and time.monotonic() < deadline
        ):
            terminal.read(0.02)
    if not terminal.ended():
        # An open note cannot be kept here; asked again, the reader ends all the same.
        terminal.send("\x11")
    assert terminal.wait_end(_SOON) in (0, 3)
    _assert_clean(terminal)
    assert "damaged" in terminal.text() or "ended unexpectedly" in terminal.text()


def test_a_library_that_cannot_be_opened_is_a_sentence(home: Path) -> None:
    path = Paths.find().library
    path.write_bytes(b"no library at all" * 500)
    with Terminal(READER, environment(home)) as terminal:
        assert terminal.wait_end(_SOON) == 3
        assert "is not a PressReader library" in "".join(terminal.text().splitlines())
        assert b"\x1b[?1049h" not in terminal.written
        assert terminal.modes() == terminal.modes_before
