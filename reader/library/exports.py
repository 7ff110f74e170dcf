"""Hands releases with their notes to the exporters."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reader.analysis.layout import blocks
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
        Raises LibraryError when the folder cannot be used; whatever is wrong with one file is in the report.
        """
        return export_markdown(
            self._items(numbers), Path(folder).expanduser(), force=force, dry_run=dry_run, progress=progress
        )

    def _items(self, numbers: Sequence[int]) -> Iterator[Item]:
        for number in numbers:
            release = self._releases.get(number)
            revisions = self._releases.revisions(number)
            current = next(revision for revision in revisions if revision.number == release.revision)
            yield Item(
                release,
                current,
                self._sources.get(release.source, Source(release.source, release.source, "listing")),
                paragraphs(current.body),
                tuple(self._notes.of(release)),
            )


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """A text in the pieces that the screen shows."""
    return tuple(Paragraph(block.kind, body[block.start : block.end]) for block in blocks(body))


__all__ = ["ExportReport", "Exports", "paragraphs"]
