"""How long a start, and the end, of the reader take beside Python alone and the smallest Textual app."""

import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import libraries
from tests.bench.figures import Figure
from tests.bench.libraries import Made, leave_at
from tests.terminal import READER, Terminal, environment

_ROUNDS = 12
_ROWS, _WHOLE, _MEMORY = 1.25, 1.35, 1.5
"""Ratios to the smallest Textual app that are wanted."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start: milliseconds since the process was asked for, and KiB."""

    rows: float = 0.0
    text: float = 0.0
    whole: float = 0.0
    quit: float = 0.0
    shared: float = 0.0
    """Proportional set size."""
    resident: float = 0.0


def run(folder: Path) -> list[Figure]:
    """Measure round by round: Python, the smallest app, the reader with small and large libraries."""
    small, large = libraries.small(folder), libraries.large(folder)
    floor: list[float] = []
    app: list[Start] = []
    found: dict[str, list[Start]] = {"3,000": [], "100,000": [], "100,000, in the middle": []}
    for number in range(-1, _ROUNDS):
        python, smallest = _python(), _smallest(folder)
        readers = (
            _reader(small),
            _reader(leave_at(large.home, 0)),
            _reader(leave_at(large.home, large.count // 2)),
        )
        if number >= 0:  # the first round only warms the caches
            floor.append(python)
            app.append(smallest)
            for starts, start in zip(found.values(), readers, strict=True):
                starts.append(start)
    return _figures(floor, app, found)


def _python() -> float:
    with Terminal([sys.executable, "-c", "pass"], environment(Path("unused"))) as terminal:
        terminal.wait_end()
        return _since(terminal.began)


def _smallest(home: Path) -> Start:
    command = [sys.executable, str(Path(__file__).with_name("smallest.py"))]
    with Terminal(command, environment(home)) as terminal:
        (ready,) = terminal.arrival("Ready")
        return _rest(terminal, ready, ready)


def _reader(made: Made) -> Start:
    row = f"●.*{re.escape(made.release.title[:12])}"
    text = re.escape(" ".join((made.release.body or "").split()[:3]))
    with Terminal(READER, environment(made.home)) as terminal:
        rows, read, _, _ = terminal.arrival(row, text, f" {made.count:,} releases", "enter read")
        return _rest(terminal, rows, read)


def _rest(terminal: Terminal, rows: float, text: float) -> Start:
    whole = terminal.chunks[-1].at
    terminal.settle(0.4)
    memory = dict(re.findall(r"^(\w+):\s+(\d+) kB", _memory(terminal.pid), re.MULTILINE))
    pressed = terminal.send("\x11")
    terminal.wait_end()
    return Start(
        (rows - terminal.began) * 1000,
        (text - terminal.began) * 1000,
        (whole - terminal.began) * 1000,
        _since(pressed),
        float(memory.get("Pss", 0)),
        float(memory.get("Rss", 0)),
    )


def _memory(pid: int) -> str:
    """What Linux knows of a process's memory; nothing on other systems."""
    try:
        return Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return ""


def _since(moment: float) -> float:
    return (time.perf_counter() - moment) * 1000


def _figures(floor: Sequence[float], app: Sequence[Start], found: dict[str, list[Start]]) -> list[Figure]:
    shown = [start.text for start in app]
    figures = [
        Figure("python -c pass, to its end", "ms", floor, shown),
        Figure("smallest Textual app: text", "ms", shown),
        Figure("smallest Textual app: whole screen", "ms", [start.whole for start in app], shown),
        Figure("smallest Textual app: quit", "ms", [start.quit for start in app]),
    ]
    for name, starts in found.items():
        figures += [
            Figure(f"{name}: row", "ms", [start.rows for start in starts], shown, _ROWS),
            Figure(f"{name}: text", "ms", [start.text for start in starts], shown, _ROWS),
            Figure(f"{name}: whole screen", "ms", [start.whole for start in starts], shown, _WHOLE),
            Figure(f"{name}: quit", "ms", [start.quit for start in starts], [start.quit for start in app]),
        ]
        for what, field in (("PSS", "shared"), ("RSS", "resident")):
            base = [getattr(start, field) / 1024 for start in app]
            if all(base):
                values = [getattr(start, field) / 1024 for start in starts]
                figures.append(Figure(f"{name}: {what}", "MiB", values, base, _MEMORY))
    return figures
