"""Content encodings, unpacked piece by piece within a bound, so that a small answer cannot fill the memory."""

import zlib
from collections.abc import Iterator

_SLICE = 1 << 16
_KNOWN = {"gzip", "x-gzip", "deflate"}
# The last two are what servers write that mean nothing by it.
_PLAIN = {"identity", "none", "utf-8"}


class TooLarge(Exception):
    """More came out than is allowed."""


class BadPacking(Exception):
    """The bytes are not packed as the header says, or in a way that is not known; the text names the way."""


class CutPacking(Exception):
    """The bytes end before the packed stream does."""


class Unpacker:
    """Collects a body. `coding` is the value of Content-Encoding, `limit` the number of bytes that may come out.

    With `truncate`, what goes beyond the limit is dropped instead of refused, and `full` tells that no more is needed.
    Raises BadPacking for a coding that is not known.
    """

    def __init__(self, coding: str, limit: int, *, truncate: bool = False) -> None:
        names = [name.strip().lower() for name in coding.split(",")]
        names = [name for name in names if name and name not in _PLAIN]
        for name in names:
            if name not in _KNOWN:
                raise BadPacking(name)
        if len(names) > 2:
            raise BadPacking(coding)
        self._layers = [_Layer(name) for name in reversed(names)]
        self._limit = limit
        self._truncate = truncate
        self._came = 0
        self._between = 0
        self._body = bytearray()
        self.full = False

    def feed(self, piece: bytes) -> None:
        """Take the next bytes of the body. Raises TooLarge and BadPacking."""
        self._came += len(piece)
        if self._came > self._limit and not self._truncate:
            raise TooLarge  # also where all that comes is what follows a packed stream
        pieces: Iterator[bytes] = iter((piece,))
        for number, layer in enumerate(self._layers):
            pieces = layer.unpack(pieces if number == 0 else self._bounded(pieces))
        for out in pieces:
            self._body += out
            if len(self._body) <= self._limit:
                continue
            if not self._truncate:
                raise TooLarge
            del self._body[self._limit :]
            self.full = True
            return

    def _bounded(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """What one coding hands to the next: it may be much of which nothing comes in the end."""
        for piece in pieces:
            self._between += len(piece)
            if self._between > self._limit:
                raise TooLarge
            yield piece

    def finish(self) -> bytes:
        """The whole body. Raises CutPacking where its end is missing."""
        if not self.full and any(layer.open for layer in self._layers):
            raise CutPacking
        return bytes(self._body)


class _Layer:
    """One coding. Nothing is unpacked further ahead than one slice."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._gzip = name.endswith("gzip")
        self._start = b""
        self._engine = zlib.decompressobj(31) if self._gzip else None
        self.open = False

    def unpack(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            rest, more = piece if self._engine else self._begin(piece), False
            while (rest or more) and self._engine:
                if self._engine.eof and self._gzip and rest.startswith(b"\x1f"):
                    self._engine = zlib.decompressobj(31)  # a gzip file may have several members
                if self._engine.eof:
                    break  # zeros and other bytes after the end are none of the text
                try:
                    out = self._engine.decompress(rest, _SLICE)
                except zlib.error as error:
                    raise BadPacking(self._name) from error
                rest = self._engine.unconsumed_tail or self._engine.unused_data
                self.open = not self._engine.eof
                more = self.open and len(out) == _SLICE  # of what it has taken already
                if out:
                    yield out

    def _begin(self, piece: bytes) -> bytes:
        """Choose by the first two bytes: many servers leave out the header that deflate has (RFC 1950, 2.2)."""
        self._start += piece
        self.open = bool(self._start)
        if len(self._start) < 2:
            return b""
        headed = self._start[0] & 15 == 8 and int.from_bytes(self._start[:2]) % 31 == 0
        self._engine = zlib.decompressobj(15 if headed else -15)
        return self._start
