"""The reader beside an import: it follows, and answers its keys meanwhile."""

from pathlib import Path

from reader.library import Library
from tests.crash import model
from tests.crash.conftest import Open
from tests.terminal import PATIENCE

_BATCH = 256
"""Entries that an import commits together."""


def test_the_reader_follows_an_import_and_answers_meanwhile(
    home: Path, tmp_path: Path, library: int, reader: Open
) -> None:
    text = model.listing(tmp_path / "more.txt", 1000, library).read_bytes()
    with Library.open() as opened:
        first = opened.releases.all().page(0, 1)[0]
    terminal = reader()
    terminal.wait_for(first.id)
    # The import gets its text piece by piece, so it is at work for as long as the reader is looked at.
    process = model.fed_import(home)
    assert process.stdin is not None
    entries = [b"-\n" + entry for entry in text.split(b"-\n") if entry]
    for batch in range(3):
        counted = _count(terminal.text())
        # The last entry of a batch is known to be whole when the next one begins.
        process.stdin.writelines(entries[batch * _BATCH + min(batch, 1) : (batch + 1) * _BATCH + 1])
        process.stdin.flush()
        terminal.wait(lambda text: _count(text) not in ("", counted), "the count stood still")  # noqa: B023
        # Which release comes next is not known: others come in between the two.
        for key in "jk":
            before = _shown(terminal.text())
            terminal.send(key)
            terminal.wait(lambda text: _shown(text) != before, f"{key} was not answered")  # noqa: B023
        assert process.poll() is None
    process.stdin.writelines(entries[3 * _BATCH + 1 :])
    process.stdin.close()
    assert process.wait(PATIENCE) == 0
    terminal.wait_for(rf" {library + 1000:,} releases")
    terminal.wait_gone("not yet searchable")
    terminal.send("/")
    terminal.wait_for("esc clear")
    terminal.send("pier1059")
    terminal.wait_for(rf" 1 of {library + 1000:,} releases")
    terminal.send("\x11")
    assert terminal.wait_end() == 0
    assert model.wrong(home) == []
    model.repaired(library + 1000)


def _count(text: str) -> str:
    return next((line.split(" · ")[0] for line in text.splitlines() if " releases" in line), "")


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
