"""What the user typed -> a tree of conditions, or a sentence saying what is wrong.

nodes.py       the tree, and what is asked of it
parse.py       the grammar, for the command line and for a bar that is being typed in
values.py      the fields, and what may stand after each
dates.py       what may stand after `date:`, `after:`, `before:` and `seen:`
terms.py       words and phrases, with their `=`, `*` and `~`
shapes.py      the characters that all of these look for
writing.py     a tree written back as text
edit.py        changes to a text that leave the rest of it as typed
completing.py  what can be completed at the cursor
guide.py       the cheat sheet
"""

from reader.query.completing import TypedValue, choices, completed, field_names, typed_value
from reader.query.edit import conditions, respelt, toggle, with_order
from reader.query.guide import GUIDE
from reader.query.nodes import (
    And,
    Category,
    Condition,
    Days,
    Everything,
    Exact,
    Field,
    Has,
    IdIs,
    Is,
    Language,
    Leaf,
    Like,
    Misspelt,
    Near,
    Node,
    Not,
    Or,
    Order,
    Phrase,
    Prefix,
    Query,
    Saved,
    Seen,
    SourceIs,
    Tag,
    TextLeaf,
    Word,
    has_text,
    is_text,
    leaves,
    text_leaves,
    wanted,
)
from reader.query.parse import parse
from reader.query.writing import render

__all__ = [
    "GUIDE",
    "And",
    "Category",
    "Condition",
    "Days",
    "Everything",
    "Exact",
    "Field",
    "Has",
    "IdIs",
    "Is",
    "Language",
    "Leaf",
    "Like",
    "Misspelt",
    "Near",
    "Node",
    "Not",
    "Or",
    "Order",
    "Phrase",
    "Prefix",
    "Query",
    "Saved",
    "Seen",
    "SourceIs",
    "Tag",
    "TextLeaf",
    "TypedValue",
    "Word",
    "choices",
    "completed",
    "conditions",
    "field_names",
    "has_text",
    "is_text",
    "leaves",
    "parse",
    "render",
    "respelt",
    "text_leaves",
    "toggle",
    "typed_value",
    "wanted",
    "with_order",
]
