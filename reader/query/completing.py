"""What can be completed in a query at the cursor, and the query with it completed."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reader.query.nodes import BELONGINGS, STATES
from reader.query.shapes import DAY, NAME, QUOTED, WORD, shape, tagged, unquoted
from reader.query.values import DAY_FIELDS, FIELDS, ORDERS, TEXT_FIELDS, written

_DAYS: Final = ("today", "yesterday", "last week", "last month", "last year")
_SINCE: Final = ("7d..", "30d..", "12m..")
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "is": STATES,
    "has": BELONGINGS,
    "sort": ORDERS,
    "category": ("none",),
    "date": (*_DAYS, *_SINCE),
    "seen": (*_DAYS, *_SINCE),
    "after": _DAYS,
    "before": _DAYS,
}
_PHRASE: Final = re.compile(r'"[^"]*"?')


class TypedValue(NamedTuple):
    """The value that is being typed after a field."""

    field: str
    """`tag` also for `#asea`."""
    value: str
    """What of it stands before the cursor, without quotation marks; of a range of days, its end at the cursor."""
    start: int
    """Where what a completion replaces begins in the text, with `#` and the opening quotation mark."""
    end: int
    """Where it ends: with the value, or at the cursor when its quotation mark is not closed."""


def typed_value(text: str, cursor: int) -> TypedValue | None:
    """The value at the cursor when that stands in one: after `field:`, within `field:(…)`, or after `#`."""
    cursor = min(cursor, len(text))
    return next((found for found in _values(text, cursor) if found.start <= cursor <= found.end), None)


def choices(field: str) -> tuple[str, ...]:
    """What can stand after `field:` whatever the library holds, unquoted; `completed` adds quotation marks."""
    return _CHOICES.get(field, ())


def field_names(beginning: str) -> tuple[str, ...]:
    """The fields that begin so, in any case, without their colon."""
    return tuple(name for name in FIELDS if name.startswith(beginning.casefold()))


def completed(text: str, typed: TypedValue, value: str) -> tuple[str, int]:
    """The text with `value` in the place of what was typed, a space after it, and where the cursor goes."""
    replaced = written(value)
    if shape(text[typed.start : typed.start + 1]) == "#":
        replaced = tagged(value) or f"tag:{replaced}"
    before, after = text[: typed.start] + replaced, text[typed.end :]
    if shape(after[:1]) == ")" or after.startswith(".."):
        return before + after, len(before)
    return before + " " + after.removeprefix(" "), len(before) + 1


def _values(text: str, cursor: int) -> Iterator[TypedValue]:
    """The values of fields, as far as typed before the cursor where that stands in one."""
    shaped = shape(text)
    groups: list[str | None] = []
    at = 0
    while at < cursor:
        group = groups[-1] if groups else None
        name = NAME.match(shaped, at)
        field = name[1].lower() if name and name[1].lower() in FIELDS else None
        start = name.end() if name and field else at
        mark = shaped[start : start + 1]
        if mark == "(":
            groups.append(field or group)
            at = start + 1
        elif field is None and mark == ")":
            groups = groups[:-1]
            at += 1
        elif field is None and (mark.isspace() or mark == "-"):
            at += 1
        else:
            asked = field or group or ("tag" if mark == "#" else None)
            end = _end(asked, shaped, start)
            if asked:
                yield _typed(asked, text, start, end, cursor)
            at = max(end, at + 1)
    if groups and groups[-1]:
        yield _typed(groups[-1], text, cursor, _end(groups[-1], shaped, cursor), cursor)


def _end(field: str | None, shaped: str, start: int) -> int:
    quoted = shaped[start : start + 1] == '"'
    if field in TEXT_FIELDS:
        pattern = _PHRASE if quoted else WORD
    elif field in DAY_FIELDS:
        pattern = DAY
    else:
        pattern = QUOTED if quoted else WORD
    found = pattern.match(shaped, start)
    return found.end() if found else start


def _typed(field: str, text: str, start: int, end: int, cursor: int) -> TypedValue:
    if field in DAY_FIELDS:
        start, end = _end_of_range(shape(text), start, end, cursor)
    if not start <= cursor <= end:
        return TypedValue(field, "", start, end)
    shaped = shape(text[start:end])
    if shaped.count('"') % 2:
        end = cursor
    value = text[start:cursor]
    if shaped[:1] == '"':
        value = unquoted(value)
    elif field == "tag" and shaped[:1] == "#":
        value = value[1:]
    return TypedValue(field, value, start, end)


def _end_of_range(shaped: str, start: int, end: int, cursor: int) -> tuple[int, int]:
    """Of a range of days, the one at the cursor."""
    dots = shaped.find("..", start, end)
    if dots < 0:
        return start, end
    return (start, dots) if cursor <= dots else (dots + 2, end)
