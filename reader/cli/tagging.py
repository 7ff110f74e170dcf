"""`tag`: gives tags to releases and takes them away, all of a command or nothing."""

from collections.abc import Sequence

import click

from reader import folding
from reader.cli import output
from reader.cli.arguments import QUERY_WORDS, TEXT, with_json
from reader.cli.keeping import tell
from reader.errors import UsageError
from reader.model import Release


@click.command("tag", context_settings=QUERY_WORDS)
@click.argument("words", metavar="ID... +TAG -TAG...", nargs=-1, required=True, type=TEXT)
@with_json
def tag(words: Sequence[str], as_json: bool) -> int:
    """Give tags to releases, or take them away.

    `tag ynn7x +asean -draft` gives one and takes the other. Tags are made of letters, digits and - _ / . and are
    the same in upper and lower case.
    """
    from reader.library import Library  # noqa: PLC0415 - not for --help

    idents = [word for word in words if word[0:1] not in ("+", "-")]
    add = [word[1:] for word in words if word.startswith("+")]
    remove = [word[1:] for word in words if word.startswith("-")]
    _check(idents, add, remove)
    with Library.open() as library:
        numbers = list(dict.fromkeys(library.releases.resolve(idents)))
        library.tags.change(numbers, add, remove)
        releases = [library.releases.get(number) for number in numbers]
    tell(releases, _tags, as_json)
    return 0


def _check(idents: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> None:
    if not idents:
        raise UsageError("No release is named. Write `pressreader tag ID +asean`.")
    if not add and not remove:
        raise UsageError(
            f"No tag is named. Write `pressreader tag {idents[0]} +asean`, or -asean to take it away."
        )
    for name in remove:
        if _compared(name) in map(_compared, add):
            raise UsageError(
                f"“{name}” is to be given and taken away: nothing was changed. Write one of them."
            )


def _compared(name: str) -> str:
    """What a tag is compared by, however it is written."""
    return folding.fold(name.strip().removeprefix("#").removeprefix("＃"))


def _tags(release: Release) -> str:
    return (
        "Tagged " + " ".join(f"#{output.safe(name)}" for name in release.tags) if release.tags else "No tags"
    )
