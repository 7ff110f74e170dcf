"""The tree that a query becomes. Nodes are frozen and can be keys of a dictionary."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeGuard

Field: TypeAlias = Literal["title", "body", "note"] | None
"""Where text is looked for; None is all three."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; one that holds several runs of letters (`R&D`) means them next to each other."""

    text: str
    field: Field = None
    live: bool = False
    """Still being typed: words that begin with it match as well."""


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
class Category:
    """Releases with a category of which this is a part; None: those without any."""

    text: str | None


@dataclass(frozen=True, slots=True)
class SourceIs:
    """Releases of one source."""

    key: str


@dataclass(frozen=True, slots=True)
class Days:
    """Releases published on or between two ISO days; None leaves that end open."""

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


TextLeaf: TypeAlias = Word | Prefix | Phrase
Leaf: TypeAlias = TextLeaf | Category | SourceIs | Days | Is | Has
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


def is_text(node: Node) -> TypeGuard[TextLeaf]:
    """Whether the node looks for words, so that index and notes must be asked."""
    return isinstance(node, Word | Prefix | Phrase)


def leaves(root: Node) -> Iterator[Leaf]:
    """All conditions of the tree, from left to right."""
    return (leaf for leaf, _ in _leaves(root, positive=True))


def has_text(root: Node) -> bool:
    """Whether the text index is needed to answer."""
    return any(is_text(leaf) for leaf in leaves(root))


def text_leaves(root: Node) -> tuple[TextLeaf, ...]:
    """What a match may contain, for highlighting: text that is not denied, each once."""
    wanted = (leaf for leaf, positive in _leaves(root, positive=True) if positive)
    return tuple(dict.fromkeys(leaf for leaf in wanted if is_text(leaf)))


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


def render(node: Node) -> str:  # noqa: PLR0911 - one for each kind
    """The node in the query grammar, such that it parses to the same node (a live word as a plain one)."""
    match node:
        case Word(text, field):
            return _in_field(field, text)
        case Prefix(text, field):
            return _in_field(field, f"{text}*")
        case Phrase(text, field):
            return _in_field(field, f'"{text}"')
        case Not(inner):
            return "-" + (f"({render(inner)})" if isinstance(inner, And | Or) else render(inner))
        case And(nodes):
            return " ".join(f"({render(one)})" if isinstance(one, Or) else render(one) for one in nodes)
        case Or(nodes):
            return " OR ".join(map(render, nodes))
        case Everything():
            return "*"
        case _:
            return _render_condition(node)


def _in_field(field: Field, text: str) -> str:
    return f"{field}:{text}" if field else text


def _render_condition(leaf: Category | SourceIs | Days | Is | Has) -> str:
    match leaf:
        case Category(text):
            return "category:none" if text is None else f'category:"{text}"'
        case SourceIs(key):
            return f'source:"{key}"'
        case Days(first, last):
            return f"date:{first}" if first == last else f"date:{first or ''}..{last or ''}"
        case Is(state):
            return f"is:{state}"
        case Has(what):
            return f"has:{what}"
