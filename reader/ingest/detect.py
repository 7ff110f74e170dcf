"""Which format some bytes are in, told by what they hold and never by a name."""

import re
from typing import Final, Literal

from reader.ingest.packed import MAGIC

Kind = Literal["listing", "records", "packed"]

HEAD: Final = 8192
"""Bytes at the start of a file that are enough to recognise it."""

KINDS_READ: Final = (
    "listing text, whose first line is a single -, and what PressReader exported as JSON Lines or backed up"
)
"""What `recognise` knows, for sentences."""

_LISTING = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t\v\f\r]*+\n)*+-\r{0,2}(?:\n|\Z)")
_RECORDS = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\{[^\n]*?\"pressreader\"\s*:\s*[0-9]")
_TEXT_CONTROLS = b"\t\n\v\f\r\x1b"
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)


def recognise(head: bytes) -> Kind | None:
    """Name the format of a file that starts with `head`, or None where it is nothing of ours.

    A listing starts with a line that is exactly `-`; a byte-order mark and blank lines may stand before it. A file
    of records starts with a JSON object that has `pressreader`. What is packed (gzip) tells only unpacked what it is.
    """
    if head.startswith(MAGIC):
        return "packed"
    if is_binary(head):
        return None
    if _LISTING.match(head):
        return "listing"
    return "records" if _RECORDS.match(head) else None


def is_binary(head: bytes) -> bool:
    """Tell whether bytes are no text: more than one in sixteen is a control that no text uses.

    A stray NUL in one entry does not make a listing binary.
    """
    return (len(head) - len(head.translate(None, _CONTROLS))) * 16 > len(head)


def is_utf16(head: bytes) -> bool:
    """Tell whether bytes start with the byte-order mark of UTF-16."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))
