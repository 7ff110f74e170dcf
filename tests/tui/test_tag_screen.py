"""The screen that gives tags and takes them away, by itself."""

from collections.abc import Sequence

import pytest

from reader.errors import LibraryBusy
from reader.library.tags import TagChange, Tags
from reader.tui.screens.tags import TagScreen
from reader.tui.widgets.tag_list import TagList, TagRow
from tests.tui.screens_host import Opened, opened

ROWS = [
    TagRow("asean", 40, 3),
    TagRow("CPTPP", 12, 0),
    TagRow("무역/협정", 7, 1),
    TagRow("trade-asean", 2, 0),
]
CHOSEN = 3


class Asked:
    """Keeps what a screen asked for."""

    def __init__(self, error: Exception | None = None) -> None:
        self.calls: list[tuple[list[str], list[str]]] = []
        self.error = error

    def __call__(self, add: Sequence[str], remove: Sequence[str]) -> TagChange:
        self.calls.append((list(add), list(remove)))
        if self.error is not None:
            raise self.error
        return TagChange(tuple((1, name) for name in add), tuple((1, name) for name in remove))


def screen(asked: Asked, rows: Sequence[TagRow] = ROWS, chosen: int = CHOSEN) -> TagScreen:
    return TagScreen(rows, f"{chosen} releases", chosen, Tags.name, asked)


async def typed(open_screen: Opened, text: str) -> None:
    """Put a text into the field, the cursor behind it."""
    field = open_screen.app.screen.query_one("#tags-field")
    field.value = text  # type: ignore[attr-defined]
    field.cursor_position = len(text)  # type: ignore[attr-defined]
    await open_screen.pilot.pause()


def listed(open_screen: Opened) -> list[str]:
    """The rows of the list, blanks joined."""
    shown = open_screen.app.screen.query_one(TagList)
    return [" ".join(shown.render_line(y).text.split()) for y in range(shown.count)]


@pytest.mark.parametrize(
    ("text", "add", "remove"),
    [
        ("asean, cptpp", ["asean", "CPTPP"], []),
        ("asean cptpp  new-one", ["asean", "CPTPP", "new-one"], []),
        ("-asean +CPTPP", ["CPTPP"], ["asean"]),
        ("#asean，＃무역/협정", ["asean", "무역/협정"], []),
        ("-#asean", [], ["asean"]),
        ("asean -asean", [], ["asean"]),
        ("-ASEAN asean", ["asean"], []),
        ("x" * 64, ["x" * 64], []),
    ],
)
async def test_what_is_typed_is_done_at_once(text: str, add: list[str], remove: list[str]) -> None:
    asked = Asked()
    async with opened(screen(asked), (80, 24)) as tags:
        await typed(tags, text)
        await tags.pilot.press("enter")
        assert asked.calls == [(add, remove)]
        assert [len(result.added) for result in tags.results] == [len(add)]


@pytest.mark.parametrize(
    "keys", [["escape"], ["enter"], ["down", "q"], ["down", "space", "escape"], ["tab", "enter"]]
)
async def test_leaving_changes_nothing(keys: list[str]) -> None:
    asked = Asked()
    async with opened(screen(asked), (80, 24)) as tags:
        await tags.pilot.press(*keys)
        assert (asked.calls, tags.results) == ([], [None])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Nothing is changed yet."),
        ("cptpp", "Gives #CPTPP to 3 releases."),
        ("cptpp new", "Gives #CPTPP, #new (new) to 3 releases."),
        ("무역/협정 cptpp ", "Gives #무역/협정 to 2 releases, #CPTPP to 3 releases."),
        ("-asean -무역/협정 ", "Takes #asean from 3 releases, #무역/협정 from 1 release."),
        ("asean ", "All of them have #asean already."),
        ("-cptpp ", "None of them has #CPTPP."),
        ("cp", "Gives #cp (new) to 3 releases. With tab: CPTPP"),
        ("-as", "None of them has #as. With tab: -asean"),
        ("-", "Nothing is changed yet."),
        ("a:b", "A tag cannot hold “:”"),
        ("- asean", "is no tag"),
        ("x" * 65, "at most 64 characters"),
        ("a b c d e f", "Gives #a (new), #b (new), #c (new), #d (new) and 2 more to 3 releases."),
    ],
)
async def test_what_will_happen_is_said(text: str, said: str) -> None:
    async with opened(screen(Asked()), (120, 24)) as tags:
        await typed(tags, text)
        assert any(said in line for line in tags.lines), tags.lines


async def test_of_one_release_it_is_said_without_numbers() -> None:
    rows = [TagRow("asean", 40, 1), TagRow("CPTPP", 12, 0)]
    for text, said in (
        ("cptpp -asean ", "Gives #CPTPP; takes #asean away."),
        ("asean ", "#asean is there already."),
        ("-cptpp ", "#CPTPP is not there."),
    ):
        async with opened(screen(Asked(), rows, 1), (80, 24)) as tags:
            await typed(tags, text)
            assert any(said in line for line in tags.lines), tags.lines
            assert "of 1" not in "".join(listed(tags))


async def test_tab_completes_the_word_at_the_cursor_and_goes_on() -> None:
    asked = Asked()
    async with opened(screen(asked), (80, 24)) as tags:
        await tags.pilot.press("a", "s")
        assert [line.split("#")[1].split()[0] for line in listed(tags)] == ["asean", "trade-asean"]
        await tags.pilot.press("tab", "minus", "a", "tab", "n", "e", "enter")
        assert asked.calls == [(["ne"], ["asean"])]


async def test_only_what_the_chosen_have_is_offered_to_be_taken_away() -> None:
    async with opened(screen(Asked()), (80, 24)) as tags:
        await typed(tags, "-")
        assert listed(tags) == ["[x] #asean 3 of 3 40 in all", "[~] #무역/협정 1 of 3 7 in all"]
        await typed(tags, "-c")
        assert listed(tags) == []
        assert any("No tag of these releases is called so." in line for line in tags.lines)


async def test_the_tags_of_the_chosen_stand_first_with_their_state() -> None:
    async with opened(screen(Asked()), (80, 24)) as tags:
        assert listed(tags) == [
            "[x] #asean 3 of 3 40 in all",
            "[~] #무역/협정 1 of 3 7 in all",
            "[ ] #CPTPP 0 of 3 12 in all",
            "[ ] #trade-asean 0 of 3 2 in all",
        ]
        await typed(tags, "-asean 무역/협정 ")
        assert listed(tags)[:2] == ["[ ] #asean −3 3 of 3 40 in all", "[x] #무역/협정 +2 1 of 3 7 in all"]


async def test_space_toggles_all_none_and_back() -> None:
    asked = Asked()
    async with opened(screen(asked), (80, 24)) as tags:
        boxes = []
        await tags.pilot.press("down", "j")
        for _ in range(4):
            boxes.append(listed(tags)[1][:3])
            await tags.pilot.press("space")
        assert boxes == ["[~]", "[x]", "[ ]", "[~]"]
        await tags.pilot.press("k", "space", "G", "space", "enter")
        assert asked.calls == [(["무역/협정", "trade-asean"], ["asean"])]


async def test_a_toggled_tag_takes_the_place_of_the_word_that_found_it() -> None:
    asked = Asked()
    async with opened(screen(asked), (80, 24)) as tags:
        await typed(tags, "new, cp")
        await tags.pilot.press("down", "space")
        assert any("Gives #CPTPP, #new (new) to 3 releases." in line for line in tags.lines)
        await tags.pilot.press("tab", "x", "enter")
        assert asked.calls == [(["CPTPP", "new", "x"], [])]


async def test_a_click_toggles() -> None:
    asked = Asked()
    async with opened(screen(asked), (80, 24)) as tags:
        await tags.pilot.click(TagList, offset=(2, 2))
        await tags.pilot.press("enter")
        assert asked.calls == [(["CPTPP"], [])]


async def test_letters_of_the_list_are_typed_while_the_field_has_the_focus() -> None:
    asked = Asked()
    async with opened(screen(asked), (80, 24)) as tags:
        await tags.pilot.press("q", "j", "g", "enter")
        assert asked.calls == [(["qjg"], [])]


async def test_what_is_no_tag_or_cannot_be_written_is_said_and_typing_goes_on() -> None:
    busy = Asked(LibraryBusy("Another PressReader is writing."))
    async with opened(screen(busy), (80, 24)) as tags:
        for text, said, calls in (
            ("a:b", "cannot hold", 0),
            ("-", "is no tag", 0),
            ("asean", "is writing", 1),
        ):
            await typed(tags, text)
            await tags.pilot.press("enter")
            assert any(said in line for line in tags.lines)
            assert (len(busy.calls), tags.results) == (calls, [])
        busy.error = None
        await tags.pilot.press("enter")
        assert len(tags.results) == 1


@pytest.mark.parametrize("size", [(44, 12), (60, 20), (120, 40)])
async def test_two_hundred_tags_scroll(size: tuple[int, int]) -> None:
    rows = [TagRow(f"tag-{number:03}", 300 - number, 0) for number in range(200)]
    asked = Asked()
    async with opened(screen(asked, rows, 1234), size) as tags:
        shown = tags.app.screen.query_one(TagList)
        assert shown.size.height >= 3
        await tags.pilot.press("down", "pagedown", "G", "space")
        assert any("[x] #tag-199" in line for line in tags.lines), "\n".join(tags.lines)
        assert all(line.count("│") in (0, 2) for line in tags.lines)
        await tags.pilot.press("enter")
        assert asked.calls == [(["tag-199"], [])]


async def test_without_any_tag_it_says_what_to_do() -> None:
    asked = Asked()
    async with opened(screen(asked, []), (44, 12)) as tags:
        assert any("no tags yet" in line for line in tags.lines)
        await tags.pilot.press("down", "a", "tab", "enter")
        assert asked.calls == [(["a"], [])]
