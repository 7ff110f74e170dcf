"""What the index holds of a release, and how Whoosh stores it.

Fields are given their terms ready made: the analyser runs once for a release, not once for a field.
"""

from array import array
from dataclasses import dataclass
from typing import Any

from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Format

from reader.index.analyser import paired, postings

FORMAT = 3
"""Raised whenever what is stored changes: older indexes are then rebuilt."""
WORDING_GAP = 256
"""Positions left free between two wordings, so that neither a phrase nor a neighbourhood spans them."""
SHORT = 3
"""Letters up to which the beginnings of words are terms of their own."""
TITLE, BODY, STARTS, INITIALS = "title", "body", "starts", "initials"

_SMALL, _LARGE = "H", "I"


@dataclass(frozen=True, slots=True)
class Document:
    """A release as the index sees it."""

    number: int
    """Row of the release."""
    place: int
    """Where it stands in the order by date: larger is newer."""
    wordings: tuple[tuple[str, str], ...]
    """Title and body of every revision, the oldest first."""


class Positions(Format):  # type: ignore[misc]
    """Term positions as an array of machine integers: packed and unpacked without a loop in Python."""

    @staticmethod
    def encode(positions: list[int]) -> bytes:
        if positions[-1] < 1 << 16:
            return array(_SMALL, positions).tobytes()
        return b"\0" + array(_LARGE, positions).tobytes()

    @staticmethod
    def decode_positions(value: bytes) -> "array[int]":
        if len(value) % 2:
            return array(_LARGE, value[1:])
        return array(_SMALL, value)


class Terms(FieldType):  # type: ignore[misc]
    """A field of terms and their positions."""

    def __init__(self) -> None:
        super().__init__(Positions(), None)


class Flags(FieldType):  # type: ignore[misc]
    """A field of terms that a document has or has not."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)


def schema() -> Any:
    """The schema, always made by us: the one that an index carries is never unpickled."""
    return Schema(
        **{
            TITLE: Terms(),
            BODY: Terms(),
            STARTS: Flags(),
            INITIALS: Terms(),
        }
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What the index holds of a document."""

    positions: dict[str, dict[str, list[int]]]
    """By field and term."""
    starts: set[str]
    """The beginnings of its words, for prefixes of which the lexicon holds too many."""
    lengths: dict[str, int]
    """By field: how many terms its wordings have, each character and each pair of those written without
    spaces counting one."""


def content(document: Document) -> Content:
    """Analyse a document.

    `INITIALS` has the positions of words by their first letter, for a word that is still being typed after
    others (`K-b`).
    """
    title: dict[str, list[int]] = {}
    body: dict[str, list[int]] = {}
    title_at = body_at = 0
    for headline, text in document.wordings:
        title_at += postings(headline, title_at, title) + WORDING_GAP
        body_at += postings(text, body_at, body) + WORDING_GAP
    starts: set[str] = set()
    initials: dict[str, list[int]] = {}
    for field, terms in ((TITLE, title), (BODY, body)):
        mark = field[0]
        words = [mark + term for term in terms if not paired(term)]
        for length in range(1, SHORT + 1):
            starts.update([word[: length + 1] for word in words])
        for word in words:
            initials.setdefault(word[:2], []).extend(terms[word[1:]])
    for positions in initials.values():
        positions.sort()
    lengths = {TITLE: sum(map(len, title.values())), BODY: sum(map(len, body.values()))}
    return Content({TITLE: title, BODY: body, INITIALS: initials}, starts, lengths)


def start_term(field: str, start: str) -> str:
    """The term that stands for a beginning of words in one field."""
    return field[0] + start
