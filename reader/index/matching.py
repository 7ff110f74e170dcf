"""A text leaf of a query -> a cursor over the documents of one segment."""

from collections.abc import Sequence

from reader.index.cursors import END, Both, Cursor, InRow, Late, Nothing, Positioned
from reader.index.patterns import pattern
from reader.index.schema import INITIALS, SHORT, STARTS, start_term
from reader.index.segment import Segment
from reader.query import TextLeaf


def find(segment: Segment, leaf: TextLeaf, field: str) -> Cursor:
    """Documents with the text of `leaf` in `field`."""
    wanted = pattern(leaf)
    if not wanted.slots:
        return Nothing()
    if not wanted.open:
        return _row(segment, field, wanted.slots) or Nothing()
    *before, (distance, start) = wanted.slots
    if not before:
        if len(start) <= SHORT:
            return segment.term(STARTS, start_term(field, start)) or Nothing()
        return segment.beginning(field, start)
    return _row_and_beginning(segment, field, before, distance, start) or Nothing()


def _row(segment: Segment, field: str, slots: Sequence[tuple[int, str]]) -> Cursor | None:
    found = _slots(segment, field, slots)
    if found is None:
        return None
    return found[0][1] if len(found) == 1 else InRow(found)


def _row_and_beginning(
    segment: Segment, field: str, before: Sequence[tuple[int, str]], distance: int, start: str
) -> Cursor | None:
    """Words in a row, the last of which is only begun.

    Thousands of words may begin with a letter or two, so that first letters alone say where it is worth
    looking at them.
    """
    slots = _slots(segment, field, before)
    initial = segment.term(INITIALS, start_term(field, start[0]))
    if slots is None or initial is None:
        return None
    rows = InRow([*slots, (distance, initial)])
    if len(start) == 1 or rows.at == END:
        return rows
    short = segment.term(STARTS, start_term(field, start[:SHORT]))
    if short is None:
        return None
    words = Late(lambda: segment.beginning(field, start), short.cost)
    again = _slots(segment, field, before) or []
    return InRow([*again, (distance, words)], among=Both([rows, short]))


def _slots(
    segment: Segment, field: str, slots: Sequence[tuple[int, str]]
) -> list[tuple[int, Positioned]] | None:
    """Distance and postings of each term; None where one is in no document."""
    found: list[tuple[int, Positioned]] = []
    for distance, term in slots:
        postings = segment.term(field, term)
        if postings is None:
            return None
        found.append((distance, postings))
    return found
