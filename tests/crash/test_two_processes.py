"""The reader beside an import: it follows, and answers its keys meanwhile."""

import time
from pathlib import Path

from reader.library import Library
from tests.crash import model
from tests.crash.conftest import Open
from tests.terminal import PATIENCE

_ANSWERED = 2.0
"""Seconds in which a key is answered also where both processors are busy; it takes a hundredth of that."""


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
    seen: set[str] = set()
    answered = 0
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None:
        # Down and up again, by what the text says: other releases come in between the two.
        before = _shown(terminal.text())
        terminal.send("j")
        terminal.wait(lambda text: _shown(text) != before, "j was not answered", _ANSWERED)  # noqa: B023
        terminal.send("k")
        terminal.wait(lambda text: _shown(text) == before, "k was not answered", _ANSWERED)  # noqa: B023
        answered += 2
        seen.add(_count(terminal.text()))
        assert time.monotonic() < deadline
    assert process.wait() == 0
    assert answered >= 10
    terminal.wait_for(rf" {library + more:,} releases")
    terminal.wait_gone("not yet searchable")
    assert len(seen) > 2, f"the count stood still while releases came in: {seen}"
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


def _count(text: str) -> str:
    return next((line.split(" · ")[0] for line in text.splitlines() if " releases" in line), "")


def test_two_imports_at_once_both_complete(home: Path, tmp_path: Path) -> None:
    first = model.listing(tmp_path / "first.txt", 800)
    second = model.listing(tmp_path / "second.txt", 800, 400)
    running = [model.command(home, "import", str(path)) for path in (first, second)]
    assert [process.wait(PATIENCE) for process in running] == [0, 0]
    assert model.wrong(home) == []
    model.repaired(1200)
