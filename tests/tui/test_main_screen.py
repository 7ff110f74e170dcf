"""What keys do on the main screen."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, Static

from reader.library import Library
from reader.store.database import Database
from reader.tui.commands import MAIN_COMMANDS, Command
from reader.tui.screens.folder import FolderScreen
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.main import MainScreen
from reader.tui.screens.notes import NotesScreen
from tests import listings
from tests.tui.conftest import fill, reading

pytestmark = pytest.mark.usefixtures("filled")


def test_every_command_has_a_method() -> None:
    missing = [one.id for one in MAIN_COMMANDS if not hasattr(MainScreen, "do_" + one.id.replace(".", "_"))]
    assert missing == []


async def test_the_first_release_is_read_at_once() -> None:
    async with reading() as reader:
        assert reader.titles[0] == "Shore Power to Reach Twelve Ports by 2027"
        assert reader.main.text.page is not None
        assert reader.main.text.page.title == reader.titles[0]
        assert "7 releases" in reader.counted
        assert "7 unread" in reader.counted


async def test_the_text_follows_the_cursor_and_opening_reads() -> None:
    async with reading() as reader:
        await reader.press("j", "j", "k")
        assert reader.main.text.page is not None
        assert reader.main.text.page.title == "Two Ministers Meet in Busan"
        await reader.press("enter")
        assert reader.main.place == "text"
        assert "6 unread" in reader.counted
        await reader.press("]")
        assert "5 unread" in reader.counted
        await reader.press("q")
        assert reader.main.focused is reader.main.releases


async def test_searching_while_typing() -> None:
    async with reading() as reader:
        await reader.press("slash")
        for key in "tari":
            await reader.press(key)
        await reader.answer("tari")
        assert reader.titles == ["Two Ministers Meet in Busan"]
        assert "1 of 7 releases" in reader.counted
        await reader.press("down")
        assert reader.main.place == "list"
        await reader.press("n")
        assert "Hit 1 of 1" in reader.said
        await reader.press("escape")
        assert len(reader.titles) == 7
        assert reader.main.bar.value == ""
        found = reader.main.releases.selected
        assert found is not None
        assert found.title == "Two Ministers Meet in Busan", "the cursor stays on what was found"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("R&D", 1),
        ('"go on with"', 1),
        ("busan -talks", 2),
        ("산업통상", 1),
        ("is:edited", 1),
        ("six steelmakers", 1),
        ("is:cut", 1),
        ("category:none", 2),
        ("date:2025-03", 3),
        ("(quota OR furnace) is:unread", 2),
    ],
)
async def test_queries(text: str, count: int) -> None:
    async with reading() as reader:
        await reader.search(text)
        assert len(reader.titles) == count


async def test_letters_typed_right_after_the_slash_are_the_search() -> None:
    async with reading() as reader:
        for key in ("slash", *"tariff"):
            reader.app.post_message(events.Key(key, "/" if key == "slash" else key))
        await reader.until(lambda: reader.main.bar.value == "tariff", "the letters in the bar")
        assert reader.main.editor is None
        assert reader.main.library.releases.tally()["unread"] == 7


async def test_what_cannot_be_read_leaves_the_last_hits_and_says_why() -> None:
    async with reading() as reader:
        await reader.search("busan")
        before = reader.titles
        reader.main.bar.value = "busan is:foo"
        await reader.until(lambda: "foo" in reader.said, "a sentence")
        assert reader.titles == before


async def test_nothing_found_says_so() -> None:
    async with reading() as reader:
        await reader.search("zeppelin")
        assert reader.titles == []
        assert "Nothing found" in reader.main.releases.empty_text
        assert reader.main.text.page is None
        assert "0 of 7" in reader.counted


async def test_an_answer_to_an_older_question_is_dropped() -> None:
    async with reading() as reader:
        await reader.search("busan")
        old = reader.main.answer
        assert old is not None
        await reader.search("quota")
        await reader.main.answered(old)
        assert reader.titles == ["Two Ministers Meet in Busan"]


async def test_bookmark_and_undo_are_on_disk_at_once() -> None:
    async with reading() as reader:
        await reader.press("b")
        with Library.open() as other:
            assert other.releases.tally()["bookmarked"] == 1
        assert reader.said == "Bookmarked."
        await reader.press("ctrl+z")
        assert "Undone: bookmark" in reader.said
        with Library.open() as other:
            assert other.releases.tally()["bookmarked"] == 0
        await reader.press("ctrl+z")
        assert reader.said == "Nothing to undo."


async def test_marking_all_read_is_undone_for_exactly_those() -> None:
    async with reading() as reader:
        await reader.press("r", "R")
        assert reader.main.library.releases.tally()["unread"] == 0
        await reader.press("ctrl+z")
        assert reader.main.library.releases.tally()["unread"] == 6


async def test_opening_in_the_unread_view_keeps_what_is_read_on_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with reading() as reader:
        reader.main.choose_view("Unread")
        await reader.until(reader.answered, "the unread")
        await reader.press("j", "enter")
        page = reader.main.text.page
        assert page is not None
        answers: list[object] = []
        monkeypatch.setattr(reader.main, "count", lambda: answers.append(1))
        for turn in range(2):
            answers.clear()
            with Library.open() as other:
                other.session.remember({"another process": f"wrote {turn}"})
            await reader.until(lambda: len(answers) > 1, "the answer to the question asked again")
            assert reader.main.text.page is not None
            assert reader.main.text.page.title == page.title
            assert len(reader.titles) == 7
            assert reader.main.releases.cursor == 1


@pytest.mark.parametrize("command", MAIN_COMMANDS, ids=lambda one: one.id)
async def test_no_command_ends_the_reader_while_the_library_is_locked(
    command: Command,
) -> None:
    async with reading() as reader:
        if "editor" in command.places and len(command.places) == 1:
            await reader.press("a", "x")
        if command.places == ("bar",):
            reader.main.do_search_open()
        reader.main.library._database._wait = 0.01
        blocker = Database.open(reader.main.library.paths.library)
        with blocker.transaction():
            await reader.main.run_command(command)
            await reader.pilot.pause()
            assert reader.app._exception is None
        blocker.close()


@pytest.mark.parametrize("command", MAIN_COMMANDS, ids=lambda one: one.id)
async def test_no_command_ends_the_reader_after_its_release_has_gone(command: Command) -> None:
    async with reading() as reader:
        other = Database.open(reader.main.library.paths.library)
        other.execute("DELETE FROM release")
        other.close()
        if "editor" in command.places and len(command.places) == 1:
            await reader.press("a", "x")
        await reader.main.run_command(command)
        await reader.pilot.pause()
        assert reader.app._exception is None


async def test_a_note_changed_or_removed_elsewhere_loses_nobodys_words() -> None:
    async with reading() as reader:
        release = reader.main.releases.selected
        assert release is not None
        note = reader.main.library.notes.write(release.number, "first")
        for change, texts in (("changed", ["theirs", "mine"]), ("removed", ["mine", "again mine"])):
            await reader.press("A", "enter")
            assert reader.main.editor is not None
            with Library.open() as other:
                if change == "changed":
                    other.notes.edit(note.id, "theirs")
                else:
                    other.notes.remove(note.id)
            reader.main.editor.area.text = texts[-1]
            await reader.press("escape")
            assert f"{change} elsewhere" in reader.said
            assert sorted(one.text for one in reader.main.library.notes.all()) == sorted(texts)


async def test_a_draft_of_a_removed_note_is_a_new_note() -> None:
    async with reading() as reader:
        release = reader.main.releases.selected
        assert release is not None
        note = reader.main.library.notes.write(release.number, "first")
        await reader.press("A", "enter", "m", "o", "r", "e")
        with Library.open() as other:
            other.notes.remove(note.id)
    async with reading() as reader:
        await reader.until(lambda: reader.main.editor is not None, "the editor")
        assert reader.main.editor is not None
        assert reader.main.editor.text == "firstmore"
        await reader.press("escape")
        assert [one.text for one in reader.main.library.notes.all()] == ["firstmore"]


async def test_letters_typed_just_before_quitting_are_kept() -> None:
    async with reading() as reader:
        await reader.press("a")
        assert reader.main.editor is not None
        reader.main.editor.area.insert("typed at the last moment")
        reader.app.end()
    async with reading() as reader:
        await reader.until(lambda: reader.main.editor is not None, "the editor")
        assert reader.main.editor is not None
        assert reader.main.editor.text == "typed at the last moment"


async def test_quitting_warns_once_when_the_note_cannot_be_kept() -> None:
    async with reading() as reader:
        await reader.press("a", "x")
        reader.main.library._database._wait = 0.01
        blocker = Database.open(reader.main.library.paths.library)
        with blocker.transaction():
            await reader.press("ctrl+q")
            assert "not on disk" in reader.said
            assert not reader.app._exit
            await reader.press("ctrl+q")
        blocker.close()
        await reader.until(lambda: reader.app._exit, "the end")


async def test_an_undo_that_cannot_succeed_is_left_out() -> None:
    async with reading() as reader:
        await reader.press("b", "j")
        release = reader.main.releases.selected
        assert release is not None
        note = reader.main.library.notes.write(release.number, "x")
        reader.main._remove_note(note.id)
        other = Database.open(reader.main.library.paths.library)
        other.execute("DELETE FROM release WHERE number = ?", (release.number,))
        other.close()
        await reader.press("ctrl+z")
        assert "no longer" in reader.said
        await reader.press("ctrl+z")
        assert "Undone: bookmark" in reader.said


async def test_an_open_editor_is_not_mistaken_for_another_release_s() -> None:
    async with reading() as reader:
        await reader.press("a", "x", "tab")
        reader.main.do_focus_list()
        await reader.press("j", "a")
        assert "First save or discard" in reader.said
        assert reader.main.editor is not None
        assert reader.main.place == "editor"


@pytest.mark.parametrize("folder", ["~nobody-of-this-name/x", "/" + "x" * 300, "relative", "", "/dev/null"])
async def test_a_folder_that_cannot_be_is_refused_with_a_reason(folder: str) -> None:
    async with reading() as reader:
        await reader.press("x")
        reader.app.screen.query_one("#folder-path").value = folder  # type: ignore[attr-defined]
        await reader.press("enter")
        assert isinstance(reader.app.screen, FolderScreen)


async def test_a_folder_that_could_not_be_used_is_asked_for_again() -> None:
    async with reading() as reader:
        await reader.press("x")
        for _ in range(2):
            asked = reader.app.screen
            assert isinstance(asked, FolderScreen)
            asked.query_one("#folder-path", Input).value = "/proc/pressreader"
            await reader.press("enter")
            await reader.until(lambda asked=asked: reader.app.screen is not asked, "an answer")  # type: ignore[misc]
            await reader.until(lambda: isinstance(reader.app.screen, FolderScreen), "another question")
            hint = reader.app.screen.query_one("#folder-hint", Static)
            assert "/proc/pressreader" in str(hint.content)
            assert reader.app.screen.query_one("#folder-path", Input).value == "/proc/pressreader"
        await reader.press("escape", "x")
        assert isinstance(reader.app.screen, FolderScreen)


async def test_an_index_that_cannot_be_built_says_so(home: Path) -> None:
    async with reading() as reader:
        shutil.rmtree(home / "index")
        (home / "index").write_text("")
        reader.main.bar.value = "busan"
        await reader.until(lambda: "doctor" in reader.said, "a sentence")


async def test_a_release_stays_in_its_view_until_the_view_is_left() -> None:
    async with reading() as reader:
        reader.main.choose_view("Unread")
        await reader.until(reader.answered, "the unread")
        await reader.press("r")
        assert len(reader.titles) == 7
        reader.main.choose_view("All")
        reader.main.choose_view("Unread")
        await reader.until(lambda: len(reader.titles) == 6, "one less")


async def test_marked_releases_are_changed_and_exported_together(tmp_path: Path) -> None:
    async with reading() as reader:
        await reader.press("space", "space")
        assert reader.main.releases.cursor == 2
        assert "2 marked" in reader.counted
        await reader.press("b")
        assert reader.main.library.releases.tally()["bookmarked"] == 2
        assert reader.said == "Bookmarked: 2 releases."
        await reader.press("ctrl+z")
        assert reader.main.library.releases.tally()["bookmarked"] == 0
        await reader.press("escape", "asterisk", "r")
        assert reader.main.library.releases.tally()["unread"] == 0
        await reader.press("asterisk")
        assert "marked" not in reader.counted
        await reader.press("space", "x")
        reader.app.screen.query_one("#folder-path").value = str(tmp_path / "out")  # type: ignore[attr-defined]
        await reader.press("enter")
        await reader.until(lambda: "1 written" in reader.said, "the export of the marked one")


async def test_next_unread_skips_what_is_read() -> None:
    async with reading() as reader:
        reader.main.library.releases.set("read", reader.main.rows.numbers()[:3], True)
        reader.main.changed()
        await reader.press("u")
        assert reader.main.releases.cursor == 3
        await reader.press("U")
        assert reader.main.releases.cursor == 3
        assert "No more unread" in reader.said


async def test_a_note_is_written_listed_edited_removed_and_brought_back() -> None:
    async with reading() as reader:
        await reader.press("a")
        assert reader.main.editor is not None
        reader.main.editor.area.text = "Ask Han."
        await reader.press("escape")
        assert reader.said == "Note saved."
        assert not reader.main.editor.is_open
        with Library.open() as other:
            (note,) = other.notes.all()
        assert note.text == "Ask Han."
        assert reader.main.text.page is not None
        assert [card.text for card in reader.main.text.page.notes] == ["Ask Han."]
        await reader.press("A")
        assert isinstance(reader.app.screen, NotesScreen)
        await reader.press("enter")
        assert reader.main.editor is not None
        reader.main.editor.area.text = "Ask Han about berths."
        await reader.press("escape")
        assert reader.main.library.notes.get(note.id).text == "Ask Han about berths."
        await reader.press("A", "D")
        assert reader.main.library.notes.all() == []
        await reader.press("ctrl+z")
        assert reader.main.library.notes.get(note.id).text == "Ask Han about berths."


async def test_an_empty_note_is_none_and_discarding_asks() -> None:
    async with reading() as reader:
        await reader.press("a", "escape")
        assert "no note" in reader.said
        await reader.press("a", "x")
        await reader.press("ctrl+x")
        assert reader.main.editor is not None
        assert reader.main.editor.is_open
        await reader.press("ctrl+x")
        assert not reader.main.editor.is_open
        assert reader.main.library.notes.left_drafts() == []
        assert reader.main.library.notes.all() == []


async def test_an_open_editor_is_there_again_after_the_reader_died() -> None:
    async with reading() as reader:
        await reader.press("j", "a", "h", "a", "l", "f")
    async with reading() as reader:
        await reader.until(lambda: reader.main.editor is not None, "the editor")
        assert reader.main.editor is not None
        assert reader.main.editor.text == "half"
        assert reader.main.releases.selected is not None
        assert reader.main.releases.selected.title == "Two Ministers Meet in Busan"


async def test_letters_typed_before_the_editor_is_there_are_the_notes() -> None:
    async with reading() as reader:
        for key in "axqb":
            reader.app.post_message(events.Key(key, key))
        await reader.until(
            lambda: reader.main.editor is not None and reader.main.editor.text == "xqb",
            "the letters in the note",
        )
        assert reader.main.library.releases.tally()["bookmarked"] == 0


@pytest.mark.parametrize("size", [(120, 40), (60, 30)])
async def test_an_open_note_gets_the_focus_back_and_esc_saves_it_from_any_pane(size: tuple[int, int]) -> None:
    async with reading(size) as reader:
        main = reader.main
        await reader.press("a", "x")
        for pane, back in ((main.releases, ("tab", "tab")), (main.text, ("3",)), (main.releases, ("3", "3"))):
            main.set_focus(pane)
            await reader.press(*back, "y")
            assert main.place == "editor"
            assert main.reading
        main.set_focus(main.releases)
        await reader.press("escape")
        assert [one.text for one in main.library.notes.all()] == ["xyyy"]
        assert not main.require_editor.is_open


async def test_esc_saves_the_note_from_the_passage_that_it_is_on() -> None:
    async with reading() as reader:
        await reader.press("v", "a", "x")
        reader.main.set_focus(reader.main.text)
        await reader.press("escape")
        (note,) = reader.main.library.notes.all()
        assert note.text == "x"
        assert note.passage is not None


async def test_the_reader_opens_where_it_was_left() -> None:
    async with reading(size=(120, 14)) as reader:
        await reader.search("busan")
        await reader.press("down", "z")
        reader.main.text.scroll_lines(6)
        await reader.pilot.pause()
        position = reader.main.text.position
        assert position > 0
        reader.main.leave()
    async with reading(size=(120, 14)) as reader:
        await reader.answer("busan")
        assert reader.main.bar.value == "busan"
        assert len(reader.titles) == 3
        assert reader.main.releases.selected is not None
        assert reader.main.releases.selected.title == reader.titles[0]
        # The lines are shorter beside the list: the one that holds the place is the first.
        assert position - 72 < reader.main.text.position <= position


async def test_exporting_asks_for_the_folder_once(tmp_path: Path) -> None:
    async with reading() as reader:
        await reader.press("x")
        assert isinstance(reader.app.screen, FolderScreen)
        reader.app.screen.query_one("#folder-path").value = str(tmp_path / "out")  # type: ignore[attr-defined]
        await reader.press("enter")
        await reader.until(lambda: "1 written" in reader.said, "the export")
        assert len(list((tmp_path / "out").glob("*.md"))) == 1
        await reader.press("X")
        await reader.until(lambda: "6 written, 1 unchanged" in reader.said, "the export of the list")


async def test_layers_close_one_by_one_and_q_quits_at_the_top() -> None:
    async with reading() as reader:
        await reader.press("question_mark")
        assert isinstance(reader.app.screen, HelpScreen)
        await reader.press("escape", "escape")
        assert reader.app.is_running
        await reader.press("enter", "z", "q")
        assert not reader.main.text_only
        await reader.press("q")
        await reader.until(lambda: not reader.app.is_running or reader.app._exit, "the end")


async def test_the_list_follows_another_process_and_the_cursor_stays(tmp_path: Path) -> None:
    async with reading() as reader:
        await reader.press("j")
        assert reader.main.releases.selected is not None
        before = reader.main.releases.selected.number
        newer = "-\nBrand New\nIt came in meanwhile. date2026-01-01\n"
        fill(tmp_path, newer)
        await reader.main.follow()
        await reader.pilot.pause()
        assert reader.titles[0] == "Brand New"
        assert reader.main.releases.selected.number == before
        assert reader.main.releases.cursor == 2


async def test_a_search_follows_another_process(tmp_path: Path) -> None:
    async with reading() as reader:
        await reader.search("tariffs")
        fill(tmp_path, listings.many(3))
        await reader.main.follow()
        await reader.until(lambda: len(reader.titles) == 4, "the new hits")


async def test_markup_in_a_release_is_text() -> None:
    async with reading() as reader:
        await reader.search("[red]")
        assert reader.titles == ["K-Battery Makers Ask for a Clear Rule"]
        drawn = "\n".join(reader.main.text.render_line(y).text for y in range(reader.main.text.size.height))
        assert "[red]Nothing here is" in drawn
        await reader.press("down", "a", *"[b]", "escape", "A")
        assert isinstance(reader.app.screen, NotesScreen)
        notes = reader.app.screen.query_one("NoteList")
        assert any("[b]" in notes.render_line(y).text for y in range(notes.size.height))


async def test_themes_go_round_and_are_remembered() -> None:
    async with reading() as reader:
        first = reader.app.theme
        reader.main.do_look_theme()
        second = reader.app.theme
        assert first != second
    async with reading() as reader:
        assert reader.app.theme == second


@pytest.mark.parametrize("size", [(40, 10), (44, 12), (60, 20), (80, 24), (120, 40), (300, 90)])
async def test_every_size_works_and_resizing_too(size: tuple[int, int]) -> None:
    async with reading(size) as reader:
        tiny = size == (40, 10)
        assert reader.main.has_class("-tiny") == tiny
        assert reader.main.shows(reader.main.releases) != tiny
        assert reader.main.shows(reader.main.text) == (size[0] >= 70)
        await reader.press("enter")
        await reader.until(lambda: reader.main.shows(reader.main.text) != tiny, "the text")
        await reader.pilot.resize_terminal(90, 30)
        await reader.until(lambda: reader.main.shows(reader.main.releases), "the list")
        assert reader.main.shows(reader.main.text)


async def test_with_room_for_one_pane_the_search_shows_the_list() -> None:
    async with reading((60, 20)) as reader:
        await reader.press("enter")
        await reader.until(lambda: not reader.main.shows(reader.main.releases), "the text alone")
        await reader.press("slash")
        await reader.until(lambda: reader.main.shows(reader.main.releases), "the list")


async def test_a_signal_ends_the_reader_as_q_does() -> None:
    async with reading() as reader:
        await reader.press("j")
        os.kill(os.getpid(), signal.SIGTERM)
        await reader.until(lambda: reader.app._exit, "the end")
    with Library.open() as library:
        assert library.session.read()["release"] == str(library.releases.all().numbers()[1])
