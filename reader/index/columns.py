"""What the index holds of every document of a segment besides its terms: whole numbers, one column after the other.

Numbers and places are read when a segment is opened, lengths when something is first ranked.
"""

from array import array
from collections.abc import Sequence

ROWS = ".rows"
"""Row of each release, and where it stands in the order by date: larger is newer."""
LENGTHS = ".lengths"
"""How many terms all titles and all bodies of a release have."""
TYPES = {ROWS: "qq", LENGTHS: "II"}


def empty(extension: str) -> "list[array[int]]":
    """The columns of a file for no document."""
    return [array(kind) for kind in TYPES[extension]]


def packed(columns: "Sequence[array[int]]") -> bytes:
    """As the file that `unpacked` reads, in this machine's order of bytes."""
    return b"".join(column.tobytes() for column in columns)


def unpacked(extension: str, content: bytes, count: int) -> "list[array[int]]":
    """The columns of `count` documents. Raises ValueError where the file is of another length."""
    columns = empty(extension)
    view, at = memoryview(content), 0
    for column in columns:
        size = count * column.itemsize
        column.frombytes(view[at : at + size])
        at += size
    if at != len(content):
        raise ValueError(f"the columns of {count} documents take {at} bytes, not {len(content)}")
    return columns
