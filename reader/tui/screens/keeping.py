"""Changes state, writes notes and exports: everything that leaves something on disk."""

from typing import TYPE_CHECKING, cast

from reader.errors import PressReaderError
from reader.library import Library
from reader.model import Release
from reader.tui.presenting import count
from reader.tui.undo import UndoStack
from reader.tui.widgets.release_list import ReleaseList
from reader.tui.widgets.text_pane import TextPane

if TYPE_CHECKING:
    from textual.containers import Vertical

    from reader.store.notes import StoredNote
    from reader.store.state import Flag
    from reader.tui.screens.main import MainScreen
    from reader.tui.widgets.note_editor import NoteEditor


class Keeping:
    """The part of the main screen that writes. What it says is done is on disk."""

    library: Library
    releases: ReleaseList
    text: TextPane
    detail: "Vertical"
    editor: "NoteEditor | None" = None

    if TYPE_CHECKING:

        def say(self, text: str, *, error: bool = False) -> None: ...
        def show_release(self, row: Release | None) -> None: ...
        def count(self) -> None: ...

    @property
    def _main(self) -> "MainScreen":
        return cast("MainScreen", self)

    @property
    def undo(self) -> UndoStack:
        """What can be taken back."""
        return self._main.reader_app.undo

    # State

    def do_state_bookmark(self) -> None:
        release = self.releases.selected
        if release is not None:
            on = not release.bookmarked
            self._set("bookmarked", [release.number], on, "Bookmarked." if on else "Bookmark taken away.")

    def do_state_read(self) -> None:
        release = self.releases.selected
        if release is not None:
            on = not release.read
            self._set("read", [release.number], on, "Marked as read." if on else "Marked as unread.")

    def do_state_all_read(self) -> None:
        numbers = self._main.rows.numbers()
        self._set(
            "read", numbers, True, f"{count(len(numbers), 'release')} marked as read; ctrl+z undoes it."
        )

    def mark_read(self, release: Release) -> None:
        """Opening a release reads it; that is nothing to undo."""
        if not release.read:
            self._set("read", [release.number], True, "", undoable=False)

    def _set(self, flag: "Flag", numbers: list[int], on: bool, said: str, *, undoable: bool = True) -> None:
        try:
            changed = self.library.releases.set(flag, numbers, on)
        except PressReaderError as error:
            self.say(str(error), error=True)
            return
        if undoable and changed:
            what = {
                ("bookmarked", True): "bookmark",
                ("bookmarked", False): "taking a bookmark away",
                ("read", True): "marking as read",
                ("read", False): "marking as unread",
            }[flag, on]
            self.undo.did(what, lambda: self.library.releases.set(flag, changed, not on))
        self.changed()
        if said:
            self.say(said)

    def changed(self) -> None:
        """Draw again what the library holds now; the list keeps its rows and its cursor."""
        self.releases.refresh_rows()
        self.show_release(self.releases.selected)
        self.count()

    def do_state_undo(self) -> None:
        try:
            what = self.undo.take_back()
        except PressReaderError as error:
            self.say(str(error), error=True)
            return
        if what is None:
            self.say("Nothing to undo.")
            return
        self.changed()
        self.say(f"Undone: {what}.")

    # Notes

    async def do_note_add(self) -> None:
        release = self.releases.selected
        if release is not None:
            await self.edit_note(release)

    async def edit_note(self, release: Release, note: str = "") -> None:
        """Open the editor on a new note, or on one that exists; a draft that was left is taken up again."""
        if self.editor is None:
            from reader.tui.widgets.note_editor import NoteEditor  # noqa: PLC0415 - after the first paint

            self.editor = NoteEditor()
            await self.detail.mount(self.editor)
        if self.editor.is_open:
            self.editor.area.focus()
            return
        stored = self.library.notes.get(note).text if note else ""
        draft = self.library.notes.draft(release.number, note)
        title = ("Edit note: " if note else "Note on: ") + release.title
        self._main.came_from_text = self._main.focused is self.text
        self._main.reading = True
        self.editor.open(release.number, title, note, stored if draft is None else draft, stored)
        if draft is not None:
            self.say("This is the draft that was left here.")

    @property
    def require_editor(self) -> "NoteEditor":
        """The editor, where a key of its own says that it is there."""
        assert self.editor is not None  # noqa: S101
        return self.editor

    def do_note_save(self) -> None:
        self.require_editor.save()

    def do_note_discard(self) -> None:
        self.require_editor.discard()

    def on_note_editor_edited(self, event: "NoteEditor.Edited") -> None:
        event.stop()
        editor = event.editor
        text = "" if event.text == editor.original else event.text
        if not self.library.notes.keep_draft(editor.number, editor.note, text):
            # Another process is writing; the same text is tried again until something newer is.
            self._main.set_timer(0.1, lambda: self._keep_again(editor, event.text))

    def _keep_again(self, editor: "NoteEditor", text: str) -> None:
        if editor.is_open and editor.text == text:
            editor.post_message(editor.Edited(editor, text))

    def on_note_editor_closed(self, event: "NoteEditor.Closed") -> None:
        event.stop()
        editor, text = event.editor, event.text
        try:
            said = self._save(editor, text)
        except PressReaderError as error:
            editor.refuse(str(error))
            return
        self._close_editor()
        self.say(said)

    def _save(self, editor: "NoteEditor", text: str) -> str:
        """Put the note on disk; what to say of it. An emptied note is no note."""
        notes = self.library.notes
        if not text.strip():
            notes.keep_draft(editor.number, editor.note, "")
            return (
                "Empty: nothing was changed. D in the notes (A) removes one."
                if editor.note
                else "Empty: no note was made."
            )
        if not editor.note:
            notes.write(editor.number, text)
            return "Note saved."
        if text.strip() == editor.original.strip():
            notes.keep_draft(editor.number, editor.note, "")
            return "Nothing changed."
        notes.edit(editor.note, text)
        return "Note saved."

    def on_note_editor_discarded(self, event: "NoteEditor.Discarded") -> None:
        event.stop()
        self.library.notes.keep_draft(event.editor.number, event.editor.note, "")
        self._close_editor()
        self.say("Discarded.")

    def _close_editor(self) -> None:
        if self.editor is not None:
            self.editor.close()
        self._main.set_focus(self.text if self._main.came_from_text else self.releases)
        self.changed()

    async def offer_drafts(self) -> None:
        """Say where an editor was left open when the reader ended without closing it."""
        drafts = self.library.notes.drafts()
        if not drafts:
            return
        number, note = drafts[0]
        found = self.library.releases.many([number])
        if not found:
            return
        position = self._main.rows.position(found[0])
        if position is not None:
            self.releases.move_to(position)
            await self.edit_note(found[0], note)
            self.say("The reader ended while this note was being written; here it is again.")

    def do_note_list(self) -> None:
        release = self.releases.selected
        if release is None:
            return
        full = self.library.releases.get(release.number)
        notes = self.library.notes.of(full)
        if not notes:
            self.say("No notes on this release yet. a writes one.")
            return
        from reader.tui.screens.notes import NoteChoice, NotesScreen  # noqa: PLC0415 - after the first paint

        async def chosen(choice: NoteChoice | None) -> None:
            if choice is None:
                return
            if choice.remove:
                self._remove_note(choice.note)
            else:
                await self.edit_note(full, choice.note)

        self._main.app.push_screen(NotesScreen(full.title, notes), chosen)

    def _remove_note(self, ident: str) -> None:
        try:
            removed: StoredNote = self.library.notes.remove(ident)
        except PressReaderError as error:
            self.say(str(error), error=True)
            return
        self.undo.did("removing a note", lambda: self.library.notes.restore(removed))
        self.changed()
        self.say("Note removed; ctrl+z brings it back.")

    # Export

    def do_export_release(self) -> None:
        release = self.releases.selected
        if release is not None:
            self._export([release.number])

    def do_export_list(self) -> None:
        numbers = self._main.rows.numbers()
        if numbers:
            self._export(numbers)

    def _export(self, numbers: list[int]) -> None:
        folder = self.library.session.read().get("export_folder")
        if folder:
            self._main.reader_app.export(numbers, folder)
            return
        from reader.tui.screens.folder import FolderScreen  # noqa: PLC0415 - after the first paint

        def chosen(folder: str | None) -> None:
            if folder:
                self.library.session.remember({"export_folder": folder})
                self._main.reader_app.export(numbers, folder)

        self._main.app.push_screen(FolderScreen(), chosen)
