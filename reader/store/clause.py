"""A condition in SQLite's words; apart from how it is made, so that plain lists need no query grammar."""

from typing import NamedTuple


class Where(NamedTuple):
    """A clause over the table `release`, with its values."""

    sql: str
    values: tuple[str | int, ...] = ()


EVERYTHING = Where("1")
NOTHING = Where("0")
