"""`export`: releases and their notes into files for other programs."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click

from reader.cli import output
from reader.cli.arguments import QUERY_WORDS, TEXT, with_json
from reader.cli.lost import OutputLost
from reader.errors import UsageError
from reader.export.formats import FORMATS

if TYPE_CHECKING:
    from reader.library import Library
    from reader.library.exports import ExportReport

_CHOSEN = "is:bookmarked"
_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
_DIFF_STYLES: dict[str, dict[str, Any]] = {"+": {"fg": "green"}, "-": {"fg": "red"}, "@": {"dim": True}}


class _Wanted(NamedTuple):
    """What is to be written, and how."""

    target: str
    name: str
    title: str
    by: Literal["date", "tag"]
    dry_run: bool
    force: bool


@click.command("export", context_settings=QUERY_WORDS)
@click.argument("words", metavar="[QUERY]...", nargs=-1, type=TEXT)
@click.option(
    "--to", "target", metavar="PATH", required=True, help="The folder or file; - is standard output."
)
@click.option(
    "--format",
    "name",
    type=click.Choice(list(FORMATS)),
    default="md",
    show_default=True,
    help=" ".join(f"{name}: {one.description}." for name, one in FORMATS.items()),
)
@click.option("--by", type=click.Choice(["date", "tag"]), help="What a digest is in the order of.")
@click.option("--title", type=TEXT, help="What a digest is called.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would change.")
@click.option("--force", is_flag=True, help="Overwrite what was changed by hand.")
@with_json
def export(
    words: Sequence[str],
    *,
    target: str,
    name: str,
    by: Literal["date", "tag"] | None,
    title: str | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Write releases and notes into files.

    What a query finds is written, or the bookmarked releases where there is none. Exporting again brings the
    files up to date. What you wrote in a folder of Markdown files is kept; a file of another format that you
    changed is left alone.
    """
    from reader.cli import asking  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415
    from reader.library.exports import ExportReport  # noqa: PLC0415

    _check(target, name, as_json, only_digest=by or title)
    wanted = _Wanted(target, name, title or "", by or "date", dry_run, force)
    with Library.open() as library:
        found = asking.find(library, " ".join(words) or _CHOSEN)
        numbers = found.rows.numbers()[:: -1 if found.reverse else 1]
        if name == "rewordings":
            numbers = library.rewordings.all(set(numbers)).numbers()
        report = ExportReport()
        if numbers and target in _OUTPUT and not dry_run:
            _print_text(library, numbers, wanted)
            return 0
        if numbers:
            report = _written(library, numbers, wanted)
    if as_json:
        output.document(_document(report, dry_run))
    elif numbers:
        _print(report, dry_run)
    else:
        output.say("Nothing found, so nothing was exported.")
    return _code(report) if numbers else 1


def _check(target: str, name: str, as_json: bool, *, only_digest: str | None) -> None:
    """Refuse what cannot be meant, before anything is opened. Raises UsageError."""
    if not target:
        raise UsageError("Name the folder or file to write to with --to.")
    if name == "md" and target in _OUTPUT:
        raise UsageError(
            "Markdown is written to a folder, one file for each release: name a folder with --to. "
            "One document of all of them is --format digest."
        )
    if name == "md" and not os.path.isdir(target):  # noqa: PTH112 - of a path that cannot be one it says no
        _check_folder(target)
    if as_json and target in _OUTPUT:
        raise UsageError(
            "The export and the document of --json would both go to standard output: "
            "leave --json out, or name a file with --to."
        )
    if only_digest and name != "digest":
        raise UsageError("--by and --title are for --format digest.")


def _check_folder(target: str) -> None:
    """Refuse a new folder that is called like a file: another format was meant. Raises UsageError."""
    meant = [name for name, one in FORMATS.items() if one.ending and target.lower().endswith(one.ending)]
    if meant:
        raise UsageError(
            f"Markdown is written to a folder, and {target} looks like a file. "
            f"Add {' or '.join(f'--format {name}' for name in meant)}, or name a folder."
        )


def _written(library: "Library", numbers: Sequence[int], wanted: _Wanted) -> "ExportReport":
    from reader.cli.progress import Progress  # noqa: PLC0415 - not for --help

    options = {"force": wanted.force, "dry_run": wanted.dry_run}
    with Progress("Exporting") as line:
        if wanted.name == "md":
            return library.exports.markdown(numbers, wanted.target, progress=line.counted, **options)
        return library.exports.write(
            numbers,
            "/dev/stdout" if wanted.target == "-" else wanted.target,
            wanted.name,
            progress=line.counted,
            title=wanted.title,
            by=wanted.by,
            **options,
        )


def _print_text(library: "Library", numbers: Sequence[int], wanted: _Wanted) -> None:
    from reader.cli.progress import Progress  # noqa: PLC0415 - not for --help

    with Progress("Exporting") as line:
        _to_output(
            library.exports.text(
                numbers, wanted.name, progress=line.counted, title=wanted.title, by=wanted.by
            )
        )


def _to_output(pieces: Iterable[str]) -> None:
    """Print in UTF-8, whatever the terminal's encoding, and with the line ends of the format. Raises OutputLost."""
    for piece in pieces:
        with _lost():
            sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
    with _lost():
        sys.stdout.buffer.flush()


@contextmanager
def _lost() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputLost(error) from error


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
        counted["diff"] = "".join(_diffs(report))
    return counted


def _diffs(report: "ExportReport") -> Iterator[str]:
    yield report.diff
    yield from (file.diff for file in (*report.written, *report.updated))


def _print(report: "ExportReport", dry_run: bool) -> None:
    if dry_run:
        for diff in _diffs(report):
            for line in diff.splitlines():
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
