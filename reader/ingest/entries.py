"""What feeds of all formats have in common: identifiers, addresses, headlines, attachments of an entry."""

import html as entities
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from reader.folding import fold
from reader.ingest import html
from reader.ingest.clean import clean_body, clean_line
from reader.ingest.language import language
from reader.model import Attachment, Release

MAX_ENTRIES: Final = 10_000
"""Entries taken of one feed, from its beginning, where nearly all feeds have the newest."""
MAX_ENTRY: Final = 4 << 20
"""Characters of a headline or text of an entry, as many as an entry of a listing may have."""
MAX_LINK: Final = 4000
"""Characters of an address or identifier."""
MAX_PARTS: Final = 100
"""Attachments, or categories, taken of one entry."""
TITLE_WORDS: Final = 12
"""Words that stand for a headline where there is none."""

_MARKUP = re.compile(r"<[A-Za-z!/?]")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}")
_SIZE = re.compile(r"[0-9]{1,15}")
# Some feeds escape their HTML twice: no text begins with an element and ends with one.
_TWICE = re.compile(
    r"\s*<(?:p|div|span|br|table|ul|ol|h[1-6]|strong|b|a|img|font|figure)(?=[\s/>])[^<>]*>(?:.*>)?\s*",
    re.DOTALL | re.IGNORECASE,
)


class EntryError(Exception):
    """An entry that is no release; the text ends a sentence that begins with the entry."""


def plain(text: str, *, is_html: bool, base: str) -> str:
    """Make the text of an entry of what a feed has; what is HTML by name alone keeps its line ends."""
    if len(text) > MAX_ENTRY:
        raise EntryError(f"is longer than {MAX_ENTRY:,} characters and was left out")
    if is_html and not _MARKUP.search(text):
        text = entities.unescape(text)
        is_html = _TWICE.fullmatch(text) is not None
    if is_html:
        text = html.text(text, base=base, footnotes=True).body
    return clean_body(text)


def line(text: str, *, is_html: bool) -> str:
    """Make a headline or a name of what a feed has."""
    if len(text) > MAX_ENTRY:
        raise EntryError(f"has a headline longer than {MAX_ENTRY:,} characters and was left out")
    if is_html and _MARKUP.search(text):
        text = html.text(text, marks=False).body
    elif is_html:
        text = entities.unescape(text)
    return clean_line(text)


def first_words(text: str, *, is_html: bool) -> str:
    """Give what stands for a headline: the first words of a text."""
    words = line(text, is_html=is_html)[: TITLE_WORDS * 40].split()
    shown = " ".join(words[:TITLE_WORDS])
    return clean_line(shown + " …" if len(words) > TITLE_WORDS else shown)


def address(link: object, base: str) -> str | None:
    """Make a link absolute; None for what is no address on the web."""
    return html.address(link, base) if isinstance(link, str) else None


def identifier(*names: object) -> str | None:
    """Give the first of the names by which a source may know an entry."""
    for name in names:
        if isinstance(name, str) and 0 < len(cleaned := clean_line(name)) <= MAX_LINK:
            return cleaned
    return None


def attachment(link: object, base: str, name: object, media_type: object, size: object) -> Attachment | None:
    """Describe a file that an entry names; without a name it is called by its address."""
    url = address(link, base)
    if url is None:
        return None
    called = clean_line(name) if isinstance(name, str) else ""
    media = media_type.strip().lower() if isinstance(media_type, str) else ""
    written = str(size).strip()
    return Attachment(
        called[:MAX_LINK] or clean_line(unquote(urlsplit(url).path.rpartition("/")[2])) or url,
        url,
        media if _TYPE.fullmatch(media) else None,
        (int(written) or None) if _SIZE.fullmatch(written) else None,
    )


def categories(names: Iterable[object]) -> tuple[str, ...]:
    """Clean what a feed files an entry under; repetitions go."""
    found: dict[str, None] = {}
    for name in names:
        if len(found) < MAX_PARTS and isinstance(name, str) and (one := clean_line(name[:MAX_LINK])):
            found[one] = None
    return tuple(found)


def language_of(text: str, *tags: object) -> str | None:
    """Tell the language of a text: by itself where that is certain, else by what the feed says."""
    said = [
        found[1].lower() for tag in tags if isinstance(tag, str) and (found := _TAG.fullmatch(tag.strip()))
    ]
    own = language(text)
    if own == "zh" and "ja" in said:
        return "ja"  # short texts may have no kana
    return own or next(iter(said), None)


def identified(releases: Sequence[Release]) -> tuple[Release, ...]:
    """Give each release of a feed an identifier of its own.

    The same identifier with the same headline again is the same entry twice: the first one stays, which is the newest
    in nearly all feeds. With other headlines it identifies nothing, as where every entry names the home page: then
    the link does, where that differs, or nothing.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for release in releases:
        named[release.external_id or ""].add(fold(release.title))
    links = Counter(release.url for release in releases)
    kept: list[Release] = []
    seen: set[tuple[str, str]] = set()
    for release in releases:
        ident = release.external_id or ""
        headline = fold(release.title)
        if ident and (ident, headline) in seen:
            continue
        seen.add((ident, headline))
        if ident and len(named[ident]) > 1:
            own = release.url if links[release.url] == 1 and (release.url or "") not in named else None
            release = release._replace(external_id=own)  # noqa: PLW2901
        kept.append(release)
    return tuple(kept)
