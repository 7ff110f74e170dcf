"""Pictures of the search's modal screens, by themselves. `make snapshots` accepts what they are now."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.export.formats import FORMATS
from reader.export.item import ExportProblem, ExportReport
from reader.library.tags import TagChange, Tags
from reader.model import Source
from reader.tui.exporter import exported
from reader.tui.screens.asking import ChoiceScreen, LineScreen, QuestionScreen
from reader.tui.screens.facets import FacetScreen
from reader.tui.screens.folder import FileScreen
from reader.tui.screens.formats import FormatScreen, OverwriteScreen
from reader.tui.screens.guide import GuideScreen
from reader.tui.screens.naming import NamingScreen
from reader.tui.screens.report import ReportScreen
from reader.tui.screens.saved import SavedScreen
from reader.tui.screens.sources import SourcesScreen
from reader.tui.screens.tags import TagScreen
from reader.tui.syncer import Syncer
from reader.tui.themes import DARK, LIGHT
from reader.tui.widgets.facet_pane import FacetGroup, FacetRow
from reader.tui.widgets.saved_list import SavedRow
from reader.tui.widgets.tag_list import TagRow
from reader.wording import whole_extent
from tests.pictures import picture
from tests.tui.screens_host import opened

QUERY = 'title:steel category:fta date:2025-01.. (quota OR safeguard OR "tariff rate") sort:rank'
FACETS = [
    FacetGroup(
        "Category",
        [
            FacetRow("Trade Policy and Agreements", 812),
            FacetRow("Energy", 120, active=True),
            FacetRow("한국 [b]무역[/b]", 4),
        ],
    ),
    FacetGroup(
        "Source", [FacetRow("Ministry of Trade, Industry and Resources", 1240), FacetRow("Digests", 8)]
    ),
    FacetGroup("Year", [FacetRow(str(2025 - back), 1000 - 31 * back) for back in range(8)]),
    FacetGroup("Tag", [FacetRow(f"tag {number}", 300 - number, number == 40) for number in range(200)]),
]
SAVED = [
    SavedRow("CPTPP watch", '"CPTPP" OR (trans pacific) is:unread', 143, 3),
    SavedRow("All", "rice -digest", 2310, 0),
    SavedRow("[b]steel[/b] 한국", QUERY),
]
GUIDE = [
    (
        "Words",
        [
            ("tariff rice", "both words, any inflection of them"),
            ('"free trade"~5', "at most five words between, either order"),
            ("-rice  NOT rice", "without"),
        ],
    ),
    ("Fields", [("category:fta  category:none", "any part of a category’s name; without one")]),
    ("Days", [("date:2025-11-20..2025-12", "both ends included"), ("date:30d..", "counted from today")]),
]
TAGS = [
    TagRow("asean", 40, 12),
    TagRow("cptpp", 31, 5),
    TagRow("supply-chain", 18, 0),
    TagRow("무역/협정", 7, 1),
    TagRow("x" * 64, 1, 0),
]


def tagging(rows: list[TagRow], chosen: int, of: str = "12 releases") -> TagScreen:
    """The screen of tags; what is typed into it is in `TYPED`."""
    return TagScreen(rows, of, chosen, Tags.name, lambda _add, _remove: TagChange())


TYPED = {"tags": "cptpp fta -asean ", "tags completing": "su", "tags refused": "a:b "}
SOURCES: list[Source] = [
    Source(
        "motir",
        "Ministry of Trade, Industry and Resources",
        "ministry",
        "https://harbour.example/eng",
        last_good="2025-03-04T08:00:00Z",
        next_due="2025-03-05T10:00:00Z",
        addresses=("https://harbour.example/eng/article/one", "https://harbour.example/eng/article/two"),
    ),
    Source(
        "https://port.example/rss",
        "항만 [b]News[/b]",
        "feed",
        "https://port.example/rss",
        error="https://port.example/rss answers 410 (Gone). Look whether the page has another address now.",
        addresses=("https://port.example/rss",),
    ),
]
SCREENS: dict[str, Callable[[], ModalScreen[Any]]] = {
    "facets": lambda: FacetScreen(FACETS, "143 of 2,310 releases"),
    "saved": lambda: SavedScreen(SAVED),
    "saved none": lambda: SavedScreen([]),
    "naming": lambda: NamingScreen(QUERY, "CPTPP watch", ["CPTPP watch"]),
    "guide": lambda: GuideScreen(GUIDE),
    "formats": lambda: FormatScreen(
        "3 releases", [(name, one.description) for name, one in FORMATS.items()], "csv"
    ),
    "file": lambda: FileScreen("Export 3 releases as csv to which file?", "/home/han/pressreader.csv"),
    "overwrite": lambda: OverwriteScreen("/home/han/pressreader.csv"),
    "report": lambda: ReportScreen(exported(REPORT, "/home/han/press"), REPORT),
    "tags": lambda: tagging(TAGS, 12),
    "tags completing": lambda: tagging(TAGS, 1, "“Fifth Round of Talks on the Lake…”"),
    "tags refused": lambda: tagging(TAGS, 12),
    "tags none": lambda: tagging([], 1, "“Fifth Round of Talks on the Lake…”"),
    "sources": lambda: SourcesScreen(lambda: SOURCES, syncing(), nothing),
    "question": lambda: QuestionScreen(f"{whole_extent(340, 12, 520.0)}\n\nFetch it now?"),
    "line refused": lambda: LineScreen(
        "Address of a feed, or of a page that names one:",
        "harbour.example/feed",
        "harbour.example has no feed.",
    ),
    "choice": lambda: ChoiceScreen(
        "This page names several feeds. Which one?",
        ["Press  https://harbour.example/press.xml", "[b]항만[/b]"],
    ),
}


async def nothing() -> None:
    """No sync."""


def syncing() -> Syncer:
    """A sync that walks the pages of one source."""
    syncer = Syncer(cast("Any", None), lambda _: None)
    syncer.sources["motir"] = {"state": "fetching", "page": 37, "pages": 340, "added": 280, "revised": 1}
    return syncer


REPORT: ExportReport = ExportReport(
    conflicts=(
        ExportProblem(
            "abcdefghij",
            Path("/home/han/press/2025-03-04-shore-power.md"),
            "title in /home/han/press/2025-03-04-shore-power.md changed by hand and left alone.",
        ),
    ),
    failed=(
        ExportProblem(
            "klmnopqrst", Path("/home/han/press/항만.md"), "/home/han/press/항만.md cannot be read."
        ),
    ),
)


class SvgPicture(SingleFileSnapshotExtension):
    """One file a screen, that opens in a browser."""

    _file_extension = "svg"
    _write_mode = WriteMode.TEXT


@pytest.mark.parametrize(
    ("size", "theme"), [((120, 40), LIGHT.name), ((60, 20), DARK.name)], ids=["wide", "narrow"]
)
@pytest.mark.parametrize("name", SCREENS)
async def test_screen(name: str, size: tuple[int, int], theme: str, snapshot: SnapshotAssertion) -> None:
    async with opened(SCREENS[name](), size, theme) as screen:
        for field in screen.app.screen.query(Input):
            field.cursor_blink = False
            if name in TYPED:
                field.value = TYPED[name]
                field.cursor_position = len(field.value)
        await screen.pilot.pause()
        assert picture(screen.app) == snapshot(extension_class=SvgPicture)
