r"""Notes as parts of a larger document: what one of them opens ends with it.

In a digest they must not disturb the outline either: a note's headings become lower than the heading it stands under,
and its raw HTML is shown as it was typed. Code in a fence that begins a line is left as it is; in any other code, such
as that of a list, a `#` that begins a line is taken for a heading and a `<` is escaped: the outline goes before the
look of such code.
"""

import re
from collections.abc import Iterator

from reader.export.blocks import LINE_END, Blocks
from reader.export.escape import note_markdown

_PLACED = r"((?:[ \t]|>|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*)"
"""Blanks and the signs of quotations and lists that a line may begin with."""
_HEADING = re.compile(_PLACED + r"(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(_PLACED + r"(=+|-+)[ \t]*$")
_HTML = re.compile(r"<(?=[A-Za-z/!?])(?!(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@/!?]+@[^\s<>@]+)>)")
"""A sign that may begin raw HTML, which an address between such signs does not (CommonMark 0.31.2, 6.5 and 6.6)."""
_LOWEST = 6
_SPAN_OR_SIGN = re.compile(r"\\[\\`]|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)|`+|%%|\$\$")
"""Code between backticks (6.1), or one of the signs in which what Obsidian adds begins and ends."""
_NEW_BLOCK = re.compile(r"[ \t]*(?:$|[-+*>#]|[0-9]+[.)])")


def note_alone(text: str) -> str:
    """A note's Markdown for a section of its own, in which it keeps its headings and its raw HTML."""
    lines = LINE_END.split(text)
    blocks = Blocks()
    return note_markdown(
        "\n".join(_paired(lines, {at for at, line in enumerate(lines) if blocks.takes(line)}))
    )


def note_within(text: str, level: int) -> str:
    """A note's Markdown for a place under a heading of this level."""
    lines: list[str] = []
    code: set[int] = set()
    blocks = Blocks()
    doubtful = False
    for line in LINE_END.split(text):
        fenced = "```" in line or "~~~" in line
        # A fence within a list or quotation ends with it, which only a parser can tell: no code is known from here on.
        doubtful = doubtful or (fenced and not blocks.end and not line.startswith(("```", "~~~")))
        plain = line if blocks.end else _HTML.sub("&lt;", line)
        if not doubtful and blocks.takes(plain):
            code.add(len(lines))
            lines.append(line)
        else:
            _add(lines, plain, level)
    return note_markdown("\n".join(_paired(lines, code)))


def _paired(lines: list[str], code: set[int]) -> list[str]:
    """The lines without the sign that would begin a comment or formula in Obsidian and never end it.

    In code there is neither. Where one stands in no code for certain, it is taken for a sign.
    """
    for sign in ("%%", "$$"):
        found = [place for place in _signs(lines, code) if place[2] == sign]
        if len(found) % 2:
            number, at, _ = found[-1]
            while at > len(lines[number]):
                at -= len(lines[number]) + 1
                number += 1
            line = lines[number]
            lines[number] = f"{line[:at]}\\{sign[0]}\\{line[at + 1 :]}"
    return lines


def _signs(lines: list[str], code: set[int]) -> Iterator[tuple[int, int, str]]:
    """The signs outside of code: first line of a run of lines that may share code, place in the run, and sign."""
    begun = 0
    for number in range(1, len(lines) + 1):
        if number < len(lines) and not _apart(lines, code, number):
            continue
        if begun not in code:
            for found in _SPAN_OR_SIGN.finditer("\n".join(lines[begun:number])):
                if found[0] in ("%%", "$$"):
                    yield begun, found.start(), found[0]
        begun = number


def _apart(lines: list[str], code: set[int], number: int) -> bool:
    """Whether code that begins in the line before this one cannot end in this one."""
    if number in code or number - 1 in code:
        return True
    return bool(_NEW_BLOCK.match(lines[number]) or _HEADING.match(lines[number - 1]))


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
