"""The line below a headline that shows why the release was found."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from reader import cells
from reader.model import Release
from reader.tui.widgets.excerpt import Excerpt, draw_excerpt, title_edge
from reader.tui.widgets.release_list import ReleaseList
from reader.tui.widgets.release_row import RowStyles, draw_row

Make = Callable[..., Any]

ROW = Style()
HIT, DIM, NOTICE = Style(underline=True), Style(dim=True), Style(italic=True)
STYLES = RowStyles(ROW, ROW, ROW, ROW, (ROW,) * 5, ROW, HIT, DIM, NOTICE)
TEXT = "The ministers agreed on a quota for steel pipes, which begins in the autumn."


def drawn(excerpt: Excerpt | None, width: int, indent: int = 4) -> str:
    return "".join(segment.text for segment in draw_excerpt(excerpt, width, STYLES, indent=indent))


def hits(excerpt: Excerpt, width: int, indent: int = 4) -> list[str]:
    line = draw_excerpt(excerpt, width, STYLES, indent=indent)
    return [
        segment.text
        for segment in line
        if segment.style and segment.style.underline and not segment.style.dim
    ]


def at(word: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(word), text.index(word) + len(word)


@pytest.mark.parametrize(
    ("excerpt", "width", "expected"),
    [
        (Excerpt(TEXT, [at("quota")]), 86, f"    {TEXT}      "),
        (Excerpt(TEXT, [at("ministers")]), 40, "    The ministers agreed on a quota fo… "),
        (Excerpt(TEXT, [at("steel"), at("begins")]), 40, "    …quota for steel pipes, which begi… "),
        (Excerpt(TEXT, [at("autumn"), at("pipes")]), 40, "    …for steel pipes, which begins in… "),
        (Excerpt(TEXT, [at("autumn")]), 40, "    …pipes, which begins in the autumn."),
        (Excerpt(TEXT), 40, "    The ministers agreed on a quota fo… "),
        (Excerpt(TEXT, [at("steel")], "note"), 40, "    note: …for steel pipes, which begi… "),
        (Excerpt(TEXT, [at("steel")], "a very long label"), 30, "    a very long…: …steel pip… "),
        (Excerpt("[b]x[/b]\x1b[31m\nnext", [(3, 4)]), 30, "    [b]x[/b]␛[31m next        "),
        (Excerpt("산업통상부는 오늘 반도체 수출을 발표했다", [(10, 13)]), 24, "    …오늘 반도체 수출… "),
        (None, 12, " " * 12),
    ],
)
def test_the_window_shows_the_first_hit(excerpt: Excerpt | None, width: int, expected: str) -> None:
    line = drawn(excerpt, width)
    assert line.rstrip() == expected.rstrip()
    assert cell_len(line) == width


def test_hits_are_marked_wherever_the_window_begins() -> None:
    excerpt = Excerpt(TEXT, [at("autumn"), at("steel"), at("pipes")])
    assert hits(excerpt, 90) == ["steel", "pipes", "autumn"]
    assert hits(excerpt, 40) == ["steel", "pipes"]
    assert hits(Excerpt(TEXT, [(0, len(TEXT))]), 20) == ["The ministers"]
    assert hits(Excerpt("Cafe\u0301 한국", [(3, 4)]), 40) == ["e\u0301"]
    assert hits(Excerpt(TEXT, [(200, 300), (5, 5)]), 40) == []


@pytest.mark.parametrize("width", [24, 31, 40, 48, 63, 64, 70, 120])
@pytest.mark.parametrize("lines", [1, 2])
def test_it_begins_below_the_title(width: int, lines: int) -> None:
    release = Release("motir", "Title", "2025-12-23", read=True)
    title = "".join(segment.text for segment in draw_row(release, width, STYLES, lines=lines)[0])
    assert title.index("Title") == title_edge(width, lines)


LETTERS = st.text(st.characters()) | st.text("한字e\u0301\u200d👩🇰\ufe0f❤ a", max_size=80)
SPANS = st.lists(st.tuples(st.integers(-3, 90), st.integers(-3, 90)), max_size=4)


@given(LETTERS, SPANS, st.sampled_from(["", "note", "한국 " * 9]), st.integers(20, 120), st.integers(3, 19))
def test_every_line_takes_exactly_its_cells(
    text: str, spans: list[tuple[int, int]], label: str, width: int, indent: int
) -> None:
    line = drawn(Excerpt(text, spans, label), width, min(indent, width - 12))
    assert cell_len(line) == width
    assert cells.safe(line) == line


@given(st.text("ab 한국", max_size=120), st.integers(0, 110), st.integers(1, 12), st.integers(30, 60))
def test_the_beginning_of_the_first_hit_is_always_visible(
    text: str, start: int, length: int, width: int
) -> None:
    shown = text + " " * (start - len(text)) + "HIT" * length
    span = len(shown) - 3 * length, len(shown)
    assert "".join(hits(Excerpt(shown + " and more", [span]), width)).startswith("HITHI"[: 3 * length])


def excerpts(asked: list[int]) -> Callable[[Release], Excerpt | None]:
    def find(release: Release) -> Excerpt | None:
        asked.append(release.number)
        return Excerpt(f"excerpt of {release.number}", [(0, 7)]) if release.number % 2 else None

    return find


def visible(releases: ReleaseList) -> list[str]:
    return [releases.render_line(y).text.strip() for y in range(releases.size.height)]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((80, 24), ["2025-12-23  Release 0", "excerpt of 1", "2025-12-23  Release 1", ""]),
        ((48, 23), ["Release 0", "2025-12-23", "excerpt of 1", "Release 1", "2025-12-23", ""]),
        ((48, 11), ["2025-12-23 Release 0", "excerpt of 1", "2025-12-23 Release 1", ""]),
    ],
)
async def test_each_row_has_one_more_line(
    host: Make, rows: Make, size: tuple[int, int], expected: list[str]
) -> None:
    releases = ReleaseList()
    async with host(releases, size=size):
        releases.show(rows(100))
        before = visible(releases)
        releases.set_excerpts(excerpts([]))
        assert visible(releases)[: len(expected)] == expected
        assert releases.lines_per_row == len(expected) // 2
        underlined = [part.text for part in releases.render_line(len(expected) // 2 - 1) if _underlined(part)]
        assert underlined == ["excerpt"]
        releases.set_excerpts(None)
        assert visible(releases) == before


def _underlined(segment: Any) -> bool:
    return bool(segment.style and segment.style.underline)


async def test_switching_keeps_cursor_and_first_row(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    async with host(releases, size=(80, 24)):
        releases.show(rows(1000), cursor=500)
        releases.scroll_to_row(495)
        for find, top in ((excerpts([]), 495), (None, 495), (excerpts([]), 495)):
            releases.set_excerpts(find)
            assert (releases.cursor, releases.top_row) == (500, top)
        releases.set_excerpts(None)
        releases.move_to(515)
        releases.set_excerpts(excerpts([]))
        assert (releases.cursor, releases.top_row) == (515, 504)
        releases.show(rows(1000))
        releases.move_to(999)
        assert visible(releases)[-2:] == ["2025-12-23  Release 999", ""]


async def test_excerpts_set_before_the_first_picture_are_in_it(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    releases.set_excerpts(excerpts([]))
    releases.show(rows(100), cursor=60)
    async with host(releases, size=(80, 24)):
        assert (releases.lines_per_row, releases.top_row) == (2, 49)
        assert visible(releases)[2:4] == ["2025-12-23  Release 50", "excerpt of 51"]


async def test_only_rows_that_are_drawn_are_asked_for_and_once(host: Make, rows: Make) -> None:
    releases = ReleaseList()
    asked: list[int] = []
    async with host(releases, size=(80, 12)) as hosted:
        releases.show(rows(1_000_000))
        releases.set_excerpts(excerpts(asked))
        await hosted.pilot.pause()
        assert asked == [1, 2, 3, 4, 5, 6]
        releases.move(3)
        releases.toggle_mark()
        releases.refresh_rows()
        hosted.pilot.app.theme = "textual-light"
        await hosted.pilot.resize_terminal(90, 12)
        await hosted.pilot.pause()
        assert asked == [1, 2, 3, 4, 5, 6]
        changes: list[Callable[[], None]] = [
            lambda: releases.set_marks(None),
            lambda: releases.set_excerpts(excerpts(asked)),
            lambda: releases.reload(rows(9), 3),
            lambda: releases.show(rows(9)),
        ]
        for change in changes:
            asked.clear()
            change()
            await hosted.pilot.pause()
            assert asked == [1, 2, 3, 4, 5, 6]
