"""The bar and the hits, driven by keys: completing, older searches, orders, facets, saved searches, finding."""

from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.library import Library
from reader.tui.widgets.pages import Rows
from tests import listings
from tests.tui.conftest import Reading, fill, reading

pytestmark = pytest.mark.usefixtures("filled")


async def typed(reader: Reading, text: str) -> None:
    """Open the bar and type, key by key."""
    await reader.press("slash")
    for letter in text:
        await reader.press({" ": "space", ":": "colon"}.get(letter, letter))
    await reader.answer(text)


async def test_enter_makes_the_last_word_whole() -> None:
    async with reading() as reader:
        await typed(reader, "port")
        assert len(reader.titles) == 1
        await reader.press("enter")
        await reader.until(lambda: reader.app.question and not reader.app.question.live, "a whole word")
        await reader.until(reader.answered, "its answer")
        assert reader.titles == ["Shore Power to Reach Twelve Ports by 2027"]


async def test_enter_on_half_a_word_keeps_what_is_shown_and_says_why() -> None:
    async with reading() as reader:
        await typed(reader, "steelm")
        found = reader.titles
        await reader.press("enter")
        await reader.until(lambda: "begins so" in reader.said, "a word on it")
        await reader.until(reader.answered, "the answer before")
        assert reader.titles == found != []


async def test_tab_takes_a_completion_and_the_list_narrows() -> None:
    async with reading() as reader:
        await typed(reader, "category:ene")
        assert reader.main.bar.ghost.startswith("rgy")
        await reader.press("tab")
        await reader.answer("category:Energy ")
        assert reader.titles == ["Shore Power to Reach Twelve Ports by 2027"]


async def test_a_spelling_is_offered_and_taken_with_one_key_never_by_itself() -> None:
    async with reading() as reader:
        await typed(reader, "steelmakars")
        await reader.until(lambda: "did you mean" in reader.main.bar.ghost, "an offer")
        assert (reader.main.bar.value, reader.titles) == ("steelmakars", [])
        await reader.press("tab")
        await reader.answer("steelmakers")
        assert reader.titles == ["Steelmakers publish their 'green' plan"]


async def test_older_searches_come_back_with_up() -> None:
    async with reading() as reader:
        for text in ("busan", "pohang"):
            await reader.search(text)
            await reader.press("enter", "slash")
            reader.main.bar.value = ""
        await reader.press("up")
        await reader.answer("pohang")
        await reader.press("up")
        await reader.answer("busan")
        await reader.press("down")
        await reader.answer("pohang")
        await reader.press("down", "down")
        assert reader.main.place == "list"


async def test_the_cheat_sheet_leaves_the_bar_as_it_is() -> None:
    async with reading() as reader:
        await typed(reader, "busan")
        await reader.press("ctrl+g")
        await reader.until(lambda: len(reader.app.screen_stack) == 2, "the sheet")
        await reader.press("escape")
        await reader.until(lambda: len(reader.app.screen_stack) == 1, "the reader")
        assert (reader.main.bar.value, reader.main.place) == ("busan", "bar")


async def test_s_walks_through_the_orders_and_says_which() -> None:
    async with reading() as reader:
        await reader.search("busan")
        newest = reader.titles
        await reader.press("enter", "s")
        await reader.until(lambda: "best match first" in reader.counted, "best match first")
        assert reader.titles[0] == "Two Ministers Meet in Busan"
        await reader.press("s")
        await reader.until(lambda: "oldest first" in reader.counted, "oldest first")
        assert reader.titles == newest[::-1]
        await reader.press("s")
        await reader.until(lambda: reader.titles == newest, "newest first")


async def test_what_a_condition_hides_is_told() -> None:
    async with reading() as reader:
        await reader.search("busan category:energy")
        assert "1 of 7 releases · 2 hidden by" in reader.counted


async def test_a_facet_becomes_part_of_the_query() -> None:
    async with reading() as reader:
        await reader.search("busan")
        await reader.press("enter", "f")
        await reader.until(lambda: len(reader.app.screen_stack) == 2, "the facets")
        await reader.press("enter")
        await reader.until(lambda: len(reader.app.screen_stack) == 1, "the list")
        await reader.until(
            lambda: reader.main.bar.value.startswith("busan category:"), "a condition in the bar"
        )
        await reader.answer(reader.main.bar.value)
        assert len(reader.titles) == 1


async def test_excerpts_stand_below_the_hits_and_go_with_the_search() -> None:
    async with reading() as reader:
        before = reader.main.releases.lines_per_row
        await reader.search("ammonia")
        assert reader.main.releases.lines_per_row == before + 1
        await reader.press("escape", "escape")
        await reader.until(lambda: reader.main.releases.lines_per_row == before, "rows as before")


async def test_finding_in_the_text_walks_its_hits_alone() -> None:
    async with reading() as reader:
        await reader.search("busan")
        await reader.press("enter", "backslash")
        for letter in "berth":
            await reader.press(letter)
        await reader.until(lambda: reader.main.text.hit_position == (1, 3), "three hits")
        await reader.press("enter", "n")
        assert reader.main.text.hit_position == (2, 3)
        await reader.press("backslash", "escape")
        await reader.until(lambda: reader.main.text.hit_position[1] == 2, "the search's own hits")


async def test_a_search_is_saved_opened_and_removed() -> None:
    async with reading() as reader:
        await reader.search("busan")
        await reader.press("enter", "S")
        await reader.until(lambda: len(reader.app.screen_stack) == 2, "the question for a name")
        await reader.press("enter")
        await reader.until(lambda: len(reader.app.screen_stack) == 1, "the list")
        with Library.open() as library:
            assert [(one.name, one.query) for one in library.saved.all()] == [("busan", "busan")]
        await reader.press("escape")
        await reader.until(lambda: reader.main.answer is None, "no search")
        await reader.press("F", "enter")
        await reader.answer("busan")
        assert len(reader.titles) == 3
        await reader.press("F", "D")
        await reader.until(lambda: "Removed" in reader.said, "the removal")
        assert not reader.main.library.saved.all()
        await reader.press("ctrl+z")
        assert [one.name for one in reader.main.library.saved.all()] == ["busan"]


async def test_more_like_this_puts_it_in_the_bar(tmp_path: Path) -> None:
    shared = "Quantum dredgers deepen the Walrus basin with polymer anchors."
    fill(
        tmp_path,
        listings.LISTING
        + "".join(
            f"-\nIndustry\nBasin report {n}\n{shared} Number {n}. date2026-01-0{n}\n" for n in (1, 2, 3)
        ),
    )
    async with reading() as reader:
        await reader.press("tilde")
        await reader.until(lambda: reader.main.bar.value.startswith("like:"), "likeness in the bar")
        await reader.answer(reader.main.bar.value)
        assert sorted(reader.titles) == ["Basin report 1", "Basin report 2"]


async def test_a_wrong_query_is_marked_and_leaves_the_hits() -> None:
    async with reading() as reader:
        await reader.search("busan")
        found = reader.titles
        reader.main.bar.value = "busan is:unrad"
        await reader.until(lambda: "is:unread" in reader.said, "the reason")
        assert reader.titles == found
        assert reader.main.bar.has_class("-objection")


async def test_what_is_pasted_and_cannot_be_read_shows_what_its_beginning_finds() -> None:
    async with reading() as reader:
        await reader.press("slash")
        reader.main.bar.value = "steelmakers is:unr"
        await reader.until(lambda: len(reader.titles) == 1, "the hits of the first word")
        assert reader.titles == ["Steelmakers publish their 'green' plan"]
        assert "is:unread" in reader.said
        assert reader.main.bar.has_class("-objection")
        reader.main.bar.value = "is:unr"
        await reader.until(
            lambda: reader.app.question and reader.app.question.text == "is:unr", "the question"
        )
        await reader.until(lambda: reader.main.bar.has_class("-objection"), "the objection")
        reader.main.bar.value = ""
        await reader.until(lambda: not reader.main.bar.has_class("-objection"), "no objection")


async def test_saving_what_a_view_and_an_alternative_show_keeps_both_together() -> None:
    async with reading() as reader:
        await reader.press("slash")
        reader.main.bar.value = "busan OR pohang"
        reader.main.choose_view("Unread")
        await reader.press("enter", "S", "enter")
        await reader.until(reader.main.library.saved.all, "a saved search")
        (saved,) = reader.main.library.saved.all()
        assert saved.query == "(busan OR pohang) is:unread"
        await reader.until(lambda: reader.main.saved and reader.main.saved[0][1] == (4, 0), "its numbers")


async def test_replacing_a_saved_search_is_undone() -> None:
    async with reading() as reader:
        before = reader.main.library.saved.put("ports", "port")
        await reader.search("busan")
        await reader.press("enter", "S", "ctrl+u", *"ports", "enter")
        await reader.until(lambda: reader.main.library.saved.get("ports").query == "busan", "the new query")
        await reader.press("ctrl+z")
        assert reader.main.library.saved.get("ports") == before


async def test_without_words_the_order_is_by_day() -> None:
    async with reading() as reader:
        newest = reader.titles
        await reader.press("s")
        await reader.until(lambda: reader.titles == newest[::-1], "oldest first")
        await reader.press("s")
        await reader.until(lambda: reader.titles == newest, "newest first")


async def test_half_a_word_left_with_down_stays_half_and_is_written_out_by_a_facet() -> None:
    async with reading() as reader:
        await typed(reader, "steelm")
        await reader.press("down")
        assert reader.main.bar.ghost == "…"
        await reader.press("f")
        await reader.until(lambda: len(reader.app.screen_stack) == 2, "the facets")
        assert reader.main.bar.value == "steelm*"
        await reader.press("enter")
        await reader.until(
            lambda: reader.main.bar.value == "steelm* category:Industry", "the facet in the bar"
        )
        await reader.answer(reader.main.bar.value)
        assert len(reader.titles) == 1


async def test_an_older_search_that_is_changed_is_a_new_one() -> None:
    async with reading() as reader:
        await reader.search("busan")
        await reader.press("enter", "slash")
        reader.main.bar.value = ""
        await reader.press("up")
        await reader.answer("busan")
        await reader.press("space", "x", "down")
        assert (reader.main.bar.value, reader.main.place) == ("busan x", "list")


async def test_a_word_of_a_saved_search_is_not_offered_in_another_spelling() -> None:
    async with reading() as reader:
        reader.main.library.saved.put("x", "steelmakars")
        await typed(reader, "search:x ")
        assert reader.main.answer is not None
        assert reader.main.answer.respellings
        assert "did you mean" not in reader.main.bar.ghost
        await reader.press("tab")
        assert (reader.main.bar.value, reader.main.place) == ("search:x ", "list")


async def test_facets_that_come_late_do_not_cover_the_bar() -> None:
    async with reading() as reader:
        await reader.search("busan")
        await reader.press("enter")
        reader.main.do_search_facets()
        reader.main.do_search_open()
        await reader.pilot.pause(0.5)
        assert len(reader.app.screen_stack) == 1


async def test_a_library_that_fails_while_saved_searches_are_counted_ends_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with reading() as reader:
        saved = reader.main.library.saved.put("x", "busan")
        reader.main.saved = [(saved, None)]

        def broken() -> dict[str, int]:
            raise LibraryError("The library is out.")

        monkeypatch.setattr(reader.main.library.releases, "tally", broken)
        await reader.main._counted(saved, (3, 0))
        assert "The library is out." in reader.said


async def test_asking_once_more_does_not_shorten_the_list(tmp_path: Path) -> None:
    fill(tmp_path, listings.many(180))
    async with reading() as reader:
        await reader.search("tariffs")
        reader.main.releases.move_to(150)
        lengths: list[int] = []
        reload = reader.main.releases.reload

        def told(rows: Rows, cursor: int) -> None:
            lengths.append(len(rows))
            reload(rows, cursor)

        reader.main.releases.reload = told  # type: ignore[method-assign]
        await reader.main.refresh_list()
        await reader.until(reader.answered, "the answer")
        await reader.pilot.pause(0.3)
        assert set(lengths) <= {180}
        assert reader.main.releases.cursor == 150


async def test_a_name_that_cannot_be_is_refused_where_it_is_typed() -> None:
    async with reading() as reader:
        await reader.search('"green plan" steelmakers')
        await reader.press("enter", "S")
        await reader.until(lambda: len(reader.app.screen_stack) == 2, "the question for a name")
        await reader.press("end", "quotation_mark", "enter")
        await reader.pilot.pause()
        assert len(reader.app.screen_stack) == 2
        assert not reader.main.library.saved.all()
        await reader.press("backspace", "enter")
        await reader.until(reader.main.library.saved.all, "a saved search")
        assert reader.main.library.saved.all()[0].name == "green plan steelmakers"


@pytest.mark.parametrize(
    ("text", "ghost"),
    [("rice OR sort:old", ""), ('search:"nope', ""), ("=stee", "…"), ('"free tra', "…"), ("-tari", "…")],
)
async def test_only_what_may_go_on_is_shown_so(text: str, ghost: str) -> None:
    async with reading() as reader:
        await reader.press("slash")
        for letter in text:
            await reader.press({" ": "space", ":": "colon"}.get(letter, letter))
        await reader.until(lambda: reader.main.bar.value == text, "the text")
        await reader.until(lambda: reader.main.bar.ghost == ghost, ghost or "nothing")
        await reader.pilot.pause(0.2)
        assert reader.main.bar.ghost == ghost


async def test_an_empty_answer_takes_back_what_was_said_of_another_text() -> None:
    async with reading() as reader:
        await reader.search("busan")
        await reader.until(lambda: "hits in this text" in reader.said, "the hits")
        await reader.search("busan zzzqq ")
        assert reader.said == ""
        reader.main.bar.value = "-is:un"
        await reader.until(lambda: "not known" in reader.said, "the objection")
        await reader.search("-is:unread ")
        assert "not known" not in reader.said


async def test_the_order_is_changed_however_it_is_written() -> None:
    async with reading() as reader:
        await reader.search("sort：old busan ")
        await reader.press("enter", "s")
        await reader.until(lambda: "oldest first" not in reader.counted, "newest first")
        assert reader.main.bar.value.strip() == "busan"


async def test_as_many_hits_are_told_as_are_walked() -> None:
    async with reading() as reader:
        await reader.search("shore power")
        await reader.press("enter")
        await reader.until(lambda: "in this text" in reader.said, "a number")
        told = int(reader.said.split()[0])
        await reader.press("n")
        assert reader.main.text.hit_position == (1, told)
        assert "Hit 1 of" in reader.said
