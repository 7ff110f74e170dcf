"""What the headers of an answer say: validators, and when to ask again (RFC 9110 and RFC 9111)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST_RETRY = timedelta(days=7)
_LONGEST_FRESH = timedelta(days=30)
# Servers refuse requests with longer headers, and then the document could never be had again.
_SENDABLE = re.compile(r"(?! )[\x20-\x7e\x80-\xff]{1,2000}(?<! )")
_DIRECTIVE = re.compile(r'([^\s,=]+)(?:\s*=\s*("[^"]*"|[^\s,]*))?')


def conditions(etag: str | None, modified: str | None) -> list[tuple[bytes, bytes]]:
    """The headers that ask for a document only if it changed; each validator goes out as it came in."""
    asked = ((b"If-None-Match", etag), (b"If-Modified-Since", modified))
    return [(name, value.encode("latin-1")) for name, value in asked if value and _SENDABLE.fullmatch(value)]


def raw_value(headers: list[tuple[bytes, bytes]], name: bytes) -> str | None:
    """The first header of that name, each byte as one character; None where there is none, or an empty one."""
    for found, value in headers:
        if found.lower() == name and value:
            return value.decode("latin-1")
    return None


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The moment that Retry-After names, in seconds or as a date; at most a week ahead, never before `now`."""
    value = headers.get("retry-after", "").strip()
    wait = timedelta(seconds=min(int(value), 10**9)) if _whole(value) else _ahead(headers, value, now)
    return None if wait is None else now + min(max(wait, timedelta(0)), _LONGEST_RETRY)


def fresh_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Until when the answer is fresh by max-age less Age, or else by Expires; at most 30 days ahead.

    None where it is not fresh, or where the server forbids to rely on it. What it says for shared caches (s-maxage)
    does not concern a private reader.
    """
    said = _directives(headers.get("cache-control", ""))
    if "no-store" in said or "no-cache" in said:
        return None
    age = said.get("max-age")
    if age is not None:
        if not _whole(age):
            return None
        spent = headers.get("age", "").strip()
        fresh: timedelta | None = timedelta(
            seconds=min(int(age), 10**9) - (min(int(spent), 10**9) if _whole(spent) else 0)
        )
    else:
        fresh = _ahead(headers, headers.get("expires", "").strip(), now)
    if fresh is None or fresh <= timedelta(0):
        return None
    return now + min(fresh, _LONGEST_FRESH)


def _ahead(headers: Mapping[str, str], value: str, now: datetime) -> timedelta | None:
    """How far a date is ahead of the server's own clock, or of ours where it does not tell."""
    moment = _date(value)
    return None if moment is None else moment - (_date(headers.get("date", "")) or now)


def _date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _directives(value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, given in _DIRECTIVE.findall(value):
        found.setdefault(name.lower(), given.strip('"'))
    return found


def _whole(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 20
