"""Notes whose editor, terminal or disk fails: nothing that was typed is lost, and nobody is held."""

from pathlib import Path

import pytest

from reader.library import Library
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
