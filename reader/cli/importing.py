"""`import`: files into the library, and on into the search index."""

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reader.cli import documents, output
from reader.cli.arguments import with_json
from reader.errors import LibraryError, UsageError
from reader.model import STARTER, ImportReport, Problem

if TYPE_CHECKING:
    from reader.library import Library

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_LISTED = 20
"""Problems that are printed one by one; all of them are in the JSON document."""


@click.command("import")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--source",
    metavar="KEY",
    help="Key of the source that listings, feeds and pages come from; releases that PressReader exported keep theirs.",
)
@with_json
def import_releases(paths: Sequence[str], source: str | None, as_json: bool) -> int:
    """Read files into the library.

    Listing text is read, feeds (RSS, Atom, JSON Feed), saved pages, and what PressReader exported as JSON Lines or
    backed up, with its notes and tags; also packed (gzip). It comes from files, folders and standard input (-).
    Folders are walked in the order of names. Importing the same again changes nothing.
    """
    from reader.library import Library  # noqa: PLC0415 - not for --help

    _check_key(source)
    with Library.open(wait=10.0) as library:
        report = _read(library, paths, source)
        trouble = make_searchable(library)
    if trouble is not None:
        problem = Problem(str(library.paths.index), 0, trouble)
        report = report._replace(problems=(*report.problems, problem))
    if as_json:
        output.document(documents.import_report(report))
    else:
        output.line(summary(report))
        print_problems(report)
    return 3 if trouble is not None or (report.problems and not _came_in(report)) else 0


def _check_key(source: str | None) -> None:
    if source == STARTER:
        raise UsageError(f"The source key “{STARTER}” belongs to the digests of PressReader. Choose another.")
    if source is not None and not _KEY.fullmatch(source):
        raise UsageError(
            f"“{source}” cannot be a source key. Use up to 64 small letters, digits, dots, dashes and underscores, "
            "a letter or digit first."
        )


def _read(library: "Library", paths: Sequence[str], source: str | None) -> ImportReport:
    from reader.cli.progress import Progress  # noqa: PLC0415 - not for --help

    so_far = ImportReport()

    def remember(report: ImportReport) -> None:
        nonlocal so_far
        so_far = report

    try:
        with Progress("Importing") as progress:
            return library.sources.import_paths(
                paths,
                source=source,
                stdin=sys.stdin.buffer if "-" in paths else None,
                progress=lambda state: progress.update(
                    state.entries, state.done / state.total if state.total else None
                ),
                report=remember,
            )
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_kept(so_far)) from None


def _kept(so_far: ImportReport) -> str:
    if not _came_in(so_far):
        return "What was stored until then is kept; import again for the rest."
    return f"Until then: {summary(so_far)}. That is kept; import again for the rest."


def _came_in(report: ImportReport) -> int:
    return report.added + report.revised + report.completed + report.unchanged


def make_searchable(library: "Library") -> str | None:
    """Make what was imported searchable; why that is impossible, if it is."""
    from reader.cli.asking import bring_up  # noqa: PLC0415 - not for --help

    try:
        pending = bring_up(library)
    except LibraryError as error:
        return f"The releases are stored, but cannot be searched yet. {error}"
    if pending:
        from reader.wording import count  # noqa: PLC0415 - not for --help

        output.say(
            f"Another PressReader is writing the search index; {count(pending, 'release')} will be searchable "
            "when it is done."
        )
    return None


def summary(report: ImportReport) -> str:
    """What an import did, in words: `25 added, 3 revised`."""
    from reader.wording import count  # noqa: PLC0415 - not for --help

    entries = (
        (report.added, "added"),
        (report.revised, "revised"),
        (report.completed, "completed"),
        (report.unchanged, "unchanged"),
    )
    parts = [f"{number:,} {word}" for number, word in entries if number]
    parts += came_along(report)
    if report.skipped:
        parts.append(count(report.skipped, "file skipped", "files skipped"))
    if report.problems:
        parts.append(count(len(report.problems) + report.more_problems, "problem"))
    return ", ".join(parts) or "nothing read"


def came_along(report: ImportReport) -> list[str]:
    """What came with releases that PressReader wrote, in words: `2 notes`, `1 tag`."""
    from reader.wording import count  # noqa: PLC0415 - not for --help

    named = (
        (report.notes, "note", "notes"),
        (report.tags, "tag", "tags"),
        (report.bookmarks, "bookmark", "bookmarks"),
        (report.read, "read mark", "read marks"),
    )
    return [count(number, one, many) for number, one, many in named if number]


def print_problems(report: ImportReport) -> None:
    """Say the first problems one by one, and how many more there are."""
    for problem in report.problems[:_LISTED]:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        output.say(f"{place}: {problem.reason}")
    more = len(report.problems) + report.more_problems - _LISTED
    if more > 0:
        output.say(f"and {more:,} more")
