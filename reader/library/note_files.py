"""Notes that are written in the user's own editor: the program, the file that it is given, what is read from it.

The file lies in the state folder until its text is in the library or was given up: whatever ends the editor, the
reader or the terminal, what the editor saved is there. Beside it the library holds a draft, which says what the note
is on.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from reader.errors import LibraryError, PressReaderError, UsageError
from reader.library.plain import decoded
from reader.paths import private_folder

_ENDS = "<!-- pressreader: the note ends here"
MARKER = f"{_ENDS}; below is not kept -->"
"""Ends the note in the file, as the scissors of `git commit` do."""
_USUAL = ("nano", "vim", "nvim", "vi", "micro", "emacs -nw", "notepad")
"""Editors that are taken where none is set, the first that is there."""
_GONE = "0"
"""Stands in a file's name for a release that has gone; no id begins so."""
_GIVEN = "given"
"""Name of the copy of what the editor was given."""
_OURS = re.compile(r"given|note-[^/]*\.md(?:~|\.save)?")
"""What lies in the folder of a note, the copy of an earlier state that editors make, and what nano rescues."""


def editor() -> list[str]:
    """The command of the user's editor: $VISUAL, $EDITOR, else a usual one.

    Raises UsageError when there is none, or the variable cannot be read.
    """
    for name in ("VISUAL", "EDITOR"):
        value = os.environ.get(name, "").strip()
        if value:
            return _words(name, value)
    for usual in _USUAL:
        command = usual.split()
        if shutil.which(command[0]):
            return command
    raise UsageError("No editor is set. Set VISUAL or EDITOR, as in EDITOR=nano.")


def _words(name: str, value: str) -> list[str]:
    try:
        command = shlex.split(value, posix=os.name != "nt")
    except ValueError as error:
        raise UsageError(f"{name}={value} cannot be read: a quotation mark is not closed.") from error
    # A path with blanks in it, as it is.
    return [value] if len(command) > 1 and Path(value).is_file() else command


def edit(command: list[str], path: Path) -> bool:
    """Run an editor on a file until it ends; whether it ended well. Raises UsageError when it cannot be started."""
    try:
        with _left_to_the_editor():
            return subprocess.run([*command, str(path)], check=False).returncode == 0
    except OSError as error:
        raise UsageError(
            f"The editor {command[0]} cannot be started: {error.strerror}. Set VISUAL or EDITOR to one that can."
        ) from error


@contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Have ctrl+c mean what it means in the editor: the terminal sends it to both programs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # A function, not SIG_IGN, which the editor would inherit.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def offered(title: str, quote: str, text: str) -> str:
    """What an editor is given: the note, the line that ends it, and below what it is on: a passage, or '' for none."""
    lines = [text, "", MARKER, "", f"A note on{' this passage of' if quote else ''}: {title}"]
    if quote:
        lines += ["", *(f"> {line}".rstrip() for line in quote.splitlines())]
    lines += ["", "Markdown. A note without text is not made, and changes nothing."]
    return "\n".join(lines) + "\n"


def written(found: str, given: str) -> str:
    """The note in a file that was `given` and edited.

    What stands below the line that ends it is left out, except lines that were added there: nothing that was typed
    is lost. Where that line was removed, the next one that is left of what the note is on ends it.
    """
    lines = found.splitlines()
    given_lines = given.splitlines()
    below = [line.strip() for line in given_lines[max(_markers(given_lines), default=len(given_lines)) :]]
    ends, goes_on = _end(lines, below)
    ours = Counter(below)
    added = []
    for line in lines[goes_on:]:
        if ours[line.strip()] > 0:
            ours[line.strip()] -= 1
        elif line.strip():
            added.append(line)
    return "\n\n".join(filter(None, ("\n".join(lines[:ends]).strip(), "\n".join(added))))


def _end(lines: list[str], below: list[str]) -> tuple[int, int]:
    """Numbers of the line that ends the note, and of the one from which on ours stand: by its marker, title or help."""
    ends = _markers(lines)
    if ends:
        return ends[-1], ends[-1] + 1
    stripped = [line.strip() for line in lines]
    for wanted in (below[2], below[-1]) if below else ():
        if wanted in stripped:
            end = len(stripped) - 1 - stripped[::-1].index(wanted)
            return end, end
    return len(lines), len(lines)


def _markers(lines: list[str]) -> list[int]:
    return [number for number, line in enumerate(lines) if line.strip().startswith(_ENDS)]


class Written(NamedTuple):
    """What was read from a note's file."""

    text: str
    changed: bool
    """Whether it is another text than the editor was given."""


class NoteFiles:
    """The files of notes that are being written, each in a folder named after its draft."""

    def __init__(self, state: Path) -> None:
        self._folder = state / "writing"

    def create(self, editor: str, release: str, given: str) -> Path:
        """Make the file of a draft, on a release with an id. Raises LibraryError when it cannot be made."""
        folder = private_folder(private_folder(self._folder) / editor)
        path = folder / f"note-{release}.md"
        try:
            # What was given first: where there is a note, there is what to compare it with.
            for each in (folder / _GIVEN, path):
                descriptor = os.open(each, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
                with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                    file.write(given)
        except OSError as error:
            raise LibraryError(
                f"Cannot write {path}: {error.strerror}. Make its folder writable, or free some space."
            ) from error
        return path

    def keep(self, editor: str, text: str) -> Path:
        """Put the text of a draft whose release has gone on disk; its file, or the one that has the text already.

        Raises LibraryError when that cannot be done.
        """
        name = "".join(filter(str.isalnum, editor))
        path = self.path(name)
        if path is not None:
            with suppress(PressReaderError):
                found = self.read(name)
                if found is not None and found.text == text.strip():
                    return path
            name += os.urandom(4).hex()
        path = self.create(name, _GONE, "")
        try:
            with path.open("r+", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise LibraryError(f"Cannot write {path}: {error.strerror}. Free some space.") from error
        return path

    def read(self, editor: str) -> Written | None:
        """What stands in the file of a draft; None where there is none. Raises LibraryError when it cannot be read."""
        path = self.path(editor)
        if path is None:
            return None
        # A folder that something else was put into: then the file is all that is known.
        given = _content(path.parent / _GIVEN) if (path.parent / _GIVEN).exists() else ""
        before = written(given, given)
        # What nano had open when its terminal was closed counts where the file itself is as it was.
        for each in (path, _rescued(path)):
            if each.is_file() and (text := written(_content(each), given)) != before:
                return Written(text, True)
        return Written(before, False)

    def forget(self, editor: str) -> None:
        """Remove the file of a draft and its copies.

        What else an editor left beside it may be all that there is of a text: then the folder stays as it is, and
        nothing in it counts as changed any more.
        """
        if self.left_beside(editor) is None:
            if self._named(editor):
                shutil.rmtree(self._folder / editor, ignore_errors=True)
            return
        path = self.path(editor)
        if path is not None:
            with suppress(OSError):
                _rescued(path).unlink(missing_ok=True)
                shutil.copyfile(path, path.parent / _GIVEN)

    def left_beside(self, editor: str) -> Path | None:
        """What an editor left beside the file of a draft that is no copy of it, as a swap file; None for nothing."""
        if not self._named(editor):
            return None
        with suppress(OSError):
            for entry in sorted((self._folder / editor).iterdir()):
                if not _OURS.fullmatch(entry.name) and (
                    entry.is_dir() or (entry.is_file() and entry.stat().st_size)
                ):
                    return entry
        return None

    def unreadable(self, editor: str) -> Path | None:
        """The file of a draft that cannot be read, or is no text; None where it can be, or there is none."""
        try:
            self.read(editor)
        except PressReaderError:
            return self.path(editor)
        return None

    def editors(self) -> list[str]:
        """The drafts that have a file."""
        with suppress(OSError):
            return sorted(entry.name for entry in self._folder.iterdir() if entry.is_dir())
        return []

    def release(self, editor: str) -> str:
        """Id of the release that the file of a draft is on; '' where there is no file."""
        path = self.path(editor)
        return path.stem.removeprefix("note-") if path is not None else ""

    def path(self, editor: str) -> Path | None:
        """The file of a draft; None where there is none."""
        if not self._named(editor):
            return None
        return next(iter(sorted((self._folder / editor).glob("note-*.md"))), None)

    def _named(self, editor: str) -> bool:
        """Whether a draft's name is that of a folder here: nothing else is ever read or removed."""
        return editor.isalnum() and (self._folder / editor).is_dir()


def _rescued(path: Path) -> Path:
    """Where nano puts what it had open when its terminal was closed."""
    return path.with_name(f"{path.name}.save")


def _content(path: Path) -> str:
    """The text of a file. Raises LibraryError when it cannot be read, UsageError when it is no text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LibraryError(f"Cannot read {path}: {error.strerror}. The note is still in it.") from error
    return decoded(content, str(path))
