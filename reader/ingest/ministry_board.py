"""The entries of one page of the ministry's list, and where that page stands among the others."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborNode

from reader.ingest import html
from reader.ingest.clean import clean_line
from reader.ingest.documents import Pages

PER_PAGE: Final = 8
"""Entries of a full page of the shortest list seen."""
MAX_CATEGORY: Final = 60
"""Characters that a category may have."""

MAX_ENTRIES: Final = 1000
"""Entries read of one page; the lists seen have ten."""

_CALL = re.compile(r"""\bview\w*\(\s*['"]?([\w-]{1,40})['"]?""", re.IGNORECASE)
_VIEW = re.compile(r"/article/([\w-]{1,64})/([\w-]{1,40})/view\b")
_DAY = re.compile(r"(?<![0-9])([12][0-9]{3})(?:-|[./]\s?)([0-9]{1,2})(?:-|[./]\s?)([0-9]{1,2})(?![0-9])")
_DATED = re.compile(
    r"(?<![^\W_])(?:(?:registration |posting )?date|posted|registered)?\s*:?\s*"
    r"(?<![0-9])[12][0-9]{3}[-./][0-9./ -]{3,8}\Z",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"""pageIndex=([0-9]{1,6})(?![0-9])|(?:link_?page|go_?page|page)\w*\(\s*['"]?([0-9]{1,6})(?![0-9])""",
    re.IGNORECASE,
)
_LAST = re.compile(r"last|\bend\b|>>|»|끝|마지막", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3}")
_CLIMB = 8
"""Elements around a link that may belong to its entry."""
_LISTS = frozenset(("body", "html", "ul", "ol", "tbody", "table", "main", "form"))
# What a headline or an item is decorated with; a list saved as text has none of it.
_DECORATION = "span.new, em.new, i.new, .ico-new, .icon-new, .blind, .sr-only"
_NO_CATEGORY = frozenset(("new", "hot", "notice", "pinned", "file", "attachment", "attached file", "image"))
_FORMATTING = frozenset(
    ("b", "i", "em", "strong", "u", "sub", "sup", "br", "font", "mark", "small", "q", "abbr", "cite")
)
_SEEN = frozenset(("title", "cont", "date", "category"))
_HEADINGS = frozenset(("strong", "h2", "h3", "h4", "h5", "dt"))

# Names of classes, the known one first.
_DAYS = re.compile(r"(\bdate\b)|date|\btime|day|reg")
_TITLES = re.compile(r"(\btitle\b)|title|subject|tit|subj")
_CATEGORIES = re.compile(r"(\bcategory\b)|categ|cate|topic|sort|field|badge|label|part|gubun|tag")
_SUMMARIES = re.compile(r"(\bcont\b)|cont|summary|desc|txt|text|body|info")


class Entry(NamedTuple):
    """What a list shows of one release; '' for what could not be found."""

    ident: str
    """Number on its board."""
    board: str
    """Key of the board, where the entry's link names it."""
    title: str
    body: str
    day: str
    category: str


def day_in(written: str) -> str | None:
    """The first day in a text, as ISO: `2025-12-16`, `2025.12.16`, `2025. 12. 16.`; None where there is none."""
    for found in _DAY.finditer(written):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            continue
    return None


def entries(root: LexborNode) -> list[Entry]:
    """The first `MAX_ENTRIES` entries of a list in order, each once, however many links lead to it."""
    links = dict(islice(_links(root).items(), MAX_ENTRIES))
    holders: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for ident, nodes in links.items():
        for node in nodes:
            for holder in _around(node):
                holders[holder.mem_id].add(ident)
    found = []
    for ident, nodes in links.items():
        item = _item(nodes[0], holders)
        if item is not None:
            found.append(_entry(*ident, item))
    return found


def _links(root: LexborNode) -> dict[tuple[str, str], list[LexborNode]]:
    """The elements that open a release, by its board, where they name it, and number."""
    links: defaultdict[tuple[str, str], list[LexborNode]] = defaultdict(list)
    for node in root.css("a[href], [onclick]"):
        attributes = node.attributes
        for written in (attributes.get("href") or "", attributes.get("onclick") or ""):
            if opens := _VIEW.search(written):
                links[opens[1], opens[2]].append(node)
                break
            if called := _CALL.search(written):
                links["", called[1]].append(node)
                break
    return links


def _around(node: LexborNode) -> Iterator[LexborNode]:
    """An element and those around it that may belong to the same entry."""
    here: LexborNode | None = node
    for _ in range(_CLIMB):
        if here is None or here.tag in _LISTS:
            return
        yield here
        here = here.parent


def _item(node: LexborNode, holders: dict[int, set[tuple[str, str]]]) -> LexborNode | None:
    """The smallest element around a link that holds a day, and no other entry; the largest where there is no day."""
    largest = None
    for holder in _around(node):
        if len(holders[holder.mem_id]) > 1:
            break
        largest = holder
        if day_in(html.text(holder, marks=False).body):
            break
    return largest


@dataclass(frozen=True, slots=True)
class _Piece:
    """One element's text, or a text that stands beside elements."""

    text: str
    names: str
    """Its class, and those of the elements that hold nothing else."""
    tag: str

    @property
    def line(self) -> str:
        return clean_line(self.text)

    def called(self, names: re.Pattern[str]) -> int:
        """How well its class fits: 2 as it was seen, 1 like it, 0 not at all."""
        fits = [2 if found[1] else 1 for found in names.finditer(self.names)]
        return max(fits, default=0)


def _pieces(item: LexborNode) -> Iterator[_Piece]:
    """What an entry consists of, in order."""
    decoration = {node.mem_id for node in item.css(_DECORATION)} - {item.mem_id}
    waiting: list[tuple[LexborNode, str]] = [(item, "")]
    while waiting:
        node, above = waiting.pop()
        if node.is_text_node:
            piece = _Piece(clean_line(node.text_content or ""), above, "")
        elif not node.is_element_node or node.mem_id in decoration or html.is_left_out(node):
            continue
        else:
            own = (node.attributes.get("class") or "").lower()
            children = list(node.iter(include_text=True, skip_empty=True))
            elements = [child for child in children if child.is_element_node]
            if not _is_piece(own, children, elements):
                inherited = f"{above} {own}" if len(elements) < 2 or len(children) > len(elements) else ""
                waiting.extend((child, inherited) for child in reversed(children))
                continue
            piece = _Piece(
                html.text(node, marks=False, without=decoration).body, f"{above} {own}", node.tag or ""
            )
        if piece.text:
            yield piece


def _is_piece(own: str, children: Sequence[LexborNode], elements: Sequence[LexborNode]) -> bool:
    """Whether the text of an element is one thing: it is known to be, or it is broken by formatting alone."""
    if not _SEEN.isdisjoint(own.split()):
        return True
    if len(children) == len(elements):
        return False
    return all(child.tag in _FORMATTING for child in elements)


def _entry(board: str, ident: str, item: LexborNode) -> Entry:
    pieces = list(_pieces(item))
    day = _take_day(pieces)
    titles = [piece for piece in pieces if piece.called(_TITLES)] or [
        piece for piece in pieces if piece.tag in _HEADINGS
    ]
    title = max(titles, key=lambda piece: piece.called(_TITLES), default=None)
    category = _category(pieces, title)
    rest = [piece for piece in pieces if piece not in (title, category)]
    if title is None and rest:
        title = rest.pop(0)
    body = max(rest, key=lambda piece: (piece.called(_SUMMARIES), len(piece.text)), default=None)
    return Entry(
        ident,
        board,
        title.line if title else "",
        body.text if body else "",
        day,
        category.line if category else "",
    )


def _take_day(pieces: list[_Piece]) -> str:
    """The day that an entry ends in; what says it goes, and stays as what it was where more is said."""
    fitting = [n for n, piece in enumerate(pieces) if _DATED.search(piece.text) and day_in(piece.text[-24:])]
    if not fitting:
        return ""
    chosen = max(fitting, key=lambda n: (pieces[n].called(_DAYS), n))
    piece = pieces.pop(chosen)
    left = _DATED.sub("", piece.text).rstrip()
    if left:
        pieces.insert(chosen, _Piece(left, piece.names, piece.tag))
    return day_in(piece.text[len(left) :]) or ""


def _category(pieces: Sequence[_Piece], title: _Piece | None) -> _Piece | None:
    """What is called a category, else what stands before the headline and could be one."""
    fitting = [piece for piece in pieces if piece is not title and _may_be_category(piece)]
    if named := [piece for piece in fitting if piece.called(_CATEGORIES)]:
        return max(named, key=lambda piece: piece.called(_CATEGORIES))
    before = pieces[: pieces.index(title)] if title else ()
    return next((piece for piece in before if piece in fitting), None)


def _may_be_category(piece: _Piece) -> bool:
    said = piece.line
    return (
        len(said) <= MAX_CATEGORY
        and bool(_WORD.search(said))
        and said.casefold() not in _NO_CATEGORY
        and piece.called(_SUMMARIES) != 2
    )


def pages(root: LexborNode, url: str, shown: int) -> tuple[Pages, str | None]:
    """Where a page stands among the others, and the address of the one after it, with older entries.

    `shown` is how many entries this one has. Where no link to other pages is found, a full one is taken to have another
    after it.
    """
    number = _asked(url)
    linked, last = _linked(root)
    if last is None and linked and max(linked) < number:
        last = number
    if last is not None:
        goes_on = number < last
    elif linked:
        goes_on = max(linked) > number
        last = None if goes_on else number
    else:
        goes_on = shown >= PER_PAGE
    following = _with_page(url, number + 1) if goes_on and shown else None
    return Pages(number, last), following


def _linked(root: LexborNode) -> tuple[set[int], int | None]:
    """The numbers of the pages that are linked to, and that of the one that is called the last."""
    linked: set[int] = set()
    last = None
    for node in root.css("a[href], [onclick]"):
        attributes = node.attributes
        written = f"{attributes.get('href') or ''} {attributes.get('onclick') or ''}"
        if found := _PAGE.search(written):
            number = int(found[1] or found[2])
            linked.add(number)
            image = node.css_first("img[alt]")
            alt = image.attributes.get("alt") or "" if image is not None else ""
            if _LAST.search(
                f"{attributes.get('class') or ''} {attributes.get('title') or ''} {alt} {html.line(node)}"
            ):
                last = number
    return linked, last


def _asked(url: str) -> int:
    """The number of the page that an address asks for."""
    found = re.search(r"[?&]pageIndex=([0-9]{1,6})(?![0-9])", url)
    return max(1, int(found[1])) if found else 1


def _with_page(url: str, number: int) -> str | None:
    """The same list at another page; None where its address is not known."""
    if not html.address(url):
        return None
    parts = urlsplit(url)
    query = [
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "pageIndex"
    ]
    return urlunsplit(parts._replace(query=urlencode([*query, ("pageIndex", str(number))]), fragment=""))
