"""`stats`, `paths` and `index rebuild`."""

from typing import TYPE_CHECKING, Any

import click

from reader.cli import output
from reader.cli.arguments import with_json

if TYPE_CHECKING:
    from reader.library.stats import Stats

_SHOWN = 12
"""Years and categories in the printed overview; the JSON document has all."""


@click.command("paths")
@with_json
def paths(as_json: bool) -> int:
    """Print where the library and everything else is kept. Makes nothing."""
    from reader.paths import Paths  # noqa: PLC0415 - not for --help

    found = Paths.find()
    names = ("config", "config_file", "data", "library", "backups", "cache", "index", "state", "log")
    values = {name: str(getattr(found, name)) for name in names}
    if as_json:
        output.document(values)
        return 0
    for name, value in values.items():
        output.line(f"{name:12} {output.safe(value)}")
    return 0


@click.command("index rebuild")
@with_json
def rebuild_index(as_json: bool) -> int:
    """Build the search index anew from the library."""
    from reader.cli import asking  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415
    from reader.wording import count  # noqa: PLC0415

    with Library.open() as library:
        asking.rebuild(library)
        releases, pending = len(library.releases.all()), library.indexing.pending()
    if as_json:
        output.document({"releases": releases, "pending": pending})
    else:
        output.line(f"The search index holds {count(releases, 'release')}.")
    return 0


@click.command("stats")
@with_json
def stats(as_json: bool) -> int:
    """Print what the library holds, in numbers."""
    from reader.library.stats import collect  # noqa: PLC0415 - not for --help
    from reader.paths import Paths  # noqa: PLC0415

    found = collect(Paths.find())
    if as_json:
        output.document(_document(found))
    else:
        _print(found)
    return 0


def _document(found: "Stats") -> dict[str, Any]:
    counts = found.counts
    names = (
        "releases",
        "unread",
        "bookmarked",
        "noted",
        "reworded",
        "cut",
        "notes",
        "revisions",
        "words",
        "pending",
    )
    return {
        **{name: getattr(counts, name) for name in names},
        "first_day": counts.first_day,
        "last_day": counts.last_day,
        "sources": [{"key": key, "name": name, "releases": n} for key, name, n in counts.sources],
        "years": [{"year": year, "releases": n} for year, n in counts.years],
        "categories": [{"name": name, "releases": n} for name, n in counts.categories],
        "library_bytes": found.library_bytes,
        "index_bytes": found.index_bytes,
    }


def _print(found: "Stats") -> None:
    counts = found.counts
    days = f"{counts.first_day} to {counts.last_day}" if counts.first_day else "none"
    rows: list[tuple[str, int | str]] = [
        ("releases", counts.releases),
        ("days", days),
        ("words", counts.words),
        ("wordings", counts.revisions),
        ("unread", counts.unread),
        ("bookmarked", counts.bookmarked),
        ("with notes", counts.noted),
        ("notes", counts.notes),
        ("reworded", counts.reworded),
        ("cut", counts.cut),
        ("library", _bytes(found.library_bytes)),
        ("search index", _bytes(found.index_bytes)),
    ]
    if counts.pending:
        rows.append(("not in the index", counts.pending))
    groups: tuple[tuple[str, list[tuple[str, int]]], ...] = (
        ("Sources", [(name, n) for _, name, n in counts.sources]),
        ("Years", [(year or "undated", n) for year, n in counts.years]),
        ("Categories", [(name or "none", n) for name, n in counts.categories]),
    )
    for name, value in rows:
        output.line(f"{name:18}{value if isinstance(value, str) else format(value, ',')}")
    for title, entries in groups:
        if entries:
            output.line()
            output.line(output.paint(title, bold=True))
        for name, releases in entries[:_SHOWN]:
            output.line(f"{releases:>9,}  {output.safe(name)}")
        if len(entries) > _SHOWN:
            output.line(f"{'':9}  and {len(entries) - _SHOWN:,} more")


def _bytes(size: int) -> str:
    """`512 B`, `1.4 MB`: powers of 1000, as disks are sold."""
    if size < 1000:
        return f"{size} B"
    for unit, one in (("kB", 10**3), ("MB", 10**6)):
        if size < one * 999.95:
            return f"{size / one:.1f} {unit}"
    return f"{size / 10**9:.1f} GB"
