"""Answers a query for the commands that take one, and brings the index up to date first where words are asked for."""

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader import query
from reader.cli import output
from reader.cli.progress import Progress
from reader.errors import LibraryBusy
from reader.library import Library
from reader.library.releases import Rows

if TYPE_CHECKING:
    from reader.library.answers import Answer, Question

WAIT = 10.0
"""Seconds to wait for another process that writes the index."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found."""

    root: query.Node
    rows: Rows
    """All of it, newest first."""
    pending: int
    took_ms: float

    @property
    def has_text(self) -> bool:
        """Whether words were asked for, which may be marked in texts."""
        return query.has_text(self.root)


def everything(library: Library) -> Found:
    """Every release; needs no index."""
    started = time.perf_counter()
    rows = library.releases.all()
    len(rows)
    return Found(query.Everything(), rows, library.releases.tally()["pending"], _since(started))


def find(library: Library, text: str) -> Found:
    """The releases that fulfil a query; hints on it are said.

    Raises UsageError for a query that cannot be read, LibraryError when there is no index to answer from.
    """
    from reader.library.answers import Question  # noqa: PLC0415 - `list` answers without the index

    started = time.perf_counter()
    asked = library.search.understand(Question(text))
    for hint in asked.hints:
        output.say(hint)
    if not query.has_text(asked.root):
        rows = library.releases.fulfilling(asked.root)
        len(rows)
        return Found(asked.root, rows, library.releases.tally()["pending"], _since(started))
    return _find_text(library, Question(text))


def _find_text(library: Library, question: "Question") -> Found:
    answer = library.search.ask(question, limit=None)
    for attempt in (_add, _rebuild, _wait):
        if not answer.unindexed and not answer.pending:
            break
        attempt(library, answer)
        answer = library.search.ask(question, limit=None)
    if answer.unindexed:
        raise LibraryBusy(
            "The search index is still being built by another PressReader. Try again in a moment."
        )
    if answer.pending:
        output.say(
            f"{answer.pending:,} releases are not in the search index yet, so some hits may be missing."
        )
    return Found(answer.root, library.releases.chosen(answer.numbers), answer.pending, answer.took_ms)


def _add(library: Library, _: "Answer") -> None:
    _index(library)


def _rebuild(library: Library, answer: "Answer") -> None:
    """Damage that only searching meets looks sound to whoever adds to the index."""
    if answer.unindexed:
        with suppress(LibraryBusy):
            _index(library, rebuild=True)


def _wait(library: Library, _: "Answer | None" = None) -> int:
    output.say(f"Another PressReader is writing the search index; waiting up to {WAIT:.0f} seconds for it.")
    return _index(library, WAIT)


def bring_up(library: Library) -> int:
    """Bring the index up to date; how many releases still wait, because another process holds the writer.

    Raises LibraryError when the index cannot be written.
    """
    return _index(library) and _wait(library)


def rebuild(library: Library) -> None:
    """Build the index anew.

    Raises LibraryError when it cannot be written, LibraryBusy when another process keeps writing it.
    """
    _index(library, WAIT, rebuild=True)


def _index(library: Library, wait: float = 0.0, *, rebuild: bool = False) -> int:
    try:
        with Progress("Indexing") as progress:
            return library.indexing.drain(wait=wait, rebuild=rebuild, progress=progress.counted)
    except KeyboardInterrupt:
        kept = "All releases are in the library; the next search goes on with the index."
        raise KeyboardInterrupt(kept) from None


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
