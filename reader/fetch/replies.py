"""What comes of asking for a document: a reply, or an error that says what to do."""

from datetime import datetime
from typing import Literal, NamedTuple

from reader.errors import LibraryError

Kind = Literal[
    "dns",
    "connect",
    "tls",
    "timeout",
    "reset",
    "status",
    "too_large",
    "redirect",
    "scheme",
    "host",
    "robots",
    "encoding",
]
"""`scheme`: an address that is not fetched; `host`: one off the allow-list; `encoding`: packed in a way not known."""


class Reply(NamedTuple):
    """A document as a server gave it, or its word that the one we have is still the current one."""

    status: int
    url: str
    """Where it was found, after redirects."""
    content: bytes | None
    """Unpacked; None when nothing changed."""
    content_type: str
    """The header as sent; '' where there is none."""
    etag: str | None
    """To be sent back byte for byte (each character stands for one byte, ISO 8859-1); the one asked with where a server
    that says that nothing changed names none."""
    modified: str | None
    """`Last-Modified`, likewise."""
    moved_to: str | None
    """The new address, after permanent redirects alone."""
    not_before: datetime | None
    """The server wants no request for it earlier: the latest that Retry-After, max-age and Expires say; UTC."""
    retry_after: datetime | None
    """What Retry-After alone says: holds even when the user insists."""
    unchanged: bool


class FetchError(LibraryError):
    """A document could not be fetched, after all attempts. `retry_after` is when the server wants to be asked again.

    `passing` tells that another attempt may go better.
    """

    kind: Kind

    def __init__(
        self, sentence: str, kind: Kind, retry_after: datetime | None = None, *, passing: bool = False
    ) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.retry_after = retry_after
        self.passing = passing


def shown(url: object) -> str:
    """An address for a sentence: never longer than a few lines."""
    text = str(url)
    return text if len(text) <= 200 else text[:199] + "…"
