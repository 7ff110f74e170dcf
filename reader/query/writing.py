"""A tree written back in the query grammar."""

from calendar import monthrange

from reader.query.nodes import (
    And,
    Category,
    Condition,
    Days,
    Everything,
    Exact,
    Has,
    IdIs,
    Is,
    Language,
    Like,
    Misspelt,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Saved,
    Seen,
    SourceIs,
    Tag,
    TextLeaf,
    Word,
)
from reader.query.shapes import tagged
from reader.query.values import written


def render(node: Node) -> str:
    """The node in the query grammar, such that it parses to the same node (a live word as a plain one)."""
    match node:
        case Not(inner):
            return "-" + (f"({render(inner)})" if isinstance(inner, And | Or) else render(inner))
        case And(nodes):
            return " ".join(f"({render(one)})" if isinstance(one, Or) else render(one) for one in nodes)
        case Or(nodes):
            return " OR ".join(map(render, nodes))
        case Everything():
            return "*"
        case Word() | Exact() | Misspelt() | Prefix() | Phrase() | Near():
            return f"{node.field}:{_text(node)}" if node.field else _text(node)
        case _:
            return _condition(node)


def _text(leaf: TextLeaf) -> str:
    match leaf:
        case Word(text):
            return text
        case Exact(text):
            return f"={text}"
        case Misspelt(text):
            return f"{text}~"
        case Prefix(text):
            return f"{text}*"
        case Phrase(text):
            return f'"{text}"'
        case Near(text, distance):
            return f'"{text}"~{distance}'


def _condition(leaf: Condition | Like | Saved) -> str:  # noqa: PLR0911 - one for each kind
    match leaf:
        case Category(text):
            return f"category:{_category(text)}"
        case SourceIs(name):
            return f"source:{written(name)}"
        case IdIs(name):
            return f"id:{name}"
        case Language(tag):
            return f"lang:{tag}"
        case Tag(name):
            return tagged(name) or f"tag:{written(name)}"
        case Days(first, last):
            return f"date:{_days(first, last)}"
        case Seen(first, last):
            return f"seen:{_days(first, last)}"
        case Is(state):
            return f"is:{state}"
        case Has(what):
            return f"has:{what}"
        case Like(name):
            return f"like:{name}"
        case Saved(name):
            return f"search:{written(name)}"


def _category(text: str | None) -> str:
    if text is None:
        return "none"
    return f'"{text}"' if text.casefold() == "none" else written(text)


def _days(first: str | None, last: str | None) -> str:
    """A day, a whole month or a whole year as such; else both ends."""
    if first is None or last is None:
        return f"{first or ''}..{last or ''}"
    if first == last:
        return first
    if first.endswith("-01-01") and last == f"{first[:4]}-12-31":
        return first[:4]
    if first.endswith("-01") and last == f"{first[:8]}{monthrange(int(first[:4]), int(first[5:7]))[1]}":
        return first[:7]
    return f"{first}..{last}"
