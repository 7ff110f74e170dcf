"""One segment of the index, open for reading."""

from array import array
from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

from whoosh.reading import TermNotFound

from reader.index import commit as commits
from reader.index.commit import Commit
from reader.index.cursors import END, AnyTerm, Both, Cursor, InRow, Late, Nothing, Positioned, Postings
from reader.index.patterns import pattern
from reader.index.schema import INITIALS, NUMBER, PLACE, SHORT, STARTS, numbers_from, start_term
from reader.query import TextLeaf


class Segment:
    """All files of a segment are opened at once: a writer may remove it from the folder while it is in
    use."""

    def __init__(self, commit: Commit, raw: Any) -> None:
        """Raises whatever damage makes Whoosh raise, OSError where files are gone."""
        commits.check_segment(commit, raw)
        self.count: int = raw.doc_count_all()
        self.renew(raw)
        self.numbers = self._column(commit, raw, NUMBER)
        self.places = self._column(commit, raw, PLACE)
        self._file = raw.open_file(commit.storage, raw.codec().POSTS_EXT)
        self._terms = raw.codec().terms_reader(commit.storage, raw)

    def renew(self, raw: Any) -> None:
        """Take over what a later commit deleted."""
        self.deleted = frozenset(raw.deleted_docs())
        self.living = self.count - len(self.deleted)

    def _column(self, commit: Commit, raw: Any, field: str) -> "array[int]":
        path = commit.folder / raw.codec().column_filename(raw, field)
        return numbers_from(path.read_bytes(), self.count)

    def close(self) -> None:
        self._terms.close()
        self._file.close()

    @cached_property
    def _places(self) -> dict[int, int]:
        return {number: at for at, number in enumerate(self.numbers)}

    def where(self) -> dict[int, int]:
        """Document of each release, deleted ones included."""
        return self._places

    def find(self, leaf: TextLeaf, field: str) -> Cursor:
        """Documents with the text of `leaf` in `field`."""
        wanted = pattern(leaf)
        if not wanted.slots:
            return Nothing()
        if not wanted.open:
            return self._row(field, wanted.slots) or Nothing()
        *before, (distance, start) = wanted.slots
        if not before:
            if len(start) <= SHORT:
                return self._term(STARTS, start_term(field, start)) or Nothing()
            return self._beginning(field, start)
        return self._row_and_beginning(field, before, distance, start) or Nothing()

    def _row(self, field: str, slots: Sequence[tuple[int, str]]) -> Cursor | None:
        found = self._slots(field, slots)
        if found is None:
            return None
        return found[0][1] if len(found) == 1 else InRow(found)

    def _row_and_beginning(
        self, field: str, before: Sequence[tuple[int, str]], distance: int, start: str
    ) -> Cursor | None:
        """Words in a row, the last of which is only begun.

        Thousands of words may begin with a letter or two, so that first letters alone say where it is worth
        looking at them.
        """
        slots = self._slots(field, before)
        initial = self._term(INITIALS, start_term(field, start[0]))
        if slots is None or initial is None:
            return None
        rows = InRow([*slots, (distance, initial)])
        if len(start) == 1 or rows.at == END:
            return rows
        short = self._term(STARTS, start_term(field, start[:SHORT]))
        if short is None:
            return None
        words = Late(lambda: self._beginning(field, start), short.cost)
        again = self._slots(field, before) or []
        return InRow([*again, (distance, words)], among=Both([rows, short]))

    def _slots(self, field: str, slots: Sequence[tuple[int, str]]) -> list[tuple[int, Positioned]] | None:
        """Distance and postings of each term; None where one is in no document."""
        found: list[tuple[int, Positioned]] = []
        for distance, term in slots:
            postings = self._term(field, term)
            if postings is None:
                return None
            found.append((distance, postings))
        return found

    def _term(self, field: str, term: str) -> Postings | None:
        try:
            info = self._terms.term_info(field, term.encode())
        except TermNotFound:
            return None
        return Postings(self._file, info)

    def _beginning(self, field: str, start: str) -> Positioned:
        """Documents with a term that begins so: each term of the lexicon that does is looked at."""
        encoded = start.encode()
        found = []
        for (name, term), info in self._terms.items_from(field, encoded):
            if name != field or not term.startswith(encoded):
                break
            found.append((info.min_id(), info.doc_frequency(), partial(Postings, self._file, info)))
        return AnyTerm(found)
