"""Bytes -> text: what a document is written in, whatever its labels say.

Korean servers label CP949 as UTF-8 and the other way about, so the bytes are asked first: a byte-order mark, then
whether they are UTF-8, which text in another encoding hardly ever is by chance. Labels (the header's charset, `<meta>`,
the XML declaration) decide between encodings that the bytes cannot tell apart. Names are read as the WHATWG Encoding
Standard has it (4.2), so that a label of ISO-8859-1 means Windows-1252 and one of EUC-KR means CP949.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Final

HEAD: Final = 8192
"""Bytes of a document in which it may name its encoding."""
SAMPLE: Final = 1 << 16
"""Bytes that are looked at to tell encodings apart."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_WITHIN = re.compile(
    rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([\w.:-]{2,40})|<meta\b[^>]{0,500}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "euc-kr": "cp949",
    "euc_kr": "cp949",
    "euckr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "ksc_5601": "cp949",
    "ms949": "cp949",
    "uhc": "cp949",
    "windows-949": "cp949",
    "x-windows-949": "cp949",
    "korean": "cp949",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "utf-16": "utf-16-le",
    "utf8": "utf-8",
}
# Others than these Python would decode too, some of them into anything (UTF-7, escapes).
_KNOWN = re.compile(
    r"utf-8|utf-16-?[lb]e|iso-8859-\d{1,2}|windows-(?:125\d|874)|cp(?:125\d|874|93[26]|949|950)|koi8-[ru]"
    r"|euc[-_]jp|iso-2022-(?:jp|kr)|gb18030|big5(?:-?hkscs)?|johab|macintosh|(?:ibm|cp)866"
)
_HANGUL = re.compile("[\uac00-\ud7a3]")
_KANA = re.compile("[\u3041-\u30ff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_DAMAGE = "\ufffd"


def text(content: bytes, content_type: str = "") -> str:
    """Decode a document; `content_type` is its header. Never raises; what cannot be read becomes U+FFFD."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    labels = list(dict.fromkeys(_labels(content, content_type)))
    if (wide := _wide(content, labels)) or (wide := _escaping(content, labels)):
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(_guess(content, labels), "replace")


def _labels(content: bytes, content_type: str) -> Iterator[str]:
    """What a document says that it is written in, as Python's names: the header first."""
    names = [found[1] for found in _HEADER.finditer(content_type)]
    names += [(found[1] or found[2]).decode("latin-1") for found in _WITHIN.finditer(content[:HEAD])]
    for name in names:
        lower = name.lower()
        meant = _MEANT.get(lower, lower)
        if meant in _MEANT.values() or _KNOWN.fullmatch(meant):
            try:
                yield codecs.lookup(meant).name
            except LookupError:
                continue


def _wide(content: bytes, labels: list[str]) -> str | None:
    """UTF-16 without a mark: every other byte of markup is zero."""
    head = content[:HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if 4 * max(even, odd) < len(head):
        return None
    likely = "utf-16-be" if even > odd else "utf-16-le"
    return likely if abs(even - odd) * 4 > len(head) else next((s for s in labels if "16" in s), None)


def _escaping(content: bytes, labels: list[str]) -> str | None:
    """The encodings that write everything in ASCII and switch by escape sequences."""
    return next((name for name in labels if name.startswith("iso2022") and b"\x1b" in content), None)


def _guess(content: bytes, labels: list[str]) -> str:
    """The encoding of bytes that are not quite UTF-8."""
    sample = content[:SAMPLE]
    if _damage(sample, "utf-8") < 0.2:
        return "utf-8"
    for name in labels:
        if name != "utf-8" and _damage(sample, name) < 0.02:
            return name
    for name, letters in (("cp949", _HANGUL), ("cp932", _KANA)):
        decoded = sample.decode(name, "replace")
        foreign = len(_NOT_ASCII.findall(decoded))
        if 3 * len(letters.findall(decoded)) > foreign and _damage(sample, name) < 0.02:
            return name
    return next((name for name in labels if name != "utf-8"), "cp1252")


def _damage(sample: bytes, encoding: str) -> float:
    """How much of what is not ASCII cannot be read in an encoding, from 0 to 1."""
    decoded = sample.decode(encoding, "replace")
    foreign = len(_NOT_ASCII.findall(decoded))
    return decoded.count(_DAMAGE) / foreign if foreign else 0.0
