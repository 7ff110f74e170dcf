"""Which releases fulfil a query, found by reading every text from its beginning: the definition of right."""

import datetime
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from reader import query
from tests.reference.spelling import Unit, fold, inflected, misspelt, units

Accepts = Callable[[Unit], bool]


@dataclass(frozen=True, slots=True)
class ReferenceRelease:
    """A release as a reader of its texts knows it."""

    number: int
    wordings: tuple[tuple[str, str], ...]
    """Headline and text of each."""
    notes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    source: str = ""
    source_name: str = ""
    day: str | None = None
    language: str | None = None
    id: str = ""
    tags: tuple[str, ...] = ()
    states: frozenset[str] = field(default_factory=frozenset)
    """Of `bookmarked`, `read`, `new`, `edited` and `cut`."""
    first_seen: str = ""
    """RFC 3339, UTC."""

    def texts(self, where: query.Field) -> Iterator[str]:
        """Every text that a field names; all of them for none."""
        if where in (None, "title"):
            yield from (title for title, _ in self.wordings)
        if where in (None, "body"):
            yield from (body for _, body in self.wordings)
        if where in (None, "note"):
            yield from self.notes


def found(
    node: query.Node, newest_first: Sequence[ReferenceRelease], saved: Mapping[str, query.Node]
) -> list[int]:
    """The numbers of the releases that fulfil a query, in the order given."""
    return [release.number for release in newest_first if fulfils(node, release, saved)]


def fulfils(  # noqa: PLR0912 - one for each kind of node
    node: query.Node, release: ReferenceRelease, saved: Mapping[str, query.Node]
) -> bool:
    """Whether a release fulfils a query; `saved` are the saved searches, by name."""
    match node:
        case query.Everything():
            return True
        case query.Not(inner):
            return not fulfils(inner, release, saved)
        case query.And(nodes):
            return all(fulfils(inner, release, saved) for inner in nodes)
        case query.Or(nodes):
            return any(fulfils(inner, release, saved) for inner in nodes)
        case query.Saved(name):
            return fulfils(saved[name], release, saved)
        case query.Category(None):
            return not release.categories
        case query.Category(str(text)):
            return any(fold(text) in fold(name) for name in release.categories)
        case query.SourceIs(name):
            return fold(name) in (fold(release.source), fold(release.source_name))
        case query.IdIs(name):
            return release.id == name or (len(name) >= 3 and release.id.startswith(name))
        case query.Language(tag):
            return release.language == tag
        case query.Tag(name):
            return fold(name) in map(fold, release.tags)
        case query.Days(first, last):
            return release.day is not None and _within(release.day, first, last)
        case query.Seen(first, last):
            return _within(_local_day(release.first_seen), first, last)
        case query.Is("unread"):
            return "read" not in release.states
        case query.Is(state):
            return state in release.states
        case query.Has("note"):
            return bool(release.notes)
        case _ if query.is_text(node):
            return any(stands_in(node, units(text)) for text in release.texts(node.field))
    raise AssertionError(f"{node!r} has no reference")


def _within(day: str, first: str | None, last: str | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _local_day(moment: str) -> str:
    return datetime.datetime.fromisoformat(moment).astimezone().date().isoformat()


def stands_in(leaf: query.TextLeaf, text: list[Unit]) -> bool:
    """Whether one field of one wording, or one note, holds what the leaf looks for."""
    if isinstance(leaf, query.Near):
        return _near([units(word) for word in leaf.text.split()], leaf.distance, text)
    wanted = units(leaf.text)
    if not wanted:
        return False
    accepts: list[Accepts] = [_same(unit) for unit in wanted]
    if _open(leaf) and not wanted[-1].part:
        accepts[-1] = _beginning(wanted[-1])
    if len(wanted) == 1 and not wanted[0].part:
        accepts = [_either(accepts[0], _related(leaf, wanted[0]))]
    return any(_row_at(start, wanted, accepts, text) for start in range(len(text)))


def _open(leaf: query.TextLeaf) -> bool:
    """Whether its last word may be the beginning of one; after `K-` no word has begun."""
    wants_more = isinstance(leaf, query.Prefix) or getattr(leaf, "live", False)
    return wants_more and unicodedata.normalize("NFC", leaf.text).rstrip("\u00ad")[-1:].isalnum()


def _same(wanted: Unit) -> Accepts:
    return lambda unit: unit.text == wanted.text


def _beginning(wanted: Unit) -> Accepts:
    return lambda unit: unit.text.startswith(wanted.text)


def _either(one: Accepts, other: Accepts) -> Accepts:
    return lambda unit: one(unit) or other(unit)


def _related(leaf: query.TextLeaf, wanted: Unit) -> Accepts:
    """What else a leaf of one word accepts."""
    match leaf:
        case query.Word():
            return lambda unit: inflected(wanted.text, unit.text)
        case query.Misspelt():
            return lambda unit: not unit.part and misspelt(wanted.text, unit.text)
        case _:
            return lambda unit: False


def _row_at(start: int, wanted: Sequence[Unit], accepts: Sequence[Accepts], text: Sequence[Unit]) -> bool:
    """Whether the units stand next to each other from `start`; characters of one word, in one word."""
    there = text[start : start + len(wanted)]
    return len(there) == len(wanted) and all(
        accept(unit) and (unit.joined or not (want.joined and want.part and previous.part))
        for accept, unit, want, previous in zip(
            accepts, there, wanted, [wanted[0], *wanted[:-1]], strict=True
        )
    )


def _near(rows: list[list[Unit]], most: int, text: list[Unit]) -> bool:
    """Whether the rows stand in the text in any order, without overlap, with at most so many units between."""
    rows = [row for row in rows if row]
    return bool(rows) and any(
        _in_order(list(order), start, most, text)
        for order in set(permutations(map(tuple, rows)))
        for start in range(len(text))
    )


def _in_order(rows: Sequence[Sequence[Unit]], start: int, spare: int, text: list[Unit]) -> bool:
    """Whether the first row stands at `start`, and the others after it with at most `spare` units between."""
    first, *others = rows
    if not _row_at(start, first, [_same(unit) for unit in first], text):
        return False
    end = start + len(first)
    return not others or any(
        _in_order(others, end + gap, spare - gap, text) for gap in range(spare + 1) if end + gap <= len(text)
    )
