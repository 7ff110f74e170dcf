"""Citations in RIS, which reference managers exchange.

The format has no type for press releases that Zotero and Mendeley know. `RPRT` is the one of which all of them,
and EndNote, take the place, the kind of text (M3), the day, the address and the day of access.

The author is the institution's name as it is spelled. RIS knows no escape for a comma in a name: EndNote wants two,
Zotero takes what follows for a given name whatever is written, and a name with other characters would be wrong in all
of them. CSL-JSON and BibTeX carry such a name as one.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.export.citation import Citation, cite_all
from reader.export.item import Item

if TYPE_CHECKING:
    from rispy import RisWriter


def ris(items: Iterable[Item]) -> Iterator[str]:
    """A RIS record for each release, in the order given, with an empty line after it."""
    for cited in cite_all(items):
        yield f"{_writer().formats([_record(cited)])}\n"


def _record(cited: Citation) -> dict[str, str | list[str]]:
    # The author is not named again as the publisher: managers would print it twice.
    values: dict[str, str | list[str]] = {
        "type_of_reference": "RPRT",
        "id": cited.key,
        "authors": [cited.author] if cited.author else [],
        "title": cited.title,
        "type_of_work": cited.genre,
        "year": f"{cited.issued.year:04}" if cited.issued else "",
        "date": _date(cited.issued),
        "place_published": cited.place,
        "urls": [cited.url] if cited.url else [],
        "access_date": _date(cited.accessed),
        "language": cited.language,
        "database_provider": "PressReader",
        "notes": [cited.note] if cited.note else [],
    }
    return {name: value for name, value in values.items() if value}


def _date(day: date | None) -> str:
    return f"{day.isoformat().replace('-', '/')}/" if day else ""


@lru_cache(maxsize=1)
def _writer() -> "RisWriter":
    from rispy import RisWriter  # noqa: PLC0415

    class Unnumbered(RisWriter):  # type: ignore[misc]  # the library has no types
        """Writes no number before a record, which is no part of the format."""

        def set_header(self, count: int) -> str:  # noqa: ARG002
            return ""

    return Unnumbered()
