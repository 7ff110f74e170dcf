"""`export`: releases and their notes into files for other programs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from reader.cli import output
from reader.cli.arguments import QUERY_WORDS, TEXT, with_json
from reader.errors import UsageError

if TYPE_CHECKING:
    from reader.library.exports import ExportReport

_CHOSEN = "is:bookmarked"
_DIFF_STYLES: dict[str, dict[str, Any]] = {"+": {"fg": "green"}, "-": {"fg": "red"}, "@": {"dim": True}}


@click.command("export", context_settings=QUERY_WORDS)
@click.argument("words", metavar="[QUERY]...", nargs=-1, type=TEXT)
@click.option("--to", "target", metavar="PATH", required=True, help="The folder to write into.")
@click.option(
    "--format",
    type=click.Choice(["md"]),
    default="md",
    show_default=True,
    expose_value=False,
    help="md: Markdown, one file for each release.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would change.")
@click.option("--force", is_flag=True, help="Overwrite what was changed by hand.")
@with_json
def export(words: Sequence[str], target: str, dry_run: bool, force: bool, as_json: bool) -> int:
    """Write releases and notes into files.

    What a query finds is written, or the bookmarked releases where there is none. Exporting again brings the
    files up to date and keeps what you wrote in them.
    """
    from reader.cli import asking  # noqa: PLC0415 - not for --help
    from reader.cli.progress import Progress  # noqa: PLC0415
    from reader.library import Library  # noqa: PLC0415
    from reader.library.exports import ExportReport  # noqa: PLC0415

    if target in ("", "-"):
        raise UsageError(
            "Markdown is written to a folder, one file for each release: name a folder with --to."
        )
    with Library.open() as library:
        numbers = asking.find(library, " ".join(words) or _CHOSEN).rows.numbers()
        report = ExportReport()
        if numbers:
            with Progress("Exporting") as line:
                report = library.exports.markdown(
                    numbers, target, force=force, dry_run=dry_run, progress=line.counted
                )
    if as_json:
        output.document(_document(report, dry_run))
    elif numbers:
        _print(report, dry_run)
    else:
        output.say("Nothing found, so nothing was exported.")
    return _code(report) if numbers else 1


def _code(report: "ExportReport") -> int:
    return 3 if report.failed else 5 if report.conflicts else 0


def _document(report: "ExportReport", dry_run: bool) -> dict[str, Any]:
    counted: dict[str, Any] = {
        "written": len(report.written),
        "updated": len(report.updated),
        "unchanged": len(report.unchanged),
    }
    for name, problems in (("conflicts", report.conflicts), ("failed", report.failed)):
        counted[name] = [{"id": one.id, "path": str(one.path), "reason": one.reason} for one in problems]
    if dry_run:
        counted["diff"] = "".join(file.diff for file in (*report.written, *report.updated))
    return counted


def _print(report: "ExportReport", dry_run: bool) -> None:
    if dry_run:
        for file in (*report.written, *report.updated):
            for line in file.diff.splitlines():
                output.line(output.paint(output.safe(line), **_DIFF_STYLES.get(line[:1], {})))
    parts = [
        f"{number:,} {'to be ' if dry_run and word != 'unchanged' else ''}{word}"
        for number, word in (
            (len(report.written), "written"),
            (len(report.updated), "updated"),
            (len(report.unchanged), "unchanged"),
            (len(report.conflicts), "left alone"),
            (len(report.failed), "failed"),
        )
        if number
    ]
    output.line(", ".join(parts))
    for problem in (*report.conflicts, *report.failed):
        output.say(problem.reason)
