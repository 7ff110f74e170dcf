"""Any web page is read as the release it is, from the most telling place that has each part."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest import webpage
from reader.ingest.documents import Document, FeedLink, Found
from reader.model import Release

URL = "https://ports.example/news/shore-power"
TEXT = (
    "The harbour office said on Monday that nine quays would get shore power by the end of the year. "
    "Ships that lie there can then switch off their engines, and the office expects that most of them will."
)
MORE = "It had asked the port for its view."


def page(
    main: str = f"<article><h1>Shore Power</h1><p>{TEXT}</p><p>{MORE}</p></article>", head: str = ""
) -> str:
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Shore Power - Ports</title>{head}</head>'
        '<body><nav><a href="/">Home</a></nav><div class="menu"><ul><li><a href="/a">All the many things that we do</a>'
        f"</ul></div>{main}<aside>Read on</aside><footer><p>Terms</p></footer></body></html>"
    )


def read(markup: str, url: str = URL) -> Found:
    return webpage.read(Document(markup.encode(), url, "text/html"), "ports")


def one(markup: str, url: str = URL) -> Release:
    found = read(markup, url)
    assert not found.problems
    return found.releases[0]


def test_a_page_is_a_release() -> None:
    head = '<meta property="article:published_time" content="2025-12-16T23:30:00-05:00">'
    head += f'<link rel="canonical" href="{URL}">'
    release = Release(
        source="ports",
        title="Shore Power",
        date="2025-12-16",
        body=f"{TEXT}\n{MORE}",
        external_id=URL,
        url=URL,
        language="en",
    )
    assert read(page(head=head), URL + "?from=mail") == Found("page", "Shore Power", (release,), address=URL)


@pytest.mark.parametrize(
    "main",
    [
        f"<main><p>{TEXT}</p><p>{MORE}</p></main>",
        f'<div role="main"><p>{TEXT}</p><p>{MORE}</p></div>',
        f'<div><div class="x"><p>{TEXT}</p><p>{MORE}</p></div><div><p>Short.</p></div></div>',
        f"<table><tr><td><a href=/a>{TEXT * 2}</a><td>{TEXT}<br>{MORE}</table>",
        f"<article>Teaser</article><article><p>{TEXT}</p><p>{MORE}</p></article>",
        f"<main><form>Search {TEXT}</form><article itemprop=articleBody>{TEXT}<br>{MORE}</article></main>",
    ],
)
def test_the_main_text_is_found(main: str) -> None:
    assert webpage.read(Document(page(main).encode()), "ports").releases[0].body == f"{TEXT}\n{MORE}"


def test_a_short_page_is_read_whole() -> None:
    assert one("<html><body><p>Closed today.</p></body></html>").body == "Closed today."


def test_links_are_footnotes() -> None:
    assert (one(page(f'<main><p>{TEXT} <a href="/plan">The plan</a>.</p></main>')).body or "").endswith(
        "The plan [1].\n[1] https://ports.example/plan"
    )


LD = json.dumps(
    {"@graph": [{"@type": "Thing"}, {"datePublished": "2025-12-16T01:00:00+09:00", "headline": "From Data"}]}
)


@pytest.mark.parametrize(
    ("head", "main", "day"),
    [
        (f'<script type="application/ld+json">{LD}</script>', "", "2025-12-16"),
        ("", '<time datetime="2025-12-16T09:00">Tuesday</time>', "2025-12-16"),
        ('<meta itemprop="datePublished" content="20251216">', "", "2025-12-16"),
        ('<meta name="date" content="2025-12-16">', "", "2025-12-16"),
        ('<meta name="date" content="2025-13-16">', "<time>2025</time>", None),
        ('<script type="application/ld+json">{"datePublished": 5}</script>', "", None),
        (f'<script type="application/ld+json">{"[" * 9999}</script>', "", None),
    ],
)
def test_the_day_is_the_one_written(head: str, main: str, day: str | None) -> None:
    assert one(page(f"<main>{main}<p>{TEXT}</p></main>", head)).date == day


@pytest.mark.parametrize(
    ("head", "main", "title"),
    [
        ('<meta property="og:title" content="Open &amp; Graph">', "<h1>Heading</h1>", "Open & Graph"),
        (f'<script type="application/ld+json">{LD}</script>', "<h1>Heading</h1>", "From Data"),
        ("", "<h1>Only\n Heading</h1>", "Only Heading"),
        ("", "<h1>One</h1><h1>Two</h1>", "Shore Power - Ports"),
        ("", "", "Shore Power - Ports"),
    ],
)
def test_the_headline(head: str, main: str, title: str) -> None:
    assert one(page(f"{main}<main><p>{TEXT}</p></main>", head)).title == title


def test_a_page_without_any_headline_has_its_first_line() -> None:
    assert one(f"<html><body><p>{TEXT}</p><p>{MORE}</p>").title == TEXT


def test_feeds_are_named_and_absolute() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" title="News &amp; more" href="/feed.xml">'
        '<link rel="alternate feed" type="application/atom+xml; charset=utf-8" href="https://other.example/atom">'
        '<link rel="alternate" hreflang="ko" href="/ko">'
        '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:x">'
    )
    feeds = (
        FeedLink("https://ports.example/feed.xml", "News & more"),
        FeedLink("https://other.example/atom", ""),
    )
    assert read(page(head=head)).feeds == feeds
    assert read(f"<html>{head}").feeds == feeds


@pytest.mark.parametrize(
    "markup", ["<html></html>", "", "<html><script>x</script>", "<html><body><nav>Menu</nav>"]
)
def test_a_page_without_text_is_a_problem(markup: str) -> None:
    found = read(markup)
    assert not found.releases
    assert found.problems[0].path == URL
    assert "no text" in found.problems[0].reason


def test_a_saved_page_says_where_it_was() -> None:
    linked = page(f'<main><p>{TEXT} <a href="b">b</a></p></main>')
    saved = one(f"<!-- saved from url=(0040){URL} -->\n{linked}", "page.html")
    assert saved.url == URL
    assert (saved.body or "").endswith("[1] https://ports.example/news/b")
    lost = one(linked, "page.html")
    assert (lost.url, lost.external_id) == (None, None)
    assert (lost.body or "").endswith(" b")


def test_language_is_what_the_page_says_or_what_it_reads_like() -> None:
    assert one(page().replace("en-GB", "ko-KR")).language == "ko"
    assert one(page().replace(' lang="en-GB"', "")).language == "en"


@pytest.mark.parametrize(
    ("content", "label", "known"),
    [
        (page(), "", True),
        ("\ufeff<!-- x -->\n<?xml version='1.0'?><!DOCTYPE html><html>", "", True),
        ("<HTML><p>x", "", True),
        ("<p>piece</p>", "text/html; charset=utf-8", True),
        ("<p>piece</p>", "", False),
        ("<?xml version='1.0'?><rss><channel/></rss>", "text/html", False),
        ("<feed xmlns='x'><title>a</title></feed>", "text/html", False),
        ('{"html": "<p>"}', "", False),
        ("plain", "text/html", False),
        ("", "", False),
    ],
)
def test_what_is_recognised(content: str, label: str, known: bool) -> None:
    assert webpage.recognises(Document(content.encode(), URL, label)) is known


def test_deep_and_long_pages() -> None:
    assert one("<html>" + "<div>" * 50_000 + f"<p>{TEXT}").body == TEXT
    assert len(one(f"<html><p>{'word ' * 200_000}").body or "") == 999_999


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: f"<html>{text}".encode("utf-8", "replace")),
    st.text(),
)
def test_nothing_raises(content: bytes, url: str) -> None:
    document = Document(content, url, "text/html")
    webpage.recognises(document)
    found = webpage.read(document, "ports")
    assert found.releases or found.problems


@pytest.mark.parametrize("home", ["https://ports.example", "https://ports.example/", "/"])
def test_the_home_page_identifies_no_release(home: str) -> None:
    markup = page(head=f'<link rel="canonical" href="{home}">')
    release = webpage.read(Document(markup.encode(), URL), "ports").releases[0]
    assert (release.external_id, release.url) == (None, URL)
