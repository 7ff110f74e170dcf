"""Sets of release numbers, small in memory and quick to compare with a segment."""

from collections.abc import Collection, Iterable, Iterator, Sequence


class NumberSet(Collection[int]):
    """Row numbers that fulfil a condition: a byte for each number up to the largest, not 60 for each in it."""

    __slots__ = ("_count", "_flags")

    def __init__(self, numbers: Iterable[int]) -> None:
        """`numbers` must not be negative."""
        wanted = list(numbers)
        flags = bytearray(max(wanted, default=-1) + 1)
        for number in wanted:
            flags[number] = 1
        self._flags = bytes(flags)
        self._count = flags.count(1)

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and 0 <= number < len(self._flags) and self._flags[number] == 1

    def __iter__(self) -> Iterator[int]:
        at = self._flags.find(1)
        while at >= 0:
            yield at
            at = self._flags.find(1, at + 1)

    def __len__(self) -> int:
        return self._count

    def flags(self, numbers: Sequence[int]) -> bytes:
        """For each of these numbers 1 if it is in the set, else 0."""
        try:
            return bytes(map(self._flags.__getitem__, numbers))
        except IndexError:  # some are larger than all of the set
            missing = max(numbers) + 1 - len(self._flags)
            return bytes(map((self._flags + bytes(missing)).__getitem__, numbers))


def flags(wanted: Collection[int], numbers: Sequence[int]) -> bytes:
    """For each of these numbers 1 if it is wanted, else 0."""
    if isinstance(wanted, NumberSet):
        return wanted.flags(numbers)
    return bytes(map(wanted.__contains__, numbers))
