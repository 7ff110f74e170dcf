"""Hands releases on: exports them."""

from reader.tui.guard import guarded
from reader.tui.screens.part import Part


class Reusing(Part):
    """The part of the main screen from which things go to other programs."""

    def do_export_release(self) -> None:
        chosen = self.chosen()
        if chosen:
            self._export([release.number for release in chosen])

    def do_export_list(self) -> None:
        numbers = self.whole_list()
        if numbers:
            self._export(numbers)

    def do_export_elsewhere(self) -> None:
        chosen = self.chosen()
        if chosen:
            self._ask_folder([release.number for release in chosen])

    def _export(self, numbers: list[int]) -> None:
        folder = self.library.session.read().get("export_folder")
        if folder:
            self.reader_app.export(numbers, folder)
        else:
            self._ask_folder(numbers)

    def _ask_folder(self, numbers: list[int]) -> None:
        from reader.tui.screens.folder import FolderScreen  # noqa: PLC0415 - after the first paint

        def chosen(folder: str | None) -> None:
            if folder:
                self.reader_app.export(numbers, folder)

        self.app.push_screen(FolderScreen(), chosen)

    @guarded
    def exported_to(self, folder: str) -> None:
        """A folder that an export could use is where the next one goes, too."""
        self.library.session.remember({"export_folder": folder})
