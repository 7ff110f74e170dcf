"""Feeds become releases: RSS, RDF and Atom, well made and badly."""

import builtins
from typing import Any

import pytest

from reader.ingest import feeds
from reader.ingest.documents import Document, Found
from reader.model import Attachment, Release
from tests import broken

AT = "https://harbour.example/feeds/all.xml"


def read(text: str | bytes, url: str = AT, content_type: str = "") -> Found:
    document = Document(text if isinstance(text, bytes) else text.encode(), url, content_type)
    assert feeds.recognises(document)
    return feeds.read(document, "harbour")


def rss(items: str, channel: str = "") -> str:
    return f"<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>{channel}{items}</channel></rss>"


def item(inner: str) -> Release:
    (release,) = read(rss(f"<item>{inner}</item>")).releases
    return release


def test_rss() -> None:
    found = read(broken.RSS)
    assert (found.kind, found.title, found.problems) == ("feed", "Harbour news", ())
    assert (found.ttl, found.skip_hours, found.skip_days) == (60, (3,), ())
    assert found.address == "https://harbour.example/feed.xml"
    first, second = found.releases
    assert first == Release(
        source="harbour",
        title="Twelve berths & a crane",
        date="2025-03-04",
        body=first.body,
        categories=("Ports",),
        external_id="h-1",
        url="https://harbour.example/news/1",
        language=None,
        attachments=(Attachment("1.pdf", "https://harbour.example/files/1.pdf", "application/pdf", 1200),),
    )
    assert first.body is not None
    assert first.body.startswith("The harbour opened twelve berths.\n")
    assert (second.title, second.date) == ("“Nobody should guess” — 항만", "2025-03-05")
    assert second.external_id == second.url == "https://harbour.example/news/2"


def test_atom() -> None:
    found = read(broken.ATOM, url="https://mirror.example/x")
    assert found.title == "Lake news"
    assert found.next == "https://lake.example/feed?page=2"
    assert found.address == "https://lake.example/feed"
    first, second = found.releases
    assert (first.title, first.date, first.body) == ("Fifth round", "2025-03-04", "Talks began.")
    assert (first.categories, first.url) == (("Talks",), "https://lake.example/talks/5")
    assert first.external_id == "tag:lake.example,2025:1"
    assert first.language == "en"
    assert (second.body, second.date, second.url) == ("Soon.", None, None)
    assert [file.size for file in second.attachments] == [None]


def test_rdf() -> None:
    (release,) = read(broken.RDF).releases
    assert release.title == "Steel"
    assert release.external_id == release.url == "https://mill.example/1"
    assert (release.date, release.body) == ("2025-02-28", "Six mills published a plan.")


@pytest.mark.parametrize("version", ["0.91", "0.92", "1.0", "2.0", "9"])
def test_any_version(version: str) -> None:
    text = f"<rss version='{version}'><channel><item><title>A</title><link>http://a.example/1</link></item></channel></rss>"
    assert [release.title for release in read(text).releases] == ["A"]


def test_the_day_is_never_converted() -> None:
    assert item("<title>A</title><pubDate>Tue, 04 Mar 2025 23:30:00 -0800</pubDate>").date == "2025-03-04"
    assert item("<title>A</title><pubDate>Tue, 04 Mar 25 23:30:00 -0800</pubDate>").date is None
    assert (
        item("<title>A</title><pubDate>soon</pubDate><dc:date>2025-03-05T00:30:00+09:00</dc:date>").date
        == "2025-03-05"
    )


def test_the_fullest_text_is_taken_whatever_it_is_called() -> None:
    xmlns = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    full, short = "<content:encoded {0}>{1}</content:encoded>", "<description>{0}</description>"
    text = "&lt;p&gt;A full text of some length.&lt;/p&gt;"
    assert item(short.format("Short.") + full.format(xmlns, text)).body == "A full text of some length."
    assert item(full.format(xmlns, "Short.") + short.format(text)).body == "A full text of some length."


def test_links_of_the_text_are_footnotes() -> None:
    body = item("<title>A</title><description>See &lt;a href='../x'&gt;this&lt;/a&gt;.</description>").body
    assert body == "See this [1].\n[1] https://harbour.example/x"


def test_plain_text_keeps_its_lines_and_loses_one_layer_of_entities() -> None:
    assert item("<description>One.\nTwo &amp;amp; three.</description>").body == "One.\nTwo & three."
    assert item("<title>&amp;amp;lt;</title>").title == "&lt;"


def test_an_entry_without_a_headline_is_called_by_its_first_words() -> None:
    words = " ".join(f"word{n}" for n in range(30))
    assert item(f"<description>{words}</description>").title == " ".join(words.split()[:12]) + " …"
    assert item("<description>Short.</description>").title == "Short."


def test_an_entry_without_anything_costs_itself_alone() -> None:
    found = read(
        rss(
            "<item><title>A</title></item><item><link>http://a.example/</link></item><item><title>B</title></item>"
        )
    )
    assert [release.title for release in found.releases] == ["A", "B"]
    assert [problem.reason for problem in found.problems] == [
        "Entry 2 of the feed has neither headline nor text, and was left out."
    ]


def test_an_identifier_does_not_depend_on_where_the_feed_was_found() -> None:
    text = rss("<item><title>A</title><guid>77</guid></item>")
    for url in (AT, "http://mirror.example/other/feed", "saved.xml"):
        (release,) = read(text, url=url).releases
        assert (release.external_id, release.url) == ("77", None)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "http://",
        "http://[::1",
        "ftp://a.example/",
    ],
)
def test_what_is_no_address_on_the_web_is_no_link(link: str) -> None:
    release = item(f"<title>A</title><link>{link}</link><enclosure url='{link}'/>")
    assert (release.url, release.attachments) == (None, ())


def test_the_same_entry_twice_is_one() -> None:
    once = "<item><title>{0}</title><guid>1</guid><description>{1}</description></item>"
    found = read(rss(once.format("A", "newer") + once.format("a", "older")))
    assert [(release.external_id, release.body) for release in found.releases] == [("1", "newer")]


def test_an_identifier_of_several_entries_identifies_none() -> None:
    items = "".join(
        f"<item><title>{t}</title><guid>1</guid><link>{at}</link></item>"
        for t, at in (("A", "/a"), ("B", "/b"))
    )
    assert [release.external_id for release in read(rss(items)).releases] == [
        "https://harbour.example/a",
        "https://harbour.example/b",
    ]
    items = "".join(f"<item><title>{t}</title><link>http://h.example/</link></item>" for t in "AB")
    assert [release.external_id for release in read(rss(items)).releases] == [None, None]


@pytest.mark.parametrize("label", ["utf-8", "euc-kr", "us-ascii", "x-unknown", "rot13"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_wrong_label_is_seen_through(label: str, encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{label}'?>" + rss(
        "<item><title>산업통상부 항만 회의 개최</title></item>"
    )
    for content_type in ("", f"text/xml; charset={label}", "text/xml"):
        (release,) = read(text.encode(encoding), content_type=content_type).releases
        assert release.title == "산업통상부 항만 회의 개최"
        assert release.language == "ko"


def test_a_korean_encoding_is_seen_where_the_label_says_another() -> None:
    text = "<?xml version='1.0' encoding='utf-8'?>" + rss(
        "<item><title>산업통상부 항만 회의 개최</title></item>"
    )
    for content_type in ("", "text/xml; charset=utf-8", "text/xml; charset=euc-kr"):
        (release,) = read(text.encode("cp949"), content_type=content_type).releases
        assert release.title == "산업통상부 항만 회의 개최"


def test_the_language_is_what_the_text_says_else_the_feed() -> None:
    french = "<item><title>A</title><description>Le port ouvre une grue et un quai pour le blé</description></item>"
    (release,) = read(rss(french, "<language>fr-FR</language>")).releases
    assert release.language == "fr"
    korean = "<item><title>산업통상부 항만 회의 개최</title></item>"
    (release,) = read(rss(korean, "<language>en-us</language>")).releases
    assert release.language == "ko"


def test_when_a_feed_does_not_want_to_be_fetched() -> None:
    channel = (
        "<ttl>180</ttl><skipHours><hour>0</hour><hour> 7</hour><hour>24</hour><hour>99</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>saturday</day><day>Never</day></skipDays>"
    )
    found = read(rss("", channel))
    assert (found.ttl, found.skip_hours, found.skip_days) == (180, (0, 7), (5, 6))
    assert read(rss("", "<ttl>soon</ttl>")).ttl is None


def test_an_entry_that_parses_is_kept_whatever_stands_after_it() -> None:
    for text in (
        broken.RSS[: broken.RSS.index("항만")],
        broken.RSS.replace("항만", "\x00 & <b> </c> ]]>"),
        broken.RSS.replace("항만", "&#x110000; &nothing; &#99999999999;"),
        broken.RSS.replace(
            "</channel>", "<psc:chapters xmlns:psc='http://podlove.org/simple-chapters'><psc:chapter/>"
        ),
    ):
        found = read(text)
        assert found.releases[0].external_id == "h-1"
        assert found.releases[0].date == "2025-03-04"


def test_half_an_entry_is_left_out() -> None:
    for text in (broken.RSS, broken.ATOM):
        last = max(text.rfind("<item>"), text.rfind("<entry>"))
        for cut in (last + 10, last + 40, last + 80):
            found = read(text[:cut])
            assert len(found.releases) == 1
            assert "in the middle of an entry" in found.problems[0].reason
        whole = read(text[:last])
        assert (len(whole.releases), whole.problems) == (1, ())


def test_an_entry_that_stops_the_parser_costs_itself_alone() -> None:
    stops = "<psc:chapters xmlns:psc='http://podlove.org/simple-chapters'><psc:chapter/></psc:chapters>"
    plain = "<item><title>{0}</title></item>"
    items = [plain.format(letter) for letter in "ABCDEFG"]
    items[3:3] = [f"<item><title>x</title>{stops}</item>"] * 2
    found = read(rss("".join(items), "<title>Harbour</title><ttl>60</ttl>"))
    assert [release.title for release in found.releases] == list("ABCDEFG")
    assert (found.title, found.ttl) == ("Harbour", 60)
    assert [problem.reason for problem in found.problems] == [
        "Entries of the feed that are too damaged to be read: 2."
    ]


def test_entities_outside_of_the_document_are_never_read(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    real = builtins.open

    def recording(*arguments: Any, **options: Any) -> Any:
        opened.append(arguments[0])
        return real(*arguments, **options)

    monkeypatch.setattr(builtins, "open", recording)
    text = (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/">]>'
        + rss("<item><title>A &x; &y;</title></item>")
    )
    (release,) = read(text).releases
    assert release.title.startswith("A")
    assert "root" not in release.title
    assert opened == []


def test_bytes_that_name_a_file_are_not_taken_for_its_name() -> None:
    assert feeds.read(Document(b"/etc/passwd", "", ""), "x").releases == ()


def test_a_feed_of_more_entries_than_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ingest.entries.MAX_ENTRIES", 2)
    found = read(rss("".join(f"<item><title>{n}</title></item>" for n in range(3))))
    assert [release.title for release in found.releases] == ["0", "1"]
    assert [problem.reason for problem in found.problems] == [
        "The feed has more than 2 entries; those after them were left out."
    ]
    assert read(rss("<item><title>A</title></item>" * 2)).problems == ()


def test_what_deceives_is_cleaned() -> None:
    release = item(
        "<title>A\u202eB\u200b</title><category>\u2066x</category><description>a\x1b[31mb</description>"
    )
    assert (release.title, release.categories) == ("AB", ("x",))
    assert "\x1b" not in (release.body or "")


MEDIA = "xmlns:media='http://search.yahoo.com/mrss/'"


def test_what_is_said_of_a_picture_is_no_text_of_the_entry() -> None:
    caption = (
        f"<media:content {MEDIA}><media:title>Photo</media:title><media:description type='plain'>A caption that is "
        "longer than all.</media:description></media:content>"
    )
    own = "<title>A</title><source url='http://a.example/'>Other</source><description>Short.</description>"
    for inner in (own + caption, caption + own):
        release = item(inner)
        assert (release.title, release.body) == ("A", "Short.")


def test_what_is_said_of_a_film_is_the_text_where_there_is_no_other() -> None:
    film = (
        f"<media:group {MEDIA}><media:title>Film</media:title><media:content url='x'/>"
        "<media:description>Line.\nLine.</media:description></media:group>"
    )
    release = item(film)
    assert (release.title, release.body) == ("Film", "Line.\nLine.")


def test_a_headline_made_of_words_holds_no_footnotes() -> None:
    text = "&lt;p&gt;See &lt;a href='/x'&gt;this&lt;/a&gt; now.&lt;/p&gt;"
    release = item(f"<description>{text}</description>")
    assert (release.title, release.body) == (
        "See this now.",
        "See this [1] now.\n[1] https://harbour.example/x",
    )


@pytest.mark.parametrize("moment", ["2025-12-16T10:00:00Z", "2025-12-16T10:00:00.123+00:00"])
def test_an_identifier_that_changes_with_the_wording_is_the_address(moment: str) -> None:
    link = "https://harbour.example/news/1"
    release = item(f"<title>A</title><link>{link}</link><guid isPermaLink='false'>{link}#{moment}</guid>")
    assert release.external_id == link
    release = item(f"<title>A</title><link>{link}</link><guid isPermaLink='false'>{link}#part-2</guid>")
    assert release.external_id == f"{link}#part-2"


@pytest.mark.parametrize(
    ("escaped", "body"),
    [
        ("&lt;p&gt;One &amp;amp; two.&lt;/p&gt;&lt;p&gt;Three.&lt;/p&gt;", "One & two.\nThree."),
        ("&lt;br/&gt;", ""),
        ("&lt;p&gt; opens a paragraph.", "<p> opens a paragraph."),
        ("Below &lt;p&gt; and &lt;/p&gt;", "Below <p> and </p>"),
    ],
)
def test_html_escaped_twice_is_html(escaped: str, body: str) -> None:
    assert item(f"<title>A</title><description><![CDATA[{escaped}]]></description>").body == body


def test_short_japanese_without_kana_is_what_the_feed_says() -> None:
    text = "<language>{0}</language><item><title>A</title><description>貿易統計</description></item>"
    assert [read(rss(text.format(tag))).releases[0].language for tag in ("ja", "zh-TW")] == ["ja", "zh"]


def test_a_link_that_seems_to_lead_elsewhere_is_none() -> None:
    assert item("<title>A</title><link>https://harbour.example@evil.example/</link>").url is None


def test_the_kind_of_a_file_is_what_the_feed_says() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title>'
        '<link rel="enclosure" href="{0}"{1}/></entry></feed>'
    )
    found = [
        read(atom.format("https://a.example/1", kind)).releases[0].attachments[0].type
        for kind in ("", ' type="application/pdf"')
    ]
    assert found == [None, "application/pdf"]


@pytest.mark.parametrize("more", ["", "&nbsp;", "&LT;", "&nothing;"])
def test_an_ampersand_may_stand_for_itself(more: str) -> None:
    release = item(
        f"<title>R&D, Q&A: a &amp; b & c{more}</title><link>http://a.example/?b=1&c=2</link>"
        "<description><![CDATA[<p>R&D &amp; more</p>]]></description><category>R&D</category>"
    )
    assert release.title.startswith("R&D, Q&A: a & b & c")
    assert (release.body, release.url) == ("R&D & more", "http://a.example/?b=1&c=2")
    assert release.categories == ("R&D",)


def test_half_of_the_only_entry_is_none() -> None:
    found = read("<rss><channel><title>T</title><item><title>A</title><guid>1</guid><description>Half of")
    assert (found.title, found.releases) == ("T", ())
    assert [problem.reason for problem in found.problems] == [
        "The feed stops in the middle of an entry, which was left out; fetch it again."
    ]
