"""`sync`: fetches what is due, says what came of it in one line."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from reader.cli import output
from reader.cli.arguments import TEXT, with_json

if TYPE_CHECKING:
    from reader.cli.progress import Progress
    from reader.library.syncing import SourceReport, Sync, SyncReport
    from reader.library.turns import Course

_COUNTS = ("added", "revised", "completed", "unchanged")


@click.command("sync")
@click.argument("names", metavar="[SOURCE]...", nargs=-1, type=TEXT)
@click.option(
    "--force", is_flag=True, help="Fetch also what is not due; what a server asked to wait is waited."
)
@click.option("--full", is_flag=True, help="Fetch all older pages too, and the texts that lists cut.")
@click.option("--yes", is_flag=True, help="Do not ask before --full.")
@with_json
def sync(names: Sequence[str], force: bool, full: bool, yes: bool, as_json: bool) -> int:
    """Fetch what is new from the sources that are due: all of them, or those named by key, name or its beginning.

    Each page is kept as it comes, so that an interrupted sync goes on where it was. The first sync of the ministry
    brings its newest page only; --full brings all. Exit code 3 only where every source that was due failed.
    """
    from reader.library import Library  # noqa: PLC0415 - not for --help
    from reader.library.syncing import UNDER_WAY, Sync, SyncReport  # noqa: PLC0415
    from reader.paths import Paths  # noqa: PLC0415

    paths = Paths.find()
    if full and not yes and not _agreed(Sync(paths), names):
        output.say("Nothing was fetched.")
        if as_json:
            output.document(_document(SyncReport()))
        return 0
    report = _run(paths, names, force=force, full=full)
    if report.busy:
        output.say(UNDER_WAY)
    trouble = None
    if report.tried:
        from reader.cli.importing import make_searchable  # noqa: PLC0415

        with Library.open(wait=10.0) as library:
            trouble = make_searchable(library)
    if trouble is not None:
        output.say(trouble)
    if as_json:
        output.document(_document(report))
    elif not report.busy:
        output.line(output.safe(summary(report)))
    failed = bool(report.failed) and len(report.failed) == len(report.tried)
    return 3 if trouble is not None or failed else 0


def _run(paths: Any, names: Sequence[str], *, force: bool, full: bool) -> "SyncReport":
    from reader.cli.progress import Progress  # noqa: PLC0415 - not for --help
    from reader.library.syncing import Sync  # noqa: PLC0415

    with Progress("Syncing") as line:
        courses: dict[str, Course] = {}

        def tell(course: "Course") -> None:
            courses[course.source.key] = course
            _show(line, courses)

        syncing = Sync(paths, tell)
        try:
            return syncing.run(names, force=force, full=full)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(_kept(syncing.report())) from None


def _kept(report: "SyncReport") -> str:
    came = _counted(report)
    return f"{f'Until then: {came}. ' if came else ''}What came is kept; the next sync goes on from there."


def _show(line: "Progress", courses: "dict[str, Course]") -> None:
    releases = sum(getattr(course, name) for course in courses.values() for name in _COUNTS)
    line.update(releases, sum(map(_part, courses.values())) / len(courses))


def _part(course: "Course") -> float:
    """How much of a source's turn is done."""
    if course.state in ("done", "failed"):
        return 1.0
    return min(course.page / course.pages, 1.0) if course.pages and course.page > 1 else 0.0


def _agreed(syncing: "Sync", names: Sequence[str]) -> bool:
    """Say how much all pages are and ask, where people can answer; else it is agreed by having been asked for."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    from reader.wording import whole_extent  # noqa: PLC0415 - not for --help

    extent = syncing.extent(names)
    if not extent.pages:
        return True
    output.say(whole_extent(*extent))
    return click.confirm("Fetch it?", default=True, err=True)


def summary(report: "SyncReport") -> str:
    """What a sync did, in one line: `12 new, 1 reworded; 1 of 5 sources failed: NAME: sentence`."""
    from reader.wording import count  # noqa: PLC0415 - not for --help

    if not report.sources:
        return "No source is fetched yet. `pressreader source add` adds one."
    if not report.tried:
        return f"Nothing is due{_until(report)}. Sync anyway with --force."
    parts = [_counted(report) or "nothing new"]
    failed = report.failed
    if failed:
        which = "; ".join(f"{one.name}: {one.error}" for one in failed[:3])
        more = f"; and {len(failed) - 3:,} more" if len(failed) > 3 else ""
        parts.append(f"{len(failed):,} of {count(len(report.tried), 'source')} failed: {which}{more}")
    return "; ".join(parts)


def _counted(report: "SyncReport") -> str:
    words = (("added", "new"), ("revised", "reworded"), ("completed", "completed"))
    return ", ".join(f"{report.total(name):,} {word}" for name, word in words if report.total(name))


def _until(report: "SyncReport") -> str:
    when = min((one.next_due for one in report.sources if one.next_due), default=None)
    return f" before {when[:16].replace('T', ' ')} UTC" if when else ""


def _document(report: "SyncReport") -> dict[str, Any]:
    return {"sources": [_source(one) for one in report.sources], "busy": report.busy}


def _source(one: "SourceReport") -> dict[str, Any]:
    names = ("name", "key", "tried", *_COUNTS, "error", "next_due")
    return {name: getattr(one, name) for name in names}
