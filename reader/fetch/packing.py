"""Content encodings, unpacked piece by piece within a bound, so that a small answer cannot fill the memory."""

import zlib
from collections.abc import Iterator

_SLICE = 1 << 16
_KNOWN = {"gzip", "x-gzip", "deflate"}


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
        names = [name for name in names if name and name != "identity"]
        for name in names:
            if name not in _KNOWN:
                raise BadPacking(name)
        if len(names) > 2:
            raise BadPacking(coding)
        self._layers = [_Layer(name) for name in reversed(names)]
        self._limit = limit
        self._truncate = truncate
        self._came = 0
        self._body = bytearray()
        self.full = False

    def feed(self, piece: bytes) -> None:
        """Take the next bytes of the body. Raises TooLarge and BadPacking."""
        self._came += len(piece)
        if self._came > self._limit and not self._truncate:
            raise TooLarge  # also where all that comes is what follows a packed stream
        pieces: Iterator[bytes] = iter((piece,))
        for layer in self._layers:
            pieces = layer.unpack(pieces)
        for out in pieces:
            self._body += out
            if len(self._body) <= self._limit:
                continue
            if not self._truncate:
                raise TooLarge
            del self._body[self._limit :]
            self.full = True
            return

    def finish(self) -> bytes:
        """The whole body. Raises CutPacking where its end is missing."""
        if not self.full and any(layer.open for layer in self._layers):
            raise CutPacking
        return bytes(self._body)


class _Layer:
    """One coding. Nothing is unpacked further ahead than one slice."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._engine = zlib.decompressobj(31 if name.endswith("gzip") else 15)
        self.open = False
        self._begun = False

    def unpack(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            rest = piece
            while rest:
                self._renew(rest)
                if self._engine.eof:
                    break  # zeros and other bytes after the end are none of the text
                out = self._out(rest)
                rest = self._engine.unconsumed_tail or self._engine.unused_data
                self.open = not self._engine.eof
                if out:
                    yield out

    def _renew(self, rest: bytes) -> None:
        """Go on with the next member of a gzip file that has several."""
        if self._engine.eof and self._name.endswith("gzip") and rest.startswith(b"\x1f"):
            self._engine = zlib.decompressobj(31)

    def _out(self, rest: bytes) -> bytes:
        try:
            out = self._engine.decompress(rest, _SLICE)
        except zlib.error as error:
            if self._begun or self._name != "deflate":
                raise BadPacking(self._name) from error
            self._engine = zlib.decompressobj(-15)  # many servers leave out the header that deflate has
            out = self._retry(rest)
        self._begun = True
        return out

    def _retry(self, rest: bytes) -> bytes:
        try:
            return self._engine.decompress(rest, _SLICE)
        except zlib.error as error:
            raise BadPacking(self._name) from error
