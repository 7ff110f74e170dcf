"""What the user's own editor is given, and what is read back."""

import os
import signal
import stat
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.library import Library, note_files
from reader.library.note_files import MARKER, NoteFiles, offered, written
from reader.library.notes import Draft
from reader.library.plain import plain
from tests import listings

GIVEN = offered("Two Ministers Meet", "They agreed\nto talk on.", "Old text")
ENDED = 2**22 + 1
"""No process has this number."""


def test_the_editor_is_given_the_note_and_below_it_the_passage() -> None:
    assert GIVEN.splitlines() == [
        "Old text",
        "",
        MARKER,
        "",
        "A note on this passage of: Two Ministers Meet",
        "",
        "> They agreed",
        "> to talk on.",
        "",
        "Markdown. A note without text is not made, and changes nothing.",
    ]
    assert "A note on: T\n" in offered("T", "", "")


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (GIVEN, "Old text"),
        (GIVEN.replace("Old text", "New\n\n- text"), "New\n\n- text"),
        (GIVEN.replace("Old text", "").strip(), ""),
        ("all of it replaced\n", "all of it replaced"),
        (GIVEN + "\nwritten at the end\n", "Old text\n\nwritten at the end"),
        (GIVEN.replace("> to talk on.", "> to talk on.\nWho?"), "Old text\n\nWho?"),
        (GIVEN.replace("> They", ">  They").replace("\n> to talk on.", ""), "Old text\n\n>  They agreed"),
        (f"{MARKER} quoted\n{GIVEN}", f"{MARKER} quoted\nOld text"),
        (GIVEN + "first\n}\nmore\n}\n", "Old text\n\nfirst\n}\nmore\n}"),
        (GIVEN.replace(MARKER, ""), "Old text"),
        (GIVEN.replace(MARKER, "") + "one more", "Old text\n\none more"),
        (
            GIVEN.replace(MARKER, "").replace("A note on this passage of: Two Ministers Meet", "Why?"),
            "Old text\n\n\n\nWhy?\n\n> They agreed\n> to talk on.",
        ),
    ],
)
def test_the_note_is_what_stands_above_and_what_was_added_below(found: str, text: str) -> None:
    assert written(found, GIVEN) == text


LINES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12), max_size=6)


@given(LINES, LINES, LINES)
@example([], ["a", "a"], ["> a"])
def test_no_line_that_was_typed_is_lost(before: list[str], quote: list[str], typed: list[str]) -> None:
    given_text = offered("T", "\n".join(quote), "\n".join(before))
    assert written(given_text, given_text).split() == "\n".join(before).split()
    for found in ("\n".join(typed) + "\n" + given_text, given_text + "\n".join(typed)):
        kept = written(found, given_text).splitlines()
        assert [line for line in typed if line.strip()] == [
            line for line in typed if line.strip() and line.strip() in [one.strip() for one in kept]
        ]


@pytest.fixture
def number(home: Path, tmp_path: Path) -> int:
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path))])
        return library.releases.all().numbers()[0]


def test_a_file_is_its_owner_s_alone_and_goes_with_what_the_editor_left(home: Path) -> None:
    files = NoteFiles(home)
    path = files.create("ab12", "abcdefghij", GIVEN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (
        stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    )
    assert files.read("ab12") == ("Old text", False)
    assert (files.editors(), files.release("ab12")) == (["ab12"], "abcdefghij")
    (path.parent / "note-abcdefghij.md~").write_text("left")
    files.forget("ab12")
    assert files.read("ab12") is None
    assert list((home / "writing").iterdir()) == []


def test_nothing_outside_its_folder_is_removed(home: Path) -> None:
    files = NoteFiles(home)
    files.create("ab12", "abcdefghij", GIVEN)
    for name in ("..", ".", "", "ab12/..", "../writing"):
        files.forget(name)
    assert files.editors() == ["ab12"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_encoding_of_an_editor_is_read(home: Path, encoding: str) -> None:
    files = NoteFiles(home)
    files.create("ab12", "abcdefghij", GIVEN).write_bytes("Neue Zeile – 항만".encode(encoding))
    assert files.read("ab12") == ("Neue Zeile – 항만", True)


def test_of_bytes_that_are_no_utf_8_what_is_text_is_kept(home: Path) -> None:
    files = NoteFiles(home)
    files.create("ab12", "abcdefghij", GIVEN).write_bytes(b"na\xefve \x96 it\x1bs\r\n\tline\0")
    assert files.read("ab12") == ("naïve – its\n\tline", True)


def test_a_file_that_is_no_text_is_refused_and_kept(number: int) -> None:
    with Library.open() as library:
        files = NoteFiles(library.paths.state)
        library.notes.keep_draft(Draft("ab12", number, "", "", ENDED, None))
        path = files.create("ab12", "abcdefghij", GIVEN)
        path.write_bytes(bytes(range(256)) * 4)
        with pytest.raises(UsageError, match=r"note-abcdefghij\.md is no text: nothing was saved"):
            files.read("ab12")
        assert library.notes.left_drafts(files) == []
        assert library.notes.left_files(files) == [path]


@given(st.text())
def test_a_note_is_kept_but_for_its_control_characters(text: str) -> None:
    kept = plain(text)
    assert plain(kept) == kept
    assert kept.replace("\n", "") == "".join(
        one for one in text if one == "\t" or unicodedata.category(one) != "Cc"
    )


def test_a_note_is_stored_without_control_characters(number: int) -> None:
    with Library.open() as library:
        note = library.notes.write(number, "one\0 \x1b[1mtwo\r\n\tthree")
        assert note.text == "one [1mtwo\n\tthree"
        assert library.notes.edit(note.id, "four\x07").text == "four"


def test_a_stray_file_hides_no_unfinished_note(number: int) -> None:
    with Library.open() as library:
        files = NoteFiles(library.paths.state)
        draft = Draft("ab12", number, "", "Half a thought", ENDED)
        library.notes.keep_draft(draft)
        stray = library.paths.state / "writing" / "aa11"
        stray.mkdir(parents=True)
        (stray / "note-abcdefghij.md").write_text("Put here by hand.")
        assert library.notes.left_drafts(files) == [draft, Draft("aa11", 0, "", "Put here by hand.", 0)]


def test_texts_whose_releases_have_gone_are_put_beside_what_is_there(number: int) -> None:
    with Library.open() as library:
        files = NoteFiles(library.paths.state)
        for editor in ("restored-ab12", "cd34"):
            library.notes.keep_draft(Draft(editor, 99, "", f"Begun in {editor}", ENDED))
        files.create("cd34", "abcdefghij", GIVEN).write_text("Of the user's own editor")
        filed = {library.notes.file_away(draft, files) for draft in library.notes.left_drafts(files)}
        texts = {path.read_text() for path in filed}
        assert texts == {"Begun in restored-ab12", "Begun in cd34"}
        left = library.notes.left_drafts(files)
        assert {(draft.release, draft.text) for draft in left} == {
            *((0, text) for text in texts),
            (0, "Of the user's own editor"),
        }
        assert {library.notes.file_away(draft, files) for draft in left} >= filed
        assert library.notes.left_drafts(files) == left, "again, nothing comes of it"


def test_what_only_an_editor_can_read_is_kept(number: int) -> None:
    with Library.open() as library:
        files = NoteFiles(library.paths.state)
        draft = Draft("ab12", number, "", "", ENDED, None)
        library.notes.keep_draft(draft)
        path = files.create("ab12", "abcdefghij", GIVEN)
        swap = path.with_name(".note-abcdefghij.md.swp")
        swap.write_bytes(b"b0VIM 9.0\0half a thought")
        path.with_name("note-abcdefghij.md~").write_text("a copy")
        files.forget("ab12")
        assert (swap.read_bytes(), path.read_text()) == (b"b0VIM 9.0\0half a thought", GIVEN)
        assert library.notes.left_files(files) == [swap]
        assert library.notes.left_drafts(files) == [], "nothing that can be read"
        path.write_text("recovered")
        assert [one.text for one in library.notes.left_drafts(files)] == ["recovered"]
        files.forget("ab12")
        assert library.notes.left_drafts(files) == [], "it was dealt with"
        library.notes.keep_draft(draft._replace(owner=os.getppid()))
        assert library.notes.left_files(files) == [], "it is open"
        swap.unlink()
        files.forget("ab12")
        assert files.editors() == []


def test_what_nano_rescued_is_offered(home: Path) -> None:
    files = NoteFiles(home)
    path = files.create("ab12", "abcdefghij", GIVEN)
    path.with_name(f"{path.name}.save").write_text(GIVEN.replace("Old text", "Half a thought"))
    assert files.read("ab12") == ("Half a thought", True)
    files.forget("ab12")
    assert files.editors() == []


def test_a_file_whose_reader_was_killed_is_offered(number: int) -> None:
    with Library.open() as library:
        files = NoteFiles(library.paths.state)
        draft = Draft("ab12", number, "", "", ENDED, None)
        library.notes.keep_draft(draft)
        path = files.create("ab12", "abcdefghij", GIVEN)
        assert library.notes.left_drafts(files) == [], "nothing was written"
        path.write_text(GIVEN.replace("Old text", "Half a thought"))
        assert library.notes.left_drafts(files) == [draft._replace(text="Half a thought")]
        library.notes.keep_draft(draft._replace(text="Half a thought, and more"))
        assert [one.text for one in library.notes.left_drafts(files)] == ["Half a thought, and more"], (
            "the newer"
        )
        library.notes.keep_draft(draft._replace(owner=os.getppid()))
        assert library.notes.left_drafts(files) == [], "its reader is at work"


def test_a_file_of_which_no_draft_is_known_is_offered_unless_its_note_is_there(number: int) -> None:
    with Library.open() as library:
        files = NoteFiles(library.paths.state)
        ident = library.releases.get(number).id
        files.create("ab12", ident, offered("T", "", "")).write_text("An editor went on.")
        (left,) = library.notes.left_drafts(files)
        assert left == ("ab12", number, "", "An editor went on.", 0, None, "")
        library.notes.write(number, "An editor went on.")
        assert library.notes.left_drafts(files) == []


def test_the_editor_is_visual_then_editor_then_a_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name in ("vi", "emacs") else None)
    assert note_files.editor() == ["vi"]
    monkeypatch.setenv("EDITOR", "  ")
    assert note_files.editor() == ["vi"]
    monkeypatch.setenv("EDITOR", "code -w --new-window")
    assert note_files.editor() == ["code", "-w", "--new-window"]
    monkeypatch.setenv("VISUAL", "'/opt/my editor/ed' -x")
    assert note_files.editor() == ["/opt/my editor/ed", "-x"]


def test_a_path_with_blanks_is_one_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "my editor"
    path.touch()
    monkeypatch.setenv("EDITOR", str(path))
    assert note_files.editor() == [str(path)]


def test_no_editor_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(UsageError, match="EDITOR=nano"):
        note_files.editor()
    monkeypatch.setenv("EDITOR", "'open")
    with pytest.raises(UsageError, match="not closed"):
        note_files.editor()


def test_ctrl_c_is_the_editor_s(tmp_path: Path) -> None:
    """The terminal sends it to the whole foreground group: the reader must outlive it."""
    script = f"import os, signal; os.kill({os.getpid()}, signal.SIGINT)"
    before = signal.getsignal(signal.SIGINT)
    assert note_files.edit([sys.executable, "-c", script], tmp_path / "note.md")
    assert signal.getsignal(signal.SIGINT) is before
