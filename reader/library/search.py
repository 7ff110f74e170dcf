"""Searches an open library: words by the index, conditions by the tables, notes by their text."""

import datetime
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from reader import query
from reader.errors import LibraryError
from reader.index import marks, spelling
from reader.index.numbers import NumberSet
from reader.index.patterns import is_word
from reader.index.ranking import Ranked, ranked
from reader.index.search import Index, IndexUnusable
from reader.index.similar import Similar, similar
from reader.index.update import IndexFolder
from reader.index.watch import Watch
from reader.library.answers import Answer, Hidden, Question, Respelling, needs_index
from reader.library.expanding import Expansion, identified_by, named_by
from reader.library.facets import FacetGroup, Facets
from reader.library.indexing import library_uuid
from reader.library.today import today
from reader.paths import Paths
from reader.store.browse import ReleaseReader
from reader.store.conditions import where
from reader.store.database import Database
from reader.store.notes import Notes
from reader.store.queue import Queue
from reader.store.saved import SavedSearches
from reader.store.saved import since as came_in

FIRST = 50
"""Hits that are found before anything is counted."""
_PIECE = 2000
"""Hits between two looks at whether something newer is asked."""
_ALIKE = 50
"""Releases that are like another one, at most."""
_SHORTEST_RESPELT = 3
"""Letters below which any word is near any other."""


class Search:
    """One searcher, for one thread: its own connection, its own index."""

    def __init__(self, paths: Paths, database: Database) -> None:
        self._database = database
        self.watch = Watch()
        """Set its `stop` to have long walks end by Overtaken; every verb can be asked anew after that."""
        self._folder = IndexFolder(paths.index, library_uuid(database))
        self._index: Index | None = None
        self._reader = ReleaseReader(database)
        self._notes = Notes(database)
        self._queue = Queue(database)
        self._saved = SavedSearches(database)
        self._facets = Facets(database)
        self._sets: dict[query.Node, Collection[int]] = {}
        self._alike: dict[str, Similar] = {}
        self._texts: list[tuple[int, str]] | None = None
        self._version = -1
        self._today: datetime.date | None = None
        self._ranked: tuple[Question, Ranked] | None = None

    @classmethod
    def open(cls, paths: Paths) -> "Search":
        """A searcher with a connection of its own, for a thread of its own."""
        return cls(paths, Database.open(paths.library, durable=False))

    def close(self) -> None:
        """Close index and connection."""
        self._forget_index()
        self._database.close()

    def understand(self, question: Question) -> query.Query:
        """The question as a tree, view included, in which nothing is left that only the library knows.

        Raises UsageError with a sentence, and NotFound for a saved search or release that is not there.
        """
        day = today()
        typed = query.parse(question.text, today=day, live=question.live, cursor=question.cursor)
        root = typed.root
        if question.view:
            view = query.parse(question.view, today=day).root
            root = view if isinstance(root, query.Everything) else query.And((view, root))
        expansion = Expansion(day, named_by(self._saved), identified_by(self._reader))
        return replace(typed, root=expansion.of(root))

    def ask(self, question: Question, limit: int | None = FIRST) -> Answer:
        """The first hits in their order, at most `limit` of them (None: all). Counts nothing that it need not count.

        Raises UsageError and NotFound for a query that cannot be read; an index that cannot be used is an
        `unindexed` answer.
        """
        started = time.perf_counter()
        asked = self.understand(question)
        pending = self._queue.pending()  # before the index, which may learn of them in between
        self._refresh()
        answer = Answer(
            question,
            asked.root,
            pending=pending,
            hints=asked.hints,
            order=_order(question, asked),
        )
        try:
            answer = self._first(answer, limit)
        except IndexUnusable as damage:
            self._forget_index(damage)
            return replace(answer, unindexed=True)
        return replace(answer, took_ms=(time.perf_counter() - started) * 1000)

    def _first(self, answer: Answer, limit: int | None) -> Answer:
        if answer.order == "old" or not needs_index(answer.root):
            limit = None  # the tables give all hits as fast as some, and the oldest are found last
        if answer.order == "rank":
            ranking = self._ranking(answer)
            best = ranking.all() if limit is None else ranking.first(limit + 1)
            answer = replace(answer, scores=dict(best), total=len(ranking))
            numbers = [number for number, _ in best]
        else:
            found = self._matches(answer.root)
            numbers = list(found if limit is None else islice(found, limit + 1))
            if answer.order == "old":
                numbers.reverse()
        complete = limit is None or len(numbers) <= limit
        numbers = numbers if complete else numbers[:limit]
        return replace(
            answer,
            numbers=numbers,
            complete=complete,
            total=len(numbers) if complete else answer.total,
            shared=self._shared(answer.root, numbers),
        )

    def rest_of(self, answer: Answer) -> Iterator[Answer | None]:
        """Finds what an answer still lacks, a piece a step, so that it can be dropped in between: all hits, their
        exact number, what conditions hide, and near spellings of words that find nothing.

        Yields None while it goes on, then the whole answer; stops short when the index cannot be used.
        """
        if not needs_index(answer.root):
            return
        try:
            numbers = answer.numbers
            if not answer.complete:
                numbers = []
                for piece in self._pieces(answer):
                    numbers += piece
                    yield None
                answer = replace(answer, shared=self._shared(answer.root, numbers))
            found = replace(answer, numbers=numbers, complete=True, total=len(numbers))
            words, conditions = _parted(found.root)
            if words and conditions:
                count = 0
                for piece in _pieces(self._matches(query.And(words) if len(words) > 1 else words[0])):
                    count += len(piece)
                    yield None
                if count > len(numbers):
                    found = replace(found, hidden=Hidden(count - len(numbers), conditions))
            yield replace(found, respellings=self.respellings(found))
        except IndexUnusable as damage:
            self._forget_index(damage)

    def respellings(self, answer: Answer) -> tuple[Respelling, ...]:
        """Near spellings for each word of a question that finds nothing."""
        try:
            return tuple(self._respellings(answer.root))
        except IndexUnusable as damage:
            self._forget_index(damage)
            return ()

    def facets(self, answer: Answer | None) -> list[FacetGroup]:
        """The categories, sources, times, states and tags of a complete answer's hits (None: of all releases),
        counted."""
        return self._facets.count(None if answer is None else answer.numbers)

    def taken(self, root: query.Node) -> dict[str, tuple[str, ...]]:
        """The words of the library that each word of a query takes: inflections, beginnings, misspellings."""
        words = [leaf for leaf in query.text_leaves(root) if is_word(leaf)]
        try:
            return {query.render(leaf): self._opened().taken(leaf) for leaf in words} if words else {}
        except IndexUnusable as damage:
            self._forget_index(damage)
            return {}

    def verify(self) -> None:
        """Read every byte of the index and compare it with what was written; damage lets it be built anew."""
        try:
            self._folder.verify()
        except IndexUnusable as damage:
            self._forget_index(damage)

    def counts(self, text: str, since: int) -> tuple[int, int]:
        """How many releases a query finds, and how many of them came in, or were revised, after a batch.

        Raises UsageError, NotFound; LibraryError when there is no usable index.
        """
        answer = self.ask(Question(text), limit=None)
        if answer.unindexed:
            raise LibraryError("The search index is still being built. Try again in a moment.")
        new = self._reader.numbers(came_in(since, self._saved.newest_batch()))
        return len(answer.numbers), len(set(new).intersection(answer.numbers))

    def _pieces(self, answer: Answer) -> Iterator[list[int]]:
        if answer.order == "rank":
            yield [number for number, _ in self._ranking(answer).all()]
        else:
            yield from _pieces(self._matches(answer.root))

    def _matches(self, root: query.Node) -> Iterator[int]:
        if not needs_index(root):
            return iter(self._reader.ordered(where(root, self._database)))
        return self._opened().matches(root, self._set)

    def _ranking(self, answer: Answer) -> Ranked:
        if self._ranked is None or self._ranked[0] != answer.question:
            self._ranked = (answer.question, self._rank(answer.root))
        return self._ranked[1]

    def _rank(self, root: query.Node) -> Ranked:
        if query.text_leaves(root):
            return ranked(self._opened(), root, self._set)
        scores: dict[int, float] = {}
        for leaf in _likes(root):
            alike = self._similar(leaf)
            for number, score in zip(alike.numbers, alike.scores, strict=True):
                scores[number] = max(score, scores.get(number, 0.0))
        numbers = list(self._matches(root))
        places = range(len(numbers), 0, -1)
        return Ranked([scores.get(number, 0.0) for number in numbers], list(places), numbers)

    def _respellings(self, root: query.Node) -> Iterator[Respelling]:
        for leaf in query.text_leaves(root):
            if not isinstance(leaf, query.Word | query.Exact) or len(leaf.text) < _SHORTEST_RESPELT:
                continue
            if next(self._matches(leaf), None) is None:
                found = spelling.suggestions(self._opened(), leaf.text)
                if found:
                    yield Respelling(leaf.text, found)

    def _shared(self, root: query.Node, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        for leaf in _likes(root):
            alike = self._similar(leaf)
            for number in set(numbers).intersection(alike.numbers):
                found[number] = tuple(dict.fromkeys(found.get(number, ()) + alike.shared(number)))
        return found

    def _similar(self, leaf: query.Like) -> Similar:
        if leaf.id not in self._alike:
            release = self._reader.get(self._reader.resolve(leaf.id))
            wording = (release.title, release.body or "")
            self._alike[leaf.id] = similar(self._opened(), release.number, [wording], _ALIKE)
        return self._alike[leaf.id]

    def _opened(self) -> Index:
        if self._index is None:
            self._index = Index.open(self._folder, self.watch)
        return self._index

    def _forget_index(self, damage: IndexUnusable | None = None) -> None:
        """Close the index, and condemn the commit in which damage was met.

        Raises LibraryError where nothing is wrong with its files, so that no new index would answer better.
        """
        commit = damage and (damage.commit or (self._index and self._index.commit))
        self._ranked = None
        self._alike.clear()
        if self._index is not None:
            self._index.close()
            self._index = None
        if commit and not self._folder.condemn(commit):
            raise LibraryError(
                f"The search index is as it was written, and yet this failed: {damage}. Ask in other words."
            ) from damage

    def _refresh(self) -> None:
        """Learn what others committed since the last question."""
        self._ranked = None
        version = self._database.data_version()
        day = today()
        if version != self._version or day != self._today:
            self._sets.clear()
            self._alike.clear()
            self._texts = None
            self._version, self._today = version, day
        if self._index is not None:
            try:
                if self._index.refresh():
                    self._alike.clear()
            except IndexUnusable as damage:
                self._forget_index(damage)

    def _set(self, leaf: query.Node) -> Collection[int]:
        """The row numbers that fulfil a condition, or whose notes hold a text; kept until something changes."""
        if isinstance(leaf, query.Like):
            return frozenset(self._similar(leaf).numbers)
        if leaf not in self._sets:
            self._sets[leaf] = (
                self._noted(leaf)
                if query.is_text(leaf)
                else NumberSet(self._reader.numbers(where(leaf, self._database)))
            )
        return self._sets[leaf]

    def _noted(self, leaf: query.TextLeaf) -> frozenset[int]:
        if self._texts is None:
            self._texts = [(note.number, note.text) for note in self._notes.all()]
        return frozenset(number for number, text in self._texts if marks.matches_text(leaf, text))


def _order(question: Question, asked: query.Query) -> query.Order:
    """As the text says, else as wanted, else what suits it; without words nothing matches better than the rest."""
    suits = bool(query.text_leaves(asked.root))
    alike = next(_likes(asked.root), None) is not None
    order = asked.order or question.order or ("rank" if alike and not suits else "date")
    return order if order != "rank" or suits or alike else "date"


def _likes(root: query.Node) -> Iterator[query.Like]:
    return (leaf for leaf in query.wanted(root) if isinstance(leaf, query.Like))


def _parted(root: query.Node) -> tuple[tuple[query.Node, ...], tuple[str, ...]]:
    """What must all be fulfilled: the parts that look for words, and the conditions, as they are written."""
    parts = _flat(root)
    words = tuple(part for part in parts if needs_index(part))
    return words, tuple(query.render(part) for part in parts if part not in words)


def _flat(root: query.Node) -> list[query.Node]:
    return [part for node in root.nodes for part in _flat(node)] if isinstance(root, query.And) else [root]


def _pieces(found: Iterator[int]) -> Iterator[list[int]]:
    while piece := list(islice(found, _PIECE)):
        yield piece
