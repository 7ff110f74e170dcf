"""How noted and selected passages are painted, and the list of notes."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import cells
from reader.tui.widgets import text_pane
from reader.tui.widgets.hits import Hits, Passages
from reader.tui.widgets.note_list import NoteList, NoteRow
from reader.tui.widgets.page import NoteCard, Page, lay_out, shortened
from reader.tui.widgets.text_pane import TextPane

Make = Callable[..., Any]

BODY = "The first words. 산업통상부는 회의를 열었다. The last words of all."


def page(**changes: Any) -> Page:
    return Page(**{"key": 1, "title": "T", "body": BODY, **changes})


def painted(pane: TextPane, role: str) -> str:
    wanted = pane._style(role).bgcolor
    return "".join(
        segment.text
        for y in range(pane.size.height)
        for segment in pane.render_line(y)
        if segment.style is not None and segment.style.bgcolor == wanted and segment.text.strip()
    )


async def test_noted_passages_are_coloured_and_signed_where_they_begin(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(30, 12)):
        first, korean = BODY.index("first"), BODY.index("회의를")
        pane.show(page(noted=[(korean, korean + 7), (first, first + 5), (first, first + 11)]))
        assert painted(pane, "noted") == "first words회의를 열었다"
        lines = [pane.render_line(y).text for y in range(pane.size.height)]
        assert [line.startswith("✎") for line in lines if line.strip()] == [False, True, True, False]
        assert all(cells.width(line) == 30 for line in lines)


async def test_what_is_selected_is_seen_above_hits_and_notes(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 12)):
        pane.show(page(noted=[(4, 15)], body_hits=[(10, 15)]))
        assert pane.select(lambda one: one.take(4, 23))
        assert painted(pane, "selected") == "first words. 산업통상부는"
        assert painted(pane, "noted") == ""
        pane.unselect()
        assert painted(pane, "noted") == "first words"


async def test_marks_wrap_nothing_anew(host: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 12)):
        pane.show(page())
        calls: list[object] = []
        monkeypatch.setattr(text_pane, "lay_out", lambda *_: calls.append(1))
        pane.show(page(noted=[(4, 15)]))
        pane.select(lambda one: one.take(0, 4))
        assert calls == []


async def test_a_selection_goes_with_its_words(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 12)) as hosted:
        for other, stays in [
            (page(noted=[(0, 3)]), True),
            (page(body=BODY + " More."), False),
            (page(key=2), False),
            (None, False),
        ]:
            pane.show(page())
            pane.select(lambda one: one.take(4, 15))
            pane.show(other)
            assert (pane.selection is not None) == stays
            pane.unselect()
        await hosted.pilot.pause()
        assert [one.lost for one in hosted.posted].count(True) == 3


async def test_an_empty_text_has_nothing_to_select(host: Make) -> None:
    pane = TextPane()
    async with host(pane, size=(60, 12)):
        assert not pane.select_visible()
        pane.show(page(body=""))
        assert not pane.select_visible()
        assert pane.offset_at(3, 3) is None


@given(
    st.text(st.sampled_from("ab 한국é\u0301🇰🇷\u200b\n"), max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4),
    st.integers(8, 40),
)
def test_every_character_is_painted_once(body: str, spans: list[tuple[int, int]], width: int) -> None:
    noted = [(start, end) for start, end in spans if start < end <= len(body)]
    one = page(body=body, noted=noted, body_hits=noted[:1])
    layout = lay_out(one, width)
    passages, hits = Passages(one), Hits(one)
    passages.selected = noted[-1] if noted else None
    for line in layout.lines:
        text = layout.parts[line.part]
        within = passages.within(text, line)
        pieces = [
            piece for start, end, _ in hits.pieces(text, line) for piece in text_pane._cut(start, end, within)
        ]
        assert "".join(text[start:end] for start, end in pieces) == text[line.start : line.end]


@given(st.text(max_size=300), st.integers(4, 80))
def test_a_shortened_text_keeps_its_beginning_and_end(text: str, most: int) -> None:
    line = " ".join(text.split())
    short = shortened(text, most)
    assert len(short) <= most + 3
    if len(line) <= most:
        assert short == line
    else:
        begin, _, end = short.partition(" … ")
        assert line.startswith(begin)
        assert line.endswith(end.partition(" … ")[2] or end)


NOTES = [
    NoteRow(
        "a", NoteCard("First\n\nline of [b]text[/b] " + "long " * 40, "the words", "changed", "2025-01-01")
    ),
    NoteRow("b", NoteCard("항만 회의를 열었다", None, "free", "2025-01-02")),
    NoteRow("c", NoteCard("", "q" * 200, "anchored", "")),
]


@pytest.mark.parametrize("width", [8, 30, 80])
async def test_a_note_takes_four_lines_of_any_width(host: Make, width: int) -> None:
    notes = NoteList(NOTES)
    async with host(notes, size=(width, 14)):
        for index in range(3):
            drawn = notes.draw(index, width)
            assert [strip.cell_length for strip in drawn] == [width] * 4


async def test_a_note_is_told_by_its_passage_its_beginning_and_its_day(host: Make) -> None:
    notes = NoteList(NOTES)
    async with host(notes, size=(80, 14)):
        lines = [strip.text.rstrip() for strip in notes.draw(0, 80)]
        assert lines[0] == " “the words”"
        assert lines[1].startswith("   First line of [b]text[/b] long")
        assert lines[2].endswith("…")
        assert lines[3] == "   2025-01-01 · its passage changed"
        assert [strip.text.rstrip() for strip in notes.draw(1, 80)] == [
            " on the whole release",
            "   항만 회의를 열었다",
            "   2025-01-02",
            "",
        ]


async def test_a_second_click_chooses_a_note(host: Make) -> None:
    notes = NoteList(NOTES)
    async with host(notes, size=(40, 14)) as hosted:
        await hosted.pilot.click(notes, offset=(5, 5))
        assert notes.selected == NOTES[1]
        assert [type(one) for one in hosted.posted] == [NoteList.Moved]
        await hosted.pilot.click(notes, offset=(5, 5))
        await hosted.pilot.pause()
        assert [one.note for one in hosted.posted[1:]] == ["b"]
