"""One line of the list of releases."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from reader.model import STARTER, Release
from reader.tui.widgets.line_view import exact
from reader.tui.widgets.release_row import RowStyles, columns, draw_row

PLAIN = Style()
BOLD = Style(bold=True)
HIT = Style(underline=True)
STYLES = RowStyles(PLAIN, BOLD, PLAIN, PLAIN, (PLAIN,) * 5, PLAIN, HIT)

RELEASE = Release(
    "motir",
    "Minister Visits the Shipyard in Ulsan",
    "2025-12-23",
    categories=("Industry",),
    number=1,
    read=True,
)
EVERYTHING = replace(RELEASE, read=False, bookmarked=True, note_count=2, revision_count=2, cut=True)


def line(release: Release, width: int, *, marked: bool = False) -> str:
    return "".join(segment.text for segment in draw_row(release, width, STYLES, marked=marked))


@pytest.mark.parametrize(
    ("release", "width", "expected"),
    [
        (RELEASE, 80, "       2025-12-23  Minister Visits the Shipyard in Ulsan               Industry "),
        (EVERYTHING, 60, " ●★✎≠… 2025-12-23  Minister Visits the Shipyard in Ulsan    "),
        (replace(RELEASE, bookmarked=True, cut=True), 44, "  ★… 2025-12-23 Minister Visits the Shipya… "),
        (EVERYTHING, 40, " ●★✎ 12-23 Minister Visits the Shipyar… "),
        (replace(RELEASE, cut=True), 40, "   … 12-23 Minister Visits the Shipyar… "),
        (replace(RELEASE, date=None), 40, "           Minister Visits the Shipyar… "),
        (EVERYTHING, 24, " ●★✎ Minister Visits t… "),
        (replace(RELEASE, source=STARTER), 48, "     2025-12-23 Minister Visits the Shi… digest "),
        (replace(RELEASE, source=STARTER), 24, "   d Minister Visits t… "),
    ],
)
def test_columns_follow_the_width(release: Release, width: int, expected: str) -> None:
    assert line(release, width) == expected


def test_a_digest_is_named_in_place_of_its_category() -> None:
    assert line(replace(RELEASE, source=STARTER), 80).endswith("  digest ")
    assert "Industry" not in line(replace(RELEASE, source=STARTER), 80)


def test_a_marked_row_has_a_sign_in_the_gutter() -> None:
    assert line(RELEASE, 80, marked=True)[0] == "✓"


@given(st.integers(32, 200))
def test_titles_align(width: int) -> None:
    bare, full = line(RELEASE, width), line(EVERYTHING, width)
    assert bare.index("Minister") == full.index("Minister")


def test_markup_and_escapes_are_text() -> None:
    drawn = line(replace(RELEASE, title="[red]x[/red] \x1b[31m\nnext"), 80)
    assert "[red]x[/red] \u241b[31m next" in drawn


def test_hits_are_painted_as_far_as_the_title_goes() -> None:
    segments = draw_row(replace(RELEASE, read=False), 48, STYLES, [(32, 37), (0, 8), (9, 15)])
    painted = [segment.text for segment in segments if segment.style == BOLD + HIT]
    assert painted == ["Minister", "Visits"]
    segments = draw_row(RELEASE, 48, STYLES, [(20, 37)])
    assert [segment.text for segment in segments if segment.style == HIT] == ["Shipyard i"]


def test_a_hit_never_splits_a_character() -> None:
    release = replace(RELEASE, title="Cafe\u0301 한국")
    segments = draw_row(release, 60, STYLES, [(3, 4)])
    assert [segment.text for segment in segments if segment.style == HIT] == ["e\u0301"]


def test_columns_leave_the_title_something() -> None:
    assert all(columns(width).title >= 14 for width in range(20, 201))


RELEASES = st.builds(
    Release,
    source=st.sampled_from(["motir", STARTER]),
    title=st.text(st.characters()) | st.text("한字e\u0301\u200d👩🇰\ufe0f❤ a"),
    date=st.none() | st.just("2025-12-23") | st.text(),
    categories=st.lists(st.text(), max_size=1).map(tuple),
    read=st.booleans(),
    bookmarked=st.booleans(),
    note_count=st.integers(0, 2),
    revision_count=st.integers(1, 2),
    cut=st.booleans(),
)


@given(RELEASES, st.integers(20, 200), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20))))
def test_every_row_takes_exactly_its_cells(release: Release, width: int, hits: list[tuple[int, int]]) -> None:
    segments = draw_row(release, width, STYLES, hits)
    assert sum(segment.cell_length for segment in segments) == width


@given(RELEASES, st.integers(1, 200))
def test_a_strip_is_exact_at_any_width(release: Release, width: int) -> None:
    strip = exact(draw_row(release, width, STYLES), width, PLAIN)
    assert strip.cell_length == sum(cell_len(segment.text) for segment in strip) == width
