r"""Notes as parts of a larger document, whose outline they must not disturb.

A note's headings become lower than the heading it stands under, its raw HTML is shown as it was typed, and what it
opened ends with it. Code in a fence that begins a line is left as it is; in any other code, such as that of a list,
a `#` that begins a line is taken for a heading and a `<` is escaped: the outline goes before the look of such code.
"""

import re

from reader.export.escape import note_markdown

_LINE_END = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_PLACED = r"((?:[ \t]|>|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*)"
"""Blanks and the signs of quotations and lists that a line may begin with."""
_HEADING = re.compile(_PLACED + r"(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(_PLACED + r"(=+|-+)[ \t]*$")
_HTML = re.compile(r"<(?=[A-Za-z/!?])(?!(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@/!?]+@[^\s<>@]+)>)")
"""A sign that may begin raw HTML, which an address between such signs does not (CommonMark 0.31.2, 6.5 and 6.6)."""
_LOWEST = 6


def note_within(text: str, level: int) -> str:
    """A note's Markdown for a place under a heading of this level."""
    lines: list[str] = []
    fence = ""
    doubtful = False
    for line in _LINE_END.split(text):
        if fence:
            lines.append(line)
            fence = "" if _closes(line, fence) else fence
            continue
        found = _FENCE.match(line)
        if found and not doubtful:
            fence = found[1] or found[2]
            lines.append(line)
            continue
        # A fence within a list or quotation ends with it, which only a parser can tell: no code is known from here on.
        doubtful = doubtful or "```" in line or "~~~" in line
        _add(lines, _HTML.sub("&lt;", line), level)
    return note_markdown(_paired("\n".join(lines)))


def _paired(text: str) -> str:
    """The text without the sign that would begin a comment or formula in Obsidian and never end it."""
    for sign in ("%%", "$$"):
        if text.count(sign) % 2:
            before, _, after = text.rpartition(sign)
            text = f"{before}\\{sign[0]}\\{sign[0]}{after}"
    return text


def _add(lines: list[str], line: str, level: int) -> None:
    if found := _HEADING.match(line):
        lines.append(found[1] + _hashes(level + len(found[2])) + line[found.end() :])
    elif (found := _UNDERLINE.match(line)) and lines and lines[-1].strip():
        if _plain(lines[-1]) and not any(map(str.strip, lines[-2:-1])):
            lines[-1] = f"{_hashes(level + (1 if found[2][0] == '=' else 2))} {lines[-1]}"
        else:
            lines.append(found[1] + ("* * *" if found[2].startswith("---") else f"\\{found[2]}"))
    else:
        lines.append(line)


def _hashes(level: int) -> str:
    return "#" * min(level, _LOWEST)


def _plain(line: str) -> bool:
    return line[0].isalpha()


def _closes(line: str, fence: str) -> bool:
    bare = line.strip()
    return set(bare) == {fence[0]} and len(bare) >= len(fence) and not line.startswith((" " * 4, "\t", " \t"))
