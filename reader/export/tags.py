"""Merging the list of tags in an exported file with that of the library. Pure."""

from collections.abc import Set as AbstractSet

from reader.export.edit import Edit
from reader.export.frontmatter import Entry, inline, replaced
from reader.export.hashes import short_hash


def file_tags(entry: Entry | None) -> tuple[str, ...]:
    """The tags that a file has, written as a list or as words on one line."""
    if entry is None:
        return ()
    if entry.items is not None:
        return tuple(item.text for item in entry.items if item.text is not None)
    return tuple((entry.text or "").replace(",", " ").split())


def tag_changes(
    there: tuple[str, ...], wanted: tuple[str, ...], base: AbstractSet[str]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """What to add and what to drop; a merge of three.

    `base` are hashes of the tags last written. A tag the user added stays, one the user took out does not
    come back, one that the library no longer has goes.
    """
    add = tuple(tag for tag in wanted if tag not in there and short_hash(tag) not in base)
    drop = frozenset(tag for tag in there if tag not in wanted and short_hash(tag) in base)
    return add, drop


def tag_edits(front: str, entry: Entry, add: tuple[str, ...], drop: AbstractSet[str]) -> list[Edit] | None:
    """The edits that change the list in a file; None where it is written in a way that cannot be edited."""
    if not entry.rewritable:
        return None
    if entry.block:
        return _block_edits(front, entry, add, drop)
    within = front[entry.start : entry.end]
    plain = entry.items is None or all(item.text is not None for item in entry.items)
    if not plain or ("\n" in within and "#" in within):
        return None
    return [replaced(front, entry, inline((*(tag for tag in file_tags(entry) if tag not in drop), *add)))]


def _block_edits(front: str, entry: Entry, add: tuple[str, ...], drop: AbstractSet[str]) -> list[Edit]:
    """Edits line by line; a tag with a comment beside it is the user's by now and stays."""
    items = entry.items or ()
    edits: list[Edit] = []
    for item in items:
        line_end = front.find("\n", item.end) + 1
        if item.text in drop and not front[item.end : line_end].strip():
            edits.append((front.rfind("\n", 0, item.start) + 1, line_end, ""))
    if len(edits) == len(items) and not add and "#" not in front[entry.key_start : entry.end]:
        return [(entry.key_start, entry.line_end, "")]
    line_start = front.rfind("\n", 0, entry.start) + 1
    lead = front[line_start : front.index("-", line_start) + 1]
    return [*edits, *((entry.line_end, entry.line_end, f"{lead} {inline(tag)}\n") for tag in add)]
