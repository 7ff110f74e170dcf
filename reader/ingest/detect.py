"""Which format some bytes are in, told by what they hold and never by a name."""

import re
from typing import Final, Literal

from reader.ingest.packed import MAGIC

Kind = Literal["listing", "records", "packed", "feed", "jsonfeed", "page"]

HEAD: Final = 8192
"""Bytes at the start of a file that are enough to recognise it."""

KINDS_READ: Final = (
    "listing text, whose first line is a single -, feeds (RSS, Atom, JSON Feed), saved HTML pages, "
    "and what PressReader exported as JSON Lines or backed up"
)
"""What `recognise` knows, for sentences."""

_LISTING = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t\v\f\r]*+\n)*+-\r{0,2}(?:\n|\Z)")
_RECORDS = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\{[^\n]*?\"pressreader\"\s*:\s*[0-9]")
_JSON_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+\{(?:.*?\"version\"\s*:\s*\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org"
    rb"|(?=.*?\"items\"\s*:\s*\[).*?\"(?:feed_url|home_page_url)\"\s*:)",
    re.DOTALL,
)
# The first element that says what the whole is; comments, declarations and what a broken server says go before it.
_ASIDE = re.compile(rb"<!--.*?(?:-->|\Z)|<\?(?!xml).*?\?>", re.DOTALL)
_ROOT = re.compile(
    rb"<(?:[a-z][\w.-]{0,40}:)?(rss|feed|rdf|channel|opml|svg)(?=[\s/>])"
    rb"|<(!doctype\s+html|html|head|body|title|meta|table|article|section|main|div|p)(?=[\s/>])",
    re.IGNORECASE,
)
_TEXT_CONTROLS = b"\t\n\v\f\r\x1b"
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)


def recognise(head: bytes) -> Kind | None:
    """Name the format of a file that starts with `head`, or None where it is nothing of ours.

    A listing starts with a line that is exactly `-`; a byte-order mark and blank lines may stand before it. A file
    of records starts with a JSON object that has `pressreader`. What is packed (gzip) tells only unpacked what it is.
    In feeds and pages the first element decides that a feed or a page has at its top.
    """
    if head.startswith(MAGIC):
        return "packed"
    if not is_binary(head):
        if _LISTING.match(head):
            return "listing"
        if _RECORDS.match(head):
            return "records"
        if _JSON_FEED.match(head):
            return "jsonfeed"
    return _markup(head)


def _markup(head: bytes) -> Literal["feed", "page"] | None:
    # Feeds in UTF-16 exist; without its NULs all that decides is ASCII.
    text = head.replace(b"\0", b"") if is_utf16(head) or head.startswith((b"<\0", b"\0<")) else head
    if is_binary(text) or not (root := _ROOT.search(_ASIDE.sub(b"", text))):
        return None
    if root[2]:
        return "page"
    return "feed" if root[1].lower() in (b"rss", b"feed", b"rdf", b"channel") else None


def is_opml(text: str) -> bool:
    """Tell whether a text is a list of feeds."""
    root = _ROOT.search(_ASIDE.sub(b"", text[:HEAD].encode("utf-8", "replace")))
    return root is not None and (root[1] or b"").lower() == b"opml"


def is_binary(head: bytes) -> bool:
    """Tell whether bytes are no text: more than one in sixteen is a control that no text uses.

    A stray NUL in one entry does not make a listing binary.
    """
    return (len(head) - len(head.translate(None, _CONTROLS))) * 16 > len(head)


def is_utf16(head: bytes) -> bool:
    """Tell whether bytes start with the byte-order mark of UTF-16."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))
