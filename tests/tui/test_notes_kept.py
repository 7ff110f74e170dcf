"""Notes whose editor, terminal or disk fails: nothing that was typed is lost, and nobody is held."""

from pathlib import Path

import pytest
from textual.widgets import Static

from reader.errors import LibraryError
from reader.library import Library
from reader.library.notes import Notes
from reader.tui.screens.elsewhere import Elsewhere
from tests.tui.conftest import reading

pytestmark = pytest.mark.usefixtures("filled")


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
