"""`backup` and `restore`."""

import sys
from typing import TYPE_CHECKING, Any

import click

from reader.cli import documents, output
from reader.cli.arguments import with_json
from reader.model import Problem

if TYPE_CHECKING:
    from reader.library.restoring import Restore, RestoreReport


@click.command("backup")
@click.argument("file", metavar="FILE")
@click.option(
    "--force", is_flag=True, help="Overwrite a file that is no backup, or a backup by an empty one."
)
@with_json
def backup(file: str, force: bool, as_json: bool) -> int:
    """Write all that the library holds into a file.

    Releases with all their wordings, notes, tags, bookmarks, saved searches and unfinished notes, as they are at one
    moment; the reader may be open. `pressreader restore` brings it back. An older backup of the same name is replaced,
    unless the library holds nothing.
    """
    from reader.cli.progress import Progress  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415
    from reader.wording import count  # noqa: PLC0415

    try:
        with Library.open() as library, Progress("Backing up") as line:
            path, releases = library.backups.write(file, force=force, progress=line.counted)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("No backup was written; what was there before is as it was.") from None
    size = path.stat().st_size
    if as_json:
        output.document({"path": str(path), "releases": releases, "bytes": size})
    else:
        output.line(f"{count(releases, 'release')} in {output.safe(str(path))} ({size / 1000:,.0f} kB)")
    return 0


@click.command("restore")
@click.argument("file", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would change.")
@click.option("--yes", is_flag=True, help="Restore without asking, as is done where there is no terminal.")
@click.option("--partial", is_flag=True, help="Restore what can be read of a damaged backup.")
@with_json
def restore(file: str, dry_run: bool, yes: bool, partial: bool, as_json: bool) -> int:
    """Bring back what a backup holds.

    Into an empty library, or into one that is used: then both become one. Nothing you wrote is overwritten: a note
    that was written again in both is kept twice where it must be. A used library gets a backup of its own first.
    """
    from reader.cli.importing import make_searchable, print_problems  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415

    with Library.open(wait=10.0) as library, library.backups.opened(file, partial=partial) as found:
        report = _preview(found)
        said = f"The backup of {found.created}: {_summary(report)}."
        if dry_run or not report.changes:
            _show(report, said, as_json=as_json, dry=True)
            print_problems(report.merged)
            return _code(report)
        output.say(said)
        if report.lost:
            output.say(report.lost)
        if not yes and not _agreed():
            output.say("Nothing was restored.")
            if as_json:
                output.document(_document(report, dry=True))
            return 0
        report = _carry_out(found)
        trouble = make_searchable(library)
    if trouble is not None:
        problem = Problem(str(library.paths.index), 0, trouble)
        merged = report.merged
        report = report._replace(merged=merged._replace(problems=(*merged.problems, problem)))
    _show(report, f"Restored: {_summary(report)}.", as_json=as_json, dry=False)
    print_problems(report.merged)
    return 3 if trouble is not None else _code(report)


def _preview(found: "Restore") -> "RestoreReport":
    from reader.cli.progress import Progress  # noqa: PLC0415 - not for --help

    try:
        with Progress("Comparing") as line:
            return found.preview(line.counted)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("Nothing was restored.") from None


def _carry_out(found: "Restore") -> "RestoreReport":
    from reader.cli.progress import Progress  # noqa: PLC0415 - not for --help

    try:
        with Progress("Restoring") as line:
            return found.carry_out(line.counted)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("What was restored until then is kept; restore again for the rest.") from None


def _agreed() -> bool:
    """Ask, where people can answer; else it is agreed by having been asked for."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    return click.confirm("Restore it?", default=False, err=True)


def _show(report: "RestoreReport", sentence: str, *, as_json: bool, dry: bool) -> None:
    if as_json:
        output.document(_document(report, dry=dry))
        return
    output.line(output.safe(sentence))
    if report.safety is not None:
        output.say(f"The library as it was before is in {report.safety}.")
    if report.lost is not None:
        output.say(report.lost)


def _code(report: "RestoreReport") -> int:
    return 3 if report.lost is not None or report.left_out else 0


def _document(report: "RestoreReport", *, dry: bool) -> dict[str, Any]:
    document = documents.import_report(report.merged)
    del document["skipped"]
    return {
        **document,
        "older": report.merged.older,
        "saved": report.saved,
        "drafts": report.drafts,
        "sources": report.sources,
        "safety": None if report.safety is None else str(report.safety),
        "lost": report.lost,
        "left_out": report.left_out,
        "dry_run": dry,
    }


def _summary(report: "RestoreReport") -> str:
    """What it did, or would do, in words."""
    from reader.cli.importing import came_along  # noqa: PLC0415 - not for --help
    from reader.wording import count  # noqa: PLC0415

    merged = report.merged
    releases = (
        (merged.added, "added"),
        (merged.revised, "revised"),
        (merged.completed, "completed"),
        (merged.unchanged, "unchanged"),
    )
    parts = [f"{number:,} {word}" for number, word in releases if number]
    parts += came_along(merged)
    if report.saved:
        parts.append(count(report.saved, "saved search", "saved searches"))
    if report.sources:
        parts.append(count(report.sources, "source to be fetched", "sources to be fetched"))
    if report.drafts:
        parts.append(count(report.drafts, "unfinished note"))
    if merged.older:
        parts.append(f"{count(merged.older, 'note')} left as written here since")
    return ", ".join(parts) or "nothing in it"
