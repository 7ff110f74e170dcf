"""What sources changed in their releases after publishing them: a list of it, and each change."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from reader.analysis.diff import Change, Part, compare
from reader.analysis.merged import merged, passages
from reader.analysis.telling import called_out, kinds
from reader.errors import NotFound
from reader.export.rewordings import Rewording
from reader.model import Release, Revision, Source
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.rewordings import Reworded, RewordingReader


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two wordings of a release, and what is different between them."""

    release: Release
    """As a list has it, without its text."""
    before: Revision
    after: Revision
    changes: tuple[Change, ...]
    """Empty only where both are one."""

    @classmethod
    def of(cls, release: Release, before: Revision, after: Revision) -> "Comparison":
        """Compare two wordings."""
        changes = compare((before.title, before.body), (after.title, after.body))
        return cls(release, before, after, changes)


class RewordingRows:
    """A list of rewordings that reads releases and texts only where they are asked for."""

    def __init__(self, reader: ReleaseReader, found: Sequence[Reworded]) -> None:
        self._reader = reader
        self._found = found

    def __len__(self) -> int:
        return len(self._found)

    def numbers(self) -> list[int]:
        """The row numbers of the releases in the list, each once."""
        return list(dict.fromkeys(one.release for one in self._found))

    def page(self, start: int, count: int) -> list[Comparison]:
        """The rewordings from position `start`, at most `count`; fewer where some have gone meanwhile."""
        return list(self._compared(self._found[start : start + count]))

    def __iter__(self) -> Iterator[Comparison]:
        """All of them, one after the other."""
        for one in self._found:
            yield from self._compared([one])

    def _compared(self, found: Sequence[Reworded]) -> Iterator[Comparison]:
        numbers = list(dict.fromkeys(one.release for one in found))
        releases = {release.number: release for release in self._reader.many(numbers)}
        revisions: dict[int, list[Revision]] = {}
        for one in found:
            if one.release not in releases:
                continue
            if one.release not in revisions:
                revisions[one.release] = self._reader.revisions(one.release)
            with suppress(NotFound):  # taken back, as a merge with another library can
                known = revisions[one.release]
                yield Comparison.of(releases[one.release], *pair(known, one.before, one.after))


class Rewordings:
    """What front ends ask about rewordings."""

    def __init__(self, database: Database) -> None:
        self._rows = RewordingReader(database)
        self._reader = ReleaseReader(database)

    def all(self, releases: Collection[int] | None = None) -> RewordingRows:
        """Every rewording, or those of some releases, by when the later wording was first seen, newest first."""
        return RewordingRows(self._reader, self._rows.newest(releases))


def exported(one: Comparison, source: Source) -> Rewording:
    """A comparison as the export is given it."""
    pieces = []
    for part, before, after in _parts(one):
        for passage in passages(merged(one.changes, part, before, after)):
            pieces.append(tuple((segment.role, segment.text) for segment in passage))
    return Rewording(
        one.release,
        source,
        one.before,
        one.after,
        kinds(one.changes),
        tuple(called_out(one.changes)),
        tuple(pieces),
    )


def _parts(one: Comparison) -> tuple[tuple[Part, str, str], ...]:
    return ("headline", one.before.title, one.after.title), ("body", one.before.body, one.after.body)


def pair(
    revisions: Sequence[Revision], before: int | None = None, after: int | None = None
) -> tuple[Revision, Revision]:
    """Two of the wordings of a release, the last two where none are named.

    Raises NotFound where there is none of that number, or only one wording.
    """
    if before is None or after is None:
        if len(revisions) < 2:
            raise NotFound("There is only one wording of this release.")
        return revisions[-2], revisions[-1]
    return _numbered(revisions, before), _numbered(revisions, after)


def _numbered(revisions: Sequence[Revision], number: int) -> Revision:
    for one in revisions:
        if one.number == number:
            return one
    known = ", ".join(str(one.number) for one in revisions)
    raise NotFound(f"This release has no revision {number}. There is {known}.")
