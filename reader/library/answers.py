"""What is asked of a search and what it answers; apart from the search, which takes long to load."""

from dataclasses import dataclass, field

from reader import query


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the text as typed, and the query of the view that stays in force beside it."""

    text: str
    view: str = ""
    live: bool = False
    """The text is still being typed: its last word may be the beginning of one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, with the question it answers."""

    question: Question
    root: query.Node = field(default_factory=query.Everything)
    """The whole condition, view included."""
    numbers: list[int] = field(default_factory=list)
    """Row numbers, newest first: all of them where `complete`, else the first."""
    complete: bool = True
    total: int | None = None
    """How many there are; None while that is not counted."""
    pending: int = 0
    """Releases that the index does not know yet."""
    took_ms: float = 0.0
    hints: tuple[str, ...] = ()
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
