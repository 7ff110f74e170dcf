"""What can be taken back, newest last, with a word on what it was."""

from collections.abc import Callable
from typing import NamedTuple

from reader.errors import NotFound, PressReaderError

KEPT = 100
"""Steps that are remembered."""


class Step(NamedTuple):
    """One change that was made: what it was, and how it is taken back."""

    description: str
    take_back: Callable[[], object]


class UndoStack:
    """The changes of this session."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def did(self, description: str, take_back: Callable[[], object]) -> None:
        """Remember a change that is on disk."""
        self._steps.append(Step(description, take_back))
        del self._steps[:-KEPT]

    def take_back(self) -> str | None:
        """Take back the last change; what it was, None when there is none left.

        The step stays where the library cannot be written just now. It goes where what it concerns has gone: it
        could never succeed, and would keep all older ones from being taken back.
        """
        if not self._steps:
            return None
        step = self._steps.pop()
        try:
            step.take_back()
        except NotFound:
            raise
        except PressReaderError:
            self._steps.append(step)
            raise
        return step.description
