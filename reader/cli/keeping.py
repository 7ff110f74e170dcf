"""`bookmark` and `read`: what the user set on releases, all of a command or nothing."""

from collections.abc import Callable, Sequence
from typing import Literal

import click

from reader.cli import documents, output
from reader.cli.arguments import TEXT, with_json
from reader.model import Release

_Flag = Literal["bookmarked", "read"]
_DONE = {
    ("bookmarked", True): "Bookmarked",
    ("bookmarked", False): "Not bookmarked",
    ("read", True): "Read",
    ("read", False): "Unread",
}


@click.command("bookmark")
@click.argument("idents", metavar="ID...", nargs=-1, required=True, type=TEXT)
@click.option("--off", is_flag=True, help="Remove the bookmark.")
@with_json
def bookmark(idents: Sequence[str], off: bool, as_json: bool) -> int:
    """Bookmark releases."""
    return _set("bookmarked", idents, not off, as_json)


@click.command("read")
@click.argument("idents", metavar="ID...", nargs=-1, required=True, type=TEXT)
@click.option("--off", is_flag=True, help="Mark as unread.")
@with_json
def read(idents: Sequence[str], off: bool, as_json: bool) -> int:
    """Mark releases as read."""
    return _set("read", idents, not off, as_json)


def _set(flag: _Flag, idents: Sequence[str], on: bool, as_json: bool) -> int:
    from reader.library import Library  # noqa: PLC0415 - not for --help

    with Library.open() as library:
        numbers = list(dict.fromkeys(library.releases.resolve(idents)))
        library.releases.set(flag, numbers, on)
        releases = [library.releases.get(number) for number in numbers]
    tell(releases, lambda _: _DONE[flag, on], as_json)
    return 0


def tell(releases: Sequence[Release], what: Callable[[Release], str], as_json: bool) -> None:
    """Print releases whose state was changed, each after what it is now."""
    if as_json:
        output.document([documents.release(release) for release in releases])
        return
    for release in releases:
        output.line(
            f"{what(release)}: {release.id}  {release.date or 'undated'}  {output.safe(release.title)}"
        )
