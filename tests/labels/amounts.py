"""How many of the labelled amounts, shares and acronyms are found, and how much else is found besides.

The labels of the real listings say where something stands and what it is worth, without a word of theirs; they are
kept by listing and place in it (`000/4`). A figure is right with its place, kind, value, other end and currency, and in
the made-up releases with its unit and base as well; an acronym with the places of both its forms.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reader.analysis import acronyms, figures
from reader.ingest.listing import Parsed, read
from reader.model import Release
from tests.labels.made_up_amounts import HELD_OUT, KNOWN, Labelled

_REAL = Path(__file__).with_name("amounts.json")
MADE_UP = KNOWN + HELD_OUT


class Score(NamedTuple):
    """What was found, beside what should have been."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what should be found that was; 1 where there is nothing to find."""
        return self.right / self.wanted if self.wanted else 1.0


def scored(pairs: Iterable[tuple[Iterable[Any], Iterable[Any]]]) -> Score:
    """The score of what was found in each text, beside what should have been."""
    right = found = wanted = 0
    for one, other in pairs:
        have, want = Counter(one), Counter(other)
        right += (have & want).total()
        found += have.total()
        wanted += want.total()
    return Score(right, found, wanted)


def listed(folder: Path) -> Iterator[tuple[str, Release]]:
    """The releases of the listings in a folder, each with what its labels are kept by."""
    for path in sorted(folder.glob("*.txt")):
        with path.open("rb") as stream:
            for number, entry in enumerate(read(stream, path=path.name)):
                if isinstance(entry, Parsed):
                    yield f"{path.name[:3]}/{number}", entry.release


def amounts_in_listings(folder: Path) -> Score:
    """Money and shares of the real listings."""
    labels = json.loads(_REAL.read_text(encoding="utf-8"))
    return scored(
        (
            [
                (one.start, one.end, one.kind, one.value, one.high, one.currency)
                for one in figures.find(release.body or "", release.date)
                if one.kind in ("money", "percent")
            ],
            map(tuple, labels[key]["figures"]),
        )
        for key, release in listed(folder)
    )


def acronyms_in_listings(folder: Path) -> Score:
    """Acronyms of the real listings."""
    labels = json.loads(_REAL.read_text(encoding="utf-8"))
    return scored(
        (
            [(one.start, one.end, one.long) for one in acronyms.find(release.body or "")],
            [
                (start, end, (release.body or "")[first:last])
                for start, end, first, last in labels[key]["acronyms"]
            ],
        )
        for key, release in listed(folder)
    )


def amounts_made_up(releases: tuple[Labelled, ...] = MADE_UP) -> Score:
    """Money and shares of releases of nobody."""
    return scored(
        (
            [
                (one.text, one.value, one.high, one.currency, one.unit, one.base)
                for one in figures.find(release.body, release.day)
                if one.kind in ("money", "percent")
            ],
            map(tuple, release.amounts),
        )
        for release in releases
    )


def acronyms_made_up(releases: tuple[Labelled, ...] = MADE_UP) -> Score:
    """Acronyms of releases of nobody."""
    return scored(
        ([(one.short, one.long) for one in acronyms.find(release.body)], release.acronyms)
        for release in releases
    )
