"""What is asked of a search and what it answers; apart from the search, which takes long to load."""

from dataclasses import dataclass, field
from typing import NamedTuple

from reader import query


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the text as typed, and the query of the view that stays in force beside it."""

    text: str
    view: str = ""
    live: bool = False
    """The text is still being typed: the word at `cursor` may be the beginning of one."""
    cursor: int | None = None
    """In characters from the beginning of the text; None is its end."""
    order: query.Order | None = None
    """The order wanted where the text itself names none; None is the one that suits the text."""


class Hidden(NamedTuple):
    """What conditions keep out of an answer that its words would find."""

    releases: int
    by: tuple[str, ...]
    """The conditions, as they are written."""


class Respelling(NamedTuple):
    """A word that finds nothing, and the nearest spellings that find something, the nearest first."""

    word: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, with the question it answers."""

    question: Question
    root: query.Node = field(default_factory=query.Everything)
    """The whole condition, view included, saved searches replaced by what they ask."""
    numbers: list[int] = field(default_factory=list)
    """Row numbers in their order: all of them where `complete`, else the first."""
    complete: bool = True
    total: int | None = None
    """How many there are; None while that is not counted."""
    pending: int = 0
    """Releases that the index does not know yet."""
    took_ms: float = 0.0
    hints: tuple[str, ...] = ()
    order: query.Order = "date"
    """The order they stand in."""
    scores: dict[int, float] = field(default_factory=dict)
    """How well the first hits match, by row number, where that is their order."""
    hidden: Hidden | None = None
    respellings: tuple[Respelling, ...] = ()
    """For each word that finds nothing and has near spellings; told with the complete answer."""
    shared: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """For each hit that is like another release, by row number, the words that both have."""
    objection: str | None = None
    """Why the question cannot be read, as a sentence."""
    error: str | None = None
    """Why it could not be answered, as a sentence."""
    unindexed: bool = False
    """There is no usable index: it has to be built first."""

    @property
    def has_text(self) -> bool:
        """Whether words were looked for, so that there are hits to show in a text."""
        return query.has_text(self.root)


def needs_index(root: query.Node) -> bool:
    """Whether the tables alone cannot answer."""
    return any(query.is_text(leaf) or isinstance(leaf, query.Like) for leaf in query.leaves(root))
