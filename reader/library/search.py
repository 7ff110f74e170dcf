"""Searches an open library: words by the index, conditions by the tables, notes by their text."""

import datetime
import os
import time
from collections.abc import Collection, Iterator
from itertools import islice

from reader import query
from reader.errors import UsageError
from reader.index import marks
from reader.index.search import Index, IndexUnusable
from reader.index.update import IndexFolder
from reader.library.answers import Answer, Question
from reader.library.indexing import library_uuid
from reader.paths import Paths
from reader.store.browse import ReleaseReader
from reader.store.conditions import where
from reader.store.database import Database
from reader.store.notes import Notes
from reader.store.queue import Queue

FIRST = 50
"""Hits that are found before anything is counted."""


def today() -> datetime.date:
    """The day that `date:today` means: `PRESSREADER_TODAY`, else this computer's.

    Raises UsageError when the variable holds no day.
    """
    given = os.environ.get("PRESSREADER_TODAY")
    if not given:
        return datetime.date.today()  # noqa: DTZ011 - the user's own day is meant
    try:
        return datetime.date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(
            f"PRESSREADER_TODAY is “{given}”, which is no day: write it as 2025-12-31."
        ) from error


class Search:
    """One searcher, for one thread: its own connection, its own index."""

    def __init__(self, paths: Paths, database: Database) -> None:
        self._database = database
        self._folder = IndexFolder(paths.index, library_uuid(database))
        self._index: Index | None = None
        self._reader = ReleaseReader(database)
        self._notes = Notes(database)
        self._queue = Queue(database)
        self._sets: dict[query.Node, Collection[int]] = {}
        self._texts: list[tuple[int, str]] | None = None
        self._version = -1
        self._today: datetime.date | None = None

    @classmethod
    def open(cls, paths: Paths) -> "Search":
        """A searcher with a connection of its own, for a thread of its own."""
        return cls(paths, Database.open(paths.library, durable=False))

    def close(self) -> None:
        """Close index and connection."""
        self._forget_index()
        self._database.close()

    def understand(self, question: Question) -> query.Query:
        """The question as a tree, view included. Raises UsageError with a sentence."""
        day = today()
        typed = query.parse(question.text, today=day, live=question.live)
        if not question.view:
            return typed
        view = query.parse(question.view, today=day).root
        root = view if isinstance(typed.root, query.Everything) else query.And((view, typed.root))
        return query.Query(typed.text, root, typed.hints)

    def ask(self, question: Question, limit: int | None = FIRST) -> Answer:
        """The newest hits, at most `limit` of them (None: all). Counts nothing that it need not count.

        Raises UsageError for a query that cannot be read; an index that cannot be used is an `unindexed` answer.
        """
        started = time.perf_counter()
        asked = self.understand(question)
        self._refresh()
        try:
            if not query.has_text(asked.root):
                limit = None  # the tables give all of them as fast as some
            found = self._matches(asked.root)
            numbers = list(found if limit is None else islice(found, limit + 1))
        except IndexUnusable:
            self._forget_index()
            return Answer(
                question, asked.root, pending=self._queue.pending(), hints=asked.hints, unindexed=True
            )
        complete = limit is None or len(numbers) <= limit
        return Answer(
            question,
            asked.root,
            numbers if limit is None else numbers[:limit],
            complete,
            len(numbers) if complete else None,
            self._queue.pending(),
            (time.perf_counter() - started) * 1000,
            asked.hints,
        )

    def all_of(self, answer: Answer) -> Iterator[Answer | None]:
        """Finds the rest of an incomplete answer, a piece a step, so that it can be dropped in between.

        Yields None while it goes on, then the complete answer; stops short when the index cannot be used.
        """
        try:
            found = self._matches(answer.root)
            numbers: list[int] = []
            while piece := list(islice(found, 2000)):
                numbers += piece
                yield None
        except IndexUnusable:
            self._forget_index()
            return
        yield Answer(
            answer.question,
            answer.root,
            numbers,
            True,
            len(numbers),
            answer.pending,
            answer.took_ms,
            answer.hints,
        )

    def _matches(self, root: query.Node) -> Iterator[int]:
        if not query.has_text(root):
            clause = where(root, self._database)
            return iter(self._reader.ordered(clause))
        return self._opened().matches(root, self._set)

    def _opened(self) -> Index:
        if self._index is None:
            self._index = Index.open(self._folder)
        return self._index

    def _forget_index(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def _refresh(self) -> None:
        """Learn what others committed since the last question."""
        version = self._database.data_version()
        day = today()
        if version != self._version or day != self._today:
            self._sets.clear()
            self._texts = None
            self._version, self._today = version, day
        if self._index is not None:
            try:
                self._index.refresh()
            except IndexUnusable:
                self._forget_index()

    def _set(self, leaf: query.Node) -> Collection[int]:
        """The row numbers that fulfil a condition, or whose notes hold a text; kept until something changes."""
        if leaf not in self._sets:
            self._sets[leaf] = (
                self._noted(leaf)
                if query.is_text(leaf)
                else frozenset(self._reader.numbers(where(leaf, self._database)))
            )
        return self._sets[leaf]

    def _noted(self, leaf: query.TextLeaf) -> frozenset[int]:
        if self._texts is None:
            self._texts = [(note.number, note.text) for note in self._notes.all()]
        return frozenset(number for number, text in self._texts if marks.matches_text(leaf, text))


def title_spans(root: query.Node, title: str) -> list[tuple[int, int]]:
    """Where the hits of a query stand in a headline."""
    return marks.spans(root, title, "title")


def body_spans(root: query.Node, body: str) -> list[tuple[int, int]]:
    """Where the hits of a query stand in a text."""
    return marks.spans(root, body, "body")


def excerpt(root: query.Node, body: str) -> tuple[str, list[tuple[int, int]]]:
    """A stretch of a text around its hits, and where they stand in it."""
    return marks.excerpt(root, body)
