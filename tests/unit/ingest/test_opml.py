"""Lists of feeds are read and written as OPML."""

from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest import opml
from reader.ingest.clean import clean_line
from reader.ingest.opml import OpmlError


def outlines(inner: str) -> bytes:
    return f"<?xml version='1.0'?><opml version='2.0'><head><title>x</title></head><body>{inner}</body></opml>".encode()


def refusal(content: bytes) -> str:
    with pytest.raises(OpmlError) as caught:
        opml.read(content)
    assert str(caught.value).endswith(".")
    return str(caught.value)


def test_folders_are_flattened_and_the_order_stays() -> None:
    content = outlines(
        "<outline text='A' type='rss' xmlUrl='https://a.example/feed?x=1&amp;y=2'/>"
        "<outline text='Ministries'><outline text='Asia'><outline title='B' xmlUrl='https://b.example/'/></outline>"
        "<outline xmlUrl='http://c.example/'/></outline><outline text='D &amp; E' xmlUrl='https://d.example/'/>"
    )
    assert opml.read(content) == (
        ("A", "https://a.example/feed?x=1&y=2"),
        ("B", "https://b.example/"),
        ("", "http://c.example/"),
        ("D & E", "https://d.example/"),
    )


def test_each_address_comes_once_and_only_addresses_on_the_web() -> None:
    content = outlines(
        "<outline text='A' xmlUrl='https://a.example/'/><outline text='B' xmlUrl='https://a.example/'/>"
        "<outline text='C' xmlUrl='file:///etc/passwd'/><outline text='D' xmlUrl='javascript:x'/>"
        "<outline text='E' xmlUrl='feed://e.example/'/><outline text='F' xmlUrl='feed:https://f.example/'/>"
        "<outline text='G' type='include' url='https://g.example/list.opml'/>"
    )
    assert opml.read(content) == (
        ("A", "https://a.example/"),
        ("E", "http://e.example/"),
        ("F", "https://f.example/"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "euc-kr"])
def test_any_encoding(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding.removesuffix('-sig')}'?>" + outlines(
        "<outline text='무역' xmlUrl='https://a.example/'/>"
    ).decode().removeprefix("<?xml version='1.0'?>")
    assert opml.read(text.encode(encoding)) == (("무역", "https://a.example/"),)


def test_a_damaged_list_gives_what_can_be_read() -> None:
    content = outlines("<outline text='A' xmlUrl='https://a.example/'/><outline text=B & C><outline></opml")
    assert opml.read(content[:-20]) == (("A", "https://a.example/"),)


def test_what_is_no_list_is_said() -> None:
    assert "is empty" in refusal(b" \n")
    assert "not OPML" in refusal(b"<html><title>x</title></html>")
    assert "not OPML" in refusal(b"<rss><channel/></rss>")
    assert "not OPML" in refusal(bytes(100))
    assert "No feed" in refusal(outlines("<outline text='A'/>"))
    assert "No feed" in refusal(b"<opml>" + b"</outline>" * 5)
    assert "4 MiB" in refusal(b"<opml>" + bytes(4 << 20))


def test_a_list_of_more_feeds_than_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opml, "MAX_FEEDS", 2)
    content = outlines("".join(f"<outline xmlUrl='https://a.example/{n}'/>" for n in range(3)))
    assert len(opml.read(content)) == 2


def test_what_is_written_is_opml_2() -> None:
    written = opml.write([("A <b>", "https://a.example/?x=1&y=2"), ("", "https://b.example/")], "Mine")
    root = Tree.fromstring(written)  # noqa: S314
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Mine")
    assert [outline.attrib for outline in root.findall("body/outline")] == [
        {"type": "rss", "text": "A <b>", "title": "A <b>", "xmlUrl": "https://a.example/?x=1&y=2"},
        {
            "type": "rss",
            "text": "https://b.example/",
            "title": "https://b.example/",
            "xmlUrl": "https://b.example/",
        },
    ]


_TITLES = st.text(
    alphabet=st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me", "Cn")
    ),
    min_size=1,
)


@given(st.lists(_TITLES, min_size=1, max_size=5))
def test_what_is_written_is_read_again(titles: list[str]) -> None:
    feeds = tuple((title, f"https://a.example/{number}?x=1&y=2") for number, title in enumerate(titles))
    read = opml.read(opml.write(feeds, "Mine"))
    assert [url for _, url in read] == [url for _, url in feeds]
    assert [title for title, _ in read] == [clean_line(title) or url for title, url in feeds]
