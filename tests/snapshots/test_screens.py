"""Whole screens, as pictures beside this file. `make snapshots` accepts what they are now; look at each first."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from reader.library import Library
from tests import listings
from tests.pictures import picture
from tests.tui.conftest import Reading, fill, reading

pytestmark = pytest.mark.usefixtures("fixed_library")

Drive = Callable[[Reading], Awaitable[object]]


class SvgPicture(SingleFileSnapshotExtension):
    """One file a screen, that opens in a browser."""

    _file_extension = "svg"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def fixed_library(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' listing, a bookmark, a note, something read; all at one moment."""
    for module in ("notes", "releases"):
        monkeypatch.setattr(f"reader.store.{module}.now", lambda: "2025-03-05T09:30:00Z")
    fill(tmp_path)
    with Library.open() as library:
        numbers = library.releases.all().numbers()
        library.notes.write(numbers[0], "Ask Han for the berth prices.", quote="what a berth costs")
        library.notes.write(numbers[0], "Compare with last year’s forum.")
        library.releases.set("bookmarked", numbers[:2], True)
        library.releases.set("read", [numbers[1], numbers[4]], True)


async def nothing(_: Reading) -> None:
    """The screen as it opens."""


async def searched(reader: Reading) -> None:
    await reader.search("busan")


async def opened(reader: Reading) -> None:
    await reader.press("enter")


async def at_hit(reader: Reading) -> None:
    await reader.search("busan")
    await reader.press("down", "n", "n")


async def nothing_found(reader: Reading) -> None:
    await reader.search("zeppelin")


async def writing(reader: Reading) -> None:
    await reader.press("j", "a", *"half")
    assert reader.main.editor is not None
    reader.main.editor.area.cursor_blink = False


async def selecting(reader: Reading) -> None:
    await reader.press("v", "j", "J")


async def noting_a_passage(reader: Reading) -> None:
    await reader.press("v", "j", "a", *"Who said so?")
    reader.main.require_editor.area.cursor_blink = False


async def changed_passages(reader: Reading) -> None:
    """The list of notes after a wording came in which one's passage does not stand any more."""
    folder = reader.main.library.paths.state
    text = listings.LISTING.replace("what a berth costs", "what a quay costs")
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(folder, text))])
    await noted(reader)
    await reader.press("A")


async def noted(reader: Reading) -> None:
    reader.main.library.notes.write(reader.main.rows.numbers()[0], "항만 – 누가?", quote="safe ammonia")
    await reader.main.refresh_list()
    await reader.press("enter")


async def views(reader: Reading) -> None:
    await reader.press("1")


async def reworded(reader: Reading) -> None:
    reader.main.choose_view("Reworded")
    await reader.until(reader.answered, "the reworded")


async def cut(reader: Reading) -> None:
    await reader.search("is:cut")
    await reader.press("down")


async def searching(reader: Reading) -> None:
    """A query that hides something, saved searches at the left."""
    reader.main.library.saved.put("Ports", "port")
    reader.main.library.saved.put("Steel watch", "steelmakers sort:rank")
    reader.main.count_saved()
    await reader.search("busan is:unread")
    await reader.until(lambda: all(numbers for _, numbers in reader.main.saved), "counted saved searches")


async def completing(reader: Reading) -> None:
    await reader.press("slash", *"busan", "space", *"category", "colon", "e")
    await reader.answer("busan category:e")


async def misspelt(reader: Reading) -> None:
    await reader.search("steelmakars")
    await reader.until(lambda: reader.main.bar.ghost, "an offer")


async def finding(reader: Reading) -> None:
    await reader.press("enter", "backslash", *"berth")
    await reader.until(lambda: reader.main.text.hit_position == (1, 3), "the first hit")
    reader.main.require_find.field.cursor_blink = False


async def earlier(reader: Reading) -> None:
    """A word that the current wording does not have."""
    steel = next(one for one in reader.main.rows.page(0, 10) if one.edited)
    current = reader.main.library.releases.get(steel.number).body or ""
    await reader.search("six steelmakers" if "Seven" in current else "seven steelmakers")


def pressed(*keys: str) -> Drive:
    async def drive(reader: Reading) -> None:
        await reader.press(*keys)

    return drive


SCREENS: dict[str, tuple[tuple[int, int], str, Drive]] = {
    "dark 120x40": ((120, 40), "dark", nothing),
    "light 120x40": ((120, 40), "light", at_hit),
    "terminal colours 120x40": ((120, 40), "ansi-dark", searched),
    "terminal colours on light 100x30": ((100, 30), "ansi-light", opened),
    "80x24": ((80, 24), "dark", nothing),
    "80x24 views": ((80, 24), "dark", views),
    "80x24 cut": ((80, 24), "dark", cut),
    "80x24 nothing found": ((80, 24), "dark", nothing_found),
    "80x24 writing": ((80, 24), "dark", writing),
    "80x24 text only": ((80, 24), "light", pressed("z")),
    "60x20 list": ((60, 20), "dark", nothing),
    "60x20 text": ((60, 20), "dark", opened),
    "40x10": ((40, 10), "dark", nothing),
    "120x40 reworded": ((120, 40), "dark", reworded),
    "help 80x24": ((80, 24), "dark", pressed("question_mark")),
    "help 120x40": ((120, 40), "light", pressed("question_mark")),
    "notes 80x24": ((80, 24), "dark", pressed("A")),
    "notes changed 60x20": ((60, 20), "light", changed_passages),
    "80x24 noted": ((80, 24), "light", noted),
    "80x24 selecting": ((80, 24), "dark", selecting),
    "60x20 selecting": ((60, 20), "light", selecting),
    "terminal colours selecting 120x40": ((120, 40), "ansi-dark", selecting),
    "60x20 noting a passage": ((60, 20), "dark", noting_a_passage),
    "120x40 noting a passage": ((120, 40), "light", noting_a_passage),
    "folder 80x24": ((80, 24), "dark", pressed("x")),
    "120x40 searching": ((120, 40), "dark", searching),
    "80x24 completing": ((80, 24), "dark", completing),
    "80x24 misspelt": ((80, 24), "light", misspelt),
    "80x24 finding": ((80, 24), "dark", finding),
    "120x40 earlier wording": ((120, 40), "dark", earlier),
    "60x20 searching": ((60, 20), "dark", searched),
    "200x50": ((200, 50), "dark", nothing),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_screen(name: str, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.tui.screens.folder.Path.home", lambda: Path("/home/han"))
    size, theme, drive = SCREENS[name]
    async with reading(size) as reader:
        reader.app.theme = theme
        reader.main.bar.cursor_blink = False
        await drive(reader)
        await reader.pilot.pause()
        await reader.until(lambda: not reader.app.screen._layout_required, "a settled layout")
        assert picture(reader.app) == snapshot(extension_class=SvgPicture)
