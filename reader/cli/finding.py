"""`list` and `search`."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reader.cli import documents, output
from reader.cli.arguments import QUERY_WORDS, TEXT, with_json

if TYPE_CHECKING:
    from reader.cli.asking import Found
    from reader.library import Library
    from reader.model import Release
    from reader.query import Order

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _list_options(function: _Function) -> _Function:
    for option in (
        click.option(
            "--limit", type=click.IntRange(min=0), default=50, show_default=True, help="At most so many."
        ),
        click.option(
            "--sort",
            "order",
            type=click.Choice(["date", "old", "rank"]),
            help="Newest first (as without), oldest first, or best match first.",
        ),
        with_json,
    ):
        function = option(function)
    return function


@click.command("list")
@_list_options
def list_releases(limit: int, order: "Order | None", as_json: bool) -> int:
    """List all releases.

    Signs: ● unread, ★ bookmarked, ✎ noted, ≠ reworded, … cut.
    """
    return _answer(None, limit, order, as_json, False)


@click.command("search", context_settings=QUERY_WORDS)
@click.argument("words", metavar="QUERY...", nargs=-1, required=True, type=TEXT)
@click.option("--words", "with_words", is_flag=True, help="Say which words of the library each word takes.")
@_list_options
def search(words: Sequence[str], with_words: bool, limit: int, order: "Order | None", as_json: bool) -> int:
    """List the releases that a query finds.

    The words are joined: `search tariff -rice is:unread date:2025`. What begins with a dash belongs to the
    query; after -- so does everything.
    """
    return _answer(" ".join(words), limit, order, as_json, with_words)


def _answer(text: str | None, limit: int, order: "Order | None", as_json: bool, with_words: bool) -> int:
    from reader.cli import asking  # noqa: PLC0415 - not for --help
    from reader.library import Library  # noqa: PLC0415

    with Library.open(starter=True) as library:
        found = asking.everything(library, order) if text is None else asking.find(library, text, order)
        total = len(found.rows)
        shown = found.shown(limit)
        words = (
            library.search.taken(found.answer.root) if with_words or (as_json and text is not None) else {}
        )
        corrected = _corrected(text, found)
        if as_json:
            document: dict[str, Any] = {
                "query": text or "",
                "total": total,
                "pending": found.answer.pending,
                "took_ms": round(found.answer.took_ms, 1),
                "corrected": corrected,
            }
            if text is None:
                document["hits"] = [documents.release(library.releases.get(one.number)) for one in shown]
            else:
                document["hits"] = [hit(library, found, one) for one in shown]
                document["words"] = words
            output.document(document)
            return 0 if total else 1
        earlier = _only_earlier(library, found, shown)
    for word, taken in words.items():
        output.say(f"{word} takes {', '.join(taken) or 'no word of the library'}")
    return _print(shown, total, earlier, corrected)


def hit(library: "Library", found: "Found", row: "Release") -> dict[str, Any]:
    """A release of an answer, with what was found in it."""
    release = library.releases.get(row.number)
    shared = found.answer.shared.get(row.number, ())
    excerpt, earlier = None, False
    if found.answer.has_text or shared:
        (text, marks, _), earlier = library.hits.explain(found.answer.root, release, shared)
        excerpt = (text, marks)
    known = {"score": found.answer.scores.get(row.number), "earlier": earlier, "shared": list(shared)}
    return documents.release(release, excerpt) | known


def _corrected(text: str | None, found: "Found") -> str | None:
    """The query in the nearest spelling that finds something; None where it finds something itself, and where the
    word to be respelt stands in a saved search."""
    if text is None or not found.answer.respellings:
        return None
    from reader.library.today import today  # noqa: PLC0415 - there was a search
    from reader.query.edit import respelt  # noqa: PLC0415

    corrected = text
    for word, spellings in found.answer.respellings:
        corrected = respelt(corrected, word, spellings[0], today())
    return corrected if corrected != text else None


def _only_earlier(library: "Library", found: "Found", shown: Sequence["Release"]) -> frozenset[int]:
    """Row numbers of the hits that only an earlier wording is."""
    if not found.answer.has_text:
        return frozenset()
    return frozenset(one.number for one in shown if library.hits.only_earlier(found.answer.root, one))


def _print(shown: Sequence["Release"], total: int, earlier: frozenset[int], corrected: str | None) -> int:
    from reader.cli.table import print_releases  # noqa: PLC0415 - not for --json
    from reader.wording import count  # noqa: PLC0415

    if not total:
        output.say("Nothing found." + (f" Did you mean: {corrected}" if corrected else ""))
        return 1
    print_releases(shown, earlier)
    rest = f", {len(shown):,} shown" if len(shown) < total else ""
    output.say(count(total, "release") + rest)
    if earlier:
        output.say(f"{count(len(earlier), 'hit')} only in an earlier wording: marked “earlier wording”.")
    return 0
