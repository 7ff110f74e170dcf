"""Exports from the screen: where to, how far, what was left alone."""

import io
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from textual.widgets import Input, OptionList

from reader.errors import LibraryBusy, LibraryError
from reader.library.exports import ExportReport
from reader.tui import run
from reader.tui.exporter import Exporter, Job, Progress, progress_sentence
from reader.tui.palette import CommandProvider
from reader.tui.screens.folder import FileScreen, FolderScreen
from reader.tui.screens.formats import FormatScreen, OverwriteScreen
from reader.tui.screens.report import ReportScreen, groups
from tests.tui.conftest import Reading, reading


class Screen:
    """What an exporter knows of the reader: it says things, and does things on its thread."""

    def __init__(self) -> None:
        self.said: list[tuple[str, bool]] = []
        self.progress: list[str] = []
        self.main = self.status = self

    def say(self, text: str, *, error: bool = False) -> None:
        self.said.append((text, error))

    def show_progress(self, text: str) -> None:
        self.progress.append(text)

    def call_later(self, call: Callable[..., object], *arguments: object) -> None:
        call(*arguments)


class Work:
    """An export that goes on release by release when it is told to."""

    def __init__(self, releases: int) -> None:
        self.releases = releases
        self.go_on = threading.Semaphore(0)
        self.done = 0
        self.ended = threading.Event()

    def __call__(self, library: object, progress: Progress) -> ExportReport:
        try:
            for number in range(1, self.releases + 1):
                assert self.go_on.acquire(timeout=20)
                self.done = number
                progress(number, self.releases)
        finally:
            self.ended.set()
        return ExportReport()


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def exporter(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Exporter:
    monkeypatch.setattr("reader.tui.exporter._TELL_EVERY", 0.0)
    return Exporter(cast("Any", screen))


def wait(exporter: Exporter) -> None:
    """Until the thread of an export has ended."""
    for thread in threading.enumerate():
        if thread.name == "export":
            thread.join(20)
    assert not exporter.busy


def test_an_export_tells_how_far_it_is_and_one_runs_at_a_time(exporter: Exporter, screen: Screen) -> None:
    work, reports = Work(4), list[ExportReport]()
    exporter.start(Job(4, "a folder", work, "It stays.", reports.append))
    assert exporter.busy
    exporter.start(Job(1, "another", work, "It stays.", reports.append))
    work.go_on.release(4)
    wait(exporter)
    assert [text for text, _ in screen.said] == [
        "An export is under way; its end is said here. The palette (:) can break it off.",
    ]
    assert screen.progress == [
        "Exporting 4 releases to a folder…",
        *(f"Exporting: {done} of 4 · {done * 25} %" for done in (1, 2, 3, 4)),
        "",
    ]
    assert reports == [ExportReport()]
    assert exporter.report == ("a folder", ExportReport())


def test_an_export_is_broken_off_after_the_release_under_way(exporter: Exporter, screen: Screen) -> None:
    work, reports = Work(4), list[ExportReport]()
    assert not exporter.stop()
    exporter.start(Job(4, "a folder", work, "It stays.", reports.append))
    work.go_on.release(1)
    assert exporter.stop()
    work.go_on.release(3)
    wait(exporter)
    assert work.done < 4
    assert screen.said[-1] == (f"Broken off at {work.done} of 4. It stays.", False)
    assert exporter.finish() == screen.said[-1][0]
    assert reports == []
    work = Work(1)
    work.go_on.release(1)
    exporter.start(Job(1, "a folder", work, "It stays.", reports.append))
    wait(exporter)
    assert len(reports) == 1


def test_what_goes_wrong_is_said_or_handed_to_who_asked(exporter: Exporter, screen: Screen) -> None:
    def refused(library: object, progress: Progress) -> ExportReport:
        raise LibraryError("The disk is full.")

    def broken(library: object, progress: Progress) -> ExportReport:
        raise ZeroDivisionError("a mistake")

    def unwanted(report: ExportReport) -> None:
        raise AssertionError("nothing was exported")

    reasons: list[str] = []
    for job in (
        Job(1, "x", refused, "", unwanted),
        Job(1, "x", broken, "", unwanted),
        Job(1, "x", refused, "", unwanted, reasons.append),
    ):
        exporter.start(job)
        wait(exporter)
    errors = [text for text, error in screen.said if error]
    assert errors == ["The disk is full.", "The export failed: ZeroDivisionError('a mistake')."]
    assert reasons == ["The disk is full."]


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (1, 3, 0.1, "Exporting: 1 of 3 · 33 %"),
        (2_500, 10_000, 5.0, "Exporting: 2,500 of 10,000 · 25 % · 500/s · 0:15 left"),
        (10, 10_000, 10.0, "Exporting: 10 of 10,000 · 0 % · 1/s · 166:30 left"),
        (0, 0, 9.0, "Exporting: 0 of 0 · 0 %"),
    ],
)
def test_progress_is_told_with_share_pace_and_time_left(
    done: int, total: int, seconds: float, said: str
) -> None:
    assert progress_sentence(done, total, seconds) == said


# On the screen


async def submit(reader: Reading, path: Path) -> None:
    """Answer the question that lies on top."""
    reader.app.screen.query_one("#folder-path").value = str(path)  # type: ignore[attr-defined]
    await reader.press("enter")


def hint_of(reader: Reading) -> str:
    return str(reader.app.screen.query_one("#folder-hint").render())


def says(reader: Reading, text: str) -> bool:
    return reader.said == text


async def export_as_far_as_formats(reader: Reading) -> None:
    await reader.main.run_command(reader_command("export.format"))
    await reader.until(lambda: isinstance(reader.app.screen, FormatScreen), "the formats")


async def export_as(reader: Reading, name: str) -> None:
    """Choose a format."""
    await export_as_far_as_formats(reader)
    options = reader.app.screen.query_one(OptionList)
    options.highlighted = options.get_option_index(name)
    await reader.press("enter")


def reader_command(ident: str) -> Any:
    from reader.tui.commands import BY_ID

    return BY_ID[ident]


async def test_what_was_left_alone_is_listed_with_its_reason(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    async with reading((60, 20)) as reader:
        reader.main.library.session.remember({"export_folder": str(folder)})
        await reader.press("X")
        await reader.until(lambda: "7 written" in reader.said, "the first export")
        changed, broken, *_ = sorted(folder.glob("*.md"))
        changed.write_text(changed.read_text().replace("# ", "# My own ", 1))
        broken.write_bytes(b"\xff\xfe" + broken.read_bytes())
        await reader.press("X")
        await reader.until(lambda: isinstance(reader.app.screen, ReportScreen), "the report")
        assert "left alone (changed by hand)" in reader.said
        report = reader.app.exporter.report
        assert report is not None
        assert [one.path for one in report[1].conflicts] == [changed]
        told = [text for _, rows in groups(report[1]) for row in rows for text in row]
        assert told[0] == report[1].conflicts[0].id
        assert str(changed) in told[1]
        await reader.press("escape")
        await reader.main.run_command(reader_command("export.report"))
        await reader.until(lambda: isinstance(reader.app.screen, ReportScreen), "the report again")


async def test_a_report_never_comes_between_a_user_and_what_is_typed(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    async with reading() as reader:
        reader.main.library.session.remember({"export_folder": str(folder)})
        await reader.press("x")
        await reader.until(lambda: "1 written" in reader.said, "the first export")
        (file,) = folder.glob("*.md")
        file.write_text(file.read_text().replace("# ", "# My own ", 1))
        await reader.press("slash")
        reader.main.do_export_release()
        await reader.until(lambda: "1 left alone" in reader.said, "the second export")
        assert reader.app.screen is reader.main


async def test_a_folder_that_cannot_be_used_is_asked_for_anew(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with reading() as reader:
        reader.main.library.session.remember({"export_folder": str(tmp_path / "file")})
        await reader.press("x")
        await reader.until(lambda: isinstance(reader.app.screen, FolderScreen), "the question")
        hint = reader.app.screen.query_one("#folder-hint")
        assert str(tmp_path / "file") in str(hint.render())
        before = reader.app.screen
        await submit(reader, tmp_path / "file" / "in it")
        await reader.until(
            lambda: reader.app.screen is not before and isinstance(reader.app.screen, FolderScreen),
            "the question again",
        )
        field = reader.app.screen.query_one(Input)
        assert field.value == str(tmp_path / "file" / "in it")
        assert "enter exports" not in hint_of(reader)
        await reader.press("x")
        assert "enter exports" in hint_of(reader), "another path is no error yet"
        await reader.press("escape")
        assert reader.said == "Not exported."
        assert reader.main.status.progress == ""
        await reader.press("x")
        await reader.until(lambda: isinstance(reader.app.screen, FolderScreen), "the question")
        await submit(reader, tmp_path / "out")
        await reader.until(lambda: "1 written" in reader.said, "the export")
        await reader.until(
            lambda: reader.main.library.session.read()["export_folder"] == str(tmp_path / "out"), "the memory"
        )


async def test_export_as_asks_for_a_file_once_a_format_and_before_it_overwrites(
    filled: Path, tmp_path: Path
) -> None:
    file = tmp_path / "table.csv"
    async with reading() as reader:
        await reader.press("space", "space")
        await export_as(reader, "csv")
        assert isinstance(reader.app.screen, FileScreen)
        await submit(reader, tmp_path)
        assert "is a folder" in str(reader.app.screen.query_one("#folder-hint").render())
        await submit(reader, file)
        await reader.until(lambda: reader.said == f"2 written · {file}", "the table")
        await export_as(reader, "csv")
        assert reader.app.screen.query_one("#folder-path").value == str(file)  # type: ignore[attr-defined]
        await reader.press("enter")
        await reader.until(lambda: reader.said == f"2 unchanged · {file}", "nothing to do")

        file.write_text("mine")
        for answer, said, text in (
            ("escape", f"{file} was left as it was.", "mine"),
            ("y", f"2 updated · {file}", None),
        ):
            await export_as(reader, "csv")
            await reader.press("enter")
            await reader.until(lambda: isinstance(reader.app.screen, OverwriteScreen), "the question")
            await reader.press(answer)
            await reader.until(partial(says, reader, said), said)
            if text is not None:
                assert file.read_text() == text
        assert "Shore Power" in file.read_text(encoding="utf-8-sig")


async def test_the_next_file_is_offered_beside_the_last(filled: Path, tmp_path: Path) -> None:
    async with reading() as reader:
        await export_as(reader, "csv")
        await submit(reader, tmp_path / "table.csv")
        await reader.until(lambda: "1 written" in reader.said, "the table")
        await export_as(reader, "csl")
        assert reader.app.screen.query_one(Input).value == str(tmp_path / "pressreader.json")


async def test_the_terminal_may_be_closed_during_an_export(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stderr", Closed())
    run._tell("Finishing the export.")


async def test_export_as_markdown_asks_for_the_folder(filled: Path, tmp_path: Path) -> None:
    async with reading() as reader:
        await export_as(reader, "md")
        assert isinstance(reader.app.screen, FolderScreen)
        await submit(reader, tmp_path / "out")
        await reader.until(lambda: "1 written" in reader.said, "the export")


@pytest.mark.parametrize("name", ["md", "csv"])
async def test_a_library_that_refuses_while_a_question_is_open_ends_no_reader(
    name: str, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: object) -> dict[str, str]:
        raise LibraryBusy("The library is busy. Try again.")

    async with reading() as reader:
        await reader.main.run_command(reader_command("export.format"))
        await reader.until(lambda: isinstance(reader.app.screen, FormatScreen), "the formats")
        options = reader.app.screen.query_one(OptionList)
        options.highlighted = options.get_option_index(name)
        with monkeypatch.context() as patched:
            patched.setattr(type(reader.main.library.session), "read", busy)
            await reader.press("enter")
            await reader.until(lambda: reader.said == "The library is busy. Try again.", "the reason")
            await reader.main._refused([1], "", "That folder is a file.")
            assert reader.said == "The library is busy. Try again."
        assert reader.app.is_running


@pytest.mark.parametrize("size", [(60, 20), (44, 12)])
async def test_every_question_fits_a_small_screen(
    size: tuple[int, int], filled: Path, tmp_path: Path
) -> None:
    async with reading(size) as reader:
        screens = (
            FormatScreen("3 releases", [(f"format{n}", "what it is for " * 4) for n in range(9)]),
            FileScreen(
                "Export 3 releases as biblatex to which file?",
                "/home/han/" + "long/" * 30 + "pressreader.bib",
            ),
            FolderScreen(
                reason="/home/han/pressreader-export is a file. Name a folder for the Markdown files."
            ),
            OverwriteScreen("/home/han/documents/briefings/pressreader.bib"),
        )
        for screen in screens:
            await reader.app.push_screen(screen)
            await reader.pilot.pause()
            box = screen.children[0]
            assert screen.region.contains_region(box.region)
            for part in box.children:
                assert box.region.contains_region(part.region), part
            await reader.press("escape")


async def test_the_format_under_the_cursor_is_told_without_colour() -> None:
    async with reading() as reader:
        await export_as_far_as_formats(reader)
        options = reader.app.screen.query_one(OptionList)
        for _ in range(2):
            marked = [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]
            assert [n for n, text in enumerate(marked) if text.startswith("▸ ")] == [options.highlighted]
            await reader.press("j")
        assert options.highlighted == 2


async def test_only_what_is_under_way_can_be_broken_off() -> None:
    async with reading() as reader:
        provider = CommandProvider(reader.main)
        stop = reader_command("export.stop").description
        assert stop not in [hit.text async for hit in provider.discover()]
        reader.app.exporter.busy = True
        assert stop in [hit.text async for hit in provider.discover()]
        reader.app.exporter.busy = False


async def test_stopping_and_reporting_say_so_where_there_is_nothing() -> None:
    async with reading() as reader:
        reader.main.do_export_stop()
        assert reader.said == "No export is under way."
        reader.main.do_export_report()
        assert reader.said == "Nothing was exported yet."
