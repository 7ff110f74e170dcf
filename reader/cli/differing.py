"""`diff` and `rewordings`: what sources changed in their releases after publishing them."""

import difflib
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from reader.cli import documents, output
from reader.cli.arguments import QUERY_WORDS, TEXT, with_json
from reader.errors import UsageError
from reader.model import Release, Revision

if TYPE_CHECKING:
    from reader.analysis.diff import Change
    from reader.analysis.merged import Segment
    from reader.library.rewordings import Comparison

_WIDEST = 80
_STYLES: dict[str, dict[str, Any]] = {"old": {"fg": "red"}, "new": {"fg": "green"}}
_LINE_STYLES: dict[str, dict[str, Any]] = {"+": {"fg": "green"}, "-": {"fg": "red"}, "@": {"dim": True}}
_MARKS = {"old": ("[-", "-]"), "new": ("{+", "+}"), "same": ("", "")}


@click.command("diff")
@click.argument("ident", metavar="ID", type=TEXT)
@click.argument("before", metavar="[A", type=click.IntRange(min=1), required=False)
@click.argument("after", metavar="B]", type=click.IntRange(min=1), required=False)
@click.option("--unified", is_flag=True, help="Line by line, a sentence a line, as patches are written.")
@with_json
def diff(ident: str, before: int | None, after: int | None, *, unified: bool, as_json: bool) -> int:
    """Show what changed between two wordings of a release.

    Without numbers these are the last two. [-What was taken out-] and {+what was put in+} stand in the words
    around them; quotation marks, dashes and blanks that are only written otherwise are no change.
    """
    from reader.analysis.telling import ONE_WORDING  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415

    if before is not None and after is None:
        raise UsageError(f"Name two revisions, as in `pressreader diff {ident} {before} {before + 1}`.")
    with Library.open() as library:
        release = library.releases.get(library.releases.resolve([ident])[0])
        revisions = library.releases.revisions(release.number)
        names = library.sources.names()
    if before is None and len(revisions) < 2:
        if as_json:
            output.document(_document(release, revisions, ()))
        else:
            output.say(f"{release.id} {ONE_WORDING}")
        return 1
    compared = _compared(release, revisions, before, after)
    if as_json:
        output.document(_document(release, (compared.before, compared.after), compared.changes))
    elif not compared.changes:
        output.say(f"Both are revision {before} of {release.id}: nothing is different.")
    elif unified:
        for line in _unified(compared):
            output.line(output.paint(output.safe(line), **_LINE_STYLES.get(line[:1], {})))
    else:
        for line in _lines(compared, names.get(release.source, release.source)):
            output.line(line)
    return 0 if compared.changes else 1


def _compared(
    release: Release, revisions: Sequence[Revision], before: int | None, after: int | None
) -> "Comparison":
    from reader.library.rewordings import Comparison, pair  # noqa: PLC0415 - not for --help

    return Comparison.of(release, *pair(revisions, before, after))


@click.command("rewordings", context_settings=QUERY_WORDS)
@click.argument("words", metavar="[QUERY]...", nargs=-1, type=TEXT)
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="At most so many.")
@with_json
def rewordings(words: Sequence[str], limit: int, as_json: bool) -> int:
    """List what sources reworded, by when the later wording was first seen, newest first.

    With a query, of the releases that it finds.
    """
    from reader.cli import asking  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415

    with Library.open() as library:
        text = " ".join(words)
        chosen: Collection[int] | None = set(asking.find(library, text).rows.numbers()) if words else None
        found = library.rewordings.all(chosen)
        shown = found.page(0, limit)
        if as_json:
            listed = [
                {"release": documents.release(library.releases.get(one.release.number)), **_changes(one)}
                for one in shown
            ]
            output.document({"query": text, "total": len(found), "rewordings": listed})
        else:
            _print(shown, len(found))
    return 0 if len(found) else 1


def _print(shown: Sequence["Comparison"], total: int) -> None:
    from reader.wording import count  # noqa: PLC0415 - not for --json

    if not total:
        output.say("Nothing was reworded.")
        return
    columns = min(output.width(), _WIDEST) if output.on_terminal() else None
    for one in shown:
        for line in _entry(one, columns):
            output.line(line)
    rest = f", {len(shown):,} shown" if len(shown) < total else ""
    output.say(count(total, "rewording") + rest)


def _entry(one: "Comparison", columns: int | None) -> Iterator[str]:
    """A rewording: on a terminal in two lines, else in one with tabs."""
    from reader import cells  # noqa: PLC0415 - not for --json
    from reader.analysis.telling import first_change, kinds, moment  # noqa: PLC0415

    release = one.release
    numbers = f"{one.before.number}→{one.after.number}"
    values = [release.id, release.date or "", one.after.first_seen, numbers, kinds(one.changes)]
    values += [release.title, first_change(one.changes)]
    safe = [output.safe(value) for value in values]
    if columns is None:
        yield "\t".join(safe)
        return
    room = columns - len(release.id) - 14
    title = cells.fit(cells.safe(release.title), max(8, room))[0]
    head = (
        output.paint(release.id, fg="cyan"),
        output.paint(f"{release.date or 'undated':10}", dim=True),
        output.paint(cells.shown(title), bold=True),
    )
    yield "  ".join(head)
    told = f"reworded {moment(one.after.first_seen)} UTC · {kinds(one.changes)} · {first_change(one.changes)}"
    yield "  " + cells.shown(cells.fit(cells.safe(told), max(8, columns - 2))[0])


# The documents


def _document(release: Release, revisions: Sequence[Revision], changes: Sequence["Change"]) -> dict[str, Any]:
    return {
        "id": release.id,
        "title": release.title,
        "date": release.date,
        "revisions": [_revision(one) for one in revisions],
        "changes": [_change(one) for one in changes],
    }


def _changes(one: "Comparison") -> dict[str, Any]:
    return {
        "revisions": [_revision(one.before), _revision(one.after)],
        "changes": [_change(change) for change in one.changes],
    }


def _revision(one: Revision) -> dict[str, Any]:
    """A wording without its text, which `show` prints."""
    return {name: value for name, value in documents.revision(one).items() if name != "body"}


def _change(one: "Change") -> dict[str, Any]:
    return {
        "op": one.op,
        "before": one.before,
        "after": one.after,
        "kind": one.kind,
        "part": one.part,
        "before_span": list(one.before_span),
        "after_span": list(one.after_span),
        "called": [each._asdict() for each in one.called],
        "moved": one.moved,
    }


# What people read


def _lines(one: "Comparison", source: str) -> Iterator[str]:
    from reader.analysis.merged import merged, passages  # noqa: PLC0415 - not for --json
    from reader.analysis.telling import called_out  # noqa: PLC0415
    from reader.cli.showing import wrapped  # noqa: PLC0415

    columns = min(output.width(), _WIDEST) if output.on_terminal() else _WIDEST
    if not any(change.part == "headline" for change in one.changes):
        for line in wrapped(one.after.title, columns):
            yield output.paint(line, bold=True)
    for text in _heads(one, source):
        for line in wrapped(text, columns):
            yield output.paint(line, dim=True)
    for text in called_out(one.changes):
        for number, line in enumerate(wrapped(text, columns - 2)):
            yield output.paint(line, bold=True) if not number else f"  {line}"
    headline = merged(one.changes, "headline", one.before.title, one.after.title)
    body = merged(one.changes, "body", one.before.body, one.after.body)
    if any(segment.role != "same" for segment in headline):
        yield ""
        yield from _painted(headline, columns)
    for passage in passages(body):
        yield ""
        yield from _painted(passage, columns)


def _heads(one: "Comparison", source: str) -> Iterator[str]:
    """The release, then each wording; the day of the release is no day of a wording."""
    from reader.analysis.telling import seen  # noqa: PLC0415 - not for --json

    yield f"{one.release.date or 'undated'} · {source} · {one.release.id}"
    for sign, revision in (("---", one.before), ("+++", one.after)):
        yield f"{sign} revision {revision.number} · {seen(revision)}"


def _painted(segments: Sequence["Segment"], columns: int) -> Iterator[str]:
    """A passage in lines: what was taken out and put in between their marks, in their colours on a terminal."""
    from reader import cells  # noqa: PLC0415 - not for --json
    from reader.cells.wrap import wrap  # noqa: PLC0415

    pieces: list[tuple[str, str]] = []
    for one in segments:
        opening, closing = _MARKS[one.role]
        pieces.append((one.role, cells.safe(f"{opening}{one.text}{closing}")))
    text = "".join(piece for _, piece in pieces)
    for start, end in wrap(text, 0, len(text), columns):
        yield "".join(_within(pieces, start, end))


def _within(pieces: Sequence[tuple[str, str]], start: int, end: int) -> Iterator[str]:
    from reader import cells  # noqa: PLC0415 - not for --json

    at = 0
    for role, piece in pieces:
        shown = piece[max(0, start - at) : max(0, end - at)]
        if shown:
            yield output.paint(cells.shown(shown), **_STYLES[role]) if role in _STYLES else cells.shown(shown)
        at += len(piece)


def _unified(one: "Comparison") -> Iterator[str]:
    """As patches are written; a sentence that only typography changed is the same line."""
    from reader.analysis.merged import paired_lines  # noqa: PLC0415 - not for --json

    before, after = paired_lines((one.before.title, one.before.body), (one.after.title, one.after.body))
    ident = one.release.id
    yield from difflib.unified_diff(
        before,
        after,
        f"{ident} revision {one.before.number}",
        f"{ident} revision {one.after.number}",
        one.before.first_seen,
        one.after.first_seen,
        lineterm="",
    )
