"""The list of releases on a screen."""

from collections.abc import Callable
from typing import Any

import pytest
from rich.style import Style

from reader.model import Release
from reader.tui.widgets.pages import PAGE_ROWS
from reader.tui.widgets.release_list import ReleaseList

MILLION = 1_000_000
Make = Callable[..., Any]


def visible(releases: ReleaseList) -> list[str]:
    return [releases.render_line(y).text for y in range(releases.size.height)]


def titles(releases: ReleaseList) -> list[str]:
    return [line.rstrip().split("  ")[-1] for line in visible(releases)]


def first_style(releases: ReleaseList, y: int) -> Style:
    return next(iter(releases.render_line(y))).style or Style()


async def test_a_million_rows_cost_the_pages_that_are_seen(host: Make, rows: Make) -> None:
    releases, many = ReleaseList(), rows(MILLION)
    async with host(releases, size=(80, 24)) as hosted:
        releases.show(many)
        await hosted.pilot.pause()
        assert many.asked == [(0, PAGE_ROWS)]
        releases.move_to(MILLION - 1)
        await hosted.pilot.pause()
        assert titles(releases)[-1] == "Release 999999"
        assert releases.selected is not None
        assert releases.selected.number == MILLION
        for start, count in many.asked:
            assert start % PAGE_ROWS == 0
            assert count == min(PAGE_ROWS, MILLION - start)
        assert len(many.asked) <= 3
        asked = len(many.asked)
        releases.page(-1)
        releases.page(1)
        releases.move(-5)
        await hosted.pilot.pause()
        assert len(many.asked) == asked


async def test_pages_left_behind_are_dropped(host: Make, rows: Make) -> None:
    releases, many = ReleaseList(), rows(MILLION)
    async with host(releases):
        releases.show(many)
        assert releases.selected
        for page in range(1, 100):
            releases.move_to(page * PAGE_ROWS)
        asked = len(many.asked)
        releases.move_to(0)
        assert len(many.asked) == asked + 1


async def test_verbs_keep_the_cursor_on_a_row_and_in_view(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases, size=(60, 10)):
        releases.show(rows(100))
        steps: list[tuple[Callable[[], None], int, int]] = [
            (lambda: releases.move(-1), 0, 0),
            (lambda: releases.move(12), 12, 3),
            (lambda: releases.page(1), 21, 12),
            (lambda: releases.half_page(1), 26, 17),
            (lambda: releases.half_page(-1), 21, 12),
            (lambda: releases.page(-1), 12, 3),
            (lambda: releases.move_to(50), 50, 41),
            (lambda: releases.move_to(45), 45, 41),
            (lambda: releases.move(1000), 99, 90),
            (lambda: releases.page(1), 99, 90),
            (lambda: releases.page(-100), 0, 0),
        ]
        for step, cursor, top in steps:
            step()
            assert (releases.cursor, releases.top_row) == (cursor, top)
            assert titles(releases)[cursor - top] == f"Release {cursor}"


async def test_a_cursor_left_out_of_view_is_shown_again(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases, size=(60, 10)):
        releases.show(rows(100))
        releases.scroll_to_row(50)
        releases.move(1)
        assert (releases.cursor, releases.top_row) == (1, 1)


async def test_reload_leaves_the_cursor_on_its_line(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases, size=(60, 10)) as hosted:
        releases.show(rows(100), cursor=30)
        releases.scroll_to_row(25)
        await hosted.pilot.pause()
        releases.reload(rows(110), 37)
        assert (releases.cursor, releases.top_row) == (37, 32)
        releases.reload(rows(3), 2)
        assert (releases.cursor, releases.top_row) == (2, 0)


async def test_show_starts_at_the_top(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases, size=(60, 10)):
        releases.show(rows(100), cursor=60)
        assert (releases.cursor, releases.top_row) == (60, 51)
        releases.show(rows(100))
        assert (releases.cursor, releases.top_row) == (0, 0)


async def test_rows_shown_before_the_first_layout_come_to_view(rows: Make, host: Make) -> None:
    releases = ReleaseList()
    releases.show(rows(100), cursor=60)
    async with host(releases, size=(60, 10)):
        assert releases.top_row == 51


async def test_only_the_users_moves_are_told(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases) as hosted:
        releases.show(rows(5), cursor=2)
        releases.reload(rows(5), 3)
        await hosted.pilot.pause()
        assert hosted.posted == []
        releases.move(1)
        releases.move(1)
        releases.open()
        await hosted.pilot.pause()
        moved, opened = hosted.posted
        assert isinstance(moved, ReleaseList.Moved)
        assert (moved.index, moved.release.title) == (4, "Release 4")
        assert isinstance(opened, ReleaseList.Opened)
        assert opened.release.title == "Release 4"


async def test_the_mouse_puts_the_cursor_and_opens(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases) as hosted:
        releases.show(rows(5))
        await hosted.pilot.pause()
        await hosted.pilot.click(releases, offset=(10, 3))
        assert releases.cursor == 3
        assert [type(message) for message in hosted.posted] == [ReleaseList.Moved]
        await hosted.pilot.click(releases, offset=(10, 15))
        assert releases.cursor == 3
        await hosted.pilot.double_click(releases, offset=(10, 1))
        assert [type(message) for message in hosted.posted[1:]] == [ReleaseList.Moved, ReleaseList.Opened]


async def test_a_double_click_on_the_cursor_opens_once(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases) as hosted:
        releases.show(rows(5))
        await hosted.pilot.pause()
        await hosted.pilot.double_click(releases, offset=(10, 0))
        assert [type(message) for message in hosted.posted] == [ReleaseList.Opened]


async def test_an_empty_list_says_so_and_does_nothing(host: Make, rows: Make) -> None:
    releases = ReleaseList(empty_text="Nothing matches [b]tariff[/b].")
    async with host(releases, size=(40, 9)) as hosted:
        releases.show(rows(0))
        assert visible(releases)[4].strip() == "Nothing matches [b]tariff[/b]."
        releases.empty_text = "No releases yet."
        assert visible(releases)[4].strip() == "No releases yet."
        releases.move(1)
        releases.page(1)
        releases.toggle_mark()
        releases.open()
        await hosted.pilot.pause()
        assert (releases.selected, releases.cursor, releases.marked, hosted.posted) == (
            None,
            0,
            frozenset(),
            [],
        )


async def test_states_change_in_place(host: Make, rows: Make) -> None:
    bookmarked: set[int] = set()

    def make(index: int) -> Release:
        return Release(
            "motir", f"Release {index}", None, number=index, read=True, bookmarked=index in bookmarked
        )

    releases, few = ReleaseList(), rows(300, make)
    async with host(releases) as hosted:
        releases.show(few)
        await hosted.pilot.pause()
        for stars in ({2}, set[int]()):
            bookmarked = stars
            releases.refresh_rows()
            await hosted.pilot.pause()
            assert visible(releases)[2].startswith("  ★") == bool(stars)
        assert few.asked == [(0, PAGE_ROWS)] * 3


async def test_marks_are_kept_by_number(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases):
        releases.show(rows(9))
        releases.toggle_mark()
        releases.move(2)
        releases.toggle_mark()
        assert releases.marked == {1, 3}
        assert [line[0] for line in visible(releases)[:4]] == ["✓", " ", "✓", " "]
        releases.toggle_mark()
        assert releases.marked == {1}
        releases.set_marked({4})
        assert [line[0] for line in visible(releases)[:4]] == [" ", " ", " ", "✓"]


async def test_hits_are_sought_only_in_titles_that_are_drawn(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    sought: list[str] = []

    def find(title: str) -> list[tuple[int, int]]:
        sought.append(title)
        return [(0, 7)]

    async with host(releases, size=(60, 10)) as hosted:
        releases.show(rows(MILLION))
        releases.set_marks(find)
        await hosted.pilot.pause()
        assert sorted(sought) == [f"Release {number}" for number in range(10)]
        hits = [
            segment.text for segment in releases.render_line(4) if segment.style and segment.style.underline
        ]
        assert hits == ["Release"]


async def test_the_cursor_shows_with_and_without_focus(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases) as hosted:
        releases.show(rows(3))
        releases.focus()
        await hosted.pilot.pause()

        def backgrounds() -> list[object]:
            return [first_style(releases, y).bgcolor for y in (0, 1)]

        focused, row = backgrounds()
        hosted.pilot.app.set_focus(None)
        await hosted.pilot.pause()
        blurred, same_row = backgrounds()
        assert len({focused, blurred, row}) == 3
        assert row == same_row
        hosted.pilot.app.theme = "textual-light"
        await hosted.pilot.pause()
        assert backgrounds()[1] != row


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_the_cursor_shows_in_the_terminals_own_colours(host: Make, rows: Make, theme: str) -> None:
    releases = ReleaseList()
    async with host(releases) as hosted:
        hosted.pilot.app.theme = theme
        releases.show(rows(3))
        await hosted.pilot.pause()
        for focused in (True, False):
            hosted.pilot.app.set_focus(releases if focused else None)
            await hosted.pilot.pause()
            cursor, row = first_style(releases, 0), first_style(releases, 1)
            assert (cursor.bgcolor, cursor.underline) != (row.bgcolor, row.underline)


async def test_rows_that_vanished_are_blank(host: Make, rows: Make) -> None:
    releases, some = ReleaseList(), rows(10)
    async with host(releases, size=(80, 12)) as hosted:
        some.page = lambda start, count: [Release("motir", "Release 0", "2025-12-23", number=1)]
        releases.show(some)
        await hosted.pilot.pause()
        assert [bool(line.strip()) for line in visible(releases)] == [True] + [False] * 11
        releases.move(4)
        await hosted.pilot.pause()
        assert (releases.selected, hosted.posted) == (None, [])


async def test_every_line_fills_the_width(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases, size=(20, 6)) as hosted:
        releases.show(rows(4, lambda index: Release("motir", "한국 字 " * index, "2025-12-23", number=index)))
        for width in (20, 33, 47, 71, 120, 200):
            await hosted.pilot.resize_terminal(width, 6)
            await hosted.pilot.pause()
            assert {releases.render_line(y).cell_length for y in range(6)} == {releases.size.width}
