"""`source add`, `list`, `remove`, `import` and `export`: where releases come from."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli import output
from reader.cli.arguments import TEXT, with_json
from reader.errors import LibraryError, UsageError
from reader.model import Source

if TYPE_CHECKING:
    from reader.ingest.documents import FeedLink
    from reader.library.subscribing import Discovery, Offer, Subscribing

_KEYS = ("name", "key", "kind", "url", "last_tried", "last_good", "error", "next_due")
_MOST_ASKED = 5
"""Pages that name feeds which are pages that name feeds: nobody means that."""


@click.command("source add")
@click.argument("url", metavar="URL", type=TEXT)
@click.option("--name", metavar="NAME", type=TEXT, help="What to call it; by default what it calls itself.")
@click.option("--yes", is_flag=True, help="Add it without asking, as is done where there is no terminal.")
@with_json
def add(url: str, name: str | None, yes: bool, as_json: bool) -> int:
    """Find out what stands at an address, and fetch it from now on.

    A feed (RSS, Atom, JSON Feed), a page that names feeds, or the ministry's site. Its newest releases come at once.
    """
    from reader.library.subscribing import Subscribing  # noqa: PLC0415 - not for --help
    from reader.paths import Paths  # noqa: PLC0415

    ask = not yes and sys.stdin.isatty() and sys.stderr.isatty()
    subscribing = Subscribing(Paths.find())
    found = _discovered(subscribing, url, name, ask=ask)
    if found.known is not None:
        return _already(subscribing, found.known, name, as_json)
    offer = found.offer
    if offer is not None:
        output.say(_told(offer))
    if offer is None or (ask and not click.confirm("Add it?", default=True, err=True)):
        output.say("Nothing was added.")
        if as_json:
            output.document({"added": 0})
        return 0
    added = subscribing.add(offer).count("added")
    stored, trouble = _searchable(offer.source.key)
    if as_json:
        output.document({**_document(stored), "added": added})
    else:
        output.line(output.safe(f"Added {offer.source.name} ({offer.source.key}): {added:,} new."))
        if _has_more(offer):
            output.say("That is the newest page. `pressreader sync --full` brings all others.")
    if trouble is not None:
        output.say(trouble)
    return 0 if trouble is None else 3


def _discovered(subscribing: "Subscribing", url: str, name: str | None, *, ask: bool) -> "Discovery":
    """What stands at an address; of a page that names feeds, what stands at the one that is wanted."""
    for _ in range(_MOST_ASKED):
        found = subscribing.discover(url, name)
        if not found.feeds:
            return found
        chosen = _chosen(url, found.feeds, ask=ask)
        if chosen is None:
            return found._replace(feeds=())
        url = chosen
    raise LibraryError(f"{url} leads from one page to the next and to no feed. Give the address of a feed.")


def _chosen(url: str, feeds: "Sequence[FeedLink]", *, ask: bool) -> str | None:
    """The address of the feed that is wanted; None for none of them. Raises UsageError where nobody can be asked."""
    if len(feeds) == 1:
        return feeds[0].url
    lines = [f"{number}. {feed.title or 'Feed'}  {feed.url}" for number, feed in enumerate(feeds, 1)]
    if not ask:
        raise UsageError(f"{url} names several feeds. Add one of them: {'; '.join(lines)}")
    for line in lines:
        output.say(line)
    number: int = click.prompt(
        "Which one? (0: none)", type=click.IntRange(0, len(feeds)), default=1, err=True
    )
    return feeds[number - 1].url if number else None


def _told(offer: "Offer") -> str:
    from reader.wording import source_found  # noqa: PLC0415 - not for --help

    return source_found(offer.source.kind, offer.title, offer.entries, offer.newest)


def _has_more(offer: "Offer") -> bool:
    return any(one.found.next for one in offer.documents)


def _already(subscribing: "Subscribing", source: Source, name: str | None, as_json: bool) -> int:
    if name is not None and name != source.name:
        subscribing.rename(source, name)
        source = source._replace(name=name)
        said = f"It is here already, and is called {name} now."
    else:
        said = f"It is here already, as {source.name} ({source.key})."
    output.say(said)
    if as_json:
        output.document({**_document(source), "added": 0})
    return 0


def _searchable(key: str) -> tuple[Source, str | None]:
    """Have what came found; the source as it is stored now, and what went wrong."""
    from reader.cli.importing import make_searchable  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415

    with Library.open(wait=10.0) as library:
        trouble = make_searchable(library)
        return library.sources.named(key), trouble


@click.command("source list")
@with_json
def list_sources(as_json: bool) -> int:
    """List where the releases come from, when each was last fetched, and what is wrong with it."""
    from reader.library import Library  # noqa: PLC0415 - not for --help

    with Library.open() as library:
        sources, counts = library.sources.all(), library.sources.counts()
    if as_json:
        output.document([{**_document(source), "releases": counts.get(source.key, 0)} for source in sources])
        return 0
    for source in sources:
        for line in _lines(source, counts.get(source.key, 0)):
            output.line(line)
    if not sources:
        output.say(
            "There are no sources yet. `pressreader source add` adds one, `pressreader import` reads files."
        )
    return 0


def _document(source: Source) -> dict[str, Any]:
    return {key: getattr(source, key) for key in _KEYS}


def _lines(source: Source, releases: int) -> list[str]:
    """A source for people: its name and key, then what is known of it."""
    from reader.wording import count  # noqa: PLC0415 - not for --help

    facts = [source.kind, count(releases, "release")]
    if source.addresses:
        facts.append(f"last good {_when(source.last_good)}")
        facts.append(f"next due {_when(source.next_due, 'now')}")
    lines = [
        f"{output.paint(output.safe(source.name), bold=True)}  {output.safe(source.key)}",
        f"    {output.safe(', '.join(facts))}",
    ]
    if source.error is not None:
        times = f", {source.failures:,} times" if source.failures > 1 else ""
        said = f"    Failed {_when(source.last_tried)}{times}: {source.error}"
        lines.append(output.paint(output.safe(said), fg="red"))
    return lines


def _when(moment: str | None, never: str = "never") -> str:
    return f"{moment[:16].replace('T', ' ')} UTC" if moment else never


@click.command("source remove")
@click.argument("name", metavar="SOURCE", type=TEXT)
@click.option("--yes", is_flag=True, help="Remove it without asking, as is done where there is no terminal.")
@with_json
def remove(name: str, yes: bool, as_json: bool) -> int:
    """Fetch a source no more, and remove its releases.

    Those that you bookmarked, tagged or wrote a note on stay.
    """
    from reader.cli.importing import make_searchable  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415
    from reader.wording import count  # noqa: PLC0415

    with Library.open(wait=10.0) as library:
        source = library.sources.named(name)
        going, staying = library.sources.would_remove(source)
        if not yes and sys.stdin.isatty() and sys.stderr.isatty():
            output.say(f"{source.name}: {count(going, 'release')} will go, {staying:,} will stay.")
            if not click.confirm("Remove it?", default=False, err=True):
                output.say("Nothing was removed.")
                if as_json:
                    output.document(_removed(source, 0, going + staying))
                return 0
        gone, kept = library.sources.remove(source)
        trouble = make_searchable(library) if gone else None
    if as_json:
        output.document(_removed(source, gone, kept))
    else:
        stayed = f"; {kept:,} stay because you marked them" if kept else ""
        output.line(output.safe(f"Removed {source.name}: {count(gone, 'release')} went{stayed}."))
    if trouble is not None:
        output.say(trouble)
    return 0 if trouble is None else 3


def _removed(source: Source, gone: int, kept: int) -> dict[str, Any]:
    return {"name": source.name, "key": source.key, "removed": gone, "kept": kept}


@click.command("source import")
@click.argument("file", metavar="FILE")
@with_json
def import_sources(file: str, as_json: bool) -> int:
    """Add the feeds of a list (OPML) that another reader exported; the next sync fetches them.

    FILE is - for standard input.
    """
    from reader.library.subscribing import LARGEST_LIST, Subscribing  # noqa: PLC0415 - not for --help
    from reader.paths import Paths  # noqa: PLC0415
    from reader.wording import count  # noqa: PLC0415

    added, known = Subscribing(Paths.find()).add_list(_content(file, LARGEST_LIST + 1))
    if as_json:
        output.document({"added": added, "known": known})
    else:
        there = f"; {known:,} are here already" if known else ""
        output.line(f"{count(added, 'feed')} added{there}.")
        if added:
            output.say("`pressreader sync` fetches them.")
    return 0


def _content(file: str, most: int) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(most)
        with Path(file).open("rb") as stream:
            return stream.read(most)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise LibraryError(f"{file} cannot be read: {reason}.") from error


@click.command("source export")
@click.argument("file", metavar="FILE")
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
@with_json
def export_sources(file: str, force: bool, as_json: bool) -> int:
    """Write the feeds as a list (OPML) that other readers take. FILE is - for standard output."""
    from reader.library import Library  # noqa: PLC0415 - not for --help
    from reader.library.subscribing import list_of  # noqa: PLC0415
    from reader.wording import count  # noqa: PLC0415

    if file == "-" and as_json:
        raise UsageError("--json and the list cannot both go to standard output. Name a file.")
    with Library.open() as library:
        content, feeds = list_of(library.sources.all())
    if file == "-":
        output.line(content.decode().rstrip())
        return 0
    _write(Path(file), content, force=force)
    if as_json:
        output.document({"path": str(Path(file).absolute()), "feeds": feeds})
    else:
        output.line(f"{count(feeds, 'feed')} in {output.safe(file)}")
    return 0


def _write(path: Path, content: bytes, *, force: bool) -> None:
    from reader.atomic import beside  # noqa: PLC0415 - not for --help

    if path.exists() and not force:
        raise LibraryError(f"{path} is there already. Overwrite it with --force.")
    try:
        with beside(path) as file:
            file.file.write(content)
            file.take_place()
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {error.strerror}.") from error
