"""Replaces what only the library knows in a query: saved searches by what they ask, beginnings of ids by ids."""

import datetime
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader import query
from reader.errors import UsageError
from reader.store.browse import ReleaseReader
from reader.store.saved import SavedSearches

MOST_PARTS = 5000
"""Words and conditions in a query, those of its saved searches included: as many as can be typed."""
MOST_LEVELS = 200
"""Groups within groups: about twice as many as can be typed. The tree is walked recursively by everyone."""
MOST_NAMES = 50
"""Saved searches that ask for each other in a row."""

Named = Callable[[str], tuple[str, str]]
"""The name and the query of a saved search; raises NotFound."""
Identified = Callable[[str], str]
"""The whole id that a beginning of one names; raises NotFound, AmbiguousId, UsageError."""


def named_by(table: SavedSearches) -> Named:
    """Finds saved searches in a library."""

    def named(name: str) -> tuple[str, str]:
        found = table.get(name)
        return found.name, found.query

    return named


def identified_by(releases: ReleaseReader) -> Identified:
    """Finds releases in a library."""
    return lambda beginning: releases.many([releases.resolve(beginning)])[0].id


class _Measured(NamedTuple):
    """A tree, with the number of its leaves and of the levels above them."""

    node: query.Node
    parts: int = 1
    levels: int = 0


class Expansion:
    """One walk through a query."""

    def __init__(self, today: datetime.date, named: Named, identified: Identified) -> None:
        self._today = today
        self._named = named
        self._identified = identified
        self._inside: list[str] = []
        self._known: dict[str, _Measured] = {}

    def of(self, node: query.Node) -> query.Node:
        """The tree with the tables' names resolved.

        Raises NotFound for a saved search or release that is not there, AmbiguousId, and UsageError for saved
        searches that ask for each other, or make the query too large.
        """
        return self._of(node).node

    def _of(self, node: query.Node) -> _Measured:
        match node:
            case query.Not(inner):
                found = self._of(inner)
                return self._measured(query.Not(found.node), [found])
            case query.And(nodes):
                parts = [self._of(one) for one in nodes]
                return self._measured(query.And(tuple(part.node for part in parts)), parts)
            case query.Or(nodes):
                parts = [self._of(one) for one in nodes]
                return self._measured(query.Or(tuple(part.node for part in parts)), parts)
            case query.Saved(name):
                return self._saved(name)
            case query.Like(beginning):
                return _Measured(query.Like(self._identified(beginning)))
            case _:
                return _Measured(node)

    def _measured(self, node: query.Node, inner: Sequence[_Measured]) -> _Measured:
        parts, levels = sum(one.parts for one in inner), 1 + max(one.levels for one in inner)
        if parts > MOST_PARTS:
            raise UsageError(
                f"With its saved searches the query has over {MOST_PARTS:,} words and conditions. Ask for fewer of "
                "them at once."
            )
        if levels > MOST_LEVELS:
            raise UsageError(
                f"With its saved searches over {MOST_LEVELS} groups of the query are nested. Save some of them anew "
                "without brackets."
            )
        return _Measured(node, parts, levels)

    def _saved(self, name: str) -> _Measured:
        known, text = self._named(name)
        if known in self._inside:
            circle = " → ".join([*self._inside[self._inside.index(known) :], known])
            raise UsageError(f"The saved searches ask for each other: {circle}. Save one of them anew.")
        if known not in self._known:
            if len(self._inside) == MOST_NAMES:
                raise UsageError(
                    f"Over {MOST_NAMES} saved searches ask for each other in a row, from “{self._inside[0]}” to "
                    f"“{known}”. Save one of them anew with what it asks for."
                )
            self._inside.append(known)
            try:
                self._known[known] = self._of(query.parse(text, today=self._today).root)
            finally:
                self._inside.pop()
        return self._known[known]
