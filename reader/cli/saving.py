"""`saved add`, `saved list`, `saved remove` and `alerts`."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from reader.cli import output
from reader.cli.arguments import QUERY_WORDS, TEXT, with_json
from reader.errors import LibraryError, NotFound, UsageError
from reader.model import SavedSearch
from reader.wording import count

if TYPE_CHECKING:
    from reader.cli.asking import Found
    from reader.library import Library

_FAILED = 3


class _Counted(NamedTuple):
    """A saved search that was asked; the numbers are None where it could not be."""

    saved: SavedSearch
    total: int | None = None
    new: tuple[int, ...] | None = None
    """Row numbers of the hits that came in since it was looked at or told, newest first."""
    found: "Found | None" = None
    by_index: bool = False
    """The index was asked."""

    @property
    def certain(self) -> bool:
        """The index knew every release, so that no hit was missed."""
        return not (self.by_index and self.found and self.found.answer.pending)


@click.command("saved add", context_settings=QUERY_WORDS)
@click.argument("name", metavar="NAME", type=TEXT)
@click.argument("words", metavar="QUERY...", nargs=-1, required=True, type=TEXT)
@with_json
def add(name: str, words: Sequence[str], as_json: bool) -> int:
    """Save a query under a name.

    It then stands in the reader's list of views, in `pressreader alerts`, and in queries as search:"NAME". A query
    that has the name already is replaced.
    """
    from reader.library import Library  # noqa: PLC0415 - not for --help

    with Library.open() as library:
        saved = library.saved.put(name, " ".join(words))
        if as_json:
            output.document([_document(_first_asked(library, saved))])
            return 0
    output.line(f"Saved “{output.safe(saved.name)}”: {output.safe(saved.query)}")
    return 0


@click.command("saved list")
@with_json
def list_saved(as_json: bool) -> int:
    """List the saved searches, with the number of their hits, and of those that are new since you looked."""
    from reader.library import Library  # noqa: PLC0415 - not for --help

    with Library.open() as library:
        found = _all_asked(library, lambda saved: saved.looked)
    if as_json:
        output.document([_document(one) for one in found])
    else:
        for one in found:
            output.line(
                "\t".join((output.safe(one.saved.name), *_numbers(one), output.safe(one.saved.query)))
            )
        if not found:
            output.say("There are no saved searches. `pressreader saved add NAME QUERY` makes one.")
    return _code(found, anything=bool(found))


@click.command("saved remove")
@click.argument("name", metavar="NAME", type=TEXT)
@with_json
def remove(name: str, as_json: bool) -> int:
    """Remove a saved search, and print what it was."""
    from reader.library import Library  # noqa: PLC0415 - not for --help

    with Library.open() as library:
        saved = library.saved.remove(name)
    if as_json:
        output.document([_document(_Counted(saved))])
    else:
        output.line(f"Removed “{output.safe(saved.name)}”: {output.safe(saved.query)}")
    return 0


@click.command("alerts")
@click.option("--peek", is_flag=True, help="Tell the same again the next time.")
@with_json
def alerts(peek: bool, as_json: bool) -> int:
    """Print what saved searches find that came in, or was reworded, since you last asked.

    Made for timers: it prints nothing and ends with 1 where nothing is new.
    """
    from reader.library import Library  # noqa: PLC0415 - not for --help
    from reader.paths import alone  # noqa: PLC0415

    with Library.open() as library, alone(library.paths.alerts):
        newest = library.saved.newest_batch()  # before searching: what comes meanwhile is for the next time
        found = _all_asked(library, lambda saved: saved.alerted, newest)
        if as_json:
            output.document([{**_document(one), "hits": _hits(library, one)} for one in found])
        for one in found:
            if not as_json:
                _print(library, one)
            if one.new is not None and one.certain and not peek:
                library.saved.alert(one.saved, newest)
    anything = any(one.new for one in found)
    if not anything and not as_json and output.on_terminal():
        output.say("Nothing new.")
    return _code(found, anything=anything)


def _all_asked(
    library: "Library", mark: Callable[[SavedSearch], int], until: int | None = None
) -> list[_Counted]:
    """Ask every saved search for what came in after the batch that is its `mark`; wait for the index once."""
    counted: list[_Counted] = []
    for saved in library.saved.all():
        waited = any(one.by_index for one in counted)
        counted.append(_tried(library, saved, mark(saved), until, patient=not waited))
    return counted


def _first_asked(library: "Library", saved: SavedSearch) -> _Counted:
    """Ask a search that was just saved; it stays so where there is no index to answer from."""
    try:
        return _asked(library, saved, saved.looked)
    except LibraryError as error:
        output.say(f"The search was saved, but could not be asked: {error}")
        return _Counted(saved)


def _tried(
    library: "Library", saved: SavedSearch, since: int, until: int | None, *, patient: bool
) -> _Counted:
    """Ask a saved search; one that cannot be asked is said and stops no other."""
    try:
        return _asked(library, saved, since, until, patient=patient)
    except (UsageError, NotFound) as error:
        output.say(f"The saved search “{saved.name}” could not be asked: {error}")
        return _Counted(saved)


def _asked(
    library: "Library", saved: SavedSearch, since: int, until: int | None = None, *, patient: bool = True
) -> _Counted:
    from reader.cli import asking  # noqa: PLC0415 - not for --help
    from reader.library.answers import needs_index  # noqa: PLC0415

    found = asking.find(library, saved.query, patient=patient)
    numbers = frozenset(found.rows.numbers())
    new = tuple(number for number in library.saved.since(since, until) if number in numbers)
    return _Counted(saved, len(numbers), new, found, needs_index(found.answer.root))


def _hits(library: "Library", one: _Counted) -> list[dict[str, Any]]:
    from reader.cli.finding import hit  # noqa: PLC0415 - for --json

    if one.found is None:
        return []
    return [hit(library, one.found, release) for release in library.releases.many(one.new or ())]


def _document(one: _Counted) -> dict[str, Any]:
    new = None if one.new is None else len(one.new)
    return {"name": one.saved.name, "query": one.saved.query, "total": one.total, "new": new}


def _numbers(one: _Counted) -> tuple[str, str]:
    if one.total is None or one.new is None:
        return "?", "?"
    return count(one.total, "release"), f"{len(one.new):,} new"


def _print(library: "Library", one: _Counted) -> None:
    from reader.cli.table import print_releases  # noqa: PLC0415 - not for --json

    if not one.new:
        return
    output.line(output.paint(f"{output.safe(one.saved.name)}: {len(one.new):,} new", bold=True))
    print_releases(library.releases.many(one.new))
    output.flush()


def _code(found: Sequence[_Counted], *, anything: bool) -> int:
    if any(one.total is None for one in found):
        return _FAILED
    return 0 if anything else 1
