"""Facets: how the releases of a list divide by category, source, time, state and tag."""

import calendar
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from reader import query
from reader.folding import fold
from reader.store import facets as columns
from reader.store.database import Database
from reader.store.facets import Columns, FacetReader
from reader.store.sources import Sources


class FacetValue(NamedTuple):
    """One value, with the condition that keeps the releases that have it."""

    label: str
    releases: int
    condition: query.Condition


class FacetGroup(NamedTuple):
    """The values of one kind that occur: the most frequent first, years and months the newest first."""

    title: str
    values: tuple[FacetValue, ...]


_STATES: tuple[tuple[str, query.Condition, Callable[[int], int]], ...] = (
    ("unread", query.Is("unread"), lambda flags: not flags & columns.READ),
    ("read", query.Is("read"), lambda flags: flags & columns.READ),
    ("bookmarked", query.Is("bookmarked"), lambda flags: flags & columns.BOOKMARKED),
    ("noted", query.Has("note"), lambda flags: flags & columns.NOTED),
    ("edited", query.Is("edited"), lambda flags: flags & columns.EDITED),
    ("cut", query.Is("cut"), lambda flags: flags & columns.CUT),
    ("new", query.Is("new"), lambda flags: flags & columns.NEW),
)


class Facets:
    """Counts on one connection, for the thread that owns it. The first count after an import reads the tables."""

    def __init__(self, database: Database) -> None:
        self._reader = FacetReader(database)
        self._sources = Sources(database)
        self._columns: Columns | None = None
        self._labels: list[str] = []
        self._matching: list[list[int]] = []

    def count(self, numbers: Sequence[int] | None = None) -> list[FacetGroup]:
        """The groups that have values, for releases by row number, each once; None for the whole library.

        Those that are gone count nowhere. A value's number is what its condition leaves of these releases.
        """
        found = self._reader.columns()
        if numbers is None:
            numbers = range(found.size)
        elif numbers and max(numbers) >= found.size:
            numbers = [number for number in numbers if number < found.size]
        groups = (
            FacetGroup("Category", self._categories(found, numbers)),
            FacetGroup("Source", self._from(found, numbers)),
            *_times(found, numbers),
            FacetGroup("State", _states(found, numbers)),
            FacetGroup("Tag", _tags(found, numbers)),
        )
        return [group for group in groups if group.values]

    def _categories(self, found: Columns, numbers: Sequence[int]) -> tuple[FacetValue, ...]:
        if found is not self._columns:
            self._labels, self._matching = _matching(found.categories.values)
            self._columns = found
        counted: Counter[int] = Counter()
        none = 0
        for code, count in _counted(found.categories.codes, numbers).items():
            if not found.categories.values[code]:
                none += count
            for label in self._matching[code]:
                counted[label] += count
        values = [
            FacetValue(self._labels[label], count, query.Category(self._labels[label]))
            for label, count in counted.items()
        ]
        if none:
            values.append(FacetValue("none", none, query.Category(None)))
        return _most_first(values)

    def _from(self, found: Columns, numbers: Sequence[int]) -> tuple[FacetValue, ...]:
        names = {source.key: source.name for source in self._sources.all()}
        keys = found.sources.values
        return _most_first(
            FacetValue(names.get(keys[code], keys[code]), count, query.SourceIs(keys[code]))
            for code, count in _counted(found.sources.codes, numbers).items()
        )


def _counted(codes: Sequence[int], numbers: Sequence[int]) -> Counter[int]:
    """How often each code occurs; 0 is for what is gone."""
    counted = Counter(map(codes.__getitem__, numbers))
    counted.pop(0, None)
    return counted


def _most_first(values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    return tuple(sorted(values, key=lambda value: (-value.releases, value.label)))


def _matching(sets: Sequence[str]) -> tuple[list[str], list[list[int]]]:
    """The categories that occur, and for each set those whose condition it fulfils.

    A condition keeps every category that its text is a part of, so `FTA` counts with `FTA/Economic Cooperation`
    where both occur.
    """
    labels: dict[str, str] = {}
    for stored in sets:
        for name in filter(None, stored.split("\n")):
            labels.setdefault(fold(name), name)
    parts = _parts(list(labels))
    matching = [
        sorted({at for name in filter(None, stored.split("\n")) for at in parts[fold(name)]})
        for stored in sets
    ]
    return list(labels.values()), matching


def _parts(names: Sequence[str]) -> dict[str, list[int]]:
    """For each name the places of those that are a part of it: looked for in all of them at once, one a line."""
    text = "\n".join(names)
    starts = [0, *accumulate(len(name) + 1 for name in names)]
    found: dict[str, list[int]] = {name: [] for name in names}
    for place, part in enumerate(names):
        at = text.find(part)
        while at >= 0:
            line = bisect_right(starts, at)
            found[names[line - 1]].append(place)
            at = text.find(part, starts[line])
    return found


def _times(found: Columns, numbers: Sequence[int]) -> tuple[FacetGroup, FacetGroup]:
    """Years and months, newest first; undated releases are in none of them."""
    months: dict[str, int] = {}
    years: Counter[str] = Counter()
    for code, count in _counted(found.months.codes, numbers).items():
        if month := found.months.values[code]:
            months[month] = count
            years[month[:4]] += count
    return (
        FacetGroup(
            "Year",
            tuple(
                FacetValue(year, years[year], query.Days(f"{year}-01-01", f"{year}-12-31"))
                for year in sorted(years, reverse=True)
            ),
        ),
        FacetGroup(
            "Month",
            tuple(
                FacetValue(month, months[month], query.Days(f"{month}-01", f"{month}-{_last_day(month)}"))
                for month in sorted(months, reverse=True)
            ),
        ),
    )


def _last_day(month: str) -> int:
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]


def _states(found: Columns, numbers: Sequence[int]) -> tuple[FacetValue, ...]:
    counted = _counted(found.flags, numbers)
    sums = (
        FacetValue(label, sum(count for flags, count in counted.items() if holds(flags)), condition)
        for label, condition, holds in _STATES
    )
    return _most_first(value for value in sums if value.releases)


def _tags(found: Columns, numbers: Sequence[int]) -> tuple[FacetValue, ...]:
    if not found.tags:
        return ()
    chosen = bytearray(found.size)
    for number in numbers:
        chosen[number] = 1
    counts = ((name, sum(map(chosen.__getitem__, tagged))) for name, tagged in found.tags.items())
    return _most_first(FacetValue(name, count, query.Tag(name)) for name, count in counts if count)
