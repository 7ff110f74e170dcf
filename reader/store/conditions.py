"""Conditions of a query that SQLite answers: state, day, category and source, as WHERE clauses."""

import unicodedata

from reader import query
from reader.store.clause import EVERYTHING, Where
from reader.store.database import Database

_STATES = {
    "bookmarked": "bookmarked = 1",
    "read": "read = 1",
    "unread": "read = 0",
    "edited": "revision_count > 1",
    "cut": "cut = 1",
    "new": "run > 0 AND run = (SELECT max(number) FROM run)",
}


def where(node: query.Node, database: Database) -> Where:  # noqa: PLR0911 - one a kind of node
    """The clause for a tree without text leaves.

    Raises TypeError for a node that needs the text index: the caller decides that beforehand.
    """
    match node:
        case query.Everything():
            return EVERYTHING
        case query.Not(inner):
            clause = where(inner, database)
            return Where(f"NOT ({clause.sql})", clause.values)
        case query.And(nodes):
            return _joined(" AND ", [where(inner, database) for inner in nodes])
        case query.Or(nodes):
            return _joined(" OR ", [where(inner, database) for inner in nodes])
        case query.Is(state):
            return Where(_STATES[state])
        case query.Has():
            return Where("note_count > 0")
        case query.SourceIs(name):
            return Where("source = ?", (name,))
        case query.Days(first, last):
            return _days(first, last)
        case query.Category(text):
            return _category(text, database)
        case _:
            raise TypeError(f"{node!r} is not a condition that the library's tables answer")


def _joined(operator: str, clauses: list[Where]) -> Where:
    sql = operator.join(f"({clause.sql})" for clause in clauses)
    return Where(sql, tuple(value for clause in clauses for value in clause.values))


def _days(first: str | None, last: str | None) -> Where:
    parts, values = ["day IS NOT NULL"], []
    if first is not None:
        parts.append("day >= ?")
        values.append(first)
    if last is not None:
        parts.append("day <= ?")
        values.append(last)
    return Where(" AND ".join(parts), tuple(values))


def fold(text: str) -> str:
    """Case, accents and typographic width away, as categories are compared."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return (
        "".join(char for char in decomposed if not unicodedata.combining(char))
        .replace("’", "'")
        .replace("–", "-")
    )


def _category(text: str | None, database: Database) -> Where:
    """Any part of a category's name; None for releases that have no category."""
    if text is None:
        return Where("categories = ''")
    wanted = fold(text)
    sets = database.column("SELECT DISTINCT categories FROM release WHERE categories != ''")
    matching = [stored for stored in sets if any(wanted in fold(name) for name in stored.split("\n"))]
    if not matching:
        return Where("0")
    return Where(f"categories IN ({', '.join('?' * len(matching))})", tuple(matching))
