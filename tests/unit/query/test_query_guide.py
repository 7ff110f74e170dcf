"""The cheat sheet tells the truth, fits its place and leaves nothing out."""

import datetime
from typing import get_args

import pytest

from reader.cells import width
from reader.query import GUIDE, And, Everything, Leaf, Not, Or, leaves, parse
from reader.query.guide import Row
from reader.query.nodes import BELONGINGS, STATES, Order
from reader.query.values import FIELDS

TODAY = datetime.date(2025, 12, 23)
ROWS = [row for group in GUIDE for row in group.rows]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.write)
def test_row_is_understood_and_fits(row: Row) -> None:
    assert parse(row.write, today=TODAY).hints == ()
    assert width(row.write) <= 26
    assert width(row.means) <= 34


def test_everything_that_can_be_written_is_there() -> None:
    queries = [parse(row.write, today=TODAY) for row in ROWS]
    assert {type(leaf) for query in queries for leaf in leaves(query.root)} == {
        kind for kinds in get_args(Leaf) for kind in (get_args(kinds) or (kinds,))
    }
    assert {type(query.root) for query in queries} >= {And, Or, Not, Everything}
    assert {query.order for query in queries} == {None, *get_args(Order)}
    text = " ".join(part for row in ROWS for part in row)
    assert all(f"{field}:" in text for field in FIELDS)
    assert all(f"is:{state}" in text for state in STATES)
    assert all(f"has:{what}" in text for what in BELONGINGS)
