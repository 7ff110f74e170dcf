"""What a library must be after any kill: compared row by row with what was given to it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from reader.index.search import Index, IndexUnusable
from reader.library import Library
from reader.library.answers import Question
from reader.library.search import Search
from reader.paths import Paths
from reader.store.database import Database
from reader.store.queue import Queue
from tests.terminal import PATIENCE, READER, environment

COMMON = "berth"
"""A word of every release of `listing`."""
_TALLIES = {
    "all": "SELECT count(*) FROM release",
    "unread": "SELECT count(*) FROM release WHERE read = 0",
    "bookmarked": "SELECT count(*) FROM release WHERE bookmarked = 1",
    "noted": "SELECT count(DISTINCT release) FROM note",
    "edited": "SELECT count(*) FROM (SELECT 1 FROM revision GROUP BY release HAVING count(*) > 1)",
    "pending": "SELECT count(*) FROM queue",
}
_WRONG = {
    "a release without its current wording": (
        "SELECT count(*) FROM release LEFT JOIN wording ON wording.release = release.number "
        "AND wording.number = release.revision WHERE wording.body IS NULL"
    ),
    "a release that counts its revisions wrongly": (
        "SELECT count(*) FROM release WHERE revision_count != "
        "(SELECT count(*) FROM revision WHERE revision.release = release.number)"
    ),
    "a revision without its wording, or a wording without its revision": (
        "SELECT (SELECT count(*) FROM revision) + (SELECT count(*) FROM wording) - 2 * "
        "(SELECT count(*) FROM revision JOIN wording USING (release, number))"
    ),
    "a release that counts its notes wrongly": (
        "SELECT count(*) FROM release WHERE note_count != "
        "(SELECT count(*) FROM note WHERE note.release = release.number)"
    ),
    "a run that is named and not there": (
        "SELECT count(*) FROM release WHERE run > 0 AND run NOT IN (SELECT number FROM run)"
    ),
}


def listing(path: Path, count: int, first: int = 0) -> Path:
    """Write a listing of releases `first` to `first + count - 1`, each tenth of them in two wordings."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(first, first + count):
            text = f"{COMMON.title()} pier{number} was opened by the harbour office with forty guests and one crane. "
            head = f"-\nEnergy\nHarbour release {number}\n"
            day = f"date{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}\n"
            file.write(f"{head}{text * 4}It ended at noon. {day}")
            if number % 10 == 0:
                file.write(f"{head}{text * 4}It ended at nine. {day}")
    return path


def wrong(home: Path) -> list[str]:
    """Everything in which a library does not agree with itself; empty for a sound one."""
    with closing(Database.open(Paths.find().library)) as database:
        assert database.path.parent == home
        found = [f"SQLite: {line}" for line in database.integrity()]
        tally: dict[str, int] = dict(database.rows("SELECT name, n FROM tally"))
        counted = {name: database.value(sql) for name, sql in _TALLIES.items()}
        if tally != counted:
            found.append(f"the tallies say {tally}, the rows {counted}")
        found += [what for what, sql in _WRONG.items() if database.value(sql)]
        least, most = Queue(database).bounds()
        try:
            with closing(Index.open(Search(Paths.find(), database)._folder)) as index:
                if not least <= index.count() <= most:
                    found.append(f"the index holds {index.count()}, and should hold {least} to {most}")
        except IndexUnusable as error:
            if "not built yet" not in str(error):
                found.append(f"the index cannot be used: {error}")
    return found


def repaired(releases: int) -> None:
    """Bring the index up to date, and see it hold and find every release."""
    with Library.open() as library:
        assert library.indexing.drain() == 0
        with closing(Index.open(library.indexing.folder)) as index:
            assert index.count() == releases == len(library.releases.all())
        assert len(library.search.ask(Question(COMMON), limit=None).numbers) == releases
        for number in (0, releases // 2, releases - 1):
            assert library.search.ask(Question(f"pier{number}"), limit=None).total == 1


def command(home: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """Run `pressreader` with arguments, in a session of its own."""
    return _start([*READER, *arguments], home)


def fed_import(home: Path) -> "subprocess.Popen[bytes]":
    """Run an import that reads from a pipe, so that it is at work until the pipe is closed."""
    return subprocess.Popen(
        [*READER, "import", "-"],
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def indexing(home: Path) -> "subprocess.Popen[bytes]":
    """Run the process that brings the index up to date."""
    return _start([sys.executable, "-m", "reader.library.indexing"], home)


def _start(arguments: Sequence[str], home: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        arguments,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill_after(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Kill a process after so many seconds; False when it ended by itself before."""
    try:
        assert process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
        return True
    return False


def duration(act: Callable[[], "subprocess.Popen[bytes]"]) -> float:
    """Seconds that a process takes when nobody kills it."""
    began = time.monotonic()
    assert act().wait(PATIENCE) == 0
    return time.monotonic() - began


def processes(home: Path) -> Iterator[int]:
    """Ids of the processes that use a home folder, this one left out; none where the system does not tell."""
    wanted = f"PRESSREADER_HOME={home}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int(folder.name) != os.getpid() and wanted in (folder / "environ").read_bytes().split(b"\0"):
                yield int(folder.name)
        except OSError:  # it has ended, or is another user's
            continue
