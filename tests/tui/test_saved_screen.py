"""The screen of saved searches, and the one that names them."""

import pytest
from textual.widgets import Input

from reader.tui.screens.naming import NamingScreen
from reader.tui.screens.saved import SavedScreen
from reader.tui.widgets.saved_list import SavedList, SavedRow
from tests.tui.screens_host import opened

ROWS = [
    SavedRow("CPTPP watch", '"CPTPP" OR (trans pacific)', 143, 3),
    SavedRow("All", "rice -digest", 2310, 0),
    SavedRow("[b]steel[/b]", "한국 " * 40),
]


async def test_enter_opens_and_d_removes() -> None:
    for keys, result in (
        (["enter"], ("open", "CPTPP watch")),
        (["j", "enter"], ("open", "All")),
        (["G", "enter"], ("open", "[b]steel[/b]")),
        (["down", "down", "up", "D"], ("remove", "All")),
        (["pagedown", "g", "D"], ("remove", "CPTPP watch")),
        (["escape"], None),
        (["q"], None),
        (["F"], None),
    ):
        async with opened(SavedScreen(ROWS), (40, 12)) as screen:
            await screen.pilot.press(*keys)
            assert screen.results == [result], keys


async def test_rows_say_how_many_and_what_is_new() -> None:
    async with opened(SavedScreen(ROWS), (60, 20)) as screen:
        painted = screen.app.screen.query_one(SavedList)
        lines = [painted.render_line(y).text for y in range(6)]
        assert [" ".join(line.split()) for line in lines[:5]] == [
            "CPTPP watch 143 +3",
            '"CPTPP" OR (trans pacific)',
            "All 2,310",
            "rice -digest",
            "[b]steel[/b] …",
        ]
        assert lines[5].rstrip().endswith("…")
        assert {painted.render_line(y).cell_length for y in range(9)} == {painted.size.width}


async def test_counts_that_come_later_leave_the_cursor_on_its_name() -> None:
    later = SavedScreen([])
    async with opened(later, (60, 20)) as screen:
        later.update_rows(ROWS)
        await screen.pilot.press("j")
        later.update_rows([ROWS[2]._replace(total=7), SavedRow("First", "x"), *ROWS[:2]])
        await screen.pilot.pause()
        assert any("[b]steel[/b]" in line and "7" in line for line in screen.lines)
        await screen.pilot.press("enter")
        assert screen.results == [("open", "All")]


async def test_without_any_it_says_how_to_make_one() -> None:
    async with opened(SavedScreen([]), (60, 20)) as screen:
        await screen.pilot.press("enter", "D", "j")
        assert any("S in the list saves" in line for line in screen.lines)
        assert screen.results == []


async def test_a_click_opens() -> None:
    async with opened(SavedScreen(ROWS), (60, 20)) as screen:
        await screen.pilot.click(SavedList, offset=(8, 3))
        assert screen.results == [("open", "All")]


@pytest.mark.parametrize("size", [(120, 40), (40, 12)])
async def test_a_name_is_asked_for(size: tuple[int, int]) -> None:
    async with opened(NamingScreen("[b]rice[/b] -digest", "rice", ["steel"]), size) as screen:
        assert any("[b]rice[/b] -digest" in line for line in screen.lines)
        assert not any("replaces" in line for line in screen.lines)
        await screen.pilot.press("end", "s", "space", "enter")
        assert screen.results == ["rices"]


async def test_a_letter_replaces_the_suggestion() -> None:
    async with opened(NamingScreen("rice", "rice", []), (60, 20)) as screen:
        await screen.pilot.press("n", "o", "enter")
        assert screen.results == ["no"]


async def test_a_name_that_is_taken_is_said_to_be() -> None:
    async with opened(NamingScreen("rice", "stee", ["steel", "x"]), (60, 20)) as screen:
        await screen.pilot.press("end", "l")
        assert any("This replaces “steel”." in line for line in screen.lines)
        await screen.pilot.press("s")
        assert not any("replaces" in line for line in screen.lines)
        await screen.pilot.press("backspace", "enter")
        assert screen.results == ["steel"]


async def test_no_name_is_none() -> None:
    async with opened(NamingScreen("rice", "", []), (60, 20)) as screen:
        await screen.pilot.press("space", "enter")
        assert any("Give it a name." in line for line in screen.lines)
        assert screen.results == []
        await screen.pilot.press("q", "escape")
        assert screen.results == [None]


async def test_a_long_query_leaves_room_for_the_name() -> None:
    async with opened(NamingScreen("tariff " * 200, "rice", []), (40, 12)) as screen:
        assert screen.app.screen.query_one(Input).region.height == 1
        assert any("enter saves" in line for line in screen.lines)
