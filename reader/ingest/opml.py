"""Lists of feeds as OPML (opml.org/spec2.opml), which feed readers exchange: read through listparser, written here."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as Tree

import listparser

from reader.ingest import decoding, detect, entries
from reader.ingest.clean import clean_line

MAX_LIST: Final = 4 << 20
"""Bytes of a list; one of ten thousand feeds has half of it."""
MAX_FEEDS: Final = 10_000
"""Feeds taken of one list."""


class OpmlError(Exception):
    """What was read is no list of feeds; the text is a sentence."""


def read(content: bytes) -> tuple[tuple[str, str], ...]:
    """Give the title and the address of each feed in a list, in its order, folders or not, each address once.

    The title is '' where there is none. Lists that the list refers to are not followed. Raises OpmlError.
    """
    if len(content) > MAX_LIST:
        raise OpmlError(f"This list is larger than {MAX_LIST >> 20} MiB and was not read.")
    if not content.strip():
        raise OpmlError("The list is empty.")
    text = decoding.text(content)
    if not detect.is_opml(text):
        raise OpmlError("This is no list of feeds: it is not OPML. Export one from your feed reader.")
    try:
        # Given bytes, it fetches nothing; in ASCII, it cannot guess a wrong encoding.
        found = listparser.parse(text.encode("ascii", "xmlcharrefreplace"))
    except Exception:
        # It promises nothing about what it raises for damaged lists.
        raise OpmlError(
            "This list is too damaged to be read; export it again from your feed reader."
        ) from None
    feeds = tuple(_feeds(found["feeds"]))
    if not feeds:
        raise OpmlError("No feed is named in this list.")
    return feeds[:MAX_FEEDS]


def _feeds(found: Iterable[dict[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for feed in found:
        url = entries.address(_on_the_web(feed.get("url", "")), "")
        if url is not None and url not in seen:
            seen.add(url)
            yield clean_line(feed.get("title", ""))[: entries.MAX_LINK], url


def _on_the_web(url: str) -> str:
    """Undo what some readers make of addresses: `feed://host/`, `feed:https://host/`."""
    if not url.lower().startswith("feed:"):
        return url
    rest = url[len("feed:") :]
    return f"http:{rest}" if rest.startswith("//") else rest


def write(feeds: Iterable[tuple[str, str]], title: str) -> bytes:
    """Make a list of feeds, given as titles and addresses, in OPML 2.0."""
    root = Tree.Element("opml", version="2.0")
    Tree.SubElement(Tree.SubElement(root, "head"), "title").text = clean_line(title)
    body = Tree.SubElement(root, "body")
    for name, url in feeds:
        called = clean_line(name) or url
        Tree.SubElement(body, "outline", type="rss", text=called, title=called, xmlUrl=url)
    Tree.indent(root)
    out = BytesIO()
    Tree.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    return out.getvalue() + b"\n"
