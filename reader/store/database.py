"""One connection to the library's file: opening, transactions, and what SQLite's errors mean to a user."""

import contextlib
import os
import sqlite3
import stat
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.errors import LibraryBusy, LibraryError, NewerLibrary
from reader.paths import private_folder
from reader.store.schema import APPLICATION_ID, COLUMNS, MIGRATIONS

Row = tuple[Any, ...]

WAIT = 2.0
"""Seconds that a writer waits for another one. Transactions are short, so this is long."""
_POLL = 0.002


def now() -> str:
    """This moment as RFC 3339 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Database:
    """A connection for one thread. `durable` ones reach the disk at every commit (what the user writes);
    the others leave that to SQLite's checkpoints, which survives a killed process but not a power cut."""

    def __init__(self, path: Path, connection: sqlite3.Connection, wait: float) -> None:
        self.path = path
        self._connection = connection
        self._wait = wait
        self._file = _identity(path)

    @classmethod
    def open(cls, path: Path, *, durable: bool = True, wait: float = WAIT) -> "Database":
        """Open the library, making or migrating it when that is due.

        Raises LibraryError with a sentence: not writable, damaged, not a library, from a later version, busy.
        """
        private_folder(path.parent)
        _refuse_newer(path)
        with _translated(path):
            _make_private(path)
            connection = sqlite3.connect(path, isolation_level=None, timeout=wait, cached_statements=256)
        database = cls(path, connection, wait)
        try:
            database._prepare(durable)
        except BaseException:
            database.close()
            raise
        return database

    def _prepare(self, durable: bool) -> None:
        with _translated(self.path):
            run = self._connection.execute
            (version,) = run("PRAGMA user_version").fetchone()
            (application,) = run("PRAGMA application_id").fetchone()
            if version == 0 and application == 0 and run("SELECT 1 FROM sqlite_master").fetchone():
                application = -1
            _check_version(self.path, version, application)
        if application not in (0, APPLICATION_ID):
            raise LibraryError(
                f"{self.path} is another program's database, not a library. Move it away and try again."
            )
        with _translated(self.path):
            run("PRAGMA journal_mode = WAL")
            run(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            run("PRAGMA foreign_keys = ON")
            run("PRAGMA trusted_schema = OFF")
        if version < len(MIGRATIONS):
            self._migrate(version)
        if durable:  # each program opens one of these; the others are of the same file
            self._check_columns()

    def _check_columns(self) -> None:
        """Raise LibraryError where columns are missing that the version of the file promises.

        Libraries of versions that were never released have such tables: they open, and fail when something is written.
        """
        found = set(
            self.rows(
                "SELECT made.name, part.name FROM sqlite_master AS made, pragma_table_info(made.name) AS part "
                "WHERE made.type = 'table'"
            )
        )
        for table, columns in COLUMNS.items():
            for column in columns.split():
                if (table, column) not in found:
                    raise LibraryError(
                        f"The library {self.path} was made by a version of PressReader that was never released: its "
                        f"table “{table}” has no column “{column}”. Open it with that version, or move it away; a new "
                        "library is then made. Nothing was changed."
                    )

    def _migrate(self, version: int) -> None:
        if version:
            self._back_up(version)
        with self.transaction():
            # Another process may have done it while this one waited.
            ((version,),) = self.rows("PRAGMA user_version")
            for script in MIGRATIONS[version:]:
                for statement in _statements(script):
                    self.execute(statement)
            if version == 0:
                self.execute("INSERT INTO meta VALUES ('uuid', ?)", (uuid.uuid4().hex,))
            self.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _back_up(self, version: int) -> None:
        folder = private_folder(self.path.parent / "backups")
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        target = folder / f"before-version-{version + 1}-{stamp}.db"
        with _translated(target):
            _make_private(target)
            with closing(sqlite3.connect(target)) as copy:
                self._connection.backup(copy)

    def close(self) -> None:
        """Close the connection; SQLite then tidies its side files away if it was the last."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        with _translated(self.path):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query."""
        with _translated(self.path):
            row: Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def column(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """The first column of a query."""
        return [row[0] for row in self.rows(sql, values)]

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row; None where there is no row."""
        row = self.row(sql, values)
        return row[0] if row else None

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Change something; the number of rows it concerned."""
        with _translated(self.path):
            return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, values: Sequence[Any]) -> int:
        """Insert one row; its row number."""
        with _translated(self.path):
            return self._connection.execute(sql, values).lastrowid or 0

    def execute_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Change something for each of many values."""
        with _translated(self.path):
            self._connection.executemany(sql, values)

    @contextmanager
    def transaction(self, *, dry: bool = False) -> Iterator[None]:
        """All of it or nothing. Waits its turn for the writer's lock; raises LibraryBusy after `wait` seconds.

        A `dry` one does all of it and takes it back.

        It asks every few milliseconds instead of leaving the waiting to SQLite, whose growing pauses let a
        long import keep a note waiting although it pauses between its batches.
        """
        if _identity(self.path) != self._file:
            raise LibraryError(
                f"The library {self.path} was moved or deleted while it was open: nothing was saved. "
                "Bring it back, or quit and start again."
            )
        self._begin()
        try:
            yield
            with _translated(self.path):
                self._connection.execute("ROLLBACK" if dry else "COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one moment of the library, whatever others write meanwhile; nothing may be written in it."""
        with _translated(self.path):
            self._connection.execute("BEGIN")
        try:
            self.value("SELECT 1 FROM meta LIMIT 1")  # the moment is that of the first look
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def _begin(self) -> None:
        deadline = time.monotonic() + self._wait
        self._connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    with _translated(self.path):
                        self._connection.execute("BEGIN IMMEDIATE")
                except LibraryBusy:
                    if time.monotonic() >= deadline:
                        raise
                    time.sleep(_POLL)
                else:
                    return
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {int(self._wait * 1000)}")

    def data_version(self) -> int:
        """A number that changes when another connection has committed something."""
        version: int = self.value("PRAGMA data_version")
        return version

    def integrity(self) -> list[str]:
        """What SQLite finds wrong in the file; empty when it is whole."""
        found = [str(line) for line in self.column("PRAGMA integrity_check")]
        orphans = [f"a row of {row[0]} belongs to nothing" for row in self.rows("PRAGMA foreign_key_check")]
        return ([] if found == ["ok"] else found) + orphans


def _identity(path: Path) -> tuple[int, int] | None:
    """What the system calls the file; another one, or None, when it was replaced or is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _make_private(path: Path) -> None:
    """Create the file readable by its owner only; SQLite gives its side files the same mode.

    A file that exists is not opened: closing it again would drop the locks that SQLite holds on it for other
    connections of this process (POSIX advisory locks belong to the process), and another process would then
    tidy the write-ahead log away under their feet.
    """
    with contextlib.suppress(FileExistsError):
        os.close(
            os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, stat.S_IRUSR | stat.S_IWUSR)
        )


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: `executescript` would commit before them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _refuse_newer(path: Path) -> None:
    """Read the version from the file's header, so that a newer library is refused without being touched.

    SQLite itself reads it, for the reason that `_make_private` gives.
    """
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as header:
            (version,) = header.execute("PRAGMA user_version").fetchone()
            (application,) = header.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error:
        return  # opening it says why
    _check_version(path, version, application)


def _check_version(path: Path, version: int, application: int) -> None:
    if application == APPLICATION_ID and version > len(MIGRATIONS):
        raise NewerLibrary(
            f"The library {path} was written by a later version of PressReader. "
            "Install that version, or set PRESSREADER_HOME to another folder; nothing was changed."
        )


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into sentences with a way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise _sentence(path, error) from error
    except OSError as error:
        raise LibraryError(
            f"Cannot open the library {path}: {error.strerror}. "
            "Make the folder writable, or set PRESSREADER_HOME to one that is."
        ) from error


_CODES = {
    sqlite3.SQLITE_FULL: (
        LibraryError,
        "The disk is full: this was not saved to {path}. Free some space and try again.",
    ),
    sqlite3.SQLITE_READONLY: (
        LibraryError,
        "The library {path} cannot be written to. Make it and its folder writable, "
        "or set PRESSREADER_HOME to a folder that is.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        LibraryError,
        "Cannot open the library {path}. Make it and its folder readable and writable, "
        "or set PRESSREADER_HOME to a folder that is.",
    ),
    sqlite3.SQLITE_NOTADB: (
        LibraryError,
        "{path} is not a PressReader library, or is damaged. Move it away; "
        "copies made before updates are in the folder backups beside it.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        LibraryError,
        "The library {path} is damaged. Move it away; copies made before updates are in the folder backups beside it.",
    ),
    sqlite3.SQLITE_BUSY: (
        LibraryBusy,
        "Another PressReader is writing to the library {path}. Nothing was changed; try again in a moment.",
    ),
    sqlite3.SQLITE_IOERR: (
        LibraryError,
        "The disk failed while the library {path} was used. Check the disk and try again.",
    ),
}


def _sentence(path: Path, error: sqlite3.Error) -> LibraryError:
    """The error in the words of this program; one that is a fault of ours keeps SQLite's own."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _CODES:
        kind, text = _CODES[code]
        return kind(text.format(path=path))
    return LibraryError(f"The library {path} could not be used: {error}.")
