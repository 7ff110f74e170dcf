"""Tags, marks and bulk changes of state on the main screen, and undoing them."""

from pathlib import Path

import pytest
from textual import events

from reader.library import Library
from reader.store.database import Database
from reader.tui.screens.tags import TagScreen
from tests import listings
from tests.tui.conftest import Reading, fill, reading

pytestmark = pytest.mark.usefixtures("filled")


def tags(reader: Reading) -> dict[str, int]:
    """What is on disk, as another process sees it."""
    with Library.open() as other:
        return dict(other.tags.all())


async def tag(reader: Reading, text: str) -> None:
    """Open the screen of tags, type, apply."""
    await reader.press("t")
    assert isinstance(reader.app.screen, TagScreen)
    field = reader.app.screen.query_one("#tags-field")
    field.value = text  # type: ignore[attr-defined]
    await reader.press("enter")


async def test_tags_are_on_disk_shown_said_and_taken_back() -> None:
    async with reading() as reader:
        await reader.press("space", "space", "space")
        await tag(reader, "asean, 협정")
        assert reader.said == "Tagged 3 releases: asean, 협정."
        assert tags(reader) == {"asean": 3, "협정": 3}
        await reader.press("escape", "g")
        assert reader.main.text.page is not None
        assert reader.main.text.page.facts.endswith("#asean #협정")
        assert "#asean #협정" in reader.main.releases.render_line(1).text
        await tag(reader, "-asean rice")
        assert reader.said == "Tagged: rice. Taken away: asean."
        assert tags(reader) == {"asean": 2, "협정": 3, "rice": 1}
        await reader.press("ctrl+z")
        assert reader.said.startswith("Undone: tagging “Shore Power")
        assert "with rice and taking asean from “Shore" in reader.said
        await reader.press("ctrl+z")
        assert reader.said == "Undone: tagging 3 releases with asean, 협정."
        assert tags(reader) == {}
        await reader.press("ctrl+z")
        assert reader.said == "Nothing to undo."


async def test_of_many_it_is_said_how_many_changed() -> None:
    async with reading() as reader:
        await tag(reader, "asean")
        await reader.press("asterisk")
        await tag(reader, "asean")
        assert reader.said == "Tagged 6 of 7 releases: asean."
        await tag(reader, "asean")
        assert reader.said == "No tag was changed."
        await tag(reader, "-asean")
        assert reader.said == "Taken from 7 releases: asean."
        await reader.press("ctrl+z", "ctrl+z")
        assert reader.said == "Undone: tagging 6 releases with asean."
        assert tags(reader) == {"asean": 1}


async def test_letters_typed_right_after_t_are_a_tag_and_no_commands() -> None:
    async with reading() as reader:
        for key in "tquick-ab":
            reader.app.post_message(events.Key("minus" if key == "-" else key, key))
        reader.app.post_message(events.Key("enter", None))
        await reader.until(lambda: reader.said == "Tagged: quick-ab.", "the tag")
        assert reader.main.editor is None
        assert reader.main.library.releases.tally()["bookmarked"] == 0


async def test_undoing_takes_back_what_this_reader_did_and_not_what_another_did() -> None:
    async with reading() as reader:
        await reader.press("space", "space", "space")
        await tag(reader, "asean")
        first = reader.titles[0]
        with Library.open() as other:
            shore = next(one for one in other.releases.all().page(0, 9) if one.title == first)
            other.tags.change([shore.number], ["theirs"], ["asean"])
        await reader.press("ctrl+z")
        assert reader.said == "Undone: tagging 3 releases with asean, but for 1 that was changed since."
        assert tags(reader) == {"theirs": 1}


@pytest.mark.parametrize("key", ["b", "r"])
async def test_a_flag_that_was_changed_elsewhere_or_whose_release_has_gone_is_left(key: str) -> None:
    async with reading() as reader:
        await reader.press("space", "space", "space", key)
        marked = sorted(reader.main.releases.marked)
        other = Database.open(reader.main.library.paths.library)
        other.execute("UPDATE release SET bookmarked = 0, read = 0 WHERE number = ?", (marked[0],))
        other.execute("DELETE FROM release WHERE number = ?", (marked[1],))
        other.close()
        await reader.press("ctrl+z")
        assert reader.said.endswith(", but for 2 that were changed since.")
        assert reader.main.library.releases.tally()["bookmarked"] == 0
        assert reader.main.library.releases.tally()["unread"] == 6


async def test_a_step_of_which_nothing_is_left_says_so_and_makes_way() -> None:
    async with reading() as reader:
        await reader.press("b", "j", "b")
        with Library.open() as other:
            numbers = [one.number for one in other.releases.all().page(0, 9) if one.bookmarked]
            other.releases.set("bookmarked", [numbers[1]], False)
        await reader.press("ctrl+z")
        assert "nothing was left of it" in reader.said
        await reader.press("ctrl+z")
        assert reader.said == "Undone: bookmarking “Shore Power to Reach Twelve Ports b…”."


async def test_a_hundred_steps_are_taken_back_in_turn() -> None:
    async with reading() as reader:
        for step in range(105):
            reader.main.releases.move_to(step % 7)
            reader.main.do_state_bookmark()
        with Library.open() as other:
            before = [one.bookmarked for one in other.releases.all().page(0, 9)]
        undone = 0
        while True:
            reader.main.do_state_undo()
            if reader.said == "Nothing to undo.":
                break
            undone += 1
        assert undone == 100
        with Library.open() as other:
            after = [one.bookmarked for one in other.releases.all().page(0, 9)]
        # The five oldest steps are out of reach.
        assert after == [True] * 5 + [False] * 2
        assert before != after


async def test_undo_brings_back_what_left_the_view() -> None:
    async with reading() as reader:
        reader.main.choose_view("Unread")
        await reader.until(reader.answered, "the unread")
        await reader.press("space", "space", "r", "escape", "j")
        selected = reader.main.releases.selected
        assert selected is not None
        reader.main.refresh_list.__wrapped__(reader.main)  # type: ignore[attr-defined]
        await reader.until(lambda: len(reader.titles) == 5, "the read ones gone")
        await reader.press("ctrl+z")
        assert reader.said == "Undone: marking 2 releases as read."
        await reader.until(lambda: len(reader.titles) == 7, "the unread ones back")
        assert reader.said == "Undone: marking 2 releases as read."
        now = reader.main.releases.selected
        assert now is not None
        assert now.number == selected.number, "the cursor stays on its release"


async def test_taking_bookmarks_away_in_their_view_leaves_rows_and_cursor_until_it_is_left() -> None:
    async with reading() as reader:
        await reader.press("asterisk", "b", "escape")
        reader.main.choose_view("Bookmarked")
        await reader.until(reader.answered, "the bookmarked")
        await reader.press("j", "b")
        assert reader.said == "Bookmark taken away."
        assert (len(reader.titles), reader.main.releases.cursor) == (7, 1)
        await reader.press("ctrl+z")
        assert reader.said == "Undone: taking the bookmark from “Two Ministers Meet in Busan”."
        assert reader.main.library.releases.tally()["bookmarked"] == 7


async def test_all_read_is_said_once_and_undone_for_what_it_changed() -> None:
    async with reading() as reader:
        await reader.press("r", "R")
        assert reader.said.startswith("6 releases marked as read")
        await reader.press("R")
        assert reader.said == "Everything in this list is read."
        await reader.press("ctrl+z")
        assert reader.said == "Undone: marking 6 releases as read."


async def test_marks_stay_while_they_are_seen(tmp_path: Path) -> None:
    async with reading() as reader:
        await reader.search("steelmakers OR busan")
        await reader.press("down", "asterisk")
        marked = reader.main.releases.marked
        assert len(marked) == len(reader.titles) > 2
        fill(tmp_path, listings.many(2))
        await reader.main.follow()
        await reader.until(lambda: "of 9 releases" in reader.counted and reader.answered(), "the new ones")
        assert reader.main.releases.marked == marked, "another look"
        reader.main.do_search_order()
        await reader.until(reader.answered, "another order")
        assert reader.main.releases.marked == marked, "another order"
        first = min(marked)
        reader.main.library.releases.set("bookmarked", [first], True)
        reader.main.choose_view("Bookmarked")
        await reader.until(lambda: len(reader.titles) == 1, "the bookmarked one")
        assert reader.main.releases.marked == {first}, "another view drops what is not in it"
        await reader.search("steelmakers OR busan OR quay")
        assert reader.main.releases.marked == frozenset(), "another query begins anew"


async def test_esc_takes_the_marks_away_before_it_closes_anything_else() -> None:
    async with reading() as reader:
        await reader.search("busan")
        await reader.press("down", "space", "escape")
        assert (reader.main.releases.marked, reader.main.bar.value) == (frozenset(), "busan")


async def test_saving_and_removing_searches_undo_only_themselves() -> None:
    async with reading() as reader:
        saved = reader.main.library.saved
        reader.main._save_as.__wrapped__(reader.main, "busan", "Ports")  # type: ignore[attr-defined]
        reader.main._save_as.__wrapped__(reader.main, "quay", "Ports")  # type: ignore[attr-defined]
        with Library.open() as other:
            other.saved.put("Ports", "theirs")
        await reader.press("ctrl+z")
        assert "nothing was left of it" in reader.said
        assert saved.get("Ports").query == "theirs"
        reader.main._remove_saved("Ports")
        with Library.open() as other:
            other.saved.put("ports", "again theirs")
        await reader.press("ctrl+z")
        assert "removing the search “Ports”: nothing was left of it" in reader.said
        assert saved.get("Ports").query == "again theirs"
        saved.put("Ports", "busan")
        await reader.press("ctrl+z")
        assert reader.said == "Undone: saving the search “Ports”."
        assert saved.all() == []


async def test_a_note_that_was_written_edited_or_removed_is_taken_back_step_by_step() -> None:
    async with reading() as reader:
        notes = reader.main.library.notes
        await reader.press("a", "o", "n", "e", "escape")
        await reader.press("A", "enter", "s", "escape")
        (note,) = notes.all()
        reader.main._remove_note(note.id)
        states = [note.text]
        for said in ("removing a note", "editing a note", "writing a note"):
            await reader.press("ctrl+z")
            assert reader.said == f"Undone: {said}."
            states.append("".join(one.text for one in notes.all()))
        assert states == ["ones", "ones", "one", ""]


async def test_keys_typed_right_after_quitting_do_nothing() -> None:
    async with reading() as reader:
        for key in "qbat":
            reader.app.post_message(events.Key(key, key))
        await reader.until(lambda: reader.app.return_code is not None, "the end")
        await reader.pilot.pause()
        assert reader.app._exception is None
        with Library.open() as other:
            assert other.releases.tally()["bookmarked"] == 0
