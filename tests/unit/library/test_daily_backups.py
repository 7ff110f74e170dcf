"""The backup of every day: when it is due, how many are kept, and what becomes of a failure."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import LibraryBusy
from reader.library import Library, backup_files, backups
from reader.library.checkup import checkup
from tests import listings

DAY = "2026-03-01"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("PRESSREADER_TODAY", DAY)
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path))])
        yield library


def named(library: Library) -> list[str]:
    return sorted(one.name for one in library.paths.backups.iterdir())


def daily(day: str) -> str:
    return f"pressreader-{day}.jsonl.gz"


def test_the_module_makes_the_backup_of_the_day_once(library: Library) -> None:
    assert backups.main() == 0
    assert named(library) == [daily(DAY)]
    path = library.paths.backups / daily(DAY)
    before = path.stat().st_mtime_ns
    assert backups.main() == 0
    assert path.stat().st_mtime_ns == before
    with library.backups.opened(str(path)) as found:
        assert found.preview().merged.unchanged == 7


def test_seven_are_kept_and_nothing_else_is_touched(library: Library) -> None:
    folder = library.paths.backups
    folder.mkdir()
    others = [
        "before-version-2.db",
        "pressreader-2020-01-01.jsonl.gz.old",
        "my.jsonl.gz",
        "pressreader-old.jsonl.gz",
    ]
    days = [f"2026-02-{day:02}" for day in range(10, 20)] + ["2030-01-01"]
    for name in [*others, *map(daily, days)]:
        (folder / name).write_text("kept")
    library.backups.make_daily()
    assert named(library) == sorted([*others, *map(daily, [*days[-6:], DAY])])


def test_a_wrong_clock_costs_no_backup_of_today(library: Library) -> None:
    folder = library.paths.backups
    folder.mkdir()
    for year in range(2030, 2040):
        (folder / daily(f"{year}-01-01")).write_text("later")
    library.backups.make_daily()
    assert daily(DAY) in named(library)
    assert len(named(library)) == backups.KEPT


def test_what_a_killed_process_left_is_removed(library: Library) -> None:
    folder = library.paths.backups
    folder.mkdir()
    (folder / ".pressreader-0123456789ab.part").write_text("half")
    library.backups.make_daily()
    assert named(library) == [daily(DAY)]


def test_who_finds_another_at_it_leaves_it_to_that_one(library: Library) -> None:
    path = library.paths.backups / daily(DAY)
    path.parent.mkdir()
    with backup_files.replaced(path) as file:
        file.write(b"theirs")
        with pytest.raises(LibraryBusy):
            library.backups.make_daily()
        assert backups.main() == 0
        assert library.backups.failed() is None
    assert path.read_bytes() == b"theirs"


def test_a_failure_is_told_until_one_succeeds(library: Library) -> None:
    library.paths.backups.write_text("a file in the way")
    assert backups.main() == 3
    failed = library.backups.failed()
    assert failed is not None
    assert failed.startswith("The daily backup could not be made. ")
    library.paths.backups.unlink()
    assert backups.main() == 0
    assert library.backups.failed() is None


def test_it_is_due_only_where_there_is_something_to_keep(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PRESSREADER_TODAY", DAY)
    with Library.open(starter=True) as library:
        assert not library.backups.holds_something()
        assert not library.backups.start_daily_if_due()
        number = library.releases.all().page(0, 1)[0].number
        library.notes.write(number, "Mine")
        assert library.backups.holds_something()


def test_another_process_makes_it_and_the_next_day_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (DAY, "2026-03-02"):
        monkeypatch.setenv("PRESSREADER_TODAY", day)
        assert library.backups.start_daily_if_due()
        assert library.backups.wait(30) == 0
        assert library.backups.last() == day
        assert not library.backups.start_daily_if_due()


def test_the_checkup_tells_the_last_one(library: Library) -> None:
    def told() -> str:
        return next(check.message for check in checkup(library.paths) if check.name == "backups")

    assert "no daily backup yet" in told()
    library.backups.make_daily()
    assert DAY in told()
