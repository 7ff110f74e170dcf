"""A passage as it is quoted in a mail: in quotation marks, with where it is from."""

from reader.export.citation import publisher
from reader.export.item import Item
from reader.tui.browser import web_link


def quoted(passage: str, item: Item, revision: int) -> str:
    """A passage with institution, headline, day and link, in one line; `revision` is the wording it was read in."""
    release = item.release
    parts = [
        publisher(release, item.source),
        f"“{_one_line(item.revision.title)}”",
        release.date or "undated",
    ]
    if revision != item.revision.number:
        parts.append(f"wording {revision}")
    link = web_link(release.url)
    return f"“{_one_line(passage)}” — {', '.join([*parts, link] if link else parts)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
