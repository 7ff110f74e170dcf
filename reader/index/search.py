"""Asking the index: release numbers, the newest first, found only as far as they are asked for."""

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import partial

from reader.index.commit import Commit, IndexUnusable, translated
from reader.index.cursors import END, AllDocuments, Both, Complement, Cursor, Either, Members, Nothing
from reader.index.folder import Generations
from reader.index.matching import find, words
from reader.index.numbers import NumberSet, flags
from reader.index.schema import BODY, TITLE
from reader.index.segment import Segment
from reader.index.watch import Watch
from reader.query import And, Everything, Leaf, Node, Not, Or, TextLeaf, is_text, leaves

__all__ = ["Index", "IndexUnusable", "Sets"]

Sets = Callable[[Leaf], Collection[int]]
"""Answers, for a condition, the numbers of the releases that fulfil it, and for text, of those whose notes
do. A frozenset or NumberSet that is answered again costs least."""
TAKEN = 50
"""Words that a leaf is said to take, at most."""
_REMEMBERED = 8
"""Sets of which it is remembered where their releases are."""


class Index:
    """An index open for reading, in one thread. Close it after use.

    Whatever damage makes Whoosh raise, at opening or while searching, comes out as IndexUnusable.
    """

    def __init__(self, folder: Generations, watch: Watch | None = None) -> None:
        self._folder = folder
        self._watch = watch or Watch()
        self._commit: Commit | None = None
        self._segments: dict[str, Segment] = {}
        self._members: dict[int, tuple[Collection[int], dict[int, bytes]]] = {}

    @classmethod
    def open(cls, folder: Generations, watch: Watch | None = None) -> "Index":
        """Open the newest commit; `watch` can end whatever walks through many documents, by Overtaken.

        Raises IndexUnusable where it must be built, LibraryError where it is unsafe.
        """
        index = cls(folder, watch)
        index.refresh()
        return index

    def close(self) -> None:
        """Close the files."""
        for segment in self._segments.values():
            segment.close()
        self._segments = {}
        self._commit = None

    def refresh(self) -> bool:
        """Turn to the newest commit if there is a newer one, and tell so; cheap when there is none.

        Iterators of `matches` from before must not be used any more. Raises IndexUnusable, LibraryError, and
        then stays with the commit it had.
        """
        if self._commit and self._folder.is_newest(self._commit):
            return False
        commit = self._folder.open()
        while True:
            try:
                self._turn_to(commit)
                return True
            except IndexUnusable as damage:
                # A writer may have removed a segment between the reading of the commit and its opening.
                if self._folder.is_newest(commit):
                    damage.commit = commit
                    raise
                commit = self._folder.open()

    def count(self) -> int:
        """Number of releases in the index."""
        return sum(segment.living for segment in self._segments.values())

    @property
    def commit(self) -> Commit | None:
        """What it is open at; None when it is closed."""
        return self._commit

    @property
    def segments(self) -> "list[Segment]":
        """The segments of the commit it is open at."""
        return list(self._segments.values())

    def matches(self, root: Node, sets: Sets) -> Iterator[int]:
        """Numbers of the releases that fulfil a query, the newest first; taking fifty costs little more than
        that.

        `sets` is asked once for every condition and every text outside `title:` and `body:`, before anything
        is searched. Raises IndexUnusable, from the iterator too.
        """
        answers = asked_sets(root, sets)
        return self._merged(root, answers)

    def taken(self, leaf: TextLeaf) -> tuple[str, ...]:
        """The words of the index that a leaf of one word finds, the one in most documents first; none for
        other leaves. Raises IndexUnusable."""
        counts: Counter[str] = Counter()
        with translated():
            for segment in self.segments:
                for field in _fields(leaf):
                    for word in words(segment, leaf, field) or ():
                        counts[word] += segment.words(field).count(word)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(word for word, _ in ordered[:TAKEN])

    def _turn_to(self, commit: Commit) -> None:
        known = self._segments if self._commit and self._commit.folder == commit.folder else {}
        opened: dict[str, Segment] = {}
        with translated():
            try:
                for raw in commit.segments:
                    if raw.segment_id() not in known:
                        opened[raw.segment_id()] = Segment(commit, raw, self._watch)
            except BaseException:
                for segment in opened.values():
                    segment.close()
                raise
        kept: dict[str, Segment] = {}
        for raw in commit.segments:
            name = raw.segment_id()
            kept[name] = opened.get(name) or known[name]
            kept[name].renew(raw)
        for name, segment in self._segments.items():
            if kept.get(name) is not segment:
                segment.close()
        self._commit, self._segments = commit, kept
        self._members.clear()

    def _merged(self, root: Node, answers: dict[Leaf, Collection[int]]) -> Iterator[int]:
        with translated():
            members = partial(self._members_of, answers)
            segments = [_dated(root, members, segment) for segment in self.segments]
            for _, number in heapq.merge(*segments, reverse=True):
                yield number

    def _members_of(self, answers: dict[Leaf, Collection[int]], leaf: Leaf, segment: Segment) -> Cursor:
        """Documents in the set that answers a leaf; where they are is remembered of sets that cannot
        change."""
        wanted = answers.get(leaf)
        if not wanted:
            return Nothing()
        if not isinstance(wanted, frozenset | NumberSet):
            return Members(flags(wanted, segment.numbers))
        _, known = self._members.pop(id(wanted), (wanted, {}))
        if len(self._members) >= _REMEMBERED:
            del self._members[next(iter(self._members))]
        self._members[id(wanted)] = (wanted, known)
        if id(segment) not in known:
            known[id(segment)] = flags(wanted, segment.numbers)
        return Members(known[id(segment)])


_Members = Callable[[Leaf, Segment], Cursor]
"""Finds the documents of a segment in the set that answers a leaf."""


def asked_sets(root: Node, sets: Sets) -> dict[Leaf, Collection[int]]:
    """What answers the conditions of a query, and its texts outside `title:` and `body:`."""
    return {leaf: sets(leaf) for leaf in leaves(root) if not is_text(leaf) or leaf.field in (None, "note")}


def _dated(root: Node, members: _Members, segment: Segment) -> Iterator[tuple[int, int]]:
    """Place and number of what a segment still has of the matches."""
    cursor = _cursor(root, members, segment)
    deleted, places, numbers = segment.deleted, segment.places, segment.numbers
    at = cursor.at
    while at != END:
        if at not in deleted:
            yield places[at], numbers[at]
        at = cursor.seek(at + 1)


def _cursor(node: Node, members: _Members, segment: Segment) -> Cursor:
    match node:
        case Everything():
            return AllDocuments(segment.count)
        case Not(inner):
            return Complement(_cursor(inner, members, segment), segment.count)
        case And(nodes):
            return Both([_cursor(child, members, segment) for child in nodes])
        case Or(nodes):
            return Either([_cursor(child, members, segment) for child in nodes])
        case _ if is_text(node):
            return _text(node, members, segment)
        case _:
            return members(node, segment)


def _text(leaf: TextLeaf, members: _Members, segment: Segment) -> Cursor:
    found: list[Cursor] = [find(segment, leaf, field) for field in _fields(leaf)]
    found.append(members(leaf, segment))
    some = [cursor for cursor in found if cursor.at != END]
    return Either(some) if len(some) > 1 else some[0] if some else Nothing()


def _fields(leaf: TextLeaf) -> list[str]:
    """The fields of the index that a leaf looks in."""
    return [field for field in (TITLE, BODY) if leaf.field in (None, field)]
