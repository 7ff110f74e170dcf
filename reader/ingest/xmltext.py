"""Bytes of XML -> text, whatever they are labelled.

Labels are wrong more often than UTF-8 is met by accident: what is UTF-8 is UTF-8 (a text in another encoding that
happens to be valid UTF-8 is rarer by far), and only else the labels are asked, that of the header first (RFC 7303).
"""

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"<\0r\0", "utf-16-le"),
    (b"\0<\0r", "utf-16-be"),
)
"""Byte-order marks, and how feeds begin that should have one."""
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,400}>")
# Supersets, as the WHATWG Encoding Standard has them: what is labelled so uses them.
_MEANT: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-9": "cp1254",
}
_SEVEN_BITS: Final = frozenset({"iso2022_jp", "iso2022_kr", "hz"})
"""Encodings whose every text is ASCII, and so UTF-8, for a decoder."""
_MOSTLY: Final = 4
"""Characters beyond ASCII for each broken one from which on a text is UTF-8 with damage, not another encoding."""


def decoded(content: bytes, content_type: str) -> str:
    """Decode a document and take its XML declaration off, which may lie; what cannot be decoded becomes U+FFFD."""
    return _DECLARATION.sub("", _text(content, content_type), count=1) if content else ""


def _text(content: bytes, content_type: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace").removeprefix("\ufeff")
    labels = [label for label in _labels(content, content_type) if label != "utf-8"]
    for label in labels:
        if label in _SEVEN_BITS:
            return content.decode(label, "replace")
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken == 0 or broken * _MOSTLY <= len(text) - len(text.encode("ascii", "ignore")):
        return text
    for label in labels:
        if (strict := _strictly(content, label)) is not None:
            return strict
    return content.decode(labels[0] if labels else "cp1252", "replace")


def _labels(content: bytes, content_type: str) -> list[str]:
    """Name the encodings that the document is said to have, as Python knows them."""
    said = [found[1] for found in (_HEADER.search(content_type),) if found]
    said += [found[1].decode() for found in (_DECLARED.match(content[:1000]),) if found]
    known: dict[str, None] = {}
    for label in said:
        try:
            info = codecs.lookup(label)
        except LookupError:
            continue
        # Some of what Python calls a codec makes text of text, or bytes of bytes (`rot13`, `zip`).
        if _strictly(b"", info.name) is not None:
            known[_MEANT.get(info.name, info.name)] = None
    return list(known)


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError):
        return None
