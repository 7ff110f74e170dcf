"""Undoing: whatever was done in whatever order, taking all of it back gives what was before."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import LibraryBusy, NoteChanged, NotFound
from reader.library import Library
from reader.tui import undo
from reader.tui.undo import KEPT, UndoStack, but_for
from tests import listings

RELEASES = 4
NAMES = ("asean", "CPTPP", "무역")

numbers = st.lists(st.integers(0, RELEASES - 1), max_size=RELEASES)
names = st.lists(st.sampled_from(NAMES), max_size=3)
step = st.one_of(
    st.tuples(st.just("bookmarked"), numbers, st.booleans()),
    st.tuples(st.just("read"), numbers, st.booleans()),
    st.tuples(st.just("tags"), numbers, names, names),
    st.tuples(st.just("write"), st.integers(0, RELEASES - 1), st.sampled_from(("one", "two"))),
    st.tuples(st.just("edit"), st.integers(0, 3), st.sampled_from(("three", "four"))),
    st.tuples(st.just("remove"), st.integers(0, 3)),
    st.tuples(
        st.just("save"), st.sampled_from(("Ports", "ports", "Steel")), st.sampled_from(("busan", "steel"))
    ),
    st.tuples(st.just("unsave"), st.integers(0, 2)),
)


class Session:
    """A library, and what a reader does in it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.undo = UndoStack()
        self.rows = [one.number for one in library.releases.all().page(0, RELEASES)]

    def state(self) -> object:
        """Everything that can be changed, without the moments at which it was."""
        releases = self.library.releases.many(self.rows)
        return (
            [(one.bookmarked, one.read, one.tags, one.note_count) for one in releases],
            sorted((note.id, note.release, note.text, note.created) for note in self.library.notes.all()),
            [(saved.name, saved.query) for saved in self.library.saved.all()],
        )

    def do(self, what: str, *how: Any) -> None:
        getattr(self, what)(*how)

    def _flag(self, flag: Any, at: list[int], on: bool) -> None:
        changed = self.library.releases.set(flag, [self.rows[n] for n in at], on)
        self.undo.did(flag, undo.flagged(self.library, flag, changed, on))

    def bookmarked(self, at: list[int], on: bool) -> None:
        self._flag("bookmarked", at, on)

    def read(self, at: list[int], on: bool) -> None:
        self._flag("read", at, on)

    def tags(self, at: list[int], add: list[str], remove: list[str]) -> None:
        change = self.library.tags.change([self.rows[n] for n in at], add, remove)
        self.undo.did("tags", undo.tagged(self.library, change))

    def write(self, at: int, text: str) -> None:
        note = self.library.notes.write(self.rows[at], text)
        self.undo.did("note", undo.note_written(self.library, note))

    def edit(self, at: int, text: str) -> None:
        notes = self.library.notes.all()
        if at < len(notes):
            edited = self.library.notes.edit(notes[at].id, text)
            self.undo.did("edit", undo.note_edited(self.library, notes[at].text, edited))

    def remove(self, at: int) -> None:
        notes = self.library.notes.all()
        if at < len(notes):
            removed = self.library.notes.remove(notes[at].id)
            self.undo.did("removal", lambda: self.library.notes.restore(removed))

    def save(self, name: str, query: str) -> None:
        before = next(
            (one for one in self.library.saved.all() if one.name.casefold() == name.casefold()), None
        )
        saved = self.library.saved.put(name, query)
        self.undo.did("saving", undo.search_saved(self.library, saved, before))

    def unsave(self, at: int) -> None:
        known = self.library.saved.all()
        if at < len(known):
            self.undo.did(
                "unsaving", undo.search_removed(self.library, self.library.saved.remove(known[at].name))
            )


def test_taking_everything_back_gives_the_first_state_step_by_step(tmp_path: Path) -> None:
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path, listings.many(RELEASES)))])

        @given(st.lists(step, max_size=12))
        @settings(deadline=None, max_examples=60)
        def check(done: list[tuple[Any, ...]]) -> None:
            session = Session(library)
            states = [session.state()]
            for one in done:
                count = len(session.undo._steps)
                session.do(*one)
                if len(session.undo._steps) > count:
                    states.append(session.state())
            while (undone := session.undo.take_back()) is not None:
                assert "changed since" not in undone.description
                states.pop()
                assert session.state() == states[-1]
            assert len(states) == 1

        check()


def raising(error: Exception) -> Callable[[], object]:
    def take_back() -> object:
        raise error

    return take_back


def test_a_step_stays_only_where_the_library_cannot_be_written_just_now() -> None:
    for error, stays in (
        (LibraryBusy("busy"), True),
        (NotFound("gone"), False),
        (NoteChanged("other"), False),
    ):
        undo = UndoStack()
        undo.did("older", lambda: None)
        undo.did("newer", raising(error))
        with pytest.raises(type(error)):
            undo.take_back()
        if stays:
            with pytest.raises(type(error)):
                undo.take_back()
        else:
            step = undo.take_back()
            assert step is not None
            assert step.description == "older"


def test_only_the_last_steps_are_kept() -> None:
    undo = UndoStack()
    for number in range(KEPT + 5):
        undo.did(str(number), lambda: None, [number])
    taken = []
    while (step := undo.take_back()) is not None:
        taken.append((step.description, list(step.releases)))
    assert taken == [(str(number), [number]) for number in range(KEPT + 4, 4, -1)]


@pytest.mark.parametrize(
    ("tried", "done", "said"),
    [
        (3, 3, ""),
        (3, 2, ", but for 1 that was changed since"),
        (2000, 1, ", but for 1,999 that were changed since"),
        (3, 0, ": nothing was left of it, it was changed since"),
    ],
)
def test_what_stays_is_said(tried: int, done: int, said: str) -> None:
    assert but_for(tried, done) == said


def test_a_note_that_says_something_else_by_now_is_nobodys_to_take_back(tmp_path: Path) -> None:
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path))])
        session = Session(library)
        session.write(0, "mine")
        (note,) = library.notes.all()
        library.notes.edit(note.id, "theirs")
        step = session.undo.take_back()
        assert step is not None
        assert "nothing was left of it" in step.description
        session.edit(0, "mine again")
        library.notes.edit(note.id, "theirs again")
        with pytest.raises(NoteChanged):
            session.undo.take_back()
        assert [one.text for one in library.notes.all()] == ["theirs again"]


def test_a_note_that_is_changed_just_when_it_is_taken_back_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path))])
        session = Session(library)
        session.write(0, "mine")
        (note,) = library.notes.all()
        library.notes.edit(note.id, "theirs")
        # Read a moment before.
        monkeypatch.setattr(library.notes, "get", lambda _: note)
        step = session.undo.take_back()
        assert step is not None
        assert "nothing was left of it" in step.description
        assert [one.text for one in library.notes.all()] == ["theirs"]
