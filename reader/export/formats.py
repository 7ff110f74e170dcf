"""The formats of an export: what each is for, and what makes its text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.export.item import Item


@dataclass(frozen=True, slots=True)
class Format:
    """One format."""

    description: str
    """What it is, in a few words that can follow its name."""
    ending: str
    """What the name of its file ends in; empty where a folder is written."""
    encoding: str = "utf-8"
    """Of its file. A pipe is always given UTF-8."""


FORMATS = {
    "md": Format("Markdown, one file for each release; keeps what you write there", ""),
    "digest": Format("one Markdown document for a briefing, with notes and references", ".md"),
    "jsonl": Format("one JSON document a line, with all that `import` takes back", ".jsonl"),
    # Without the mark Excel takes the file for one in the old code page; pandas and LibreOffice know it.
    "csv": Format("a table for spreadsheets, one row for each release", ".csv", "utf-8-sig"),
    "csl": Format("citations as CSL-JSON, for Zotero and Pandoc", ".json"),
    "bibtex": Format("citations for BibTeX", ".bib"),
    "biblatex": Format("citations for biblatex", ".bib"),
    "ris": Format("citations as RIS, for reference managers", ".ris"),
    "apa": Format("citations as plain text in the manner of APA, one a line", ".txt"),
}
"""Every format by the name that `--format` takes."""

LAID_OUT = frozenset({"md", "digest"})
"""Formats that need the paragraphs of a text."""


def text(name: str, items: Iterable[Item]) -> Iterator[str]:
    """The text of a file of citations or of a table, in pieces; `name` is one of these formats."""
    match name:
        case "csv":
            from reader.export.tables import csv_text  # noqa: PLC0415 - each format loads its own libraries

            return csv_text(items)
        case "csl":
            from reader.export.csl import dump  # noqa: PLC0415

            return dump(items)
        case "bibtex":
            from reader.export.bibtex import bibtex  # noqa: PLC0415

            return bibtex(items)
        case "biblatex":
            from reader.export.bibtex import biblatex  # noqa: PLC0415

            return biblatex(items)
        case "ris":
            from reader.export.ris import ris  # noqa: PLC0415

            return ris(items)
        case "apa":
            return _references(items)
    raise ValueError(name)


def _references(items: Iterable[Item]) -> Iterator[str]:
    from reader.export.csl import apa  # noqa: PLC0415 - loads a processor of citations
    from reader.export.escape import one_line  # noqa: PLC0415

    for item in items:
        yield from (f"{one_line(reference)}\n" for reference in apa([item]))
