"""What people see: colours, lines that fit, progress, and the editor."""

import re
from pathlib import Path

import pytest

from tests import listings
from tests.terminal import READER, Terminal, environment
from tests.unit.cli.conftest import Press

LONG = "-\nIndustry\n" + "Very long headline about 항만 회의 and “ports” " * 8 + "\nText. date2026-01-01\n"


def seen(terminal: Terminal, code: int = 0) -> str:
    """What stands on the screen after the command has ended."""
    assert terminal.wait_end() == code
    return terminal.text()


@pytest.mark.parametrize("width", [40, 60, 100])
def test_a_list_fits_the_terminal(press: Press, home: Path, width: int) -> None:
    press("import", "-", stdin=LONG + listings.LISTING)
    with Terminal([*READER, "list"], environment(home), (width, 40)) as terminal:
        lines = [line for line in seen(terminal).splitlines() if line]
        assert b"\x1b[" in terminal.written
    assert len(lines) == 9  # 8 releases and their number: none took a second line
    assert lines[-1] == "8 releases"
    assert lines[0].rstrip().endswith("…" if width < 80 else "Industry")


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_refused(press: Press, home: Path, variables: dict[str, str]) -> None:
    press("import", "-", stdin=listings.LISTING)
    for command in ("list", "stats", "doctor", "notes"):
        with Terminal([*READER, command], {**environment(home), **variables}) as terminal:
            seen(terminal, 1 if command == "notes" else 0)
            assert b"\x1b" not in terminal.written


def test_a_text_fits_a_narrow_terminal(press: Press, home: Path) -> None:
    press("import", "-", stdin=LONG)
    ident = press("list", "--json").json["hits"][0]["id"]
    with Terminal([*READER, "show", ident], environment(home), (50, 40)) as terminal:
        assert "Text." in seen(terminal).splitlines()
        printed = re.sub(r"\x1b\[[0-9;]*m", "", terminal.written.decode())
    assert 40 < max(len(line) for line in printed.split("\r\n")) <= 50


def test_an_import_shows_its_progress_on_one_line_and_leaves_none(
    press: Press, home: Path, tmp_path: Path
) -> None:
    path = listings.write(tmp_path, listings.many(5000))
    with Terminal([*READER, "import", str(path)], environment(home), (40, 10)) as terminal:
        assert seen(terminal).split() == ["5,000", "added"]
        drawn = terminal.written.decode().split("\r")
    pattern = r"(Importing|Indexing)  \d+ %(  [\d,]+(/s| releases/s))?(  [\d:]+ left)?"
    shown = [line.rstrip() for line in drawn if line.startswith(("Importing", "Indexing"))]
    assert shown
    assert all(re.fullmatch(pattern, line) and len(line) < 40 for line in shown)


def test_the_editor_opens_for_a_note(press: Press, home: Path, tmp_path: Path) -> None:
    press("import", "-", stdin=LONG)
    ident = press("list", "--json").json["hits"][0]["id"]
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "Typed at the terminal" > "$1"\n')
    editor.chmod(0o700)
    with Terminal([*READER, "note", ident], environment(home, EDITOR=str(editor))) as terminal:
        assert "Typed at the terminal" in seen(terminal)
    assert [note["text"] for note in press("notes", "--json").json] == ["Typed at the terminal"]
