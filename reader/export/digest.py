"""One Markdown document for a briefing, made to be sent to someone who has not read the releases.

Of each release it has what a briefing needs: the facts, the opening paragraph, the passages that the user marked and
the notes, and where to cite it. The whole text stays where the link leads. What a source wrote stands in block
quotations that say whose words they are; everything else is facts, or the user's.

Links lead to empty `<a id>` elements, because headings have another address on every code host and in Pandoc, while
the id of a release never changes. (GitHub keeps such an id on `a` alone.)
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Literal

from reader import wording
from reader.export.citation import day, publisher
from reader.export.dates import day_words, range_words
from reader.export.escape import heading_markdown, paragraph_markdown, quote_markdown
from reader.export.item import Item
from reader.export.within import note_within
from reader.model import Note, Release

By = Literal["date", "tag"]
Cite = Callable[[Sequence[Item]], list[str]]
"""Makes a reference in plain text for each release."""

_SPOOL = 1 << 22
_ADDRESS = re.compile(r"https?://[^\s<>\\`]+", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]{1,40};)")
_UNTAGGED = "Without a tag"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A release as the contents and the references need it."""

    id: str
    headline: str
    """Markdown that may stand within a link."""
    day: str | None
    publisher: str
    tags: tuple[str, ...]
    start: int
    """Where its part begins in the file of all parts, in bytes."""
    middle: int
    """Where the number of its reference belongs."""
    end: int
    reference: str
    """Markdown."""


Groups = list[tuple[str, list[_Entry]]]


def digest(items: Iterable[Item], *, title: str = "", by: By = "date", cite: Cite) -> Iterator[str]:
    """The document, in pieces, with the releases in the order given; they are read once, one at a time.

    Without a title it is called by its days. By tag, a release stands in full under the first of its tags in the
    alphabet, and under the others where that is.
    """
    with tempfile.SpooledTemporaryFile(_SPOOL) as parts:
        entries = list(_entries(items, 2 if by == "date" else 3, parts, cite))
        groups = _by_tag(entries) if by == "tag" else [("", entries)]
        yield _head(title, entries)
        if len(entries) > 1:
            yield _contents(groups)
        ordered = list({entry.id: entry for _, group in groups for entry in group}.values())
        numbers = {entry.id: number for number, entry in enumerate(ordered, 1)}
        shown: set[str] = set()
        for tag, group in groups:
            yield from _group(tag, group, shown)
            for entry in group:
                if entry.id not in shown:
                    shown.add(entry.id)
                    yield _read(parts, entry, numbers[entry.id])
        yield "## References\n\n"
        for entry in ordered:
            yield f'{numbers[entry.id]}. <a id="ref-{entry.id}"></a>{entry.reference}\n'


def _entries(items: Iterable[Item], level: int, parts: IO[bytes], cite: Cite) -> Iterator[_Entry]:
    """The entry of each release, whose part is written to `parts`."""
    for item in items:
        start = parts.tell()
        before, after = (piece.encode("utf-8", "replace") for piece in _part(item, level))
        parts.write(before + after)
        (reference,) = cite([item])
        release = item.release
        yield _Entry(
            release.id,
            _linked(item.revision.title),
            release.date,
            publisher(release, item.source),
            tuple(dict.fromkeys(release.tags)),
            start,
            start + len(before),
            parts.tell(),
            _with_address(reference, release.url),
        )


def _linked(text: str) -> str:
    return heading_markdown(text).replace("]", "\\]") or "Without a headline"


def _by_tag(entries: Sequence[_Entry]) -> Groups:
    """The releases of each tag, those without one last."""
    pairs = [(tag, entry) for entry in entries for tag in entry.tags]
    pairs.sort(key=lambda pair: (pair[0].casefold(), pair[0]))
    groups = [(tag, [entry for _, entry in group]) for tag, group in groupby(pairs, lambda pair: pair[0])]
    untagged = [entry for entry in entries if not entry.tags]
    return [*groups, (_UNTAGGED, untagged)] if untagged else groups


def _head(title: str, entries: Sequence[_Entry]) -> str:
    days = [found for entry in entries if (found := day(entry.day))]
    period = range_words(min(days), max(days)) if days else ""
    named = heading_markdown(title)
    publishers = {entry.publisher for entry in entries}
    facts = [
        wording.count(len(entries), "press release"),
        next(iter(publishers)) if len(publishers) == 1 else f"{len(publishers)} institutions",
        period if named else "",
    ]
    heading = named or ", ".join(part for part in ("Press releases", period) if part)
    return f"# {heading}\n\n{paragraph_markdown(' · '.join(part for part in facts if part))}\n\n"


def _contents(groups: Groups) -> str:
    lines = ["## Contents\n"]
    for tag, group in groups:
        if tag:
            lines.append(f"- {paragraph_markdown(tag)}")
        for number, entry in enumerate(group, 1):
            lines.append(f"{'  - ' if tag else f'{number}. '}{_pointer(entry)}")
    return "\n".join(lines) + "\n\n"


def _pointer(entry: _Entry) -> str:
    return f"[{entry.headline}](#{entry.id}), {paragraph_markdown(day_words(entry.day))}"


def _group(tag: str, group: Sequence[_Entry], shown: Set[str]) -> Iterator[str]:
    """The heading of a tag, and where those of its releases are that were shown before."""
    if tag:
        yield f"## {heading_markdown(tag)}\n\n"
    elsewhere = [entry for entry in group if entry.id in shown]
    if elsewhere:
        lines = [f"- {_pointer(entry)}: under {paragraph_markdown(_first_tag(entry))}" for entry in elsewhere]
        yield "\n".join(lines) + "\n\n"


def _read(parts: IO[bytes], entry: _Entry, number: int) -> str:
    parts.seek(entry.start)
    before = parts.read(entry.middle - entry.start)
    return f"{before.decode()}{number}{parts.read(entry.end - entry.middle).decode()}"


def _first_tag(entry: _Entry) -> str:
    return min(entry.tags, key=lambda tag: (tag.casefold(), tag))


def _part(item: Item, level: int) -> tuple[str, str]:
    """The part of a release before and after the number of its reference."""
    anchor = f'<a id="{item.release.id}"></a>'
    heading = f"{'#' * level} {heading_markdown(item.revision.title) or 'Without a headline'}"
    blocks = [
        f"](#ref-{item.release.id})",
        *map(paragraph_markdown, (wording.notice(item.release) or "").splitlines()),
        _opening(item),
        *_passages(item, level),
        *(_note(note, level) for note in _sorted(item.notes) if note.passage is None),
    ]
    return (
        f"{anchor}\n\n{heading}\n\n{_facts(item)} · [reference ",
        "".join(f"{block}\n\n" for block in blocks if block),
    )


def _facts(item: Item) -> str:
    release = item.release
    facts = [
        day_words(release.date),
        publisher(release, item.source),
        ", ".join(release.categories),
        wording.count(release.words, "word") if release.words else "",
        f"reworded: wording {item.revision.number} of {release.revision_count}" if release.edited else "",
        f"tags: {', '.join(release.tags)}" if release.tags else "",
    ]
    return " · ".join(filter(None, [paragraph_markdown(" · ".join(filter(None, facts))), _source(release)]))


def _source(release: Release) -> str:
    if release.url is None or not _ADDRESS.fullmatch(release.url):
        return ""
    return f"[source]({_destination(release.url)})"


def _opening(item: Item) -> str:
    written = [one for one in item.paragraphs if one.text.strip()]
    for one in [one for one in written if one.kind == "paragraph"] or written:
        return _quotation(one.text, "Opening of the release")
    return ""


def _passages(item: Item, level: int) -> Iterator[str]:
    """Each passage once, with every note on it."""
    placed = [(note.passage, note) for note in _sorted(item.notes) if note.passage]
    placed.sort(key=lambda pair: (pair[0].revision, pair[0].start, pair[0].end))
    for passage, group in groupby(placed, lambda pair: pair[0][:4]):
        notes = [note for _, note in group]
        yield _quotation(passage[3], _whose(item, passage[0], changed=notes[0].state == "changed"))
        yield from (_note(note, level) for note in notes)


def _whose(item: Item, revision: int, *, changed: bool) -> str:
    words = f"{publisher(item.release, item.source)}, {day_words(item.release.date)}"
    return f"{words} (wording {revision}; the passage has changed since)" if changed else words


def _quotation(text: str, whose: str) -> str:
    return f"{quote_markdown(text)}\n>\n> — {paragraph_markdown(whose)}"


def _note(note: Note, level: int) -> str:
    """A note after the word that says what it is, in one line with it where it begins with words."""
    text = note_within(note.text, level)
    first, _, rest = text.partition("\n")
    if not text:
        return ""
    inline = first[0].isalpha() and (not rest or not set(rest.partition("\n")[0]) <= set("-|: \t"))
    return f"**Note:**{' ' if inline else chr(10) * 2}{text}"


def _sorted(notes: Sequence[Note]) -> list[Note]:
    return sorted(notes, key=lambda note: (note.created, note.id))


def _with_address(reference: str, url: str | None) -> str:
    """A reference as Markdown; the address in it is a link."""
    if not url or not _ADDRESS.fullmatch(url) or url not in reference:
        return heading_markdown(reference)
    before, _, after = reference.rpartition(url)
    gap = " " if after[:1].isspace() else ""
    address = f"{_destination(url)}{gap}{heading_markdown(after)}"
    return " ".join(filter(None, (heading_markdown(before), address)))


def _destination(url: str) -> str:
    return f"<{_ENTITY.sub('&amp;', url)}>"
