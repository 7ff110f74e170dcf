"""The ministry's site: a page of a board's list, and the page of one release -> releases.

Firm is what was seen in saved pages: the script call that opens an entry, the label of the day, the paths of boards,
releases and attachments. Class names come second: where the known one is missing, similar names are tried, then what an
element holds decides. The list shows the text of a release with its paragraphs run together and often cut; its own
page has it whole. Both are read without list marks and footnotes, so that they differ in white space alone and the
longer one completes the shorter.

Identity is the pair of board and number, because a number may repeat on another board. Both come from the address;
where a saved page does not tell it, from the page's hidden inputs. The pages of one topic (`/eng/12/topics/1`) name no
board: unless the page itself does, their entries have no identifier, and their addresses are those on the board of
all topics, which is a guess.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from reader.ingest import decoding, html
from reader.ingest.clean import clean_line
from reader.ingest.documents import Document, Found
from reader.ingest.language import language
from reader.ingest.ministry_board import Entry, day_in, entries, pages
from reader.ingest.webpage import MAX_TITLE, address_of, page_title, richest
from reader.model import Attachment, Problem, Release

ORIGIN: Final = "https://english.motir.go.kr"
"""Where pages are taken to be from that do not tell."""
ALL_TOPICS: Final = "EATCL0512e0b48"
"""The board that is taken to hold the releases of all topics."""

_VIEW = re.compile(r"/article/([\w-]{1,64})/([\w-]{1,40})/view\b")
_BOARD = re.compile(r"/article/([\w-]{1,64})/?$")
# How a script puts together the address of a release: "/eng/article/EATCL…/" + id.
_SCRIPTED = re.compile(r"""/article/([\w-]{1,64})/["'`]?\s*(?:\+|\$\{)""")
_BOARD_KEY = re.compile(r"EATCL\w{1,60}")
_OPENS = re.compile(r"article\.view\(|/article/EATCL\w{1,60}/[\w-]{1,40}/view\b")
_LABEL = re.compile(r"registration\s+date", re.IGNORECASE)
_LABELLED_DAY = re.compile(
    r"registration\s+date\W{0,40}([12]\d{3}\s?[-./].{0,10})", re.IGNORECASE | re.DOTALL
)
_SIZE = re.compile(
    r"\s*[\[(]\s*([0-9][0-9,]{0,12}(?:\.[0-9]{1,4})?)\s*(bytes?|[kmg]?i?b)\s*[\])]\s*$", re.IGNORECASE
)
_UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_TYPES = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain",
}
_BODIES = (
    ".detail-cont .mViewerContents",
    ".detail-cont",
    ".mViewerContents",
    "[class*=detail-cont], [class*=detail_cont], [class*=detailCont]",
    "[class*=ViewerContents], [class*=viewerContents]",
    "[class*=view-cont], [class*=view_cont], [class*=viewCont], [class*=board-cont], [class*=bbs-cont]",
)
_TITLES = ("strong.title", ".title", "[class*=title], [class*=subject]", "[class*=tit]", "h1, h2, h3, h4")

_MOST_TITLES = 20


class _Page(NamedTuple):
    """A page that was parsed."""

    markup: str
    root: LexborNode
    url: str
    """Where it stands on the web, as far as it is known."""
    path: str
    """Of `url`."""


def recognises(document: Document) -> bool:
    """Whether a document is one of the ministry's pages, by what it holds; its host is for the caller to check."""
    markup = decoding.text(document.content, document.content_type)
    if not re.match(r"\ufeff?\s*<", markup):
        return False
    if _LABEL.search(markup) and (
        "detail-cont" in markup or "mViewerContents" in markup or "bbsSeqN" in markup
    ):
        return True
    return bool(_OPENS.search(markup)) and any(
        entry.day and entry.title for entry in entries(html.parse(markup))
    )


def read(document: Document, source: str) -> Found:
    """Find the releases of a list (`board`), or the one that has this page (`view`).

    A page that is neither, or holds no release, gives a problem that says what it holds instead.
    """
    page = _page(document)
    if _VIEW.search(page.path):
        return _read_view(page, document.url, source)
    listed = entries(page.root)
    if not listed and (_LABEL.search(page.markup) or _hidden(page, "bbsSeqN")):
        return _read_view(page, document.url, source)
    return _read_board(page, listed, document.url, source)


def _page(document: Document) -> _Page:
    markup = decoding.text(document.content, document.content_type)
    root = html.parse(markup)
    url = address_of(document.url, markup, root)
    if html.address(document.url):
        url = document.url  # a `<base>` says nothing of where the page itself stands
    try:
        path = urlsplit(url).path
    except ValueError:
        path = ""
    return _Page(markup, root, url, path)


def _read_board(page: _Page, listed: Sequence[Entry], path: str, source: str) -> Found:
    board = _board(page)
    title = page_title(page.root).split(" | ")[0]
    releases: list[Release] = []
    problems: list[Problem] = []
    for number, entry in enumerate(listed, 1):
        if not entry.title or not entry.day:
            missing = "headline" if entry.day else "day"
            reason = f"Entry {number} of this list was left out: no {missing} could be found in it."
            problems.append(Problem(path, 0, reason))
            continue
        releases.append(
            Release(
                source=source,
                title=entry.title,
                date=entry.day,
                body=entry.body,
                categories=(entry.category,) if entry.category else (),
                external_id=f"{entry.board or board}-{entry.ident}" if entry.board or board else None,
                url=_view_address(page, entry.board or board or ALL_TOPICS, entry.ident),
                language=language(entry.body or entry.title),
            )
        )
    if not releases and not problems:
        problems.append(Problem(path, 0, _nothing(page, "no list of releases")))
    place, following = pages(page.root, page.url, len(releases))
    return Found("board", title, tuple(releases), tuple(problems), pages=place, next=following)


def _read_view(page: _Page, path: str, source: str) -> Found:
    part = _body_part(page)
    attachments = _attachments(page)
    files = {node.mem_id for node in page.root.css('a[href*="/attach/"]')}
    found = html.Text("", ())
    if part is not None:
        found = html.text(part, base=page.url or ORIGIN, marks=False, without=files)
    title, day = _title(page, part), _day(page)
    if part is None or not title or not day or not (found.body or attachments):
        what = "text" if title and day else "headline" if day else "day"
        return Found("view", title, problems=(Problem(path, 0, _nothing(page, f"no release with a {what}")),))
    board, ident = _identity(page)
    release = Release(
        source=source,
        title=title,
        date=day,
        body=found.body,
        external_id=f"{board}-{ident}" if board and ident else None,
        url=_view_address(page, board, ident) if board and ident else page.url or None,
        language=language(found.body or title),
        attachments=_joined(attachments, found.links),
    )
    return Found("view", title, (release,))


def _nothing(page: _Page, what: str) -> str:
    """The sentence for a page that is not what was asked for."""
    said = page_title(page.root) or html.line(page.root.css_first("body"))
    shown = f" It says “{said[:77] + '…' if len(said) > 80 else said}”." if said else " It is empty."
    return (
        f"This page of the ministry holds {what}.{shown} Open its address in a browser, or try again later."
    )


# Where it is, and what it is called


def _board(page: _Page) -> str | None:
    """The key of the board that a list shows: from its address, else from what the page itself says."""
    if found := _BOARD.search(page.path):
        return found[1]
    hidden = _hidden(page, "bbsCdN")
    if _BOARD_KEY.fullmatch(hidden):
        return hidden
    scripted = set(_SCRIPTED.findall(page.markup))
    return scripted.pop() if len(scripted) == 1 else None


def _identity(page: _Page) -> tuple[str, str]:
    """Board and number of the release that has this page; '' for what is not known."""
    if found := _VIEW.search(page.path):
        return found[1], found[2]
    board, ident = _hidden(page, "bbsCdN"), _hidden(page, "bbsSeqN")
    return (
        (board, ident)
        if re.fullmatch(r"[\w-]{1,64}", board) and re.fullmatch(r"[\w-]{1,40}", ident)
        else ("", "")
    )


def _hidden(page: _Page, name: str) -> str:
    node = page.root.css_first(f'input[name="{name}"], input[id="{name}"]')
    return clean_line(node.attributes.get("value") or "") if node is not None else ""


def _view_address(page: _Page, board: str, ident: str) -> str | None:
    return html.address(f"/eng/article/{board}/{ident}/view", page.url or ORIGIN)


# What a release's own page holds


def _body_part(page: _Page) -> LexborNode | None:
    """The element that holds the text: one of those known, the first with text in it; else where most text stands."""
    known = [node for selector in _BODIES for node in page.root.css(selector)[:20]]
    if filled := next((node for node in known if html.line(node)), None):
        return filled
    if known:
        return known[0]
    return richest(page.root, 1) if _LABEL.search(page.markup) else None


def _title(page: _Page, part: LexborNode | None) -> str:
    """The headline: of what looks like one above the text, what the page is called too, else what is nearest."""
    called = page_title(page.root).casefold()
    above = _above(page.root, part)
    shown: list[list[str]] = []
    for selector in _TITLES:
        nodes = [node for node in page.root.css(selector) if node.mem_id in above][-_MOST_TITLES:]
        shown.append([said for node in nodes if (said := html.line(node)) and len(said) <= MAX_TITLE])
    if named := [said for each in shown for said in each if said.casefold() in called]:
        return max(named, key=len)
    if nearest := next(filter(None, shown), None):
        return nearest[-1]
    return page_title(page.root).split(" | ")[0]


def _above(root: LexborNode, part: LexborNode | None) -> set[int]:
    """The elements that end before another begins, without what stands around it and what leads elsewhere."""
    around, found = set(), set()
    here = part
    while here is not None:
        around.add(here.mem_id)
        here = here.parent
    for node in root.traverse():
        if part is not None and node.mem_id == part.mem_id:
            break
        found.add(node.mem_id)
    elsewhere = {node.mem_id for node in root.css("title, nav *, header nav, footer *, aside *")}
    return found - around - elsewhere


def _day(page: _Page) -> str | None:
    """The day that the label names, else the first one that stands alone on a line."""
    lines = html.text(page.root, marks=False).body
    if found := _LABELLED_DAY.search(lines):
        return day_in(found[1])
    alone = (day_in(line) for line in lines.split("\n") if len(line) < 40)
    return next((day for day in alone if day), None)


def _attachments(page: _Page) -> list[Attachment]:
    """The files that can be downloaded, and not their previews."""
    found: dict[str, Attachment] = {}
    links = page.root.css('a[href*="/attach/"]')
    siblings = Counter(link.parent.mem_id for link in links if link.parent is not None)
    for node in links:
        href = node.attributes.get("href") or ""
        url = html.address(href, page.url or ORIGIN) if "/attach/down/" in href else None
        if not url:
            continue
        written, around = html.line(node), node.parent
        if not _SIZE.search(written) and around is not None and siblings[around.mem_id] == 1:
            written = html.line(around) or written
        name = _SIZE.sub("", written) or clean_line(node.attributes.get("title") or "") or url
        extension = name.rpartition(".")[2].lower()
        found.setdefault(url, Attachment(name[: html.MAX_NAME], url, _TYPES.get(extension), _size(written)))
    return list(found.values())


def _size(written: str) -> int | None:
    """Bytes of a size like `[47.9 KB]` at the end of a name."""
    found = _SIZE.search(written)
    if found is None:
        return None
    return round(float(found[1].replace(",", "")) * _UNITS.get(found[2][0].lower(), 1))


def _joined(attachments: list[Attachment], links: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """Files first, then what the text links to."""
    urls = {each.url for each in attachments}
    others = [each for each in links if each.url not in urls and "/attach/viewer/" not in each.url]
    return (*attachments, *others)
