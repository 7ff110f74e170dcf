"""Which wordings took the place of which: every revision but the first of its release."""

from collections.abc import Collection
from typing import NamedTuple

from reader.store.database import Database


class Reworded(NamedTuple):
    """A wording that took another one's place."""

    release: int
    """Row number."""
    before: int
    """Number of the revision stored before it."""
    after: int


class RewordingReader:
    """Answers what the tables know of rewordings; no text is read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, releases: Collection[int] | None = None) -> list[Reworded]:
        """All of them, or those of some releases, by when the later wording was first seen, the newest first."""
        rows = self._database.rows(
            "SELECT one.release, "
            "(SELECT max(earlier.number) FROM revision AS earlier "
            "WHERE earlier.release = one.release AND earlier.number < one.number) AS before, one.number "
            "FROM release JOIN revision AS one ON one.release = release.number "
            "WHERE release.revision_count > 1 AND before IS NOT NULL "
            "ORDER BY one.first_seen DESC, release.place DESC, one.number DESC"
        )
        found = map(Reworded._make, rows)
        return [one for one in found if releases is None or one.release in releases]
