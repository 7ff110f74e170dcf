"""The lines of a release in the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from reader.model import STARTER, Release
from reader.tui.widgets.line_view import exact
from reader.tui.widgets.release_row import RowStyles, columns, draw_row
from reader.tui.widgets.tag_colours import colour_of

PLAIN = Style()
BOLD = Style(bold=True)
HIT = Style(underline=True)
STYLES = RowStyles(PLAIN, BOLD, PLAIN, PLAIN, (PLAIN,) * 5, PLAIN, HIT, PLAIN, PLAIN)

RELEASE = Release(
    "motir",
    "Minister Visits the Shipyard in Ulsan",
    "2025-12-23",
    categories=("Industry",),
    number=1,
    read=True,
)
EVERYTHING = RELEASE._replace(read=False, bookmarked=True, note_count=2, revision_count=2, cut=True)


def line(release: Release, width: int, *, marked: bool = False) -> str:
    (only,) = draw_row(release, width, STYLES, marked=marked)
    return "".join(segment.text for segment in only)


def two_lines(release: Release, width: int, *, marked: bool = False) -> list[str]:
    lines = draw_row(release, width, STYLES, lines=2, marked=marked)
    return ["".join(segment.text for segment in line) for line in lines]


def painted(lines: list[list[Segment]], style: Style) -> list[str]:
    return [segment.text for line in lines for segment in line if segment.style == style]


@pytest.mark.parametrize(
    ("release", "width", "expected"),
    [
        (RELEASE, 80, "       2025-12-23  Minister Visits the Shipyard in Ulsan               Industry "),
        (EVERYTHING, 60, " ●★✎≠… 2025-12-23  Minister Visits the Shipyard in Ulsan    "),
        (RELEASE._replace(bookmarked=True, cut=True), 44, "  ★… 2025-12-23 Minister Visits the Shipya… "),
        (EVERYTHING, 40, " ●★✎ 12-23 Minister Visits the Shipyar… "),
        (RELEASE._replace(cut=True), 40, "   … 12-23 Minister Visits the Shipyar… "),
        (RELEASE._replace(date=None), 40, "           Minister Visits the Shipyar… "),
        (EVERYTHING, 24, " ●★✎ Minister Visits t… "),
        (RELEASE._replace(source=STARTER), 48, "     2025-12-23 Minister Visits the Shi… digest "),
        (RELEASE._replace(source=STARTER), 24, "   d Minister Visits t… "),
    ],
)
def test_columns_follow_the_width(release: Release, width: int, expected: str) -> None:
    assert line(release, width) == expected


@pytest.mark.parametrize(
    ("release", "width", "expected"),
    [
        (
            RELEASE,
            48,
            [
                "     Minister Visits the Shipyard in Ulsan      ",
                "     2025-12-23 · Industry                      ",
            ],
        ),
        (EVERYTHING, 32, [" ●★✎ Minister Visits the Shipy… ", "     2025-12-23 · Industry      "]),
        (
            RELEASE._replace(cut=True, categories=("Trade Policy and Agreements",)),
            34,
            ["   … Minister Visits the Shipyar… ", "     2025-12-23 · Trade Policy a… "],
        ),
        (RELEASE._replace(source=STARTER), 40, [None, "     2025-12-23 · digest                "]),
        (RELEASE._replace(categories=()), 32, [None, "     2025-12-23                 "]),
        (RELEASE._replace(date=None), 32, [None, "     Industry                   "]),
        (
            EVERYTHING,
            60,
            [
                " ●★✎≠… Minister Visits the Shipyard in Ulsan                ",
                "       2025-12-23 · Industry                                ",
            ],
        ),
    ],
)
def test_two_lines_hold_the_title_and_the_rest(
    release: Release, width: int, expected: list[str | None]
) -> None:
    drawn = two_lines(release, width)
    assert drawn == [given_line or line for given_line, line in zip(expected, drawn, strict=True)]


def test_only_the_first_of_two_lines_has_marks() -> None:
    first, second = two_lines(EVERYTHING, 48, marked=True)
    assert first.startswith("✓●★✎ ")
    assert second.startswith("     2025")


def test_a_digest_is_named_in_place_of_its_category() -> None:
    assert line(RELEASE._replace(source=STARTER), 80).endswith("  digest ")
    assert "Industry" not in line(RELEASE._replace(source=STARTER), 80)


def test_a_marked_row_has_a_sign_in_the_gutter() -> None:
    assert line(RELEASE, 80, marked=True)[0] == "✓"


@given(st.integers(32, 200))
def test_titles_align(width: int) -> None:
    bare, full = line(RELEASE, width), line(EVERYTHING, width)
    assert bare.index("Minister") == full.index("Minister")


def test_markup_and_escapes_are_text() -> None:
    drawn = line(RELEASE._replace(title="[red]x[/red] \x1b[31m\nnext"), 80)
    assert "[red]x[/red] \u241b[31m next" in drawn


def test_hits_are_painted_as_far_as_the_title_goes() -> None:
    unread = RELEASE._replace(read=False)
    assert painted(draw_row(unread, 48, STYLES, hits=[(32, 37), (0, 8), (9, 15)]), BOLD + HIT) == [
        "Minister",
        "Visits",
    ]
    assert painted(draw_row(RELEASE, 48, STYLES, hits=[(20, 37)]), HIT) == ["Shipyard i"]
    assert painted(draw_row(RELEASE, 48, STYLES, lines=2, hits=[(20, 37)]), HIT) == ["Shipyard in Ulsan"]
    assert painted(draw_row(RELEASE, 34, STYLES, lines=2, hits=[(20, 37)]), HIT) == ["Shipyar"]


def test_a_hit_never_splits_a_character() -> None:
    release = RELEASE._replace(title="Cafe\u0301 한국")
    assert painted(draw_row(release, 60, STYLES, hits=[(3, 4)]), HIT) == ["e\u0301"]


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


HITS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)))


@given(RELEASES, st.integers(20, 200), st.sampled_from([1, 2]), HITS)
def test_every_line_takes_exactly_its_cells(
    release: Release, width: int, lines: int, hits: list[tuple[int, int]]
) -> None:
    drawn = draw_row(release, width, STYLES, lines=lines, hits=hits)
    assert [sum(segment.cell_length for segment in line) for line in drawn] == [width] * lines


@given(RELEASES, st.integers(1, 200), st.sampled_from([1, 2]))
def test_a_strip_is_exact_at_any_width(release: Release, width: int, lines: int) -> None:
    for drawn in draw_row(release, width, STYLES, lines=lines):
        strip = exact(drawn, width, PLAIN)
        assert strip.cell_length == sum(cell_len(segment.text) for segment in strip) == width


TAGS = tuple(Style(italic=True, color=f"color({number})") for number in range(5))
TAGGED = RELEASE._replace(tags=("asean", "supply-chain", "무역"))


@pytest.mark.parametrize(
    ("release", "width", "expected"),
    [
        (TAGGED, 120, "  2025-12-23  Minister Visits the Shipyard in Ulsan  #asean #supply-chain #무역  Industry "),
        (TAGGED, 80, "       2025-12-23  Minister Visits the Shipyard in U…  #asean +2           Industry "),
        (TAGGED, 64, "       2025-12-23  Minister Visits the Shipyard in…  #asean +2    "),
        (TAGGED._replace(title="Steel"), 56, "       2025-12-23  Steel      #asean #supply-chain #무역 "),
        (TAGGED, 44, "     2025-12-23 Minister Visits the Shipya… "),
    ],
)  # fmt: skip
def test_tags_take_what_a_headline_leaves_and_a_little_more(
    release: Release, width: int, expected: str
) -> None:
    """Blanks are not compared."""
    painted = line(release, width)
    assert cell_len(painted) == width
    assert " ".join(painted.split()) == " ".join(expected.split())


@pytest.mark.parametrize(
    ("width", "facts"),
    [
        (63, "       2025-12-23 · Industry   #asean #supply-chain #무역 "),
        (44, "     2025-12-23 · Ind…   #asean #supply-… +1 "),
        (32, "     2025-12-23 · I…  #asean +2 "),
    ],
)
def test_tags_stand_at_the_right_of_the_second_line(width: int, facts: str) -> None:
    painted = two_lines(TAGGED, width)[1]
    assert cell_len(painted) == width
    assert " ".join(painted.split()) == " ".join(facts.split())


def test_each_tag_has_the_colour_of_its_name_and_none_under_the_cursor() -> None:
    styles = STYLES._replace(tags=TAGS)
    (only,) = draw_row(TAGGED, 120, styles)
    assert {segment.text: segment.style for segment in only if segment.text.startswith("#")} == {
        f"#{name}": TAGS[colour_of(name)] for name in TAGGED.tags
    }
    under = RowStyles.under_cursor(HIT)
    (only,) = draw_row(TAGGED, 120, under)
    assert {segment.style for segment in only if segment.text.startswith("#")} == {HIT}


@given(
    st.lists(st.text(st.sampled_from("ab무ガ-"), min_size=1, max_size=40), max_size=6), st.integers(20, 140)
)
def test_rows_with_tags_keep_their_width(tags: list[str], width: int) -> None:
    tagged = EVERYTHING._replace(tags=tuple(tags))
    assert cell_len(line(tagged, width)) == width
    assert {cell_len(one) for one in two_lines(tagged, width)} == {width}
