"""Which format some bytes are in, told by what they hold and never by a name."""

import re
from typing import Final, Literal

Kind = Literal["listing"]

HEAD: Final = 8192
"""Bytes at the start of a file that are enough to recognise it."""

KINDS_READ: Final = "listing text, whose first line is a single -"
"""What `recognise` knows, for sentences."""

_LISTING = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t\v\f\r]*+\n)*+-\r{0,2}(?:\n|\Z)")
_TEXT_CONTROLS = b"\t\n\v\f\r\x1b"
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)


def recognise(head: bytes) -> Kind | None:
    """Name the format of a file that starts with `head`, or None where it is nothing of ours.

    A listing starts with a line that is exactly `-`; a byte-order mark and blank lines may stand before it.
    """
    return "listing" if _LISTING.match(head) and not is_binary(head) else None


def is_binary(head: bytes) -> bool:
    """Tell whether bytes are no text: more than one in sixteen is a control that no text uses.

    A stray NUL in one entry does not make a listing binary.
    """
    return (len(head) - len(head.translate(None, _CONTROLS))) * 16 > len(head)


def is_utf16(head: bytes) -> bool:
    """Tell whether bytes start with the byte-order mark of UTF-16."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))
