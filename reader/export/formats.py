"""The formats of an export: what each is for, and what makes its text."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reader.export.item import Item


@dataclass(frozen=True, slots=True)
class Format:
    """One format."""

    description: str
    """What it is, in a few words that can follow its name."""
    ending: str
    """What the name of its file ends in; empty where a folder is written."""
    text: Callable[[Iterable[Item]], Iterator[str]] | None = None
    """Makes its text, in pieces; None where that takes more than the items."""
    encoding: str = "utf-8"
    """Of its file. A pipe is always given UTF-8."""
    laid_out: bool = False
    """It needs the paragraphs of the texts."""


def _csv(items: Iterable[Item]) -> Iterator[str]:
    from reader.export.tables import csv_text  # noqa: PLC0415 - each format loads its own libraries

    return csv_text(items)


def _csl(items: Iterable[Item]) -> Iterator[str]:
    from reader.export.csl import dump  # noqa: PLC0415

    return dump(items)


def _bibtex(items: Iterable[Item]) -> Iterator[str]:
    from reader.export.bibtex import bibtex  # noqa: PLC0415

    return bibtex(items)


def _biblatex(items: Iterable[Item]) -> Iterator[str]:
    from reader.export.bibtex import biblatex  # noqa: PLC0415

    return biblatex(items)


def _ris(items: Iterable[Item]) -> Iterator[str]:
    from reader.export.ris import ris  # noqa: PLC0415

    return ris(items)


def _apa(items: Iterable[Item]) -> Iterator[str]:
    from reader.export.csl import apa  # noqa: PLC0415
    from reader.export.escape import one_line  # noqa: PLC0415

    for item in items:
        yield from (f"{one_line(reference)}\n" for reference in apa([item]))


FORMATS = {
    "md": Format("Markdown, one file for each release; keeps what you write there", "", laid_out=True),
    "digest": Format("one Markdown document for a briefing, with notes and references", ".md", laid_out=True),
    "rewordings": Format("one Markdown document of what was reworded, with the words around it", ".md"),
    "jsonl": Format("one JSON document a line, with all that `import` takes back", ".jsonl"),
    # Without the mark Excel takes the file for one in the old code page; pandas and LibreOffice know it.
    "csv": Format("a table for spreadsheets, one row for each release", ".csv", _csv, "utf-8-sig"),
    "csl": Format("citations as CSL-JSON, for Zotero and Pandoc", ".json", _csl),
    "bibtex": Format("citations for BibTeX", ".bib", _bibtex),
    "biblatex": Format("citations for biblatex", ".bib", _biblatex),
    "ris": Format("citations as RIS, for reference managers", ".ris", _ris),
    "apa": Format("citations as plain text in the manner of APA, one a line", ".txt", _apa),
}
"""Every format by the name that `--format` takes."""
