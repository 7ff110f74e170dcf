"""The pane that compares two wordings: every line is as wide as the pane, and every change can be gone to."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import cells
from reader.tui.widgets.diff_page import GAP, DiffBlock, DiffPage, Piece, lay_out
from reader.tui.widgets.diff_pane import DiffPane
from reader.tui.widgets.rewording_list import RewordingList, RewordingRow

_TEXT = st.text(st.sampled_from("ab 1한中é\u0301\x1b\u202e\U0001f1f0\U0001f1f7"), min_size=1, max_size=30)
_PIECES = st.lists(st.tuples(st.sampled_from(["same", "old", "new"]), _TEXT), min_size=1, max_size=8)


def page_of(blocks: Sequence[Sequence[tuple[Any, str]]]) -> DiffPage:
    """A page of these pieces, each that is not the same a change of its own."""
    made: list[DiffBlock] = []
    number = 0
    for block in blocks:
        pieces: list[Piece] = []
        for role, text in block:
            pieces.append(Piece(role, text, -1 if role == "same" else number, strong=number % 2 == 0))
            number += role != "same"
        made.append(DiffBlock("paragraph", tuple(pieces)))
    return DiffPage(
        "A Title",
        ("released", "seen"),
        (("told", 0 if number else -1),),
        ("1", "2"),
        tuple(made),
        number,
    )


@given(st.lists(_PIECES, min_size=1, max_size=4), st.integers(20, 120), st.booleans())
def test_lines_fit_and_hold_every_change(blocks: Any, column: int, beside: bool) -> None:
    page = page_of(blocks)
    layout = lay_out(page, column, beside=beside)
    for line in layout.lines:
        room = layout.column if beside and (line.block >= 0 or line.role == "columns") else column
        for place in (line.left, line.right):
            if place is not None:
                assert cells.width(layout.parts[place[0]].text[place[1] : place[2]]) <= room
    assert 2 * layout.column + GAP <= max(column, 2 * 8 + GAP) or not beside
    solid = [text for block in blocks for role, text in block if role != "same"]
    for number, text in enumerate(solid):
        # What cannot be seen at all has no line.
        if beside and not cells.shown(cells.safe(text)).strip():
            continue
        assert 0 <= layout.places[number] < len(layout.lines)


@pytest.mark.parametrize("size", [(120, 30), (60, 20), (44, 12)])
async def test_every_line_is_as_wide_as_the_pane(size: tuple[int, int], host: Callable[..., Any]) -> None:
    pane = DiffPane()
    text = "한국 \x1b[31m red \u202e 中国経済 " * 20
    page = page_of([[("same", text), ("old", text), ("new", "e\u0301" * 50), ("same", "end")]] * 3)
    async with host(pane, size):
        pane.show(page)
        for beside in (False, True):
            pane.set_beside(beside)
            for y in range(pane.size.height):
                strip = pane.render_line(y)
                assert strip.cell_length == pane.size.width
                assert not any(sign in part.text for part in strip for sign in ("\x1b", "\u202e"))


async def test_a_change_without_a_line_of_its_own_is_no_crash(host: Callable[..., Any]) -> None:
    pane = DiffPane()
    async with host(pane):
        pane.show(page_of([[("same", "seen"), ("old", "\u202e"), ("same", "seen")]]))
        for beside in (True, False):
            pane.set_beside(beside)
            pane.go_to(0)
            assert pane.current == 0


async def test_only_rows_in_view_are_fetched(host: Callable[..., Any]) -> None:
    asked: list[int] = []

    def fetch(start: int, count: int) -> list[RewordingRow]:
        asked.append(start)
        return [
            RewordingRow(f"Release {n}", "then", "1 name", "JK → J.K.") for n in range(start, start + count)
        ]

    listed = RewordingList(100_000, fetch)
    async with host(listed, (60, 20)) as hosted:
        assert asked == [0]
        listed.move_to(99_999)
        await hosted.pilot.pause()
        assert set(asked) == {0, 99_992}
        listed.choose()
        await hosted.pilot.pause()
        (chosen,) = (one for one in hosted.posted if isinstance(one, RewordingList.Chosen))
        assert chosen.index == 99_999
