"""Keys that come faster than the screen changes, as from tmux or out of a hurried hand: every burst is one write."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.library import Library
from reader.model import Release
from tests.terminal import READER, Terminal, environment

_SOON = 15.0
_QUIT, _ESCAPE = "\x11", "\x1b"
_HANGING = """
import asyncio
from reader.tui.screens.main import MainScreen
async def hang(self):
    await asyncio.Event().wait()
MainScreen.do_state_bookmark = hang
from reader.__main__ import main
raise SystemExit(main())
"""
pytestmark = pytest.mark.usefixtures("filled")


@contextmanager
def opened(home: Path, *command: str) -> Iterator[Terminal]:
    """The reader in a terminal, ready for keys."""
    with Terminal(command or READER, environment(home)) as terminal:
        terminal.wait_for("enter read")
        yield terminal


def found(query: str) -> list[Release]:
    """What another process finds on the disk."""
    with Library.open() as library:
        return [one for one in library.releases.all().page(0, 100) if matches(library, one, query)]


def matches(library: Library, release: Release, query: str) -> bool:
    """Whether a release is bookmarked, or has a tag."""
    return release.bookmarked if query == "bookmarked" else query in library.releases.get(release.number).tags


def nth(number: int) -> str:
    """Headline of a row of the list, from 0."""
    with Library.open() as library:
        return library.releases.all().page(number, 1)[0].title


def tagged(tag: str) -> list[str]:
    return [one.title for one in found(tag)]


def bookmarked() -> list[str]:
    return [one.title for one in found("bookmarked")]


def ended(terminal: Terminal) -> None:
    assert terminal.wait_end(_SOON) == 0


@pytest.mark.parametrize("before", ["t", ""])
def test_a_tag_is_what_stood_in_the_field_at_enter(home: Path, before: str) -> None:
    with opened(home) as terminal:
        if before:
            terminal.send(before)
            terminal.wait_for("enter applies")
        terminal.send("one\rzzz" if before else "tone\rzzz")
        terminal.wait_for("Text only|Tagged: one\\.")
        terminal.wait_gone("enter applies")
        terminal.send("zb" + _QUIT)
        ended(terminal)
    assert tagged("one") == bookmarked() == [nth(0)]
    assert not tagged("onez")


def test_what_is_pasted_waits_for_its_turn(home: Path) -> None:
    with opened(home) as terminal:
        terminal.send(f"jt{_ESCAPE}[200~one{_ESCAPE}[201~,two\rb{_QUIT}")
        ended(terminal)
    assert tagged("one") == tagged("two") == bookmarked() == [nth(1)]


def test_letters_right_after_a_passage_was_selected_are_the_note_on_it(home: Path) -> None:
    with opened(home) as terminal:
        terminal.send("vaabc")
        terminal.wait_for("│? *abc")
        terminal.send(_ESCAPE)
        terminal.wait_for("Note saved")
        terminal.wait_gone("esc saves and closes")
        terminal.send("q" + "q" + _QUIT)
        ended(terminal)
    with Library.open() as library:
        (note,) = library.notes.all()
    assert note.text == "abc"
    assert note.passage is not None


@pytest.mark.parametrize(
    ("keys", "row"), [("\r2jjb", 2), ("j\rjjb", 1), ("j\rjj2jb", 2), ("1jj2jb", 1), ("\t\t\tjb", 1)]
)
def test_keys_after_one_that_moves_the_focus_belong_to_the_new_pane(home: Path, keys: str, row: int) -> None:
    with opened(home) as terminal:
        terminal.send(keys + _QUIT)
        ended(terminal)
    assert bookmarked() == [nth(row)]


def test_what_is_searched_can_be_typed_at_once(home: Path) -> None:
    with opened(home) as terminal:
        terminal.send("/tariff\r\\quay\rb")
        terminal.wait_for("/? *tariff")
        terminal.send(_QUIT)
        ended(terminal)
    assert len(bookmarked()) == 1
    with Library.open() as library:
        assert library.history.entries() == ["tariff"]


def test_quitting_overtakes_no_tag_and_what_follows_does_nothing(home: Path) -> None:
    with opened(home) as terminal:
        terminal.send(f"jtko\r{_QUIT}jbjb")
        ended(terminal)
    assert tagged("ko") == [nth(1)]
    assert not bookmarked()


def test_quitting_overtakes_no_bookmark(home: Path) -> None:
    with opened(home) as terminal:
        terminal.send("jb" + _QUIT)
        ended(terminal)
    assert bookmarked() == [nth(1)]


def test_quitting_overtakes_no_letter_of_a_note(home: Path) -> None:
    with opened(home) as terminal:
        terminal.send("jjanote" + _QUIT)
        ended(terminal)
    with Library.open() as library:
        (draft,) = library.notes.left_drafts()
        assert library.releases.many([draft.release])[0].title == nth(2)
    assert draft.text == "note"


def test_a_key_that_never_ends_keeps_no_other_from_quitting(home: Path) -> None:
    with opened(home, sys.executable, "-c", _HANGING) as terminal:
        terminal.send("b" + "j" * 50 + _QUIT)
        ended(terminal)


def test_a_key_that_never_ends_keeps_no_signal_from_ending_the_reader(home: Path) -> None:
    with opened(home, sys.executable, "-c", _HANGING) as terminal:
        terminal.send("bjjj")
        terminal.settle()
        terminal.signal(signal.SIGHUP)
        ended(terminal)
