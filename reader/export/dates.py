"""Days in words, as a document for readers has them."""

from datetime import date

from reader.export.citation import day

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def day_words(text: str | None) -> str:
    """`23 December 2025`; as the source wrote it where that is no day, `undated` where it wrote none."""
    found = day(text)
    return _words(found) if found else text or "undated"


def range_words(first: date, last: date) -> str:
    """`3 to 23 December 2025`, with no more of the first day than the last does not say."""
    if first == last:
        return _words(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_words(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} to {_words(last)}"
    return f"{_words(first)} to {_words(last)}"


def _words(one: date) -> str:
    return f"{one.day} {_MONTHS[one.month - 1]} {one.year}"
