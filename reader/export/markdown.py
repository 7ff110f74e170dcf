"""Exporting to a folder of Markdown files, one a release, that the user may move, rename and write in."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reader.atomic import clear_left
from reader.errors import ExportConflict, PressReaderError, UsageError
from reader.export.document import Document, document
from reader.export.files import Folder, Writer, advice, read, scan
from reader.export.item import ExportedFile, ExportProblem, ExportReport, Item
from reader.export.merge import merged_text, new_text
from reader.export.names import choose_names, plain_name, with_id
from reader.model import Release

_COMPARED = 1 << 24
"""Characters of diffs that a dry run keeps before it only names the files."""
_TOO_MUCH = "\\ Not compared: so much differs in the files before.\n"


def export_markdown(
    items: Iterable[Item],
    folder: Path,
    *,
    releases: Sequence[Release] | None = None,
    obsidian: bool = False,
    force: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ExportReport:
    """Write the file of each release, or bring it up to date wherever it stands below the folder.

    `releases` are those of the items, without their texts: names are chosen by them, and each item is read when
    its turn comes. Where they are not given all items are read first. With `obsidian` each highlight has an
    id that other notes can link to.

    What was changed by hand since the last export is left alone, or overwritten with `force`. A dry run
    writes nothing and answers with what would change. Nothing is ever deleted, and a release that fails is
    reported and stops no other. `progress` is told how many releases are done, and of how many.
    Raises UsageError where the folder is a file, PressReaderError where it cannot be made.
    """
    if releases is None:
        items = list(items)
        releases = [item.release for item in items]
    _prepare(folder, dry_run=dry_run)
    found = scan(folder)
    if not dry_run:
        clear_left(found.left)
    places = {release.id: place for place, release in enumerate(releases)}
    names = choose_names(releases, places.keys() - found.files.keys(), found.names)
    with Writer() as writer:
        export = _Export(folder, found, names, writer, obsidian, force, dry_run)
        met: set[str] = set()
        for item in items:
            if item.release.id in places and item.release.id not in met:
                met.add(item.release.id)
                export.release(item)
                if progress is not None:
                    progress(len(met), len(places))
    return export.report(places)


@dataclass(slots=True)
class _Export:
    """One export under way."""

    folder: Path
    found: Folder
    names: dict[str, str]
    writer: Writer
    obsidian: bool
    force: bool
    dry_run: bool
    written: list[ExportedFile] = field(default_factory=list)
    updated: list[ExportedFile] = field(default_factory=list)
    unchanged: list[ExportedFile] = field(default_factory=list)
    conflicts: list[ExportProblem] = field(default_factory=list)
    failed: list[ExportProblem] = field(default_factory=list)
    compared: int = 0
    """Characters of diffs kept."""

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
            wanted = document(item, obsidian=self.obsidian)
            if paths:
                self._update(path, wanted)
            else:
                self._create(path, item.release, wanted)
        except ExportConflict as reason:
            self.conflicts.append(ExportProblem(release_id, path, f"{path} was left as it is: {reason}."))
        except UnicodeError:
            sentence = f"{path} cannot be read or written as UTF-8. Save it in UTF-8 and export again."
            self.failed.append(ExportProblem(release_id, path, sentence))
        except OSError as error:
            self._failed(release_id, path, error)

    def report(self, places: Mapping[str, int]) -> ExportReport:
        """What was done, in the order of the releases."""
        self.failed.sort(key=lambda problem: places[problem.id or ""])
        return ExportReport(
            written=tuple(self.written),
            updated=tuple(self.updated),
            unchanged=tuple(self.unchanged),
            conflicts=tuple(self.conflicts),
            failed=(*self._unread(), *self.failed),
        )

    def _create(self, path: Path, release: Release, wanted: Document) -> None:
        plain = plain_name(release)
        for name in (plain, with_id(plain, release.id)):
            if self.folder / name in self.found.unreadable:
                # It may well be this release's file; another beside it would be a second one with its id.
                read(self.folder / name)
        text = new_text(wanted)
        made = ExportedFile(release.id, path, self._diff("", text, path))
        self._save(made, text, None, self.written)

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
        made = ExportedFile(wanted.id, path, self._diff(old, merged.text, path))
        self._save(made, merged.text, state, self.updated)

    def _save(
        self, made: ExportedFile, text: str, seen: os.stat_result | None, saved: list[ExportedFile]
    ) -> None:
        def done(error: OSError | None) -> None:
            if error is None:
                saved.append(made)
            else:
                self._failed(made.id, made.path, error)

        data = text.encode()
        if self.dry_run:
            saved.append(made)
        else:
            self.writer.put(made.path, data, seen, done)

    def _failed(self, release_id: str, path: Path, error: OSError) -> None:
        sentence = f"{path} cannot be read or written: {error.strerror or error}. {advice(error)}."
        self.failed.append(ExportProblem(release_id, path, sentence))

    def _unread(self) -> Iterator[ExportProblem]:
        """Files of which nobody knows whose they are, where one may be that of a release just written."""
        reported = {problem.path for problem in self.failed}
        for path in sorted(self.found.unreadable - reported) if self.written else ():
            yield ExportProblem(
                None,
                path,
                f"{path} cannot be read, and may be or hold the file of a release that was written anew. "
                "Make it readable, and keep one of the two.",
            )

    def _diff(self, old: str, new: str, path: Path) -> str:
        if not self.dry_run:
            return ""
        from reader.export.preview import compared  # noqa: PLC0415 - a dry run only

        if self.compared > _COMPARED:
            return f"--- {path if old else '/dev/null'}\n+++ {path}\n{_TOO_MUCH}"
        diff = compared(old, new, path)
        self.compared += len(diff)
        return diff


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
