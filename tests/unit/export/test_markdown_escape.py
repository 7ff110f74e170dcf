"""What is escaped reads back as it was; what needs no escaping is not touched."""

import itertools
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.export.escape import (
    heading_markdown,
    item_markdown,
    note_markdown,
    one_line,
    paragraph_markdown,
    quote_markdown,
)

STRICT = MarkdownIt("commonmark")
TABLES = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LINKS = MarkdownIt("gfm-like")
parsers = pytest.mark.parametrize("parser", [STRICT, TABLES], ids=["commonmark", "tables"])

unhurried = settings(deadline=None)
"""The machine may be busy with other tests."""

SPECIAL = "\\`*_{}[]()#+-.!|<>~$=%^&:;\"'/"
SEQUENCES = [
    "\\\n",
    "&amp;",
    "&#35;",
    "<b>",
    "<!--",
    "-->",
    "[[",
    "]]",
    "](x)",
    "[a]: b",
    "```",
    "~~~",
    "---",
    "===",
    "1. ",
    "- ",
    "> ",
    "# ",
    "$$",
    "**",
    "__",
    "==",
    "%%",
    "#tag",
    "@key",
    "@{key}",
    "http://a.b/c_d_",
    "<http://a.b>",
    "<!-- pressreader:end text -->",
]
PIECES = st.sampled_from(f"{SPECIAL}\n \ta1é무❶“’—\u00a0") | st.sampled_from([*SEQUENCES, "| a |", "|-|-|"])
RICH = st.lists(PIECES, max_size=24).map("".join) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(SPECIAL + "\n "), max_size=60
)


def words(text: str) -> list[str]:
    return text.split()


def read_back(tokens: Iterable[Token]) -> str:
    """The text of inline tokens; anything but text fails."""
    read = []
    for token in tokens:
        assert token.type in ("text", "text_special", "softbreak"), token
        read.append("\n" if token.type == "softbreak" else token.content)
    return "".join(read)


def only_block(parser: MarkdownIt, markdown: str, around: list[str]) -> str:
    """The text of a document that consists of one block within the blocks named."""
    tokens = parser.parse(markdown)
    opened = [token.type for token in tokens if token.nesting == 1]
    inline = [token for token in tokens if token.type == "inline"]
    assert opened == around
    assert len(tokens) == 2 * len(around) + 1
    return read_back(inline[0].children or [])


@parsers
@unhurried
@given(RICH)
@example("a\n=")
@example("a | b\n- | -")
@example("a\\")
@example("1) a")
@example("a^[b]")
def test_a_paragraph_reads_back(parser: MarkdownIt, text: str) -> None:
    markdown = paragraph_markdown(text)
    if not text.strip():
        assert markdown == ""
    else:
        assert words(only_block(parser, markdown, ["paragraph_open"])) == words(text)


@parsers
@unhurried
@given(RICH)
@example("a #")
@example("#")
@example("a \\#")
def test_a_heading_reads_back(parser: MarkdownIt, text: str) -> None:
    if text.strip():
        markdown = f"# {heading_markdown(text)}"
        assert words(only_block(parser, markdown, ["heading_open"])) == words(text)


@unhurried
@given(RICH)
def test_a_quotation_and_an_item_read_back(text: str) -> None:
    if text.strip():
        quoted = only_block(TABLES, quote_markdown(text), ["blockquote_open", "paragraph_open"])
        item = only_block(
            TABLES, item_markdown(text), ["bullet_list_open", "list_item_open", "paragraph_open"]
        )
        assert words(quoted) == words(item) == words(text)


@unhurried
@given(RICH)
def test_what_obsidian_adds_is_harmless(text: str) -> None:
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", ".", paragraph_markdown(text))
    assert not re.search(r"==|%%|\[\[|~~", bare)
    assert bare.count("$") < 2
    assert not re.search(r"(?:^|\s)#[\d/_-]*[^\W\d]", bare)
    assert not re.search(r"(?:^|\s)\^[A-Za-z0-9-]+$", bare, re.MULTILINE)
    assert not re.search(r"(?:^|[^\w/]|_)@[\w{]", bare)


@unhurried
@given(RICH.filter(lambda text: "://" not in text))
@example("a | b\n--|--\nc | d")
@example("~~a~~ www.a.example ~b~")
def test_a_code_host_makes_links_of_addresses_and_nothing_else(text: str) -> None:
    if text.strip():
        tokens = LINKS.parse(paragraph_markdown(text))
        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        pieces = [piece for piece in tokens[1].children or [] if piece.markup != "linkify"]
        assert words(read_back(pieces)) == words(text)


@unhurried
@given(st.text("abzÉ무 0123456789.,:!?()“”‘’'\"–—…/&", max_size=80))
def test_text_without_special_characters_is_not_changed(text: str) -> None:
    plain = f"Korea {text.strip()} end"
    assert paragraph_markdown(plain) == plain
    assert heading_markdown(plain) == plain


@pytest.mark.parametrize(
    "text",
    [
        "R&D and M.AX cost $20 bln, up ~3 percent",
        "FA-50 – WT/DS600 – 2025-12-23",
        "snake_case_name = 5 * 3 < 20 > 4 + 1",
        "Korea #1 in chips, C# too",
        "a ^ b | c",
        "It grew 5% & 6; 2. Next",
        "Write to press@motir.example @ noon",
        "See https://a.example/~kim/@kim/#part?a=1&b=c_d and www.b.example/~lee",
    ],
)
def test_signs_that_mean_nothing_stay(text: str) -> None:
    assert paragraph_markdown(text) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("# a", "\\# a"),
        ("1. a", "1\\. a"),
        ("- a", "\\- a"),
        ("> a", "\\> a"),
        ("---", "\\---"),
        ("$5 to $6", "\\$5 to \\$6"),
        ("2~3 or 4~5", "2\\~3 or 4\\~5"),
        ("see #asean", "see \\#asean"),
        ("[a](b)", "\\[a](b)"),
        ("a <b>", "a \\<b>"),
        ("AT&amp;T", "AT\\&amp;T"),
        ("    code", "code"),
        ("a\n\nb", "a\nb"),
        ("end ^id", "end \\^id"),
        ("cost #2025-1 #1", "cost \\#2025-1 #1"),
        ("(@kim and @{kim})", "(\\@kim and \\@{kim})"),
    ],
)
def test_escaping_is_minimal(text: str, markdown: str) -> None:
    assert paragraph_markdown(text) == markdown


def test_the_real_releases_read_back(seeds: Path) -> None:
    texts = []
    for path in sorted(seeds.glob("*.txt")):
        for block in re.split(r"^-$\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            *_, title, body = block.rstrip("\n").split("\n")
            texts += [title, body.rsplit(" date", 1)[0]]
    assert len(texts) == 56
    for text in texts:
        assert words(only_block(TABLES, paragraph_markdown(text), ["paragraph_open"])) == words(text)
        assert words(only_block(TABLES, f"# {heading_markdown(text)}", ["heading_open"])) == words(text)


NOTE_LINES = st.lists(
    st.sampled_from(
        ["a", "", "# h", "- x", "> q", "```", "````", "~~~ py", "<pre>", "</pre>", "<!-- c", "-->", "<?x"]
    )
    | st.sampled_from(
        ["<!DOCTYPE", "<![CDATA[", "]]>", "| a |", "<script>x", "<!-- pressreader:end note -->"]
    )
    | st.sampled_from(
        ["<div>", "</table> x", "<details", "<b>", "  ```", "1. ```", "   a", "- - ~~~", "    b"]
    ),
    max_size=8,
)


@unhurried
@given(NOTE_LINES)
@example(["<div>", "```", "", "a"])
@example(["</div>", "~~~", "", "```"])
@example(["- a", "  ```", "", "```", "b", "```"])
@example(["-   ", "  ```"])
@example(["- ", "", "  ```x"])
@example(["- ", "<b>", "```", "", "a"])
@example([">", "</b>", "```", "", "a"])
def test_what_follows_a_note_is_not_part_of_it(lines: list[str]) -> None:
    markdown = f"{note_markdown(chr(10).join(lines))}\n\n## After\n"
    tokens = TABLES.parse(markdown)
    headings = [
        inline.content
        for opened, inline in itertools.pairwise(tokens)
        if opened.type == "heading_open" and opened.level == 0
    ]
    assert headings[-1:] == ["After"]


def test_a_note_stays_as_it_was_written() -> None:
    note = "# Mine\n\n*so* [[linked]] #tag  \n```py\nx = 1\n```\n- [ ] do"
    assert note_markdown(f"\n\n{note}\n \n") == note


def test_lists_within_lists_without_end_are_no_trouble() -> None:
    note = "- " * 5000 + "a\n```\nb"
    assert note_markdown(note) == f"{note}\n```"


def test_a_marker_in_a_note_is_no_marker() -> None:
    assert note_markdown("a\r\n<!-- pressreader:end note -->") == "a\n\\<!-- pressreader:end note -->"


def test_one_line_keeps_the_blanks_within_a_line() -> None:
    assert one_line(" a  b \r\n c ") == "a  b c"
