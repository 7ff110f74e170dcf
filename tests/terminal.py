"""A real terminal for tests and measurements: runs a program in it, answers its questions, knows its screen.

What the program writes is stamped when it is read; the emulator, which is slow, looks at it only afterwards.
"""

import codecs
import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage

import pyte

ROOT = Path(__file__).parents[1]
READER = (sys.executable, "-c", "from reader.__main__ import main; raise SystemExit(main())")
"""The command `pressreader`, also where nothing is installed."""
PATIENCE = 30.0
"""Seconds after which something that should have happened has not."""

# What xterm does not know it leaves unanswered.
_QUESTIONS: Sequence[tuple[re.Pattern[bytes], bytes]] = (
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),  # synchronized output: known
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?64;1;2;22c"),  # primary device attributes
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>41;390;0c"),  # secondary device attributes
    (re.compile(rb"\x1b\[5n"), b"\x1b[0n"),  # status: ready
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),  # where the cursor is
    (re.compile(rb"\x1b\]10;\?(?:\x07|\x1b\\)"), b"\x1b]10;rgb:d0d0/d0d0/d0d0\x1b\\"),
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:1010/1010/1010\x1b\\"),
)
_SEQUENCE = re.compile(
    r"\x1b(?:\[(?P<private>[<=>?]?)(?P<numbers>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|[P_^\]].*?(?:\x1b\\|\x07))",
    re.DOTALL,
)
_BEGUN = re.compile(r"\x1b(?:\[[<=>?]?[0-9;:]*[ -/]*|[P_^\]][^\x07]{0,4000})?\Z", re.DOTALL)
_PIECE = 2048


class TerminalError(AssertionError):
    """The program did not do in time what was waited for; the message holds the screen."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one read gave, and when."""

    at: float
    data: bytes


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a program that is tested: a library of its own, xterm's name, bytecode kept."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("LINES", "COLUMNS", "TMUX", "TERM_PROGRAM", "NO_COLOR", "PYTHONDONTWRITEBYTECODE")
    }
    return {
        **inherited,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONPATH": str(ROOT),
        "PRESSREADER_HOME": str(home),
        **more,
    }


class Terminal:
    """A pseudo-terminal with one program in it, which is its session's leader."""

    def __init__(
        self, command: Sequence[str], variables: Mapping[str, str], size: tuple[int, int] = (120, 40)
    ) -> None:
        width, height = size
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._asked = b""
        self._unseen: list[Chunk] = []
        self.chunks: list[Chunk] = []
        """Everything that was written, in order."""
        self.status: int | None = None
        """Exit code once the program has ended; minus the signal's number where one ended it."""
        self.used: struct_rusage | None = None
        self._master, self._slave = os.openpty()
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.modes_before = self.modes()
        name = os.ttyname(self._slave)
        self.began = time.perf_counter()
        # Opened anew by the leader of a new session, the terminal becomes the one that controls it.
        self.pid = os.posix_spawnp(
            command[0],
            list(command),
            dict(variables),
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0),
                (os.POSIX_SPAWN_DUP2, 0, 1),
                (os.POSIX_SPAWN_DUP2, 0, 2),
            ],
            setsid=True,
            setsigmask=[],
            setsigdef=[signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGPIPE],
        )

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading and writing

    def read(self, timeout: float) -> bool:
        """Read what there is, waiting at most `timeout` seconds; whether there was anything."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, timeout))
        if not ready:
            return False
        chunk = Chunk(0.0, os.read(self._master, 1 << 16))
        chunk = Chunk(time.perf_counter(), chunk.data)
        self.chunks.append(chunk)
        self._unseen.append(chunk)
        self._answer(chunk.data)
        return True

    def _answer(self, data: bytes) -> None:
        self._asked += data
        last = 0
        for question, answer in _QUESTIONS:
            for match in question.finditer(self._asked):
                last = max(last, match.end())
                os.write(self._master, answer)
        # A question may come in two pieces.
        begun = self._asked.rfind(b"\x1b", max(last, len(self._asked) - 16))
        self._asked = self._asked[begun:] if begun >= 0 else b""

    def send(self, keys: str) -> float:
        """Press keys; when that was."""
        at = time.perf_counter()
        os.write(self._master, keys.encode())
        return at

    def settle(self, quiet: float = 0.08, timeout: float = PATIENCE) -> float:
        """Read until nothing was written for `quiet` seconds; when the last byte came."""
        deadline = time.monotonic() + timeout
        while self.read(quiet):
            if time.monotonic() > deadline:
                raise TerminalError(f"the output never ended; the screen:\n{self.text()}")
        return self.chunks[-1].at if self.chunks else self.began

    @property
    def written(self) -> bytes:
        """Every byte that the program wrote."""
        return b"".join(chunk.data for chunk in self.chunks)

    # The screen

    def text(self) -> str:
        """What stands on the screen now, line by line."""
        while self._unseen:
            self._show(self._unseen.pop(0))
        return self._rows()

    def _rows(self) -> str:
        # Not the screen's own `display`: it fails while a wide character has been written over by half.
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        return "\n".join("".join(row[x].data for x in range(self._screen.columns)).rstrip() for row in rows)

    def _show(self, chunk: Chunk) -> None:
        text = self._held + self._decoder.decode(chunk.data)
        begun = _BEGUN.search(text)
        self._held = text[begun.start() :] if begun else ""
        self._stream.feed(_SEQUENCE.sub(_understood, text[: begun.start()] if begun else text))

    def arrival(self, *patterns: str, quiet: float = 0.08, timeout: float = PATIENCE) -> list[float]:
        """When each pattern was first on the screen, to the chunk. The screen is looked at in pauses only."""
        wanted = [re.compile(pattern, re.MULTILINE) for pattern in patterns]
        found: list[float | None] = [None] * len(wanted)
        deadline = time.monotonic() + timeout
        while True:
            self.settle(quiet)
            while self._unseen:
                chunk = self._unseen.pop(0)
                self._show(chunk)
                rows = self._rows()
                found = [
                    at if at is not None or not pattern.search(rows) else chunk.at
                    for at, pattern in zip(found, wanted, strict=True)
                ]
            if all(at is not None for at in found):
                return [at for at in found if at is not None]
            self._give_up(deadline, f"no {patterns}")

    def wait_for(self, pattern: str, timeout: float = PATIENCE) -> str:
        """Wait until a regular expression matches the screen; the screen."""
        wanted = re.compile(pattern, re.MULTILINE)
        return self.wait(lambda text: wanted.search(text) is not None, f"no {pattern!r}", timeout)

    def wait_gone(self, pattern: str, timeout: float = PATIENCE) -> str:
        """Wait until a regular expression no longer matches the screen; the screen."""
        wanted = re.compile(pattern, re.MULTILINE)
        return self.wait(lambda text: wanted.search(text) is None, f"still {pattern!r}", timeout)

    def wait(self, condition: Callable[[str], bool], what: str, timeout: float = PATIENCE) -> str:
        """Wait until the screen fulfils a condition; the screen. Raises TerminalError, also when the program ends."""
        deadline = time.monotonic() + timeout
        while not condition(text := self.text()):
            if not self.read(0.02):
                self._give_up(deadline, what)
        return text

    def _give_up(self, deadline: float, what: str) -> None:
        if self.ended() and not self.read(0):
            raise TerminalError(f"{what}; the program ended with {self.status}; the screen:\n{self.text()}")
        if time.monotonic() > deadline:
            raise TerminalError(f"{what}; the screen:\n{self.text()}")

    # The line discipline, and the end

    def modes(self) -> list[object]:
        """The terminal's modes, as `termios.tcgetattr` gives them."""
        return termios.tcgetattr(self._slave)

    def ended(self) -> bool:
        """Whether the program has ended."""
        if self.status is None:
            pid, status, used = os.wait4(self.pid, os.WNOHANG)
            if pid:
                self.status, self.used = os.waitstatus_to_exitcode(status), used
        return self.status is not None

    def wait_end(self, timeout: float = PATIENCE) -> int:
        """Wait until the program has ended, reading what it writes; its exit code."""
        deadline = time.monotonic() + timeout
        while not self.ended():
            self.read(0.0005)
            if time.monotonic() > deadline:
                raise TerminalError(f"the program did not end; the screen:\n{self.text()}")
        while self.read(0):
            pass
        assert self.status is not None
        return self.status

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        if not self.ended():
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the program as a power cut would end it, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        self.wait_end()

    def hang_up(self) -> None:
        """Close the terminal under the program, as closing its window does."""
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    def wait_end_unread(self, timeout: float = PATIENCE) -> int:
        """As `wait_end`, for a program whose terminal was closed."""
        deadline = time.monotonic() + timeout
        while not self.ended():
            if time.monotonic() > deadline:
                raise TerminalError("the program did not end after its terminal was closed")
            time.sleep(0.005)
        assert self.status is not None
        return self.status

    def close(self) -> None:
        """End the program if it runs, and close the terminal."""
        if self._master >= 0:
            self.kill()
            self.hang_up()
        elif not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            self.wait_end_unread()


def _understood(match: re.Match[str]) -> str:
    """A sequence that the emulator knows, or nothing: it would print the others' letters."""
    final = match["final"]
    known = match["private"] in ("", "?") and not match["between"] and ":" not in match["numbers"]
    return match[0] if final is not None and final != "u" and known else ""
