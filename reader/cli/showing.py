"""`show`: one release as text for a pager or a printer."""

from collections.abc import Iterator, Sequence

import click

from reader.cli import documents, output
from reader.cli.arguments import TEXT, with_json
from reader.errors import NotFound
from reader.model import Note, Release, Revision

_WIDEST = 80
"""Columns of text, on a terminal that has more and wherever there is none."""


@click.command("show")
@click.argument("ident", metavar="ID", type=TEXT)
@click.option("--revision", "number", type=click.IntRange(min=1), metavar="N", help="An earlier wording.")
@with_json
def show(ident: str, number: int | None, as_json: bool) -> int:
    """Print one release. Any unique beginning of its id will do, from 3 characters."""
    from reader.library import Library  # noqa: PLC0415 - not for --help

    with Library.open(starter=True) as library:
        release = library.releases.get(library.releases.resolve([ident])[0])
        revisions = library.releases.revisions(release.number)
        notes = library.notes.of(release)
        names = library.sources.names()
    shown = release if number is None else _as_worded(release, revisions, number)
    if as_json:
        output.document(
            {
                **documents.release(shown),
                "body": shown.body or "",
                "revisions": [documents.revision(revision) for revision in revisions],
                "attachments": [documents.attachment(one) for one in shown.attachments],
                "notes": [documents.note(note) for note in notes],
            }
        )
        return 0
    for line in _lines(shown, names.get(shown.source, shown.source), notes):
        output.line(line)
    return 0


def _as_worded(release: Release, revisions: Sequence[Revision], number: int) -> Release:
    """The release as one of its wordings has it."""
    for one in revisions:
        if one.number == number:
            words = len(one.body.split())
            return release._replace(title=one.title, body=one.body, cut=one.cut, revision=number, words=words)
    known = ", ".join(str(one.number) for one in revisions)
    raise NotFound(f"{release.id} has no revision {number}. There is {known}.")


def _lines(release: Release, source: str, notes: Sequence[Note]) -> Iterator[str]:
    from reader.library.exports import paragraphs  # noqa: PLC0415 - not for --json
    from reader.wording import attachment, facts, notice  # noqa: PLC0415

    columns = min(output.width(), _WIDEST) if output.on_terminal() else _WIDEST
    for line in wrapped(release.title, columns):
        yield output.paint(line, bold=True)
    for text in (facts(release, source), release.url, notice(release)):
        for part in (text or "").splitlines():
            for line in wrapped(part, columns):
                yield output.paint(line, dim=True)
    for paragraph in paragraphs(release.body or ""):
        yield ""
        indent = "  " if paragraph.kind == "item" else ""
        for number, line in enumerate(wrapped(paragraph.text, columns - len(indent))):
            text = f"{indent if number else ''}{line}"
            yield output.paint(text, bold=True) if paragraph.kind == "heading" else text
    if release.attachments:
        yield ""
        yield output.paint("Attachments:", dim=True)
    for one in release.attachments:
        yield from wrapped(f"- {attachment(one)}", columns)
    for note in notes:
        yield ""
        yield from note_lines(note, columns)


def note_lines(note: Note, columns: int) -> Iterator[str]:
    """A note: its id and last change, the passage it is on, its text."""
    changed = " · its passage changed; quoted is what it was" if note.state == "changed" else ""
    head = f"Note {note.id} · {note.updated[:16].replace('T', ' ')} UTC{changed}"
    for line in wrapped(head, columns):
        yield output.paint(line, dim=True)
    if note.passage is not None:
        for line in wrapped(note.passage.exact, columns - 2):
            yield f"> {line}"
    for part in note.text.splitlines():
        yield from wrapped(part, columns) or [""]


def wrapped(text: str, columns: int) -> list[str]:
    """The lines of a text from outside, safe to print; line ends in it are blanks."""
    from reader import cells  # noqa: PLC0415 - not for --json
    from reader.cells.wrap import wrap  # noqa: PLC0415

    safe = cells.safe(text)
    return [cells.shown(safe[start:end]) for start, end in wrap(safe, 0, len(safe), columns)]
