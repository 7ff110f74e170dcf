"""What can be taken back, newest last, with a word on what it was."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader.errors import LibraryError

KEPT = 100
"""Steps that are remembered."""

TakeBack = Callable[[], object]
"""Takes one change back. A text that it returns goes on after the description: that some of it stays."""


class Step(NamedTuple):
    """One change that was made."""

    description: str
    """What it was, as it goes on after “Undone:”: `tagging 3 releases with asean`."""
    take_back: TakeBack
    releases: Sequence[int] = ()
    """Row numbers of the releases whose state it changed."""


class UndoStack:
    """The changes of this session."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def did(self, description: str, take_back: TakeBack, releases: Sequence[int] = ()) -> None:
        """Remember a change that is on disk; see `Step`."""
        self._steps.append(Step(description, take_back, releases))
        del self._steps[:-KEPT]

    def take_back(self) -> Step | None:
        """Take back the last change; what it was and what stays of it, None when there is none left.

        The step stays where the library cannot be written just now. It goes where what it concerns has gone or
        was changed elsewhere: it could never succeed, and would keep all older ones from being taken back.
        """
        if not self._steps:
            return None
        step = self._steps.pop()
        try:
            stays = step.take_back()
        except LibraryError:
            self._steps.append(step)
            raise
        return step._replace(description=step.description + stays) if isinstance(stays, str) else step


def but_for(tried: int, done: int) -> str:
    """What to say where only some of so many changes could be taken back; '' where all were."""
    if done == tried:
        return ""
    if not done:
        return ": nothing was left of it, it was changed since"
    return f", but for {tried - done:,} that {'was' if tried - done == 1 else 'were'} changed since"
