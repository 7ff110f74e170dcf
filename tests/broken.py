"""Feeds and pages that are broken, by rule: each document has a name that says what is wrong with it.

`small` are quick to read; `large` are those that are made to take all memory and time there is, and are made only when
they are called for. The same documents come at every run.
"""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from reader.ingest.apart import MAX_DOCUMENT
from reader.ingest.documents import Document

MIB = 1 << 20
_AT = "https://feeds.example/at"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE rss [<!ENTITY harbour "Harbour &amp; Co">]>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour news</title><link>https://harbour.example/</link><ttl>60</ttl>
<atom:link rel="self" href="https://harbour.example/feed.xml"/><skipHours><hour>3</hour></skipHours>
<item><title>Twelve berths &amp;amp; a crane</title><link>/news/1</link><guid isPermaLink="false">h-1</guid>
<pubDate>Tue, 04 Mar 2025 23:30:00 +0900</pubDate><category domain="x">Ports</category>
<description>&lt;p&gt;The harbour opened &lt;b&gt;twelve&lt;/b&gt; berths.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>The harbour opened twelve berths.</p><table><tr><td>a<td>1</table>]]></content:encoded>
<enclosure url="/files/1.pdf" type="application/pdf" length="1200"/></item>
<item><title>“Nobody should guess” — 항만</title><guid>https://harbour.example/news/2</guid>
<description>A plain text of &harbour;.</description><pubDate>2025-03-05</pubDate></item>
</channel></rss>
"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"
 xml:base="https://lake.example/"><title type="html">Lake &lt;i&gt;news&lt;/i&gt;</title><link rel="self" href="feed"/>
<link rel="next" href="feed?page=2"/><id>tag:lake.example,2025:feed</id><updated>2025-03-06T00:00:00Z</updated>
<entry><id>tag:lake.example,2025:1</id><title>Fifth round</title><link href="talks/5"/>
<published>2025-03-04T01:00:00+01:00</published><category term="talks" label="Talks"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Talks <em>began</em>.</p></div></content></entry>
<entry><id>tag:lake.example,2025:2</id><title>Sixth round</title><summary>Soon.</summary>
<link rel="enclosure" href="a.pdf" length="x"/></entry></feed>
"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel rdf:about="https://mill.example/"><title>Mill</title>
<link>https://mill.example/</link></channel><item rdf:about="https://mill.example/1"><title>Steel</title>
<link>https://mill.example/1</link><description>Six mills published a plan.</description><dc:date>2025-02-28</dc:date>
</item></rdf:RDF>
"""
JSON_FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Battery news",
    "feed_url": "https://battery.example/feed.json",
    "language": "en",
    "items": [
        {
            "id": "1",
            "url": "https://battery.example/1",
            "title": "A rule on recycling",
            "content_html": "<p>Makers asked for a <a href='/rule'>rule</a>.</p>",
            "date_published": "2025-02-20T10:00:00+09:00",
            "tags": ["rules"],
            "attachments": [{"url": "/rule.pdf", "mime_type": "application/pdf", "size_in_bytes": 9}],
        },
        {"id": 2, "content_text": "A text without a headline.", "date_modified": "2025-02-21"},
    ],
}
BOARD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Press Releases</title></head><body>
<div class="board-list"><ul>
<li><a href="javascript:article.view('2480', '2');"><div class="item"><p class="category">Industry</p>
<strong class="title">Example Forum Opens</strong><p class="info">
<span class="cont">The forum opened. Summary, maybe</span>
<span class="date"><i>date</i>2025-12-16</span></p></div></a></li>
<li><a href="javascript:article.view('2479', '2');"><div class="item"><strong class="title">Second</strong>
<p class="info"><span class="cont">It ended.</span><span class="date"><i>date</i>2025-12-15</span></p></div></a></li>
</ul></div><div class="paging"><a href="?pageIndex=2">2</a></div></body></html>
"""
VIEW = """<!doctype html><html><body>
<input type="hidden" id="bbsCdN" value="2"><input type="hidden" id="bbsSeqN" value="9">
<div class="detail"><strong class="title">Example Forum Opens</strong><span>Registration date</span><em>2025-12-16</em>
<div class="detail-cont"><p>The forum opened on Monday &amp; ended.</p><p>It was long.</p></div>
<a href="/attach/down/a/b/c">plan.pdf [47.9 KB]</a></div></body></html>
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Big news</title>
<link rel="canonical" href="https://gov.example/news/1"><meta property="article:published_time" content="2025-03-04">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Big news"}</script></head><body><nav>x</nav>
<article><h1>Big news</h1><p>Something happened in the capital on Monday, and the ministry said so at length, in a
few sentences of a page that is longer than what stands beside it.</p><ul><li>one<li>two</ul>
<table><tr><th>a<th>b<tr><td colspan=2>1</table></article></body></html>
"""
WHOLE: dict[str, str] = {
    "rss": RSS,
    "atom": ATOM,
    "rdf": RDF,
    "json": json.dumps(JSON_FEED, ensure_ascii=False),
    "board": BOARD,
    "view": VIEW,
    "page": PAGE,
}
_XML = ("rss", "atom", "rdf")


def small() -> Iterator[tuple[str, Document]]:
    """Some hundred documents of a few kilobytes, and what is wrong with each."""
    for rule in (
        _truncated,
        _interleaved,
        _scrambled,
        _recoded,
        _untyped,
        _unmarked,
        _odd_entities,
        _odd_values,
    ):
        for name, content in rule():
            yield f"{rule.__name__[1:]}: {name}", Document(content, _AT)
    for name, content_type in _labels():
        yield f"label: {name} {content_type}", Document(WHOLE[name].encode(), _AT, content_type)


def _truncated() -> Iterator[tuple[str, bytes]]:
    for name, text in WHOLE.items():
        content = text.encode()
        for eighth in range(1, 8):
            yield f"{name} after {eighth}/8", content[: len(content) * eighth // 8]
        yield f"{name} without its beginning", content[len(content) // 3 :]
        yield f"{name} without its middle", content[: len(content) // 3] + content[len(content) * 2 // 3 :]


def _interleaved() -> Iterator[tuple[str, bytes]]:
    names = list(WHOLE)
    for one, other in zip(names, names[1:] + names[:1], strict=True):
        lines, others = WHOLE[one].splitlines(), WHOLE[other].splitlines()
        mixed = [line for pair in zip(lines, others, strict=False) for line in pair]
        yield f"{one} and {other} by lines", "\n".join(mixed).encode()
        half, rest = len(WHOLE[one]) // 2, len(WHOLE[other]) // 2
        yield f"{one} and {other} by halves", (WHOLE[one][:half] + WHOLE[other][rest:]).encode()
        yield f"{one} before {other}", (WHOLE[one] + WHOLE[other]).encode()
        yield f"{one} within {other}", (WHOLE[other][:rest] + WHOLE[one] + WHOLE[other][rest:]).encode()
    yield "rss twice, a second declaration", (RSS + RSS).encode()


def _scrambled() -> Iterator[tuple[str, bytes]]:
    """Bytes changed, left out or doubled here and there."""
    for name, text in WHOLE.items():
        for seed in range(12):
            dice = random.Random(f"{name}{seed}")
            content = bytearray(text.encode())
            for _ in range(1 << (seed // 2)):
                at = dice.randrange(len(content))
                match dice.randrange(4):
                    case 0:
                        content[at] = dice.randrange(256)
                    case 1:
                        del content[at : at + dice.randrange(1, 20)]
                    case 2:
                        content[at:at] = content[at : at + 40]
                    case _:
                        content[at:at] = dice.choice(
                            (b"<", b">", b"&", b"]]>", b"<!--", b"\0", b'"', b"<![CDATA[")
                        )
            yield f"{name} {seed}", bytes(content)


def _recoded() -> Iterator[tuple[str, bytes]]:
    for name, text in WHOLE.items():
        for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949", "utf-7", "cp500"):
            yield f"{name} in {encoding}", text.encode(encoding, "replace")
        yield (
            f"{name} with half characters",
            text.encode().replace("—".encode(), b"\xe2\x80").replace(b"e", b"\xff", 5),
        )
        yield f"{name} with two byte-order marks", b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode()
        yield f"{name} with NULs", text.encode().replace(b"a", b"a\0")
        yield f"{name} in gzip", b"\x1f\x8b\x08\0" + text.encode()


def _labels() -> Iterator[tuple[str, str]]:
    for name in WHOLE:
        for content_type in (
            "text/xml; charset=euc-kr",
            "text/html; charset=utf-16",
            "application/json; charset=rot13",
            "image/png; charset=" + "x" * 5000,
        ):
            yield name, content_type


def _untyped() -> Iterator[tuple[str, bytes]]:
    """JSON of which each value in turn is of a type that it should not be."""
    values: tuple[Any, ...] = (
        None,
        7,
        1e400,
        True,
        "",
        [],
        {},
        [[]],
        ["x", 1],
        {"a": None},
        "\ud800",
        "a\0b",
    )
    for value in values:
        for key in JSON_FEED:
            yield f"{key} is {value!r}", json.dumps({**JSON_FEED, key: value}).encode()
        for key in JSON_FEED["items"][0]:
            item = {**JSON_FEED["items"][0], key: value}
            yield f"item {key} is {value!r}", json.dumps({**JSON_FEED, "items": [item, value]}).encode()
    yield (
        "a number of 10,000 digits",
        json.dumps(JSON_FEED).replace('"id": 2', '"id": ' + "9" * 10_000).encode(),
    )


def _unmarked() -> Iterator[tuple[str, bytes]]:
    """Markup of which each kind of tag in turn is never closed, never opened, or another one."""
    for name in ("rss", "atom", "rdf", "board", "view", "page"):
        text = WHOLE[name]
        for tag in (
            "title",
            "item",
            "entry",
            "link",
            "description",
            "content",
            "channel",
            "div",
            "li",
            "p",
            "table",
        ):
            if f"</{tag}>" not in text:
                continue
            yield f"{name}: {tag} never closed", text.replace(f"</{tag}>", "").encode()
            yield f"{name}: {tag} never opened", text.replace(f"<{tag}>", "").encode()
            yield f"{name}: {tag} closed twice", text.replace(f"</{tag}>", f"</{tag}></{tag}>").encode()
            yield f"{name}: {tag} as another", text.replace(f"<{tag}", "<script").encode()
            yield f"{name}: {tag} in another case", text.replace(f"</{tag}>", f"</{tag.upper()}>").encode()
        yield f"{name}: no quotes", text.replace('"', "").encode()
        yield f"{name}: only quotes", text.replace(">", '"').encode()


def _odd_entities() -> Iterator[tuple[str, bytes]]:
    for text in (
        "&nothing;",
        "&#0;",
        "&#x110000;",
        "&#xD800;",
        f"&#{'9' * 500};",
        "&#x;",
        "&",
        "&amp",
        "&&;&#;",
        "%a;",
    ):
        for name in (*_XML, "page"):
            yield f"{name}: {text[:12]}", WHOLE[name].replace("news", text).replace("Steel", text).encode()
    for system in ("file:///etc/passwd", "http://127.0.0.1:9/x", "/dev/zero"):
        for entity in (f'<!ENTITY x SYSTEM "{system}">&x;', f'<!ENTITY % x SYSTEM "{system}"> %x;'):
            declared = f"<!DOCTYPE rss [{entity.partition('>')[0]}>]>"
            yield (
                f"external {system}",
                f"{declared}<rss><channel><item><title>&x;</title></item></channel></rss>".encode(),
            )
    yield (
        "an entity of itself",
        b'<!DOCTYPE rss [<!ENTITY a "&a;">]><rss><item><title>&a;</title></item></rss>',
    )
    yield "billion laughs", laughs(10)


def _odd_values() -> Iterator[tuple[str, bytes]]:
    """Elements of extensions with values that their readers do not expect."""
    namespaces = " ".join(
        f'xmlns:{prefix}="{uri}"'
        for prefix, uri in (
            ("georss", "http://www.georss.org/georss"),
            ("gml", "http://www.opengis.net/gml"),
            ("media", "http://search.yahoo.com/mrss/"),
            ("itunes", "http://www.itunes.com/DTDs/PodCast-1.0.dtd"),
            ("psc", "http://podlove.org/simple-chapters"),
            ("cc", "http://web.resource.org/cc/"),
            ("dc", "http://purl.org/dc/elements/1.1/"),
        )
    )
    inner = (
        "<georss:point>a b</georss:point>",
        "<georss:polygon>1 2 3</georss:polygon>",
        "<georss:where><gml:Point srsDimension='x'><gml:pos>1</gml:pos></gml:Point></georss:where>",
        "<media:content url='x' fileSize='y'/><media:thumbnail/>",
        "<itunes:duration>x</itunes:duration><itunes:explicit/><itunes:image/>",
        "<psc:chapters version='1'><psc:chapter start='99999:99:99' title='x'/></psc:chapters>",
        "<psc:chapters><psc:chapter/></psc:chapters>",
        "<cc:license/><dc:date>0000-00-00</dc:date>",
        "<image><url/><width>x</width></image><textInput><name/></textInput>",
        "<link/><link href=''/><link rel=''/><guid/><category/><enclosure/><source/>",
        "<pubDate>Tue, 99 Foo 99999999999999 99:99:99 +9999</pubDate>",
        "<pubDate>2025-W99-9T99</pubDate><dc:date>" + "1" * 400 + "</dc:date>",
        "<content type='image/png' mode='base64'>%%%</content><content src='x'/>",
        "<link>http://[::1</link><guid>http://x:y/</guid>",
        "<link>javascript:alert(1)</link><enclosure url='data:text/html,x' length='-1'/>",
        "<description><svg><title>x</title></svg><math/></description>",
    )
    for number, text in enumerate(inner):
        item = f"<item><title>One</title>{text}</item><item><title>Two</title></item>"
        yield (
            f"value {number}",
            f"<rss version='2.0' {namespaces}><channel>{item}{text}</channel></rss>".encode(),
        )
    yield "nothing", b""
    yield "white space", b" \n" * 100
    yield "NULs", bytes(1000)
    yield "a listing", b"-\nA\nB date2025-01-01\n"
    yield "an empty root", b"<rss/>"
    yield "an unfinished root", b"<rss "
    yield "a root in a root", b"<rss><rss><feed><rdf:RDF><channel><item><item><title>x"
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def laughs(levels: int) -> bytes:
    """Entities of entities: ten to the power of `levels` times "ha"."""
    inner = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{inner}]><rss version="2.0"><channel><title>x</title>'
        f"<item><title>&l{levels - 1};</title><description>&l{levels - 1};</description></item></channel></rss>"
    ).encode()


def large() -> dict[str, Callable[[], bytes]]:
    """Documents of 1 to 20 MiB, by what is wrong with them."""
    rss = (b'<rss version="2.0"><channel>', b"</channel></rss>")
    item = (rss[0] + b"<item><title>x</title>", b"</item>" + rss[1])
    escaped = (item[0] + b"<description>", b"</description>" + item[1])
    page = (b"<!doctype html><html><body><p>" + b"Some text of a page. " * 10, b"</body></html>")
    repeated: dict[str, tuple[tuple[bytes, bytes], bytes, int]] = {
        "one line of text in a feed": (escaped, b"word ", 10),
        "one word in a feed": (escaped, b"x", 10),
        "one word in a page": (page, b"x", 10),
        "one line of a page": (page, b"word ", 10),
        "one attribute": ((rss[0] + b'<item a="', b'"><title>x</title></item>' + rss[1]), b"x", 10),
        "one name of a tag": ((rss[0] + b"<", b">" + rss[1]), b"x", 10),
        "one headline": ((rss[0] + b"<item><title>", b"</title></item>" + rss[1]), b"x ", 10),
        "one address": ((rss[0] + b"<item><link>http://x/", b"</link></item>" + rss[1]), b"a/", 10),
        "only brackets": (rss, b"<", 10),
        "only ampersands": (escaped, b"&", 10),
        "only references": (escaped, b"&#38;", 10),
        "references escaped twice": (escaped, b"&amp;lt;", 10),
        "only opened comments": (rss, b"<!--", 10),
        "only opened sections": (rss, b"<![CDATA[", 10),
        "only declarations": (rss, b"<!x ", 10),
        "only instructions": (rss, b"<?x ", 10),
        "only ends": (rss, b"</item>", 10),
        "only quotes": ((b"<rss a=", b""), b'"', 10),
        "only closing brackets": (escaped, b"]]>", 10),
        "empty items": (rss, b"<item/>", 10),
        "items in items": (rss, b"<item>", 3),
        "channels in channels": ((b"<rss>", b""), b"<channel>", 3),
        "deep elements in a feed": (item, b"<a>", 10),
        "deep elements in a text": (escaped, b"&lt;div&gt;", 10),
        "deep elements in a page": (page, b"<div>", 10),
        "deep inline elements in a page": (page, b"<b>", 10),
        "deep forms in a page": (page, b"<b><p>", 10),
        "deep tables in a page": (page, b"<table><tr><td>", 10),
        "deep lists in a page": (page, b"<ul><li>", 10),
        "links in a page": (page, b'<a href="/x">y</a> ', 10),
        "rows in a page": ((page[0] + b"<table>", b"</table>" + page[1]), b"<tr><td>a<td>b", 10),
        "cells in a row": ((page[0] + b"<table><tr>", b"</table>" + page[1]), b"<td>a", 10),
        "wide cells": ((page[0] + b"<table><tr>", page[1]), b"<td colspan=1000 rowspan=60000>a", 5),
        "unclosed quotes in a page": (page, b'<a href="', 10),
        "comments in a page": (page, b"<!--x--", 10),
        "line ends": (page, b"<br>", 10),
        "categories": (item, b"<category>a</category>", 2),
        "enclosures": (item, b"<enclosure url='http://x/'/>", 5),
        "bases": (item, b"<a xml:base='x/'>", 3),
        "combining marks": (escaped, "e\u0301\u0301\u0301".encode(), 10),
        "emoji": (escaped, "\U0001f600".encode(), 18),
        "emoji in a page": (page, "\U0001f600".encode(), 18),
        "emoji in a broken feed": ((escaped[0], b""), "\U0001f600".encode(), 18),
        "brackets in JSON": ((b'{"version":"https://jsonfeed.org/version/1","items":', b""), b"[", 10),
        "objects in JSON": ((b'{"version":"https://jsonfeed.org/version/1","items":[', b"{}]}"), b"{},", 10),
        "a long text in JSON": (
            (b'{"version":"https://jsonfeed.org/version/1","items":[{"content_html":"<p>', b'"}]}'),
            b"x\\u0041",
            18,
        ),
        "line ends before anything": ((b"", b"<rss>"), b"\n", 10),
        "NULs": ((b"<rss>", b""), b"\0", 10),
        "a board of entries": (
            (b'<html><body><div class="board-list"><ul>', b"</ul></div>"),
            BOARD[BOARD.index("<li>") : BOARD.index("</li>")].encode() + b"</li>",
            10,
        ),
    }
    made: dict[str, Callable[[], bytes]] = {
        name: _repeating(around, piece, size) for name, (around, piece, size) in repeated.items()
    }
    made["attributes"] = lambda: (
        rss[0] + b"<item " + b"".join(b'a%d="b" ' % n for n in range(500_000)) + b"/>"
    )
    made["attributes in a page"] = lambda: (
        page[0] + b"<p " + b"".join(b"a%d=b " % n for n in range(500_000)) + b">x"
    )
    made["namespaces"] = lambda: rss[0] + b"".join(b'<a xmlns:a%d="b%d">' % (n, n) for n in range(100_000))
    made["entities"] = lambda: (
        b"<!DOCTYPE rss [%s]>" % b"".join(b'<!ENTITY a%d "b">' % n for n in range(300_000))
        + item[0]
        + b"&a9;"
        + item[1]
    )
    made["one large entity often"] = lambda: (
        b'<!DOCTYPE rss [<!ENTITY a "' + b"x" * 100_000 + b'">]>' + item[0] + b"&a;" * 100_000 + item[1]
    )
    made["more laughs"] = lambda: laughs(100)
    made["10,000 whole entries"] = lambda: many_entries(10_000)
    made["10,000 entries without an end"] = lambda: many_entries(10_000)[:-20]
    made["10,000 entries with one identifier"] = lambda: _same_identifier(10_000)
    made["as large as may be"] = lambda: many_entries(60_000)[:MAX_DOCUMENT]
    made["too large"] = lambda: bytes(MAX_DOCUMENT + 1)
    made["noise"] = lambda: b"<rss>" + random.Random(1).randbytes(10 * MIB)
    made["noise in a page"] = lambda: page[0] + random.Random(2).randbytes(10 * MIB)
    return made


def _repeating(around: tuple[bytes, bytes], piece: bytes, size: int) -> Callable[[], bytes]:
    return lambda: around[0] + piece * (size * MIB // len(piece)) + around[1]


def many_entries(count: int) -> bytes:
    """A feed of entries of a kilobyte."""
    text = "The ministry of harbours said on Monday that exports rose by a tenth. " * 11
    items = "".join(
        f"<item><title>Entry number {n}</title><link>https://harbour.example/{n}</link><guid>h-{n}</guid>"
        f"<pubDate>Tue, 04 Mar 2025 09:00:00 +0900</pubDate><category>Ports</category>"
        f"<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>\n"
        for n in range(count)
    )
    return f'<rss version="2.0"><channel><title>Harbour</title>{items}</channel></rss>'.encode()


def _same_identifier(count: int) -> bytes:
    items = "".join(f"<item><title>Entry {n}</title><guid>same</guid></item>" for n in range(count))
    return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
