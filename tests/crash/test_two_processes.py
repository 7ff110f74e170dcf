"""The reader beside an import: it follows, and answers its keys meanwhile."""

import time
from pathlib import Path

from reader.library import Library
from tests.crash import model
from tests.crash.conftest import Open
from tests.terminal import PATIENCE

_ANSWERED = 10.0
"""Seconds in which a key is answered also where both processors are busy; it takes some hundredths of one."""


def test_the_reader_follows_an_import_and_answers_meanwhile(
    home: Path, tmp_path: Path, library: int, reader: Open
) -> None:
    more = 2000
    path = model.listing(tmp_path / "more.txt", more, library)
    with Library.open() as opened:
        first = opened.releases.all().page(0, 1)[0]
    terminal = reader()
    terminal.wait_for(first.id)
    process = model.command(home, "import", str(path))
    answered = 0
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None:
        # Which release comes next is not known: others come in between the two.
        for key in "jk":
            before = _shown(terminal.text())
            terminal.send(key)
            terminal.wait(lambda text: _shown(text) != before, f"{key} was not answered", _ANSWERED)  # noqa: B023
            answered += 1
        assert time.monotonic() < deadline
    assert process.wait() == 0
    assert answered >= 10
    terminal.wait_for(rf" {library + more:,} releases")
    terminal.wait_gone("not yet searchable")
    terminal.send("/")
    terminal.wait_for("esc clear")
    terminal.send("pier1234")
    terminal.wait_for(rf" 1 of {library + more:,} releases")
    terminal.send("\x11")
    assert terminal.wait_end() == 0
    assert model.wrong(home) == []
    model.repaired(library + more)


def _shown(text: str) -> str:
    """The headline over the text: what stands right of the line between the panes."""
    lines = [line.partition("▏")[2].strip() for line in text.splitlines()]
    return next((line for line in lines if line), "")


def test_two_imports_at_once_both_complete(home: Path, tmp_path: Path) -> None:
    first = model.listing(tmp_path / "first.txt", 800)
    second = model.listing(tmp_path / "second.txt", 800, 400)
    running = [model.command(home, "import", str(path)) for path in (first, second)]
    assert [process.wait(PATIENCE) for process in running] == [0, 0]
    assert model.wrong(home) == []
    model.repaired(1200)
