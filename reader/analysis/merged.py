"""Two wordings as one text: what stayed, what was taken out and what was put in, in reading order."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from reader.analysis.diff import Change, Part, equal
from reader.analysis.sentences import sentences
from reader.analysis.tokens import tokens

Role = Literal["same", "old", "new"]

CONTEXT = 80
"""Characters of what stayed that are shown on either side of a change, at least a word's."""
_BLANK = re.compile(r"\s")


class Segment(NamedTuple):
    """A stretch of the merged text."""

    role: Role
    text: str
    change: int = -1
    """Number of the change it is a part of, from 0 among all of the comparison; -1 for what stayed."""


def merged(changes: Sequence[Change], part: Part, before: str, after: str) -> list[Segment]:
    """Headline or body of both wordings in one; what stayed as the later one writes it.

    The later text is what is left without the old segments, the earlier what is left without the new ones, both up to
    typography and blanks.
    """
    found: list[Segment] = []
    here = [(number, change) for number, change in enumerate(changes) if change.part == part]
    for at, (_, (start, end)) in enumerate(equal(changes, part, before, after)):
        _keep(found, after[start:end])
        if at < len(here):
            number, change = here[at]
            old, new = before[slice(*change.before_span)], after[slice(*change.after_span)]
            lead = _lead(old), _lead(new)
            _keep(found, lead[1] or lead[0])
            found += [Segment("old", old.strip(), number)] if old.strip() else []
            found += [Segment("new", new.strip(), number)] if new.strip() else []
            _keep(found, _trail(new) or _trail(old))
    return found


def _keep(found: list[Segment], text: str) -> None:
    if not text:
        return
    if found and found[-1].role == "same":
        text = found.pop().text + text
    found.append(Segment("same", text))


def _lead(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _trail(text: str) -> str:
    return text[len(text.rstrip()) :] if text.strip() else ""


def passages(segments: Sequence[Segment], context: int = CONTEXT) -> Iterator[list[Segment]]:
    """What changed with so much around it; changes near each other in one passage, long stretches that stayed cut.

    A cut is at a blank, and an ellipsis stands there.
    """
    passage: list[Segment] = []
    for at, one in enumerate(segments):
        if one.role != "same":
            passage.append(one)
            continue
        first, last = at == 0, at == len(segments) - 1
        if not (first or last) and len(one.text) <= 2 * context and "\n" not in one.text.strip("\n"):
            passage.append(one)
            continue
        if not first:
            yield [*passage, *_same(_beginning(one.text, context))]
            passage = []
        if not last:
            passage = _same(_end(one.text, context))
    if any(one.role != "same" for one in passage):
        yield passage


def _same(text: str) -> list[Segment]:
    return [Segment("same", text)] if text else []


def _beginning(text: str, most: int) -> str:
    line = text.partition("\n")[0]
    if len(line) <= most:
        return line
    blanks = [found.start() for found in _BLANK.finditer(line, 0, most + 1)]
    return line[: blanks[-1] if blanks and blanks[-1] else most] + " …"


def _end(text: str, most: int) -> str:
    line = text.rpartition("\n")[2]
    if len(line) <= most:
        return line
    start = len(line) - most
    blank = _BLANK.search(line, start - 1)
    return "… " + line[blank.end() if blank and blank.end() < len(line) else start :]


def paired_lines(before: tuple[str, str], after: tuple[str, str]) -> tuple[list[str], list[str]]:
    """Both wordings, headline and body, as lines of a sentence each, to be compared line by line.

    A sentence of the later one that typography alone distinguishes is written as the earlier one has it.
    """
    known: dict[str, str] = {}
    found = []
    for title, body in (before, after):
        lines = [" ".join(title.split())]
        lines += [" ".join(body[start:end].split()) for start, end in sentences(body)]
        found.append([known.setdefault(_typeless(line), line) for line in lines])
    return found[0], found[1]


def _typeless(text: str) -> str:
    return "".join(tokens(text).keys)
