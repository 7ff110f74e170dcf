"""A passage as it is quoted in a mail: in quotation marks, with where it is from."""

import re

from reader.export.citation import publisher
from reader.export.item import Item
from reader.tui.browser import web_link

_STRAIGHT = re.compile(r'(?<!\w)"(?=\S)([^"“”]*)"')
_DOUBLE = re.compile(r"“([^“”]*)”|[“”]")
_IN_DOUBLE = r"“\1”"
_SINGLE = re.compile(r"(?<!\w)‘((?:[^‘’]|(?<=\w)’(?=\w))*)’(?!\w)")
"""A pair of single marks; an apostrophe inside a word is none of them."""


def quoted(passage: str, item: Item, revision: int) -> str:
    """A passage with institution, headline, day and link, in one line; `revision` is the wording it was read in."""
    release = item.release
    parts = [
        publisher(release, item.source),
        in_marks(item.revision.title),
        release.date or "undated",
    ]
    if revision != item.revision.number:
        parts.append(f"wording {revision}")
    link = web_link(release.url)
    return f"{in_marks(passage)} — {', '.join([*parts, link] if link else parts)}"


def in_marks(text: str) -> str:
    """A text in one line and in double quotation marks; double marks in it become single, and single in those double.

    That is the nesting of American English, which Korean shares. A straight mark that has no other stays.
    """
    curly = _STRAIGHT.sub(_IN_DOUBLE, " ".join(text.split()))
    return f"“{_DOUBLE.sub(_turned, curly)}”"


def _turned(match: re.Match[str]) -> str:
    if match[1] is None:
        return "‘" if match[0] == "“" else "’"
    return f"‘{_SINGLE.sub(_IN_DOUBLE, match[1])}’"
