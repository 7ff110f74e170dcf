"""How the text of a release is laid out for reading: headings, items, paragraphs of a few sentences.

A body often arrives as one line of some thousand characters. The layout is a view of it: each block is a span
of the stored text, which never changes.

Paragraphs fill up to about 600 characters. No quotation or bracket is broken; a sentence that leans on the one
before ("He added …") stays with it where there is room; who speaks next begins a new paragraph. Korean, Chinese
and Japanese say as much in half the characters, so their measures are half.

A heading run into the text ("… was held. Future Plans The two sides will …") is taken for one only where a run
of capitalised words is followed by a word whose capital shows that a sentence begins there. A doubtful one stays
in its paragraph: a missed heading reads on, a false one tears a sentence apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reader.analysis.sentences import Span, enclosed, item_mark, line_sentences, lines, words

Kind = Literal["heading", "item", "paragraph"]
_Bond = Literal["leans", "follows", "plain", "turns"]

_THIN = 200  # characters; a paragraph shorter than this takes in what follows, even a new speaker
_SHORT = 300  # from here on a paragraph ends after its fourth sentence
_SENTENCES = 4
_FULL = 600  # a paragraph is not filled beyond this
_LEANING = 750  # but may grow to this with a sentence that leans on the one before
_WIDOW = 150  # a last paragraph shorter than this joins the one before
_TINY = 12  # a line shorter than this has nothing to lay out
_DENSE_FROM = "\u2e80"  # the first of the East Asian characters

# A sentence that begins with one of these leans on the one before; so does "Under this", "Through these".
_LEANERS = words(
    """
    He She They It Its This These Those Such Thus Therefore Accordingly
    Second, Third, Fourth, Fifth, Secondly, Thirdly,
    """
)
_POINTERS = words("this these that such")
_MOREOVER = words("also further added")
_TURNS = (
    "Meanwhile,",
    "In addition,",
    "Additionally,",
    "Furthermore,",
    "Moreover,",
    "First,",
    "Finally,",
    "On this",
)
_SAYING = words(
    """
    said says stated noted stressed emphasized emphasised remarked commented added explained assessed affirmed
    announced expressed urged pledged highlighted
    """
)

_HEADING_LENGTH = 100
_HEADED = 40  # characters at least that a heading heads
_WORD = re.compile(r"\S+")
_LINKING = words("of and or for the in to on with by at from as a an & –")
_GOES_ON = ",;:–—-&/.!?"
# Words that have a capital in the middle of a line only where a sentence begins, and what must follow them. A
# preposition needs "the" and a small letter: headings write "With the EU", and To, In and An are surnames.
_SUBJECTS = words("The This These Those Both It They We Our There")
_BODIES = words(
    """
    government side delegation Government Ministry Minister Committee Commission Council Agency Department
    Secretary President
    """
)
_PREPOSITIONS = words(
    "In On At As For To Under During After Through Following Since With From By Amid Against Upon"
)
_DETERMINERS = words("the this these its a an all both")
_ADVERBS = words("Meanwhile, However, Furthermore, Moreover, Additionally, Therefore,")
_SET_PHRASES = frozenset(
    ("In addition", "In order", "In line", "In response", "As part", "According to", "Prior to", "Based on")
)
# Nouns that end headings and never stand before a name's possessive in one noun phrase.
_HEADS = words(
    "Framework Overview Background Outcomes Initiatives Agreements Achievements Roadmap Partnerships Cooperation"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a body as it is read: `body[start:end]`, trimmed."""

    kind: Kind
    start: int
    end: int


def blocks(body: str) -> list[Block]:
    """The blocks of `body` in order; every character that is not white space is in exactly one of them.

    A line end always ends a block. A short line without closing punctuation before a much longer one, or before
    an item, is a heading.
    """
    found: list[Block] = []
    spans = list(lines(body))
    for line, after in zip(spans, [*spans[1:], None], strict=False):
        start, end = line
        if after and _is_heading(body, line, after):
            found.append(Block("heading", start, end))
        elif end - start < _TINY:
            found.append(Block("item" if item_mark(body, start, end) else "paragraph", start, end))
        else:
            found.extend(_line_blocks(body, line))
    return found


def _is_heading(body: str, line: Span, after: Span) -> bool:
    """Whether a whole line heads the line after it."""
    start, end = line
    length, room = end - start, after[1] - after[0]
    if length > _HEADING_LENGTH or (room < max(_HEADED, 2 * length) and not item_mark(body, *after)):
        return False
    if not (body[end - 1].isalnum() or body[end - 1] in ")”’%") or body[start].islower():
        return False
    return any(map(str.isalpha, body[start:end])) and not item_mark(body, start, end)


def _line_blocks(body: str, line: Span) -> Iterator[Block]:
    """The blocks of one line: what stands before its first item, then each item and what stands between."""
    units = _units(body, line_sentences(body, *line))
    marks = {n: mark for n, unit in enumerate(units) if (mark := item_mark(body, *unit))}
    places = [*marks, len(units)]
    yield from _text(body, units[: places[0]])
    sizes: list[int] = []
    for place, limit in pairwise(places):
        alphabet, ordinal = marks[place]
        goes_on = marks.get(limit) in ((alphabet, ordinal), (alphabet, ordinal + 1))
        # Nothing says where the last item of a list ends: it is taken to be no longer than those before it.
        most = limit if goes_on or limit - place == len(units) else place + min(sizes, default=1)
        size = _item_size(units[place : min(most, limit)]) if limit - place > 1 else 1
        yield Block("item", units[place][0], units[place + size - 1][1])
        if rest := units[place + size : limit]:
            yield from _text(body, rest)
        if goes_on:
            sizes.append(size)
        else:
            sizes.clear()


def _item_size(units: list[Span]) -> int:
    """How many of `units` an item holds: as many as would fill a paragraph, one at least."""
    start, size = units[0][0], 1
    while size < len(units) and units[size][1] - start <= _FULL:
        size += 1
    return size


def _units(body: str, spans: list[Span]) -> list[Span]:
    """What is never broken: the sentences of one line, those that share a quotation or bracket taken together."""
    if len(spans) == 1:
        return spans
    within = enclosed(body, spans[0][0], spans[-1][1], [start for start, _ in spans[1:]])
    if not within:
        return spans
    units: list[Span] = []
    for start, end in spans:
        if start in within:
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
    return units


def _text(body: str, units: list[Span]) -> Iterator[Block]:
    """Headings run into the text, and the paragraphs between them."""
    waiting: list[Span] = []
    for start, end in units:
        cut = _run_in_heading(body, start, end) if end - start > _HEADED else None
        if cut:
            yield from _paragraphs(body, waiting)
            yield Block("heading", start, cut[0])
            waiting = [(cut[1], end)]
        else:
            waiting.append((start, end))
    yield from _paragraphs(body, waiting)


def _run_in_heading(body: str, start: int, end: int) -> Span | None:
    """Where the heading that opens `body[start:end]` ends and where the sentence it heads begins."""
    capitals, before = 0, ""
    for match in _WORD.finditer(body, start, min(end - _HEADED, start + _HEADING_LENGTH)):
        word, at = match[0], match.start()
        if capitals > 1 and before not in _LINKING and before[-1] not in _GOES_ON and word[0].isupper():
            possessive = before in _HEADS and word.endswith(("’s", "'s"))
            if possessive or _begins_clause(body[at : at + 60].split(None, 3)):
                return start + len(body[start:at].rstrip()), at
        if word in _PREPOSITIONS or not (word[0].isupper() or word[0].isdigit() or word in _LINKING):
            return None
        capitals += word[0].isupper()
        before = word
    return None


def _begins_clause(opening: list[str]) -> bool:
    """Whether the words of `opening`, in the middle of a line, are plainly the first of a sentence."""
    first, second, third = [*opening, "", "", ""][:3]
    if first in _SUBJECTS and second[:1].islower():
        return True
    if first == "The":
        return second in _BODIES or third in _BODIES
    if first in _PREPOSITIONS and second in _DETERMINERS and third[:1].islower():
        return True
    return first in _ADVERBS or f"{first} {second}" in _SET_PHRASES


def _paragraphs(body: str, units: list[Span]) -> Iterator[Block]:
    """`units` filled into paragraphs."""
    if not units:
        return
    weight = _weight(body, units[0][0])
    taken = [units[:1]]
    for unit in units[1:]:
        last = taken[-1]
        size, grown = (last[-1][1] - last[0][0]) * weight, (unit[1] - last[0][0]) * weight
        bond = _bond(body, *unit)
        if _joins(bond, size, grown, len(last)):
            last.append(unit)
        elif bond == "leans" and _can_spare(body, last, unit, weight):
            taken.append([last.pop(), unit])
        else:
            taken.append([unit])
    if len(taken) > 1 and _is_widow(taken[-2], taken[-1], weight):
        taken[-2:] = [taken[-2] + taken[-1]]
    for paragraph in taken:
        yield Block("paragraph", paragraph[0][0], paragraph[-1][1])


def _weight(body: str, start: int) -> int:
    """How much a character counts: twice where at least a third of the first ones are East Asian."""
    sample = body[start : start + 60]
    return 2 if 3 * sum(map(_DENSE_FROM.__le__, sample)) >= len(sample) else 1


def _joins(bond: _Bond, size: int, grown: int, sentences: int) -> bool:
    """Whether a unit still belongs to a paragraph of `size` characters, which it would make `grown`."""
    if size < _THIN or bond == "leans":
        return grown <= _LEANING
    if grown > _FULL or bond == "turns":
        return False
    return size < _SHORT or sentences < _SENTENCES or bond == "follows"


def _can_spare(body: str, full: list[Span], unit: Span, weight: int) -> bool:
    """Whether a full paragraph can hand its last unit on to the next, which `unit` would open by leaning."""
    if len(full) < 2 or _bond(body, *full[-1]) in ("leans", "follows"):
        return False
    left, handed_on = full[-2][1] - full[0][0], unit[1] - full[-1][0]
    return left * weight >= _THIN and handed_on * weight <= _LEANING


def _is_widow(before: list[Span], last: list[Span], weight: int) -> bool:
    size, together = last[-1][1] - last[0][0], last[-1][1] - before[0][0]
    return size * weight < _WIDOW and together * weight <= _LEANING


def _bond(body: str, start: int, end: int) -> _Bond:
    """How a unit hangs together with what stands before it."""
    if end - start < _TINY:
        return "plain"
    opening = body[start : min(end, start + 80)]
    if opening.startswith(_TURNS):
        return "turns"
    first, *others = opening.split(None, 5)
    if first in _LEANERS or (first in _PREPOSITIONS and not _POINTERS.isdisjoint(others[:1])):
        return "leans"
    if not _MOREOVER.isdisjoint(others[:4]):
        return "follows"
    return "turns" if _speaks(body, start, end) else "plain"


def _speaks(body: str, start: int, end: int) -> bool:
    """Whether a unit names a speaker and quotes what was said."""
    opening = body[start : min(end, start + 250)].replace('"', "“")
    before, mark, _ = opening.partition("“")
    return bool(mark) and not _SAYING.isdisjoint(before.replace(",", " ").split())
