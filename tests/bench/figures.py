"""Medians, spreads and ratios; ratios are taken within a round, so that a busy minute spoils none of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any


def part(values: Sequence[float], percent: int) -> float:
    """The value below which so many percent of the others lie."""
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured several times, and the same of its baseline in the same rounds."""

    what: str
    unit: str
    values: Sequence[float]
    base: Sequence[float] | None = None
    limit: float | None = None
    """Largest ratio that is wanted."""
    most: float | None = None
    """Largest value that is wanted, in the unit; 95 of 100 have to keep to it."""
    least: float | None = None
    """Smallest value that is wanted, in the unit, of the median."""

    @property
    def ratio(self) -> tuple[float, float, float] | None:
        """Median of the rounds' ratios to the baseline, and their quartiles."""
        if self.base is None:
            return None
        ratios = [value / base for value, base in zip(self.values, self.base, strict=True)]
        return median(ratios), part(ratios, 25), part(ratios, 75)

    @property
    def wanted(self) -> str:
        """Whether it keeps to what is wanted, in words; empty where nothing is."""
        if self.most is not None:
            return (
                f"{'at most' if part(self.values, 95) <= self.most else 'OVER'} {self.most:,.4g} {self.unit}"
            )
        if self.least is not None:
            return f"{'at least' if median(self.values) >= self.least else 'UNDER'} {self.least:,.4g} {self.unit}"
        if self.ratio is not None and self.limit is not None:
            return f"{'at most' if self.ratio[0] <= self.limit else 'OVER'} {self.limit:.2f}"
        return ""

    def cells(self) -> list[str]:
        """The figure's line in a table."""
        low, high = part(self.values, 25), part(self.values, 75)
        line = [
            self.what,
            f"{_short(median(self.values))} {self.unit}",
            f"{_short(low)}–{_short(high)}",
            _short(part(self.values, 95)),
        ]
        if self.ratio is None:
            return [*line, "", "", self.wanted]
        middle, low, high = self.ratio
        return [*line, f"{middle:.3g}", f"{low:.3g}–{high:.3g}", self.wanted]

    def document(self) -> dict[str, Any]:
        """The figure, for a JSON file."""
        return {
            **asdict(self),
            "median": median(self.values),
            "p95": part(self.values, 95),
            "ratio": self.ratio,
            "wanted": self.wanted,
        }


def _short(value: float) -> str:
    return f"{value:,.1f}" if value >= 9.995 else f"{value:.2f}"


def table(title: str, figures: Sequence[Figure]) -> str:
    """Figures as lines of equal columns."""
    head = [title, "median", "quartiles", "95 %", "ratio", "quartiles", "wanted"]
    lines = [head, *(figure.cells() for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
