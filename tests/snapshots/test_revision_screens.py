"""Pictures of the screens that show what sources reworded. `make snapshots` accepts what they are now."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.pictures import picture
from tests.tui.conftest import reading
from tests.tui.test_revisions_screen import fill_reworded


class SvgPicture(SingleFileSnapshotExtension):
    """One file a screen, that opens in a browser."""

    _file_extension = "svg"
    _write_mode = WriteMode.TEXT


SCREENS: dict[str, tuple[tuple[int, int], str, tuple[str, ...]]] = {
    "differences beside each other 120x40": ((120, 40), "dark", ("d", "left_curly_bracket", "n")),
    "differences 80x24": ((80, 24), "light", ("d", "left_curly_bracket", "n", "n")),
    "differences 60x20": ((60, 20), "ansi-dark", ("d", "left_square_bracket")),
    "differences 44x12": ((44, 12), "dark", ("d", "left_square_bracket", "n")),
    "rewordings 120x40": ((120, 40), "light", ("W", "j")),
    "rewordings 60x20": ((60, 20), "dark", ("W",)),
    "rewordings in terminal colours 80x24": ((80, 24), "ansi-light", ("W",)),
}


@pytest.fixture(autouse=True)
def reworded(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library whose wordings were all seen at one moment."""
    for module in ("releases", "release_rows"):
        monkeypatch.setattr(f"reader.store.{module}.now", lambda: "2025-07-02T09:30:00Z")
    fill_reworded(tmp_path)


@pytest.mark.parametrize("name", SCREENS)
async def test_screen(name: str, snapshot: SnapshotAssertion) -> None:
    size, theme, keys = SCREENS[name]
    async with reading(size) as reader:
        reader.app.theme = theme
        await reader.press(*keys)
        await reader.pilot.pause()
        await reader.until(lambda: not reader.app.screen._layout_required, "a settled layout")
        assert picture(reader.app) == snapshot(extension_class=SvgPicture)
