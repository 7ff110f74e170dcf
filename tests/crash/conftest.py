"""Readers in real terminals, and the certainty that no process outlives its test."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from reader.library import Library
from tests.crash import model
from tests.terminal import PATIENCE, READER, Terminal, environment

Open = Callable[[], Terminal]


@pytest.fixture(autouse=True)
def none_left(home: Path) -> Iterator[None]:
    """Wait for what the readers left working, which ends by itself; what does not is killed, and a failure."""
    yield
    deadline = time.monotonic() + PATIENCE
    while (left := list(model.processes(home))) and time.monotonic() < deadline:
        time.sleep(0.01)
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert not left


@pytest.fixture
def reader(home: Path) -> Iterator[Open]:
    """Opens the reader in a terminal, ready for keys."""
    with ExitStack() as stack:

        def start() -> Terminal:
            terminal = stack.enter_context(Terminal(READER, environment(home)))
            terminal.wait_for("releases?( |$)")
            terminal.wait_for("enter read|esc saves")
            return terminal

        yield start


@pytest.fixture
def library(home: Path, tmp_path: Path) -> int:
    """A library with an index: how many releases it holds."""
    count = 60
    with Library.open() as library:
        library.sources.import_paths([str(model.listing(tmp_path / "first.txt", count))])
        library.indexing.drain()
    return count
