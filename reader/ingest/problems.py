"""What is wrong with files: some of it in words, all of it as a number."""

from collections.abc import Iterable
from typing import Final

from reader.model import Problem

KEPT: Final = 1000
"""Problems that are told one by one; a few kilobytes may hold millions of bad lines."""


class Problems:
    """The first problems that were met, and how many more there were."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self.more = 0
        """Those that are only counted."""

    @property
    def kept(self) -> tuple[Problem, ...]:
        """The first ones."""
        return tuple(self._kept)

    def add(self, problem: Problem) -> None:
        """Keep one, or count it."""
        if len(self._kept) < KEPT:
            self._kept.append(problem)
        else:
            self.more += 1

    def extend(self, problems: Iterable[Problem], more: int = 0) -> None:
        """Add some, and `more` that are not kept any more."""
        for problem in problems:
            self.add(problem)
        self.more += more
