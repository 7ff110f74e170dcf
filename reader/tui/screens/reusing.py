"""Hands releases on: copies links, passages and citations, opens links, exports."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library import Library
from reader.tui.guard import guarded
from reader.tui.presenting import count
from reader.tui.screens.part import Part

if TYPE_CHECKING:
    from reader.library.exports import ExportReport
    from reader.tui.exporter import Progress

_FOLDER = "export_folder"
_FORMAT = "export_format"
_BESIDE = "export_beside"
"""Under these the session remembers where Markdown goes, the format used last, and the folder of the file written
last; each format's file under its own."""


class Reusing(Part):
    """The part of the main screen from which things go to other programs."""

    # Copying

    def do_copy_link(self) -> None:
        """The passage that is selected, with its source; else the link of this release."""
        from reader.tui.browser import web_link  # noqa: PLC0415 - after the first paint

        release, passage = self.releases.selected, self.selected_passage
        if self.told_of_loss():
            return
        if release is None:
            self.say("There is no release here to copy from.")
        elif passage is not None:
            revision, _, _, text = passage
            made = partial(_quoted, release.number, revision, text)
            self.reader_app.handing_on.copy("the passage with its source", made)
        elif link := web_link(release.url):
            self.reader_app.handing_on.copy("the link", link)
        else:
            self._copy_citations([release.number], "It has no link. ")

    def do_copy_citation(self) -> None:
        """The citation of this release, or those of all that are marked."""
        numbers = self._chosen_as_shown()
        if numbers:
            self._copy_citations(numbers)
        else:
            self.say("There is no release here to cite.")

    def do_copy_selected(self) -> None:
        """What is selected, as it stands; where nothing is, what `y` copies."""
        text = self.selected_passage[3] if self.selected_passage is not None else self.get_selected_text()
        if text:
            self.reader_app.handing_on.copy("the selection", text)
        else:
            self.do_copy_link()

    def _copy_citations(self, numbers: Sequence[int], because: str = "") -> None:
        what = (
            "its citation"
            if because
            else "the citation"
            if len(numbers) == 1
            else f"{len(numbers):,} citations"
        )
        self.reader_app.handing_on.copy(what, partial(_citations, list(numbers)), because)

    def _chosen_as_shown(self) -> list[int]:
        """Row numbers of what is marked in the order of the list, what it does not show last; else of this release."""
        numbers = [release.number for release in self.chosen()]
        if len(numbers) > 1:
            places = {number: place for place, number in enumerate(self.rows.numbers())}
            numbers.sort(key=lambda number: places.get(number, len(places)))
        return numbers

    def do_link_open(self) -> None:
        from reader.tui.browser import web_link  # noqa: PLC0415 - after the first paint

        release = self.releases.selected
        link = web_link(release.url) if release is not None else None
        if link:
            self.reader_app.handing_on.open(link)
        else:
            self.say("There is no web address to open: y copies the citation instead.")

    # Exporting

    def do_export_release(self) -> None:
        self._export(self._chosen_as_shown())

    def do_export_list(self) -> None:
        self._export(self.whole_list())

    def do_export_elsewhere(self) -> None:
        numbers = self._chosen_as_shown()
        if numbers:
            self._ask_folder(numbers)

    def do_export_format(self) -> None:
        from reader.export.formats import FORMATS  # noqa: PLC0415 - after the first paint
        from reader.tui.screens.formats import FormatScreen  # noqa: PLC0415

        numbers = self._chosen_as_shown()
        if not numbers:
            self.say("There is nothing here to export.")
            return

        known = [(name, one.description) for name, one in FORMATS.items()]
        last = self.library.session.read().get(_FORMAT, "")
        what = count(len(numbers), "release")
        self.app.push_screen(FormatScreen(what, known, last), partial(self._format_chosen, numbers))

    @guarded
    def _format_chosen(self, numbers: list[int], name: str | None) -> None:
        from reader.export.formats import FORMATS  # noqa: PLC0415 - after the first paint

        if name is None:
            return
        if FORMATS[name].ending:
            self._ask_file(numbers, name, FORMATS[name].ending)
        else:
            self._ask_folder(numbers)

    def export_rewordings(self, numbers: list[int]) -> None:
        """Export what was reworded in these releases; asks to which file."""
        self._ask_file(numbers, "rewordings", ".md")

    def do_export_stop(self) -> None:
        if not self.reader_app.exporter.stop():
            self.say("No export is under way.")

    def do_export_report(self) -> None:
        last = self.reader_app.exporter.report
        if last is None:
            self.say("Nothing was exported yet.")
        else:
            self._show_report(*last)

    def _export(self, numbers: list[int]) -> None:
        folder = self.library.session.read().get(_FOLDER)
        if not numbers:
            self.say("There is nothing here to export.")
        elif folder:
            self._to_folder(numbers, folder)
        else:
            self._ask_folder(numbers)

    def _ask_folder(self, numbers: list[int], reason: str = "", typed: str = "") -> None:
        from reader.tui.screens.folder import FolderScreen  # noqa: PLC0415 - after the first paint

        def chosen(folder: str | None) -> None:
            if folder:
                self._to_folder(numbers, folder)
            else:
                self.say("Not exported.")

        last = typed or self.library.session.read().get(_FOLDER, "")
        self.app.push_screen(FolderScreen(last, reason), chosen)

    def _to_folder(self, numbers: list[int], folder: str) -> None:
        from reader.tui.exporter import Job  # noqa: PLC0415 - after the first paint

        job = Job(
            len(numbers),
            folder,
            partial(_markdown, numbers, folder),
            "What is written already stays; exporting again goes on.",
            partial(self._exported, _FOLDER, folder),
            partial(self._refused, numbers, folder),
        )
        self.reader_app.exporter.start(job)

    def _ask_file(self, numbers: list[int], name: str, ending: str) -> None:
        from reader.tui.screens.folder import FileScreen  # noqa: PLC0415 - after the first paint

        def chosen(path: str | None) -> None:
            if path:
                self._to_file(numbers, name, path)
            else:
                self.say("Not exported.")

        known = self.library.session.read()
        last = Path(known.get(f"export_{name}") or Path.home() / f"pressreader{ending}")
        usual = str(Path(known.get(_BESIDE) or last.parent) / last.name)
        what = count(len(numbers), "release")
        self.app.push_screen(FileScreen(f"Export {what} as {name} to which file?", usual), chosen)

    def _to_file(self, numbers: list[int], name: str, path: str, *, force: bool = False) -> None:
        from reader.tui.exporter import Job  # noqa: PLC0415 - after the first paint

        job = Job(
            len(numbers),
            path,
            partial(_file, numbers, name, path, force=force),
            f"{path} is as it was.",
            partial(self._written, numbers, name, path),
        )
        self.reader_app.exporter.start(job)

    # What became of it

    @guarded
    def _exported(self, key: str, target: str, report: "ExportReport") -> None:
        self._tell(key, target, report)

    def _tell(self, key: str, target: str, report: "ExportReport") -> None:
        """Say what was done. What an export could use is where the next one goes, too."""
        from reader.tui.exporter import exported  # noqa: PLC0415 - after the first paint

        problems = len(report.conflicts) + len(report.failed)
        self.say(exported(report, target), error=problems > 0)
        if problems and self.may_interrupt:
            self._show_report(target, report)
        self.library.session.remember({key: target})

    @guarded
    def _written(self, numbers: list[int], name: str, path: str, report: "ExportReport") -> None:
        """As `_exported`, for one file; where something else stands there, ask whether to overwrite it."""
        from reader.tui.screens.formats import OverwriteScreen  # noqa: PLC0415 - after the first paint

        self.library.session.remember({_FORMAT: name})
        if not report.conflicts or not self.may_interrupt:
            self._tell(f"export_{name}", path, report)
            self.library.session.remember({_BESIDE: str(Path(path).parent)})
            return

        def chosen(overwrite: bool | None) -> None:
            if overwrite:
                self._to_file(numbers, name, path, force=True)
            else:
                self.say(f"{path} was left as it was.")

        self.app.push_screen(OverwriteScreen(path), chosen)

    @guarded
    def _refused(self, numbers: list[int], folder: str, reason: str) -> None:
        """A folder that cannot be used is asked for anew, unless somebody is typing."""
        if self.may_interrupt:
            self._ask_folder(numbers, reason, folder)
        else:
            self.say(reason, error=True)

    def _show_report(self, target: str, report: "ExportReport") -> None:
        from reader.tui.exporter import exported  # noqa: PLC0415 - after the first paint
        from reader.tui.screens.report import ReportScreen  # noqa: PLC0415

        self.app.push_screen(ReportScreen(exported(report, target), report))


# In other threads, each with a library of its own


def _quoted(number: int, revision: int, passage: str, library: Library) -> str:
    from reader.tui.quoting import quoted  # noqa: PLC0415 - after the first paint

    item = next(iter(library.exports.items([number])), None)
    # Removed meanwhile by another process: the words at least are there.
    return quoted(passage, item, revision) if item is not None else passage


def _citations(numbers: list[int], library: Library) -> str:
    return "\n".join(library.exports.citations(numbers))


def _markdown(numbers: list[int], folder: str, library: Library, progress: "Progress") -> "ExportReport":
    return library.exports.markdown(numbers, folder, progress=progress)


def _file(
    numbers: list[int], name: str, path: str, library: Library, progress: "Progress", *, force: bool
) -> "ExportReport":
    return library.exports.write(numbers, path, name, force=force, progress=progress)
