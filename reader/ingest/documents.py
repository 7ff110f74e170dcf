"""What is fetched, and what is found in it: the values that every adapter takes and gives.

An adapter is a module with two functions: `recognises(document)` tells by content whether a document is of its kind,
`read(document, source)` finds its releases. Neither raises for what the bytes are.
"""

from typing import Literal, NamedTuple

from reader.model import Problem, Release

Kind = Literal["feed", "jsonfeed", "board", "view", "page", "listing", "records"]
"""`feed` RSS, RDF or Atom; `board` and `view` the ministry's list and one release of it; `page` any other page."""


class Document(NamedTuple):
    """A document as it came: over the network, or from a file."""

    content: bytes
    """Without transfer or content encoding."""
    url: str = ""
    """Where it was found in the end, after redirects; for a file the path as the user named it."""
    content_type: str = ""
    """The header as sent; '' where there is none."""


class FeedLink(NamedTuple):
    """A feed that a page says it has."""

    url: str
    """Absolute."""
    title: str


class Pages(NamedTuple):
    """Where a page of the ministry's list stands among the others."""

    number: int
    """From 1, the newest."""
    last: int | None
    """Number of the last one; None where the page does not tell."""


class Found(NamedTuple):
    """What an adapter found in a document."""

    kind: Kind
    title: str = ""
    """What the feed, page or board calls itself, one line."""
    releases: tuple[Release, ...] = ()
    """In the order of the document."""
    problems: tuple[Problem, ...] = ()
    """What could not be read: entries that were left out, or the whole document."""
    pages: Pages | None = None
    """Of a board."""
    feeds: tuple[FeedLink, ...] = ()
    """Of a page."""
    next: str | None = None
    """Absolute address of older entries (RFC 5005 `next`, or the board's next page)."""
    ttl: int | None = None
    """Minutes that a feed says it may be kept."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, UTC, in which a feed asks not to be fetched."""
    skip_days: tuple[int, ...] = ()
    """Days of the week, Monday is 0, in which a feed asks not to be fetched."""
    address: str = ""
    """What the feed or page says its own address is, absolute; '' where it says none."""
