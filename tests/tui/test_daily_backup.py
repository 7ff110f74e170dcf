"""The reader has the day's backup made beside the screen, and says where one failed."""

from pathlib import Path

import pytest

from reader.library import backups
from tests.tui.conftest import reading


@pytest.mark.usefixtures("filled")
async def test_an_open_reader_has_the_backup_of_the_day_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.tui.screens.browsing._BACKUP_SECONDS", 0.01)
    async with reading() as reader:
        made = reader.app.library.backups
        await reader.until(lambda: made.last() is not None, "a backup")
        await reader.until(lambda: made.wait(0) == 0, "its end")
        assert "backup" not in reader.said


@pytest.mark.usefixtures("filled")
async def test_a_reader_that_stays_open_makes_one_every_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.tui.screens.browsing._BACKUP_SECONDS", 0.01)
    monkeypatch.setattr("reader.tui.screens.browsing._BACKUP_AGAIN", 0.05)
    monkeypatch.setenv("PRESSREADER_TODAY", "2026-03-01")
    async with reading() as reader:
        made = reader.app.library.backups
        for day in ("2026-03-01", "2026-03-02"):
            monkeypatch.setenv("PRESSREADER_TODAY", day)
            await reader.until(lambda day=day: made.last() == day, f"the backup of {day}")  # type: ignore[misc]
            await reader.until(lambda: made.wait(0) == 0, "its end")


async def test_a_backup_that_failed_is_said_the_next_time(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (filled / "backups").write_text("a file in the way")
    assert backups.main() == 3
    (filled / "backups").unlink()
    async with reading() as reader:
        await reader.main.back_up()
        assert reader.said.startswith("The daily backup could not be made.")
        made = reader.app.library.backups
        await reader.until(lambda: made.wait(0) == 0, "the next one")
        assert made.failed() is None
