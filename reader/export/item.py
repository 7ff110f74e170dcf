"""What an export is given, and what it answers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reader.model import Note, Release, Revision, Source

ParagraphKind = Literal["heading", "item", "paragraph"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of a wording as it is laid out for reading."""

    kind: ParagraphKind
    text: str
    """As the source wrote it; an enumeration's own sign is part of it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One release with all that its exported file says."""

    release: Release
    revision: Revision
    """The wording exported: the current one."""
    source: Source
    paragraphs: tuple[Paragraph, ...]
    """The wording's text, laid out by the caller; joined, it is the body up to white space."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was written, or would be."""

    id: str
    path: Path
    diff: str = ""
    """What would change, as a unified diff; filled in by a dry run only."""


@dataclass(frozen=True, slots=True)
class ExportProblem:
    """A file, or a part of it, that was left alone."""

    id: str | None
    """Of the release; None where the file holds more than one."""
    path: Path
    reason: str
    """A sentence that can be shown as it stands."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export did, release by release, in the order given.

    A file of which one part was left alone and another rewritten is among `updated` and `conflicts`. Of a file that
    holds many releases each of them is written, updated or unchanged as the file is.
    """

    written: tuple[ExportedFile, ...] = ()
    """New files."""
    updated: tuple[ExportedFile, ...] = ()
    unchanged: tuple[ExportedFile, ...] = ()
    conflicts: tuple[ExportProblem, ...] = ()
    """Changed by hand since the last export."""
    failed: tuple[ExportProblem, ...] = ()
    """Could not be read or written."""
    diff: str = ""
    """What would change in the one file of all releases, as a unified diff; filled in by a dry run only."""
