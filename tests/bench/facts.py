"""How much of what releases say is found, how much of what is found is right, and how long finding it takes.

Each section is one kind of fact with its scores on the real listings, where they are present, and on made-up releases.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from reader.analysis import acronyms, figures
from tests.bench.figures import Figure
from tests.labels import amounts
from tests.labels.amounts import Score
from tests.terminal import ROOT

_SEEDS = ROOT.parent / "shared" / "seeds"
_ROUNDS = 9
_WANTED_MS = 3
"""A release, for all kinds of facts together."""


class _Section(NamedTuple):
    """A kind of fact: what it is called, its scores, and the least of both, in percent."""

    name: str
    listings: Callable[[Path], Score]
    made_up: Callable[[], Score]
    precision: float
    recall: float


_SECTIONS = (
    _Section("money and percent", amounts.amounts_in_listings, amounts.amounts_made_up, 99, 97),
    _Section("acronyms", amounts.acronyms_in_listings, amounts.acronyms_made_up, 98, 95),
)
_FINDERS: dict[str, Callable[[str, str | None], object]] = {
    "figures": figures.find,
    "acronyms": lambda body, _: acronyms.find(body),
}


def run(folder: Path) -> list[Figure]:
    """Score each kind of fact, and time each finder over the releases that are labelled."""
    found: list[Figure] = []
    for section in _SECTIONS:
        if _SEEDS.is_dir():
            found += _scores(f"{section.name}, listings", section, section.listings(_SEEDS))
        found += _scores(f"{section.name}, made up", section, section.made_up())
    return [*found, *_times()]


def _scores(what: str, section: _Section, score: Score) -> list[Figure]:
    return [
        Figure(f"{what}: precision", "%", [100 * score.precision], least=section.precision),
        Figure(f"{what}: recall of {score.wanted}", "%", [100 * score.recall], least=section.recall),
    ]


def _times() -> list[Figure]:
    """Milliseconds of process time a release, beside cutting it at its blanks."""
    texts: list[tuple[str, str | None]] = [(one.body, one.day) for one in amounts.MADE_UP]
    if _SEEDS.is_dir():
        texts = [(release.body or "", release.date) for _, release in amounts.listed(_SEEDS)]
    base = [_spent(texts, lambda body, _: body.split()) for _ in range(_ROUNDS)]
    measured = []
    for name, finder in _FINDERS.items():
        finder(*texts[0])  # what is compiled at first need
        measured.append(
            Figure(f"{name}, a release", "ms", [_spent(texts, finder) for _ in range(_ROUNDS)], base)
        )
    together = [sum(values) for values in zip(*(one.values for one in measured), strict=True)]
    return [*measured, Figure("all of them, a release", "ms", together, base, most=_WANTED_MS)]


def _spent(texts: list[tuple[str, str | None]], finder: Callable[[str, str | None], object]) -> float:
    began = time.process_time()
    for body, day in texts:
        finder(body, day)
    return (time.process_time() - began) * 1000 / len(texts)
