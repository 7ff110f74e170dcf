"""Markup within the bounds in which a tree of it costs time and memory in proportion to its length.

A parser that follows the HTML standard walks its stack of open elements at most tags, repeats unclosed formatting in
each paragraph, and compares each attribute of a tag with all before it. Markup of hostile depth takes it minutes;
browsers stop nesting at 512 elements too.
"""

import re
from collections import Counter
from typing import Final

MAX_DEPTH: Final = 400
"""Elements inside each other; one that stands deeper loses its tags and keeps its text."""
MAX_FORMATS: Final = 12
"""Formatting elements open at a time: each is opened again in every paragraph until it is closed."""
MAX_ATTRIBUTES: Final = 400
"""Attributes of a tag; the rest are dropped."""

_NAME = r"[^\s/>=][^\s/>=]*+"
_VALUE = r"""(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+)"""
_ATTRIBUTE = re.compile(rf"[\s/=]*+{_NAME}{_VALUE}?+")
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>]).*?(?:</(?P=raw)(?=[\s/>])|\Z)"
    rf"|<(?P<close>/?)(?P<name>[a-z][^\s/>]*+)(?P<attributes>(?:[\s/=]++|{_NAME}{_VALUE}?+)*+)(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)

_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
# One of these closes the one before it unless another element stands between, which counts itself.
_CLOSING_EACH_OTHER = frozenset(
    """
    p li dt dd tr td th thead tbody tfoot colgroup option optgroup html head body a rt rp
    """.split()  # noqa: SIM905
)
_FORMATS = frozenset(
    ("b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)


def shallow(markup: str) -> str:
    """The same markup without what stands too deep: linear in its length, and unchanged where nothing does.

    What is left out leaves a space, or a line end for all but formatting, so that no words grow together.
    """
    state = _State()
    kept: list[str] = []
    done = 0
    for token in _TOKEN.finditer(markup):
        name = token["name"]
        if name is None:
            continue
        start, end = token.span()
        if state.leaves_out(name.lower(), bool(token["close"])):
            kept += markup[done:start], " " if name.lower() in _FORMATS else "<br>"
            done = end
        elif end - start > MAX_ATTRIBUTES * 2:
            limit = _after_attributes(markup, *token.span("attributes"))
            if limit < token.end("attributes"):
                kept.append(markup[done:limit])
                done = token.end("attributes")
    return "".join((*kept, markup[done:])) if kept else markup


class _State:
    """How many elements of which name are open, and how many of them were left out."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.depth = 0
        self.formats = 0

    def leaves_out(self, name: str, closes: bool) -> bool:
        """Whether the tag that comes next is to go."""
        if name in _VOID or name in _CLOSING_EACH_OTHER:
            return False
        if closes:
            return self._closes(name)
        formats = name in _FORMATS
        if self.depth >= MAX_DEPTH or (formats and self.formats >= MAX_FORMATS):
            self.left_out[name] += 1
            return True
        self._count(name, 1)
        return False

    def _closes(self, name: str) -> bool:
        if self.left_out[name]:
            self.left_out[name] -= 1
            return True
        if self.open[name]:
            self._count(name, -1)
        return False

    def _count(self, name: str, more: int) -> None:
        self.open[name] += more
        self.depth += more
        self.formats += more * (name in _FORMATS)


def _after_attributes(markup: str, start: int, end: int) -> int:
    """Where the last attribute ends that a tag may have."""
    for _ in range(MAX_ATTRIBUTES):
        attribute = _ATTRIBUTE.match(markup, start, end)
        if attribute is None:
            return end
        start = attribute.end()
    return start
