"""The query grammar. NOT binds tightest, then AND (written or implied), then OR.

One rule tells the command line from the bar. On the command line (`live=False`) a query that is not
finished is refused; in the bar it is being typed, so that what is missing counts as closed or absent.
"""

import datetime as dt
from dataclasses import dataclass

from reader.errors import UsageError
from reader.query import terms, values
from reader.query.nodes import And, Everything, Node, Not, Or, Order, Query, Tag, TextLeaf
from reader.query.shapes import DAY, NAME, NEAR, OPERATORS, QUOTED, WORD, shape, tag_end, unquoted

LONGEST = 10_000
"""Characters in a query."""
DEEPEST = 50
"""Groups and negations inside each other: the tree is walked recursively by everyone."""

MOST_HINTS = 3
"""Sentences on one query: more are not read."""


@dataclass(frozen=True, slots=True)
class Part:
    """An operand as it stands in the text, sign, field and brackets included."""

    start: int
    end: int
    node: Node | None = None
    """None: it says nothing (`&`), is unfinished, or is an order."""
    order: Order | None = None
    parts: tuple["Part", ...] = ()
    """Of a group: the operands that must all be fulfilled; none when OR stands between them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A word of the text that is looked for, without its field and without `=`, `*` or `~`."""

    start: int
    end: int
    leaf: TextLeaf


@dataclass(frozen=True, slots=True)
class Reading:
    """A query, and where in its text each part of it stands."""

    query: Query
    parts: tuple[Part, ...]
    """The operands that must all be fulfilled; none when the top level is an OR."""
    words: tuple[Typed, ...]
    closers: str
    """The quotation mark and brackets that are missing at the end."""


def parse(text: str, *, today: dt.date, live: bool = False, cursor: int | None = None) -> Query:
    """The query that `text` writes; `live` while it is being typed, at `cursor` or at the end of the text.

    Raises UsageError, and nothing else, with a sentence that says what is wrong, where, and what to write.
    """
    return read(text, today=today, live=live, cursor=cursor).query


def read(text: str, *, today: dt.date, live: bool = False, cursor: int | None = None) -> Reading:
    """`parse`, with the places in the text."""
    if len(text) > LONGEST:
        raise UsageError(f"The query has {len(text):,} characters; at most {LONGEST:,} are read. Shorten it.")
    parser = _Parser(text, today, live, len(text) if cursor is None else cursor)
    parts = parser.everything()
    root = _join(And, [part.node for part in parts])
    if root is None:
        if text.strip() and not live and parser.order is None:
            raise UsageError(f"There is nothing to look for in “{text.strip()[:40]}”. Write a word.")
        root = Everything()
    query = Query(text, root, tuple(parser.hints), parser.order)
    whole = parts[0].parts if len(parts) == 1 else ()
    return Reading(query, whole, tuple(parser.words), "".join(parser.closers))


def _join(kind: type[And] | type[Or], nodes: list[Node | None]) -> Node | None:
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, And | Or) and isinstance(node, kind):
            flat.extend(node.nodes)
        elif node is not None:
            flat.append(node)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


class _Parser:
    """Recursive descent over the text."""

    def __init__(self, text: str, today: dt.date, live: bool, cursor: int) -> None:
        self.text = text
        self.shape = shape(text)
        self.today = today
        self.live = live
        self.cursor = cursor
        self.at = 0
        self.hints: list[str] = []
        self.unknown: set[str] = set()
        self.words: list[Typed] = []
        self.closers: list[str] = []
        self.order: Order | None = None

    def everything(self) -> list[Part]:
        """The groups that stray closing brackets part the text into: one, unless it is being typed."""
        parts: list[Part] = []
        while self._more():
            if self._peek() == ")":
                self._unfinished("The bracket at character {at} closes nothing: remove it.")
                self.at += 1
            else:
                parts.append(self._either(None, 0))
        return parts

    def _either(self, field: str | None, depth: int) -> Part:
        start = self.at
        unordered = self.order is None
        options = [self._all(field, depth)]
        while self._more() and self._operator() == "OR":
            at = self.at
            self.at += 2
            options.append(self._all(field, depth))
            if not options[-2] or not options[-1]:
                self._unfinished("OR at character {at} needs a word on both sides: add it, or remove OR.", at)
        said = [option for option in options if option]
        if unordered and self.order and len(said) > 1 and depth == 0:
            raise UsageError(
                "sort: orders the whole query and cannot stand beside an OR. Put brackets round the rest: (a OR b)"
                f" sort:{self.order}."
            )
        node = _join(Or, [_join(And, [part.node for part in option]) for option in said])
        return Part(start, self.at, node, parts=tuple(said[0]) if len(said) == 1 else ())

    def _all(self, field: str | None, depth: int) -> list[Part]:
        """Parts that must all be fulfilled, up to OR or a closing bracket."""
        found: list[Part] = []
        pending: int | None = None
        while self._more() and self._peek() != ")":
            operator = self._operator()
            if operator == "OR":
                break
            if operator == "AND":
                if pending is not None or not found:
                    self._dangling_and(self.at)
                pending = self.at
                self.at += 3
            else:
                found.append(self._operand(field, depth))
                pending = None
        if pending is not None:
            self._dangling_and(pending)
        return found

    def _dangling_and(self, at: int) -> None:
        self._unfinished("AND at character {at} needs a word on both sides: add it, or remove AND.", at)

    def _operand(self, field: str | None, depth: int) -> Part:
        at = self.at
        if depth > DEEPEST:
            raise UsageError(
                f"Over {DEEPEST} brackets or negations are nested at character {at + 1}: remove some."
            )
        if self._operator() == "NOT":
            self.at += 3
            if not self._more() or self._peek() == ")" or self._operator() in ("OR", "AND"):
                self._unfinished("NOT at character {at} needs a word after it: add it, or remove NOT.", at)
                return Part(at, at + 3)
            return self._negated(at, field, depth)
        match self._peek():
            case "-" if self._denies():
                self.at += 1
                return self._negated(at, field, depth)
            case "(":
                return self._group(at, field, depth)
            case _:
                return self._term(field, depth)

    def _denies(self) -> bool:
        following = self.shape[self.at + 1 : self.at + 2]
        return bool(following) and not following.isspace() and following != ")"

    def _negated(self, start: int, field: str | None, depth: int) -> Part:
        part = self._operand(field, depth + 1)
        return Part(start, self.at, None if part.node is None else Not(part.node))

    def _group(self, start: int, field: str | None, depth: int) -> Part:
        at = self.at
        self.at += 1
        if self._more() and self._peek() == ")":
            self._unfinished("Nothing stands in the brackets at character {at}: write a word in them.", at)
            self.at += 1
            return Part(start, self.at)
        inner = self._either(field, depth + 1)
        if self._more():
            self.at += 1
        else:
            self.closers.append(")")
            self._unfinished("The bracket at character {at} is not closed: add ) where the group ends.", at)
        return Part(start, self.at, inner.node, parts=inner.parts)

    def _term(self, field: str | None, depth: int) -> Part:
        """A word, a phrase, or a field with what stands after it."""
        at = self.at
        if self._peek() != '"' and (name := NAME.match(self.shape, at)):
            known = name[1].lower()
            if known in values.FIELDS:
                self.at = name.end()
                return self._field(known, at, depth)
            if self.text[name.end() : name.end() + 1] not in ("", "/"):
                self._hint_at_field(name[1])
        return self._leaf(field, at)

    def _field(self, name: str, at: int, depth: int) -> Part:
        """What stands after `name:`."""
        following = self.shape[self.at : self.at + 1]
        if not following or following.isspace() or following == ")":
            return self._empty(name, at)
        if name == "sort":
            return self._sort(at, depth)
        return self._group(at, name, depth) if following == "(" else self._leaf(name, at)

    def _sort(self, at: int, depth: int) -> Part:
        if depth:
            raise UsageError(
                f"sort: at character {at + 1} stands within brackets or after a minus sign, but it orders the whole"
                " query: write it outside of them."
            )
        if self.order:
            raise UsageError(f"sort: at character {at + 1} is the second one: remove one of them.")
        if self._peek() == "(":
            raise UsageError(f"sort: at character {at + 1} takes one word: write sort:date.")
        value, _ = self._value("sort")
        if not value.strip():
            return self._empty("sort", at)
        self.order = values.order(value.strip())
        return Part(at, self.at, order=self.order)

    def _leaf(self, field: str | None, at: int) -> Part:
        if field not in values.TEXT_FIELDS:
            return self._condition(field or "", at)
        if self._peek() == '"':
            node: Node | None = self._phrase(field)
        else:
            node = self._word(field)
        return self._empty(field, at) if node is None and field else Part(at, self.at, node)

    def _condition(self, name: str, at: int) -> Part:
        value, quoted = self._value(name)
        if quoted and self.shape[self.at : self.at + 1] == "~":
            raise UsageError(f"~ at character {self.at + 1} belongs after text, not after {name}: remove it.")
        node = values.condition(name, value, quoted=quoted, today=self.today)
        return self._empty(name, at) if node is None else Part(at, self.at, node)

    def _value(self, name: str) -> tuple[str, bool]:
        """What is written after a field that is not for text, and whether in quotation marks."""
        at = self.at
        quoted = self._peek() == '"'
        pattern = DAY if name in values.DAY_FIELDS else QUOTED if quoted else WORD
        found = pattern.match(self.shape, at)
        self.at = found.end() if found else at + 1
        whole = self.shape[at : self.at]
        if whole.count('"') % 2:
            self.closers.append('"')
            self._unfinished('A quotation mark after character {at} is not closed: add " at its end.', at)
        if pattern is DAY:
            return whole.replace('"', ""), quoted
        return unquoted(self.text[at : self.at]) if quoted else self.text[at : self.at], quoted

    def _phrase(self, field: str | None) -> TextLeaf | None:
        at = self.at
        end = self.shape.find('"', at + 1)
        closed = end >= 0
        if not closed:
            self.closers.append('"')
            self._unfinished('The quotation mark at character {at} is not closed: add " at its end.', at)
            end = len(self.text)
        value = self.text[at + 1 : end]
        self.at = end + closed
        live = self.live and not closed and self.at == self.cursor and not value[-1:].isspace()
        near = NEAR.match(self.shape, self.at) if closed else None
        distance = None
        if near:
            self.at = near.end()
            distance = terms.distance(near[1], near.start() + 1)
            if distance is None:
                self._unfinished('~ at character {at} needs a number: "free trade"~5.', near.start())
        return terms.phrase(value, values.TEXT_FIELDS[field], distance, live=live)

    def _word(self, field: str | None) -> Node | None:
        at = self.at
        found = WORD.match(self.shape, at)
        self.at = found.end() if found else at + 1
        word = self.shape[at : self.at]
        if field is None and word == "*":
            return Everything()
        if field is None and (end := tag_end(word)):
            return Tag(self.text[at + 1 : at + end])
        if word.strip("=") == "" and self.shape[self.at : self.at + 1] == "(":
            raise UsageError(
                f"= at character {at + 1} stands before one word, not before brackets: write =word."
            )
        live = self.live and self.at == self.cursor
        leaf, start, end = terms.word(self.text[at : self.at], values.TEXT_FIELDS[field], live=live)
        if leaf:
            self.words.append(Typed(at + start, at + end, leaf))
            self._hint(terms.hint(word))
        return leaf

    def _hint_at_field(self, name: str) -> None:
        if name not in self.unknown:  # the nearest of all fields is looked for once
            self.unknown.add(name)
            if len(self.hints) < MOST_HINTS:
                self.hints.append(values.unknown_field(name))

    def _hint(self, sentence: str | None) -> None:
        if sentence and len(self.hints) < MOST_HINTS and sentence not in self.hints:
            self.hints.append(sentence)

    def _empty(self, name: str, at: int) -> Part:
        self._unfinished(f"{name}: at character {{at}} has nothing after it: add it, or remove {name}:", at)
        return Part(at, self.at)

    def _unfinished(self, sentence: str, at: int | None = None) -> None:
        """Complain on the command line; in the bar the rest is still to be typed."""
        if not self.live:
            raise UsageError(sentence.format(at=(self.at if at is None else at) + 1))

    def _more(self) -> bool:
        """Move to the next character that is no space; whether there is one."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)

    def _peek(self) -> str:
        return self.shape[self.at]

    def _operator(self) -> str | None:
        found = WORD.match(self.shape, self.at)
        return found[0] if found and found[0] in OPERATORS else None
