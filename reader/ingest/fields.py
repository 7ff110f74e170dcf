"""Takes values out of JSON objects that anybody may have written: of the right type and size, or a sentence why not."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final, TypeVar

from reader.ingest.clean import clean_body, clean_line

_LONGEST: Final = 4 << 20
"""Characters of a headline or a wording, as many as a listing may bring."""
_LONGEST_LINK: Final = 1 << 16
"""Characters of a link, an identifier or a name of a source."""
_LARGEST: Final = (1 << 31) - 1

_SURROGATES = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_Made = TypeVar("_Made")


class BrokenError(Exception):
    """What was read is not what it should be; the text is a sentence."""


class Fields:
    """The values of one JSON object; `name` says in sentences which object it is."""

    def __init__(self, value: object, name: str) -> None:
        if not isinstance(value, dict):
            raise BrokenError(f"{name} is no JSON object.")
        self._values: dict[str, Any] = value
        self._name = name

    def has(self, key: str) -> bool:
        """Whether there is a value that is not null."""
        return self._values.get(key) is not None

    def names(self, key: str) -> bool:
        """Whether the key is there, be it for null."""
        return key in self._values

    def text(self, key: str) -> str:
        """Text as it stands, which may be empty."""
        value = self._values.get(key)
        if not isinstance(value, str):
            raise self._wrong(key, "no text")
        return _unbroken(value)

    def body(self, key: str) -> str:
        """A wording, cleaned, which may be empty."""
        value = self._values.get(key)
        if not isinstance(value, str):
            raise self._wrong(key, "no text")
        if len(value) > _LONGEST:
            raise self._wrong(key, f"longer than {_LONGEST:,} characters")
        return clean_body(value)

    def line(self, key: str) -> str:
        """Text for one line, cleaned, which must not be empty."""
        return self._there(key, self._line(key, _LONGEST))

    def name(self, key: str) -> str:
        """A short text for one line, cleaned, which must not be empty."""
        return self._there(key, self.name_or_none(key))

    def name_or_none(self, key: str) -> str | None:
        """A short text for one line, cleaned; None where there is none."""
        return self._line(key, _LONGEST_LINK)

    def _there(self, key: str, value: str | None) -> str:
        if value is None:
            raise self._wrong(key, "missing or empty")
        return value

    def _line(self, key: str, longest: int) -> str | None:
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self._wrong(key, "no text")
        return self._cleaned(key, value, longest)

    def _cleaned(self, key: str, value: str, longest: int) -> str | None:
        if len(value) > longest:
            raise self._wrong(key, f"longer than {longest:,} characters")
        return clean_line(value) or None

    def lines(self, key: str, most: int) -> tuple[str, ...]:
        """Texts for one line each, without repetitions."""
        found: dict[str, None] = {}
        for value in self._list(key, most):
            if not isinstance(value, str) or (text := self._cleaned(key, value, _LONGEST)) is None:
                raise self._wrong(key, "no list of texts")
            found[text] = None
        return tuple(found)

    def texts(self, key: str, most: int, longest: int) -> tuple[str, ...]:
        """Short texts as they stand, without repetitions."""
        found: dict[str, None] = {}
        for value in self._list(key, most):
            if not isinstance(value, str) or len(value) > longest:
                raise self._wrong(key, f"no list of texts of {longest:,} characters at most")
            found[_unbroken(value)] = None
        return tuple(found)

    def link(self, key: str) -> str | None:
        """An address on the web; None where there is none."""
        value = self.name_or_none(key)
        if value is not None and not value.lower().startswith(("https://", "http://")):
            raise self._wrong(key, "no http or https address")
        return value

    def matching(self, key: str, pattern: re.Pattern[str], like: str) -> str:
        """Text of a certain shape."""
        value = self._values.get(key)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self._wrong(key, f"not like {like}")
        return value

    def number(self, key: str, least: int, most: int = _LARGEST) -> int:
        """A whole number."""
        value = self._values.get(key)
        if type(value) is not int or not least <= value <= most:
            raise self._wrong(key, f"no whole number from {least} to {most}")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where nothing is said."""
        value = self._values.get(key, False)
        if type(value) is not bool:
            raise self._wrong(key, "neither true nor false")
        return value

    def day(self, key: str) -> str | None:
        """A day as it stands; None where there is none."""
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not _is_day(value):
            raise self._wrong(key, "no day like 2025-12-23")
        return value

    def moment(self, key: str) -> str:
        """A moment of RFC 3339, in UTC to the second."""
        value = self._values.get(key)
        found = _moment(value) if isinstance(value, str) else None
        if found is None:
            raise self._wrong(key, "no moment like 2025-12-23T08:30:00Z")
        return found

    def objects(
        self, key: str, most: int, called: str, make: Callable[["Fields"], _Made]
    ) -> tuple[_Made, ...]:
        """What is made of each object in a list; `called` is what one of them is, for sentences."""
        return tuple(
            make(Fields(value, f"{called} {number}"))
            for number, value in enumerate(self._list(key, most), start=1)
        )

    def object(self, key: str, called: str) -> "Fields":
        """The object in an object."""
        return Fields(self._values.get(key), called)

    def wrong(self, reason: str) -> BrokenError:
        """What to raise where values do not fit each other."""
        return BrokenError(f"{self._name} {reason}.")

    def _list(self, key: str, most: int) -> list[Any]:
        value = self._values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(key, "no list")
        if len(value) > most:
            raise self._wrong(key, f"a list of more than {most:,}")
        return value

    def _wrong(self, key: str, what: str) -> BrokenError:
        return BrokenError(f"{self._name} cannot be read: “{key}” is {what}.")


def _unbroken(text: str) -> str:
    """The same text; halves of characters, which no file can hold, become U+FFFD."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        return date.fromisoformat(text).year >= 1000
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _moment(text: str) -> str | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # Outside of these years not every system's clock can tell the day.
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if 1970 < moment.year < 2999 else None
