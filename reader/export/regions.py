"""The marked regions of an exported file's body. Pure; a body is text with LF between its lines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reader.errors import ExportConflict
from reader.export.document import REGIONS
from reader.export.edit import Edit, Part, apply
from reader.export.hashes import decide, record, short_hash

_MARKER = re.compile(rf"<!-- pressreader:(begin|end) ({'|'.join(REGIONS)}) -->[ \t\r]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Region:
    start: int
    """Of the marker that begins it."""
    inner_start: int
    inner_end: int
    end: int
    """After the marker that ends it, before the line end."""


def new_region(name: str, content: str) -> str:
    """A region with its markers; no line end after the last."""
    return f"<!-- pressreader:begin {name} -->\n{_inner(content)}<!-- pressreader:end {name} -->"


def new_body(regions: Mapping[str, str]) -> Part:
    """The body of a file that does not exist yet."""
    text = "".join(f"{new_region(name, regions[name])}\n\n" for name in REGIONS if name in regions)
    return Part(text.removesuffix("\n"), {name: short_hash(content) for name, content in regions.items()})


def merge_body(
    body: str, wanted: Mapping[str, str], recorded: Mapping[str, str], *, known: bool, force: bool
) -> Part:
    """The body with its regions brought up to date and everything else as it was.

    Raises ExportConflict where markers are broken.
    """
    found = _find(body)
    part = Part(body)
    edits: list[Edit] = []
    for name in REGIONS:
        region = found.get(name)
        content = wanted.get(name, "")
        inner = None if region is None else body[region.inner_start : region.inner_end]
        # A region that lost its content keeps its place, empty: it may stand where the user put it.
        goal = short_hash(content) if content or region else None
        there = None if inner is None else goal if inner == _inner(content) else short_hash(inner)
        step = decide(there, goal, recorded.get(name), known=known, force=force)
        if step == "leave":
            part.kept.append(name)
        elif step == "write" and region:
            edits.append((region.inner_start, region.inner_end, _inner(content)))
        elif step == "insert":
            edits.append(_insertion(body, found, name, content))
        if kept := record(step, goal, recorded.get(name)):
            part.hashes[name] = kept
    part.text = apply(body, edits)
    return part


def _inner(content: str) -> str:
    return f"\n{content}\n\n" if content else ""


def _find(body: str) -> dict[str, _Region]:
    found: dict[str, _Region] = {}
    begun: re.Match[str] | None = None
    for marker in _MARKER.finditer(body):
        if body[max(0, marker.start() - 1) : marker.start()].strip("\n"):
            continue  # a pattern that began with the line's beginning would take ten times as long
        kind, name = marker[1], marker[2]
        expected = ("begin", name) if begun is None else ("end", begun[2])
        if (kind, name) != expected or name in found:
            raise ExportConflict(
                f"the marker pressreader:{kind} {name} stands where it should not. Put the pairs of markers "
                "back, or take the pair out to do without that part"
            )
        if begun is None:
            begun = marker
        else:
            found[name] = _Region(begun.start(), begun.end() + 1, marker.start(), marker.end())
            begun = None
    if begun is not None:
        raise ExportConflict(
            f"the marker pressreader:end {begun[2]} is missing. Put it back on a line of its own, "
            "or take out the one that begins the part as well"
        )
    return found


def _insertion(body: str, found: Mapping[str, _Region], name: str, content: str) -> Edit:
    """Where a new region goes: after those that come before it, else before the others, else at the end."""
    block = new_region(name, content)
    place = REGIONS.index(name)
    before = [found[other].end for other in REGIONS[:place] if other in found]
    if before:
        return before[-1], before[-1], f"\n\n{block}"
    after = [found[other].start for other in REGIONS[place + 1 :] if other in found]
    if after:
        return after[0], after[0], f"{block}\n\n"
    gap = "" if not body else "\n" if body.endswith("\n") else "\n\n"
    return len(body), len(body), f"{gap}{block}\n"
