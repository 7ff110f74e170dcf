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
        b"<!doctype html>\n-\n",
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
