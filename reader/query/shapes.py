"""The characters that the grammar consists of, for all who look at typed text."""

import re
from typing import Final

from reader.folding import in_tag

SHAPES: Final = str.maketrans("“”„‟＂－–—−（）：＝～〜˜＊＃", '"""""----():=~~~*#')
"""One character for one, so that positions stay: what keyboards and word processors write for ours."""
OPERATORS: Final = ("AND", "OR", "NOT")
WORD: Final = re.compile(r'[^\s()"]+')
NAME: Final = re.compile(r"([A-Za-z]+):")
DAY: Final = re.compile(r'(?:"[^"]*(?:"|$)|[^\s()"])+')
"""A day or a range, either end of which may be quoted: `"last week"..today`."""
QUOTED: Final = re.compile(r'"((?:[^"]+|"")*)("?)')
"""A quoted value of a field; a quotation mark within it is written twice."""
NEAR: Final = re.compile(r'~([^\s()"]*)')
"""What stands after a quoted text whose words may lie apart."""
_AFTER_TAG: Final = ".,;:!?"
BARE: Final = re.compile(r'(?![#-])[^\s()"]*[^\s()"*]')
"""A value that needs no quotation marks, unless it is an operator or begins like a field."""


def shape(text: str) -> str:
    """The text with each typographic variant as the character it stands for; as long as `text`."""
    return text.translate(SHAPES)


def readable(text: str) -> bool:
    """Whether there is anything in it that an index holds: a letter or a digit."""
    return any(map(str.isalnum, text))


def tag_end(shaped: str) -> int | None:
    """Where the tag ends that a word names with `#`, punctuation after it left out; None for a word that names none."""
    name = shaped[1:].rstrip(_AFTER_TAG)
    is_one = (
        shaped.startswith("#") and name[:1] not in ("", "-") and readable(name) and all(map(in_tag, name))
    )
    return 1 + len(name) if is_one else None


def tagged(name: str) -> str | None:
    """The tag with `#` before it, where that is read as just this tag."""
    word = shape(f"#{name}")
    return f"#{name}" if tag_end(word) == len(word) else None


def unquoted(text: str) -> str:
    """The value that stands in quotation marks, the last of which may be missing."""
    found = QUOTED.match(shape(text))
    inner = text[1 : found.end(1)] if found else text
    kept: list[str] = []
    at = 0
    for pair in re.finditer('""', shape(inner)):
        kept.append(inner[at : pair.start() + 1])
        at = pair.end()
    return "".join(kept) + inner[at:]
