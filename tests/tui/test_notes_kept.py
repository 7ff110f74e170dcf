"""Notes whose editor, terminal or disk fails: nothing that was typed is lost, and nobody is held."""

from pathlib import Path

import pytest
from textual.widgets import Static

from reader.errors import LibraryError
from reader.library import Library
from reader.library.notes import Draft, Notes
from reader.tui.screens.elsewhere import Elsewhere
from tests.tui.conftest import reading

pytestmark = pytest.mark.usefixtures("filled")

ENDED = 2**22 + 1
"""No process has this number."""


async def test_what_an_editor_left_when_its_terminal_was_closed_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(_: Elsewhere, command: list[str], path: Path) -> bool:
        path.with_name(f".{path.name}.swp").write_bytes(b"b0VIM\0half a thought")
        return False

    monkeypatch.setenv("EDITOR", "vim")
    monkeypatch.setattr(Elsewhere, "_run", killed)
    async with reading() as reader:
        await reader.press("e")
        assert ".md.swp" in reader.said
        (folder,) = (reader.main.library.paths.state / "writing").iterdir()
        assert len(list(folder.glob(".*.swp"))) == 1
    async with reading() as reader:
        await reader.until(lambda: ".md.swp" in reader.said, "the recovery file being named")
        assert "vim -r" in reader.said
        (note,) = folder.glob("note-*.md")
        note.write_text("recovered")
    async with reading() as reader:
        await reader.until(lambda: reader.main.editor is not None, "the editor")
        assert reader.main.editor is not None
        assert reader.main.editor.text == "recovered"
        await reader.press("escape")
    with Library.open() as library:
        assert [note.text for note in library.notes.all()] == ["recovered"]


async def test_nobody_is_held_by_a_library_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise LibraryError("The library cannot be written to.")

    async with reading() as reader:
        await reader.press("a", "x")
        for name in ("keep_draft", "drop_draft", "write"):
            monkeypatch.setattr(Notes, name, refuse)
        await reader.press("y", "escape")
        editor = reader.main.require_editor

        def hint() -> str:
            return str(editor.query_one("#note-hint", Static).render())

        editor.warn("The library cannot be written to.")
        assert (editor.is_open, editor.text) == (True, "xy")
        assert hint().startswith("Not saved: The library cannot be written to.")
        await reader.press("ctrl+x")
        editor.warn("The library cannot be written to.")
        assert hint().startswith("Discard what you wrote?")
        await reader.press("escape")
        assert hint().startswith("Not saved:")
        await reader.press("ctrl+x")
        assert hint().startswith("Discard what you wrote?"), "esc kept it"
        await reader.press("ctrl+x")
        assert not editor.is_open
        assert reader.said.startswith("Discarded, but")


async def test_a_note_that_was_changed_since_its_reader_was_killed_is_kept_beside() -> None:
    with Library.open() as library:
        number = library.releases.all().numbers()[0]
        note = library.notes.write(number, "original")
        library.notes.keep_draft(Draft("ab12", number, note.id, "original and more", ENDED, None, "original"))
        library.notes.edit(note.id, "from the command line")
    async with reading() as reader:
        await reader.until(lambda: reader.main.editor is not None, "the editor")
        await reader.press("escape")
        assert "saved beside it" in reader.said
        notes = reader.main.library.notes
        assert sorted(note.text for note in notes.all()) == ["from the command line", "original and more"]
        await reader.press("ctrl+z")
        assert [note.text for note in notes.all()] == ["from the command line"]


async def test_what_an_editor_elsewhere_wrote_of_a_note_changed_meanwhile_is_kept_beside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(elsewhere: Elsewhere, _: list[str], path: Path) -> bool:
        path.write_text("mine")
        (note,) = elsewhere.library.notes.all()
        elsewhere.library.notes.edit(note.id, "theirs")
        return False

    monkeypatch.setenv("EDITOR", "vim")
    monkeypatch.setattr(Elsewhere, "_run", fails)
    async with reading() as reader:
        await reader.press("a", "x", "escape")
        release = reader.main.releases.selected
        assert release is not None
        (note,) = reader.main.library.notes.all()
        await reader.main.write_elsewhere(release, note.id)
        await reader.press("escape")
        assert sorted(one.text for one in reader.main.library.notes.all()) == ["mine", "theirs"]


async def test_a_note_that_says_the_same_by_now_is_there_once() -> None:
    async with reading() as reader:
        await reader.press("a", "x", "escape")
        release = reader.main.releases.selected
        assert release is not None
        (note,) = reader.main.library.notes.all()
        await reader.main.edit_note(release, note.id)
        await reader.press("y")
        reader.main.library.notes.edit(note.id, "xy")
        await reader.press("escape")
        assert reader.said == "Nothing changed."
        assert [one.text for one in reader.main.library.notes.all()] == ["xy"]


async def test_a_note_saved_as_a_new_one_can_be_taken_back() -> None:
    async with reading() as reader:
        await reader.press("a", "x", "escape")
        release = reader.main.releases.selected
        assert release is not None
        notes = reader.main.library.notes
        (note,) = notes.all()
        await reader.main.edit_note(release, note.id)
        await reader.press("y")
        notes.remove(note.id)
        await reader.press("escape")
        assert "saved as a new one" in reader.said
        assert [one.text for one in notes.all()] == ["xy"]
        await reader.press("ctrl+z")
        assert notes.all() == []


async def test_a_note_whose_release_has_gone_is_told_of_until_its_file_is_deleted() -> None:
    with Library.open() as library:
        library.notes.keep_draft(Draft("ab12", 99, "", "Half a thought", ENDED))
    for _ in range(2):
        async with reading() as reader:
            await reader.until(lambda: "no longer here" in reader.said, "the file being named")
            (path,) = (reader.main.library.paths.state / "writing").glob("*/note-*.md")
            assert str(path) in reader.said
            assert path.read_text() == "Half a thought"
    path.unlink()
    async with reading() as reader:
        assert "no longer here" not in reader.said
        assert reader.main.library.notes.left_drafts() == []


async def test_several_notes_whose_releases_have_gone_are_told_of_by_their_folder() -> None:
    with Library.open() as library:
        for editor in ("ab12", "cd34"):
            library.notes.keep_draft(Draft(editor, 99, "", f"Begun in {editor}", ENDED))
    async with reading() as reader:
        await reader.until(lambda: "no longer here" in reader.said, "the files being told of")
        folder = reader.main.library.paths.state / "writing"
        assert reader.said.startswith(
            f"2 notes that were never closed are on releases that are no longer here. "
            f"Their texts are in {folder}."
        )
        assert len(list(folder.glob("*/note-*.md"))) == 2
