"""What the index holds of every document of a segment besides its terms: numbers, one column after the other."""

from array import array
from dataclasses import dataclass, field

EXTENSION = ".rows"
_NUMBER, _LENGTH = "q", "I"


def _numbers() -> "array[int]":
    return array(_NUMBER)


def _lengths() -> "array[int]":
    return array(_LENGTH)


@dataclass(frozen=True, slots=True)
class Columns:
    """Values by document."""

    numbers: "array[int]" = field(default_factory=_numbers)
    """Row of the release."""
    places: "array[int]" = field(default_factory=_numbers)
    """Where it stands in the order by date: larger is newer."""
    titles: "array[int]" = field(default_factory=_lengths)
    """How many words all its titles have."""
    bodies: "array[int]" = field(default_factory=_lengths)
    """How many words all its bodies have."""

    def packed(self) -> bytes:
        """As the file that `unpacked` reads, in this machine's order of bytes."""
        return b"".join(column.tobytes() for column in (self.numbers, self.places, self.titles, self.bodies))


def unpacked(content: bytes, count: int) -> Columns:
    """The columns of `count` documents. Raises ValueError where the file is of another length."""
    columns = Columns()
    at = 0
    for column in (columns.numbers, columns.places, columns.titles, columns.bodies):
        size = count * column.itemsize
        column.frombytes(content[at : at + size])
        at += size
    if at != len(content):
        raise ValueError(f"the columns of {count} documents take {at} bytes, not {len(content)}")
    return columns
