"""Text in a terminal's cells: made safe to print, measured, cut (`widths`) and broken into lines (`wrap`)."""

from reader.cells.widths import (
    INVISIBLE,
    cut,
    edges,
    fit,
    graphemes,
    is_narrow,
    padded,
    safe,
    shown,
    whole,
    width,
)

__all__ = [
    "INVISIBLE",
    "cut",
    "edges",
    "fit",
    "graphemes",
    "is_narrow",
    "padded",
    "safe",
    "shown",
    "whole",
    "width",
]
