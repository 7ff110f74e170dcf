"""The screen that narrows a list down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tui.screens.facets import FacetScreen
from reader.tui.widgets.columns import split
from reader.tui.widgets.facet_pane import FacetGroup, FacetPane, FacetRow
from tests.tui.screens_host import opened

GROUPS = [
    FacetGroup(
        "Category", [FacetRow("Trade", 812), FacetRow("[b]FTA[/b]", 31), FacetRow("Energy", 12, True)]
    ),
    FacetGroup("Nothing here", []),
    FacetGroup("State", [FacetRow("unread", 143), FacetRow("cut\x1b", 9)]),
    FacetGroup("Month", [FacetRow(f"month {number}", 9, number == 50) for number in range(200)]),
]


def cursor(pane: FacetPane) -> str:
    """What stands under the cursor, as it is painted."""
    style = pane.get_component_rich_style("facet-pane--cursor")
    lines = [pane.render_line(y) for y in range(pane.size.height)]
    found = ["".join(part.text for part in line if part.style == style) for line in lines]
    return " ".join(text for text in found if text).strip()


async def test_enter_chooses_by_the_numbers_given() -> None:
    for keys, chosen in (
        (["enter"], (0, 2)),
        (["j", "enter"], (0, 0)),
        (["down", "j", "j", "enter"], (2, 0)),
        (["j", "j", "k", "up", "enter"], (0, 2)),
        (["l", "enter"], (3, 50)),
        (["right", "j", "enter"], (3, 0)),
        (["right", "j", "h", "enter"], (0, 0)),
        (["G", "k", "enter"], (3, 10)),
        (["G", "g", "enter"], (0, 2)),
        (["k", "h", "enter"], (0, 2)),
    ):
        async with opened(FacetScreen(GROUPS, "143 releases")) as screen:
            await screen.pilot.press(*keys)
            assert screen.results == [chosen], keys


@pytest.mark.parametrize("key", ["escape", "q", "f"])
async def test_it_closes_without_a_choice(key: str) -> None:
    async with opened(FacetScreen(GROUPS, "143 releases")) as screen:
        await screen.pilot.press(key)
        assert screen.results == [None]
        assert screen.app.focused is screen.bar


async def test_groups_stand_beside_each_other_where_it_is_wide() -> None:
    async with opened(FacetScreen(GROUPS, "143 [b]releases[/b]")) as screen:
        lines = screen.lines
        assert any("Narrow down 143 [b]releases[/b]" in line for line in lines)
        assert any("Category" in line and "Month" in line for line in lines)
        assert not any("Nothing here" in line for line in lines)
        assert any("✓ Energy" in line and "✓ month 50" in line for line in lines), "active ones come first"
        assert any("[b]FTA[/b]" in line for line in lines)
        assert any("cut␛" in line for line in lines)


@pytest.mark.parametrize("size", [(60, 20), (40, 12)])
async def test_where_it_is_narrow_one_column_scrolls(size: tuple[int, int]) -> None:
    async with opened(FacetScreen(GROUPS, "143 releases"), size) as screen:
        pane = screen.app.screen.query_one(FacetPane)
        seen = [cursor(pane).split("  ")[0]]
        for _ in range(6):
            await screen.pilot.press("j")
            seen.append(cursor(pane).split("  ")[0])
        assert seen == ["✓ Energy", "Trade", "[b]FTA[/b]", "unread", "cut␛", "✓ month 50", "month 0"]
        await screen.pilot.press("g")
        assert "Category" in pane.render_line(0).text
        await screen.pilot.press("pagedown", "pageup")
        assert cursor(pane).startswith("✓ Energy")


async def test_a_long_group_shows_the_rest_when_asked() -> None:
    async with opened(FacetScreen(GROUPS, "143 releases"), (60, 20)) as screen:
        pane = screen.app.screen.query_one(FacetPane)
        await screen.pilot.press("G")
        assert cursor(pane) == "… 188 more"
        await screen.pilot.press("enter")
        assert cursor(pane).startswith("month 11 ")
        assert screen.results == []
        await screen.pilot.press("G", "enter")
        assert screen.results == [(3, 199)]


async def test_a_click_chooses() -> None:
    async with opened(FacetScreen(GROUPS, "143 releases")) as screen:
        pane = screen.app.screen.query_one(FacetPane)
        row = next(y for y in range(pane.size.height) if "month 3 " in pane.render_line(y).text)
        column = pane.render_line(row).text.index("month 3")
        await screen.pilot.click(pane, offset=(column + 1, 0))
        await screen.pilot.click(pane, offset=(column + 1, pane.size.height - 1))
        assert screen.results == []
        await screen.pilot.click(pane, offset=(column + 1, row))
        assert screen.results == [(3, 3)]


async def test_without_anything_it_says_so_and_does_nothing() -> None:
    async with opened(FacetScreen([FacetGroup("Category", [])], "0 releases"), (60, 20)) as screen:
        await screen.pilot.press("j", "l", "enter", "pagedown")
        assert any("Nothing is left to narrow down by." in line for line in screen.lines)
        assert screen.results == []


async def test_every_line_fills_the_width() -> None:
    groups = [
        FacetGroup("한국 " * n, [FacetRow("字 " * n * m, 10**m) for m in range(9)]) for n in range(1, 9)
    ]
    async with opened(FacetScreen(groups, "")) as screen:
        pane = screen.app.screen.query_one(FacetPane)
        for width in (30, 47, 71, 100, 200):
            await screen.pilot.resize_terminal(width, 20)
            await screen.pilot.pause()
            assert {pane.render_line(y).cell_length for y in range(pane.size.height)} == {pane.size.width}


@given(st.lists(st.integers(1, 30), min_size=1, max_size=7), st.integers(1, 4))
def test_columns_are_in_order_and_as_low_as_can_be(heights: list[int], count: int) -> None:
    columns = split(heights, count)
    assert [group for column in columns for group in column] == list(range(len(heights)))
    assert len(columns) <= count
    assert max(sum(heights[group] for group in column) for column in columns) == lowest(heights, count)


def lowest(heights: list[int], count: int) -> int:
    """By trying every way to split."""
    if count == 1:
        return sum(heights)
    return min(
        max(sum(heights[:at]), lowest(heights[at:], count - 1)) if at < len(heights) else sum(heights)
        for at in range(1, len(heights) + 1)
    )
