"""Measures the reader beside baselines: `python -m tests.bench [PART]…`, where a part is one of those below.

Figures are ratios to something that ran in the same minute, because seconds say more of the machine and its
other users than of the program. What must not be felt, as a keystroke in the search bar, is also held against
milliseconds of process time. Nothing is asserted: the last column says what is wanted and whether it is so.
"""

import argparse
import compileall
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import differing, exporting, facts, importing, keys, searching, start, syncing
from tests.bench.figures import Figure, table
from tests.terminal import ROOT

_RESULTS = Path(__file__).with_name("results")
_PARTS: dict[str, tuple[str, Callable[[Path], list[Figure]]]] = {
    "start": ("Start, beside the smallest Textual app", start.run),
    "keys": ("A key held down, beside the smallest app", keys.run),
    "search": ("Searching, beside FTS5", searching.run),
    "import": ("Import, beside reading the file", importing.run),
    "sync": ("Sync of 500 feeds on loopback", syncing.run),
    "export": ("Markdown export, beside writing the same bytes", exporting.run),
    "facts": ("The facts inside a release, beside cutting it at blanks", facts.run),
    "diff": ("Comparing two wordings, beside cutting them at blanks", differing.run),
}


def main() -> int:
    """Measure the parts that are named, all where none is, and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(_PARTS)}; all without")
    chosen = parser.parse_args().parts or list(_PARTS)
    unknown = [name for name in chosen if name not in _PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}")
    compileall.compile_dir(ROOT / "reader", quiet=1)
    _RESULTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pressreader-bench-") as folder:
        for name in chosen:
            title, measure = _PARTS[name]
            began = time.monotonic()
            figures = measure(Path(folder))
            print(f"{table(title, figures)}\n", flush=True)
            _keep(name, figures, time.monotonic() - began)
    return 0


def _keep(name: str, figures: list[Figure], seconds: float) -> None:
    document = {
        "part": name,
        "python": platform.python_version(),
        "system": platform.system(),
        "load": os.getloadavg(),
        "took_s": round(seconds, 1),
        "figures": [figure.document() for figure in figures],
    }
    path = _RESULTS / f"{time.strftime('%Y%m%d-%H%M%S')}-{name}.json"
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
