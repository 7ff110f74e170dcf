"""The fields of the grammar, and what may stand after each: text -> condition, or a sentence."""

import datetime as dt
import re
import unicodedata
from typing import Final, get_args

from reader.errors import UsageError
from reader.query import dates
from reader.query.nodes import (
    BELONGINGS,
    STATES,
    Category,
    Condition,
    Days,
    Field,
    Has,
    IdIs,
    Is,
    Language,
    Like,
    Order,
    Saved,
    Seen,
    SourceIs,
    Tag,
)
from reader.query.shapes import BARE, NAME, OPERATORS, readable, shape

FIELDS: Final = (
    *("title", "body", "note", "category", "source", "id", "lang", "date", "after", "before", "seen"),
    *("tag", "is", "has", "like", "search", "sort"),
)
TEXT_FIELDS: Final[dict[str | None, Field]] = {None: None, "title": "title", "body": "body", "note": "note"}
"""Fields whose value is text that is looked for, with the name that the tree has for them."""
DAY_FIELDS: Final = ("date", "after", "before", "seen")
ORDERS: Final[tuple[Order, ...]] = get_args(Order)

_ID = re.compile(r"[a-z2-7]{1,10}")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-[a-z0-9-]*)?")


def condition(  # noqa: PLR0911 - one for each field
    name: str, value: str, *, quoted: bool, today: dt.date
) -> Condition | Like | Saved | None:
    """What `name:value` asks for; None when the value is empty.

    Raises UsageError with a sentence.
    """
    value = value.strip()
    if not value or (name in ("category", "source") and not readable(value)):
        return None
    if name in DAY_FIELDS:
        return _days(name, value, today)
    if name in ("id", "like"):
        return IdIs(_id(name, value)) if name == "id" else Like(_id(name, value))
    match name:
        case "category":
            return Category(value if quoted else _category(value))
        case "source":
            return SourceIs(value)
        case "lang":
            return Language(_language(value))
        case "tag":
            bare = value if quoted else value.removeprefix("#").removeprefix("＃")
            return Tag(bare) if bare else None
        case "search":
            return Saved(value)
        case "is":
            return Is(_one_of("is", value, STATES))
        case _:
            return Has(_one_of("has", value, BELONGINGS))


def order(value: str) -> Order:
    """The order that `sort:value` asks for. Raises UsageError with a sentence."""
    chosen = _one_of("sort", value, ORDERS)
    return next(one for one in ORDERS if one == chosen)


def written(value: str) -> str:
    """A value as it stands after `field:` or within `field:(…)`, in quotation marks where it needs them."""
    shaped = shape(value)
    name = NAME.match(shaped)
    if BARE.fullmatch(shaped) and shaped not in OPERATORS and not (name and name[1].lower() in FIELDS):
        return value
    return (
        '"' + "".join(one * 2 if mark == '"' else one for one, mark in zip(value, shaped, strict=True)) + '"'
    )


def unknown_field(name: str) -> str:
    """The sentence on `name:` where that is no field."""
    near = _nearest(name.casefold(), FIELDS)
    meant = f" Did you mean {near}:?" if near else ""
    return f"“{name[:40]}:” is no field, so it is searched as text.{meant} Fields are {', '.join(FIELDS)}."


def _category(value: str) -> str | None:
    """A category is found by any part of its name, so that a star at the end says nothing."""
    return None if value.casefold() == "none" else value.rstrip("*＊")


def _days(name: str, value: str, today: dt.date) -> Days | Seen:
    match name:
        case "after":
            return Days(dates.single("after", value, today)[0].isoformat(), None)
        case "before":
            return Days(None, dates.single("before", value, today)[1].isoformat())
        case "seen":
            return Seen(*dates.span(value, today, name="seen"))
        case _:
            return Days(*dates.span(value, today))


def _folded(value: str) -> str:
    return unicodedata.normalize("NFKC", value).casefold()


def _id(name: str, value: str) -> str:
    folded = _folded(value)
    if not _ID.fullmatch(folded):
        raise UsageError(
            f"{name}:{value[:40]} is no id. An id is ten of the letters a to z and digits 2 to 7."
        )
    return folded


def _language(value: str) -> str:
    found = _LANGUAGE.fullmatch(_folded(value))
    if not found:
        raise UsageError(f"lang:{value[:40]} is no language. Write its two letters: lang:en, lang:ko.")
    return found[1]


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    folded = _folded(value)
    if folded in choices:
        return folded
    near = _nearest(folded, choices)
    likely = [choice for choice in choices if choice.startswith(folded)] or ([near] if near else choices)
    advice = " or ".join(f"{name}:{choice}" for choice in likely)
    raise UsageError(f"{name}:{value[:40]} is not known. Write {advice}.")


def _nearest(name: str, choices: tuple[str, ...]) -> str | None:
    """The choice that `name` is most likely a slip of the finger for."""
    from difflib import get_close_matches  # noqa: PLC0415 - most queries hold no slip

    return next(iter(get_close_matches(name, choices, 1, 0.7)), None) if len(name) <= 20 else None
