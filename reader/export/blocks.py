"""Which lines of Markdown lie in fenced code or raw HTML, and what ends it (CommonMark 0.31.2, 4.5 and 4.6)."""

import re

LINE_END = re.compile(r"\r\n|\r|\n")

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
_EMPTY = re.compile(r"[ \t]*$")


def _html(begin: str, end: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(" {0,3}" + begin, re.IGNORECASE), re.compile(end, re.IGNORECASE)


_RAW_HTML = (
    # Any of the four tags ends a block that another of them began.
    (*_html(r"<(?:script|pre|style|textarea)(?:[ \t>]|$)", r"</(?:script|pre|style|textarea)>"), "</pre>"),
    (*_html(r"<!--", r"-->"), "-->"),
    (*_html(r"<\?", r"\?>"), "?>"),
    (*_html(r"<!\[CDATA\[", r"\]\]>"), "]]>"),
    (*_html(r"<![A-Za-z]", r">"), ">"),
    (*_html(rf"</?(?:{_NAMES})(?:[ \t]|/?>|$)", r"^[ \t]*$"), ""),
)
"""What begins a raw HTML block, what ends it, and the line to add where it is open at the end: kinds 1 to 6."""
_ATTRIBUTE = r"""[ \t]+[A-Za-z_:][A-Za-z0-9_.:-]*(?:[ \t]*=[ \t]*(?:[^ \t"'=<>`]+|'[^']*'|"[^"]*"))?"""
_TAG_ALONE = (
    *_html(
        rf"<(?:[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*[ \t]*/?|/[A-Za-z][A-Za-z0-9-]*[ \t]*)>[ \t]*$",
        r"^[ \t]*$",
    ),
    "",
)
"""Kind 7, which continues no paragraph; an address in angle brackets, or what is no whole tag, begins none (6.6)."""
_NO_PARAGRAPH = re.compile(r"[ \t]*$| {0,3}#{1,6}(?:[ \t]|$)| {0,3}>[ \t]*$")
_ITEM = re.compile(r"( {0,3}(?:[-+*]|[0-9]{1,9}[.)]))(?:([ \t]*$)| {1,4}(?=[^ \t])| (?= {4}))")
_NEW_BLOCK = re.compile(r" {0,3}(?:[-+*>#]|[0-9]{1,9}[.)])")
_DEEPEST = 20
"""Lists within lists that are told apart."""


class Blocks:
    """Follows a text line by line. What begins within an item of a list ends with it."""

    def __init__(self, depth: int = 0) -> None:
        self._depth = depth
        self._fence = ""
        self._html: tuple[re.Pattern[str], str] | None = None
        self._paragraph = False
        self._item: Blocks | None = None
        self._width = 0
        """Columns before the content of the item."""
        self._bare = False
        """The item is no more than its sign yet: an empty line ends it."""

    @property
    def end(self) -> str:
        """The line that ends the fence or raw HTML still open; empty where nothing is, or an empty line ends it."""
        return self._fence or (self._html[1] if self._html else "")

    def takes(self, line: str) -> bool:
        """Whether the next line belongs to fenced code or raw HTML that stands in no list."""
        if self._in_item(line):
            return False
        raw = self._continued(line) or self._begun(line)
        self._paragraph = not raw and _NO_PARAGRAPH.match(line) is None
        if not raw and self._depth < _DEEPEST and (found := _ITEM.match(line)):
            self._bare = found[2] is not None
            self._width = found.end(1) + 1 if self._bare else found.end()
            self._item = Blocks(self._depth + 1)
            self._item.takes(line[found.end() :])
        return raw

    def _in_item(self, line: str) -> bool:
        bare, self._bare = self._bare, False
        if self._item is None:
            return False
        if not bare if _EMPTY.match(line) else line.startswith(" " * self._width):
            self._item.takes(line[self._width :])
            return True
        if self._item._text_goes_on and not (_NEW_BLOCK.match(line) or _opening(line, in_paragraph=True)):
            return True  # a paragraph goes on without its indentation
        self._item, self._paragraph = None, False
        return False

    @property
    def _text_goes_on(self) -> bool:
        return self._item._text_goes_on if self._item else self._paragraph

    def _continued(self, line: str) -> bool:
        if self._fence:
            sign, count = self._fence[0], len(self._fence)
            if re.match(rf" {{0,3}}{sign}{{{count},}}[ \t]*$", line):
                self._fence = ""
            return True
        if self._html:
            if self._html[0].search(line):
                self._html = None
            return True
        return False

    def _begun(self, line: str) -> bool:
        opened = _opening(line, in_paragraph=self._paragraph)
        if isinstance(opened, str):
            self._fence = opened
        elif opened is not None:
            ends, _ = opened
            self._html = None if ends.search(line) else opened
        return opened is not None


def _opening(line: str, *, in_paragraph: bool) -> str | tuple[re.Pattern[str], str] | None:
    """The fence that a line begins with; or what ends the raw HTML that it begins: a pattern, and a line to add."""
    if found := _FENCE.match(line):
        return found[1]
    if "<" in line:
        for begins, ends, closing in _RAW_HTML if in_paragraph else (*_RAW_HTML, _TAG_ALONE):
            if begins.match(line):
                return ends, closing
    return None
