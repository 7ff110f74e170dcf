"""What the user typed -> a tree of conditions, or a sentence saying what is wrong.

nodes.py   the tree, how it is written back, and what is asked of it
dates.py   what may stand after `date:`, `after:` and `before:`
parse.py   the grammar, for the command line and for a bar that is being typed in
"""

from reader.query.nodes import (
    And,
    Category,
    Days,
    Everything,
    Field,
    Has,
    Is,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    SourceIs,
    TextLeaf,
    Word,
    has_text,
    is_text,
    leaves,
    render,
    text_leaves,
)
from reader.query.parse import parse

__all__ = [
    "And",
    "Category",
    "Days",
    "Everything",
    "Field",
    "Has",
    "Is",
    "Leaf",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "SourceIs",
    "TextLeaf",
    "Word",
    "has_text",
    "is_text",
    "leaves",
    "parse",
    "render",
    "text_leaves",
]
