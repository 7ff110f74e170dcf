"""The words and signs for releases, the same on the screen and on the command line."""

from reader.model import Release

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
