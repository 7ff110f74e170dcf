"""Hands releases with their notes to the exporters."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from reader.analysis.layout import blocks
from reader.errors import NotFound, UsageError
from reader.export.item import ExportReport, Item, Paragraph
from reader.export.markdown import export_markdown
from reader.library.notes import Notes
from reader.model import Source
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.sources import Sources


class Exports:
    """What front ends ask of exports."""

    def __init__(self, database: Database) -> None:
        self._releases = ReleaseReader(database)
        self._notes = Notes(database, database)
        self._sources = {source.key: source for source in Sources(database).all()}

    def markdown(
        self,
        numbers: Sequence[int],
        folder: str,
        *,
        force: bool = False,
        dry_run: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> ExportReport:
        """Write a Markdown file for each release into a folder, or bring the one that is there up to date.

        `progress` is told how many releases are done, and of how many.
        Raises UsageError or LibraryError when the folder cannot be used; whatever is wrong with one file is in the
        report.
        """
        try:
            target = Path(folder).expanduser()
            return export_markdown(
                self._items(numbers), target, force=force, dry_run=dry_run, progress=progress
            )
        except RuntimeError as error:
            raise UsageError(
                f"There is no home folder for {folder}. Give the folder's whole path."
            ) from error
        except OSError as error:
            raise UsageError(
                f"{folder} cannot be exported to: {error.strerror}. Give another folder."
            ) from error

    def _items(self, numbers: Sequence[int]) -> Iterator[Item]:
        for number in numbers:
            with suppress(NotFound):  # another process removed it meanwhile: there is nothing to export
                release = self._releases.get(number)
                yield Item(
                    release,
                    self._releases.current(release),
                    self._sources.get(release.source, Source(release.source, release.source, "listing")),
                    paragraphs(release.body or ""),
                    tuple(self._notes.of(release)),
                )


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """A text in the pieces that the screen shows."""
    return tuple(Paragraph(block.kind, body[block.start : block.end]) for block in blocks(body))


__all__ = ["ExportReport", "Exports", "paragraphs"]
