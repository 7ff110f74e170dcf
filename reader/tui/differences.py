"""Puts two wordings of a release into the page that compares them, and into text to be copied."""

from collections.abc import Iterator, Sequence

from reader.analysis.diff import Change
from reader.analysis.layout import blocks
from reader.analysis.merged import Segment, merged, passages
from reader.analysis.telling import called_out, kinds, moment, read_out, seen, told
from reader.library.rewordings import Comparison
from reader.tui.widgets.diff_page import DiffBlock, DiffPage, Piece
from reader.tui.widgets.rewording_list import RewordingRow

_CALLED = 12
"""Changes that are listed above the text."""
_MARKS = {"old": ("[-", "-]"), "new": ("{+", "+}"), "same": ("", "")}


def diff_page(one: Comparison, source: str) -> DiffPage:
    """Two wordings as the pane takes them."""
    return DiffPage(
        title=one.after.title,
        heads=tuple(_heads(one, source)),
        called=tuple(_called(one.changes)),
        columns=(f"revision {one.before.number}", f"revision {one.after.number}"),
        blocks=tuple(_blocks(one)),
        changes=len(one.changes),
    )


def rewording_row(one: Comparison) -> RewordingRow:
    """A rewording as the list shows it."""
    times = f"{one.release.date or 'undated'} · reworded {moment(one.after.first_seen)} UTC"
    if one.release.revision_count > 2:
        times += f" · revision {one.before.number} → {one.after.number}"
    changes = [told(change) for change in sorted(one.changes, key=lambda change: not change.called)[:2]]
    return RewordingRow(one.after.title, times, kinds(one.changes), " · ".join(changes))


def copied(one: Comparison) -> str:
    """What changed, as text: what a reader can paste into a message."""
    lines = [one.after.title, *_heads(one, ""), ""]
    lines += called_out(one.changes)
    for part, before, after in (
        ("headline", one.before.title, one.after.title),
        ("body", one.before.body, one.after.body),
    ):
        for passage in passages(
            merged(one.changes, "headline" if part == "headline" else "body", before, after)
        ):
            lines += ["", "".join(_marked(passage))]
    return "\n".join(lines)


def _marked(passage: Sequence[Segment]) -> Iterator[str]:
    for segment in passage:
        opening, closing = _MARKS[segment.role]
        yield f"{opening}{segment.text}{closing}"


def _heads(one: Comparison, source: str) -> Iterator[str]:
    """The release with its own day, then each wording with the times at which it was seen."""
    released = f"released {one.release.date}" if one.release.date else "undated"
    yield " · ".join(filter(None, (released, source, one.release.id)))
    for revision in (one.before, one.after):
        yield f"revision {revision.number} · {seen(revision)}"


def _called(changes: Sequence[Change]) -> Iterator[tuple[str, int]]:
    yield f"{kinds(changes)}:" if changes else "Nothing is different.", -1
    telling = [one for one in enumerate(changes) if one[1].called or one[1].kind == "headline"]
    listed = [(line, number) for number, change in telling or enumerate(changes) for line in _lines(change)]
    for text, number in listed[:_CALLED]:
        yield f"  {text}", number
    if len(listed) > _CALLED:
        yield f"  … and {len(listed) - _CALLED:,} more", -1


def _lines(change: Change) -> list[str]:
    if change.kind == "headline" or not change.called:
        return [told(change)]
    return [read_out(called) for called in change.called]


def _blocks(one: Comparison) -> Iterator[DiffBlock]:
    title = merged(one.changes, "headline", one.before.title, one.after.title)
    if any(segment.role != "same" for segment in title):
        yield DiffBlock("title", tuple(_piece(one.changes, segment) for segment in title))
    segments = merged(one.changes, "body", one.before.body, one.after.body)
    # A blank between what was taken out and what was put in its place keeps sentences apart, and is never shown.
    starts: list[int] = []
    texts: list[str] = []
    at = 0
    for before, segment in zip([None, *segments], segments, strict=False):
        if before is not None and before.role != "same" and segment.role != "same":
            texts.append(" ")
            at += 1
        starts.append(at)
        texts.append(segment.text)
        at += len(segment.text)
    text = "".join(texts)
    first = 0
    for block in blocks(text):
        while starts[first] + len(segments[first].text) <= block.start:
            first += 1
        pieces: list[Piece] = []
        for number in range(first, len(segments)):
            start = starts[number]
            if start >= block.end:
                break
            part = segments[number].text[max(0, block.start - start) : block.end - start]
            if part:
                pieces.append(_piece(one.changes, segments[number]._replace(text=part)))
        yield DiffBlock(block.kind, tuple(pieces))


def _piece(changes: Sequence[Change], segment: Segment) -> Piece:
    strong = segment.change >= 0 and changes[segment.change].kind in ("figure", "name")
    return Piece(segment.role, segment.text, segment.change, strong)
