"""Conditions of a query that SQLite answers, as WHERE clauses. None of them is ever NULL: NOT is their complement."""

import heapq
import json
from datetime import UTC, date, datetime, time, timedelta

from reader import query
from reader.folding import fold
from reader.store.browse import SHORTEST_PREFIX
from reader.store.clause import EVERYTHING, NOTHING, Where
from reader.store.database import Database
from reader.store.tags import tagged

_STATES = {
    "bookmarked": "bookmarked = 1",
    "read": "read = 1",
    "unread": "read = 0",
    "edited": "revision_count > 1",
    "cut": "cut = 1",
    "new": "run > 0 AND run = (SELECT max(number) FROM run)",
}
_CLOCKS_FROM, _CLOCKS_TO = date(1970, 1, 3), date(2999, 12, 29)
"""Days that every system's clock can convert; no release was seen before or will be after them."""


def where(node: query.Node, database: Database) -> Where:
    """The clause for a tree of conditions.

    Raises TypeError for a node that needs the text index or the names of saved searches: the caller decides
    that beforehand.
    """
    return _tree(node, database)[1]


_DEEPEST = 60
"""What SQLite's parser may have to remember at once of a clause, of 100 in all; its expressions, 1,000 levels."""

_Tree = tuple[int, Where]
"""A clause, and how much the parser has to remember at once: `(` or `NOT`, a finished part, `AND` or `OR`."""


def _tree(node: query.Node, database: Database) -> _Tree:
    match node:
        case query.Not(inner):
            depth, clause = _tree(inner, database)
            return _bounded(depth + 2, Where(f"NOT ({clause.sql})", clause.values), database)
        case query.And(nodes):
            return _joined("AND", [_tree(inner, database) for inner in dict.fromkeys(nodes)], database)
        case query.Or(nodes):
            return _joined("OR", [_tree(inner, database) for inner in dict.fromkeys(nodes)], database)
        case _:
            return 0, _leaf(node, database)


def _joined(operator: str, trees: list[_Tree], database: Database) -> _Tree:
    """All of them, two by two, the flattest first and the deeper one in front."""
    heap = [(depth, at, clause) for at, (depth, clause) in enumerate(trees)]
    heapq.heapify(heap)
    while len(heap) > 1:
        flat, at, one = heapq.heappop(heap)
        deep, _, other = heap[0]
        both = Where(f"({other.sql}) {operator} ({one.sql})", other.values + one.values)
        depth, clause = _bounded(max(1 + deep, 3 + flat), both, database)
        heapq.heapreplace(heap, (depth, at, clause))
    depth, _, clause = heap[0]
    return depth, clause


def _bounded(depth: int, clause: Where, database: Database) -> _Tree:
    """The clause, or where it is too deep for SQLite, what it finds now."""
    if depth <= _DEEPEST:
        return depth, clause
    numbers = database.column(f"SELECT number FROM release WHERE {clause.sql}", clause.values)  # noqa: S608
    return 0, Where("number IN (SELECT value FROM json_each(?))", (json.dumps(numbers),))


def _leaf(node: query.Node, database: Database) -> Where:  # noqa: PLR0911 - one a kind of node
    match node:
        case query.Everything():
            return EVERYTHING
        case query.Is(state):
            return Where(_STATES[state])
        case query.Has("note"):
            return Where("note_count > 0")
        case query.SourceIs(name):
            return _source(name, database)
        case query.IdIs(beginning):
            return _id(beginning)
        case query.Language(tag):
            return _language(tag)
        case query.Tag(name):
            return tagged(name)
        case query.Days(first, last):
            return _days(first, last)
        case query.Seen(first, last):
            return _seen(first, last)
        case query.Category(text):
            return _category(text, database)
        case _:
            raise TypeError(f"{node!r} is not a condition that the library's tables answer")


def _days(first: str | None, last: str | None) -> Where:
    parts, values = ["day IS NOT NULL"], []
    if first is not None:
        parts.append("day >= ?")
        values.append(first)
    if last is not None:
        parts.append("day <= ?")
        values.append(last)
    return Where(" AND ".join(parts), tuple(values))


def _seen(first: str | None, last: str | None) -> Where:
    """Days of this computer's calendar, each from its own midnight to the next, whatever the clocks do between."""
    parts, values = ["1"], []
    if first is not None and (day := date.fromisoformat(first)) > _CLOCKS_FROM:
        parts.append("first_seen >= ?")
        values.append(_midnight(min(day, _CLOCKS_TO)))
    if last is not None and (day := date.fromisoformat(last)) < _CLOCKS_TO:
        parts.append("first_seen < ?")
        values.append(_midnight(max(day, _CLOCKS_FROM) + timedelta(days=1)))
    return Where(" AND ".join(parts), tuple(values))


def _midnight(day: date) -> str:
    """The moment at which a day begins here, in UTC as moments are stored."""
    # Not `astimezone`: where clocks skip midnight it takes the offset from after the gap.
    seconds = datetime.combine(day, time.min).timestamp()
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _id(beginning: str) -> Where:
    text = beginning.strip().lower()
    if len(text) < SHORTEST_PREFIX:
        return Where("id = ?", (text,))
    return Where("id >= ? AND id < ?", (text, text + "\U0010ffff"))


def _language(tag: str) -> Where:
    """By the primary subtag (RFC 5646, section 2.2.1)."""
    primary = tag.strip().lower().replace("_", "-").split("-")[0] + "-"
    return Where("language IS NOT NULL AND substr(lower(language) || '-', 1, ?) = ?", (len(primary), primary))


def _source(name: str, database: Database) -> Where:
    wanted = fold(name.strip())
    rows = database.rows("SELECT key, name FROM source")
    return _one_of("source", [key for key, shown in rows if wanted in (fold(key), fold(shown))])


def _one_of(column: str, values: list[str]) -> Where:
    if not values:
        return NOTHING
    # As one value: a statement takes some ten thousands, and a long query asks for many categories.
    return Where(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(values),))  # noqa: S608


def _category(text: str | None, database: Database) -> Where:
    """Any part of a category's name; None for releases that have no category."""
    if text is None:
        return Where("categories = ''")
    wanted = fold(text)
    return _one_of(
        "categories",
        [
            stored
            for stored in category_sets(database)
            if any(wanted in fold(name) for name in stored.split("\n"))
        ],
    )


def category_sets(database: Database) -> list[str]:
    """The sets of categories that releases have, as stored; the empty one left out.

    Steps from one to the next in the index: counting out what a hundred thousand releases have takes longer.
    """
    return database.column(
        "WITH RECURSIVE step (categories) AS (SELECT min(categories) FROM release WHERE categories > '' UNION ALL "
        "SELECT (SELECT min(categories) FROM release WHERE categories > step.categories) FROM step "
        "WHERE step.categories IS NOT NULL) SELECT categories FROM step WHERE categories IS NOT NULL"
    )
