"""Releases and their notes -> files for other programs.

item.py        what an export is given and answers       markdown.py    the export to a folder, and its report
document.py    what a file should contain                citation.py    publisher, place, key and citation
escape.py      plain text -> Markdown                    names.py       file names
blocks.py      code and raw HTML in Markdown
merge.py       a new text, or an old one up to date      files.py       finding and writing files
frontmatter.py, properties.py, tags.py, regions.py, hashes.py, edit.py  the parts of a merge
formats.py     the formats by name                       single.py      one file of many releases, safely
digest.py, within.py, dates.py  the briefing             preview.py     what a file would change by
tables.py      CSV                                       records.py     lines that `import` takes back
csl.py, bibtex.py, ris.py       citations for reference managers
"""

from reader.export.item import ExportedFile, ExportProblem, ExportReport, Item, Paragraph
from reader.export.markdown import export_markdown

__all__ = ["ExportProblem", "ExportReport", "ExportedFile", "Item", "Paragraph", "export_markdown"]
