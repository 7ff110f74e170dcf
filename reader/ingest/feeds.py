"""RSS 0.9x to 2.0, RDF (RSS 1.0) and Atom -> releases, through feedparser.

feedparser is given bytes in memory, so that it never opens or fetches anything; it sanitises nothing, because text is
made of the HTML here; and it is not told where the feed was found, because an identifier must not depend on that.
What it complains of is not looked at: an entry that parses is kept.
"""

import re
from html.entities import html5
from io import BytesIO
from itertools import islice
from typing import Any, Final
from xml.sax.saxutils import escape

import feedparser

from reader.ingest import days, decoding, detect, entries
from reader.ingest.documents import Document, Found
from reader.ingest.entries import EntryError
from reader.model import Attachment, Problem, Release

# What it says of the encoding may be wrong, and is settled.
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,400}>")
_REFERENCE = re.compile(r"&#([0-9]{6,}|[xX][0-9a-fA-F]{4,}|0+|[xX]0+|[0-9]{5});")
_UNKNOWN: Final = "\ufffd"
# What XML does not know: an ampersand that stands for itself, as in R&D, and the names of HTML. For either, feedparser
# falls back on a way of reading that adds semicolons and leaves entities in categories.
_AMPERSAND = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(#?\w{1,40};)?", re.DOTALL)
_IN_XML: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
# feedparser takes the captions of pictures for headline and text of their entry, unless they are called otherwise.
_MEDIA = re.compile(r"<(/?)media:(title|description)(?=[\s/>])[^<>]*?(/?)>")
# What gov.uk puts behind an address to make an identifier of it, which changes with each wording.
_MOMENT = re.compile(r"#[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,20}(?:Z|[+-][0-9:]{4,6})?")
_ENTRY = re.compile(r"<(?:[\w-]{1,20}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_CLOSING = re.compile(r"</[\w:.-]{1,60}\s{0,9}>")
_ROOT = re.compile(r"<((?:[\w.-]{1,40}:)?(?:rss|feed|rdf))(?=[\s>])", re.IGNORECASE)
_ENDED = re.compile(r"</(?:[\w-]{1,20}:)?(?:item|entry)\s*+>", re.IGNORECASE)
_ENDS: Final = ("</item>", "</entry>")
_LONGEST_HEAD: Final = 20_000
"""Characters before the first entry that are parsed again with each part where entries have to be parsed apart."""
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_SKIPPED_HOURS = re.compile(r"<skipHours\b[^>]{0,200}>(.{0,4000}?)</skipHours>", re.DOTALL | re.IGNORECASE)
_SKIPPED_DAYS = re.compile(r"<skipDays\b[^>]{0,200}>(.{0,4000}?)</skipDays>", re.DOTALL | re.IGNORECASE)
_HOUR = re.compile(r">\s*([0-9]{1,2})\s*<")
_DAY = re.compile(r">\s*([a-z]{6,9})\s*<", re.IGNORECASE)
_WEEK: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MINUTES = re.compile(r"[0-9]{1,7}")
_DATES: Final = ("published", "updated", "created")

_Values = dict[str, Any]


def recognises(document: Document) -> bool:
    """Tell whether a document is RSS, RDF or Atom."""
    return detect.recognise(document.content[: detect.HEAD]) == "feed"


def read(document: Document, source: str) -> Found:
    """Find the releases of a feed; `source` is the key that each of them gets."""
    text = _DECLARATION.sub("", decoding.text(document.content, document.content_type), count=1)
    parsed = _parsed(text)
    feed: _Values = parsed["feed"]
    own = _linked(feed, "self", document.url) or _link(feed, document.url) or ""
    base = entries.address(document.url, "") or own
    releases: list[Release] = []
    problems: list[Problem] = []
    for number, entry in enumerate(parsed["entries"], start=1):
        try:
            releases.append(_release(entry, base, source, feed))
        except EntryError as error:
            problems.append(Problem(document.url, 0, f"Entry {number} of the feed {error}."))
    problems.extend(Problem(document.url, 0, reason) for reason in _failings(parsed))
    hours, skipped = _SKIPPED_HOURS.search(text), _SKIPPED_DAYS.search(text)
    return Found(
        "feed",
        _line(feed, "title"),
        entries.identified(releases),
        tuple(problems),
        next=_linked(feed, "next", base),
        ttl=_minutes(feed),
        skip_hours=tuple(sorted({int(hour) % 24 for hour in _HOUR.findall(hours[1]) if int(hour) <= 24}))
        if hours
        else (),
        skip_days=tuple(sorted(_week_days(skipped[1]))) if skipped else (),
        address=own,
    )


def _parsed(text: str) -> _Values:
    most = next(islice(_ENTRY.finditer(text), entries.MAX_ENTRIES, None), None)
    # What is not to be kept is not to be parsed: that is what takes the time.
    text = _REFERENCE.sub(_existing, text[: most.start()] if most else text)
    text = _as_xml(text)
    text = _MEDIA.sub(r"<\1shown_\2\3>", text)
    first = None if _ENDED.search(text) else _ENTRY.search(text)
    end = max(
        (found + len(tag) for tag in _ENDS if (found := text.rfind(tag)) >= 0),
        default=first.start() if first else len(text),
    )
    text, half = _closed(text, end)
    try:
        return _by_feedparser(text) | {"half": half, "more": most is not None}
    except MemoryError:
        raise
    except Exception:
        # One value that an extension's reader does not expect costs it the whole feed.
        starts = [found.start() for found in _ENTRY.finditer(text, 0, end)]
        closing = "".join(_CLOSING.findall(text, end, end + _LONGEST_HEAD))
        around = (text[: starts[0]][:_LONGEST_HEAD] if starts else "", closing)
        return _in_parts(around, text, [*starts, end]) | {"half": half, "more": most is not None}


def _closed(text: str, end: int) -> tuple[str, bool]:
    """Close a feed behind its last whole entry, at `end`, where its root is never closed; whether half an entry went.

    Half of a text would be taken for a new wording of the whole one; and feedparser reads well-formed feeds faster.
    """
    root = _ROOT.search(text, 0, detect.HEAD)
    if root is None or end == len(text) or text.find(f"</{root[1]}", end) >= 0:
        return text, False
    closing = f"</channel></{root[1]}>" if root[1].lower() == "rss" else f"</{root[1]}>"
    return text[:end] + closing, _ENTRY.search(text, end) is not None


def _by_feedparser(text: str) -> _Values:
    parsed: _Values = feedparser.parse(
        BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return parsed


def _in_parts(around: tuple[str, str], text: str, bounds: list[int]) -> _Values:
    """Parse the entries between bounds, halved and halved again until what stops the parser stands alone.

    `around` is what stands before the first entry, and what closes the feed behind the last. Entries that stop the
    parser are counted as `lost`.
    """
    if len(bounds) > 1:
        try:
            return _by_feedparser(text[bounds[0] : bounds[-1]].join(around))
        except MemoryError:
            raise
        except Exception:
            if len(bounds) > 2:
                middle = len(bounds) // 2
                halves = [_in_parts(around, text, part) for part in (bounds[: middle + 1], bounds[middle:])]
                return {
                    "feed": halves[0]["feed"] or halves[1]["feed"],
                    "entries": halves[0]["entries"] + halves[1]["entries"],
                    "lost": halves[0].get("lost", 0) + halves[1].get("lost", 0),
                }
    return {"feed": {}, "entries": [], "lost": len(bounds) - 1, "bozo": True}


def _as_xml(text: str) -> str:
    """The text with nothing behind an ampersand that XML does not know; what is quoted as a whole stays."""
    declares = "<!ENTITY" in text

    def known(found: re.Match[str]) -> str:
        name = found[1] or ""
        if name in _IN_XML or name.startswith("#") or not found[0].startswith("&"):
            return found[0]
        if name in html5:
            return escape(html5[name])
        return found[0] if name and declares else f"&amp;{name}"

    return _AMPERSAND.sub(known, text)


def _existing(reference: re.Match[str]) -> str:
    """Keep a reference to a character that exists, as feedparser stops at one that does not."""
    digits = reference[1]
    try:
        code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    except ValueError:
        return _UNKNOWN
    return reference[0] if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else _UNKNOWN


def _failings(parsed: _Values) -> list[str]:
    found, lost = parsed["entries"], parsed.get("lost", 0)
    if not found and parsed.get("bozo"):
        return ["The feed is damaged, and no entry of it can be read."]
    reasons = [f"Entries of the feed that are too damaged to be read: {lost:,}."] if lost else []
    if parsed["half"]:
        reasons.append("The feed stops in the middle of an entry, which was left out; fetch it again.")
    if parsed["more"]:
        reasons.append(
            f"The feed has more than {entries.MAX_ENTRIES:,} entries; those after them were left out."
        )
    return reasons


def _release(entry: _Values, base: str, source: str, feed: _Values) -> Release:
    link = _link(entry, base)
    fullest = _fullest(entry)
    text, is_html = fullest.get("value", ""), fullest.get("type") in _HTML
    body = entries.plain(text, is_html=is_html, base=fullest.get("base") or link or base)
    title = _line(entry, "title") or entries.first_words(text, is_html=is_html)
    if not title:
        raise EntryError("has neither headline nor text, and was left out")
    return Release(
        source=source,
        title=title,
        date=_day(entry),
        body=body,
        categories=entries.categories(
            tag.get("label") or tag.get("term") for tag in dict.get(entry, "tags") or ()
        ),
        external_id=entries.identifier(_lasting(dict.get(entry, "id"), link), link),
        url=link,
        language=entries.language_of(body or title, fullest.get("language"), dict.get(feed, "language")),
        attachments=_attachments(entry, base),
    )


def _lasting(ident: object, link: str | None) -> object:
    """The identifier without a moment behind the link."""
    changing = (
        isinstance(ident, str) and link and ident.startswith(link) and _MOMENT.fullmatch(ident[len(link) :])
    )
    return link if changing else ident


def _fullest(entry: _Values) -> _Values:
    """Give the fullest text of an entry; what is said of its pictures only where it has no other."""
    offered: list[_Values] = [*(dict.get(entry, "content") or ()), dict.get(entry, "summary_detail") or {}]
    texts = [one for one in offered if isinstance(one.get("value"), str) and _is_text(one)]
    # Some feeds put the summary into the content, and the text into the summary.
    fullest = max(texts, key=lambda one: len(one["value"]), default={})
    if not fullest.get("value") and isinstance(said := dict.get(entry, "shown_description"), str):
        return {"value": said, "type": "text/html"}
    return fullest


def _is_text(content: _Values) -> bool:
    return content.get("type") in _HTML or str(content.get("type")).startswith("text/")


def _line(values: _Values, name: str) -> str:
    detail = dict.get(values, f"{name}_detail") or {}
    text = detail.get("value") or dict.get(values, name) or dict.get(values, f"shown_{name}")
    return entries.line(text, is_html=detail.get("type") in _HTML) if isinstance(text, str) else ""


def _day(entry: _Values) -> str | None:
    """Give the day of publication; that of the last change where only that one is told."""
    for name in _DATES:
        text = dict.get(entry, name)
        if isinstance(text, str) and (found := days.day(text)):
            return found
    return None


def _link(values: _Values, base: str) -> str | None:
    link = dict.get(values, "link")
    if link == dict.get(values, "id"):
        base = ""  # an identifier that was taken for a link is one only where it is a whole address
    return entries.address(link, base) or _linked(values, "alternate", base)


def _linked(values: _Values, rel: str, base: str) -> str | None:
    for link in dict.get(values, "links") or ():
        if link.get("rel") == rel and (found := entries.address(link.get("href"), base)):
            return found
    return None


def _attachments(entry: _Values, base: str) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for link in dict.get(entry, "links") or ():
        if link.get("rel") != "enclosure" or len(found) >= entries.MAX_PARTS:
            continue
        kind = link.get("type")
        one = entries.attachment(
            link.get("href"),
            base,
            link.get("title"),
            None if kind == "text/html" else kind,  # feedparser says so where the feed says nothing
            link.get("length"),
        )
        if one is not None:
            found.setdefault(one.url, one)
    return tuple(found.values())


def _minutes(feed: _Values) -> int | None:
    text = str(dict.get(feed, "ttl") or "").strip()
    return int(text) or None if _MINUTES.fullmatch(text) else None


def _week_days(text: str) -> set[int]:
    return {_WEEK.index(name.lower()) for name in _DAY.findall(text) if name.lower() in _WEEK}
