"""What the lexicon of a segment says of a term, read without Whoosh's reader, which unpickles what a flag tells it to.

The middle of a large file of terms is not summed when it is opened, so nothing in it may be able to run code.
"""

import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3TermsReader

_INFO = struct.Struct("!BfIBBfIIqi")
"""Whether postings follow (here they never do), weight, documents, two lengths, largest weight, first and last
document, where in the file of postings it begins, bytes it takes there."""


class Term(NamedTuple):
    """Where the postings of a term are."""

    documents: int
    """In how many documents it is, deleted ones included."""
    first: int
    """The first of them."""
    offset: int
    """Where its postings begin, in bytes."""
    length: int


class Terms(W3TermsReader):  # type: ignore[misc]
    """The terms of a segment. Raises ValueError or struct.error for what was not written so."""

    def find(self, field: str, term: str) -> Term | None:
        """None where no document has it."""
        try:
            return _read(self._tindex[self._keycoder(field, term.encode())])
        except KeyError:
            return None

    def beginning(self, field: str, start: str) -> Iterator[Term]:
        """All terms that begin so."""
        begins = self._keycoder(field, start.encode())
        for key, content in self._tindex.items_from(begins):
            if not key.startswith(begins):
                return
            yield _read(content)


def _read(content: Any) -> Term:
    flag, _, documents, _, _, _, first, _, offset, length = _INFO.unpack(content)
    if flag:
        raise ValueError("a term is not as it was written")
    return Term(documents, first, offset, length)
