"""Documents are read as what they are written in, whatever their labels say."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest.decoding import text

KOREAN = "<p>항만부는 11월 20일 “회의”를 열었다.</p>"
JAPANESE = "<p>港湾省はきょう、新しい計画を発表しました。</p>"
CHINESE = "<p>港口部今天公布了新的计划。</p>"
FRENCH = "<p>Le port a été fermé : « travaux ».</p>"


@pytest.mark.parametrize("label", ["", "utf-8", "euc-kr", "iso-8859-1", "gb2312", "no-such-thing"])
def test_what_is_utf_8_is_read_as_that_whatever_its_label(label: str) -> None:
    header = f"text/html; charset={label}" if label else "text/html"
    assert text(f'<meta charset="{label}">{KOREAN}'.encode(), header).endswith(KOREAN)


@pytest.mark.parametrize("label", ["", "utf-8", "UTF8", "euc-kr", "KS_C_5601-1987", "no-such-thing"])
def test_korean_bytes_are_korean_whatever_their_label(label: str) -> None:
    header = f"text/html; charset={label}" if label else ""
    assert text(KOREAN.encode("cp949"), header) == KOREAN


@pytest.mark.parametrize(
    ("markup", "encoding", "label"),
    [
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (CHINESE, "gbk", "gb2312"),
        (FRENCH, "cp1252", "iso-8859-1"),
        (FRENCH, "cp1252", "us-ascii"),
        ("<p>порт</p>", "koi8-r", "koi8-r"),
    ],
)
def test_labels_tell_encodings_apart(markup: str, encoding: str, label: str) -> None:
    assert text(markup.encode(encoding), f'text/html; charset="{label}"') == markup
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">{markup}'
    assert text(meta.encode(encoding)) == meta
    declared = f'<?xml version="1.0" encoding="{label}"?>{markup}'
    assert text(declared.encode(encoding)) == declared


def test_the_header_comes_before_what_the_page_says() -> None:
    assert text(b"<meta charset=koi8-r>" + FRENCH.encode("cp1252"), "charset=windows-1252").endswith(FRENCH)


@pytest.mark.parametrize("markup", [JAPANESE, FRENCH, KOREAN])
def test_without_a_label_the_letters_tell(markup: str) -> None:
    encoding = {JAPANESE: "cp932", FRENCH: "cp1252", KOREAN: "cp949"}[markup]
    assert text(markup.encode(encoding)) == markup


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_byte_order_marks_and_wide_characters(mark: bytes, encoding: str) -> None:
    markup = "<!doctype html><html><title>Port</title>" + KOREAN
    assert text(mark + markup.encode(encoding), "text/html; charset=euc-kr") == markup


def test_one_broken_character_spoils_no_other() -> None:
    broken = KOREAN.encode() + b"\xed\x95<p>" + KOREAN.encode()
    assert text(broken) == f"{KOREAN}\ufffd<p>{KOREAN}"


@given(
    st.binary(max_size=200) | st.text(max_size=60).map(lambda t: t.encode("cp949", "ignore")),
    st.sampled_from(
        [
            "",
            "text/html",
            "charset=utf-7",
            "charset=unicode_escape",
            "charset=zlib",
            "charset=utf-16",
            "charset=\0",
        ]
    )
    | st.text(max_size=30).map("charset={}".format),
)
def test_nothing_raises(content: bytes, content_type: str) -> None:
    assert isinstance(text(content, content_type), str)


@given(st.text(st.characters(exclude_characters="\ufeff\0", exclude_categories=["Cs"])))
def test_utf_8_comes_back(written: str) -> None:
    assert text(written.encode()) == written
