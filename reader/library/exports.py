"""Hands releases with their notes to the exporters."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from reader.analysis.layout import blocks
from reader.config import load
from reader.errors import ExportConflict, LibraryError, NotFound, UsageError
from reader.export.digest import By
from reader.export.formats import FORMATS
from reader.export.item import ExportedFile, ExportProblem, ExportReport, Item, Paragraph
from reader.export.markdown import export_markdown
from reader.export.rewordings import Rewording, rewordings
from reader.library.notes import Notes
from reader.model import Source
from reader.paths import Paths
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.sources import Session, Sources

Progress = Callable[[int, int], None]
"""Is told how many releases are done, and of how many."""

_FILES = "export_files"
"""Where the session keeps the SHA-256 of the files written last, by path."""
_REMEMBERED = 200
"""Files; a forgotten one is reported as a conflict where it would have been updated."""


class Exports:
    """What front ends ask of exports."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._releases = ReleaseReader(database)
        self._notes = Notes(database, database)
        self._session = Session(database)
        self._sources = {source.key: source for source in Sources(database).all()}

    def markdown(
        self,
        numbers: Sequence[int],
        folder: str,
        *,
        force: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ExportReport:
        """Write a Markdown file for each release into a folder, or bring the one that is there up to date.

        `progress` is told how many releases are done, and of how many.
        Raises UsageError or LibraryError when the folder or the settings cannot be used; whatever is wrong with
        one file is in the report.
        """
        try:
            target = Path(folder).expanduser()
            return export_markdown(
                self.items(numbers),
                target,
                releases=self._releases.many(numbers),
                obsidian=load(Paths.find().config_file).export.obsidian,
                force=force,
                dry_run=dry_run,
                progress=progress,
            )
        except RuntimeError as error:
            raise UsageError(
                f"There is no home folder for {folder}. Give the folder's whole path."
            ) from error
        except OSError as error:
            raise UsageError(
                f"{folder} cannot be exported to: {error.strerror}. Give another folder."
            ) from error

    def write(
        self,
        numbers: Sequence[int],
        target: str,
        format: str,  # noqa: A002 - the word of the command line
        *,
        force: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
        title: str = "",
        by: By = "date",
    ) -> ExportReport:
        """Write releases into one file, in any of `FORMATS` but md, as a whole or not at all.

        A file that holds this text already is not touched; one that neither this library wrote last nor is empty is
        a conflict, unless `force`. Every release counts as what happened to the file. A dry run writes nothing and
        answers with a diff. `title` and `by` are for a digest.
        Raises UsageError or PressReaderError with a sentence when the file cannot be written.
        """
        from reader.export import single  # noqa: PLC0415 - the folder of Markdown files needs none of it

        place = single.locate(target)
        ids: list[str] = []
        text = self._text(numbers, format, ids, progress=progress, title=title, by=by)
        encoding = FORMATS[format].encoding
        known = self._hashes().get(str(place.path), ())
        diff = ""
        try:
            if dry_run:
                from reader.export.preview import preview  # noqa: PLC0415 - a dry run only

                outcome, diff = preview(place, text, encoding=encoding, known=known, force=force)
            else:
                outcome = single.write(
                    place,
                    text,
                    encoding=encoding,
                    known=known,
                    remember=lambda sha256: self._remember(place.path, sha256),
                    force=force,
                )
        except ExportConflict as reason:
            return ExportReport(conflicts=(ExportProblem(None, place.path, str(reason)),))
        files = tuple(ExportedFile(ident, place.path) for ident in ids)
        match outcome:
            case "written":
                return ExportReport(written=files, diff=diff)
            case "updated":
                return ExportReport(updated=files, diff=diff)
            case "unchanged":
                return ExportReport(unchanged=files)

    def text(
        self,
        numbers: Sequence[int],
        format: str,  # noqa: A002 - the word of the command line
        *,
        progress: Progress | None = None,
        title: str = "",
        by: By = "date",
    ) -> Iterator[str]:
        """The text of an export in pieces, in any of `FORMATS` but md: what `write` writes into a file."""
        return self._text(numbers, format, [], progress=progress, title=title, by=by)

    def items(self, numbers: Sequence[int]) -> Iterator[Item]:
        """The releases as exporters are given them; those that are gone are left out."""
        return self._items(numbers, laid_out=True)

    def citations(self, numbers: Sequence[int]) -> list[str]:
        """A reference for each release, as plain text in the manner of APA."""
        from reader.export.csl import apa  # noqa: PLC0415 - loads a processor of citations

        return apa(self._items(numbers, laid_out=False))

    def _text(
        self,
        numbers: Sequence[int],
        name: str,
        ids: list[str],
        *,
        progress: Progress | None,
        title: str,
        by: By,
    ) -> Iterator[str]:
        """The text in pieces; `ids` takes the ids of the releases in it."""
        if name == "jsonl":
            return self._records(numbers, progress, ids)
        if name == "rewordings":
            return self._rewordings(numbers, progress, ids)
        format = FORMATS[name]  # noqa: A001 - as above
        items = self._counted(numbers, format.laid_out, progress, ids)
        if format.text is not None:
            return format.text(items)
        from reader.export.csl import apa  # noqa: PLC0415 - loads a processor of citations
        from reader.export.digest import digest  # noqa: PLC0415

        return digest(items, title=title, by=by, cite=apa)

    def _records(self, numbers: Sequence[int], progress: Progress | None, ids: list[str]) -> Iterator[str]:
        from reader.export.records import lines  # noqa: PLC0415
        from reader.store.records import RecordReader  # noqa: PLC0415

        for done, record in enumerate(RecordReader(self._database).many(numbers), 1):
            ids.append(record.release.id)
            yield from lines(record, self._source(record.release.source))
            if progress is not None:
                progress(done, len(numbers))

    def _rewordings(self, numbers: Sequence[int], progress: Progress | None, ids: list[str]) -> Iterator[str]:
        from reader.library.rewordings import Rewordings, exported  # noqa: PLC0415

        rows = Rewordings(self._database).all(set(numbers))
        known: set[str] = set()

        def items() -> Iterator[Rewording]:
            for done, one in enumerate(rows, 1):
                if one.release.id not in known:
                    known.add(one.release.id)
                    ids.append(one.release.id)
                yield exported(one, self._source(one.release.source))
                if progress is not None:
                    progress(done, len(rows))

        return rewordings(items())

    def _counted(
        self, numbers: Sequence[int], laid_out: bool, progress: Progress | None, ids: list[str]
    ) -> Iterator[Item]:
        for done, item in enumerate(self._items(numbers, laid_out=laid_out), 1):
            ids.append(item.release.id)
            yield item
            if progress is not None:
                progress(done, len(numbers))

    def _items(self, numbers: Sequence[int], *, laid_out: bool) -> Iterator[Item]:
        for number in numbers:
            with suppress(NotFound):  # another process removed it meanwhile: there is nothing to export
                release = self._releases.get(number)
                yield Item(
                    release,
                    self._releases.current(release),
                    self._source(release.source),
                    paragraphs(release.body or "") if laid_out else (),
                    tuple(self._notes.of(release)),
                )

    def _source(self, key: str) -> Source:
        return self._sources.get(key, Source(key, key, "listing"))

    def _hashes(self) -> dict[str, list[str]]:
        """The SHA-256 of what was written last to each file, and of what was written there before."""
        with suppress(ValueError):
            found = json.loads(self._session.read().get(_FILES, "{}"))
            if isinstance(found, dict):
                return found
        return {}

    def _remember(self, path: Path, sha256: str) -> None:
        """Told just before the file takes its place; until then the one before is there, and known too."""
        hashes = self._hashes()
        before = [one for one in hashes.pop(str(path), []) if one != sha256]
        hashes[str(path)] = [sha256, *before[:1]]
        kept = dict(list(hashes.items())[-_REMEMBERED:])
        with suppress(
            LibraryError
        ):  # the file would be a conflict next time, which is no reason not to write it
            self._session.remember({_FILES: json.dumps(kept)})


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """A text in the pieces that the screen shows."""
    return tuple(Paragraph(block.kind, body[block.start : block.end]) for block in blocks(body))


__all__ = ["FORMATS", "ExportReport", "Exports", "paragraphs"]
