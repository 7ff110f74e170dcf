"""The reader, killed at random moments: what it said is kept."""

import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader.library import Library
from reader.model import Release
from tests.crash import model
from tests.crash.conftest import Open
from tests.terminal import Terminal

_TAGS = ("shore-power", "été-2027", "draft")


@dataclass
class _Model:
    """What the library must hold of what the user did."""

    notes: dict[int, list[str]] = field(default_factory=dict)
    bookmarked: set[int] = field(default_factory=set)
    read: set[int] = field(default_factory=set)
    tags: dict[int, set[str]] = field(default_factory=dict)
    draft: tuple[int, str] | None = None

    def compare(self, home: Path) -> None:
        """Fail where the library does not hold just that."""
        assert model.wrong(home) == []
        with Library.open() as library:
            releases = library.releases.all().page(0, 1000)
            held = {
                one.number: [note.text for note in library.notes.of(one)]
                for one in releases
                if one.note_count
            }
            assert held == self.notes
            assert {one.number for one in releases if one.bookmarked} == self.bookmarked
            assert {one.number for one in releases if one.read} == self.read
            assert {one.number: set(one.tags) for one in releases if one.tags} == self.tags
            drafts = [(draft.release, draft.text) for draft in library.notes.left_drafts()]
            assert drafts == ([self.draft] if self.draft else [])


def _session(
    terminal: Terminal, kept: _Model, releases: list[Release], rng: random.Random, name: str
) -> None:
    """Take up the draft that was left, move, set states, write a note, and be killed."""
    if kept.draft is not None:
        number, text = kept.draft
        terminal.wait_for("here it is again")
        terminal.wait_for(text)
        _save(terminal, kept, number, text)
    at = rng.randrange(8)
    terminal.send("g" + "j" * at)
    release = releases[at]
    terminal.wait_for(release.id)
    if rng.random() < 0.7:
        terminal.send("b")
        terminal.wait_for(r"Bookmark taken away\." if release.number in kept.bookmarked else r"Bookmarked\.")
        kept.bookmarked ^= {release.number}
    if rng.random() < 0.7:
        terminal.send("r")
        terminal.wait_for(r"Marked as unread\." if release.number in kept.read else r"Marked as read\.")
        kept.read ^= {release.number}
    if rng.random() < 0.7:
        _tag(terminal, kept, release.number, rng.choice(_TAGS))
    if rng.random() < 0.8:
        terminal.send("a")
        terminal.wait_for("esc saves")
        text = f"Ask the harbour office about {name}"
        terminal.send(text)
        terminal.wait_for(text)
        if rng.random() < 0.5:
            kept.draft = (release.number, text)
        else:
            _save(terminal, kept, release.number, text)
    until = time.monotonic() + rng.choice((0.0, rng.uniform(0.0, 0.15)))
    while time.monotonic() < until:
        terminal.read(until - time.monotonic())
    terminal.kill()


def _tag(terminal: Terminal, kept: _Model, number: int, name: str) -> None:
    """Give a tag, or take it away where the release has it."""
    had = name in kept.tags.get(number, ())
    terminal.send("t")
    terminal.wait_for("Tags of “")
    terminal.send(f"-{name}" if had else name)
    terminal.wait_for(f"Takes #{name} away" if had else f"Gives #{name}")
    terminal.send("\r")
    terminal.wait_for(rf"Taken away: {name}\." if had else rf"Tagged: {name}\.")
    if had:
        kept.tags[number].remove(name)
        if not kept.tags[number]:
            del kept.tags[number]
    else:
        kept.tags.setdefault(number, set()).add(name)


def _save(terminal: Terminal, kept: _Model, number: int, text: str) -> None:
    terminal.send("\x1b")
    # Of an earlier note it is said as long as nothing else is; then the editor is open still.
    terminal.wait(lambda text: "Note saved." in text and "esc saves" not in text, "the note was not saved")
    kept.notes.setdefault(number, []).append(text)
    kept.draft = None


def _kill_readers(home: Path, reader: Open, kills: int) -> None:
    rng = random.Random(kills)
    with Library.open() as library:
        releases = library.releases.all().page(0, 10)
    kept = _Model()
    for number in range(kills):
        with reader() as terminal:
            _session(terminal, kept, releases, rng, f"day {number}.")
        kept.compare(home)


@pytest.mark.usefixtures("library")
def test_what_a_killed_reader_said_is_kept(home: Path, reader: Open) -> None:
    _kill_readers(home, reader, kills=9)


@pytest.mark.soak
@pytest.mark.usefixtures("library")
def test_what_many_killed_readers_said_is_kept(home: Path, reader: Open) -> None:
    _kill_readers(home, reader, kills=150)
