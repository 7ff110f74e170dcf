"""The words and signs for releases, the same on the screen and on the command line."""

from reader.model import Attachment, Release

DIGEST_NOTICE = "Digest: PressReader’s words about a real release, not the ministry’s own."
CUT_NOTICE = "Cut: the source’s list stops inside this text; the rest is not in the library."
EARLIER_NOTICE = "Found in an earlier wording only: the source has reworded this release since."

UNREAD, BOOKMARKED, NOTED, EDITED, CUT = "●★✎≠…"
"""Signs of a release in a list, in this order: unread, bookmarked, with notes, reworded by its source, cut."""


def signs(release: Release) -> list[str]:
    """The five signs in their order, each empty where it does not hold of the release."""
    return [
        "" if release.read else UNREAD,
        BOOKMARKED if release.bookmarked else "",
        NOTED if release.note_count else "",
        EDITED if release.edited else "",
        CUT if release.cut else "",
    ]


def facts(release: Release, source: str) -> str:
    """The line under a headline: day, categories, source, length, wordings."""
    parts = [release.date or "undated", ", ".join(release.categories), source, f"{release.words:,} words"]
    if release.edited:
        parts.append(f"reworded: wording {release.revision} of {release.revision_count}")
    if release.bookmarked:
        parts.append("bookmarked")
    parts.append(release.id)
    return " · ".join(part for part in parts if part)


def notice(release: Release, *, only_earlier: bool = False) -> str | None:
    """What must be known before reading: a digest, a cut text, a hit that this wording does not have."""
    found = [DIGEST_NOTICE] if release.digest else []
    if only_earlier:
        found.append(EARLIER_NOTICE)
    if release.cut:
        found.append(CUT_NOTICE)
    return "\n".join(found) or None


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 release`, `2,310 releases`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def attachment(one: Attachment) -> str:
    """An attachment on one line: `table.pdf (application/pdf, 47.9 KB) https://…`."""
    known = [part for part in (one.type, None if one.size is None else size(one.size)) if part]
    return " ".join(part for part in (one.name, f"({', '.join(known)})" if known else "", one.url) if part)


def size(size: int) -> str:
    """Bytes as the ministry writes them: `47.9 KB`, of 1024."""
    if size < 1024:
        return f"{size} B"
    for unit, one in (("KB", 1 << 10), ("MB", 1 << 20)):
        if size < one * 1023.95:
            return f"{size / one:.1f} {unit}"
    return f"{size / (1 << 30):.1f} GB"


def times(release: Release) -> str:
    """When a release came into this library, and when its source last had it: not when it was published."""
    first, last = (moment[:16].replace("T", " ") for moment in (release.first_seen, release.last_seen))
    return f"First seen {first} UTC · last seen {last} UTC"


def whole_extent(pages: int, texts: int, seconds: float) -> str:
    """How much fetching all of a source is: `All of it is 340 pages: about 9 minutes.`"""
    cut = f" and some {count(texts, 'text')} that it cuts" if texts else ""
    minutes = max(1, round(seconds / 60))
    return f"All of it is {count(pages, 'page')}{cut}: about {count(minutes, 'minute')}."


_KINDS = {"feed": "a feed", "jsonfeed": "a JSON feed", "ministry": "the ministry’s site"}


def source_found(kind: str, name: str, entries: int, newest: str | None) -> str:
    """What was found at an address: `Press Releases: a feed with 18 releases, the newest of 2025-12-23.`"""
    until = f", the newest of {newest}" if newest else ""
    return f"{name}: {_KINDS.get(kind, kind)} with {count(entries, 'release')}{until}."
