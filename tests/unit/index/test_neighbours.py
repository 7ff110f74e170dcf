"""Which places stand near each other, against trying every choice."""

from collections.abc import Sequence
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.neighbours import Place, Wanted, beginnings, together


def choices(rows: Sequence[Wanted], between: int) -> list[list[Place]]:
    """Every choice of places that is allowed."""
    options = [
        list(combinations([Place(at, at + one.length, row) for at in one.starts], one.times))
        for row, one in enumerate(rows)
    ]
    found = []
    for choice in product(*options):
        places = sorted(place for some in choice for place in some)
        disjoint = all(one.end <= other.start for one, other in combinations(places, 2))
        spare = places[-1].end - places[0].start - sum(place.end - place.start for place in places)
        if disjoint and spare <= between:
            found.append(places)
    return found


wanted = st.builds(
    Wanted, st.integers(1, 3), st.integers(1, 2), st.lists(st.integers(0, 14), max_size=4, unique=True)
)


@given(st.lists(wanted, min_size=1, max_size=4), st.integers(0, 5))
def test_near_where_any_choice_is_near(rows: list[Wanted], between: int) -> None:
    found = list(together(rows, between))
    allowed = choices(rows, between)
    assert {places[0] for places in found} == {places[0] for places in allowed}
    assert beginnings(rows, between) == [places[0].start for places in found]
    for places in found:
        assert set(places) <= {place for others in allowed for place in others}


@given(
    st.lists(st.lists(st.integers(0, 30), max_size=4, unique=True), min_size=1, max_size=3), st.integers(0, 9)
)
def test_all_words_that_take_part_are_told(starts: list[list[int]], between: int) -> None:
    taken = set()
    rows = []
    for some in starts:  # different words do not stand in one place
        rows.append(Wanted(1, 1, [at for at in some if at not in taken]))
        taken.update(some)
    told = {place for places in together(rows, between) for place in places}
    assert told == {place for places in choices(rows, between) for place in places}


@pytest.mark.parametrize("count", [150, 400])
def test_many_words_do_not_bridge_a_gap(count: int) -> None:
    half = count // 2
    rows = [Wanted(1, 1, [at if at < half else at + 256]) for at in range(count)]
    assert not list(together(rows, 100))
    assert list(together([Wanted(1, 1, [at]) for at in range(count)], 0))


def test_many_of_one_word() -> None:
    assert [places[0].start for places in together([Wanted(1, 1_500, range(1_500))], 0)] == [0]
    assert not list(together([Wanted(1, 1_501, range(1_500))], 100))


def test_rows_that_share_their_words_again_and_again_end() -> None:
    chained = [Wanted(2, 1, [at, at + 40]) for at in range(12)]
    assert list(together(chained, 100))
    assert not list(together([Wanted(2, 1, [at, at + 40]) for at in range(40)], 0))
