"""The text of an exported file: a new one, or an existing one brought up to date. Pure.

What is the user's — every word outside the regions, every property that is not ours, comments, order, line
ends, a byte order mark — is copied, never written anew.
"""

from dataclasses import dataclass

from reader.errors import ExportConflict
from reader.export.document import KEYS, REGIONS, Document
from reader.export.frontmatter import entries, split
from reader.export.hashes import HASHES, front_hash, line_of_hashes, read_hashes, write_hashes
from reader.export.properties import ID, key_hashes, merge_front, new_front, with_hashes
from reader.export.regions import merge_body, new_body

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Merged:
    """An existing file brought up to date."""

    text: str
    """The same text where there was nothing to do."""
    kept: tuple[str, ...] = ()
    """Names of the properties and regions that were changed by hand and left alone."""


def new_text(document: Document) -> str:
    """The file of a release that has none yet."""
    body = new_body(document.regions)
    return f"---\n{new_front(document, key_hashes(document) | body.hashes)}---\n\n{body.text}"


def merged_text(old: str, document: Document, *, force: bool = False) -> Merged:
    """The file with what is PressReader's brought up to date.

    With `force` what was changed by hand is overwritten; what was taken out stays out.
    Raises ExportConflict where the file must stay as it is.
    """
    mark = _BOM if old.startswith(_BOM) else ""
    text = old.removeprefix(_BOM)
    windows = "\r\n" in text and text.count("\n") == text.count("\r\n")
    if windows:
        text = text.replace("\r\n", "\n")
    merged = _merged(text, document, force)
    if merged.text == text:
        return Merged(old, merged.kept)
    text = merged.text.replace("\n", "\r\n") if windows else merged.text
    return Merged(mark + text, merged.kept)


def _merged(text: str, document: Document, force: bool) -> Merged:
    start, end, body_start = split(text)
    front, body = text[start:end], text[body_start:]
    recorded = read_hashes(line_of_hashes(front))
    goals = key_hashes(document)
    if recorded.get("front") == front_hash(front) and _of(KEYS, recorded) == goals:
        # The properties are as they were left and as they should be: no YAML needs to be read.
        part = merge_body(body, document.regions, recorded, known=True, force=force)
        if part.text == body and _of(REGIONS, recorded) == part.hashes:
            return Merged(text, tuple(part.kept))
    found = entries(front)
    if ID not in found or found[ID].text != document.id:
        raise ExportConflict(f"its {ID} is not a property of its own. Put it on a line by itself")
    line = found.get(HASHES)
    recorded = read_hashes(line.text or "") if line else {}
    if line and write_hashes(recorded) != (line.text or "").strip() and not force:
        raise ExportConflict(
            f"its property {HASHES} holds words that are not PressReader's. Take them out of it"
        )
    head = merge_front(front, found, document, recorded, force=force)
    part = merge_body(body, document.regions, recorded, known=line is not None, force=force)
    kept = (*head.kept, *part.kept)
    hashes = head.hashes | part.hashes
    if (head.text, part.text) == (front, body) and _of((*KEYS, *REGIONS), recorded) == hashes:
        return Merged(text, kept)
    # A hash of the whole front matter would vouch for what was changed by hand in it.
    whole = {} if head.kept else {"front": front_hash(head.text)}
    new = with_hashes(head.text, whole | hashes)
    return Merged(text[:start] + new + text[end:body_start] + part.text, kept)


def _of(names: tuple[str, ...], hashes: dict[str, str]) -> dict[str, str]:
    return {name: hashes[name] for name in names if name in hashes}
