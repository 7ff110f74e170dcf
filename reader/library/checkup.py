"""Looks whether everything is as it should be: folders, library, index, versions. Makes and changes nothing itself."""

import os
import platform
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from reader.errors import LibraryError
from reader.index.folder import Generations
from reader.index.search import Index, IndexUnusable
from reader.library.backups import Backups
from reader.library.indexing import library_uuid
from reader.library.note_files import NoteFiles
from reader.library.notes import Notes
from reader.paths import Paths
from reader.store import statistics
from reader.store.database import Database
from reader.store.queue import Queue
from reader.store.sources import Sources
from reader.wording import count

_PACKAGES = {"Textual": "textual", "Whoosh": "whoosh"}
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what was found, as a sentence."""

    name: str
    ok: bool
    message: str


def checkup(paths: Paths) -> Iterator[Check]:
    """Check one thing after the other. A library of an earlier version is brought up to date by looking into it."""
    yield from _folders(paths)
    yield from _library(paths)
    yield from _versions()


def _folders(paths: Paths) -> Iterator[Check]:
    named: dict[Path, list[str]] = {}
    for name in ("config", "data", "cache", "state"):
        named.setdefault(getattr(paths, name), []).append(name)
    for path, names in named.items():
        yield _folder(path, f"folder ({', '.join(names)})")


def _folder(path: Path, name: str) -> Check:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return Check(name, True, f"{path} is not there yet; it is made when something is first written.")
    except OSError as error:
        return Check(name, False, f"{path} cannot be looked at: {error.strerror}.")
    if not stat.S_ISDIR(mode):
        return Check(
            name, False, f"{path} is not a folder. Move it away, or set PRESSREADER_HOME to a folder."
        )
    if not os.access(path, os.W_OK | os.X_OK):
        return Check(name, False, f"{path} cannot be written to. Make it writable, or set PRESSREADER_HOME.")
    if os.name == "posix" and mode & _OTHERS:
        return Check(name, False, f"{path} can be entered by other users. `chmod 700` makes it yours alone.")
    return Check(name, True, f"{path} is there, writable and yours alone.")


def _library(paths: Paths) -> Iterator[Check]:
    if not os.path.lexists(paths.library):
        yield Check(
            "library", True, f"There is no library yet; {paths.library} is made when something is first read."
        )
        return
    try:
        with closing(Database.open(paths.library)) as database:
            yield _integrity(paths, database)
            yield _schema(database)
            yield _drafts(paths, database)
            yield _backups(paths, database)
            yield _index(paths, database)
            yield from _sources(database)
    except LibraryError as error:
        yield Check("library", False, str(error))


def _integrity(paths: Paths, database: Database) -> Check:
    wrong = database.integrity()
    if wrong:
        return Check(
            "library",
            False,
            f"{paths.library} is damaged ({wrong[0]}). Move it away; copies made before updates: {paths.backups}.",
        )
    if os.name == "posix" and paths.library.stat().st_mode & _OTHERS:
        return Check(
            "library", False, f"{paths.library} can be read by others. `chmod 600` makes it yours alone."
        )
    releases = statistics.count(database).releases
    return Check("library", True, f"{paths.library} is whole and holds {releases:,} releases.")


def _schema(database: Database) -> Check:
    version = statistics.schema_version(database)
    return Check(
        "schema",
        version == statistics.NEWEST_SCHEMA,
        f"The library's tables are of version {version}; this program writes version {statistics.NEWEST_SCHEMA}.",
    )


def _drafts(paths: Paths, database: Database) -> Check:
    notes, files = Notes(database, database), NoteFiles(paths.state)
    unreadable = notes.left_files(files)
    if unreadable:
        return Check("drafts", False, f"An editor left a note's text in {unreadable[0]}. Look into it.")
    left = notes.left_drafts(files)
    if not left:
        return Check("drafts", True, "No note was left unfinished.")
    which = "One note was" if len(left) == 1 else f"{len(left):,} notes were"
    said = f"{which} begun and never saved; the reader offers the text again at its release."
    paths_left = [path for draft in left if (path := files.path(draft.editor)) is not None]
    return Check("drafts", True, f"{said} It is in {paths_left[0]}." if paths_left else said)


def _backups(paths: Paths, database: Database) -> Check:
    backups = Backups(paths, database)
    last, failed = backups.last(), backups.failed()
    if failed is not None:
        return Check("backups", False, failed)
    if last is None:
        return Check("backups", True, "There is no daily backup yet; the reader makes one while it is open.")
    return Check("backups", True, f"The last daily backup is of {last}, in {paths.backups}.")


def _sources(database: Database) -> Iterator[Check]:
    fetched = [source for source in Sources(database).all() if source.addresses]
    failing = [source for source in fetched if source.error is not None]
    for source in failing:
        since = f"was last good {_when(source.last_good)}" if source.last_good else "was never good"
        again = f" It is tried again after {_when(source.next_due)}." if source.next_due else ""
        yield Check(f"source {source.name}", False, f"It {since}. {source.error}{again}")
    if not fetched:
        yield Check("sources", True, "No source is fetched. `pressreader source add` adds one.")
    elif not failing:
        good = [source.last_good for source in fetched if source.last_good]
        last = f"; the last was fetched {_when(max(good))}" if good else "; none was fetched yet"
        yield Check("sources", True, f"{count(len(fetched), 'source')} can be fetched{last}.")


def _when(moment: str) -> str:
    return f"{moment[:16].replace('T', ' ')} UTC"


def _index(paths: Paths, database: Database) -> Check:
    folder = Generations(paths.index, library_uuid(database))
    try:
        if folder.current() is None:
            return Check("index", True, "The search index is not built yet; the first search builds it.")
        folder.verify()
        with closing(Index.open(folder)) as index:
            return _compared(index.count(), Queue(database))
    except IndexUnusable as error:
        wrong = f"The search index in {paths.index} cannot be used: {error}. {_REBUILD}"
    except LibraryError as error:
        wrong = str(error)
    except OSError as error:
        wrong = f"The search index in {paths.index} cannot be read: {error.strerror}."
    return Check("index", False, wrong)


def _compared(held: int, queue: Queue) -> Check:
    """Whether the index holds what the library says it should."""
    least, most = queue.bounds()
    pending = queue.pending()
    if not least <= held <= most:
        return Check(
            "index", False, f"The search index holds {held:,} releases instead of {most:,}. {_REBUILD}"
        )
    if pending:
        waiting = f"{pending:,} releases wait for the search index; the next search brings them in."
        return Check("index", True, waiting)
    return Check("index", True, f"The search index holds all {held:,} releases.")


_REBUILD = "`pressreader index rebuild` builds it anew."


def _versions() -> Iterator[Check]:
    yield Check("Python", True, f"Python {platform.python_version()}, {platform.system()}.")
    yield Check("SQLite", True, f"SQLite {statistics.SQLITE_VERSION}.")
    for name, package in _PACKAGES.items():
        try:
            yield Check(name, True, f"{name} {metadata.version(package)}.")
        except metadata.PackageNotFoundError:
            yield Check(name, False, f"{name} is not installed. Install PressReader again.")
