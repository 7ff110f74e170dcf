"""How a release is cited: who published it, under which key, where and when."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reader.export.escape import one_line, paragraph_markdown
from reader.export.item import Item
from reader.model import MOTIR, Release, Source

_RENAMED = "2025-10-01"
"""Since October 2025 the Ministry of Trade, Industry and Energy is that of Trade, Industry and Resources."""
_PLAIN_URL = re.compile(r"https?://[^\s<>\\]+", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
"""Breaks lines or fields in one format or another, or cannot be written as UTF-8; means nothing in a reference."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def publisher(release: Release, source: Source) -> str:
    """The institution that published the release, under the name it had that day."""
    if release.digest:
        return "PressReader (digest)"
    if release.source != MOTIR:
        return source.name
    if release.date is not None and release.date < _RENAMED:
        return "Ministry of Trade, Industry and Energy"
    return "Ministry of Trade, Industry and Resources"


def place(release: Release) -> str | None:
    """The seat of the institution, where it is known."""
    return "Sejong" if release.source == MOTIR else None


def day(text: str | None) -> date | None:
    """The day as a value; None where there is none or it is not written as ISO 8601 has it."""
    if text is None or not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def citekey(release: Release) -> str:
    """A key for bibliographies that never changes and no other release has: source, day and id."""
    from slugify import slugify  # noqa: PLC0415 - needed only when something is exported

    source = slugify(release.source.partition("://")[2] or release.source, max_length=30) or "feed"
    when = day(release.date)
    return f"{source}-{when.isoformat() if when else 'undated'}-{release.id}"


@dataclass(frozen=True, slots=True)
class Citation:
    """What every bibliography format says of a release; texts are one line each and empty where there is nothing."""

    key: str
    author: str
    """The institution under its whole name, never split into family and given name."""
    title: str
    genre: str
    place: str
    issued: date | None
    """Day of publication; None where the source gives none."""
    accessed: date | None
    """The day the wording cited was first seen here."""
    url: str
    language: str
    """BCP 47 primary tag."""
    note: str
    """Which wording was read, where there is more than one, and whether its end is missing."""


def cite(item: Item) -> Citation:
    """The item as it is cited: the wording it carries, not the release at large."""
    release, revision = item.release, item.revision
    return Citation(
        key=citekey(release),
        author=_line(publisher(release, item.source)),
        title=_line(revision.title),
        genre=genre(release),
        place=place(release) or "",
        issued=day(release.date),
        accessed=day(revision.first_seen[:10]),
        url=_line(release.url or ""),
        language=_line(release.language or ""),
        note=_wording(item),
    )


def cite_all(items: Iterable[Item]) -> Iterator[Citation]:
    """The items as they are cited, in their order, each release once however often it is given."""
    seen = set[str]()
    for item in items:
        cited = cite(item)
        if cited.key not in seen:
            seen.add(cited.key)
            yield cited


def genre(release: Release) -> str:
    """What kind of text is cited; a digest of the starter says that it is no release."""
    return "Digest of a press release, not the ministry's text" if release.digest else "Press release"


def _wording(item: Item) -> str:
    count = item.release.revision_count
    parts = [f"revision {item.revision.number} of {count}"] if count > 1 else []
    if item.revision.cut:
        parts.append("text cut off by the source")
    said = "; ".join(parts)
    return said[:1].upper() + said[1:]


def _line(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", text).split())


def citation_markdown(item: Item) -> str:
    """Institution, headline, kind, place, day, address, and the day this wording was first seen."""
    release, revision = item.release, item.revision
    where = ", ".join(part for part in (place(release), release.date) if part) or "Undated"
    parts = [
        paragraph_markdown(
            f"{publisher(release, item.source)}. “{one_line(revision.title)}”. {genre(release)}. {where}."
        ),
        _address(release.url) if release.url else "",
        f"(accessed {revision.first_seen[:10]})." if revision.first_seen else "",
    ]
    return " ".join(part for part in parts if part)


def _address(url: str) -> str:
    """A link where the address is one; anything else, such as a script, stays text."""
    return f"<{url}>" if _PLAIN_URL.fullmatch(url) else paragraph_markdown(url)
