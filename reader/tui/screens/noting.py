"""Writes notes: opens the editor, keeps what stands in it, saves it, removes notes."""

import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import LibraryBusy, NoteChanged, NotFound, PassageGone, PressReaderError
from reader.model import Note, Passage, Release
from reader.tui import undo
from reader.tui.guard import guarded
from reader.tui.screens.part import Part

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.note_files import NoteFiles
    from reader.library.notes import Draft
    from reader.tui.screens.notes import NoteChoice
    from reader.tui.widgets.note_editor import NoteEditor


class Writing(NamedTuple):
    """What a note that is being written will be."""

    number: int
    """Row of the release."""
    note: str
    """Id of the note; '' for one that does not exist yet."""
    original: str
    """Its text when its editor was opened; '' where that is not known, which is no note's text."""
    draft: str
    """Names what is kept of it meanwhile."""
    passage: Passage | None = None
    """What the note is on, or is to be on."""

    @property
    def quote(self) -> str:
        """The words of the passage; '' where the note is on the whole release."""
        return self.passage.exact if self.passage else ""

    def as_draft(self, text: str) -> "Draft":
        """What is to be kept of it while it reads so; '' for as it was."""
        from reader.library.notes import Draft  # noqa: PLC0415 - after the first paint

        return Draft(
            self.draft,
            self.number,
            self.note,
            text,
            os.getpid(),
            passage=self.passage,
            original=self.original,
        )


class Noting(Part):
    """The part of the main screen that writes notes. What it says is saved is on disk."""

    writing: Writing | None = None
    """What stands in the open editor."""

    async def do_note_add(self) -> None:
        release = self.releases.selected
        if release is not None and not self.told_of_loss():
            await self.edit_note(release, passage=self.passage_to_note(release))

    async def edit_note(
        self,
        release: Release,
        note: str = "",
        left: "Draft | None" = None,
        passage: Passage | None = None,
    ) -> None:
        """Open the editor on a new note, or on one that exists, or on what was left in an editor."""
        if self.editor is None:
            from reader.tui.widgets.note_editor import NoteEditor  # noqa: PLC0415 - after the first paint

            self.editor = NoteEditor()
            await self.detail.mount(self.editor)
        editor = self.editor
        if editor.is_open and self.writing is not None:
            self.set_focus(editor.area)
            known = self.writing
            if (known.number, known.note) != (release.number, note) or passage not in (None, known.passage):
                self.say(f"First save or discard this one: {editor.title}")
            return
        writing = self.to_write(release, note, left, passage)
        title = ("Edit note: " if writing.note else "Note on: ") + release.title
        self.came_from_text = self.focused is self.text
        self.reading = True
        self.writing = writing
        text = left.text if left else writing.original
        editor.open(title, text=text, original=writing.original, quote=writing.quote)
        self._keep_draft(editor, text)

    def to_write(self, release: Release, note: str, left: "Draft | None", passage: Passage | None) -> Writing:
        """A note that is to be written or changed; a new one where it was removed elsewhere."""
        draft = left.editor if left else os.urandom(8).hex()
        try:
            if note:
                stored = self.library.notes.get(note)
                original = left.original if left else stored.text
                return Writing(release.number, note, original, draft, stored.passage)
        except NotFound:
            pass
        return Writing(release.number, "", "", draft, left.passage if left else passage)

    @property
    def require_editor(self) -> "NoteEditor":
        """The editor, where a key of its own says that it is there."""
        assert self.editor is not None  # noqa: S101
        return self.editor

    def do_note_save(self) -> None:
        self.require_editor.save()

    def do_note_discard(self) -> None:
        self.require_editor.discard()

    # Drafts

    @guarded
    def on_note_editor_edited(self, event: "NoteEditor.Edited") -> None:
        event.stop()
        self._keep_draft(event.editor, event.text)

    def _keep_draft(self, editor: "NoteEditor", text: str) -> None:
        """Keep what stands in the editor; where that fails, say so there and try again."""
        draft = self._draft(editor)
        if draft is None:
            return
        try:
            self.library.notes.keep_draft(draft)
        except PressReaderError as error:
            if not isinstance(error, LibraryBusy):
                editor.warn(str(error))
            self.set_timer(0.2, lambda: self._keep_again(editor, text))
        else:
            editor.warn(None)

    def _draft(self, editor: "NoteEditor") -> "Draft | None":
        writing = self.writing
        if writing is None:
            return None
        return writing.as_draft("" if editor.text == writing.original else editor.text)

    def _keep_again(self, editor: "NoteEditor", text: str) -> None:
        if editor.is_open and editor.text == text:
            self._keep_draft(editor, text)

    def keep_open_editor(self) -> None:
        """Put on disk what stands in an open editor, before the reader ends. Raises LibraryError."""
        if self.editor is not None and self.editor.is_open:
            draft = self._draft(self.editor)
            if draft is not None:
                self.library.notes.keep_draft(draft, durable=True)

    async def offer_drafts(self) -> None:
        """Open the editor again on what was left in one when its reader ended."""
        files = self.files_of_notes()
        gone = []
        for draft in self.library.notes.left_drafts(files):
            found = self.library.releases.many([draft.release])
            if not found:
                gone.append(draft)
                continue
            position = self.rows.position(found[0])
            if position is not None:
                self.releases.move_to(position)
            await self.edit_note(found[0], draft.note, draft)
            self.say("This note was never closed; here it is again.")
            return
        left = self.library.notes.left_files(files) if files is not None else []
        found_files = [left_in(left[0])] if left else []
        if gone:
            found_files.append(self._file_away(gone))
        if found_files:
            self.say(" ".join(found_files), error=True)

    def _file_away(self, gone: "list[Draft]") -> str:
        """Put texts whose releases have gone where their user can get at them; what to say of it."""
        from reader.library.note_files import NoteFiles  # noqa: PLC0415 - after the first paint

        files = NoteFiles(self.library.paths.state)
        paths = [self.library.notes.file_away(draft, files) for draft in gone]
        if len(paths) == 1:
            return (
                "A note that was never closed is on a release that is no longer here. Its text is in "
                f"{paths[0]}. Delete the file when it is no longer wanted."
            )
        return (
            f"{len(paths)} notes that were never closed are on releases that are no longer here. Their texts are in "
            f"{paths[0].parent.parent}. Delete the files when they are no longer wanted."
        )

    def files_of_notes(self) -> "NoteFiles | None":
        """The files of notes that are written in an editor outside; None while there never were any."""
        if not (self.library.paths.state / "writing").is_dir():
            return None
        from reader.library.note_files import NoteFiles  # noqa: PLC0415 - after the first paint

        return NoteFiles(self.library.paths.state)

    # Saving

    @guarded
    def on_note_editor_closed(self, event: "NoteEditor.Closed") -> None:
        event.stop()
        editor, writing = event.editor, self.writing
        if writing is None:
            return
        try:
            said = self.save_note(writing, event.text)
        except PassageGone as error:
            self._without_passage(editor, writing)
            editor.refuse(f"{error} Its words stand above your note now; esc saves it on the release.")
        except PressReaderError as error:
            editor.refuse(str(error))
        else:
            self._close_editor()
            self.say(said)

    def _without_passage(self, editor: "NoteEditor", writing: Writing) -> None:
        """The passage is no longer to be had: its words go into the note, which is then on the release."""
        quoted = "\n".join(f"> {line}" for line in writing.quote.splitlines())
        self.writing = writing._replace(passage=None)
        editor.show_quote("")
        editor.load(f"{quoted}\n\n{editor.text}")
        self._keep_draft(editor, editor.text)

    def save_note(self, writing: Writing, text: str) -> str:
        """Put a note on disk, and its draft away; what to say of it. An emptied note is no note."""
        notes, draft = self.library.notes, writing.draft
        if not text.strip():
            notes.drop_draft(draft)
            nothing = (
                "nothing was changed. D in the notes (A) removes one."
                if writing.note
                else "no note was made."
            )
            return f"Empty: {nothing}"
        if text.strip() == writing.original.strip():
            notes.drop_draft(draft)
            return "Nothing changed."
        if not writing.note:
            note = self._add_note(writing, text)
            return (
                "Note saved, but its passage changed meanwhile." if note.state == "changed" else "Note saved."
            )
        return self._change_note(writing, text)

    def _change_note(self, writing: Writing, text: str) -> str:
        notes, draft = self.library.notes, writing.draft
        try:
            changed = notes.edit(writing.note, text, writing.original, draft=draft)
        except NoteChanged:
            if notes.get(writing.note).text == text.strip():
                notes.drop_draft(draft)
                return "Nothing changed."
            self._add_note(writing, text)
            return "This note was changed elsewhere meanwhile; yours was saved beside it."
        except NotFound:
            self._add_note(writing, text)
            return "This note was removed elsewhere meanwhile; yours was saved as a new one."
        self.undo.did(
            "editing a note",
            undo.note_edited(self.library, writing.original, changed),
            [writing.number],
        )
        return "Note saved."

    def _add_note(self, writing: Writing, text: str) -> Note:
        note = self.library.notes.write(writing.number, text, passage=writing.passage, draft=writing.draft)
        self.undo.did("writing a note", undo.note_written(self.library, note), [writing.number])
        return note

    @guarded
    def on_note_editor_discarded(self, event: "NoteEditor.Discarded") -> None:
        event.stop()
        if self.writing is None:
            return
        try:
            self.library.notes.drop_draft(self.writing.draft)
        except PressReaderError as error:
            # The text is the user's to give up; who cannot write it anywhere must not be held here by it.
            self._close_editor()
            self.say(f"Discarded, but what was kept of it on disk could not be removed: {error}", error=True)
            return
        self._close_editor()
        self.say("Discarded.")

    def _close_editor(self) -> None:
        writing, self.writing = self.writing, None
        if self.editor is not None:
            self.editor.close()
        files = self.files_of_notes()
        if writing is not None and files is not None:
            files.forget(writing.draft)
        self.text.unselect()
        self.set_focus(self.text if self.came_from_text else self.releases)
        self.changed()

    # The notes of a release

    def do_note_list(self) -> None:
        release = self.releases.selected
        if release is not None:
            self._list_notes(self.library.releases.get(release.number))

    def _list_notes(self, release: Release) -> None:
        notes = self.library.notes.of(release)
        if not notes:
            self.say("No notes on this release yet. a writes one.")
            return
        from reader.tui.screens.notes import NotesScreen  # noqa: PLC0415 - after the first paint

        @guarded
        async def chosen(_: Noting, choice: "NoteChoice | None") -> None:
            if choice is not None:
                await self._with_note(release, choice)

        self.app.push_screen(NotesScreen(release.title, notes), partial(chosen, self))

    async def _with_note(self, release: Release, choice: "NoteChoice") -> None:
        if choice.action == "remove":
            self._remove_note(choice.note)
        elif choice.action == "edit":
            await self.edit_note(release, choice.note)
        elif choice.action == "elsewhere":
            await self.write_elsewhere(release, choice.note)
        else:
            self._show_passage(release, choice.note)

    def do_note_remove(self) -> None:
        release = self.releases.selected
        if release is None:
            return
        full = self.library.releases.get(release.number)
        notes = self.library.notes.of(full)
        if len(notes) == 1:
            self._remove_note(notes[0].id)
        elif notes:
            self._list_notes(full)
        else:
            self.say("No notes on this release to remove.")

    def _remove_note(self, ident: str) -> None:
        removed = self.library.notes.remove(ident)
        self.undo.did("removing a note", lambda: self.library.notes.restore(removed), [removed.number])
        self.changed()
        self.say("Note removed; ctrl+z brings it back.")

    def _show_passage(self, release: Release, ident: str) -> None:
        """Go to the passage that a note is on, and select it."""
        from reader.analysis import anchors  # noqa: PLC0415 - after the first paint

        passage = self.library.notes.get(ident).passage
        if passage is None:
            self.say("This note is on the whole release.")
            return
        span = anchors.locate(passage, release.revision, release.body or "")
        if span is None:
            self.say("Its passage changed: it does not stand here.")
        elif self.text.select(lambda selection: selection.take(*span)):
            self.do_focus_text()


def left_in(path: "Path") -> str:
    """What to say of a file in which an editor left a text that cannot be read here."""
    how = f"vim -r {path.parent}/note-*.md" if path.suffix.startswith(".sw") else "your editor"
    return (
        f"An editor left a note's text in {path}. Recover it with {how}; what you save is offered when the reader "
        "starts again. Delete the folder when it is no longer wanted."
    )
