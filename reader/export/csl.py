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
_TOKENS = {"author": "\ue000a", "title": "\ue000t", "publisher-place": "\ue000p", "URL": "\ue000u"}
"""What the processor lays out in place of a text: letters that mean nothing to it."""
_TOKEN = re.compile("(\ue000[atpu])([.]?)")
_ENDS = (".", "?", "!", "。", "？", "！")


def items(items: Iterable[Item]) -> list[dict[str, Any]]:
    """The releases as CSL-JSON has references, each once, in the order given."""
    return [_json(cited) for cited in cite_all(items)]


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
        "publisher-place": cited.place,
        "URL": cited.url,
    }
    given = {_TOKENS[name]: text for name, text in texts.items() if text}
    names = tuple(name for name, text in texts.items() if text)
    laid_out = _laid_out(names, cited.genre, cited.note, cited.issued, cited.accessed)

    def fill(found: re.Match[str]) -> str:
        text, stop = given[found[1]], found[2]
        return text if text.endswith(_ENDS) else text + stop

    return _TOKEN.sub(fill, laid_out)


@lru_cache(maxsize=4096)
def _laid_out(
    names: tuple[str, ...], genre: str, note: str, issued: date | None, accessed: date | None
) -> str:
    """A reference with tokens for its texts.

    The processor reads markup in texts and drops one of two equal signs where texts meet, so it never sees ours;
    what is left is so much alike that few layouts serve a whole library.
    """
    from citeproc import Citation as Cited  # noqa: PLC0415
    from citeproc import CitationItem, CitationStylesBibliography, formatter  # noqa: PLC0415 - takes 50 ms
    from citeproc.source.json import CiteProcJSON  # noqa: PLC0415

    reference = {"id": "it", "type": _TYPE, "genre": genre, "note": note}
    reference |= {name: _TOKENS[name] for name in names if name != "author"}
    dates = {"issued": _date(issued), "accessed": _date(accessed)}
    people = {"author": [{"literal": _TOKENS["author"]}]} if "author" in names else {}
    known = {name: value for name, value in (reference | dates | people).items() if value}
    bibliography = CitationStylesBibliography(_style(), CiteProcJSON([known]), formatter.plain)
    bibliography.register(Cited([CitationItem("it")]))
    return "".join(map(str, bibliography.bibliography()))


@lru_cache(maxsize=1)
def _style() -> "CitationStylesStyle":
    from citeproc import CitationStylesStyle  # noqa: PLC0415

    # Checking the style against its schema takes longer than all else; the tests do it.
    return CitationStylesStyle(str(citation_style()), validate=False)
