"""The text pane on a screen."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.tui.widgets import page as page_module
from reader.tui.widgets import text_pane
from reader.tui.widgets.page import NoteCard, Page
from reader.tui.widgets.text_pane import TextPane

Make = Callable[..., Any]

WORDS = " ".join(f"word{number}" for number in range(900))


def page(key: object = 1, **changes: Any) -> Page:
    values: dict[str, Any] = {"key": key, "title": "A Title", "body": WORDS, "facts": "2025-12-23 · Industry"}
    return Page(**{**values, **changes})


def visible(pane: TextPane) -> list[str]:
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


def painted(pane: TextPane, attribute: str) -> list[str]:
    return [
        segment.text
        for y in range(pane.size.height)
        for segment in pane.render_line(y)
        if segment.style is not None and getattr(segment.style, attribute) and segment.text.strip()
    ]


async def test_a_page_is_shown_in_a_column_with_a_margin(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(100, 8)):
        pane.show(page(notice="A digest."))
        assert visible(pane)[:6] == [
            "  ▌ A digest.",
            "",
            "  A Title",
            "  2025-12-23\u00a0· Industry",
            "",
            "  " + " ".join(f"word{number}" for number in range(11)),
        ]
        assert max(map(len, visible(pane))) <= 2 + 72


async def test_notes_are_ruled_off_and_barred(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(30, 12)):
        pane.show(
            page(body="Body.", facts="", notes=[NoteCard("Mine.", "the words", "anchored", "2025-12-24")])
        )
        assert visible(pane)[5:] == [
            " Notes ──────────────────────",
            "",
            " │ “the words”",
            " │ Mine.",
            " │ 2025-12-24",
            "",
            "",
        ]


async def test_scrolling_stops_at_the_ends(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 12)) as hosted:
        pane.show(page())
        await hosted.pilot.pause()
        assert not pane.scroll_lines(-1)
        steps: list[tuple[Callable[[], object], int]] = [
            (lambda: pane.scroll_lines(3), 3),
            (lambda: pane.scroll_page(1), 13),
            (lambda: pane.half_page(1), 19),
            (lambda: pane.half_page(-1), 13),
            (lambda: pane.scroll_page(-1), 3),
            (lambda: pane.scroll_lines(-9), 0),
        ]
        for step, top in steps:
            assert step()
            assert pane.top == top
        pane.end()
        assert visible(pane)[-1].endswith("word899")
        assert not pane.scroll_page(1)
        pane.home()
        assert visible(pane)[0] == "  A Title"


async def test_a_short_page_is_at_its_end_at_once(host: Make) -> None:
    pane = TextPane()
    async with host(pane):
        pane.show(page(body="Short."))
        assert not pane.scroll_lines(1)


async def test_the_place_in_the_text_outlives_other_widths(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 12)) as hosted:
        pane.show(page())
        await hosted.pilot.pause()
        pane.go_to(3000)
        start = pane.position
        assert start <= 3000 < start + 60
        for width, height in [(30, 12), (100, 30), (45, 5), (100, 12)]:
            await hosted.pilot.resize_terminal(width, height)
            await hosted.pilot.pause()
            assert pane.position <= 3000 < pane.position + 100
        pane.measure = 40
        await hosted.pilot.pause()
        pane.measure = 72
        await hosted.pilot.resize_terminal(60, 12)
        await hosted.pilot.pause()
        assert pane.position == start


async def test_going_on_after_a_resize_starts_from_there(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 12)) as hosted:
        pane.show(page())
        await hosted.pilot.pause()
        pane.go_to(3000)
        await hosted.pilot.resize_terminal(40, 12)
        await hosted.pilot.pause()
        pane.scroll_lines(5)
        here = pane.position
        await hosted.pilot.resize_terminal(60, 12)
        await hosted.pilot.pause()
        assert pane.position <= here < pane.position + 60


async def test_position_above_and_below_the_body(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 4)) as hosted:
        assert pane.position == 0
        pane.show(page(body="Body.", notes=[NoteCard("line\n" * 9)]))
        await hosted.pilot.pause()
        assert pane.position == 0
        pane.end()
        assert pane.position == len("Body.")
        pane.go_to(0)
        assert visible(pane)[0] == "  A Title"


async def test_another_page_starts_at_its_beginning_and_the_same_stays(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 12)):
        pane.show(page())
        pane.go_to(2000)
        before = visible(pane)
        pane.show(page(facts="2025-12-23 · bookmarked"))
        assert visible(pane) == before
        pane.show(page(2))
        assert pane.top == 0


async def test_a_page_shown_before_the_first_layout_is_there(host: Make) -> None:
    pane = TextPane()
    pane.show(page())
    async with host(pane, size=(60, 12)):
        assert visible(pane)[0] == "  A Title"


async def test_text_is_wrapped_once_for_a_width(host: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped: list[object] = []

    def spy(given: Page, column: int) -> Any:
        wrapped.append((given.key, column))
        return page_module.lay_out(given, column)

    monkeypatch.setattr(text_pane, "lay_out", spy)
    pane = TextPane()
    async with host(pane, size=(60, 12)):
        for key in (1, 2, 1, 2):
            pane.show(page(key))
        pane.show(page(2, body_hits=[(0, 4)]))
        assert wrapped == [(1, 56), (2, 56)]
        pane.show(page(2, notes=[NoteCard("New.")]))
        assert wrapped[2:] == [(2, 56)]
        for key in range(20):
            pane.show(page(key))
        pane.show(page(1))
        assert wrapped.count((1, 56)) == 2


async def test_hits_are_walked_around(host: Make) -> None:
    pane = TextPane()
    spans = [(WORDS.index(f"word{number} "), WORDS.index(f"word{number} ") + 4) for number in (5, 6, 500)]
    async with host(pane, size=(60, 12)):
        pane.show(page(title_hits=[(2, 7)], body_hits=spans))
        assert pane.hit_position == (0, 4)
        assert painted(pane, "underline") == ["Title", "word", "word"]
        walked = []
        for step in (1, 1, 1, 1, 1, -1, -1):
            assert pane.next_hit(step)
            walked.append((pane.hit_position[0], pane.top > 0))
        assert walked == [(1, False), (2, False), (3, False), (4, True), (1, False), (4, True), (3, False)]
        assert painted(pane, "reverse") == ["word"]
        assert painted(pane, "underline") == ["Title", "word"]


async def test_the_first_hit_is_the_nearest(host: Make) -> None:
    pane = TextPane()
    spans = [(offset, offset + 4) for offset in range(0, 6000, 1000)]
    async with host(pane, size=(60, 12)):
        pane.show(page(body_hits=spans))
        pane.go_to(2500)
        pane.next_hit()
        assert pane.hit_position == (4, 6)
        pane.show(page(2, body_hits=spans))
        pane.go_to(2500)
        pane.next_hit(-1)
        assert pane.hit_position == (3, 6)


async def test_other_hits_start_anew_and_the_same_go_on(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 12)):
        pane.show(page(body_hits=[(0, 4), (10, 14)]))
        pane.next_hit()
        pane.show(page(facts="", body_hits=[(0, 4), (10, 14)]))
        assert pane.hit_position == (1, 2)
        pane.show(page(body_hits=[(0, 4)]))
        assert pane.hit_position == (0, 1)
        pane.show(page())
        assert not pane.next_hit()
        assert pane.hit_position == (0, 0)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_hits_differ_by_more_than_colour(host: Make, theme: str) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 12)) as hosted:
        hosted.pilot.app.theme = theme
        await hosted.pilot.pause()
        pane.show(page(body_hits=[(0, 5), (10, 14)]))
        pane.next_hit()
        assert painted(pane, "reverse") == ["word0"]
        assert len(painted(pane, "underline")) == 1


async def test_nothing_is_said_in_words(host: Make) -> None:
    pane = TextPane(empty_text="Nothing [b]selected[/b]")
    async with host(pane, size=(40, 5)):
        assert visible(pane)[2].strip() == "Nothing [b]selected[/b]"
        pane.show(page())
        assert pane.page == page()
        pane.show(None)
        assert visible(pane)[2].strip() == "Nothing [b]selected[/b]"
        assert not pane.next_hit()
        assert pane.position == 0
        assert not pane.page


async def test_what_a_terminal_would_act_on_is_shown(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 8)):
        pane.show(page(title="[red]x[/red]", body="a\x1b[2Jb\tc\u202ed", facts="\x07"))
        assert visible(pane)[:4] == ["  [red]x[/red]", "  \u2407", "", "  a\u241b[2Jb cd"]


PIECES = st.lists(
    st.sampled_from(
        [
            "word ",
            "字",
            "한국 ",
            "e\u0301",
            "👩\u200d👩\u200d👧",
            "🇰🇷",
            "\u200d",
            "\ufe0f",
            "。",
            "-",
            " ",
            "\x1b",
            "\n",
        ]
    )
).map("".join)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5)


@pytest.mark.parametrize("width", [20, 47, 90])
async def test_every_line_fills_the_width(host: Make, width: int) -> None:
    pane = TextPane()
    async with host(pane, size=(width, 20)):

        @settings(max_examples=60, deadline=None)
        @given(PIECES | st.text(), PIECES, PIECES, SPANS, st.booleans())
        def check(body: str, title: str, note: str, hits: list[tuple[int, int]], walk: bool) -> None:
            pane.show(
                Page(
                    object(),
                    title,
                    body,
                    title,
                    note,
                    (),
                    [NoteCard(note, title)],
                    title_hits=hits,
                    body_hits=hits,
                )
            )
            if walk:
                pane.next_hit()
            for y in range(20):
                strip = pane.render_line(y)
                assert (
                    sum(cell_len(segment.text) for segment in strip) == strip.cell_length == pane.size.width
                )

        check()


async def test_a_million_characters_are_painted_by_the_screen(host: Make) -> None:
    pane = TextPane()
    body = WORDS * 140
    async with host(pane, size=(80, 24)) as hosted:
        pane.show(page(body=body, body_hits=[(offset, offset + 4) for offset in range(0, len(body), 100)]))
        pane.end()
        await hosted.pilot.pause()
        assert visible(pane)[-1].endswith("word899")
        pane.next_hit(-1)
        assert pane.hit_position[0] > 9000
