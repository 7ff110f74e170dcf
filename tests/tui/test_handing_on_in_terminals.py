"""What is copied and opened in real terminals, and in a real tmux where there is one."""

import base64
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.library import Library
from reader.store.database import Database
from tests.terminal import PATIENCE, READER, Terminal, environment
from tests.tui.conftest import fill

LONG = "https://example.org/“무역”/" + "a'b\"c무" * 7000
_AROUND = ("TMUX", "STY", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY", "VTE_VERSION", "BROWSER")


@pytest.fixture
def linked(home: Path, tmp_path: Path) -> Path:
    """A library whose releases have a link of 50 kB."""
    fill(tmp_path)
    with Library.open() as library:
        database = Database.open(library.paths.library)
        with database.transaction():
            database.execute("UPDATE release SET url = ?", (LONG,))
        database.close()
    return home


@contextmanager
def opened(home: Path, *command: str, **more: str) -> Iterator[Terminal]:
    """The reader in a terminal, alone or inside another program, ready for keys."""
    variables = {name: value for name, value in environment(home).items() if name not in _AROUND} | more
    with Terminal(command or READER, variables) as terminal:
        terminal.wait_for("enter read")
        yield terminal


def copied(terminal: Terminal) -> str:
    """The one text that the terminal was asked to hold."""
    sequences = re.findall(rb"\x1b\]52;c?;([^\x07\x1b]*)(?:\x07|\x1b\\)", terminal.written)
    assert len(sequences) == terminal.written.count(b"\x1b]52;") == 1
    return base64.b64decode(sequences[0], validate=True).decode()


def test_the_terminal_gets_50_kb_in_one_sequence_and_the_screen_goes_on(linked: Path) -> None:
    assert len(LONG.encode()) > 50_000
    with opened(linked) as terminal:
        terminal.send("yjkjk")
        terminal.wait_for(r"Sent the link to the terminal.s clipboard \(OSC 52\)")
        assert copied(terminal) == LONG
        terminal.send("q")
        assert terminal.wait_end() == 0


def test_a_text_browser_gets_the_terminal_and_gives_it_back(linked: Path, tmp_path: Path) -> None:
    browser = tmp_path / "w3m"
    browser.write_text(
        '#!/bin/sh\ntrap "echo INTERRUPTED" INT\necho "TEXT BROWSER ${1%%“*}"\nread one || read one\necho LEFT\n'
    )
    browser.chmod(0o755)
    with opened(linked, BROWSER=str(browser)) as terminal:
        terminal.send("o")
        terminal.wait_for("TEXT BROWSER https://example.org/")
        assert b"\x1b[?1049l" in terminal.written  # the screen that was there before the reader
        terminal.send("\x03")
        terminal.wait_for("INTERRUPTED")
        terminal.send("\n")
        terminal.wait(lambda _: terminal.written.count(b"\x1b[?1049h") == 2, "the reader's screen again")
        terminal.settle()
        terminal.send("3")
        terminal.wait_gone("enter read")
        terminal.send("2")
        terminal.wait_for("enter read")
        terminal.send("q")
        assert terminal.wait_end() == 0


def test_leaving_waits_for_an_export_and_says_so(linked: Path, tmp_path: Path) -> None:
    with Library.open() as library:
        library.session.remember({"export_folder": str(tmp_path / "out")})
    with opened(linked) as terminal:
        terminal.send("Xq")
        assert terminal.wait_end() == 0
        assert b"7 written" in terminal.written
    assert len(list((tmp_path / "out").glob("*.md"))) == 7


# tmux


@pytest.fixture
def tmux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The command of a tmux of this test's own."""
    program = shutil.which("tmux")
    if program is None:
        pytest.skip("there is no tmux here")
    folder = tmp_path / "sockets"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("TMUX_TMPDIR", str(folder))
    command = [program, "-L", "pressreader-test", "-f", "/dev/null"]
    yield command
    subprocess.run([*command, "kill-server"], capture_output=True, check=False)


def buffer(tmux: list[str]) -> str:
    """What tmux holds, once it holds something."""
    deadline = time.monotonic() + PATIENCE
    while True:
        shown = subprocess.run([*tmux, "show-buffer"], capture_output=True, check=False)
        if shown.returncode == 0:
            return shown.stdout.decode()
        assert time.monotonic() < deadline, shown.stderr
        time.sleep(0.02)


def test_tmux_holds_what_was_copied_and_its_terminal_is_sent_it(linked: Path, tmux: list[str]) -> None:
    with opened(linked, *tmux, "new-session", shlex.join(READER)) as terminal:
        terminal.send("y")
        assert buffer(tmux) == LONG
        terminal.wait_for("Copied the link: tmux.s buffer")
        terminal.settle()
        assert copied(terminal) == LONG
        terminal.send("q")
        terminal.wait_end()


def test_over_ssh_in_tmux_nothing_of_the_other_computer_is_used(
    linked: Path, tmux: list[str], tmp_path: Path
) -> None:
    (tmp_path / "xclip").write_text(f'#!/bin/sh\ntouch "{tmp_path}/used"\n')
    (tmp_path / "xclip").chmod(0o755)
    more = {
        "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22",
        "DISPLAY": ":7",
        "PATH": f"{tmp_path}:{environment(linked)['PATH']}",
    }
    with opened(linked, *tmux, "new-session", shlex.join(READER), **more) as terminal:
        terminal.send("o")
        assert buffer(tmux) == LONG
        terminal.wait_for("The browser here is not at your desk")
        terminal.send("q")
        terminal.wait_end()
    assert not (tmp_path / "used").exists()
