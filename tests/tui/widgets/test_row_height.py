"""Rows of one line and of two: what is painted, scrolled and clicked."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.strip import Strip

from reader.model import Release
from reader.tui.widgets.release_list import ReleaseList

MILLION = 1_000_000
ONE_LINE, TWO_LINES = (80, 24), (48, 23)
"""Sizes at which rows take one line, and two with a line left over."""
Make = Callable[..., Any]


def visible(releases: ReleaseList) -> list[str]:
    return [releases.render_line(y).text for y in range(releases.size.height)]


@pytest.mark.parametrize(
    ("size", "lines"),
    [((32, 12), 2), ((63, 12), 2), ((63, 41), 2), ((31, 40), 1), ((64, 40), 1), ((48, 11), 1)],
)
async def test_rows_take_two_lines_where_the_list_is_narrow_and_high(
    host: Make, rows: Make, size: tuple[int, int], lines: int
) -> None:
    releases = ReleaseList()
    async with host(releases, size=size):
        releases.show(rows(MILLION))
        assert releases.lines_per_row == lines
        assert releases.virtual_size.height == MILLION * lines + size[1] % lines


@pytest.mark.parametrize(("size", "expected"), [(ONE_LINE, [0, 3]), (TWO_LINES, [0, 1, 6, 7])])
async def test_a_move_repaints_two_rows(
    host: Make, rows: Make, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], expected: list[int]
) -> None:
    releases = ReleaseList()
    async with host(releases, size=size) as hosted:
        releases.show(rows(MILLION))
        await hosted.pilot.pause()
        painted: list[int] = []
        paint = releases.render_line

        def spy(y: int) -> Any:
            painted.append(y)
            return paint(y)

        monkeypatch.setattr(releases, "render_line", spy)
        releases.move(3)
        await hosted.pilot.pause()
        assert sorted(painted) == expected


STEPS = st.tuples(
    st.sampled_from(["move", "move_to", "page", "half_page", "scroll_to_line", "reload"]), st.integers(-5, 90)
)


@pytest.mark.parametrize("size", [ONE_LINE, TWO_LINES, (48, 24), (48, 12)])
async def test_whole_rows_are_shown_and_the_cursor_among_them(
    host: Make, rows: Make, size: tuple[int, int]
) -> None:
    releases = ReleaseList()
    async with host(releases, size=size):
        lines = releases.lines_per_row
        seen = size[1] // lines

        @settings(max_examples=50)
        @given(st.integers(0, 80), st.lists(STEPS, max_size=12))
        def walk(count: int, steps: list[tuple[str, int]]) -> None:
            releases.show(rows(count))
            for verb, number in steps:
                place = releases.cursor - releases.top_row
                if verb == "reload":
                    releases.reload(rows(count), number)
                else:
                    getattr(releases, verb)(number)
                top = releases.top_row
                assert 0 <= top <= max(0, count - seen)
                drawn = visible(releases)[::lines]
                for row, line in enumerate(drawn[:seen]):
                    index = top + row
                    shown = f"Release {index}" if index < count else ""
                    assert line.strip().split("  ")[-1] == shown
                if verb != "scroll_to_line":
                    assert top <= releases.cursor < top + seen
                if verb == "reload" and 0 < top < count - seen and 0 <= place < seen:
                    assert releases.cursor - top == place

        walk()


async def test_the_cursor_covers_both_lines(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases, size=TWO_LINES) as hosted:
        releases.show(rows(9))
        for row in (0, 2, 1):
            releases.move_to(row)
            await hosted.pilot.pause()
        grounds = [
            {segment.style.bgcolor for segment in releases.render_line(y) if segment.style} for y in range(6)
        ]
        assert grounds[2] == grounds[3]
        assert len(grounds[2]) == 1
        assert grounds[0] == grounds[1] == grounds[4] == grounds[5] != grounds[2]


async def test_the_mouse_reaches_either_line(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases, size=TWO_LINES) as hosted:
        releases.show(rows(100))
        await hosted.pilot.pause()
        for y, cursor in ((6, 3), (3, 1), (22, 1)):
            await hosted.pilot.click(releases, offset=(10, y))
            assert releases.cursor == cursor
        releases.move_to(99)
        await hosted.pilot.click(releases, offset=(10, 21))
        assert [type(message) for message in hosted.posted[-1:]] == [ReleaseList.Opened]


async def test_the_end_of_the_list_leaves_no_half_row(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases, size=TWO_LINES):
        releases.show(rows(100), cursor=99)
        lines = [line.strip() for line in visible(releases)]
        assert lines[0] == "Release 89"
        assert lines[-3:] == ["Release 99", "2025-12-23", ""]


async def test_a_change_of_size_keeps_cursor_and_first_row(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases, size=(90, 30)) as hosted:
        releases.show(rows(1000), cursor=500)
        releases.scroll_to_row(490)
        for (width, height), expected in [
            ((50, 30), (2, 490)),
            ((90, 30), (1, 490)),
            ((50, 18), (2, 492)),
            ((50, 11), (1, 492)),
            ((50, 21), (2, 492)),
            ((50, 13), (2, 495)),
            ((90, 40), (1, 495)),
        ]:
            await hosted.pilot.resize_terminal(width, height)
            await hosted.pilot.pause()
            assert (releases.lines_per_row, releases.top_row) == expected
            assert releases.cursor == 500
            assert f"Release {releases.top_row}" in visible(releases)[0]


async def test_the_first_picture_has_the_height_of_its_size(host: Make, rows: Make) -> None:
    pictures: list[str] = []

    class Watched(ReleaseList):
        def render_line(self, y: int) -> Strip:
            strip = super().render_line(y)
            pictures.append(strip.text.strip())
            return strip

    releases = Watched()
    releases.show(rows(100), cursor=60)
    async with host(releases, size=TWO_LINES):
        assert pictures[:2] == ["Release 50", "2025-12-23"]


async def test_a_state_changes_on_both_heights(host: Make, rows: Make) -> None:
    changed: set[int] = set()

    def make(index: int) -> Release:
        release = Release("motir", f"Release {index}", "2025-12-23", number=index, read=True)
        return release._replace(bookmarked=True, categories=("Trade",)) if index in changed else release

    releases = ReleaseList()
    async with host(releases, size=TWO_LINES):
        releases.show(rows(20, make))
        assert [line.strip() for line in visible(releases)[4:6]] == ["Release 2", "2025-12-23"]
        changed.add(2)
        releases.refresh_rows()
        assert [line.strip() for line in visible(releases)[4:6]] == ["★  Release 2", "2025-12-23 · Trade"]
        releases.move_to(2)
        releases.toggle_mark()
        assert visible(releases)[4].startswith("✓ ★")
        releases.move(1)
        assert visible(releases)[4].startswith("✓ ★")
