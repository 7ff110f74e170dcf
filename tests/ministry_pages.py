"""Pages as the ministry's site builds them, with text of our own."""

from html import escape

from reader.ingest import ministry
from reader.ingest.documents import Document, Found
from reader.model import Release

HOST = "https://english.motir.go.kr"
PRESS = "EATCLdfa319ada"
LIST = f"{HOST}/eng/article/{PRESS}"
VIEW = f"{LIST}/2480/view"

SENTENCES = (
    "The Ministry of Harbours opened an example forum on December 16.",
    "Example Cooperation Framework The two sides named 3 ports & 7 berths.",
    "“Nobody should have to guess,” said the minister.",
)
FULL = " ".join(SENTENCES)

ITEM = """<li><a href="javascript:article.view('{id}', '2');"><div class="item">{category}
  <strong class="title">{title}</strong>
  <p class="info"><span class="cont">{body}</span>
    <span class="date"><i>date</i>{day}</span></p>
</div></a></li>"""


def item(ident: int = 2480, title: str = "Example Forum Opens", body: str = FULL, category: str = "") -> str:
    shown = f'<p class="category">{category}</p>' if category else ""
    return ITEM.format(
        id=ident, title=escape(title), body=escape(body), category=shown, day=f"2025-12-{ident - 2464:02}"
    )


def board(*items: str, paging: str = '<a href="?pageIndex=2">2</a>') -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><title>Press Releases | Ministry of Harbours</title></head><body>'
        f'<nav><ul><li><a href="/eng/main">Home</a></li></ul></nav><h2 class="title">Press Releases</h2>'
        f'<div class="board-list"><ul>{"".join(items)}</ul></div><div class="paging">{paging}</div></body></html>'
    )


def view(body: str = "", *, files: str = "", hidden: str = "", kind: str = "detail-cont") -> str:
    shown = body or "".join(f"<p>{escape(sentence)}</p>" for sentence in SENTENCES)
    return (
        '<!DOCTYPE html><html lang="en"><head><title>Example Forum Opens | Ministry of Harbours</title></head><body>'
        f'<nav><a href="/eng/main">Home</a></nav><h2 class="title">Press Releases</h2>{hidden}'
        '<div class="head"><strong class="title">Example Forum Opens</strong>'
        f"<dl><dt>Registration date</dt><dd>2025-12-16</dd></dl></div>{files}"
        f'<div class="{kind}">{shown}</div><div class="near"><strong class="title">Another Forum</strong></div>'
        "<footer>Sejong</footer></body></html>"
    )


def read(markup: str, url: str = LIST) -> Found:
    return ministry.read(Document(markup.encode(), url, "text/html; charset=utf-8"), "motir")


def one(markup: str, url: str = LIST) -> Release:
    found = read(markup, url)
    assert not found.problems
    assert len(found.releases) == 1
    return found.releases[0]


FILES = """<div class="file-list"><ul><li>
  <a href="/attach/down/a1/b2/c3">table of ports.hwpx [47.9 KB]</a><a href="/attach/viewer/a1/b2">Preview</a></li>
  <li><a href="/attach/down/a1/b2/c4" title="plan.PDF"><img></a> <span>plan.PDF [12.5 MB]</span></li>
  <li><a href="/attach/down/a1/b2/c5">notes.txt [12 bytes]</a></li>
  <li><a href="/attach/down/a1/b2/c6">picture.jpg</a></li></ul></div>"""

LISTED = Release(
    source="motir",
    title="Example Forum Opens",
    date="2025-12-16",
    body=FULL,
    external_id=f"{PRESS}-2480",
    url=VIEW,
    language="en",
)
