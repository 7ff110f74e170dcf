"""The tree that a query becomes. Nodes are frozen and can be keys of a dictionary."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeGuard

Field: TypeAlias = Literal["title", "body", "note"] | None
"""Where text is looked for; None is all three."""
Order: TypeAlias = Literal["date", "old", "rank"]
"""Newest first, oldest first, best match first."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; one that holds several runs of letters (`R&D`) means them next to each other."""

    text: str
    field: Field = None
    live: bool = False
    """Still being typed: words that begin with it match as well."""


@dataclass(frozen=True, slots=True)
class Exact:
    """A word in exactly this form, without its inflections: `=steel`."""

    text: str
    field: Field = None
    live: bool = False
    """Still being typed: words that begin with it match as well."""


@dataclass(frozen=True, slots=True)
class Misspelt:
    """Words that are spelt nearly so: `semicondutor~`; `text` is without the tilde."""

    text: str
    field: Field = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so; `text` is without the star."""

    text: str
    field: Field = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """These words as written, next to each other, in one field of one wording."""

    text: str
    field: Field = None
    live: bool = False
    """Still being typed: its last word may be the beginning of one."""


@dataclass(frozen=True, slots=True)
class Near:
    """These words as written, in any order, with at most `distance` words between, in one field of one wording."""

    text: str
    distance: int
    field: Field = None


@dataclass(frozen=True, slots=True)
class Category:
    """Releases with a category of which this is a part; None: those without any."""

    text: str | None


@dataclass(frozen=True, slots=True)
class SourceIs:
    """Releases of one source, by its key or its display name."""

    name: str


@dataclass(frozen=True, slots=True)
class IdIs:
    """The release with this id."""

    id: str


@dataclass(frozen=True, slots=True)
class Language:
    """Releases in a language, by its BCP 47 primary tag: `en`, `ko`."""

    tag: str


@dataclass(frozen=True, slots=True)
class Tag:
    """Releases that the user gave this tag."""

    name: str


@dataclass(frozen=True, slots=True)
class Days:
    """Releases published on or between two ISO days; None leaves that end open."""

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Releases first seen on or between two ISO days of this computer's calendar; None leaves that end open."""

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Is:
    """Releases in a state: one of `STATES`."""

    state: str


@dataclass(frozen=True, slots=True)
class Has:
    """Releases that carry something: one of `BELONGINGS`."""

    what: str


@dataclass(frozen=True, slots=True)
class Like:
    """Releases that share telling words with the one that has this id."""

    id: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What the saved search of this name finds."""

    name: str


@dataclass(frozen=True, slots=True)
class Everything:
    """All releases."""


@dataclass(frozen=True, slots=True)
class Not:
    """All releases but those of `node`."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """Releases that fulfil all of two or more."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Releases that fulfil one of two or more."""

    nodes: tuple["Node", ...]


TextLeaf: TypeAlias = Word | Exact | Misspelt | Prefix | Phrase | Near
Condition: TypeAlias = Category | SourceIs | IdIs | Language | Tag | Days | Seen | Is | Has
"""What the library's tables answer."""
Leaf: TypeAlias = TextLeaf | Condition | Like | Saved
Node: TypeAlias = Leaf | Everything | Not | And | Or

STATES = ("bookmarked", "unread", "read", "new", "edited", "cut")
BELONGINGS = ("note",)


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was understood."""

    text: str
    """As typed."""
    root: Node
    hints: tuple[str, ...] = ()
    """Sentences on what may have been meant otherwise."""
    order: "Order | None" = None
    """The order that was asked for with `sort:`."""


def is_text(node: Node) -> TypeGuard[TextLeaf]:
    """Whether the node looks for words, so that index and notes must be asked."""
    return isinstance(node, Word | Exact | Misspelt | Prefix | Phrase | Near)


def leaves(root: Node) -> Iterator[Leaf]:
    """All conditions of the tree, from left to right."""
    return (leaf for leaf, _ in _leaves(root, positive=True))


def has_text(root: Node) -> bool:
    """Whether the text index is needed to answer."""
    return any(is_text(leaf) for leaf in leaves(root))


def text_leaves(root: Node) -> tuple[TextLeaf, ...]:
    """What a match may contain, for highlighting: text that is not denied, each once."""
    return tuple(dict.fromkeys(leaf for leaf in wanted(root) if is_text(leaf)))


def wanted(root: Node) -> Iterator[Leaf]:
    """All conditions of the tree that are not denied, from left to right."""
    return (leaf for leaf, positive in _leaves(root, positive=True) if positive)


def _leaves(node: Node, *, positive: bool) -> Iterator[tuple[Leaf, bool]]:
    match node:
        case Not(inner):
            yield from _leaves(inner, positive=not positive)
        case And(nodes) | Or(nodes):
            for child in nodes:
                yield from _leaves(child, positive=positive)
        case Everything():
            return
        case _:
            yield node, positive
