"""Answers a query for the commands that take one, and brings the index up to date first where words are asked for."""

import time
from contextlib import suppress
from dataclasses import dataclass, replace

from reader import query
from reader.cli import output
from reader.cli.progress import Progress
from reader.errors import LibraryBusy
from reader.library import Library
from reader.library.answers import Answer, Question, needs_index
from reader.library.releases import Rows
from reader.model import Release

WAIT = 10.0
"""Seconds to wait for another process that writes the index."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found."""

    answer: Answer
    """Without `numbers` where the tables alone could tell."""
    rows: Rows
    """All of it."""
    reverse: bool = False
    """The rows are wanted from their end."""

    def shown(self, limit: int) -> list[Release]:
        """The first releases in the order asked for."""
        if not self.reverse:
            return self.rows.page(0, limit)
        total = len(self.rows)
        return self.rows.page(max(0, total - limit), min(limit, total))[::-1]


def everything(library: Library, order: query.Order | None = None) -> Found:
    """Every release; needs no index."""
    started = time.perf_counter()
    return _from_tables(library, Answer(Question("")), library.releases.all(), order, started)


def find(library: Library, text: str, order: query.Order | None = None, *, patient: bool = True) -> Found:
    """The releases that fulfil a query, newest first unless it or `order` says otherwise; hints on it are said.

    A `patient` one waits for another process that writes the index. Raises UsageError for a query that cannot be
    read, NotFound where it names something that is not there, LibraryError when there is no index to answer from.
    """
    started = time.perf_counter()
    question = Question(text, order=order)
    asked = library.search.understand(question)
    for hint in asked.hints:
        output.say(hint)
    if needs_index(asked.root):
        return _find_text(library, question, patient)
    rows = library.releases.fulfilling(asked.root)
    return _from_tables(library, Answer(question, asked.root), rows, asked.order or order, started)


def _from_tables(
    library: Library, answer: Answer, rows: Rows, order: query.Order | None, started: float
) -> Found:
    total = len(rows)
    pending = library.releases.tally()["pending"]
    took = (time.perf_counter() - started) * 1000
    return Found(replace(answer, total=total, pending=pending, took_ms=took), rows, reverse=order == "old")


def _find_text(library: Library, question: Question, patient: bool) -> Found:
    answer = library.search.ask(question, limit=None)
    for attempt in (_add, _rebuild, _wait)[: 3 if patient else 2]:
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
    if not answer.numbers:
        answer = replace(answer, respellings=library.search.respellings(answer))
    return Found(answer, library.releases.chosen(answer.numbers))


def _add(library: Library, _: Answer) -> None:
    _index(library)


def _rebuild(library: Library, answer: Answer) -> None:
    """Damage that only searching meets looks sound to whoever adds to the index."""
    if answer.unindexed:
        with suppress(LibraryBusy):
            _index(library, rebuild=True)


def _wait(library: Library, _: Answer | None = None) -> int:
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
