"""The cheat sheet of the search bar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import cells
from reader.tui.screens.guide import GuideScreen
from reader.tui.widgets.guide_pane import GuidePane
from tests.tui.screens_host import opened

GROUPS = [
    ("Words", [("tariff rice", "both words, any inflection of them"), ("[b]x[/b]\x1b", "text is text")]),
    ("Days", [('date:30d..  date:"last week"  date:yesterday', "counted from today")] * 9),
    ("State", [("is:unread", "what is not read yet")]),
]


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+g"])
async def test_the_bar_keeps_its_text_and_the_focus(key: str) -> None:
    async with opened(GuideScreen(GROUPS)) as screen:
        screen.bar.cursor_position = 3
        await screen.pilot.press(key, "x")
        assert screen.results == [None]
        assert screen.bar.value == "tarxiff ri"
        assert screen.app.focused is screen.bar


async def test_two_columns_where_it_is_wide() -> None:
    async with opened(GuideScreen(GROUPS)) as screen:
        assert any("Words" in line and "Days" in line for line in screen.lines)
        assert any("[b]x[/b]␛" in line and "text is text" in line for line in screen.lines)


@pytest.mark.parametrize("size", [(60, 20), (40, 12)])
async def test_one_column_scrolls_where_it_is_narrow(size: tuple[int, int]) -> None:
    async with opened(GuideScreen(GROUPS), size) as screen:
        pane = screen.app.screen.query_one(GuidePane)

        def first() -> str:
            return pane.render_line(0).text.strip()

        assert first() == "Words"
        await screen.pilot.press("j", "j", "k")
        assert first().startswith("tariff rice")
        assert pane.top == 1
        await screen.pilot.press("G")
        assert any("is:unread" in line for line in screen.lines)
        bottom = pane.top
        await screen.pilot.press("pageup")
        assert pane.top == bottom - pane.size.height + 1
        await screen.pilot.press("space")
        assert pane.top == bottom
        await screen.pilot.press("home")
        assert first() == "Words"


async def test_what_is_long_has_lines_of_its_own() -> None:
    async with opened(GuideScreen(GROUPS), (60, 20)) as screen:
        pane = screen.app.screen.query_one(GuidePane)
        lines = [pane.render_line(y).text.rstrip() for y in range(10)]
        at = lines.index('  date:30d..  date:"last week"  date:yesterday')
        assert lines[at + 1].strip() == "counted from today"
        assert lines[at + 1].index("counted") == lines[1].index("both")


@pytest.mark.parametrize("size", [(30, 10), (61, 14), (119, 30), (200, 50)])
async def test_every_line_fills_the_width(size: tuple[int, int]) -> None:
    groups = [("한국 " * n, [("쌀 관세 " * n, "字 word " * m) for m in range(9)]) for n in range(1, 9)]
    async with opened(GuideScreen(groups), size) as screen:
        pane = screen.app.screen.query_one(GuidePane)
        assert {pane.render_line(y).cell_length for y in range(pane.size.height)} == {pane.size.width}


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5), st.integers(24, 120))
def test_hostile_rows_are_whole_and_safe(rows: list[tuple[str, str]], width: int) -> None:
    from reader.tui.widgets.guide_pane import _edge, _lines

    edge = _edge([("title", rows)], width)
    for line in _lines([("title", rows)], width, edge):
        assert cells.safe(line.write + line.means) == line.write + line.means
        assert cells.width(line.write) <= width
        assert not line.means or cells.width(line.write) <= edge
