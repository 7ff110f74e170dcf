"""How a release is cited: who published it, under which key, where and when."""

import re
from datetime import date

from reader.export.escape import one_line, paragraph_markdown
from reader.export.item import Item
from reader.model import MOTIR, Release, Source

_RENAMED = "2025-10-01"
"""Since October 2025 the Ministry of Trade, Industry and Energy is that of Trade, Industry and Resources."""
_PLAIN_URL = re.compile(r"https?://[^\s<>\\]+", re.IGNORECASE)
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


def citation_markdown(item: Item) -> str:
    """Institution, headline, kind, place, day, address, and the day this wording was first seen."""
    release, revision = item.release, item.revision
    kind = "Digest of a press release, not the ministry's text" if release.digest else "Press release"
    where = ", ".join(part for part in (place(release), release.date) if part) or "Undated"
    parts = [
        paragraph_markdown(
            f"{publisher(release, item.source)}. “{one_line(revision.title)}”. {kind}. {where}."
        ),
        _address(release.url) if release.url else "",
        f"(accessed {revision.first_seen[:10]})." if revision.first_seen else "",
    ]
    return " ".join(part for part in parts if part)


def _address(url: str) -> str:
    """A link where the address is one; anything else, such as a script, stays text."""
    return f"<{url}>" if _PLAIN_URL.fullmatch(url) else paragraph_markdown(url)
