"""How fast the Markdown export writes a folder, and finds that nothing changed, beside writing the same bytes plainly.

The plain writer makes each file under its name at once and never waits for the disk: what it leaves out is what
an export is for, so the ratios tell the price of that. Process time is held against what is wanted for 10,000
releases on one core; the export runs in a process of its own, whose memory counts too.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.libraries import small
from tests.terminal import ROOT

_ROUNDS = 3
_WANTED_S, _AGAIN_S, _MEMORY_MIB = 60, 10, 200
_RELEASES = 10_000


def run(folder: Path) -> list[Figure]:
    """Export a library of 3,000 into a fresh folder, and again into the same."""
    made = small(folder)
    fresh: list[dict[str, float]] = []
    again: list[dict[str, float]] = []
    plain: list[float] = []
    reading: list[float] = []
    for number in range(_ROUNDS):
        target = folder / f"exported-{number}"
        fresh.append(_export(made.home, target))
        again.append(_export(made.home, target))
        plain.append(_plainly(target, folder / f"plain-{number}"))
        reading.append(_read(target))

    def each(told: list[dict[str, float]], what: str = "ms") -> list[float]:
        return [values[what] / made.count for values in told]

    most, most_again = (1000 * seconds / _RELEASES for seconds in (_WANTED_S, _AGAIN_S))
    return [
        Figure("write plainly, a file", "ms", plain),
        Figure("export, a release", "ms", each(fresh), plain),
        Figure("export, process time", "ms", each(fresh, "worked_ms"), most=most),
        Figure("read plainly, a file", "ms", reading),
        Figure("export again, a release", "ms", each(again), reading),
        Figure("export again, process time", "ms", each(again, "worked_ms"), most=most_again),
        Figure("memory of an export", "MiB", [told["mib"] for told in (*fresh, *again)], most=_MEMORY_MIB),
    ]


def _export(home: Path, target: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.apart", "exporting", str(target)],
        cwd=ROOT,
        env={"PRESSREADER_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _plainly(source: Path, target: Path) -> float:
    """Write the bytes of every file into another folder; milliseconds a file, reading not counted."""
    target.mkdir()
    files = [(path.name, path.read_bytes()) for path in source.iterdir()]
    began = time.perf_counter()
    for name, data in files:
        (target / name).write_bytes(data)
    return (time.perf_counter() - began) * 1000 / len(files)


def _read(source: Path) -> float:
    """Read the bytes of every file; milliseconds a file."""
    began = time.perf_counter()
    count = sum(1 for path in source.iterdir() if path.read_bytes())
    return (time.perf_counter() - began) * 1000 / count
