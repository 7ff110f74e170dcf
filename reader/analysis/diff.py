"""What is different between two wordings, word by word.

Typography alone is never a difference: the comparison of two wordings is empty just where they are equal as
`store.identity` has it. Common words that tell nothing, alone between two changes, are taken into them, so that a
rewritten sentence reads as one; a figure or a name that stayed is left standing.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from reader.analysis.calling import Called, called, is_figure, is_name
from reader.analysis.matching import Match, matches
from reader.analysis.sentences import Span
from reader.analysis.tokens import Tokens, tokens

Op = Literal["insert", "delete", "replace"]
ChangeKind = Literal["headline", "figure", "name", "wording"]
Part = Literal["headline", "body"]

_ISLAND_WORDS, _ISLAND_LENGTH = 3, 24
"""Words and characters at most of what is equal between two changes and still taken into them."""
_FARTHEST = 200
"""Words by which an insertion is moved at most to where a sentence begins."""
_CONTEXT = 1_000
"""Characters beside the first and the last difference that are looked at too."""
_MOVED = 5
"""Words from which a passage that stands elsewhere now counts as moved."""

_Stretch = tuple[int, int, int, int]
"""First word and the one after the last, in both texts."""


class Change(NamedTuple):
    """One difference."""

    op: Op
    before: str
    """What stood there, as it was written; '' for an insertion."""
    after: str
    """What stands there now; '' for a deletion."""
    kind: ChangeKind
    """`headline` for all in it; `figure` and `name` where one of these is another one now."""
    part: Part
    before_span: Span
    """Where it stood in the headline or the body. Of an insertion or a deletion the blank beside it is a part, so that
    the one exchanged for the other, span by span, makes the later wording of the earlier up to typography."""
    after_span: Span
    called: tuple[Called, ...] = ()
    moved: bool = False
    """The same words were taken out in one place and put in at another; this is one of the two."""


def compare(before: tuple[str, str], after: tuple[str, str]) -> tuple[Change, ...]:
    """What is different between two wordings, each a headline and a body; the headline first, then as it is read."""
    return (*_changes("headline", before[0], after[0]), *_changes("body", before[1], after[1]))


def _changes(part: Part, before: str, after: str) -> list[Change]:
    if before == after:
        return []
    start, end = _shared(before, after)
    found = _window(part, before[start : len(before) - end], after[start : len(after) - end])
    return [_shifted(one, start) for one in found] if start else found


def _shared(before: str, after: str) -> tuple[int, int]:
    """How much of the beginning and of the end of two texts need not be looked at.

    It is equal, ends at a blank, and leaves what tells what the words of a change are.
    """
    shortest = min(len(before), len(after))
    start = _equal_length(shortest, lambda low, high: before[low:high] == after[low:high])
    left, right = len(before), len(after)
    end = _equal_length(
        shortest - start,
        lambda low, high: before[left - high : left - low] == after[right - high : right - low],
    )
    start, end = start - _CONTEXT, end - _CONTEXT
    while start > 0 and not before[start - 1].isspace():
        start -= 1
    while end > 0 and not before[left - end].isspace():
        end -= 1
    return max(0, start), max(0, end)


def _equal_length(most: int, same: Callable[[int, int], bool]) -> int:
    """How far two texts are equal, found by halves; `same` compares stretches of them."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _shifted(change: Change, by: int) -> Change:
    (first, last), (start, end) = change.before_span, change.after_span
    return change._replace(before_span=(first + by, last + by), after_span=(start + by, end + by))


def _window(part: Part, before: str, after: str) -> list[Change]:
    left, right = tokens(before), tokens(after)
    numbers: dict[str, int] = {}
    old = [numbers.setdefault(key, len(numbers)) for key in left.keys]
    new = [numbers.setdefault(key, len(numbers)) for key in right.keys]
    found = _stretches(matches(old, new), len(old), len(new))
    found = [_settled(left, right, one) for one in _with_blanks(left, right, found)]
    found = _merged(left, right, found)
    changes = [_change(part, left, right, one) for one in found]
    return _with_moves(left, right, found, changes)


def _stretches(equal: Sequence[Match], old: int, new: int) -> list[_Stretch]:
    """What lies between the words that both texts have."""
    found: list[_Stretch] = []
    at = place = 0
    for start, there, size in [*equal, (old, new, 0)]:
        if start > at or there > place:
            found.append((at, start, place, there))
        at, place = start + size, there + size
    return found


def _with_blanks(before: Tokens, after: Tokens, found: Sequence[_Stretch]) -> list[_Stretch]:
    """Where only a blank is another one, the word before it belongs to the change: `5 %` is `5%` now."""
    widened: list[_Stretch] = []
    for stretch in found:
        first, last, start, end = stretch
        if first and start and _same_words(before, after, stretch):
            first, start = first - 1, start - 1
        before_it = (
            widened.pop() if widened and (widened[-1][1] >= first or widened[-1][3] >= start) else None
        )
        widened.append((before_it[0], last, before_it[2], end) if before_it else (first, last, start, end))
    return widened


def _same_words(before: Tokens, after: Tokens, stretch: _Stretch) -> bool:
    first, last, start, end = stretch
    return last - first == end - start and all(
        before.bare(first + number) == after.bare(start + number) for number in range(last - first)
    )


def _settled(before: Tokens, after: Tokens, one: _Stretch) -> _Stretch:
    """An insertion or deletion that could as well begin some words earlier or later, where it reads best.

    Put in before "B.", the sentence "X." is found as ". X" after "A" or as "X." after "A.".
    """
    first, last, start, end = one
    if first < last and start < end:
        return one
    text, left, right = (after, start, end) if first == last else (before, first, last)
    best, shift = _reads(text, left), 0
    for step in (-1, 1):
        for moved in range(step, step * _FARTHEST, step):
            out, into = (left + moved, right + moved) if step < 0 else (left + moved - 1, right + moved - 1)
            if out < 0 or into >= len(text.keys) or text.keys[out] != text.keys[into]:
                break
            if _reads(text, left + moved) > best:
                best, shift = _reads(text, left + moved), moved
    return first + shift, last + shift, start + shift, end + shift


def _reads(text: Tokens, at: int) -> int:
    """How well a passage begins at a word."""
    if at == 0 or "\n" in text.text[text.ends[at - 1] : text.starts[at]]:
        return 3
    if text.keys[at][0] != " ":
        return 0
    return 2 if text.bare(at - 1) in (".", "!", "?") else 1


def _merged(before: Tokens, after: Tokens, found: Sequence[_Stretch]) -> list[_Stretch]:
    """Changes taken together where what is equal between them only disturbs."""
    while True:
        merged = list(found[:1])
        for one in found[1:]:
            last = merged[-1]
            if _joins(before, after, last, one):
                merged[-1] = (last[0], one[1], last[2], one[3])
            else:
                merged.append(one)
        if len(merged) == len(found):
            return merged
        found = merged


def _joins(before: Tokens, after: Tokens, one: _Stretch, other: _Stretch) -> bool:
    first, last = one[1], other[0]
    if last <= first or other[2] <= one[3]:
        return True
    if last - first > _ISLAND_WORDS:
        return False
    if _within_name(before, after, one, other):
        return True
    room = min(_size(before, after, one), _size(before, after, other), _ISLAND_LENGTH)
    island = before.slice(first, last)
    if "\n" in island or len(island) > room:
        return False
    return not any(is_figure(before, at) or is_name(before, at) for at in range(first, last))


def _size(before: Tokens, after: Tokens, one: _Stretch) -> int:
    return max(before.length(*one[:2]), after.length(*one[2:]))


def _within_name(before: Tokens, after: Tokens, one: _Stretch, other: _Stretch) -> bool:
    """Whether two small changes and the word between them are one name: `JK Kim` is `Kim Jung-kwan` now."""
    whole = (one[0], other[1], one[2], other[3])
    if other[0] - one[1] > 1 or max(whole[1] - whole[0], whole[3] - whole[2]) > _ISLAND_WORDS:
        return False
    return all(is_name(before, at) for at in range(*whole[:2])) and all(
        is_name(after, at) for at in range(*whole[2:])
    )


def _change(part: Part, before: Tokens, after: Tokens, one: _Stretch) -> Change:
    first, last, start, end = one
    op: Op = "insert" if first == last else "delete" if start == end else "replace"
    found = called(before, after, one, names=part == "body")
    kinds = {each.kind for each in found}
    kind: ChangeKind = "figure" if "figure" in kinds else "name" if "name" in kinds else "wording"
    blank = op != "replace" or (before.keys[first][0] == " ") != (after.keys[start][0] == " ")
    return Change(
        op,
        before.slice(first, last),
        after.slice(start, end),
        "headline" if part == "headline" else kind,
        part,
        _span(before, first, last, blank=blank),
        _span(after, start, end, blank=blank),
        found,
    )


def _span(text: Tokens, first: int, last: int, *, blank: bool) -> Span:
    """Where words stand, with the blank that goes with them where it is exchanged too."""
    if first == last:
        place = text.ends[first - 1] if first else text.starts[0] if text.starts else 0
        return place, place
    if not blank:
        return text.starts[first], text.ends[last - 1]
    if first:
        return text.ends[first - 1], text.ends[last - 1]
    return text.starts[0], text.starts[last] if last < len(text.starts) else text.ends[last - 1]


def _with_moves(
    before: Tokens, after: Tokens, found: Sequence[_Stretch], changes: Sequence[Change]
) -> list[Change]:
    """The changes, those marked that only moved words: nothing is called out of these."""
    taken: dict[tuple[str, ...], list[int]] = {}
    for number, (first, last, start, end) in enumerate(found):
        if start == end and last - first >= _MOVED:
            taken.setdefault(tuple(before.keys[first:last]), []).append(number)
    moved: set[int] = set()
    for number, (first, last, start, end) in enumerate(found):
        if first == last and (origins := taken.get(tuple(after.keys[start:end]))):
            moved |= {number, origins.pop(0)}
    return [
        change._replace(moved=True, called=(), kind="headline" if change.part == "headline" else "wording")
        if number in moved
        else change
        for number, change in enumerate(changes)
    ]


def applied(changes: Sequence[Change], part: Part, before: str, after: str) -> str:
    """The earlier text with every change made to it: the later one up to typography."""
    pieces: list[str] = []
    at = 0
    for change in changes:
        if change.part == part:
            pieces += [before[at : change.before_span[0]], after[slice(*change.after_span)]]
            at = change.before_span[1]
    return "".join([*pieces, before[at:]])


def equal(changes: Sequence[Change], part: Part, before: str, after: str) -> Iterator[tuple[Span, Span]]:
    """The stretches of both texts that no change concerns, before, between and after the changes."""
    here = [change for change in changes if change.part == part]
    lefts = [0, *(edge for change in here for edge in change.before_span), len(before)]
    rights = [0, *(edge for change in here for edge in change.after_span), len(after)]
    yield from zip(list(pairwise(lefts))[::2], list(pairwise(rights))[::2], strict=True)
