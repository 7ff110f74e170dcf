"""The figures in a release: amounts of money, shares with their direction, numbers of things, and dates.

Rules of our own over the words around each number. What they leave in doubt is said to be doubtful, and what looks like
a name rather than an amount (`FA-50`, `Article 3`, `ISO 9001`, `the 5th round`) is left out. Halves, doubles and `tens
of` are left out as well; of fractions only those of two words are read (`three-fourths`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reader.analysis import changes, periods
from reader.analysis.amounts import Amount, amounts
from reader.analysis.counting import counted
from reader.facts import Figure, FigureKind

_compiled = cache(re.compile)

_DENSITY = 120
"""A text has one number in so many characters at most; those of a denser one are left out after that many."""
_ALWAYS = 1000
"""Numbers that are read however short the text is."""
_DASH = r"[ \u00a0]?[-–—~∼][ \u00a0]?|[-–—]to[-–—]"
_TO = r" (?:up )?to (?:about |around |as much as |nearly )?"
_AND = r" and (?:about |around )?"
_OR = " or "
_JOINT = rf"(?:(?P<dash>{_DASH})|(?P<to>{_TO})|(?P<and>{_AND})|(?P<or>{_OR}))"
_FRACTION = (
    r"(?<![\w-])(?i:(?P<count>one|two|three|four|five|seven|nine)[ -]"
    r"(?P<part>half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?))(?= (?:of|the)\b)"
)
_PARTS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
_PARTS |= {f"{name}s": parts for name, parts in _PARTS.items()}
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "nine": 9}
_LINKED = re.compile(r"(?: in [A-Z]?\w+)?,? (?:and |or )?(?:by |about |around |another )?")
# "Steel fell 5 percent and cars 3 percent": the verb is left out, if "cars" is none.
_GAPPED = re.compile(
    r",? and(?: (?!(?:in|for|at|of|to|from|by|with|on|over|up|is|are|was|were)\b)[A-Za-z-]+){1,3} "
)
_MOVING = re.compile(
    r"\b(?:rise|rising|rose|fell|fall|raise|raising|increase|increasing|reduce|reducing|lower|cut|grow|grew|expand|change|"
    r"changing|decrease|decreasing|drop|up|down|go|goes|went)"
)


class _Found(NamedTuple):
    """One amount, or the two ends of a range, of the same kind."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    sample: Amount
    """That which says what it is an amount of."""
    doubtful: bool


def find(body: str, day: str | None) -> tuple[Figure, ...]:
    """The figures of a text in its order; none lies within another. Takes time in proportion to its length.

    `day` is that of the release: it says which year a date without one is in.
    """
    dates = periods.find(body, day)
    others = [*_numbers(body, [date.start for date in dates], dates), *_fractions(body)]
    found: list[Figure] = []
    for figure in sorted([*dates, *others], key=lambda one: (one.start, -one.end)):
        if not found or figure.start >= found[-1].end:
            found.append(figure)
    return tuple(found)


def _numbers(body: str, starts: list[int], dates: list[Figure]) -> Iterator[Figure]:
    found = [one for one in amounts(body, _ALWAYS + len(body) // _DENSITY) if not _within(one, starts, dates)]
    share: Figure | None = None
    grouped = list(_grouped(body, found))
    following = len(body)
    limits: list[int] = []
    for one in reversed(grouped):
        limits.append(following)
        # "down 0.3 points to 2.4 percent from a year earlier": the base is not that of the level.
        if one.sample.share and not body.endswith(" to ", 0, one.start):
            following = one.start
    before: _Found | None = None
    for one, limit in zip(grouped, reversed(limits), strict=True):
        if one.sample.share:
            share = _share(body, one, limit, share, before)
            yield share
        elif one.sample.currency:
            yield _figure(body, one, "money", currency=one.sample.currency)
        elif noun := counted(body, one.start, one.end, one.sample):
            counting = one._replace(end=noun[1])
            yield _figure(body, counting, "count", unit=body[slice(*noun)])
        before = one


def _within(one: Amount, starts: list[int], dates: list[Figure]) -> bool:
    index = bisect_right(starts, one.end - 1) - 1
    return index >= 0 and dates[index].end > one.start


def _grouped(body: str, found: list[Amount]) -> Iterator[_Found]:
    """Amounts, with those together that are one: ranges, and `1 trillion 200 billion won`."""
    index = 0
    while index < len(found):
        first = found[index]
        second = found[index + 1] if index + 1 < len(found) else None
        if second and second.start - first.end < 24:
            if body[first.end : second.start] == " " and _adds_up(first, second):
                total = first.worth() + second.worth()
                sample = second if second.currency else first
                yield _Found(first.start, second.end, total, None, sample, first.doubtful)
                index += 2
                continue
            if joined := _range(body, first, second):
                yield joined
                index += 2
                continue
            if shared := _shares_unit(body, first, second):
                yield shared
                index += 1
                continue
        yield _Found(first.start, first.end, first.worth(), None, first, first.doubtful)
        index += 1


def _adds_up(first: Amount, second: Amount) -> bool:
    smaller = first.scale is not None and second.scale is not None and second.scale < first.scale
    return smaller and not second.leading and (first.currency is None or first.leading) and not first.share


def _range(body: str, first: Amount, second: Amount) -> _Found | None:
    """The range that two amounts are the ends of."""
    joint = _compiled(_JOINT).fullmatch(body, first.end, second.start)
    if not joint or not _alike(first, second):
        return None
    before = body[max(0, first.start - 60) : first.start]
    last = before.rstrip()[-8:].lower()
    complete = bool(first.share or (first.currency and second.currency))
    if joint["or"] and not (first.bare and second.value - first.value == 1):
        return None
    if joint["and"] and not last.endswith("between"):
        return None
    if joint["to"] and complete and (last.endswith("from") or _MOVING.search(before)):
        return None  # it goes from one to the other
    if not joint["dash"] and first.year and not second.bare:
        return None
    low, high = first.worth(second.scale), second.worth()
    doubtful = first.doubtful or second.doubtful or low > high
    if joint["to"] and (last.endswith("from") and _MOVING.search(before)):
        doubtful = True
    return _Found(first.start, second.end, low, high, _sample(first, second), doubtful)


def _alike(first: Amount, second: Amount) -> bool:
    """Whether two amounts can be of the same things."""
    if first.currency and second.currency and first.currency != second.currency:
        return False
    if first.share or second.share:
        return (
            not first.currency
            and not second.currency
            and bool(second.share)
            and first.points <= second.points
        )
    return first.leading >= second.leading or first.currency is not None


def _sample(first: Amount, second: Amount) -> Amount:
    return second if second.share or second.currency else first


def _shares_unit(body: str, first: Amount, second: Amount) -> _Found | None:
    """The first of two shares, where only the second says that it is one: `1.5 and 2.5 percent`."""
    if (
        not first.bare
        or not second.share
        or first.year
        or body[first.end : second.start] not in (" and ", " or ")
    ):
        return None
    if not first.number[0].isdigit() or counted(body, first.start, first.end, first):
        return None
    word = body[max(0, first.start - 24) : first.start].split()[-1:]
    named = bool(word) and word[0][0].isupper()
    return None if named else _Found(first.start, first.end, first.worth(), None, second, False)


def _share(body: str, one: _Found, following: int, previous: Figure | None, before: _Found | None) -> Figure:
    """A percentage with the direction and the base that the words around it give.

    `previous` is the share before it, `before` the number before it, of whatever kind.
    """
    said = changes.change(body, one.start, one.end)
    if not said.sign and before and before.sample.currency and body[before.end : one.start] == " (":
        # "a cut of USD 3 billion (4 percent)": it goes where the money goes.
        said = changes.change(body, before.start, min(one.end + 1, len(body)))
    sign, doubtful = said.sign, said.doubtful
    if not sign and previous and isinstance(previous.value, float) and previous.value < 0:
        linked = _LINKED.fullmatch(body, previous.end, one.start)
        if linked or _GAPPED.fullmatch(body, previous.end, one.start):
            sign, doubtful = -1, not linked
    if sign < 0 and (one.sample.signed or (said.aimed and one.high is not None)):
        sign = 0
    figure = _figure(
        body,
        one,
        "percent",
        negative=sign < 0,
        unit="pp" if one.sample.points else None,
        base=changes.base(body, one.start, one.end, following),
    )
    return figure._replace(doubtful=True) if doubtful else figure


def _figure(
    body: str,
    one: _Found,
    kind: FigureKind,
    *,
    negative: bool = False,
    unit: str | None = None,
    currency: str | None = None,
    base: str | None = None,
) -> Figure:
    low, high = (-value if value is not None and negative else value for value in (one.low, one.high))
    return Figure(
        body[one.start : one.end],
        kind,
        None if low is None else float(low),
        None if high is None else float(high),
        unit,
        currency,
        base,
        one.start,
        one.end,
        one.doubtful,
    )


def _fractions(body: str) -> Iterator[Figure]:
    """`three-fourths of`, as 0.75; a half or a quarter alone is more often a time than a share."""
    for match in _compiled(_FRACTION).finditer(body):
        value = _COUNTS[match["count"].lower()] / _PARTS[match["part"].lower()]
        yield Figure(match[0], "other", value, None, None, None, None, *match.span())
