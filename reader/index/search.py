"""Asking the index: release numbers, the newest first, found only as far as they are asked for."""

import heapq
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from reader.index.commit import Commit, IndexUnusable
from reader.index.cursors import END, AllDocuments, Both, Complement, Cursor, Either, Members, Nothing
from reader.index.folder import Generations
from reader.index.matching import find
from reader.index.segment import Segment
from reader.query import And, Everything, Leaf, Node, Not, Or, TextLeaf, is_text, leaves

__all__ = ["Index", "IndexUnusable", "Sets"]

Sets = Callable[[Leaf], Collection[int]]
"""Answers, for a condition, the numbers of the releases that fulfil it, and for text, of those whose notes
do."""


class Index:
    """An index open for reading, in one thread. Close it after use.

    Whatever damage makes Whoosh raise, at opening or while searching, comes out as IndexUnusable.
    """

    def __init__(self, folder: Generations) -> None:
        self._folder = folder
        self._commit: Commit | None = None
        self._segments: dict[str, Segment] = {}

    @classmethod
    def open(cls, folder: Generations) -> "Index":
        """Open the newest commit. Raises IndexUnusable where it must be built, LibraryError where it is
        unsafe."""
        index = cls(folder)
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
            except IndexUnusable:
                # A writer may have removed a segment between the reading of the commit and its opening.
                if self._folder.is_newest(commit):
                    raise
                commit = self._folder.open()

    def count(self) -> int:
        """Number of releases in the index."""
        return sum(segment.living for segment in self._segments.values())

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
        answers = {leaf: sets(leaf) for leaf in leaves(root) if _needs_set(leaf)}
        return self._merged(root, answers)

    def _turn_to(self, commit: Commit) -> None:
        known = self._segments if self._commit and self._commit.folder == commit.folder else {}
        opened: dict[str, Segment] = {}
        with _translated():
            try:
                for raw in commit.segments:
                    if raw.segment_id() not in known:
                        opened[raw.segment_id()] = Segment(commit, raw)
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

    def _merged(self, root: Node, answers: dict[Leaf, Collection[int]]) -> Iterator[int]:
        with _translated():
            segments = [self._dated(root, answers, segment) for segment in self._segments.values()]
            for _, number in heapq.merge(*segments, reverse=True):
                yield number

    def _dated(
        self, root: Node, answers: dict[Leaf, Collection[int]], segment: Segment
    ) -> Iterator[tuple[int, int]]:
        for at in self._living(root, answers, segment):
            yield segment.places[at], segment.numbers[at]

    @staticmethod
    def _living(root: Node, answers: dict[Leaf, Collection[int]], segment: Segment) -> Iterator[int]:
        cursor = _cursor(root, answers, segment)
        deleted = segment.deleted
        at = cursor.at
        while at != END:
            if at not in deleted:
                yield at
            at = cursor.seek(at + 1)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except IndexUnusable:
        raise
    except Exception as error:  # damage makes Whoosh, pickle, zlib and struct raise all kinds
        raise IndexUnusable(f"cannot be read: {error!r}") from error


def _needs_set(leaf: Leaf) -> bool:
    return not is_text(leaf) or leaf.field in (None, "note")


def _cursor(node: Node, answers: dict[Leaf, Collection[int]], segment: Segment) -> Cursor:
    match node:
        case Everything():
            return AllDocuments(segment.count)
        case Not(inner):
            return Complement(_cursor(inner, answers, segment), segment.count)
        case And(nodes):
            return Both([_cursor(child, answers, segment) for child in nodes])
        case Or(nodes):
            return Either([_cursor(child, answers, segment) for child in nodes])
        case _ if is_text(node):
            return _text(node, answers, segment)
        case _:
            return _members(answers[node], segment)


def _text(leaf: TextLeaf, answers: dict[Leaf, Collection[int]], segment: Segment) -> Cursor:
    found = [find(segment, leaf, field) for field in ("title", "body") if leaf.field in (None, field)]
    if wanted := answers.get(leaf):
        found.append(_members(wanted, segment))
    some = [cursor for cursor in found if cursor.at != END]
    return Either(some) if len(some) > 1 else some[0] if some else Nothing()


def _members(wanted: Collection[int], segment: Segment) -> Cursor:
    return Members(segment.numbers, wanted, segment.where) if wanted else Nothing()
