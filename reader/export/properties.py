"""Bringing the properties of an existing file up to date. Pure."""

import functools
from collections.abc import Mapping
from datetime import date

from reader.errors import ExportConflict
from reader.export.document import KEYS, Document, Scalar
from reader.export.edit import Edit, Part, apply
from reader.export.frontmatter import Entry, entries, inline, removed, replaced, written
from reader.export.hashes import HASHES, decide, front_hash, record, short_hash, write_hashes
from reader.export.tags import file_tags, tag_changes, tag_edits

ID = "pressreader_id"
"""Name of the property that ties a file to its release."""

_hash = functools.lru_cache(maxsize=2048)(short_hash)
"""Most values stand in many files."""
_EMPTY = short_hash("")
_LIST = "\0a list or a mapping"
"""Stands for a value that no property of ours has."""


def key_hashes(document: Document) -> dict[str, str]:
    """What to remember of the properties when they are as they should be."""
    hashes = {name: _hash(_text_of(value)) for name, value in document.keys.items()}
    if document.tags:
        hashes["tags"] = ",".join(map(_hash, document.tags))
    return {name: hashes[name] for name in KEYS if name in hashes}


def new_front(document: Document, hashes: Mapping[str, str]) -> str:
    """The front matter of a file that does not exist yet."""
    values: dict[str, Scalar | tuple[str, ...]] = {ID: document.id, **document.keys}
    if document.tags:
        values["tags"] = document.tags
    front = written({name: values[name] for name in (ID, *KEYS) if name in values})
    return front + written({HASHES: write_hashes({"front": front_hash(front), **hashes})})


def merge_front(
    front: str, found: Mapping[str, Entry], document: Document, recorded: Mapping[str, str], *, force: bool
) -> Part:
    """The front matter with its properties brought up to date, all but the hashes.

    Raises ExportConflict where an edit would change more than it should.
    """
    part = Part(front)
    edits: list[Edit] = []
    goals = key_hashes(document)
    for name in KEYS:
        goal, before = goals.get(name), recorded.get(name)
        if name == "tags":
            changes = _tags(front, found, document.tags, before)
            kept = goal if changes is not None else before
        else:
            changes, kept = _key(front, found, document, name, (goal, before), force=force)
        if changes is None:
            part.kept.append(name)
        edits += changes or ()
        if kept is not None:
            part.hashes[name] = kept
    part.text = apply(front, edits)
    if edits:
        _check(front, found, part.text)
    return part


def with_hashes(front: str, hashes: Mapping[str, str]) -> str:
    """The front matter with its record of hashes, which is put back where it was lost."""
    found = entries(front)
    entry = found.get(HASHES)
    if entry is None:
        return apply(front, [_insertion(found, HASHES, written({HASHES: write_hashes(hashes)}))])
    if not entry.rewritable:
        raise ExportConflict(f"its property {HASHES} is not the text it was. Take that property out")
    return apply(front, [replaced(front, entry, inline(write_hashes(hashes)))])


def _key(
    front: str,
    found: Mapping[str, Entry],
    document: Document,
    name: str,
    hashes: tuple[str | None, str | None],
    *,
    force: bool,
) -> tuple[list[Edit] | None, str | None]:
    """The edits for one property, None where it is left alone as changed by hand; and the hash to keep."""
    goal, before = hashes
    entry = found.get(name)
    there = None if entry is None else short_hash(_text_in(entry))
    if goal and before is None and there == _EMPTY:
        before = there  # a property that stands there without a value waits for one
    step = decide(there, goal, before, known=HASHES in found, force=force)
    if entry is not None and step in ("write", "clear") and not entry.rewritable:
        step = "leave"
    edits: list[Edit] = []
    if step == "insert":
        edits = [_insertion(found, name, written({name: document.keys[name]}))]
    elif entry is not None and step == "write":
        edits = [replaced(front, entry, inline(document.keys[name]))]
    elif entry is not None and step == "clear":
        edits = [removed(front, entry)]
    return None if step == "leave" else edits, record(step, goal, before)


def _tags(
    front: str, found: Mapping[str, Entry], wanted: tuple[str, ...], before: str | None
) -> list[Edit] | None:
    entry = found.get("tags")
    add, drop = tag_changes(file_tags(entry), wanted, frozenset((before or "").split(",")))
    if not add and not drop:
        return []
    if entry is None:
        return [_insertion(found, "tags", written({"tags": add}))]
    return tag_edits(front, entry, add, drop)


def _text_of(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _text_in(entry: Entry) -> str:
    """The value as text, whatever its quotation marks; truth values in any case."""
    text = _LIST if entry.text is None else entry.text
    return text.lower() if entry.name in ("bookmarked", "cut") else text


def _insertion(found: Mapping[str, Entry], name: str, line: str) -> Edit:
    """Where a new property goes: after the nearest of ours that comes before it, else at the top."""
    order = (ID, *KEYS, HASHES)
    before = [found[other] for other in order[: order.index(name)] if other in found]
    at = before[-1].line_end if before else 0
    return at, at, line


def _check(front: str, found: Mapping[str, Entry], merged: str) -> None:
    """Whatever is not ours must stand as before: an edit beside an anchor, say, could change its meaning."""

    def others(text: str, properties: Mapping[str, Entry]) -> list[tuple[str, str]]:
        return [(name, text[at.start : at.end]) for name, at in properties.items() if name not in KEYS]

    if others(front, found) != others(merged, entries(merged)):
        raise ExportConflict("its front matter cannot be rewritten without changing other properties in it")
