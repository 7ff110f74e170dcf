"""Postings on disk, in blocks of 128 documents, inside the files that Whoosh lays out.

Whoosh pickles its blocks, and takes and gives one posting at a time. These hold plain numbers, so that damage can
neither run code nor pass for an answer, and whole lists are written and read at once:

    head       see _HEAD, with a CRC-32 of its own
    numbers    deltas of the document numbers, how often the term stands in each, sizes of the positions where
               they cannot be told from that: each as narrow as it can be, compressed together (RFC 1950)
    positions  as schema.Positions encodes them, joined and compressed; read only when asked for
"""

import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise, repeat
from operator import add, sub
from typing import Any

from whoosh.codec.whoosh3 import W3PostingsWriter

from reader.index.cursors import Postings
from reader.index.schema import Positions
from reader.index.terms import Term
from reader.index.watch import Watch

SHIFT = 32
"""Bits that a position takes at most."""

_SIZE = 128
_ONES = array("f", [1.0]) * _SIZE
_HEAD = struct.Struct("=iIIHccc")
"""Bytes that follow, less than 0 in the last block of a term; last document; bytes of the numbers; documents;
types of deltas, frequencies (a blank: all are 1) and sizes (a blank: twice the frequencies)."""
_SUM = struct.Struct("=I")
_HEAD_SIZE = _HEAD.size + _SUM.size
_MAGIC = b"W3Bl"
_BLANK = b" "
_FAST = 1


class BlockWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes the postings of one term after the other."""

    def __init__(self, file: Any) -> None:
        super().__init__(file, blocklimit=_SIZE, inlinelimit=1)

    def add(self, postings: Sequence[Any], *, flags: bool) -> int:
        """Add what the pool gathered; returns how many documents that was."""
        documents = postings if flags else postings[::3]
        weights = None if flags else postings[1::3]
        values = () if flags else postings[2::3]
        at = 0
        while at < len(documents):
            if len(self._ids) == _SIZE:
                self._write_block()
            to = min(at + _SIZE - len(self._ids), len(documents))
            self._ids.extend(documents[at:to])
            self._weights.extend(_ONES[: to - at] if weights is None else weights[at:to])
            self._values.extend(values[at:to])
            at = to
        return len(documents)

    def _write_block(self, last: bool = False) -> None:
        if not self._blockcount:
            self._postfile.write(_MAGIC)
        self._maxweight = max(self._weights)
        self._terminfo.add_block(self)
        self._postfile.write(self._packed(last))
        self._blockcount += 1
        self._new_block()

    def _packed(self, last: bool) -> bytes:
        ids = self._ids
        times = list(map(int, self._weights))
        sizes = list(map(len, self._values))
        deltas = _narrow([ids[0], *map(sub, ids[1:], ids)])
        often = _narrow(times) if self._maxweight > 1 else array("B")
        odd = _narrow(sizes) if sizes != [2 * one for one in times] and sizes else array("B")
        numbers = zlib.compress(deltas.tobytes() + often.tobytes() + odd.tobytes(), _FAST)
        positions = zlib.compress(b"".join(self._values), _FAST) if sizes else b""
        size = len(numbers) + len(positions)
        types = [one.typecode.encode() if one else _BLANK for one in (deltas, often, odd)]
        head = _HEAD.pack(-size if last else size, ids[-1], len(numbers), len(ids), *types)
        return head + _SUM.pack(zlib.crc32(head)) + numbers + positions


class StoredPostings(Postings):
    """Documents with one term, read block by block."""

    _data: Any
    _ids: Any
    _weights: Any
    _values: Any

    def __init__(self, file: Any, term: Term, watch: Watch) -> None:
        """As `Postings`; `watch` is looked at before each block."""
        self._watch = watch
        super().__init__(file, term)

    def _read_header(self) -> None:
        if self._postfile.get(self._startoffset, len(_MAGIC)) != _MAGIC:
            raise ValueError("these are no postings")
        self._baseoffset = self._startoffset + len(_MAGIC)

    def _goto(self, position: int) -> None:
        self._watch.look()
        self._data = self._ids = self._weights = self._values = None
        self._i = 0
        self._block = block = _Head(self._postfile.get(position, _HEAD_SIZE), 0)
        self._lastblock = block.last
        self._blocklength, self._maxid = block.count, block.highest
        self._dataoffset = position + _HEAD_SIZE
        self._nextoffset = self._dataoffset + block.size

    def _read_data(self) -> None:
        self._data = self._block.numbers(self._postfile.get(self._dataoffset, self._block.numbered))

    def _read_ids(self) -> None:
        if self._data is None:
            self._read_data()
        self._ids = tuple(self._data[0])

    def _read_weights(self) -> None:
        if self._data is None:
            self._read_data()
        self._weights = self._data[1]

    def _read_values(self) -> None:
        if self._data is None:
            self._read_data()
        start = self._dataoffset + self._block.numbered
        joined = zlib.decompress(self._postfile.get(start, self._nextoffset - start))
        ends = list(accumulate(self._data[2], initial=0))
        if ends[-1] != len(joined):
            raise ValueError("the positions of a block are not whole")
        self._values = tuple([joined[start:end] for start, end in pairwise(ends)])


def whole(content: bytes) -> tuple[list[int], list[int]]:
    """All documents of a term, from all its blocks, and how often it stands in each.

    Raises ValueError, struct.error or zlib.error where something is not as it was written.
    """
    documents: list[int] = []
    often: list[int] = []
    for block, at in _blocks(content):
        found, times, _ = block.numbers(content[at : at + block.numbered])
        documents += found
        often += times
    return documents, often


def occurrences(content: bytes, distance: int) -> Iterator[list[int]]:
    """Every occurrence of a term, block by block, ascending: the document, shifted by `SHIFT`, and the position
    less a distance.

    Raises as `whole`.
    """
    for block, at in _blocks(content):
        documents, often, sizes = block.numbers(content[at : at + block.numbered])
        joined = zlib.decompress(content[at + block.numbered : at + block.size])
        if sum(sizes) != len(joined):
            raise ValueError("the positions of a block are not whole")
        shifted = chain.from_iterable(
            map(repeat, [(document << SHIFT) - distance for document in documents], often)
        )
        yield list(map(add, shifted, _positions(joined, often, sizes)))


def _positions(joined: bytes, often: Sequence[int], sizes: Sequence[int]) -> Iterable[int]:
    """The positions in all documents of a block."""
    if sum(often) * 2 == len(joined):
        return array("H", joined)
    ends = accumulate(sizes, initial=0)
    return chain.from_iterable(Positions.decode_positions(joined[start:end]) for start, end in pairwise(ends))


def _blocks(content: bytes) -> "Iterator[tuple[_Head, int]]":
    """The head of each block, and where what follows it begins."""
    if content[: len(_MAGIC)] != _MAGIC:
        raise ValueError("these are no postings")
    at = len(_MAGIC)
    while True:
        block = _Head(content, at)
        yield block, at + _HEAD_SIZE
        if block.last:
            return
        at += _HEAD_SIZE + block.size


class _Head:
    """What the head of a block says."""

    __slots__ = ("_types", "count", "highest", "last", "numbered", "size")

    def __init__(self, content: bytes, at: int) -> None:
        size, self.highest, self.numbered, self.count, *self._types = _HEAD.unpack_from(content, at)
        if _SUM.unpack_from(content, at + _HEAD.size) != (zlib.crc32(content[at : at + _HEAD.size]),):
            raise ValueError("the head of a block is not as it was written")
        self.size, self.last = abs(size), size < 0

    def numbers(self, packed: bytes) -> tuple[list[int], Sequence[int], Sequence[int]]:
        """Documents, how often the term stands in each, and sizes of their positions."""
        content = zlib.decompress(packed)
        kinds = [one.decode() for one in self._types]
        deltas = array(kinds[0], content[: self.count * array(kinds[0]).itemsize])
        at = len(deltas) * deltas.itemsize
        often: Sequence[int] = [1] * self.count
        if kinds[1] != " ":
            often = array(kinds[1], content[at : at + self.count * array(kinds[1]).itemsize])
            at += self.count * array(kinds[1]).itemsize
        sizes: Sequence[int] = array(kinds[2], content[at:]) if kinds[2] != " " else [2 * n for n in often]
        documents = list(accumulate(deltas))
        if documents[-1] != self.highest or not len(documents) == len(often) == len(sizes) == self.count:
            raise ValueError("the numbers of a block are not whole")
        return documents, often, sizes


def _narrow(values: Sequence[int]) -> "array[int]":
    """The values in the narrowest type that holds them."""
    largest = max(values)
    return array("B" if largest < 1 << 8 else "H" if largest < 1 << 16 else "I", values)
