"""How soon a key held down is answered, list and text complete, beside the smallest app that answers one."""

import sys
from pathlib import Path

from tests.bench import libraries
from tests.bench.figures import Figure, part
from tests.bench.libraries import Made
from tests.terminal import READER, Terminal, environment

_ROUNDS, _PRESSES = 4, 50
_QUIET = 0.03


def run(folder: Path) -> list[Figure]:
    """Press `j` again and again, each time when the last one was answered."""
    readers = {"3,000": libraries.small(folder), "100,000": libraries.large(folder)}
    echo: list[list[float]] = []
    found: dict[str, list[list[float]]] = {what: [] for what in readers}
    for _ in range(_ROUNDS):
        echo.append(_echo(folder))
        for what, made in readers.items():
            found[what].append(_held(made))
    figures = [_figure("smallest app: key", echo, None, 50)]
    for what, answers in found.items():
        for percent in (50, 95):
            figures.append(_figure(f"{what}: j, list and text", answers, echo, percent))
    return figures


def _figure(what: str, rounds: list[list[float]], base: list[list[float]] | None, percent: int) -> Figure:
    return Figure(
        f"{what}, {percent} % within",
        "ms",
        [part(answers, percent) for answers in rounds],
        None if base is None else [part(answers, percent) for answers in base],
    )


def _echo(home: Path) -> list[float]:
    command = [sys.executable, str(Path(__file__).with_name("echo.py"))]
    with Terminal(command, environment(home)) as terminal:
        terminal.wait_for("Ready")
        return _press(terminal)


def _held(made: Made) -> list[float]:
    with Terminal(READER, environment(made.home)) as terminal:
        terminal.wait_for("enter read")
        return _press(terminal)


def _press(terminal: Terminal) -> list[float]:
    """Milliseconds from each key to the last byte of its answer."""
    terminal.settle(0.5)
    answers = []
    for _ in range(_PRESSES):
        before = len(terminal.chunks)
        pressed = terminal.send("j")
        while len(terminal.chunks) == before:
            terminal.settle(_QUIET)
        answers.append((terminal.chunks[-1].at - pressed) * 1000)
    return answers
