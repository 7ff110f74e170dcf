"""JSON Feed 1.0 and 1.1 (jsonfeed.org) -> releases."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from reader.ingest import days, decoding, detect, entries
from reader.ingest.documents import Document, Found
from reader.ingest.entries import EntryError
from reader.model import Attachment, Problem, Release

MAX_VALUES: Final = 1_000_000
"""Signs that part values, and texts, in a feed at most: bounds what the parser makes of it."""

_Values = dict[str, Any]


def recognises(document: Document) -> bool:
    """Tell whether a document is a JSON Feed."""
    return detect.recognise(document.content[: detect.HEAD]) == "jsonfeed"


def read(document: Document, source: str) -> Found:
    """Find the releases of a feed; `source` is the key that each of them gets."""
    feed = _feed(document)
    if isinstance(feed, str):
        return Found("jsonfeed", problems=(Problem(document.url, 0, feed),))
    own = entries.address(feed.get("feed_url"), document.url) or entries.address(
        feed.get("home_page_url"), document.url
    )
    base = entries.address(document.url, "") or own or ""
    releases: list[Release] = []
    problems: list[Problem] = []
    items = _list(feed, "items")
    for number, item in enumerate(islice(items, entries.MAX_ENTRIES), start=1):
        try:
            releases.append(_release(item, base, source, feed))
        except EntryError as error:
            problems.append(Problem(document.url, 0, f"Entry {number} of the feed {error}."))
    if len(items) > entries.MAX_ENTRIES:
        reason = f"The feed has more than {entries.MAX_ENTRIES:,} entries; those after them were left out."
        problems.append(Problem(document.url, 0, reason))
    return Found(
        "jsonfeed",
        entries.line(_text(feed, "title"), is_html=False),
        entries.identified(releases),
        tuple(problems),
        next=entries.address(feed.get("next_url"), base),
        address=own or "",
    )


def _feed(document: Document) -> _Values | str:
    """Parse the document; a sentence where that does not give a feed."""
    content = document.content
    if sum(content.count(sign) for sign in (b",", b"[", b"{")) > MAX_VALUES:
        return f"The feed has more than {MAX_VALUES:,} values and was left out."
    try:
        feed = json.loads(decoding.text(content, document.content_type))
    except RecursionError:
        return "The feed is nested more deeply than feeds are, and was left out."
    except ValueError:
        return "The feed is damaged: it is no JSON. Fetch it again."
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return "This is no JSON Feed: it has no list of items."
    return feed


def _release(item: object, base: str, source: str, feed: _Values) -> Release:
    if not isinstance(item, dict):
        raise EntryError("is no JSON object and was left out")
    link = entries.address(item.get("url"), base) or entries.address(item.get("external_url"), base)
    markup = _text(item, "content_html")
    text = markup or _text(item, "content_text") or _text(item, "summary")
    body = entries.plain(text, is_html=bool(markup), base=link or base)
    title = entries.line(_text(item, "title"), is_html=False) or entries.first_words(
        text, is_html=bool(markup)
    )
    if not title:
        raise EntryError("has neither headline nor text, and was left out")
    ident = item.get("id")
    if isinstance(ident, int | float) and not isinstance(ident, bool):
        ident = str(ident)  # the standard asks readers to take numbers for their text
    return Release(
        source=source,
        title=title,
        date=_day(item),
        body=body,
        categories=entries.categories(_list(item, "tags")),
        external_id=entries.identifier(ident, link),
        url=link,
        language=entries.language_of(body or title, item.get("language"), feed.get("language")),
        attachments=tuple(_attachments(item, base)),
    )


def _text(values: _Values, name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _list(values: _Values, name: str) -> list[Any]:
    value = values.get(name)
    return value if isinstance(value, list) else []


def _day(item: _Values) -> str | None:
    found = (days.day(_text(item, name)) for name in ("date_published", "date_modified"))
    return next(filter(None, found), None)


def _attachments(item: _Values, base: str) -> Iterator[Attachment]:
    for file in _list(item, "attachments")[: entries.MAX_PARTS]:
        if isinstance(file, dict):
            one = entries.attachment(
                file.get("url"), base, file.get("title"), file.get("mime_type"), file.get("size_in_bytes")
            )
            if one is not None:
                yield one
