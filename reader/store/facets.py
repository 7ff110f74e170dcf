"""What facets count by, as columns that are indexed by row number: counting is then a walk through arrays."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from reader.store.database import Database
from reader.store.release_rows import newest_batch

HERE, EDITED, CUT, NEW, READ, BOOKMARKED, NOTED = (1 << bit for bit in range(7))
"""Bits of a release in `Columns.flags`; none for a row number that no release has."""

_PAGE = 4000
"""Rows read at once: all of them would take more memory than the columns."""
_SET_READ = bytes(flags | READ if flags & HERE else flags for flags in range(256))


class _Coded:
    """Values by row number, each as its place in a list. Place 0 is for row numbers that no release has."""

    def __init__(self, size: int) -> None:
        self.codes = array("I", bytes(array("I").itemsize * size))
        self.values: list[str] = [""]
        self._known: dict[str, int] = {}

    def put(self, number: int, value: str) -> None:
        code = self._known.get(value)
        if code is None:
            code = self._known[value] = len(self.values)
            self.values.append(value)
        self.codes[number] = code


@dataclass(slots=True)
class Columns:
    """One moment of a library."""

    categories: _Coded
    """Sets as stored: one category a line."""
    sources: _Coded
    """Keys."""
    months: _Coded
    """As `2025-11`; empty for undated releases."""
    flags: bytearray
    tags: "dict[str, array[int]]" = field(default_factory=dict)
    """The row numbers that have a tag, by its name."""

    @property
    def size(self) -> int:
        """The largest row number, and one."""
        return len(self.flags)


class FacetReader:
    """Reads the columns, and again what has changed.

    What imports bring is read anew after an import, what the user sets after any change of the library.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._columns: Columns | None = None
        self._brought = b""
        """The flags that imports decide, as they were read."""
        self._imported: tuple[int, ...] = ()
        self._changed: tuple[int, ...] = ()

    def columns(self) -> Columns:
        """The columns as the library is now. The same object while no import has changed it."""
        imported = (newest_batch(self._database), self._database.value(_COUNT, ("all",)))
        changed = versions(self._database)
        if self._columns is None or imported != self._imported:
            self._columns = self._read()
            self._brought = bytes(self._columns.flags)
            self._imported, self._changed = imported, ()
        if changed != self._changed:
            self._columns.flags[:] = self._brought
            self._mark(self._columns.flags)
            self._columns.tags = self._tags(self._columns.size)
            self._changed = changed
        return self._columns

    def _read(self) -> Columns:
        size = (self._database.value("SELECT max(number) FROM release") or 0) + 1
        columns = Columns(_Coded(size), _Coded(size), _Coded(size), bytearray(size))
        last = 0
        while rows := self._database.rows(_BROUGHT, (last, size, _PAGE)):
            for number, categories, source, month, flags in rows:
                columns.categories.put(number, categories)
                columns.sources.put(number, source)
                columns.months.put(number, month)
                columns.flags[number] = flags
            last = rows[-1][0]
        return columns

    def _mark(self, flags: bytearray) -> None:
        """Set the bits that the user decides. Of read and unread releases, those are read that are fewer."""
        run = self._database.column
        self._set(flags, BOOKMARKED, run("SELECT number FROM release WHERE bookmarked = 1"))
        self._set(flags, NOTED, run("SELECT number FROM release WHERE note_count > 0"))
        everything, unread = (self._database.value(_COUNT, (name,)) for name in ("all", "unread"))
        if 2 * unread > everything:
            self._set(flags, READ, run("SELECT number FROM release WHERE read = 1"))
            return
        flags[:] = flags.translate(_SET_READ)
        for number in run("SELECT number FROM release WHERE read = 0"):
            if number < len(flags):
                flags[number] &= ~READ

    @staticmethod
    def _set(flags: bytearray, bit: int, numbers: Iterable[int]) -> None:
        size = len(flags)
        for number in numbers:
            if number < size:  # one that came in between is counted the next time
                flags[number] |= bit

    def _tags(self, size: int) -> "dict[str, array[int]]":
        found: dict[str, array[int]] = {}
        for name, number in self._database.rows("SELECT name, release FROM tag"):
            if number < size:
                found.setdefault(name, array("I")).append(number)
        return found


def versions(database: Database) -> tuple[int, int]:
    """Numbers that are others after another connection, or this one, has written something."""
    return database.data_version(), database.value("SELECT total_changes()")


_COUNT = "SELECT n FROM tally WHERE name = ?"
_BROUGHT = (
    "SELECT number, categories, source, coalesce(substr(day, 1, 7), ''), "  # noqa: S608 - numbers of ours
    f"{HERE} + {EDITED} * (revision_count > 1) + {CUT} * cut "
    f"+ {NEW} * (run > 0 AND run = (SELECT max(number) FROM run)) "
    "FROM release WHERE number > ? AND number < ? ORDER BY number LIMIT ?"
)
