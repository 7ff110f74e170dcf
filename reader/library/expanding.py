"""Replaces what only the library knows in a query: saved searches by what they ask, beginnings of ids by ids."""

import datetime
from collections.abc import Callable

from reader import query
from reader.errors import UsageError

Named = Callable[[str], tuple[str, str]]
"""The name and the query of a saved search; raises NotFound."""
Identified = Callable[[str], str]
"""The whole id that a beginning of one names; raises NotFound, AmbiguousId, UsageError."""


class Expansion:
    """One walk through a query."""

    def __init__(self, today: datetime.date, named: Named, identified: Identified) -> None:
        self._today = today
        self._named = named
        self._identified = identified
        self._inside: list[str] = []

    def of(self, node: query.Node) -> query.Node:
        """The tree with the tables' names resolved.

        Raises NotFound for a saved search or release that is not there, AmbiguousId, and UsageError for saved
        searches that ask for each other.
        """
        match node:
            case query.Not(inner):
                return query.Not(self.of(inner))
            case query.And(nodes):
                return query.And(tuple(map(self.of, nodes)))
            case query.Or(nodes):
                return query.Or(tuple(map(self.of, nodes)))
            case query.Saved(name):
                return self._saved(name)
            case query.Like(beginning):
                return query.Like(self._identified(beginning))
            case _:
                return node

    def _saved(self, name: str) -> query.Node:
        known, text = self._named(name)
        if known in self._inside:
            circle = " → ".join([*self._inside[self._inside.index(known) :], known])
            raise UsageError(f"The saved searches ask for each other: {circle}. Save one of them anew.")
        self._inside.append(known)
        try:
            return self.of(query.parse(text, today=self._today).root)
        finally:
            self._inside.pop()
