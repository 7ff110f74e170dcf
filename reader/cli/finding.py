"""`list` and `search`."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from reader.cli import documents, output
from reader.cli.arguments import QUERY_WORDS, TEXT, with_json

if TYPE_CHECKING:
    from reader.cli.asking import Found
    from reader.model import Release

Order = Literal["date", "old"]
_Function = TypeVar("_Function", bound=Callable[..., Any])


def _list_options(function: _Function) -> _Function:
    for option in (
        click.option(
            "--limit", type=click.IntRange(min=0), default=50, show_default=True, help="At most so many."
        ),
        click.option(
            "--sort",
            "order",
            type=click.Choice(["date", "old"]),
            default="date",
            show_default=True,
            help="Newest first, or oldest first.",
        ),
        with_json,
    ):
        function = option(function)
    return function


@click.command("list")
@_list_options
def list_releases(limit: int, order: Order, as_json: bool) -> int:
    """List all releases.

    Signs: ● unread, ★ bookmarked, ✎ noted, ≠ reworded, … cut.
    """
    return _answer(None, limit, order, as_json)


@click.command("search", context_settings=QUERY_WORDS)
@click.argument("words", metavar="QUERY...", nargs=-1, required=True, type=TEXT)
@_list_options
def search(words: Sequence[str], limit: int, order: Order, as_json: bool) -> int:
    """List the releases that a query finds.

    The words are joined: `search tariff -rice is:unread date:2025`. What begins with a dash belongs to the
    query; after -- so does everything.
    """
    return _answer(" ".join(words), limit, order, as_json)


def _answer(text: str | None, limit: int, order: Order, as_json: bool) -> int:
    from reader.cli import asking  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415

    with Library.open(starter=True) as library:
        found = asking.everything(library) if text is None else asking.find(library, text)
        total = len(found.rows)
        if order == "old":
            shown = found.rows.page(max(0, total - limit), min(limit, total))[::-1]
        else:
            shown = found.rows.page(0, limit)
        if as_json:
            excerpt = _excerpter(found)
            bodies = [library.releases.get(release.number) for release in shown]
            output.document(
                {
                    "query": text or "",
                    "total": total,
                    "pending": found.pending,
                    "took_ms": round(found.took_ms, 1),
                    "corrected": None,
                    "hits": [documents.release(release, excerpt(release.body or "")) for release in bodies],
                }
            )
            return 0 if total else 1
    return _print(shown, total)


def _excerpter(found: "Found") -> Callable[[str], documents.Excerpt | None]:
    if not found.has_text:
        return lambda _body: None
    from reader.library.search import excerpt  # noqa: PLC0415 - `list` answers without the index

    return lambda body: excerpt(found.root, body)


def _print(shown: Sequence["Release"], total: int) -> int:
    from reader.cli.table import print_releases  # noqa: PLC0415 - not for --json
    from reader.wording import count  # noqa: PLC0415

    if not total:
        output.say("Nothing found.")
        return 1
    print_releases(shown)
    rest = f", {len(shown):,} shown" if len(shown) < total else ""
    output.say(count(total, "release") + rest)
    return 0
