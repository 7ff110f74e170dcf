"""The query grammar. NOT binds tightest, then AND (written or implied), then OR.

One rule tells the command line from the bar. On the command line (`live=False`) a query that is not
finished is refused; in the bar it is being typed, so that what is missing counts as closed or absent.
"""

import datetime as dt
import re
import unicodedata

from reader.errors import UsageError
from reader.query import dates
from reader.query.nodes import (
    BELONGINGS,
    STATES,
    And,
    Category,
    Days,
    Everything,
    Field,
    Has,
    Is,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    SourceIs,
    Word,
)

LONGEST = 10_000
"""Characters in a query."""
DEEPEST = 50
"""Groups and negations inside each other: the tree is walked recursively by everyone."""
FIELDS = ("title", "body", "note", "category", "source", "date", "after", "before", "is", "has")

_TEXT_FIELDS: dict[str | None, Field] = {None: None, "title": "title", "body": "body", "note": "note"}
# One character for one, so that positions stay: what keyboards and word processors write for ours.
_SHAPES = str.maketrans("“”„‟＂－–—−（）：", '"""""----():')
_WORD = re.compile(r'[^\s()"]+')
_DAYS = ("date", "after", "before")
_DAY = re.compile(r'(?:"[^"]*(?:"|$)|[^\s()"])+')
_NAME = re.compile(r"([A-Za-z]+):")


def parse(text: str, *, today: dt.date, live: bool = False) -> Query:
    """The query that `text` writes; `live` while it is being typed.

    Raises UsageError, and nothing else, with a sentence that says what is wrong, where, and what to write.
    """
    if len(text) > LONGEST:
        raise UsageError(f"The query has {len(text):,} characters; at most {LONGEST:,} are read. Shorten it.")
    parser = _Parser(text, today, live)
    root = parser.everything()
    if root is None:
        if text.strip() and not live:
            raise UsageError(f"There is nothing to look for in “{text.strip()[:40]}”. Write a word.")
        root = Everything()
    return Query(text, root, tuple(dict.fromkeys(parser.hints)))


def _join(kind: type[And] | type[Or], nodes: list[Node | None]) -> Node | None:
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, And | Or) and isinstance(node, kind):
            flat.extend(node.nodes)
        elif node is not None:
            flat.append(node)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def _readable(text: str) -> bool:
    return any(map(str.isalnum, text))


class _Parser:
    """Recursive descent over the text; None stands for a part that says nothing (`&`, or unfinished)."""

    def __init__(self, text: str, today: dt.date, live: bool) -> None:
        self.text = text
        self.shape = text.translate(_SHAPES)
        self.today = today
        self.live = live
        self.at = 0
        self.hints: list[str] = []

    def everything(self) -> Node | None:
        parts: list[Node | None] = []
        while self._more():
            if self._peek() == ")":
                self._unfinished("The bracket at character {at} closes nothing: remove it.")
                self.at += 1
            else:
                parts.append(self._either(None, 0))
        return _join(And, parts)

    def _either(self, field: str | None, depth: int) -> Node | None:
        node, seen = self._all(field, depth)
        options = [node]
        while self._more() and self._operator() == "OR":
            at = self.at
            self.at += 2
            node, after = self._all(field, depth)
            if not seen or not after:
                self._unfinished("OR at character {at} needs a word on both sides: add it, or remove OR.", at)
            seen = after
            options.append(node)
        return _join(Or, options)

    def _all(self, field: str | None, depth: int) -> tuple[Node | None, bool]:
        """Parts that must all be fulfilled, up to OR or a closing bracket, and whether there was any."""
        found: list[Node | None] = []
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
        return _join(And, found), bool(found)

    def _dangling_and(self, at: int) -> None:
        self._unfinished("AND at character {at} needs a word on both sides: add it, or remove AND.", at)

    def _operand(self, field: str | None, depth: int) -> Node | None:
        at = self.at
        if depth > DEEPEST:
            raise UsageError(
                f"Over {DEEPEST} brackets or negations are nested at character {at + 1}: remove some."
            )
        if self._operator() == "NOT":
            self.at += 3
            if not self._more() or self._peek() == ")" or self._operator() in ("OR", "AND"):
                self._unfinished("NOT at character {at} needs a word after it: add it, or remove NOT.", at)
                return None
            return self._negated(field, depth)
        match self._peek():
            case "-" if self._denies():
                self.at += 1
                return self._negated(field, depth)
            case "(":
                return self._group(field, depth)
            case '"':
                return self._phrase(field)
            case _:
                return self._word(field, depth)

    def _denies(self) -> bool:
        following = self.shape[self.at + 1 : self.at + 2]
        return bool(following) and not following.isspace() and following != ")"

    def _negated(self, field: str | None, depth: int) -> Node | None:
        node = self._operand(field, depth + 1)
        return None if node is None else Not(node)

    def _group(self, field: str | None, depth: int) -> Node | None:
        at = self.at
        self.at += 1
        closes_at_once = self._more() and self._peek() == ")"
        node = None if closes_at_once else self._either(field, depth + 1)
        if closes_at_once:
            self._unfinished("Nothing stands in the brackets at character {at}: write a word in them.", at)
        if self._more():
            self.at += 1
        else:
            self._unfinished("The bracket at character {at} is not closed: add ) where the group ends.", at)
        return node

    def _phrase(self, field: str | None) -> Node | None:
        at = self.at
        end = self.shape.find('"', at + 1)
        closed = end >= 0
        if not closed:
            self._unfinished('The quotation mark at character {at} is not closed: add " at its end.', at)
            end = len(self.text)
        value = self.text[at + 1 : end]
        self.at = end + closed
        return self._leaf(field, value, at, quoted=True, live=not closed and not value[-1:].isspace())

    def _word(self, field: str | None, depth: int) -> Node | None:
        at = self.at
        if name := _NAME.match(self.shape, at):
            known = name[1].lower()
            if known in FIELDS:
                self.at = name.end()
                return self._value(known, at, depth)
            if self.text[name.end() : name.end() + 1] not in ("", "/"):
                self.hints.append(
                    f"“{name[0]}” is no field, so it is searched as text. Fields are {', '.join(FIELDS)}."
                )
        return self._plain(field)

    def _value(self, name: str, at: int, depth: int) -> Node | None:
        """What stands after `name:`."""
        following = self._peek() if self.at < len(self.text) else ""
        if following == "(":
            return self._group(name, depth)
        if not following or following.isspace() or following == ")":
            return self._empty(name, at)
        if name in _DAYS:
            return self._day(name)
        return self._phrase(name) if following == '"' else self._plain(name)

    def _day(self, name: str) -> Node | None:
        """A day or a range, either end of which may be quoted: `date:"last week"..today`."""
        at = self.at
        found = _DAY.match(self.shape, at)
        self.at = found.end() if found else at + 1
        if self.shape.count('"', at, self.at) % 2:
            self._unfinished('The date at character {at} has a quotation mark too few: add " at its end.', at)
        return self._condition(name, self.shape[at : self.at].replace('"', ""), at, quoted=True)

    def _plain(self, field: str | None) -> Node | None:
        at = self.at
        found = _WORD.match(self.shape, at)
        self.at = found.end() if found else at + 1
        return self._leaf(field, self.text[at : self.at], at, quoted=False, live=self.at == len(self.text))

    def _leaf(self, field: str | None, value: str, at: int, *, quoted: bool, live: bool) -> Node | None:
        if field not in _TEXT_FIELDS:
            return self._condition(field, value, at, quoted)
        if field is None and not quoted and value == "*":
            return Everything()
        if not _readable(value):
            return None if field is None else self._empty(field, at)
        where = _TEXT_FIELDS[field]
        if quoted:
            return Phrase(value, where, live=self.live and live)
        if value.endswith("*"):
            return Prefix(value.rstrip("*"), where)
        return Word(value, where, live=self.live and live)

    def _condition(  # noqa: PLR0911 - one for each field
        self, name: str | None, value: str, at: int, quoted: bool
    ) -> Node | None:
        value = value.strip()
        if not value or (name in ("category", "source") and not _readable(value)):
            return self._empty(name or "", at)
        match name:
            case "category":
                return Category(None if value.casefold() == "none" and not quoted else value)
            case "source":
                return SourceIs(value)
            case "is":
                return Is(self._one_of("is", value, STATES))
            case "has":
                return Has(self._one_of("has", value, BELONGINGS))
            case "after":
                return Days(dates.single("after", value, self.today)[0].isoformat(), None)
            case "before":
                return Days(None, dates.single("before", value, self.today)[1].isoformat())
            case _:
                return Days(*dates.span(value, self.today))

    def _one_of(self, name: str, value: str, choices: tuple[str, ...]) -> str:
        folded = unicodedata.normalize("NFKC", value).casefold()
        if folded in choices:
            return folded
        likely = [choice for choice in choices if choice.startswith(folded)] or choices
        advice = " or ".join(f"{name}:{choice}" for choice in likely)
        raise UsageError(f"{name}:{value} is not known. Write {advice}.")

    def _empty(self, name: str, at: int) -> Node | None:
        self._unfinished(f"{name}: at character {{at}} has nothing after it: add it, or remove {name}:", at)
        return None

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
        found = _WORD.match(self.shape, self.at)
        return found[0] if found and found[0] in ("AND", "OR", "NOT") else None
