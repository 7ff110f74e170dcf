"""What a note may consist of: text, with tabs and line ends, and no other control characters."""

import re
from contextlib import suppress

from reader.errors import UsageError

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LEAST_TEXT = 8
"""Of so many characters one may be a control character. In compressed and other binary data it is one in four."""


def plain(text: str) -> str:
    """A text without control characters, its line ends as ours."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def decoded(content: bytes, what: str) -> str:
    """The text in a file or a stream, in whatever encoding it was saved, without control characters.

    Raises UsageError naming `what` it is when it is no text.
    """
    characters = _characters(content)
    if len(_CONTROLS.findall(characters)) * _LEAST_TEXT > len(characters):
        raise UsageError(f"{what} is no text: nothing was saved.")
    return plain(characters)


def _characters(content: bytes) -> str:
    usual = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    for encoding in (usual, "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return content.decode("latin-1")
