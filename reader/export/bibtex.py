r"""Citations for BibTeX and for biblatex, in UTF-8.

Texts keep their Unicode: biblatex with biber, and BibTeX with a LaTeX since 2018, read UTF-8. What TeX or BibTeX
takes for markup is written as TeX wants it. Braces become commands, since BibTeX counts them even after a `\`;
signs of which TeX would make others (`--`, `''`, `,,`) are parted by an empty group. Addresses are verbatim
fields, where nothing may be escaped for TeX; what may not stand in one is percent-encoded (RFC 3986, section 2.1).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from reader.export.citation import Citation, cite_all
from reader.export.item import Item

if TYPE_CHECKING:
    from pybtex.database.output.bibtex import Writer

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
}
_SPECIALS = re.compile("[" + re.escape("".join(_SPECIAL)) + "]|([-',])(?=\\1)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "pt": "portuguese",
    "ru": "russian",
    "zh": "chinese",
}
"""Primary tags (BCP 47) by the names that babel, polyglossia and biblatex have for the languages."""


def bibtex(items: Iterable[Item]) -> Iterator[str]:
    """A BibTeX entry for each release, in the order given."""
    for cited in cite_all(items):
        yield _entry(cited.key, cited.author, _bibtex_fields(cited))


def biblatex(items: Iterable[Item]) -> Iterator[str]:
    """A biblatex entry for each release, in the order given (biblatex manual, section 2.2.2 on the fields)."""
    for cited in cite_all(items):
        yield _entry(cited.key, cited.author, _biblatex_fields(cited))


def _bibtex_fields(cited: Citation) -> dict[str, str]:
    day = cited.issued
    notes = (f"Accessed {cited.accessed.isoformat()}" if cited.accessed else "", cited.note)
    return {
        "title": f"{{{_tex(cited.title)}}}",
        "howpublished": _tex(cited.genre),
        "year": f"{day.year:04}" if day else "n.d.",
        "month": _MONTHS[day.month - 1] if day else "",
        "day": str(day.day) if day else "",
        "address": _tex(cited.place),
        "url": _verbatim(cited.url),
        "urldate": cited.accessed.isoformat() if cited.accessed else "",
        "language": _tex(_LANGUAGES.get(cited.language, cited.language)),
        "note": _tex(". ".join(note for note in notes if note)),
    }


def _biblatex_fields(cited: Citation) -> dict[str, str]:
    return {
        "title": f"{{{_tex(cited.title)}}}",
        "type": _tex(cited.genre),
        "date": cited.issued.isoformat() if cited.issued else "",
        "location": _tex(cited.place),
        "url": _verbatim(cited.url),
        "urldate": cited.accessed.isoformat() if cited.accessed else "",
        "language": _tex(_LANGUAGES.get(cited.language, cited.language)),
        "langid": _LANGUAGES.get(cited.language, ""),
        "note": _tex(cited.note),
    }


def _entry(key: str, author: str, fields: dict[str, str]) -> str:
    from pybtex.database import BibliographyData, Entry, Person  # noqa: PLC0415 - takes 50 ms

    # A second pair of braces makes an institution one name, whatever commas and `and` are in it.
    people = {"author": [Person(last=f"{{{_tex(author)}}}")]} if author else {}
    entry = Entry("misc", [(name, value) for name, value in fields.items() if value], people)
    written = StringIO()
    _writer().write_stream(BibliographyData({key: entry}), written)
    return f"{written.getvalue()}\n"


@lru_cache(maxsize=1)
def _writer() -> "Writer":
    from pybtex.database.output.bibtex import Writer  # noqa: PLC0415

    class Braced(Writer):  # type: ignore[misc]  # the library has no types
        """Writes fields that are escaped already, in braces, and months as the macros that styles translate."""

        def _write_field(self, stream: TextIO, name: str, value: Any) -> None:
            stream.write(f",\n    {name} = {value if name == 'month' else f'{{{value}}}'}")

    return Braced(encoding="UTF-8")


def _tex(text: str) -> str:
    return _SPECIALS.sub(lambda found: _SPECIAL.get(found[0]) or f"{found[0]}{{}}", text)


def _verbatim(url: str) -> str:
    return quote(url, safe=":/?#[]@!$&'()*+,;=%-._~")
