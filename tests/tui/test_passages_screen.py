"""Selecting a passage, noting it, and what becomes of both when the text changes."""

from pathlib import Path

import pytest
from textual.widgets import Static

from reader.library import Library
from reader.library.notes import Draft
from reader.store.database import Database
from reader.tui.screens.notes import NotesScreen
from tests import listings
from tests.tui.conftest import Reading, fill, reading

pytestmark = pytest.mark.usefixtures("filled")

FIRST = "The Ministry of Harbours held the 4th Port Forum on Monday, March 3, at Pier 9 in Busan."


def selected(reader: Reading) -> str:
    passage = reader.main.selected_passage
    return "" if passage is None else passage[3]


def painted(reader: Reading) -> list[str]:
    text = reader.main.text
    return [text.render_line(y).text.rstrip() for y in range(text.size.height)]


async def test_selecting_begins_with_the_first_visible_sentence_and_moves() -> None:
    async with reading() as reader:
        await reader.press("v")
        assert reader.main.place == "select"
        assert selected(reader) == FIRST
        assert reader.said == "18 words selected"
        revision, start, end, text = reader.main.selected_passage or (0, 0, 0, "")
        page = reader.main.text.page
        assert page is not None
        assert (revision, text) == (1, page.body[start:end])
        await reader.press("j")
        assert selected(reader).startswith("More than 60")
        await reader.press("l", "L", "shift+right")
        assert selected(reader) == "More than 60"
        await reader.press("o", "H")
        assert selected(reader) == ". More than 60"
        await reader.press("v")
        assert selected(reader).startswith("More than 60") or selected(reader).startswith("The Ministry")
        await reader.press("escape")
        assert reader.main.selected_passage is None
        assert reader.main.focused is reader.main.text
        assert reader.said == ""


async def test_selecting_begins_with_the_current_hit() -> None:
    async with reading() as reader:
        await reader.search('"shore power"')
        await reader.press("down", "n", "n", "v")  # the first hit is in the headline
        assert selected(reader).casefold() == "shore power"
        await reader.press("v")
        assert selected(reader).startswith("More than 60 experts")


async def test_selecting_begins_with_a_hit_that_is_seen() -> None:
    async with reading() as reader:
        await reader.search("ammonia")
        await reader.press("down", "v")
        assert selected(reader).casefold() == "ammonia"
        assert " n " in f" {reader.main.keys.render_line(0).text} "


async def test_the_end_moves_by_paragraphs_and_to_the_edges_of_the_text() -> None:
    async with reading() as reader:
        await reader.press("enter", "v", "right_parenthesis")
        paragraph = selected(reader)
        assert paragraph.startswith(FIRST)
        await reader.press("right_parenthesis")
        assert len(selected(reader)) > len(paragraph)
        await reader.press("left_parenthesis")
        assert selected(reader) == paragraph
        await reader.press("dollar_sign")
        page = reader.main.text.page
        assert page is not None
        assert selected(reader) == page.body[page.body.index(FIRST) :].rstrip()
        await reader.press("G", "circumflex_accent")
        assert selected(reader) == page.body.strip()


async def test_what_is_selected_stays_in_view() -> None:
    async with reading((60, 20)) as reader:
        await reader.press("enter", "v", "G")
        text = reader.main.text
        assert text.selection is not None
        assert selected(reader).startswith("Exports through Busan")
        number = text._lines.line_at(3, text.selection.start) if text._lines else -1
        assert text.top <= number < text.top + text.size.height
        await reader.press("g")
        assert selected(reader) == FIRST
        await reader.press("space")
        assert reader.main.text.selection is not None
        assert selected(reader) != FIRST


async def test_keys_of_the_text_work_while_a_passage_is_selected() -> None:
    async with reading() as reader:
        await reader.press("v", "right_square_bracket")
        assert reader.main.selected_passage is None
        page = reader.main.text.page
        assert page is not None
        assert page.title == "Two Ministers Meet in Busan"
        await reader.press("v", "question_mark")
        assert "a passage is selected" in "\n".join(
            str(part) for part in reader.app.screen.query_one("#help Static").render_line(0)
        )


async def test_the_mouse_draws_and_clicks() -> None:
    async with reading() as reader:
        text = reader.main.text
        row = next(y for y, line in enumerate(painted(reader)) if "The Ministry of Harbours" in line)
        line = painted(reader)[row]
        at = line.index("Ministry") + 2
        to = line.index("held") + 1
        await reader.pilot.mouse_down(text, offset=(at, row))
        await reader.pilot.hover(text, offset=(to, row))
        await reader.pilot.mouse_up(text, offset=(to, row))
        assert selected(reader) == "Ministry of Harbours held"
        assert reader.main.place == "select"
        await reader.press("L")
        assert selected(reader) == "Ministry of Harbours held the"
        await reader.pilot.click(text, offset=(at, row))
        assert selected(reader) == ""
        await reader.pilot.double_click(text, offset=(at, row))
        assert selected(reader) == "Ministry"
        await reader.pilot.triple_click(text, offset=(at, row))
        assert selected(reader) == FIRST


async def test_the_mouse_draws_beyond_the_edge() -> None:
    with Library.open() as library:
        library.notes.write(library.releases.all().numbers()[0], "long note\n" * 60)
    async with reading((60, 14)) as reader:
        await reader.press("enter")
        text = reader.main.text
        row = next(y for y, line in enumerate(painted(reader)) if "The Ministry" in line)
        await reader.pilot.mouse_down(text, offset=(4, row))
        await reader.pilot.hover(text, offset=(9, row))
        text._pointer = (20, text.size.height + 1)
        text._dragging = True
        for _ in range(60):
            text._scroll_on()
        assert not text.in_body(text.size.height - 1)
        assert text.top < text.max_scroll_y, "not on through the notes"
        assert selected(reader).startswith("The Ministry")
        assert selected(reader).endswith("59.6 billion.")
        await reader.pilot.mouse_up(text, offset=(9, 2))
        assert reader.main.place == "select"


async def test_wide_characters_are_selected_where_they_are_painted() -> None:
    async with reading() as reader:
        await reader.search("산업통상부")
        await reader.press("down")
        row, line = next((y, line) for y, line in enumerate(painted(reader)) if "열었다" in line)
        before = line[: line.index("회의를")]
        cell = len(before) + sum(character > "\u1100" for character in before)
        for shift in (0, 1, 5):
            await reader.pilot.double_click(reader.main.text, offset=(cell + shift, row))
            assert selected(reader) == "회의를"


async def test_a_note_on_a_passage_is_anchored_marked_and_found_again() -> None:
    async with reading() as reader:
        await reader.press("v", "j", "a")
        editor = reader.main.editor
        assert editor is not None
        assert "More than 60 experts" in str(editor.query_one("#note-quote").render())
        await reader.press(*"Who?", "escape")
        assert reader.said == "Note saved."
        assert reader.main.selected_passage is None
        (note,) = reader.main.library.notes.all()
        assert note.state == "anchored"
        assert note.passage is not None
        assert note.passage.exact.startswith("More than 60 experts")
        assert sum(line.startswith("✎") for line in painted(reader)) == 1
        await reader.press("A", "space")
        assert selected(reader) == note.passage.exact


async def test_the_second_of_two_like_passages_is_noted_where_it_was_selected(tmp_path: Path) -> None:
    fill(tmp_path, "-\nNewest\nOnce. It was agreed. Twice. It was agreed. date2026-01-01\n")
    async with reading() as reader:
        await reader.press("v", "j", "j", "j", "a", "x", "escape")
        (note,) = reader.main.library.notes.all()
        assert note.passage is not None
        assert (note.passage.start, note.passage.exact) == (28, "It was agreed.")


async def test_a_draft_keeps_its_passage() -> None:
    async with reading() as reader:
        await reader.press("v", "a", *"half")
        (draft,) = reader.main.library.notes.left_drafts()
        assert draft.passage is not None
        assert draft.passage.exact == FIRST
    async with reading() as reader:
        await reader.until(lambda: reader.main.editor is not None, "the editor")
        assert "4th Port Forum" in str(reader.main.require_editor.query_one("#note-quote").render())
        await reader.press("escape")
        (note,) = reader.main.library.notes.all()
        assert (note.text, note.passage, note.state) == ("half", draft.passage, "anchored")


async def test_a_text_that_is_reworded_takes_the_selection_with_it(tmp_path: Path) -> None:
    async with reading() as reader:
        await reader.press("v", "j")
        with Library.open() as other:
            other.sources.import_paths(
                [str(listings.write(tmp_path, listings.LISTING.replace("More than 60", "Some 70")))]
            )
        await reader.main.follow()
        await reader.pilot.pause()
        assert reader.main.selected_passage is None
        assert reader.said == "The text was changed meanwhile: nothing is selected any more."
        assert reader.main.status.render_line(0).text.strip().endswith(reader.said)
        await reader.press("a")
        assert reader.main.editor is None, "it was meant for the passage"
        assert "v selects again" in reader.said
        await reader.press("a")
        assert reader.main.require_editor.is_open


async def test_a_lost_selection_concerns_no_other_release(tmp_path: Path) -> None:
    async with reading() as reader:
        await reader.press("v", "j")
        with Library.open() as other:
            other.sources.import_paths(
                [str(listings.write(tmp_path, listings.LISTING.replace("More than 60", "Some 70")))]
            )
        await reader.main.follow()
        await reader.pilot.pause()
        await reader.press("right_square_bracket", "a")
        assert reader.main.require_editor.is_open


async def test_a_hit_that_is_reworded_is_shown_anew(tmp_path: Path) -> None:
    async with reading() as reader:
        await reader.search("ammonia")
        await reader.press("down", "v", "j")
        assert reader.main.selected_passage is not None
        with Library.open() as other:
            other.sources.import_paths(
                [str(listings.write(tmp_path, listings.LISTING.replace("More than 60", "Some 70")))]
            )
            other.indexing.drain()
        await reader.main.follow()
        await reader.until(lambda: "changed meanwhile" in reader.said, "word of the new text")
        assert reader.main.selected_passage is None
        assert reader.main.text.page is not None
        assert "Some 70" in reader.main.text.page.body


async def test_another_write_leaves_the_selection() -> None:
    async with reading() as reader:
        await reader.press("v", "j")
        before = reader.main.selected_passage
        with Library.open() as other:
            other.notes.write(reader.main.rows.numbers()[0], "theirs")
        await reader.main.follow()
        await reader.pilot.pause()
        assert reader.main.selected_passage == before


async def test_a_note_that_is_written_while_its_passage_changes_says_so(tmp_path: Path) -> None:
    async with reading() as reader:
        await reader.press("v", "j", "a", *"Who?")
        with Library.open() as other:
            other.sources.import_paths(
                [str(listings.write(tmp_path, listings.LISTING.replace("More than 60", "Some 70")))]
            )
        await reader.press("escape")
        assert "its passage changed meanwhile" in reader.said
        (note,) = reader.main.library.notes.all()
        assert note.state == "changed"
        await reader.main.follow()
        await reader.press("A", "space")
        assert "Its passage changed" in reader.said
        reader.main.text.end()
        lines = " ".join(line.removeprefix("  │").strip() for line in painted(reader))
        assert "its passage changed; quoted is what it was" in lines
        assert "More than 60 experts" in lines


async def test_a_passage_that_is_gone_keeps_the_editor_open_and_its_words() -> None:
    async with reading() as reader:
        await reader.press("v", "a", *"Who?")
        other = Database.open(reader.main.library.paths.library)
        other.execute("UPDATE wording SET body = 'Another text altogether.'")
        other.close()
        await reader.press("escape")
        editor = reader.main.require_editor
        assert editor.is_open
        assert reader.main.library.notes.all() == []
        assert editor.text == f"> {FIRST}\n\nWho?"
        await reader.press("escape")
        (note,) = reader.main.library.notes.all()
        assert (note.text, note.state) == (f"> {FIRST}\n\nWho?", "free")


@pytest.mark.parametrize("change", ["edited", "removed"])
async def test_a_note_that_was_touched_elsewhere_is_saved_on_the_same_passage(change: str) -> None:
    async with reading() as reader:
        number = reader.main.rows.numbers()[0]
        note = reader.main.library.notes.write(number, "first", quote="safe ammonia")
        await reader.press("A", "enter", "!")
        with Library.open() as other:
            if change == "edited":
                other.notes.edit(note.id, "theirs")
            else:
                other.notes.remove(note.id)
        await reader.press("escape")
        assert "elsewhere meanwhile" in reader.said
        saved = {one.text: one.passage for one in reader.main.library.notes.all()}
        assert saved["first!"] == note.passage
        assert len(saved) == (2 if change == "edited" else 1)


async def test_removing_from_the_panes() -> None:
    async with reading() as reader:
        await reader.press("D")
        assert "No notes" in reader.said
        number = reader.main.rows.numbers()[0]
        notes = reader.main.library.notes
        first = notes.write(number, "first", quote="safe ammonia")
        await reader.press("D")
        assert notes.all() == []
        await reader.press("ctrl+z")
        assert notes.all() == [first], "with its passage"
        second = notes.write(number, "second")
        await reader.press("D")
        assert isinstance(reader.app.screen, NotesScreen)
        await reader.press("j", "D")
        assert notes.all() == [first]
        await reader.press("ctrl+z")
        assert {one.id for one in notes.all()} == {first.id, second.id}


async def test_editing_a_note_can_be_undone() -> None:
    async with reading() as reader:
        number = reader.main.rows.numbers()[0]
        note = reader.main.library.notes.write(number, "first")
        await reader.press("A", "enter", "!", "escape")
        assert reader.main.library.notes.get(note.id).text == "first!"
        await reader.press("ctrl+z")
        assert reader.main.library.notes.get(note.id).text == "first"


async def test_two_hundred_notes_are_walked_at_once() -> None:
    async with reading((60, 20)) as reader:
        number = reader.main.rows.numbers()[0]
        for turn in range(200):
            reader.main.library.notes.write(number, f"{turn} 항만 " + "long " * 300)
        await reader.press("A", "G")
        screen = reader.app.screen
        assert isinstance(screen, NotesScreen)
        shown = "\n".join(screen._list.render_line(y).text for y in range(screen._list.size.height))
        assert "199 항만" in shown
        await reader.press("g", "enter")
        assert reader.main.require_editor.text.startswith("0 항만")


# The user's own editor


async def test_a_terminal_that_cannot_be_handed_over_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with reading() as reader:
        await reader.press("v", "e")
        assert "cannot be handed to an editor" in reader.said
        assert reader.main.library.notes.left_drafts() == []
        assert not list((reader.main.library.paths.state / "writing").iterdir())


async def test_no_editor_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    async with reading() as reader:
        await reader.press("e")
        assert "EDITOR=nano" in reader.said


async def test_a_file_that_was_left_is_offered_with_its_passage(home: Path) -> None:
    from reader.analysis import anchors
    from reader.library.note_files import NoteFiles, offered

    with Library.open() as library:
        release = library.releases.get(library.releases.all().numbers()[1])
        passage = anchors.passage(1, release.body or "", 0, 17)
        library.notes.keep_draft(Draft("ab12", release.number, "", "", 2**22 + 1, passage))
        files = NoteFiles(library.paths.state)
        files.create("ab12", release.id, offered("T", passage.exact, "")).write_text("Half a thought")
    async with reading() as reader:
        await reader.until(lambda: reader.main.editor is not None, "the editor")
        assert reader.main.require_editor.text == "Half a thought"
        await reader.press("escape")
        (note,) = reader.main.library.notes.all()
        assert (note.text, note.passage) == ("Half a thought", passage)
        assert files.editors() == []
        assert not any((home / "writing").iterdir())


@pytest.mark.parametrize("size", [(44, 12), (60, 16), (120, 40)])
async def test_there_is_room_to_write_below_a_passage(size: tuple[int, int]) -> None:
    async with reading(size) as reader:
        await reader.press("enter", "v", "a")
        editor = reader.main.require_editor
        await reader.pilot.pause()
        assert editor.area.size.height >= 3
        assert "The Ministry of Harbours" in str(editor.query_one("#note-quote").render())
        hint = editor.query_one("#note-hint")
        assert editor.region.contains_region(hint.region)
        assert reader.main.region.contains_region(editor.region)


async def test_keys_that_do_nothing_among_the_notes_say_so() -> None:
    async with reading() as reader:
        await reader.press("a", *"one", "escape", "A")
        screen = reader.app.screen
        assert isinstance(screen, NotesScreen)
        for key, name in (("question_mark", "?"), ("b", "b"), ("r", "r")):
            await reader.press(key)
            assert str(screen.query_one(".hint", Static).render()).startswith(
                f"{name} works when this is closed."
            )
        await reader.press("j")
        assert not screen.query_one("#notes-old").display


async def test_what_a_changed_passage_read_is_shown_in_full(tmp_path: Path) -> None:
    async with reading((60, 20)) as reader:
        await reader.press("enter", "v", "j", "a", *"Who?", "escape")
        with Library.open() as other:
            (note,) = other.notes.all()
            other.sources.import_paths(
                [str(listings.write(tmp_path, listings.LISTING.replace("More than 60", "Some 70")))]
            )
        await reader.main.follow()
        await reader.press("A")
        old = reader.app.screen.query_one("#notes-old")
        assert old.display
        assert note.passage is not None
        assert str(old.query_one(Static).render()) == f"Its passage read: “{note.passage.exact}”"
