"""A text leaf of a query -> a cursor over the documents of one segment."""

from collections.abc import Sequence
from functools import partial

from reader.index.cursors import AnyTerm, EitherText, Nothing, Postings, TextCursor
from reader.index.patterns import Neighbours, Slot, pattern
from reader.index.rows import Begun, BegunRow, InRow, NearEachOther, Slots
from reader.index.schema import INITIALS, SHORT, STARTS, start_term
from reader.index.segment import Segment
from reader.index.spelling import nearby
from reader.query import TextLeaf


def find(segment: Segment, leaf: TextLeaf, field: str) -> TextCursor:
    """Documents with the text of `leaf` in `field`, title or body."""
    wanted = pattern(leaf)
    if isinstance(wanted, Neighbours):
        return _near(segment, field, wanted)
    if not wanted.slots:
        return Nothing()
    if len(wanted.slots) == 1:
        return _one(segment, field, wanted.slots[0][1])
    *before, (distance, last) = wanted.slots
    if last.start is not None:
        return _begun_row(segment, field, before, distance, last.start)
    slots = _slots(segment, field, wanted.slots)
    return InRow(slots) if slots else Nothing()


def words(segment: Segment, leaf: TextLeaf, field: str) -> list[str] | None:
    """The terms of a segment that a leaf of one term takes; None for other leaves."""
    wanted = pattern(leaf)
    if isinstance(wanted, Neighbours) or len(wanted.slots) != 1:
        return None
    slot = wanted.slots[0][1]
    found = {term for term in slot.terms if segment.term(field, term)}
    lexicon = segment.words(field)
    if slot.start is not None:
        found.update(lexicon.words[at] for at in lexicon.beginning(slot.start))
    if slot.misspelt is not None:
        found.update(nearby(slot.misspelt, lexicon.words))
    return sorted(found)


def _one(segment: Segment, field: str, slot: Slot) -> TextCursor:
    """Documents with one of the terms that a slot accepts."""
    terms = {term for term in slot.terms if slot.start is None or not term.startswith(slot.start)}
    if slot.misspelt is not None:
        terms.update(nearby(slot.misspelt, segment.words(field).words))
    postings = [one for term in sorted(terms) if (one := segment.term(field, term))]
    found: list[TextCursor] = [AnyTerm.of(postings)] if len(postings) > 1 else [*postings]
    if slot.start is not None and (begun := _begun(segment, field, slot.start)):
        found.append(begun)
    return EitherText(found) if len(found) > 1 else found[0] if found else Nothing()


def _begun(segment: Segment, field: str, start: str) -> TextCursor | None:
    """Documents with a word that begins so."""
    if len(start) > SHORT:
        return segment.beginning(field, start)
    flags = segment.term(STARTS, start_term(field, start))
    return Begun(flags, partial(_counting, segment, field, start)) if flags else None


def _counting(segment: Segment, field: str, start: str) -> TextCursor:
    """The same, to be asked how often."""
    initial = segment.term(INITIALS, start_term(field, start)) if len(start) == 1 else None
    return initial or segment.beginning(field, start)


def _begun_row(
    segment: Segment, field: str, before: Sequence[tuple[int, Slot]], distance: int, start: str
) -> TextCursor:
    """Words in a row, the last of which is only begun.

    Thousands of words may begin with a letter or two: these are looked at only where the row stands with a
    word of the first letter.
    """
    slots = _slots(segment, field, before)
    if not slots:
        return Nothing()
    if len(start) > SHORT:
        words = segment.beginning(field, start)
        alone = InRow(slots) if len(slots) > 1 else slots[0][1]
        return BegunRow(alone, words, distance, lambda: words)
    initial = segment.term(INITIALS, start_term(field, start[0]))
    flags = segment.term(STARTS, start_term(field, start))
    if initial is None or flags is None:
        return Nothing()
    row = InRow([*slots, (distance, initial)])
    return (
        row if len(start) == 1 else BegunRow(row, flags, distance, partial(segment.beginning, field, start))
    )


def _near(segment: Segment, field: str, wanted: Neighbours) -> TextCursor:
    """Rows of words near each other."""
    rows = [(row.length, times, _slots(segment, field, row.slots)) for row, times in wanted.rows]
    found = [(length, times, slots) for length, times, slots in rows if slots]
    if not found or len(found) < len(rows):
        return Nothing()
    return NearEachOther(found, wanted.distance, segment.watch)


def _slots(segment: Segment, field: str, slots: Sequence[tuple[int, Slot]]) -> Slots | None:
    """Distance and postings of each slot of one term; None where one is in no document."""
    found: list[tuple[int, Postings]] = []
    for distance, slot in slots:
        (term,) = slot.terms
        postings = segment.term(field, term)
        if postings is None:
            return None
        found.append((distance, postings))
    return found
