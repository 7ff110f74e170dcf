"""How fast releases come into the library and into the index, beside reading and splitting the file alone."""

import time
from pathlib import Path

from reader.library import Library
from tests.bench import corpus
from tests.bench.figures import Figure
from tests.bench.libraries import home

_RELEASES, _ROUNDS = 4_000, 3


def run(folder: Path) -> list[Figure]:
    """Import the same listing into a fresh library, again into the same, and index it."""
    reading, fresh, again, indexing = [], [], [], []
    listing = corpus.write(folder / "to-import.txt", _RELEASES)
    for number in range(_ROUNDS):
        began = time.perf_counter()
        entries = _read(listing)
        reading.append(_each(began, entries))
        with home(folder / f"import-{number}"), Library.open() as library:
            fresh.append(_import(library, listing))
            began = time.perf_counter()
            to_index = library.indexing.pending()
            library.indexing.drain()
            indexing.append(_each(began, to_index))
            again.append(_import(library, listing))
    per_second = ", ".join(
        f"{what} {1e6 / min(each):,.0f}/s"
        for what, each in (("import", fresh), ("again", again), ("index", indexing))
    )
    return [
        Figure("read and split, an entry", "µs", reading),
        Figure("import, an entry", "µs", fresh, reading),
        Figure("import again, an entry", "µs", again, reading),
        Figure(f"index, a release ({per_second})", "µs", indexing, reading),
    ]


def _read(listing: Path) -> int:
    """Read the entries with Python alone; how many there are."""
    entries: list[list[str]] = []
    with listing.open(encoding="utf-8") as file:
        for line in file:
            if line == "-\n":
                entries.append([])
            else:
                entries[-1].append(line)
    return len([(entry[0], entry[1], "".join(entry[2:])) for entry in entries])


def _import(library: Library, listing: Path) -> float:
    began = time.perf_counter()
    report = library.sources.import_paths([str(listing)])
    return _each(began, report.added + report.revised + report.completed + report.unchanged)


def _each(began: float, count: int) -> float:
    """Microseconds of one of `count` things."""
    return (time.perf_counter() - began) * 1e6 / max(count, 1)
