"""Exporting to a folder of Markdown files, one a release, that the user may move, rename and write in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from reader.errors import ExportConflict, PressReaderError, UsageError
from reader.export.document import Document, document
from reader.export.files import Folder, advice, keep_names, read, scan, write
from reader.export.item import ExportedFile, ExportProblem, ExportReport, Item
from reader.export.merge import merged_text, new_text
from reader.export.names import choose_names, name_with_id, plain_name


def export_markdown(
    items: Iterable[Item],
    folder: Path,
    *,
    force: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ExportReport:
    """Write the file of each release, or bring it up to date wherever it stands below the folder.

    What was changed by hand since the last export is left alone, or overwritten with `force`. A dry run
    writes nothing and answers with what would change. Nothing is ever deleted, and a release that fails is
    reported and stops no other. `progress` is told how many releases are done, and of how many.
    Raises UsageError where the folder is a file, PressReaderError where it cannot be made.
    """
    releases = list({item.release.id: item for item in items}.values())
    _prepare(folder, dry_run=dry_run)
    found = scan(folder)
    new = {item.release.id for item in releases} - found.files.keys()
    export = _Export(folder, found, choose_names(releases, new, found.names), force, dry_run)
    for done, item in enumerate(releases, 1):
        export.release(item)
        if progress is not None:
            progress(done, len(releases))
    keep_names(export.touched)
    return ExportReport(
        written=tuple(export.written),
        updated=tuple(export.updated),
        unchanged=tuple(export.unchanged),
        conflicts=tuple(export.conflicts),
        failed=tuple(export.failed),
    )


@dataclass(slots=True)
class _Export:
    """One export under way."""

    folder: Path
    found: Folder
    names: dict[str, str]
    force: bool
    dry_run: bool
    written: list[ExportedFile] = field(default_factory=list)
    updated: list[ExportedFile] = field(default_factory=list)
    unchanged: list[ExportedFile] = field(default_factory=list)
    conflicts: list[ExportProblem] = field(default_factory=list)
    failed: list[ExportProblem] = field(default_factory=list)
    touched: set[Path] = field(default_factory=set)
    """Folders in which a name is new."""

    def release(self, item: Item) -> None:
        """Write or update one file; whatever goes wrong is reported."""
        release_id = item.release.id
        paths = self.found.files.get(release_id, [])
        link = self.found.outside.get(release_id)
        path = paths[0] if paths else link or self.folder / self.names[release_id]
        try:
            if link is not None:
                raise ExportConflict("it is a link to a file outside the folder. Put the file itself there")
            if len(paths) > 1:
                others = ", ".join(str(other) for other in paths[1:])
                raise ExportConflict(f"{others} has the same pressreader_id. Take it out of all but one")
            if paths:
                self._update(path, document(item))
            else:
                self._create(path, item)
        except ExportConflict as reason:
            self.conflicts.append(ExportProblem(release_id, path, f"{path} was left as it is: {reason}."))
        except UnicodeError:
            sentence = f"{path} cannot be read or written as UTF-8. Save it in UTF-8 and export again."
            self.failed.append(ExportProblem(release_id, path, sentence))
        except OSError as error:
            sentence = f"{path} cannot be read or written: {error.strerror or error}. {advice(error)}."
            self.failed.append(ExportProblem(release_id, path, sentence))

    def _create(self, path: Path, item: Item) -> None:
        for name in (plain_name(item), name_with_id(item)):
            if self.folder / name in self.found.unreadable:
                # It may well be this release's file; another beside it would be a second one with its id.
                read(self.folder / name)
        text = new_text(document(item))
        if not self.dry_run:
            write(path, text.encode(), None)
            self.touched.add(path.parent)
        self.written.append(ExportedFile(item.release.id, path, self._diff("", text, path)))

    def _update(self, path: Path, wanted: Document) -> None:
        data, state = read(path)
        old = data.decode()
        merged = merged_text(old, wanted, force=self.force)
        if merged.kept:
            self.conflicts.append(ExportProblem(wanted.id, path, _kept(path, merged.kept)))
        if merged.text == old:
            if not merged.kept:
                self.unchanged.append(ExportedFile(wanted.id, path))
            return
        if not self.dry_run:
            write(path, merged.text.encode(), state)
        self.updated.append(ExportedFile(wanted.id, path, self._diff(old, merged.text, path)))

    def _diff(self, old: str, new: str, path: Path) -> str:
        if not self.dry_run:
            return ""
        import difflib  # noqa: PLC0415 - a dry run only

        lines = difflib.unified_diff(
            old.splitlines(keepends=True),
            new.splitlines(keepends=True),
            fromfile=str(path) if old else "/dev/null",
            tofile=str(path),
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _prepare(folder: Path, *, dry_run: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file. Name a folder for the Markdown files.")
    if dry_run:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PressReaderError(
            f"The folder {folder} cannot be made: {error.strerror}. Name one where you may write."
        ) from error


def _kept(path: Path, names: tuple[str, ...]) -> str:
    return (
        f"{', '.join(names)} in {path} changed by hand since the last export and left alone. "
        "Undo that change, or export with --force to overwrite it."
    )
