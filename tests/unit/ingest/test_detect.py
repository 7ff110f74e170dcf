"""Formats are told by content."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest.detect import is_binary, is_utf16, recognise


@pytest.mark.parametrize(
    "head",
    [
        b"-\nIndustry\nA title\n",
        b"-\r\nIndustry\r\n",
        b"\xef\xbb\xbf-\nIndustry\n",
        b"\n \n\t\r\n-\nIndustry\n",
        b"\xef\xbb\xbf\r\n-\r\n",
        b"-",
        b"-\nA title with a stray \x00 in a text that is otherwise a text date2025-01-01\n",
    ],
)
def test_a_listing(head: bytes) -> None:
    assert recognise(head) == "listing"


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\n\n",
        b" -\nIndustry\n",
        b"- \nIndustry\n",
        b"- item\n- item\n",
        b"--\nIndustry\n",
        b"---\ntitle: x\n---\n",
        b"Industry\n-\n",
        b"-\n" + bytes(range(256)) * 4,
        "-\nIndustry\n".encode("utf-16"),
        b'{"title": "-"}\n',
        b'{"pressreader": "1"}\n',
        b'["pressreader", 1]\n',
        b'{"title": "x"}\n{"pressreader": 1}\n',
    ],
)
def test_no_listing(head: bytes) -> None:
    assert recognise(head) is None


@pytest.mark.parametrize(
    "head",
    [
        b'{"pressreader":1,"id":"',
        b'\xef\xbb\xbf{ "pressreader" : 1 }',
        b'\n {"id": "x", "pressreader": 1}\r\n',
    ],
)
def test_records(head: bytes) -> None:
    assert recognise(head) == "records"


@pytest.mark.parametrize(
    "head",
    [
        b'<?xml version="1.0"?><rss version="2.0"><channel>',
        b"\xef\xbb\xbf\n<!-- <html> --><?xml-stylesheet href='a.xsl'?>\n<rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
        b"<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>",
        b"Warning: mysql_connect() in /var/www\n<RSS version='0.91'>",
        b'<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss>',
        "<?xml version='1.0' encoding='utf-16'?><rss>".encode("utf-16"),
        "<rss version='2.0'>".encode("utf-16-be"),
    ],
)
def test_a_feed(head: bytes) -> None:
    assert recognise(head) == "feed"


@pytest.mark.parametrize(
    "head",
    [
        b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
        b'\xef\xbb\xbf {"title": "x",\n"version":"https:\\/\\/jsonfeed.org\\/version\\/1"',
        b'{"home_page_url": "https://a.example/", "items": [',
    ],
)
def test_a_json_feed(head: bytes) -> None:
    assert recognise(head) == "jsonfeed"


@pytest.mark.parametrize(
    "head",
    [
        b"<!doctype html>\n-\n",
        b"<!-- saved from url=(0020)https://a.example/ -->\n<HTML>",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html>',
        b"<div>a feed: <rss></div>",
        b"<title>x</title>",
    ],
)
def test_a_page(head: bytes) -> None:
    assert recognise(head) == "page"


@pytest.mark.parametrize(
    "head",
    [
        b"<svg xmlns='x'><title>x</title>",
        b"<opml><head><title>x</title>",
        b"<note><to>x</to></note>",
        b"1 < 2",
    ],
)
def test_other_markup(head: bytes) -> None:
    assert recognise(head) is None


def test_a_packed_file() -> None:
    assert recognise(gzip.compress(b"-\n")) == "packed"


def test_binary_and_utf16() -> None:
    assert is_binary(b"\x7fELF\x02\x01\x01\x00\x00\x00")
    assert not is_binary("산업통상부\r\n\t\x1b[0m text\f".encode())
    assert not is_binary(b"")
    assert is_utf16("text".encode("utf-16"))
    assert not is_utf16(b"text")


@given(st.binary())
def test_any_bytes_have_an_answer(head: bytes) -> None:
    recognise(head)
    assert recognise(b"-\n" + head) == (None if is_binary(b"-\n" + head) else "listing")
