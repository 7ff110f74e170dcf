"""What keys do where two wordings are compared, and in the list of rewordings."""

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from reader.library import Library
from reader.library.rewordings import Comparison, RewordingRows
from reader.tui.clipboard import Copied
from reader.tui.commands import LAYERS, by_group, command_for, key_label
from reader.tui.screens.folder import FileScreen
from reader.tui.screens.formats import OverwriteScreen
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.revisions import RevisionsScreen
from reader.tui.screens.rewordings import RewordingsScreen
from reader.tui.widgets.diff_pane import DiffPane
from reader.tui.widgets.key_bar import KeyBar
from reader.tui.widgets.rewording_list import RewordingList
from tests.tui.conftest import Reading, reading

_FIRST = (
    "The ministry said exports rose 10.5 percent in the first half. Minister JK Kim opened the 4th forum on Monday. "
    "Nobody was late, and “everybody” stayed until the evening to hear what the guests had to say about berths.\n"
    "A second paragraph names Busan and Incheon. It has not changed.\n"
    "The third one says that the register opens in June."
)
_SECOND = (
    _FIRST.replace("10.5", "10.8").replace("JK Kim", "Kim Jung-kwan").replace("“everybody”", '"everybody"')
)
_THIRD = _SECOND.replace("opens in June", "opens in July").replace(
    "A second paragraph names", "This paragraph names"
)
WORDINGS = (_FIRST, _SECOND, _THIRD)


def fill_reworded(folder: Path, wordings: tuple[str, ...] = WORDINGS) -> None:
    """Import a release with these wordings, one with two, and one with one."""
    for number, text in enumerate(wordings):
        tonnes = 5 + (number > 0)
        entries = (
            ("Exports Rise in the First Half", text, "2025-07-01"),
            ("Ferries Carry More", f"Ferries carried {tonnes} million tonnes.", "2025-06-30"),
            ("Nothing Else Happened", "That is so.", "2025-06-29"),
        )
        path = folder / "wordings.txt"
        path.write_text(
            "".join(f"-\nTrade\n{title}\n{body} date{day}\n" for title, body, day in entries),
            encoding="utf-8",
        )
        with Library.open() as library:
            library.sources.import_paths([str(path)])
            library.indexing.drain()


@pytest.fixture(autouse=True)
def reworded(tmp_path: Path, home: Path) -> None:
    fill_reworded(tmp_path)


def screen_of(reader: Reading) -> RevisionsScreen:
    screen = reader.app.screen
    assert isinstance(screen, RevisionsScreen)
    return screen


def painted(reader: Reading) -> list[str]:
    """The screen as it is painted, line by line."""
    strips = reader.app.screen._compositor.render_strips(reader.app.size)
    return ["".join(part.text for part in strip).rstrip() for strip in strips]


def text_of(reader: Reading) -> str:
    return " ".join(" ".join(painted(reader)).split())


async def test_d_shows_what_changed() -> None:
    async with reading((90, 40)) as reader:
        page = reader.main.text.page
        assert page is not None
        assert page.facts.endswith("d shows what changed")
        await reader.press("d")
        text = text_of(reader)
        assert "released 2025-07-01 · " in text
        assert "revision 2 · first seen 20" in text
        assert "figure June → July" in text
        assert "opens in [-June-]{+July+}." in text
        assert "[-A second-]{+This+} paragraph names Busan" in text
        assert "revision 2 → 3 · 2 changes" in text
        await reader.press("escape")
        assert reader.app.screen is reader.main


async def test_other_pairs_are_chosen() -> None:
    async with reading((90, 40)) as reader:
        await reader.press("d", "[")
        assert "rose [-10.5-]{+10.8+} percent" in text_of(reader)
        assert "[-JK Kim-]{+Kim Jung-kwan+}" in text_of(reader)
        assert "[-“everybody" not in text_of(reader), "typography is no change"
        assert "June → July" not in text_of(reader)
        await reader.press("[")
        assert "Revision 1 is the first one." in text_of(reader)
        await reader.press("]", "{")
        assert "revision 1 → 3 · 4 changes" in text_of(reader)
        assert "rose [-10.5-]{+10.8+} percent" in text_of(reader)
        assert "[-June-]{+July+}" in text_of(reader)
        await reader.press("}", "}")
        assert "must stay before" in text_of(reader)
        await reader.press("]")
        assert "Revision 3 is the last one." in text_of(reader)


async def test_n_walks_the_changes_around() -> None:
    async with reading((44, 12)) as reader:
        await reader.press("d", "{", "n")
        pane = screen_of(reader).query_one(DiffPane)
        seen = []
        for _ in range(4):
            seen.append((pane.current, text_of(reader)))
            await reader.press("n")
        assert [number for number, _ in seen] == [0, 1, 2, 3]
        assert pane.current == 0
        for (_, text), words in zip(seen, ("10.8", "{+Kim Jung-", "This", "July"), strict=True):
            assert words in text, "a change that is gone to is in view"
        await reader.press("N")
        assert pane.current == 3
        assert "4 of 4: figure June → July" in text_of(reader)


async def test_s_puts_the_wordings_beside_each_other() -> None:
    async with reading((120, 30)) as reader:
        await reader.press("d", "[")
        lines = [line for line in painted(reader) if "│" in line]
        (titles,) = (line for line in lines if "revision 1" in line)
        assert titles.index("│") > titles.index("revision 1")
        assert titles.index("│") < titles.index("revision 2")
        (line,) = (line for line in lines if "10.5" in line)
        assert line.index("10.5") < line.index("│") < line.index("10.8")
        assert line.lstrip().startswith("±")
        assert "[-" not in text_of(reader)
        await reader.press("n", "s")
        assert "rose [-10.5-]{+10.8+} percent" in text_of(reader)
        await reader.press("s")
        assert "[-10.5" not in text_of(reader)


@pytest.mark.parametrize("size", [(60, 20), (44, 12)])
async def test_there_is_room_on_small_screens(size: tuple[int, int]) -> None:
    async with reading(size) as reader:
        await reader.press("d", "[")
        lines = painted(reader)
        assert len(lines) == size[1]
        assert all(len(line) <= size[0] for line in lines)
        await reader.press("n")
        assert "[-10.5-]{+10.8+}" in text_of(reader)
        await reader.press("G")
        assert "register opens in June." in text_of(reader)
        await reader.press("g")
        assert "Exports Rise" in text_of(reader) or "released 2025-07-01" in text_of(reader)
        await reader.press("s", "n")
        assert "│" in text_of(reader)


async def test_the_place_stays_when_the_width_changes() -> None:
    async with reading((90, 16)) as reader:
        await reader.press("d", "{", "N")
        await reader.pilot.resize_terminal(60, 16)
        await reader.pilot.pause()
        assert "July" in text_of(reader)


async def test_one_wording_only_is_said_without_a_screen() -> None:
    async with reading() as reader:
        await reader.press("G", "d")
        assert reader.app.screen is reader.main
        assert reader.said == "This release has one wording only: its source has not reworded it."


async def test_the_changes_are_copied_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def kept(text: str, *_: object, **__: object) -> Copied:
        copied.append(text)
        return Copied(held=("a test",))

    monkeypatch.setattr("reader.tui.clipboard.copy", kept)
    async with reading() as reader:
        await reader.press("d", "[", "y")
        await reader.until(lambda: copied, "the copy")
        await reader.until(lambda: "Copied the changes: a test" in text_of(reader), "a word about it")
    lines = copied[0].split("\n")
    assert lines[0] == "Exports Rise in the First Half"
    assert lines[1].startswith("released 2025-07-01 · ")
    assert "figure 10.5 → 10.8 percent" in lines
    assert "rose [-10.5-]{+10.8+} percent" in copied[0]


async def test_help_and_palette_know_the_keys() -> None:
    async with reading() as reader:
        await reader.press("d", "question_mark")
        assert isinstance(reader.app.screen, HelpScreen)
        text = text_of(reader)
        assert "Keys in the differences of two wordings" in text
        assert "To the next change" in text
        assert "Bookmark" not in text
        await reader.press("escape", "colon")
        assert isinstance(reader.app.screen, CommandPalette)
        await reader.press(*"beside")
        await reader.until(lambda: "The wordings beside each other" in text_of(reader), "the command")
        await reader.press("enter")
        await reader.until(
            lambda: reader.app.screen is not None and "[-" in text_of(reader), "the other layout"
        )
        assert isinstance(reader.app.screen, RevisionsScreen)


async def test_the_palette_of_the_main_screen_opens_both() -> None:
    async with reading() as reader:
        await reader.press("colon", *"reworded in all")
        await reader.until(lambda: "What was reworded in all releases" in text_of(reader), "the command")
        await reader.press("enter")
        await reader.until(lambda: isinstance(reader.app.screen, RewordingsScreen), "the list")


async def test_w_lists_all_rewordings_newest_first() -> None:
    async with reading((90, 24)) as reader:
        await reader.press("W")
        text = text_of(reader)
        assert "3 rewordings" in text
        assert "2025-07-01 · reworded 20" in text
        assert "revision 2 → 3" in text
        assert "· 2 figures" in text
        assert "figure June → July" in text
        assert "figure 5 → 6 million" in text
        await reader.press("enter")
        assert "revision 2 → 3 · 2 changes" in text_of(reader)
        await reader.press("escape", "j", "enter")
        assert screen_of(reader)._compared.after.number == 2
        await reader.press("q", "q")
        assert reader.app.screen is reader.main


async def test_rewordings_are_compared_when_they_come_into_view(monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open() as library:
        assert len(library.rewordings.all()) == 3
    asked: list[int] = []
    page = RewordingRows.page

    def counted(self: RewordingRows, start: int, count: int) -> list[Comparison]:
        asked.append(start)
        return page(self, start, count)

    monkeypatch.setattr(RewordingRows, "page", counted)
    async with reading((60, 12)) as reader:
        await reader.press("W")
        await reader.press("j", "k", "G", "g")
        assert asked == [0]


async def test_without_rewordings_the_list_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading() as reader:
        with Library.open() as other:
            other._database.execute("DELETE FROM release")
        await reader.press("W")
        assert "No source has reworded a release" in text_of(reader)
        await reader.press("enter", "x")
        assert "There is nothing here to export." in text_of(reader)


async def test_a_release_that_is_gone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading((90, 24)) as reader:
        await reader.press("W")
        with Library.open() as other:
            other._database.execute("DELETE FROM release")
        await reader.press("enter")
        assert "no longer in the library" in text_of(reader)
        await reader.press("escape", "d")
        assert reader.app.screen is reader.main


async def test_x_exports_what_was_reworded(tmp_path: Path) -> None:
    target = tmp_path / "rewordings.md"
    async with reading((120, 24)) as reader:
        await reader.press("d", "x")
        await reader.until(lambda: isinstance(reader.app.screen, FileScreen), "the question for a file")
        reader.app.screen.query_one(Input).value = str(target)
        await reader.press("enter")
        await reader.until(lambda: "1 written" in text_of(reader), "a word about it")
        assert isinstance(reader.app.screen, RevisionsScreen)
        assert target.read_text("utf-8").count("\n## ") == 2
        target.write_text("mine")
        reader.app.main.export_rewordings(reader.app.main.rows.numbers())
        await reader.until(lambda: isinstance(reader.app.screen, FileScreen), "the question for a file")
        await reader.press("enter")
        await reader.until(
            lambda: isinstance(reader.app.screen, OverwriteScreen), "a question before overwriting"
        )
        assert target.read_text() == "mine"


def test_no_key_means_two_things_on_these_screens() -> None:
    for place in LAYERS:
        commands = [command for _, group in by_group(place) for command in group]
        assert commands
        for command in commands:
            assert all(key_label(key) for key in command.keys)
            assert command_for(place, command.keys[0]) or len(command.keys[0]) == 1


def test_every_command_of_these_screens_has_a_method() -> None:
    for place, screen in (("diff", RevisionsScreen), ("rewordings", RewordingsScreen)):
        missing = [
            command.id
            for _, group in by_group("diff" if place == "diff" else "rewordings")
            for command in group
            if not hasattr(screen, "do_" + command.id.replace(".", "_"))
        ]
        assert missing == []


async def test_clicks_reach_key_bar_and_list() -> None:
    async with reading((90, 24)) as reader:
        await reader.press("W")
        await reader.pilot.click(RewordingList, offset=(5, 4))
        await reader.pilot.click(RewordingList, offset=(5, 4))
        await reader.until(lambda: isinstance(reader.app.screen, RevisionsScreen), "the second one")
        assert screen_of(reader)._compared.after.number == 2
        await reader.pilot.click(reader.app.screen.query_one(KeyBar), offset=(17, 0))
        assert screen_of(reader).query_one(DiffPane).current == 0, "n next change"
