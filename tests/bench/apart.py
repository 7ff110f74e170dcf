"""What is measured in a process of its own: `python -m tests.bench.apart TASK` prints one JSON document.

The user's library is the one of PRESSREADER_HOME.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def fill() -> dict[str, Any]:
    """Import the listings named on the command line; how many releases there are then."""
    from reader.library import Library

    with Library.open() as library:
        if len(sys.argv) > 2:
            library.sources.import_paths(sys.argv[2:])
        return {"releases": library.releases.tally()["all"]}


def build() -> dict[str, Any]:
    """Build the index from nothing, unless there is one that can be used; releases a second of process time."""
    from reader.library import Library
    from reader.library.answers import Question

    with Library.open() as library:
        if not library.search.ask(Question("opened")).unindexed:
            library.indexing.drain()
            return {}
        count = library.releases.tally()["all"]
        began = time.process_time()
        library.indexing.drain(rebuild=True)
        return {"releases_s": count / (time.process_time() - began)}


def opening() -> dict[str, Any]:
    """Open the index: milliseconds of process time, everything else being loaded."""
    from reader.index.search import Index
    from reader.index.update import IndexFolder
    from reader.library.indexing import library_uuid
    from reader.paths import Paths
    from reader.store.database import Database

    paths = Paths.find()
    folder = IndexFolder(paths.index, library_uuid(Database.open(paths.library)))
    began = time.process_time()
    Index.open(folder)
    return {"ms": (time.process_time() - began) * 1000}


def opening_fts5() -> dict[str, Any]:
    """Open the file of FTS5 and have it read what it needs to search."""
    import sqlite3

    from reader.paths import Paths

    path = Paths.find().library.with_name("fts5.db")
    began = time.process_time()
    connection = sqlite3.connect(path)
    connection.execute("SELECT rowid FROM text WHERE text MATCH 'zzzz'").fetchall()
    return {"ms": (time.process_time() - began) * 1000}


def remembering() -> dict[str, Any]:
    """Ask the questions read from standard input, in each order; MiB in memory afterwards, and of its own."""
    from reader.library import Library
    from reader.library.answers import Question

    with Library.open() as library:
        for line in sys.stdin:
            asked = json.loads(line)
            library.search.ask(Question(asked["text"], live=asked["live"], order=asked["order"]))
        return _memory()


def remembering_fts5() -> dict[str, Any]:
    """The same of FTS5."""
    from reader.paths import Paths
    from tests.bench import fts5

    other = fts5.Fts5(Paths.find().library.parent)
    for line in sys.stdin:
        asked = json.loads(line)
        other.ask(fts5.RANKED if asked["order"] == "rank" else fts5.NEWEST, asked["fts5"])
    return _memory()


def exporting() -> dict[str, Any]:
    """Export every release to the folder named.

    Milliseconds until it is done, those of process time, and the most memory it took in MiB.
    """
    import resource

    from reader.library import Library

    with Library.open() as library:
        rows = library.releases.all()
        numbers = [release.number for release in rows.page(0, len(rows))]
        began, worked = time.perf_counter(), time.process_time()
        report = library.exports.markdown(numbers, sys.argv[2])
        took, worked = time.perf_counter() - began, time.process_time() - worked
    assert len(report.written) + len(report.unchanged) == len(numbers), report.failed
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"ms": took * 1000, "worked_ms": worked * 1000, "mib": most}


def _memory() -> dict[str, Any]:
    """What Linux knows of this process's memory; nothing on other systems."""
    try:
        told = Path("/proc/self/smaps_rollup").read_text("ascii")
    except OSError:
        return {}
    sizes = {name: int(size) / 1024 for name, size in re.findall(r"^(\w+):\s+(\d+) kB", told, re.MULTILINE)}
    return {"resident": sizes["Rss"], "own": sizes["Anonymous"]}


TASKS: dict[str, Callable[[], dict[str, Any]]] = {
    task.__name__: task
    for task in (fill, build, opening, opening_fts5, remembering, remembering_fts5, exporting)
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]]()))
