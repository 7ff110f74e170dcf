"""Which words two texts have in common, in order: long texts in the time of a few passes over them.

Runs of words that stand once in either text are matched first, the longest increasing chain of them, as Bram Cohen's
patience diff matches lines; they are extended to both sides, and what lies between is matched by shorter runs. What
is small then is left to the longest common subsequence of Hyyrö's bit-parallel algorithm (2004), as rapidfuzz has it.
A large stretch without a run in common is different as a whole: no common word in it would say anything.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

Match = tuple[int, int, int]
"""Where a run of equal words begins in both texts, and how many they are."""

_RUNS = (12, 4)
"""Words of the runs that are looked for, one after the other."""
_SMALL = 25_000_000
"""Words of one stretch times words of the other, up to which every common word is looked for."""


def matches(before: Sequence[int], after: Sequence[int]) -> list[Match]:
    """The runs of equal words, in order and as long as they can be; words are given as numbers."""
    found: list[Match] = []
    for at, place, size in _matched(before, after, (0, len(before), 0, len(after)), 0):
        last = found[-1] if found else (-1, -1, 0)
        if (last[0] + last[2], last[1] + last[2]) == (at, place):
            found[-1] = (last[0], last[1], last[2] + size)
        else:
            found.append((at, place, size))
    return found


Stretch = tuple[int, int, int, int]
"""First word and the one after the last, in both texts."""


def _matched(before: Sequence[int], after: Sequence[int], stretch: Stretch, level: int) -> Iterator[Match]:
    left, right, low, high = stretch
    start = 0
    while left + start < right and low + start < high and before[left + start] == after[low + start]:
        start += 1
    if start:
        yield left, low, start
        left, low = left + start, low + start
    end = 0
    while left < right - end and low < high - end and before[right - end - 1] == after[high - end - 1]:
        end += 1
    right, high = right - end, high - end
    if left < right and low < high:
        yield from _between(before, after, (left, right, low, high), level)
    if end:
        yield right, high, end


def _between(before: Sequence[int], after: Sequence[int], stretch: Stretch, level: int) -> Iterator[Match]:
    """The matches of a stretch whose first and last words differ."""
    left, right, low, high = stretch
    if level < len(_RUNS):
        for one in _chained(before, after, stretch, _RUNS[level]):
            yield from _matched(before, after, (left, one[0], low, one[1]), level + 1)
            yield one
            left, low = one[0] + one[2], one[1] + one[2]
        yield from _matched(before, after, (left, right, low, high), level + 1)
    elif (right - left) * (high - low) <= _SMALL:
        from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - where texts differ

        blocks = LCSseq.editops(before[left:right], after[low:high]).as_matching_blocks()
        for block in blocks:
            if block.size:
                yield left + block.a, low + block.b, block.size


def _chained(before: Sequence[int], after: Sequence[int], stretch: Stretch, size: int) -> list[Match]:
    """The longest chain of runs of `size` words that stand once in either text, extended to both sides."""
    left, right, low, high = stretch
    here, there = _once(before, left, right, size), _once(after, low, high, size)
    pairs = [(at, there[run]) for run, at in here.items() if at >= 0 and there.get(run, -1) >= 0]
    found: list[Match] = []
    for at, place in _increasing(pairs):
        one = _extended(before, after, (left, right, low, high), (at, place, size))
        if one is not None:
            found.append(one)
            left, low = one[0] + one[2], one[1] + one[2]
    return found


def _once(words: Sequence[int], start: int, end: int, size: int) -> dict[tuple[int, ...], int]:
    """Where each run of words begins; -1 for one that stands there more than once."""
    found: dict[tuple[int, ...], int] = {}
    for at, run in enumerate(
        zip(*(words[start + shift : end] for shift in range(size)), strict=False), start
    ):
        found[run] = -1 if run in found else at
    return found


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs in which both numbers grow (Fredman 1975); the first numbers grow already."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        previous.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = previous[number]
    return chain[::-1]


def _extended(before: Sequence[int], after: Sequence[int], stretch: Stretch, run: Match) -> Match | None:
    """A run with what is equal on both sides of it; None where it overlaps what was matched before."""
    left, right, low, high = stretch
    at, place, size = run
    if at < left or place < low:
        return None
    end = size
    while at + end < right and place + end < high and before[at + end] == after[place + end]:
        end += 1
    start = 0
    while at - start > left and place - start > low and before[at - start - 1] == after[place - start - 1]:
        start += 1
    return at - start, place - start, start + end
