"""Citations for programs that speak the Citation Style Language 1.0.2, and as plain text laid out by it."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reader.export.citation import Citation, cite, cite_all
from reader.export.item import Item
from reader.resources import citation_style

if TYPE_CHECKING:
    from citeproc import CitationStylesStyle

_TYPE = "document"
"""CSL has no type for press releases. Of the catch-all ones, APA prints the full day for this one, not for `report`."""
_TEXTS = {
    "author": "\ue000a",
    "title": "\ue000t",
    "note": "\ue000n",
    "publisher-place": "\ue000p",
    "URL": "\ue000u",
}
"""What the processor lays out in place of a text: letters that mean nothing to it."""
_DAYS = {"issued": (1111, "\ue000i"), "accessed": (2222, "\ue000x")}
"""The same for the year and the day of a date; a year has to be a number, and no other number is laid out."""
_TOKEN = re.compile("(\ue000[a-z]|1111|2222)([.]?)")
_ENDS = (".", "?", "!", "。", "？", "！")


def dump(items: Iterable[Item]) -> Iterator[str]:
    """CSL-JSON as text, a reference at a time; joined, it is one JSON array."""
    before = "["
    for cited in cite_all(items):
        yield f"{before}\n{json.dumps(_json(cited), ensure_ascii=False, indent=2)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def apa(items: Iterable[Item]) -> list[str]:
    """The references of APA 7 (9.16: a text that may change is cited with the day of retrieval), one for each item.

    The place stands after the title, which APA leaves out; so does the wording read, where there is more than one.
    """
    return [_plain(cite(item)) for item in items]


def _json(cited: Citation) -> dict[str, Any]:
    # A publisher that is the author would be printed twice, and an archive as if it were one.
    values: dict[str, Any] = {
        "id": cited.key,
        "type": _TYPE,
        "author": [{"literal": cited.author}] if cited.author else None,
        "title": cited.title,
        "genre": cited.genre,
        "issued": _date(cited.issued),
        "publisher-place": cited.place,
        "URL": cited.url,
        "accessed": _date(cited.accessed),
        "language": cited.language,
        "note": cited.note,
        "source": "PressReader",
    }
    return {name: value for name, value in values.items() if value}


def _date(day: date | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


def _plain(cited: Citation) -> str:
    texts = {
        "author": cited.author,
        "title": cited.title,
        "note": cited.note.lower(),
        "publisher-place": cited.place,
        "URL": cited.url,
    }
    days = {"issued": cited.issued, "accessed": cited.accessed}
    given = {_TEXTS[name]: text for name, text in texts.items() if text}
    for name, day in days.items():
        if day:
            year, number = _DAYS[name]
            given |= {str(year): str(day.year), number: str(day.day)}
    names = tuple(name for name, text in texts.items() if text)
    months = tuple((name, day.month) for name, day in days.items() if day)

    def fill(found: re.Match[str]) -> str:
        text, stop = given[found[1]], found[2]
        return text if text.endswith(_ENDS) else text + stop

    return _TOKEN.sub(fill, _laid_out(names, months, cited.genre))


@lru_cache(maxsize=4096)
def _laid_out(names: tuple[str, ...], months: tuple[tuple[str, int], ...], genre: str) -> str:
    """A reference that has these texts, and dates in these months, with tokens for texts, years and days.

    The processor reads markup in texts and drops one of two equal signs where texts meet, so it never sees ours;
    it takes 3 ms a reference, and what is left is so much alike that few layouts serve a whole library.
    """
    from citeproc import Citation as Cited  # noqa: PLC0415 - takes 50 ms
    from citeproc import CitationItem, CitationStylesBibliography, formatter  # noqa: PLC0415
    from citeproc.source.json import CiteProcJSON  # noqa: PLC0415

    reference: dict[str, Any] = {"id": "it", "type": _TYPE, "genre": genre}
    reference |= {name: _TEXTS[name] for name in names}
    if "author" in reference:
        reference["author"] = [{"literal": reference["author"]}]
    for name, month in months:
        year, number = _DAYS[name]
        reference[name] = {"date-parts": [[year, month, number]]}
    bibliography = CitationStylesBibliography(_style(), CiteProcJSON([reference]), formatter.plain)
    bibliography.register(Cited([CitationItem("it")]))
    return "".join(map(str, bibliography.bibliography()))


@lru_cache(maxsize=1)
def _style() -> "CitationStylesStyle":
    from citeproc import CitationStylesStyle  # noqa: PLC0415

    # Checking the style against its schema takes longer than all else; the tests do it.
    return CitationStylesStyle(str(citation_style()), validate=False)
