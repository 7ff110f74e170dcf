"""Writes notes in the user's own editor, while the screen is the editor's."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from reader.errors import PressReaderError
from reader.model import Passage, Release
from reader.tui.screens.noting import Noting, left_in

if TYPE_CHECKING:
    from reader.library.note_files import Written
    from reader.library.notes import Draft
    from reader.tui.screens.noting import Writing

_AT_ONCE = 1.0
"""Seconds within which an editor that changed nothing has most likely opened a window and not waited for it."""


class Elsewhere(Noting):
    """The part of the main screen that hands notes to $VISUAL or $EDITOR. What comes back goes the way of any note."""

    async def do_note_external(self) -> None:
        release = self.releases.selected
        if release is not None and not self.told_of_loss():
            await self.write_elsewhere(release, passage=self.passage_to_note(release))

    async def write_elsewhere(self, release: Release, note: str = "", passage: Passage | None = None) -> None:
        """Have the user's editor write a new note, or change one. Raises UsageError where there is no editor."""
        from reader.library import note_files  # noqa: PLC0415 - after the first paint

        if self.editor is not None and self.editor.is_open:
            self.set_focus(self.editor.area)
            self.say(f"First save or discard this one: {self.editor.title}")
            return
        command = note_files.editor()
        writing = self.to_write(release, note, None, passage)
        draft = writing.as_draft("")
        files = note_files.NoteFiles(self.library.paths.state)
        # Kept first: the file says what was written, the draft what it is on.
        self.library.notes.keep_draft(draft, durable=True)
        began = time.monotonic()
        try:
            path = files.create(
                draft.editor, release.id, note_files.offered(release.title, writing.quote, writing.original)
            )
            well = self._run(command, path)
        except PressReaderError:
            self._give_up(draft)
            raise
        found = files.read(draft.editor)
        if well is None:
            self._give_up(draft)
            self.say("This terminal cannot be handed to an editor. a writes the note here.", error=True)
        elif found is None or not found.changed:
            left = files.left_beside(draft.editor)
            if left is not None:
                self.say(left_in(left), error=True)
                return
            self._give_up(draft)
            self.say(_nothing(command, time.monotonic() - began, well))
        else:
            await self._take(release, writing, draft, found, well)

    def _run(self, command: list[str], path: Path) -> bool | None:
        """Give the terminal to the editor until it ends; whether it ended well, None where that cannot be done."""
        from reader.library import note_files  # noqa: PLC0415 - after the first paint

        problem: PressReaderError | None = None
        well = False
        try:
            # Nothing may be raised in there: the screen would not come back.
            with self.app.suspend():
                try:
                    well = note_files.edit(command, path)
                except PressReaderError as error:
                    problem = error
        except SuspendNotSupported:
            return None
        if problem is not None:
            raise problem
        return well

    def _give_up(self, draft: "Draft") -> None:
        """Nothing was written: forget what was prepared."""
        self.library.notes.drop_draft(draft.editor)
        files = self.files_of_notes()
        if files is not None:
            files.forget(draft.editor)

    async def _take(
        self, release: Release, writing: "Writing", draft: "Draft", found: "Written", well: bool
    ) -> None:
        """Save what was written; where that cannot be done, it stands in the editor here."""
        reason = "The editor ended with an error; esc saves what it had written."
        if well:
            try:
                said = self.save_note(writing, found.text)
            except PressReaderError as error:
                reason = str(error)
            else:
                files = self.files_of_notes()
                if files is not None:
                    files.forget(draft.editor)
                self.text.unselect()
                self.changed()
                self.say(said)
                return
        await self.edit_note(release, writing.note, draft._replace(text=found.text))
        self.require_editor.refuse(reason)


def _nothing(command: list[str], seconds: float, well: bool) -> str:
    if not well:
        return f"{command[0]} ended with an error and had written nothing: nothing was changed."
    if seconds < _AT_ONCE and len(command) == 1:
        return f"Nothing was written. An editor with a window of its own must wait, as EDITOR=“{command[0]} --wait”."
    return "Nothing was written: nothing was changed."
