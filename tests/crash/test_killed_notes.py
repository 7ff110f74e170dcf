"""Notes on passages, and notes in the user's own editor: killed in the middle, nothing that was written is lost."""

import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from reader.library import Library
from reader.library.note_files import NoteFiles
from reader.library.notes import Draft
from reader.model import Note
from tests.crash import model
from tests.crash.conftest import Open
from tests.terminal import READER, Terminal, environment

pytestmark = pytest.mark.usefixtures("library")


def top() -> int:
    with Library.open() as library:
        return library.releases.all().numbers()[0]


def notes() -> list[Note]:
    with Library.open() as library:
        return library.notes.all()


def drafts() -> list[Draft]:
    with Library.open() as library:
        return library.notes.left_drafts(NoteFiles(library.paths.state))


@pytest.fixture
def edited(home: Path, tmp_path: Path) -> Iterator[Callable[[str], Terminal]]:
    """Opens the reader with an editor that is a script; `$1` is the file, `$PPID` the reader."""
    with ExitStack() as stack:

        def start(script: str) -> Terminal:
            path = tmp_path / "editor.sh"
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(stat.S_IRWXU)
            terminal = stack.enter_context(Terminal(READER, environment(home, VISUAL=str(path))))
            terminal.wait_for("releases?( |$)")
            terminal.wait_for("enter read|esc saves")
            return terminal

        yield start


def first_sentence(home: Path) -> str:
    with Library.open() as library:
        body = library.releases.get(top()).body or ""
    assert model.wrong(home) == []
    return body[: body.index(".") + 1]


def test_a_note_on_a_passage_outlives_its_reader(home: Path, reader: Open) -> None:
    words = first_sentence(home)
    with reader() as terminal:
        terminal.send("v")
        terminal.wait_for("words selected")
        terminal.send("a")
        terminal.wait_for("esc saves")
        terminal.send("Ask the harbour office")
        terminal.wait_for("Ask the harbour office")
        terminal.kill()
    (draft,) = drafts()
    assert draft.passage is not None
    assert (draft.text, draft.passage.exact) == ("Ask the harbour office", words)
    with reader() as terminal:
        terminal.wait_for("here it is again")
        terminal.wait_for(f"“{words[:20]}")
        terminal.send("\x1b")
        terminal.wait(lambda text: "Note saved." in text and "esc saves" not in text, "not saved")
        terminal.kill()
    (note,) = notes()
    assert (note.text, note.passage, note.state) == ("Ask the harbour office", draft.passage, "anchored")
    assert drafts() == []
    assert model.wrong(home) == []


def test_the_editor_s_note_is_saved_with_its_passage(
    home: Path, edited: Callable[[str], Terminal], tmp_path: Path
) -> None:
    words = first_sentence(home)
    with edited(f'cp "$1" {tmp_path}/seen; sed -i "1s/^/From the editor/" "$1"') as terminal:
        terminal.send("v")
        terminal.wait_for("words selected")
        terminal.send("e")
        terminal.wait_for(r"Note saved\.")
        terminal.send("q")
        terminal.wait_for("enter read")
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert terminal.modes() == terminal.modes_before
    assert f"> {words}" in (tmp_path / "seen").read_text()
    (note,) = notes()
    assert (note.text, note.state) == ("From the editor", "anchored")
    assert not any((home / "writing").iterdir())


def test_a_killed_editor_leaves_what_it_had_saved_on_the_screen(
    home: Path, edited: Callable[[str], Terminal]
) -> None:
    with edited('echo "Half a thought" > "$1"; kill -9 $$') as terminal:
        terminal.send("ve")
        terminal.wait_for("ended with an error")
        terminal.wait_for("Half a thought")
        terminal.kill()
    assert [draft.text for draft in drafts()] == ["Half a thought"]
    assert notes() == []


def test_a_killed_reader_leaves_the_editor_s_file(
    home: Path, edited: Callable[[str], Terminal], reader: Open
) -> None:
    with edited('echo "Half a thought" > "$1"; kill -9 $PPID') as terminal:
        terminal.send("ve")
        assert terminal.wait_end() == -signal.SIGKILL
    (draft,) = drafts()
    assert draft.text == "Half a thought"
    assert draft.passage is not None
    (file,) = (home / "writing").glob("*/note-*.md")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with reader() as terminal:
        terminal.wait_for("here it is again")
        terminal.wait_for("Half a thought")
        terminal.send("\x1b")
        terminal.wait(lambda text: "Note saved." in text and "esc saves" not in text, "not saved")
        terminal.kill()
    (note,) = notes()
    assert (note.text, note.passage) == ("Half a thought", draft.passage)
    assert not any((home / "writing").iterdir())


def test_a_terminal_that_is_closed_leaves_the_editor_s_file(
    home: Path, edited: Callable[[str], Terminal], tmp_path: Path
) -> None:
    started = tmp_path / "started"
    with edited(f'echo "Half a thought" > "$1"; echo $$ > {started}; exec sleep 60') as terminal:
        terminal.send("ve")
        terminal.wait(lambda _: started.exists() and started.read_text().strip() != "", "the editor")
        terminal.hang_up()
        os.kill(int(started.read_text()), signal.SIGHUP)
        terminal.wait_end_unread()
    assert [draft.text for draft in drafts()] == ["Half a thought"]
    assert model.wrong(home) == []


def test_what_a_busy_library_refuses_stands_in_the_editor_here(
    home: Path, edited: Callable[[str], Terminal], tmp_path: Path
) -> None:
    """Another process holds the library for as long as the reader waits."""
    lock = (
        "import os, sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('BEGIN IMMEDIATE'); open(sys.argv[2], 'w').close(); "
        "[time.sleep(0.01) for _ in range(3000) if not os.path.exists(sys.argv[3])]"
    )
    held, free = tmp_path / "held", tmp_path / "free"
    script = (
        f'echo "Half a thought" > "$1"\n'
        f'{READER[0]} -c "{lock}" {home}/library.db {held} {free} > /dev/null 2>&1 &\n'
        f"while [ ! -e {held} ]; do sleep 0.01; done"
    )
    with edited(script) as terminal:
        terminal.send("ve")
        terminal.wait_for("Not saved: Another PressReader")
        terminal.wait_for("Half a thought")
        free.touch()
        terminal.wait_for("Half a thought")
        terminal.send("\x1b")
        terminal.wait_for(r"Note saved\.")
        terminal.kill()
    (note,) = notes()
    assert (note.text, note.state) == ("Half a thought", "anchored")
    assert not any((home / "writing").iterdir())
