"""Which places of some rows of words stand near each other: in any order, without overlap, with little
between."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias


class Place(NamedTuple):
    """Where one of the rows stands."""

    start: int
    end: int
    """The position after its last."""
    row: int
    """Which of the rows it is."""


class Wanted(NamedTuple):
    """One of the rows that must stand near each other."""

    length: int
    """Positions it takes."""
    times: int
    """How often it must be there."""
    starts: Collection[int]
    """Where it stands."""


_TRIES = 500
_Try: TypeAlias = tuple[int, tuple[Place, ...], Counter[int]]
"""How many places were looked at, which were taken, and what is still needed."""


def together(rows: Sequence[Wanted], between: int) -> Iterator[list[Place]]:
    """For each place that all rows can stand at or after, with at most `between` other positions among them:
    the places that can.

    Where places overlap, these are only enough of them: which ones could is a question of trying everything.
    """
    places = sorted(
        Place(start, start + wanted.length, row) for row, wanted in enumerate(rows) for start in wanted.starts
    )
    needed = Counter({row: wanted.times for row, wanted in enumerate(rows)})
    reach = between + sum(wanted.length * wanted.times for wanted in rows)
    starts = [place.start for place in places]
    for at, first in enumerate(places):
        limit = first.start + reach
        near = [place for place in places[at : bisect_right(starts, limit)] if place.end <= limit]
        if Counter(place.row for place in near) >= needed and (found := _chosen(near, needed)):
            yield found


def beginnings(rows: Sequence[Wanted], between: int) -> list[int]:
    """Where what `together` finds begins, in order, found much sooner: of two rows, which is what most ask for, and
    of more that share no words."""
    if len(rows) == 2 and all(wanted.times == 1 for wanted in rows):
        one, other = rows
        return sorted([*_followed(one, other, between), *_followed(other, one, between)])
    places = sorted(
        (start, start + wanted.length, row) for row, wanted in enumerate(rows) for start in wanted.starts
    )
    if all(place[1] <= later[0] for place, later in pairwise(places)):
        return list(_windows(places, rows, between))
    return [found[0].start for found in together(rows, between)]


def _windows(places: Sequence[tuple[int, int, int]], rows: Sequence[Wanted], between: int) -> Iterator[int]:
    """Where a passage begins that is short enough and holds all rows: it slides over the places, which do not
    overlap, so that each comes in once and leaves once."""
    reach = between + sum(wanted.length * wanted.times for wanted in rows)
    lacking = [wanted.times for wanted in rows]
    lacked = sum(lacking)
    to = 0
    for start, _, row in places:
        while to < len(places) and places[to][1] <= start + reach:
            entered = places[to][2]
            lacked -= lacking[entered] > 0
            lacking[entered] -= 1
            to += 1
        if not lacked:
            yield start
        lacking[row] += 1
        lacked += lacking[row] > 0


def _followed(one: Wanted, other: Wanted, between: int) -> Iterator[int]:
    """Where the one row stands with the other after it."""
    later = sorted(other.starts)
    for start in one.starts:
        end = start + one.length
        at = bisect_left(later, end)
        if at < len(later) and later[at] <= end + between:
            yield start


def _chosen(near: list[Place], needed: Counter[int]) -> list[Place]:
    """The first place, and those that can be had with it; none where overlaps leave too few."""
    first, *others = near
    if needed[first.row] == 1:
        others = [place for place in others if place.row != first.row]
    if all(one.end <= other.start for one, other in pairwise([first, *others])):
        return [first, *others]
    return _without_overlap(first, others, needed)


def _without_overlap(first: Place, others: list[Place], needed: Counter[int]) -> list[Place]:
    """Enough places that do not overlap, found by trying to take and to leave each in turn.

    That grows with every choice, so it is given up where rows share their words again and again.
    """
    tries: list[_Try] = [(0, (first,), needed - Counter((first.row,)))]
    seen: set[tuple[int, int, frozenset[tuple[int, int]]]] = set()
    while tries and len(seen) < _TRIES:
        at, taken, rest = tries.pop()
        if not rest:
            return list(taken)
        state = (at, taken[-1].end, frozenset(rest.items()))
        if at == len(others) or state in seen:
            continue
        seen.add(state)
        place, later = others[at], others[at + 1 :]
        if sum(other.row == place.row for other in later) >= rest[place.row]:
            tries.append((at + 1, taken, rest))
        if place.start >= taken[-1].end and rest[place.row]:
            tries.append((at + 1, (*taken, place), rest - Counter((place.row,))))
    return []
