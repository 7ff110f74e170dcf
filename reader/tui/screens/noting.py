"""Writes notes: opens the editor, keeps what stands in it, saves it, removes notes."""

import os
from functools import partial
from typing import TYPE_CHECKING

from reader.errors import LibraryBusy, NoteChanged, NotFound, PressReaderError
from reader.model import Release
from reader.tui.guard import guarded
from reader.tui.screens.part import Part

if TYPE_CHECKING:
    from reader.library.notes import Draft
    from reader.tui.widgets.note_editor import NoteEditor


class Noting(Part):
    """The part of the main screen that writes notes. What it says is saved is on disk."""

    async def do_note_add(self) -> None:
        release = self.releases.selected
        if release is not None:
            await self.edit_note(release)

    async def edit_note(self, release: Release, note: str = "", left: "Draft | None" = None) -> None:
        """Open the editor on a new note, or on one that exists, or on what was left in an editor."""
        if self.editor is None:
            from reader.tui.widgets.note_editor import NoteEditor  # noqa: PLC0415 - after the first paint

            self.editor = NoteEditor()
            await self.detail.mount(self.editor)
        editor = self.editor
        if editor.is_open:
            self.set_focus(editor.area)
            if (editor.number, editor.note) != (release.number, note):
                self.say(f"First save or discard this one: {editor.title}")
            return
        note, stored = self._stored(note)
        title = ("Edit note: " if note else "Note on: ") + release.title
        self.came_from_text = self.focused is self.text
        self.reading = True
        text, draft = (left.text, left.editor) if left else (stored, os.urandom(8).hex())
        editor.open(release.number, title, note=note, text=text, original=stored, draft=draft)
        self._keep_draft(editor, text)

    def _stored(self, note: str) -> tuple[str, str]:
        """A note's id and text; both '' for a new one, and for one that was removed elsewhere."""
        try:
            return (note, self.library.notes.get(note).text) if note else ("", "")
        except NotFound:
            return "", ""

    @property
    def require_editor(self) -> "NoteEditor":
        """The editor, where a key of its own says that it is there."""
        assert self.editor is not None  # noqa: S101
        return self.editor

    def do_note_save(self) -> None:
        self.require_editor.save()

    def do_note_discard(self) -> None:
        self.require_editor.discard()

    @guarded
    def on_note_editor_edited(self, event: "NoteEditor.Edited") -> None:
        event.stop()
        self._keep_draft(event.editor, event.text)

    def _keep_draft(self, editor: "NoteEditor", text: str) -> None:
        """Keep what stands in the editor; where that fails, say so there and try again."""
        try:
            self.library.notes.keep_draft(self._draft(editor))
        except PressReaderError as error:
            if not isinstance(error, LibraryBusy):
                editor.warn(str(error))
            self.set_timer(0.2, lambda: self._keep_again(editor, text))
        else:
            editor.warn(None)

    @staticmethod
    def _draft(editor: "NoteEditor") -> "Draft":
        from reader.library.notes import Draft  # noqa: PLC0415 - after the first paint

        text = "" if editor.text == editor.original else editor.text
        return Draft(editor.draft, editor.number, editor.note, text, os.getpid())

    def _keep_again(self, editor: "NoteEditor", text: str) -> None:
        if editor.is_open and editor.text == text:
            self._keep_draft(editor, text)

    def keep_open_editor(self) -> None:
        """Put on disk what stands in an open editor, before the reader ends. Raises LibraryError."""
        if self.editor is not None and self.editor.is_open:
            self.library.notes.keep_draft(self._draft(self.editor), durable=True)

    @guarded
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
        """Put the note on disk, and its draft away; what to say of it. An emptied note is no note."""
        notes, draft = self.library.notes, editor.draft
        if not text.strip():
            notes.drop_draft(draft)
            nothing = (
                "nothing was changed. D in the notes (A) removes one." if editor.note else "no note was made."
            )
            return f"Empty: {nothing}"
        if text.strip() == editor.original.strip():
            notes.drop_draft(draft)
            return "Nothing changed."
        if editor.note:
            try:
                notes.edit(editor.note, text, editor.original, draft=draft)
            except NoteChanged:
                notes.write(editor.number, text, draft=draft)
                return "This note was changed elsewhere meanwhile; yours was saved beside it."
            except NotFound:
                notes.write(editor.number, text, draft=draft)
                return "This note was removed elsewhere meanwhile; yours was saved as a new one."
        else:
            notes.write(editor.number, text, draft=draft)
        return "Note saved."

    @guarded
    def on_note_editor_discarded(self, event: "NoteEditor.Discarded") -> None:
        event.stop()
        try:
            self.library.notes.drop_draft(event.editor.draft)
        except PressReaderError as error:
            event.editor.refuse(str(error))
            return
        self._close_editor()
        self.say("Discarded.")

    def _close_editor(self) -> None:
        if self.editor is not None:
            self.editor.close()
        self.set_focus(self.text if self.came_from_text else self.releases)
        self.changed()

    async def offer_drafts(self) -> None:
        """Open the editor again on what was left in one when its reader ended."""
        for draft in self.library.notes.left_drafts():
            found = self.library.releases.many([draft.release])
            position = self.rows.position(found[0]) if found else None
            if position is not None:
                self.releases.move_to(position)
                await self.edit_note(found[0], draft.note, draft)
                self.say("This note was never closed; here it is again.")
                return

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

        @guarded
        async def chosen(_: Noting, choice: NoteChoice | None) -> None:
            if choice is None:
                return
            if choice.remove:
                self._remove_note(choice.note)
            else:
                await self.edit_note(full, choice.note)

        self.app.push_screen(NotesScreen(full.title, notes), partial(chosen, self))

    def _remove_note(self, ident: str) -> None:
        removed = self.library.notes.remove(ident)
        self.undo.did("removing a note", lambda: self.library.notes.restore(removed))
        self.changed()
        self.say("Note removed; ctrl+z brings it back.")
