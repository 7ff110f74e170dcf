"""Any web page -> one release: its headline, its main text, its day and the feeds it names.

Nothing is known of such a page, so each part is taken from the most telling place that has it: what the page says of
itself to machines (`<meta>`, JSON-LD), then what its markup means, then where most of its text stands.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from reader.ingest import decoding, html
from reader.ingest.clean import clean_line
from reader.ingest.documents import Document, FeedLink, Found
from reader.ingest.language import language
from reader.model import Problem, Release

MAX_FEEDS: Final = 50
MAX_TITLE: Final = 500
"""Characters of a headline."""

_HEAD = 2048
_BEFORE = r"\ufeff?(?:\s|<!--.*?-->|<\?[^>]*>)*+"
_START = re.compile(rf"{_BEFORE}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_OTHER = re.compile(rf"{_BEFORE}<(?:rss|feed|rdf:rdf|opml|svg)\b", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(?:p|div|span|table|h[1-6]|ul|article|section|a|title|meta)\b", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{1,6}\)(https?://[^\s>]{1,4000}) -->")
_DAY = re.compile(r"\s*([12]\d{3})-?([01]\d)-?([0-3]\d)(?!\d)")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_ASIDE = frozenset(("aside", "footer", "form"))
_MAIN = ("[itemprop=articleBody]", "article", "main", "[role=main]")
_SKIPPED = frozenset(
    "script style nav head title template noscript iframe button select textarea a svg aside footer".split()  # noqa: SIM905
)
_PARAGRAPHS = frozenset(("p", "li", "pre", "blockquote", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6"))
_BOXES = frozenset(("div", "section", "td", "article", "main", "body"))
_BLOCKS = _PARAGRAPHS | _BOXES
_ENOUGH = 140
"""Characters that make an element's text worth taking for the main one."""


def recognises(document: Document) -> bool:
    """Whether a document is a web page: by its first element, or by its label and any element."""
    head = decoding.text(document.content[:_HEAD], document.content_type)
    if _OTHER.match(head):
        return False
    return bool(_START.match(head)) or ("html" in document.content_type.lower() and bool(_TAG.search(head)))


def read(document: Document, source: str) -> Found:
    """Find the release that a page is, and its feeds. A page without text gives a problem."""
    markup = decoding.text(document.content, document.content_type)
    root = html.parse(markup)
    base = address_of(document.url, markup, root)
    described = list(_described(root))
    title = _title(root, described)
    feeds = _feeds(root, base)
    part = main_part(root)
    body = "" if part is None else html.text(part, base=base, footnotes=True, drop=_ASIDE).body
    if not body:
        reason = "This page holds no text to read. If it shows text in a browser, save it from there and import that."
        return Found("page", title, problems=(Problem(document.url, 0, reason),), feeds=feeds)
    body = body.removeprefix(f"{title}\n")
    canonical = _own_address(root, base)
    release = Release(
        source=source,
        title=title or _first_line(body),
        date=_day(root, described),
        body=body,
        external_id=canonical,
        url=canonical or base or None,
        language=_language(root) or language(body),
    )
    return Found("page", release.title, (release,), feeds=feeds, address=canonical or "")


def address_of(url: str, markup: str, root: LexborNode) -> str:
    """Where a page stands on the web: where it was fetched, else what a saved one says of itself; '' where unknown.

    A `<base>` changes what its links are relative to, and so does what is given here.
    """
    if not html.address(url):
        saved = _SAVED_FROM.search(markup, 0, _HEAD)
        url = saved[1] if saved else _canonical(root, "") or _meta(root, "og:url") or ""
    base = root.css_first("base[href]")
    return html.address(base.attributes.get("href") if base else None, url) or html.address(url) or ""


def main_part(root: LexborNode) -> LexborNode | None:
    """The element that holds the text of a page: what is marked so, else what has most text outside of links."""
    for selector in _MAIN:
        found = [
            (len(html.text(node, drop=_ASIDE).body), node) for node in _outermost(root.css(selector)[:20])
        ]
        size, longest = max(found, key=lambda each: each[0], default=(0, None))
        if size >= _ENOUGH:
            return longest
    return richest(root, _ENOUGH) or root.css_first("body")


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Those that are in none of the others."""
    idents = {node.mem_id for node in nodes}
    return [node for node in nodes if not any(above.mem_id in idents for above in _ancestors(node))]


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def richest(root: LexborNode, enough: int) -> LexborNode | None:
    """The element around most text outside of links, half of which counts for the element around that.

    None where it has fewer characters than `enough`.
    """
    scores: defaultdict[int, float] = defaultdict(float)
    nodes: dict[int, LexborNode] = {}
    for size, node in _texts(root):
        block = next((above for above in _ancestors(node) if above.tag in _BLOCKS), None)
        if block is None:
            continue
        inner = block.parent if block.tag in _PARAGRAPHS else block
        outer = inner.parent if inner is not None else None
        for holder, share in ((inner, 1.0), (outer, 0.5)):
            if holder is not None and holder.is_element_node:
                scores[holder.mem_id] += size * share
                nodes[holder.mem_id] = holder
    best = max(scores, key=lambda ident: scores[ident], default=None)
    return nodes[best] if best is not None and scores[best] >= enough else None


def _texts(root: LexborNode) -> Iterator[tuple[int, LexborNode]]:
    """The texts below a node that are neither links nor skipped, and their lengths."""
    node = root
    down = True
    while True:
        child = node.first_child if down and (node.tag or "") not in _SKIPPED else None
        if child is not None:
            node = child
        else:
            while node.mem_id != root.mem_id and node.next is None and node.parent is not None:
                node = node.parent
            if node.mem_id == root.mem_id or node.next is None:
                return
            node = node.next
        down = node.is_element_node or False
        if node.is_text_node and (size := len((node.text_content or "").strip())):
            yield size, node


def _described(root: LexborNode) -> Iterator[dict[str, Any]]:
    """The things that a page describes to machines (JSON-LD 1.1), as far as they can be read."""
    for script in root.css('script[type="application/ld+json"]')[:20]:
        child = script.first_child
        try:
            found = json.loads((child.text_content if child is not None else None) or "")
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and isinstance(found.get("@graph"), list):
            found = found["@graph"]
        yield from (
            each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)
        )


def _said(described: list[dict[str, Any]], key: str) -> str:
    return next((value for each in described if isinstance(value := each.get(key), str) and value), "")


def _meta(root: LexborNode, *names: str) -> str:
    """What the first of these `<meta>` elements says that the page has."""
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            node = root.css_first(f'meta[{attribute}="{name}"]')
            if node is not None and (said := clean_line(node.attributes.get("content") or "")):
                return said
    return ""


def _title(root: LexborNode, described: list[dict[str, Any]]) -> str:
    said = clean_line(_said(described, "headline")) or _meta(root, "og:title", "twitter:title")
    headings = [said_so for node in root.css("h1")[:5] if (said_so := html.line(node))]
    title = said or (headings[0] if len(headings) == 1 else "") or page_title(root) or "".join(headings[:1])
    return title[:MAX_TITLE]


def page_title(root: LexborNode) -> str:
    """What stands in `<title>`, one line."""
    return html.line(root.css_first("title"))


def _first_line(body: str) -> str:
    return clean_line(body.split("\n", 1)[0])[:MAX_TITLE]


def _day(root: LexborNode, described: list[dict[str, Any]]) -> str | None:
    """The day of publication as the page writes it, whatever time zone stands beside it."""
    said = [
        _meta(
            root,
            "article:published_time",
            "datePublished",
            "og:published_time",
            "dc.date.issued",
            "dcterms.issued",
        ),
        _said(described, "datePublished"),
        *(node.attributes.get("datetime") or "" for node in root.css("time[datetime]")[:5]),
        _meta(root, "date", "dc.date", "DC.date", "pubdate"),
    ]
    return next((day for each in said if (day := _iso(each))), None)


def _iso(written: str) -> str | None:
    found = _DAY.match(written)
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def _language(root: LexborNode) -> str | None:
    node = root if root.tag == "html" else root.css_first("html")
    written = (node.attributes.get("lang") if node is not None else None) or ""
    found = re.match(r"\s*([A-Za-z]{2})(?![A-Za-z])", written)
    return found[1].lower() if found else None


def _canonical(root: LexborNode, base: str) -> str | None:
    node = root.css_first('link[rel~="canonical"]')
    return None if node is None else html.address(node.attributes.get("href"), base)


def _own_address(root: LexborNode, base: str) -> str | None:
    """The canonical address, where it is that of one page: some sites give all of theirs the one of the home page."""
    canonical = _canonical(root, base)
    parts = urlsplit(canonical or "")
    return canonical if parts.path.strip("/") or parts.query else None


def _feeds(root: LexborNode, base: str) -> tuple[FeedLink, ...]:
    feeds: dict[str, FeedLink] = {}
    for node in root.css('link[rel~="alternate"][href]')[: 4 * MAX_FEEDS]:
        attributes = node.attributes
        kind = (attributes.get("type") or "").split(";")[0].strip().lower()
        url = html.address(attributes.get("href"), base)
        if kind in _FEED_TYPES and url:
            feeds.setdefault(url, FeedLink(url, clean_line(attributes.get("title") or "")))
    return tuple(feeds.values())[:MAX_FEEDS]
