r"""Plain text -> Markdown that reads back as the same text.

The rule: text is data. A backslash goes before a character only where CommonMark, its tables and struck words,
Obsidian, Zettlr or Pandoc would otherwise take it for markup, and nowhere else, so a CommonMark parser gives the
text back up to white space, and text without such a character is not changed at all. Lines lose blanks at both
ends, empty lines go.

Anywhere: `` ` `` and `[` always · `*` beside a non-blank · `_` unless inside a word · `<` before a letter,
`/`, `!` or `?` · `&` where it begins an entity · `\` before punctuation or a line's end · `==`, `%%` · `#` where
it begins a tag · `^` where it begins a block id · `@` where it begins a citation · `$` and `~` where the paragraph has
two or more of them.
At the beginning of a line: headings, quotes, list bullets and numbers, rules, underlines of headings, and
the second row of a table. At the end of a heading: its closing `#`.

Where the rules come from: CommonMark 0.31.2 and GitHub Flavored Markdown 0.29 (tables, strikethrough); Obsidian's
help, "Basic formatting syntax" (`==`, `%%`, `$`), "Tags" (one is not digits alone) and "Internal
links" (block ids: Latin letters, digits and hyphens at a line's end); Pandoc's manual, "Citation syntax": a key begins
with a letter, digit, `_` or `{` after an `@` that stands within no word, and Zettlr reads citations the same way.
GitHub makes links of `#123` in conversations only, not in files (its help, "Autolinked references and URLs"), and of
bare addresses anywhere: those lead where they say, and `@`, `#` and `~` after a slash stay as they are for that.

Notes are the user's own Markdown and are not escaped; see `note_markdown`.
"""

import re

from reader.export.blocks import LINE_END, Blocks

_ANYWHERE = re.compile(
    r"""
      [`\[]
    | (?<=[^ \t\n])\* | \*(?=[^ \t\n])
    | (?<!\w)_+ | _+(?!\w)
    | <(?=[A-Za-z/!?])
    | &(?=\#?[0-9A-Za-z]{1,40};)
    | \\(?=[!-/:-@\[-`{-~]|$)
    | ={2,} | %{2,}
    | (?<![\w/])\#(?=\d*(?:[^\W\d]|[-/]+\w))
    | (?<![^ \t\n])\^(?=[\w-]+$)
    | (?<![^\W_])(?<!/)@(?=[\w{])
    """,
    re.VERBOSE | re.MULTILINE,
)
_SIGN = re.compile(r"[`\[*_<&\\=%#^@]")
"""What the pattern above can match begins with one of these: few texts hold any, and this is found 40 times faster."""
_IN_PAIRS = {"$": re.compile(r"\$"), "~": re.compile(r"(?<!/)~")}
_LINE_START = re.compile(r"^(?=#{1,6}(?:[ \t]|$)|>|[-+*](?:[ \t]|$)|=[ \t]*$|[-|:][-|: \t]*$)", re.MULTILINE)
_LINE_NUMBER = re.compile(r"^([0-9]{1,9})(?=[.)](?:[ \t]|$))", re.MULTILINE)
_HEADING_END = re.compile(r"(?:^|(?<=[ \t]))(?=#+$)")
_MARKER = re.compile(r"^<!-- pressreader:", re.MULTILINE)


def paragraph_markdown(text: str) -> str:
    """The text as the lines of one paragraph, wherever a paragraph may stand."""
    lines = _lines(text)
    escaped = _anywhere("\n".join(lines))
    if all(line[0].isalpha() for line in lines):
        return escaped  # what means something at the beginning of a line is no letter
    return _LINE_NUMBER.sub(r"\1\\", _LINE_START.sub(r"\\", escaped))


def heading_markdown(text: str) -> str:
    """The text as what follows the `#` of a heading: one line."""
    return _HEADING_END.sub(r"\\", _anywhere(one_line(text)))


def quote_markdown(text: str) -> str:
    """The text as a block quotation."""
    return _prefixed(paragraph_markdown(text), "> ", "> ")


def item_markdown(text: str) -> str:
    """The text as an item of a bullet list."""
    return _prefixed(paragraph_markdown(text), "- ", "  ")


def note_markdown(text: str) -> str:
    r"""A note as the user wrote it, made harmless to what stands around it.

    A line that looks like a marker of ours gets a backslash, and a code fence or raw HTML block that was
    never closed is closed: what follows is not part of the note.
    """
    lines = _MARKER.sub(r"\\\g<0>", LINE_END.sub("\n", text)).split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    end = _missing_end(lines)
    return "\n".join([*lines, end] if end else lines)


def one_line(text: str) -> str:
    """The text with its line ends turned to spaces."""
    return " ".join(_lines(text))


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, LINE_END.split(text)) if line]


def _anywhere(text: str) -> str:
    escaped = text
    if _SIGN.search(text):
        escaped = _ANYWHERE.sub(lambda found: "".join("\\" + sign for sign in found[0]), text)
    for sign, found in _IN_PAIRS.items():
        if escaped.count(sign) > 1:
            escaped = found.sub(r"\\\g<0>", escaped)
    return escaped


def _prefixed(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", "\n" + rest)


def _missing_end(lines: list[str]) -> str:
    """The line that closes the fence or raw HTML block still open after these lines."""
    blocks = Blocks()
    for line in lines:
        blocks.takes(line)
    return blocks.end
