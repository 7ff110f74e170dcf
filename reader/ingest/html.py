"""HTML -> text as the library stores it: one line for each paragraph, item, heading or row of a table.

What a browser hides (scripts, styles, hidden elements) and what leads elsewhere in a site (nav) is dropped; white
space is collapsed outside of `pre`; entities are decoded once, by the parser. Trees are walked without recursion, and
markup is brought within bounds before it is parsed, so that time and memory are in proportion to its length.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.ingest.aligned import MAX_COLUMNS, Table, TableCell
from reader.ingest.clean import clean_body, clean_line
from reader.ingest.shallow import shallow
from reader.model import Attachment

MAX_URL: Final = 4096
"""Characters of an address; a longer one is no link."""
MAX_NAME: Final = 300
"""Characters of a link's name."""

_DROPPED = frozenset(
    """
    script style nav head title template noscript iframe object embed applet svg canvas audio video map
    button select datalist textarea noframes noembed
    """.split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section
    summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905
)
_SPACES = re.compile("[ \t\n\f\r]+")
_INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
# Many pages write the mark of an item themselves.
_MARKED = re.compile(r"(?:[-–—•·∙▪◦○●■□◆◇▶▷※*❖❶-❿①-⑳]|\(?[0-9]{1,3}[.)])\s")
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNWRITTEN = re.compile("[\t\n\r]")


class Text(NamedTuple):
    """What HTML says."""

    body: str
    """Cleaned; a line a paragraph."""
    links: tuple[Attachment, ...]
    """The http and https addresses linked to, each once, in order."""


def parse(markup: str) -> LexborNode:
    """The root element of a page or of a piece of one, as a browser would build it. Never raises for what it holds."""
    root = LexborHTMLParser(shallow(_SURROGATES.sub("\ufffd", markup))).root
    return root if root is not None else parse("<html>")


def text(
    source: LexborNode | str,
    *,
    base: str = "",
    footnotes: bool = False,
    marks: bool = True,
    drop: frozenset[str] = frozenset(),
    without: Collection[int] = (),
) -> Text:
    """Read an element, or HTML as a string.

    `base` is what links are relative to. `footnotes` puts `[1]` after the text of a link and the addresses in lines
    at the end. `marks` writes what lists and `q` show but do not hold: "- ", "1. ", quotation marks. `drop` names
    elements that are left out besides those that never are text, `without` single ones by their `mem_id`.
    """
    root = parse(source) if isinstance(source, str) else source
    return _Reading(base, footnotes, marks, _DROPPED | drop, without).read(root)


def line(node: LexborNode | None, without: Collection[int] = ()) -> str:
    """The text of an element on one line, without marks; '' where there is none."""
    return "" if node is None else clean_line(text(node, marks=False, without=without).body)


def is_left_out(node: LexborNode, dropped: frozenset[str] = _DROPPED) -> bool:
    """Whether an element is none that a browser shows as text, or one that it hides."""
    tag = node.tag
    if tag in dropped:
        return True
    attributes = node.attributes
    if not attributes:
        return tag == "dialog"
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    return bool(style and _INVISIBLE.search(style)) or (tag == "dialog" and "open" not in attributes)


def address(href: str | None, base: str = "") -> str | None:
    """The absolute http or https address that a link means; None where it means none, or nothing outside its page.

    One with a user name is none: it leads elsewhere than it seems to (https://ministry.example@evil.example/).
    """
    written = _UNWRITTEN.sub("", href or "").strip()
    if not written or written.startswith("#") or len(written) > MAX_URL:
        return None
    try:
        whole = clean_line(urljoin(base, written)).replace(" ", "%20")
        parts = urlsplit(whole)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return whole if usable and len(whole) <= MAX_URL else None


@dataclass(slots=True)
class _Lines:
    """Lines as they grow: white space collapsed, none at their ends."""

    done: list[str]
    parts: list[str] = field(default_factory=list)
    gap: bool = False
    """A space is due before what comes next."""
    mark: str = ""
    """What stands before the next line that holds anything."""

    def add(self, text: str) -> None:
        """Text as HTML shows it."""
        collapsed = _SPACES.sub(" ", text)
        bare = collapsed.strip(" ")
        if not bare:
            self.gap = self.gap or bool(collapsed)
            return
        if self.parts and (self.gap or collapsed[0] == " "):
            self.parts.append(" ")
        self.parts.append(bare)
        self.gap = collapsed[-1] == " "

    def add_preformatted(self, text: str) -> None:
        """Text whose spaces and line ends count."""
        first, *rest = text.split("\n")
        self.parts.append(first)
        for each in rest:
            self.end()
            self.parts.append(each)

    def end(self) -> None:
        """End the line; an empty one is none."""
        if self.parts:
            whole = "".join(self.parts).rstrip()
            self.parts.clear()
            if whole:
                self.done.append(whole if self.mark and _MARKED.match(whole) else self.mark + whole)
                self.mark = ""
        self.gap = False


@dataclass(slots=True)
class _List:
    """A list that is open."""

    ordinal: int | None
    """Of the next item; None where items have bullets."""
    marked: bool


@dataclass(slots=True)
class _Link:
    """A link that is open."""

    url: str
    texts: list[str] = field(default_factory=list)


class _Reading:
    """One walk over a tree."""

    def __init__(
        self, base: str, footnotes: bool, marks: bool, dropped: frozenset[str], without: Collection[int]
    ) -> None:
        self._base = base
        self._footnotes = footnotes
        self._marks = marks
        self._dropped = dropped
        self._without = without
        self._lines = _Lines([])
        self._lists: list[_List] = []
        self._tables: list[tuple[Table, _Lines]] = []
        self._links: list[_Link | None] = []
        self._addresses: dict[str, str | None] = {}
        self._found: dict[str, Attachment] = {}
        self._notes: dict[str, int] = {}
        self._preformatted = 0

    def read(self, root: LexborNode) -> Text:
        """Walk below `root`, which is read whatever it is."""
        node, top = root, root.mem_id
        down = self._enter(node, top)
        while True:
            child = node.first_child if down else None
            if child is not None:
                node = child
                down = self._enter(node, top)
                continue
            if down:
                self._leave(node)
            while node.mem_id != top and node.next is None and node.parent is not None:
                node = node.parent
                self._leave(node)
            if node.mem_id == top or node.next is None:
                return self._finished()
            node = node.next
            down = self._enter(node, top)

    def _finished(self) -> Text:
        self._lines.end()
        lines = self._lines.done + [f"[{number}] {url}" for url, number in self._notes.items()]
        cleaned = clean_body("\n".join(lines)).split("\n")
        return Text(
            "\n".join(kept for each in cleaned if (kept := each.rstrip())), tuple(self._found.values())
        )

    def _enter(self, node: LexborNode, top: int) -> bool:
        """Read the start of a node; whether to go on inside it."""
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "")
            return False
        if tag.startswith("-") or (node.mem_id != top and self._passes_over(node)):
            return False
        if tag in _BLOCKS or tag == "br":
            self._lines.end()
        match tag:
            case "ul" | "ol" | "menu" | "dir":
                self._lists.append(_list(node, tag))
            case "li":
                self._lines.mark = self._mark(node)
            case "table":
                self._open_table()
            case "tr" if self._tables:
                self._tables[-1][0].rows.append([])
            case "td" | "th" if self._tables:
                self._open_cell(node)
            case "pre":
                self._preformatted += 1
            case "a":
                url = self._address(node.attributes.get("href"))
                self._links.append(_Link(url) if url else None)
            case "q" if self._marks:
                self._lines.add("“")
        return True

    def _leave(self, node: LexborNode) -> None:
        """Read the end of an element that was entered."""
        tag = node.tag or ""
        if tag in _BLOCKS:
            self._lines.end()
        match tag:
            case "ul" | "ol" | "menu" | "dir":
                self._lists.pop()
            case "li":
                self._lines.mark = ""
            case "table":
                self._close_table()
            case "td" | "th" if self._tables:
                self._lines = _Lines(self._tables[-1][0].caption)
            case "pre":
                self._preformatted -= 1
            case "a":
                self._close_link()
            case "q" if self._marks:
                self._lines.add("”")

    def _passes_over(self, node: LexborNode) -> bool:
        return is_left_out(node, self._dropped) or node.mem_id in self._without

    def _add(self, written: str) -> None:
        if self._links and (link := self._links[-1]):
            link.texts.append(written)
        if self._preformatted:
            self._lines.add_preformatted(written)
        else:
            self._lines.add(written)

    def _address(self, href: str | None) -> str | None:
        if href is not None and href not in self._addresses:
            self._addresses[href] = address(href, self._base)
        return self._addresses[href] if href is not None else None

    def _mark(self, node: LexborNode) -> str:
        if not self._marks:
            return ""
        inner = self._lists[-1] if self._lists else _List(None, True)
        if not inner.marked:
            return ""
        indent = "  " * (min(len(self._lists), 8) - 1)
        if inner.ordinal is None:
            return f"{indent}- "
        ordinal = _number(node.attributes.get("value"), inner.ordinal)
        inner.ordinal = ordinal + 1
        return f"{indent}{ordinal}. "

    def _open_table(self) -> None:
        if self._tables:
            self._tables[-1][0].lays_out = True
        table = Table()
        self._tables.append((table, self._lines))
        self._lines = _Lines(table.caption)

    def _open_cell(self, node: LexborNode) -> None:
        attributes = node.attributes
        columns = _number(attributes.get("colspan"), 1)
        rows = _number(attributes.get("rowspan"), 1)
        cell = TableCell(columns=max(1, min(columns, MAX_COLUMNS)), rows=max(1, min(rows, 1000)))
        table = self._tables[-1][0]
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(cell)
        self._lines = _Lines(cell.lines)

    def _close_table(self) -> None:
        table, self._lines = self._tables.pop()
        self._lines.done.extend(table.lines())

    def _close_link(self) -> None:
        link = self._links.pop()
        if link is None:
            return
        name = clean_line("".join(link.texts))
        self._found.setdefault(link.url, Attachment(name[:MAX_NAME] or link.url, link.url))
        if self._footnotes and name and name != link.url:
            number = self._notes.setdefault(link.url, len(self._notes) + 1)
            self._lines.parts.append(f" [{number}]")


def _list(node: LexborNode, tag: str) -> _List:
    marked = not _UNMARKED.search(node.attributes.get("style") or "")
    return _List(_number(node.attributes.get("start"), 1) if tag == "ol" else None, marked)


def _number(written: str | None, default: int) -> int:
    """A number as an attribute has it, within what anybody writes."""
    bare = (written or "").strip()
    return int(bare) if len(bare) <= 6 and re.fullmatch("-?[0-9]+", bare, re.ASCII) else default
