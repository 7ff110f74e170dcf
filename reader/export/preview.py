"""What an export would change in a file, as a unified diff of a size that can be read."""

import difflib
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice, zip_longest
from pathlib import Path
from typing import IO

from reader.export.single import Outcome, Target, decide, sentences, spooled

_LINES = 2000
"""Lines of either side that are compared: difflib takes time that grows with their product."""
_CHARACTERS = 2_000_000
_SHOWN = 400
"""Lines of a diff that is not whole."""
_CONTEXT = 3
_HUNK = re.compile(r"^@@ -(\d+)((?:,\d+)?) \+(\d+)((?:,\d+)?) @@")
_REST = "\\ Lines further down are not compared.\n"


def preview(
    target: Target, text: Iterable[str], *, encoding: str, known: Iterable[str], force: bool
) -> tuple[Outcome, str]:
    """What `single.write` would answer, and the diff; nothing is written where the user would see it.

    Raises ExportConflict, UsageError or PressReaderError as it does, as far as that shows without writing.
    """
    with sentences(target.path), spooled(text, encoding) as (new, sha256):
        if target.straight:
            return "written", ""
        outcome = decide(target.path, sha256, tuple(known), force)
        return outcome, "" if outcome == "unchanged" else _diff(target.path, new)


def compared(old: str, new: str, path: Path) -> str:
    """The diff of two texts of one file; an empty old one stands for a file that does not exist."""
    before = str(path) if old else "/dev/null"
    return _between(BytesIO(old.encode()), BytesIO(new.encode()), before, str(path))


def _diff(path: Path, new: IO[bytes]) -> str:
    if not path.exists():
        return _between([], new, "/dev/null", str(path))
    with path.open("rb") as old:
        return _between(old, new, str(path), str(path))


def _between(old: Iterable[bytes], new: Iterable[bytes], before: str, after: str) -> str:
    """The diff of what follows the lines that both begin with."""
    left, right, skipped = _parted(old, new)
    old_lines, old_whole = _beginning(left)
    new_lines, new_whole = _beginning(right)
    lines = difflib.unified_diff(old_lines, new_lines, before, after, n=_CONTEXT)
    shown = [_moved(line, skipped) for line in (lines if old_whole and new_whole else islice(lines, _SHOWN))]
    if not (old_whole and new_whole):
        shown = [*_without_last_hunk(shown), _REST]
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in shown)


def _parted(old: Iterable[bytes], new: Iterable[bytes]) -> tuple[Iterator[str], Iterator[str], int]:
    """The two files from shortly before their first difference, and how many lines were left out."""
    context: list[str] = []
    skipped = 0
    left, right = map(_read, (old, new))
    for one, other in zip_longest(left, right):
        if one != other:
            return _after(context, one, left), _after(context, other, right), skipped
        context.append(one or "")
        if len(context) > _CONTEXT:
            del context[0]
            skipped += 1
    return iter(()), iter(()), skipped


def _after(context: list[str], line: str | None, rest: Iterator[str]) -> Iterator[str]:
    yield from context
    if line is not None:
        yield line
    yield from rest


def _read(lines: Iterable[bytes]) -> Iterator[str]:
    return (line.decode("utf-8", "replace") for line in lines)


def _beginning(lines: Iterator[str]) -> tuple[list[str], bool]:
    """As many lines as are compared, and whether these are all."""
    taken: list[str] = []
    room = _CHARACTERS
    for line in lines:
        if len(taken) == _LINES or room < 0:
            return taken, False
        taken.append(line)
        room -= len(line)
    return taken, True


def _moved(line: str, by: int) -> str:
    return _HUNK.sub(
        lambda found: f"@@ -{int(found[1]) + by}{found[2]} +{int(found[3]) + by}{found[4]} @@", line
    )


def _without_last_hunk(lines: list[str]) -> list[str]:
    """Where the compared lines end, the last of them look removed: that hunk says nothing unless it is the only one."""
    begins = [at for at, line in enumerate(lines) if line.startswith("@@ ")]
    return lines[: begins[-1]] if len(begins) > 1 else lines
