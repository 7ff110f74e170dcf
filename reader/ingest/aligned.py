"""Tables as lines of text, their columns aligned in the cells of a terminal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from reader import cells
from reader.ingest.clean import clean_line

MAX_WIDTH: Final = 100
"""Terminal cells that an aligned row may take; wider rows are only written one a line."""
MAX_CELL: Final = 60
"""Terminal cells of the longest text that makes a table one of data; longer ones lay out a page."""
MAX_COLUMNS: Final = 40

_GAP = "  "
_NUMBER = re.compile(r"[-+−△▲▽▼(]?[$€₩£¥]?\s?\d[\d,.\s]*\s?(?:%|%p|pp)?\)?|[-–—]")


@dataclass(slots=True)
class TableCell:
    """The lines of one cell, and how many columns and rows it takes."""

    lines: list[str] = field(default_factory=list)
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Table:
    """What was read of a table."""

    rows: list[list[TableCell]] = field(default_factory=list)
    caption: list[str] = field(default_factory=list)
    """Lines that stand in no cell."""
    lays_out: bool = False
    """Another table stands in it: it places parts of a page, and its rows say nothing."""

    def lines(self) -> list[str]:
        """The table as text: rows aligned, or where it lays out a page, what the cells hold one after the other."""
        texts = None if self.lays_out else _texts(self.rows)
        if texts is None:
            return self.caption + [line for row in self.rows for cell in row for line in cell.lines]
        return self.caption + _aligned(texts)


def _texts(rows: Sequence[Sequence[TableCell]]) -> list[list[str]] | None:
    """The texts of the cells by row and column; None where the table is none of data."""
    if max(map(len, rows), default=0) < 2:
        return None
    texts: list[list[str]] = []
    covered: dict[int, int] = {}
    for row in rows:
        line: list[str] = []
        for cell in row:
            text = clean_line(" ".join(cell.lines))
            if len(text) > MAX_CELL or len(cell.lines) > 4:
                return None
            _skip_covered(line, covered)
            width = min(cell.columns, max(1, MAX_COLUMNS - len(line)))
            if cell.rows > 1:
                covered.update((len(line) + n, cell.rows) for n in range(width))
            line += [text, *[""] * (width - 1)]
        texts.append(line)
        covered = {column: left - 1 for column, left in covered.items() if left > 1}
    return texts


def _skip_covered(line: list[str], covered: dict[int, int]) -> None:
    """Leave the columns empty that cells of earlier rows reach down into."""
    while len(line) in covered:
        line.append("")


def _aligned(texts: list[list[str]]) -> list[str]:
    count = max(map(len, texts))
    widths = [max((_width(row[n]) for row in texts if n < len(row)), default=0) for n in range(count)]
    used = [n for n, width in enumerate(widths) if width]
    if count > MAX_COLUMNS or sum(widths) + len(_GAP) * (len(used) - 1) > MAX_WIDTH:
        return [_GAP.join(filter(None, row)) for row in texts]
    numeric = {n for n in used[1:] if _is_numeric([row[n] for row in texts[1:] if n < len(row)])}
    return [
        _GAP.join(_padded(row[n] if n < len(row) else "", widths[n], n in numeric) for n in used).rstrip()
        for row in texts
    ]


def _is_numeric(column: Sequence[str]) -> bool:
    filled = list(filter(None, column))
    return bool(filled) and all(map(_NUMBER.fullmatch, filled))


def _padded(text: str, width: int, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def _width(text: str) -> int:
    return cells.width(cells.safe(text))
