"""`note`, `note edit`, `note remove` and `notes`."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli import noting
from reader.errors import LibraryError
from reader.library import Library
from reader.library.note_files import NoteFiles
from reader.library.notes import Notes
from tests import listings
from tests.unit.cli.conftest import Press

NOTE_KEYS = ["id", "release", "revision", "quote", "text", "state", "created", "updated"]


@pytest.fixture
def ident(by_title: Callable[[str], str]) -> str:
    return by_title("Shore Power")


def write_editor(folder: Path, script: str) -> str:
    path = folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(stat.S_IRWXU)
    return str(path)


class _Terminal:
    """Standard input of a person."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noting, "sys", type("sys", (), {"stdin": _Terminal()}))


def test_a_note_on_a_release(filled: Press, ident: str) -> None:
    done = filled("note", ident, "-m", "Ask about *berths*.", "--json")
    assert list(done.json) == NOTE_KEYS
    assert (done.json["release"], done.json["text"], done.json["state"]) == (
        ident,
        "Ask about *berths*.",
        "free",
    )
    assert (done.json["revision"], done.json["quote"]) == (None, None)
    assert filled("search", "note:berths", "--json").json["total"] == 1
    assert "Ask about *berths*." in filled("show", ident).out


def test_a_note_on_a_passage(filled: Press, ident: str) -> None:
    done = filled("note", "--quote", "more  than 60\nexperts".capitalize(), ident, "-m", "Who?", "--json")
    assert (done.json["state"], done.json["quote"], done.json["revision"]) == (
        "anchored",
        "More than 60 experts",
        1,
    )


@pytest.mark.parametrize("quote", ["fewer than 60", " ", ""])
def test_a_passage_that_is_not_there_saves_nothing(filled: Press, ident: str, quote: str) -> None:
    done = filled("note", ident, "-m", "Who?", "--quote", quote)
    assert (done.code, f"`pressreader show {ident}`" in done.err) == (2, True)
    assert filled("notes").code == 1


def test_a_passage_that_stands_there_twice_is_told(filled: Press, ident: str) -> None:
    done = filled("note", ident, "-m", "Who?", "--quote", "ed", "--json")
    assert (done.code, done.json["quote"]) == (0, "ed")
    assert "more than once" in done.err
    assert filled("note", ident, "-m", "Who?", "--quote", "More than 60 experts").err == ""


def test_the_text_comes_from_standard_input(filled: Press, ident: str) -> None:
    done = filled("note", ident, "--json", stdin="Two\n\nparagraphs – 항만\n")
    assert done.json["text"] == "Two\n\nparagraphs – 항만"


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_note_is_2(filled: Press, ident: str, text: str) -> None:
    assert filled("note", ident, "-m", text).code == 2
    done = filled("note", ident, "--json", stdin=text)
    assert (done.code, done.json["error"]["kind"]) == (2, "usage")
    assert filled("notes").code == 1


def test_an_unknown_release_is_said_before_the_text_is_read(filled: Press, at_terminal: None) -> None:
    assert filled("note", "zz0").code == 4


def test_the_editor_writes_a_note(
    filled: Press, ident: str, tmp_path: Path, at_terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", write_editor(tmp_path, 'printf "From the editor\\n" >> "$1"'))
    first = filled("note", ident, "--json").json
    assert first["text"] == "From the editor"
    changed = filled("note", "edit", first["id"], "--json").json
    assert changed["text"] == "From the editor\n\nFrom the editor"
    monkeypatch.setenv("VISUAL", write_editor(tmp_path, "exit 0"))
    assert filled("note", "edit", first["id"], "--json").json == changed


def test_an_editor_that_fails_saves_nothing(
    filled: Press, ident: str, tmp_path: Path, at_terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", write_editor(tmp_path, "exit 1"))
    done = filled("note", ident, "--json")
    assert (done.code, done.json["error"]["kind"]) == (3, "error")
    assert filled("notes").code == 1


def test_what_was_typed_is_printed_when_it_cannot_be_saved(
    filled: Press, ident: str, tmp_path: Path, at_terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise LibraryError("The disk is full.")

    monkeypatch.setattr(Notes, "write", full)
    monkeypatch.setenv("VISUAL", write_editor(tmp_path, 'printf "Long thought\\n" > "$1"'))
    done = filled("note", ident)
    assert (done.code, done.out) == (3, "")
    assert done.err == "The note's text, which was not saved:\nLong thought\npressreader: The disk is full.\n"
    with Library.open() as library:
        (left,) = library.notes.left_drafts(NoteFiles(library.paths.state))
    assert left.text == "Long thought"


@pytest.mark.usefixtures("at_terminal")
def test_the_editor_is_shown_the_passage_and_what_it_shows_is_not_kept(
    filled: Press, ident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = tmp_path / "shown"
    monkeypatch.setenv("EDITOR", write_editor(tmp_path, f'cp "$1" {shown}; sed -i "1s/^/Who said so?/" "$1"'))
    note = filled("note", ident, "--quote", "safe ammonia", "--json").json
    assert (note["text"], note["quote"], note["state"]) == ("Who said so?", "safe ammonia", "anchored")
    assert "\n> safe ammonia\n" in shown.read_text()
    again = filled("note", "edit", note["id"], "--json").json
    assert again["text"] == "Who said so?Who said so?"
    assert "\n> safe ammonia\n" in shown.read_text(), "of a note that is changed, too"
    with Library.open() as library:
        assert not list((library.paths.state / "writing").iterdir())
        assert library.notes.left_drafts() == []


@pytest.mark.usefixtures("at_terminal")
def test_a_passage_that_is_not_there_is_said_before_the_editor_opens(
    filled: Press, ident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", write_editor(tmp_path, f"touch {tmp_path}/opened"))
    assert filled("note", ident, "--quote", "never written").code == 2
    assert not (tmp_path / "opened").exists()


@pytest.mark.usefixtures("at_terminal")
def test_what_a_failing_editor_had_saved_is_kept(
    filled: Press, ident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", write_editor(tmp_path, 'echo "Long thought" > "$1"; exit 1'))
    done = filled("note", ident)
    assert done.code == 3
    assert "Long thought" in done.err
    with Library.open() as library:
        assert library.notes.all() == []
        assert [one.text for one in library.notes.left_drafts(NoteFiles(library.paths.state))] == [
            "Long thought"
        ]


@pytest.mark.usefixtures("at_terminal")
def test_what_a_failing_editor_was_opened_with_is_known(
    filled: Press, ident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = filled("note", ident, "-m", "As it was", "--json").json["id"]
    monkeypatch.setenv("EDITOR", write_editor(tmp_path, 'echo "Long thought" > "$1"; exit 1'))
    assert filled("note", "edit", note).code == 3
    with Library.open() as library:
        (left,) = library.notes.left_drafts(NoteFiles(library.paths.state))
    assert (left.note, left.text, left.original) == (note, "Long thought", "As it was")


@pytest.mark.usefixtures("at_terminal")
def test_doctor_names_what_an_editor_left(
    filled: Press, ident: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> tuple[bool, str]:
        (found,) = (one for one in filled("doctor", "--json").json if one["name"] == "drafts")
        return found["ok"], found["message"]

    assert told() == (True, "No note was left unfinished.")
    monkeypatch.setenv("EDITOR", write_editor(tmp_path, 'echo "Long thought" > "$1"; exit 1'))
    filled("note", ident)
    (path,) = home.glob(f"writing/*/note-{ident}.md")
    assert told() == (
        True,
        f"One note was begun and never saved; the reader offers the text again at its release. It is in {path}.",
    )
    path.write_bytes(b"\xff\xfe\x00")
    assert told() == (False, f"An editor left a note's text in {path}. Look into it.")


@pytest.mark.usefixtures("at_terminal")
@pytest.mark.parametrize("editor", ["/nowhere/editor", "'unclosed"])
def test_an_editor_that_cannot_be_started_is_a_sentence(
    filled: Press, ident: str, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    done = filled("note", ident)
    assert done.code == 2
    assert "EDITOR" in done.err
    with Library.open() as library:
        assert library.notes.left_drafts(NoteFiles(library.paths.state)) == []


def test_a_note_whose_passage_changed_shows_what_it_was(filled: Press, ident: str, tmp_path: Path) -> None:
    filled("note", ident, "-m", "Who?", "--quote", "safe ammonia")
    listing = tmp_path / "later.txt"
    listing.write_text(listings.LISTING.replace("safe ammonia", "green ammonia"), encoding="utf-8")
    filled("import", str(listing))
    (note,) = filled("notes", "--json").json
    assert (note["state"], note["quote"], note["revision"]) == ("changed", "safe ammonia", 1)
    for printed in (filled("notes", "note:who").out, filled("show", ident).out):
        assert "its passage changed" in printed
        assert "> safe ammonia" in printed


def test_a_note_gets_another_text(filled: Press, ident: str) -> None:
    first = filled("note", ident, "-m", "First", "--quote", "safe ammonia", "--json").json
    second = filled("note", "edit", first["id"][:5], "-m", "Second", "--json").json
    assert second == {**first, "text": "Second", "updated": second["updated"]}
    assert filled("note", "edit", first["id"], "-m", " ").code == 2
    assert filled("note", "edit", "zz0", "-m", "x").code == 4


def test_a_removed_note_is_printed(filled: Press, ident: str) -> None:
    note = filled("note", ident, "-m", "Soon gone", "--json").json
    assert filled("note", "remove", note["id"], "--json").json == note
    assert filled("note", "remove", note["id"]).code == 4
    note = filled("note", ident, "-m", "Soon gone", "--json").json
    assert "Soon gone" in filled("note", "remove", note["id"]).out
    assert filled("show", ident, "--json").json["note_count"] == 0


def test_a_release_may_be_called_edit(filled: Press) -> None:
    """`edit` alone is the command, so that its missing argument is told."""
    done = filled("note", "edit")
    assert done.code == 2
    assert "`pressreader note edit --help`" in done.err


def test_all_notes_and_those_of_a_query(filled: Press, by_title: Callable[[str], str], ident: str) -> None:
    filled("note", ident, "-m", "About ports", "--quote", "safe ammonia")
    filled("note", by_title("K-Battery"), "-m", "About batteries")
    every = filled("notes", "--json").json
    assert [list(note) for note in every] == [NOTE_KEYS] * 2
    assert [note["text"] for note in every] == ["About ports", "About batteries"]
    assert [note["text"] for note in filled("notes", "-ammonia", "--json").json] == ["About batteries"]
    printed = filled("notes", "ammonia").out
    assert "Shore Power to Reach Twelve Ports" in printed
    assert "> safe ammonia" in printed
    assert "About ports" in printed
    assert "batteries" not in printed


def test_no_notes_is_1(filled: Press, ident: str) -> None:
    assert (filled("notes", "--json").code, filled("notes", "--json").json) == (1, [])
    filled("note", ident, "-m", "One")
    assert (filled("notes", "zeppelins", "--json").code, filled("notes", "zeppelins").out) == (1, "")


def test_a_note_steers_no_terminal(filled: Press, ident: str) -> None:
    note = filled("note", ident, "-m", "a\x1b]0;title\x07b\x9b31mc\u202ed", "--json").json
    for printed in (filled("show", ident).out, filled("notes").out, filled("note", "remove", note["id"]).out):
        assert not set(printed) & set("\x1b\x07\x9b\u202e")
