"""`note`, `note edit`, `note remove` and `notes`."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reader.cli import documents, output
from reader.cli.arguments import QUERY_WORDS, TEXT, with_json
from reader.model import Note

if TYPE_CHECKING:
    from reader.library import Library

_message = click.option("-m", "--message", metavar="TEXT", type=TEXT, help="The note's text.")


@click.command("note")
@click.argument("ident", metavar="ID", type=TEXT)
@_message
@click.option("--quote", metavar="TEXT", type=TEXT, help="The passage of the release that the note is on.")
@with_json
def note(ident: str, message: str | None, quote: str | None, as_json: bool) -> int:
    """Put a note on a release.

    Without -m its text comes from standard input, or from $VISUAL or $EDITOR on a terminal. `note edit` and
    `note remove` take the id of a note.
    """
    from reader.library import Library  # noqa: PLC0415 - not for --help

    with Library.open() as library:
        number = library.releases.resolve([ident])[0]
        passage = None if quote is None else library.notes.quoted(number, quote)
        if quote is not None and library.notes.stands_again(number, quote):
            output.say(
                "The passage stands there more than once: the note is on the first. Quote more of it for another."
            )
        if _typed_here(message):
            from reader.cli.editing import typed  # noqa: PLC0415 - not for --help

            with typed(library, number, passage=passage) as (text, draft):
                written = library.notes.write(number, text, passage=passage, draft=draft)
        else:
            written = library.notes.write(number, _given(message), passage=passage)
    return _show(written, "Saved", as_json)


@click.command("note edit")
@click.argument("ident", metavar="NOTE", type=TEXT)
@_message
@with_json
def edit(ident: str, message: str | None, as_json: bool) -> int:
    """Give a note another text.

    It comes from -m, standard input, or on a terminal from $VISUAL or $EDITOR.
    """
    from reader.library import Library  # noqa: PLC0415 - not for --help

    with Library.open() as library:
        found = library.notes.get(library.notes.resolve(ident))
        if _typed_here(message):
            from reader.cli.editing import typed  # noqa: PLC0415 - not for --help

            with typed(library, library.releases.resolve([found.release])[0], found) as (text, draft):
                if text == found.text.strip():
                    return _show(found, "Not changed", as_json)
                written = library.notes.edit(found.id, text, found.text, draft=draft)
        else:
            written = library.notes.edit(found.id, _given(message))
    return _show(written, "Saved", as_json)


@click.command("note remove")
@click.argument("ident", metavar="NOTE", type=TEXT)
@with_json
def remove(ident: str, as_json: bool) -> int:
    """Remove a note, and print what it was."""
    from reader.library import Library  # noqa: PLC0415 - not for --help

    with Library.open() as library:
        found = library.notes.get(library.notes.resolve(ident))
        library.notes.remove(found.id)
    return _show(found, "Removed", as_json)


@click.command("notes", context_settings=QUERY_WORDS)
@click.argument("words", metavar="[QUERY]...", nargs=-1, type=TEXT)
@with_json
def notes(words: Sequence[str], as_json: bool) -> int:
    """List notes.

    With a query, those on the releases that it finds.
    """
    from reader.cli import asking  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415

    with Library.open() as library:
        found = library.notes.all()
        if words:
            numbers = asking.find(library, " ".join(words)).rows.numbers()
            wanted = {release.id for release in library.releases.many(numbers)}
            found = [one for one in found if one.release in wanted]
        if as_json:
            output.document([documents.note(one) for one in found])
        else:
            _print(library, found)
    return 0 if found else 1


def _print(library: "Library", found: Sequence[Note]) -> None:
    from reader.cli.showing import note_lines  # noqa: PLC0415 - not for --json

    if not found:
        output.say("There are no such notes.")
    headed = ""
    columns = min(output.width(), 80)
    for one in found:
        if one.release != headed:
            headed = one.release
            release = library.releases.many(library.releases.resolve([headed]))[0]
            head = f"{release.id}  {release.date or 'undated'}  {output.safe(release.title)}"
            output.line(output.paint(head, bold=True))
        for line in note_lines(one, columns - 2):
            output.line(f"  {line}".rstrip())
        output.line()


def _show(one: Note, done: str, as_json: bool) -> int:
    from reader.cli.showing import note_lines  # noqa: PLC0415 - not for --json

    if as_json:
        output.document(documents.note(one))
        return 0
    output.line(f"{done} on release {one.release}:")
    for line in note_lines(one, min(output.width(), 80)):
        output.line(line)
    return 0


def _typed_here(message: str | None) -> bool:
    """Whether a note's text is to be typed into an editor: somebody sits at a terminal and gave none."""
    return message is None and sys.stdin.isatty()


def _given(message: str | None) -> str:
    from reader.library.plain import decoded  # noqa: PLC0415 - not for --help

    return decoded(sys.stdin.buffer.read(), "Standard input") if message is None else message
