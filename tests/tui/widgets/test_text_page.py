"""A page broken into lines."""

from reader.tui.widgets.hits import Hits
from reader.tui.widgets.page import BODY, TITLE, Block, Layout, NoteCard, Page, lay_out

BODY_TEXT = "Results Exports grew again. - first thing of two - second one - third That is all."
BLOCKS: list[Block] = [
    ("heading", 0, 7),
    ("paragraph", 8, 27),
    ("item", 28, 48),
    ("item", 49, 61),
    ("item", 62, 69),
    ("paragraph", 70, 82),
]


def texts(layout: Layout) -> list[str]:
    return [
        " " * line.indent + layout.parts[line.part][line.start : line.end] if line.end > line.start else ""
        for line in layout.lines
    ]


def test_headings_keep_to_their_text_and_items_hang() -> None:
    assert texts(lay_out(Page(1, "A Title", BODY_TEXT, blocks=BLOCKS), 14)) == [
        "A Title",
        "",
        "Results",
        "Exports grew",
        "again.",
        "",
        "- first thing",
        "  of two",
        "- second one",
        "- third",
        "",
        "That is all.",
    ]


def test_a_body_without_blocks_is_one_paragraph() -> None:
    assert texts(lay_out(Page(1, "T", "one two"), 40)) == ["T", "", "one two"]


def test_notice_stands_above_and_notes_below() -> None:
    notes = [
        NoteCard("First line.\n\nSecond.\n", "the words", "changed", "2025-12-24"),
        NoteCard("Another."),
    ]
    page = Page(1, "T", "Body.", "2025-12-23 · Industry", "A digest.\nCut.", notes=notes)
    layout = lay_out(page, 60)
    assert texts(layout) == [
        "  A digest.",
        "  Cut.",
        "",
        "T",
        "2025-12-23\u00a0· Industry\u00a0· 2\u00a0notes",
        "",
        "Body.",
        "",
        "Notes",
        "",
        "  “the words”",
        "  First line.",
        "",
        "  Second.",
        "  2025-12-24 · its passage changed; quoted is what it was",
        "",
        "  Another.",
    ]
    assert [line.role for line in layout.lines[9:15]] == ["blank", "quote", "note", "note", "note", "stamp"]


def test_one_note_is_one_note() -> None:
    assert "1\u00a0note" in texts(lay_out(Page(1, "T", "", notes=[NoteCard("x")]), 40))


def test_a_line_is_found_by_any_offset_in_it() -> None:
    layout = lay_out(Page(1, "A Title", BODY_TEXT, blocks=BLOCKS), 14)
    for number, line in enumerate(layout.lines):
        for offset in range(line.start, line.end):
            assert layout.line_at(line.part, offset) == number


def test_overlapping_hits_are_one_and_empty_ones_none() -> None:
    hits = Hits(
        Page(1, "A Title", BODY_TEXT, title_hits=[(2, 7)], body_hits=[(8, 15), (0, 4), (12, 20), (5, 5)])
    )
    assert hits.spans == [(TITLE, 2, 7), (BODY, 0, 4), (BODY, 8, 20)]


def test_a_hit_across_lines_is_painted_in_each() -> None:
    page = Page(1, "T", "alpha beta gamma", body_hits=[(2, 13)])
    layout, hits = lay_out(page, 6), Hits(page)
    body = [line for line in layout.lines if line.role == "text"]
    pieces = [[(page.body[a:b], hit) for a, b, hit in hits.pieces(page.body, line)] for line in body]
    assert pieces == [[("al", None), ("pha", 0)], [("beta", 0)], [("ga", 0), ("mma", None)]]


def test_hits_in_one_wide_character_are_painted_once() -> None:
    page = Page(1, "T", "xe\u0301\u0302y", body_hits=[(1, 2), (2, 3), (3, 5)])
    layout, hits = lay_out(page, 20), Hits(page)
    assert list(hits.pieces(page.body, layout.lines[-1])) == [(0, 1, None), (1, 4, 0), (4, 5, 2)]
