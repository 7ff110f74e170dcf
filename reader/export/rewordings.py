"""One Markdown document of what sources reworded, made to be sent to someone who has not read the releases.

What was taken out stands in `<del>`, what was put in in `<ins>` (HTML 4.7; CommonMark 0.31.2, 6.6 leaves them as they
are), in the words around it, which are quoted. Everything else is escaped as all text is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reader.export.citation import publisher
from reader.export.dates import day_words
from reader.export.escape import heading_markdown, paragraph_markdown, quote_markdown
from reader.model import Release, Revision, Source

Role = Literal["same", "old", "new"]

_OLD, _OLD_END, _NEW, _NEW_END = "\ue000\ue001\ue002\ue003"
_TAGS = {_OLD: "<del>", _OLD_END: "</del>", _NEW: "<ins>", _NEW_END: "</ins>"}
_SIGNS = re.compile("[\ue000-\ue003]")
_BEFORE_SIGN = re.compile("\\\\+(?=[\ue000-\ue003])")
_ADDRESS = re.compile(r"https?://[^\s<>\\`]+", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]{1,40};)")


@dataclass(frozen=True, slots=True)
class Rewording:
    """Two wordings of a release, and what is different between them."""

    release: Release
    source: Source
    before: Revision
    after: Revision
    kinds: str
    """How many changes there are of each kind, in words."""
    called: tuple[str, ...]
    """The figures and names that changed, a line each."""
    passages: tuple[tuple[tuple[Role, str], ...], ...]
    """What changed in the words around it."""


def rewordings(items: Iterable[Rewording]) -> Iterator[str]:
    """The document, in pieces, with the rewordings in the order given."""
    yield "# Reworded press releases\n"
    found = False
    for item in items:
        found = True
        yield f"\n{_part(item)}"
    if not found:
        yield "\nNone of these releases was reworded.\n"


def _part(item: Rewording) -> str:
    heading = heading_markdown(item.after.title) or "Without a headline"
    blocks = [
        f"## {heading}",
        _facts(item),
        "\n".join(f"- {_wording(one)}" for one in (item.before, item.after)),
        f"**{paragraph_markdown(item.kinds)}**",
        "\n".join(f"- {paragraph_markdown(one)}" for one in item.called),
        *map(_passage, item.passages),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _facts(item: Rewording) -> str:
    release = item.release
    facts = [f"Released {day_words(release.date)}", publisher(release, item.source), release.id]
    told = paragraph_markdown(" · ".join(filter(None, facts)))
    if release.url is None or not _ADDRESS.fullmatch(release.url):
        return told
    return f"{told} · [source](<{_ENTITY.sub('&amp;', release.url)}>)"


def _wording(one: Revision) -> str:
    seen = [when[:16].replace("T", " ") or "unknown" for when in (one.first_seen, one.last_seen)]
    cut = ", cut" if one.cut else ""
    return paragraph_markdown(f"wording {one.number}: first seen {seen[0]}, last {seen[1]} UTC{cut}")


def _passage(pieces: Sequence[tuple[Role, str]]) -> str:
    """A passage as a quotation: marked with signs that mean nothing, escaped, and only then with the elements."""
    marked = []
    for role, text in pieces:
        clean = _SIGNS.sub("\ufffd", " ".join(text.split()) if role != "same" else re.sub(r"\s+", " ", text))
        match role:
            case "old":
                marked.append(f"{_OLD}{clean}{_OLD_END}")
            case "new":
                marked.append(f"{_NEW}{clean}{_NEW_END}")
            case _:
                marked.append(clean)
    escaped = _BEFORE_SIGN.sub(_escaped_backslashes, quote_markdown("".join(marked)))
    return _SIGNS.sub(lambda sign: _TAGS[sign[0]], escaped)


def _escaped_backslashes(found: re.Match[str]) -> str:
    """Backslashes before an element, of which the last would take the meaning from its `<`."""
    return found[0] + "\\" * (len(found[0]) % 2)
