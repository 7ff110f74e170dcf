"""Reads gzip files (RFC 1952) piece by piece, however large or broken they are."""

import gzip
import zlib
from typing import Final, Protocol

MAGIC: Final = b"\x1f\x8b\x08"
FREE: Final = 32 << 20
"""Bytes that may come out of any file."""
RATIO: Final = 200
"""How many times its packed size may come out beyond that; press releases pack to a third or a tenth."""
_LINE: Final = 64
"""Bytes that even a shorter line counts for: millions of blank ones take their time, too."""
_PIECE: Final = 512
"""Packed bytes unpacked at once. What comes before a damaged place is lost only as far as it shares a piece with it."""


class ByteStream(Protocol):
    """What is asked of a packed file: some of its next bytes, at most `size`; none at its end."""

    def read(self, size: int, /) -> bytes: ...


class PackedError(Exception):
    """A packed file cannot be read on; the text is a sentence."""


class Unpacked:
    """The unpacked bytes of a packed stream; `taken` tells how far the packed ones are read."""

    def __init__(self, packed: ByteStream) -> None:
        self._counter = _Counter(packed)
        self._file = gzip.GzipFile(fileobj=self._counter, mode="rb")  # type: ignore[call-overload]
        self._out = 0

    @property
    def taken(self) -> int:
        """Packed bytes read so far."""
        return self._counter.taken

    def readline(self, size: int, /) -> bytes:
        """The next line, at most `size` bytes of it. Raises PackedError, and OSError of the stream."""
        try:
            line: bytes = self._file.readline(size)
        except EOFError:
            raise PackedError("This packed file stops in the middle: the rest of it is missing.") from None
        except (gzip.BadGzipFile, zlib.error):
            raise PackedError("This packed file is damaged.") from None
        self._out += max(len(line), _LINE)
        if self._out > FREE and self._out > self.taken * RATIO:
            raise PackedError("This packed file unpacks to far more than releases do, and was not read on.")
        return line


class _Counter:
    """Counts what is read of a stream; all that gzip asks of one."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(_PIECE if size < 0 else min(size, _PIECE))
        self.taken += len(data)
        return data
