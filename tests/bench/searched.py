"""The library that is searched: its releases, its index, and the same texts in FTS5.

PRESSREADER_BENCH_RELEASES   how many releases; 100,000 without it
PRESSREADER_BENCH_KEEP       a folder in which the library is kept and found again; else it is made anew
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import corpus
from tests.bench.fts5 import Fts5
from tests.terminal import ROOT

_GENERATOR = ROOT.parent / "shared" / "tools" / "make_corpus.py"
_PER_FILE = 5_000
_NEARLY = 0.9
"""Made-up releases of one day may have the same headline: then they are one, and fewer than there were made."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A library, and how many releases a second its index and that of FTS5 took; None for one that was kept."""

    home: Path
    releases: int
    index_speed: float | None
    fts5_speed: float | None


def prepare(folder: Path) -> Searched:
    """Make the library, or take the one that is kept, and build what indexes are missing or of another format."""
    wanted = int(os.environ.get("PRESSREADER_BENCH_RELEASES", "100000"))
    home = Path(os.environ.get("PRESSREADER_BENCH_KEEP", folder / "searched")).absolute()
    home.mkdir(parents=True, exist_ok=True)
    count = apart(home, "fill")["releases"] if (home / "library.db").exists() else 0
    if count < wanted * _NEARLY:
        say(f"making a library of {wanted:,} releases")
        listings = _listings(home / "listings", wanted)
        count = apart(home, "fill", *map(str, listings))["releases"]
        for listing in listings:
            listing.unlink()
    say("building its index, and that of FTS5")
    built = apart(home, "build").get("releases_s")
    fts5 = Fts5(home)
    try:
        kept = len(fts5) >= wanted * _NEARLY
        return Searched(home, count, built, None if kept else fts5.build())
    finally:
        fts5.close()


def apart(home: Path, task: str, *arguments: str, asked: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """What a task of `tests.bench.apart` tells of this library, from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.apart", task, *arguments],
        input="".join(f"{json.dumps(one)}\n" for one in asked),
        env={**os.environ, "PRESSREADER_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def say(what: str) -> None:
    """Tell what takes long."""
    print(f"  {what} …", file=sys.stderr, flush=True)


def _listings(folder: Path, count: int) -> list[Path]:
    """Listings of made-up releases: of words of the real ones where their generator is beside this checkout."""
    folder.mkdir(exist_ok=True)
    if not _GENERATOR.exists():
        return [corpus.write(folder / "listing.txt", count)]
    command = [str(_GENERATOR), str(count), "--out", str(folder), "--per-file", str(_PER_FILE)]
    subprocess.run([sys.executable, *command], check=True)
    return sorted(folder.glob("*.txt"))
