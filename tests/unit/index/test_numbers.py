"""A set of numbers is a set, and tells which of a list are in it."""

from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from reader.index.numbers import NumberSet, flags

numbers = st.integers(0, 300)


@given(st.sets(numbers), numbers)
def test_it_is_the_set(wanted: set[int], number: int) -> None:
    found = NumberSet(wanted)
    assert list(found) == sorted(wanted)
    assert len(found) == len(wanted)
    assert (number in found) == (number in wanted)
    assert -1 not in found


@given(st.sets(numbers), st.lists(numbers))
def test_flags_of_any_collection(wanted: set[int], asked: list[int]) -> None:
    kinds: list[Collection[int]] = [wanted, frozenset(wanted), NumberSet(wanted)]
    expected = bytes(number in wanted for number in asked)
    assert [flags(kind, asked) for kind in kinds] == [expected] * 3
