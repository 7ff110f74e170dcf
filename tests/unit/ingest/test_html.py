"""HTML becomes lines: nothing said is lost, nothing hidden is said, and no markup stops the reading."""

from html import escape
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborNode

from reader import cells
from reader.ingest import html
from reader.ingest.shallow import MAX_ATTRIBUTES, MAX_DEPTH, shallow
from reader.model import Attachment

BASE = "https://ports.example/news/today"


def body(markup: str, **how: bool) -> str:
    return html.text(markup, base=BASE, **how).body  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("<p>One.<p>Two.", "One.\nTwo."),
        ("<div>One<br>two<br><br>three</div>", "One\ntwo\nthree"),
        ("<h2>Head</h2>text<hr>more", "Head\ntext\nmore"),
        ("<p> a\n\t b  <b> c</b>d<i>e</i> </p>", "a b cde"),
        ("<p>a&nbsp;b &#8211; c&#146;d</p>", "a\xa0b – c’d"),
        ("<p>&nbsp;</p><p>\u200b</p><p>x</p>", "x"),
        ("<pre>\n a\n   b</pre>c", "a\n   b\nc"),
        ("<p>He said <q>so</q>.</p>", "He said “so”."),
        ("<dl><dt>Port<dd>Open</dl>", "Port\nOpen"),
        ("plain text", "plain text"),
        ("", ""),
        ("a<wbr>b<!-- no -->c", "abc"),
        ("x\x1b[31my", "xy"),
    ],
)
def test_blocks_are_lines_and_white_space_is_collapsed(markup: str, expected: str) -> None:
    assert body(markup) == expected


def test_entities_are_decoded_once() -> None:
    assert body("<p>&amp;lt;b&amp;gt; &lt;b&gt; AT&amp;T &amp;amp;") == "&lt;b&gt; <b> AT&T &amp;"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>no()</script>",
        "<style>no {}</style>",
        "<nav><a href=/no>no</a></nav>",
        "<template>no</template>",
        "<p hidden>no</p>",
        '<p style="color:red; display : none">no</p>',
        '<span style="VISIBILITY:hidden">no</span>',
        "<dialog>no</dialog>",
        "<select><option>no</select>",
        "<svg><text>no</text></svg>",
        "<noscript><p>no</p></noscript>",
        "<!-- <p>no</p> -->",
        "<iframe>no</iframe>",
    ],
)
def test_what_a_browser_hides_is_not_read(hidden: str) -> None:
    assert body(f"<p>Before</p>{hidden}<p>after</p>") == "Before\nafter"


def test_lists_show_how_they_nest() -> None:
    markup = "<ul><li>one<ul><li>two<ol start=3><li>three<li>four</ol></ul><li><p>five</p><p>six</p><li></ul>"
    expected = """\
    - one
      - two
        3. three
        4. four
    - five
    six"""
    assert body(markup) == dedent(expected)
    assert body(markup, marks=False) == "one\ntwo\nthree\nfour\nfive\nsix"


def test_a_mark_that_the_page_writes_is_not_doubled() -> None:
    assert body("<ul><li>- one<li>❶ two<li>2.5 percent</ul>") == "- one\n❶ two\n- 2.5 percent"
    assert body('<ul style="list-style: none"><li>one</ul>') == "one"


def test_tables_of_data_are_aligned_in_cells() -> None:
    markup = """<table><caption>Exports</caption>
      <tr><th rowspan=2>Item<th colspan=2>Value<tr><th>2024<th>2025
      <tr><td>반도체<td>1,234<td>5.6%<tr><td>Ships<td>-3<td>12.3%</table>after"""
    caption, *rows, after = body(markup).split("\n")
    assert (caption, after) == ("Exports", "after")
    assert rows == ["Item    Value", "         2024   2025", "반도체  1,234   5.6%", "Ships      -3  12.3%"]
    assert {cells.width(row) for row in rows[2:]} == {20}


def test_tables_that_lay_out_a_page_are_read_cell_by_cell() -> None:
    nested = "<table><tr><td>Left<td><table><tr><td>a<td>b</table></table>"
    assert body(nested) == "Left\na  b"
    long = "word " * 30
    assert body(f"<table><tr><td>{long}<td>x</table>") == f"{long.strip()}\nx"
    assert body("<table><tr><td><p>One.<p>Two.</table>") == "One.\nTwo."


def test_a_table_too_wide_to_align_keeps_its_rows() -> None:
    row = "".join(f"<td>{'x' * 30}{n}" for n in range(5))
    assert body(f"<table><tr>{row}<tr>{row}</table>") == "\n".join(
        ["  ".join("x" * 30 + str(n) for n in range(5))] * 2
    )


def test_links_become_footnotes_or_are_only_named() -> None:
    markup = '<p>See <a href="/a">the plan</a>, <a href="/a">again</a>, <a href="b?x=1">more </a>now.'
    links = (
        Attachment("the plan", "https://ports.example/a"),
        Attachment("more", "https://ports.example/news/b?x=1"),
    )
    assert html.text(markup, base=BASE) == html.Text("See the plan, again, more now.", links)
    noted = html.text(markup, base=BASE, footnotes=True)
    assert noted.links == links
    assert noted.body == (
        "See the plan [1], again [1], more [2] now.\n[1] https://ports.example/a\n[2] https://ports.example/news/b?x=1"
    )


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "mailto:a@b.example",
        "#top",
        "",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://[",
    ],
)
def test_what_is_no_web_address_is_no_link(href: str) -> None:
    assert html.text(f'<a href="{href}">x</a>', base=BASE, footnotes=True) == html.Text("x", ())


def test_an_address_that_is_its_own_text_needs_no_footnote() -> None:
    assert body('<a href="https://a.example/">https://a.example/</a>', footnotes=True) == "https://a.example/"


def test_addresses_are_cleaned() -> None:
    assert html.address(" /a b\n\x1b[31m\u202ec ", BASE) == "https://ports.example/a%20bc"
    assert html.address("https://a.example/" + "x" * html.MAX_URL) is None


# Any markup


WORDS = st.sampled_from("port quay &lt;b&gt; <i> 5<6 a&b &amp;copy; 항만 “so” ] -x".split())  # noqa: SIM905
TAGS = st.sampled_from(
    "p div b i span ul ol li table tr td th tbody caption blockquote h2 a section dl dt dd font pre em".split()  # noqa: SIM905
)
Markup = tuple[str, list[str]]
LEAVES: st.SearchStrategy[Markup] = WORDS.map(lambda word: (f" {escape(word)} ", [word])) | st.just(
    ("<br>", [])
)


def _element(tag: str, children: list[Markup]) -> Markup:
    inner = "".join(markup for markup, _ in children)
    return f"<{tag}>{inner}</{tag}>", [word for _, words in children for word in words]


TREES = st.recursive(
    LEAVES, lambda children: st.builds(_element, TAGS, st.lists(children, max_size=6)), max_leaves=40
)


@given(TREES)
def test_no_word_is_lost_and_no_tag_is_left(tree: Markup) -> None:
    markup, words = tree
    assert sorted(body(markup, marks=False).split()) == sorted(words)


@given(TREES)
def test_lines_are_ready_to_be_stored(tree: Markup) -> None:
    for shown in body(tree[0], footnotes=True).split("\n")[1:]:
        assert shown.strip()
        assert shown == shown.rstrip()


MARKUP = (
    "< </ > /> p table <td <svg> <math> <!-- --> <![CDATA[ & &#x ; \" ' = <script> </script <select>".split()  # noqa: SIM905
)
ODD = [
    "<a href='",
    "<plaintext>",
    "<template>",
    "</p>",
    "<frameset>",
    "<li>",
    "<pre>\n",
    "<ol start=x>",
    "</body>",
    "<q>",
]
PIECES = st.sampled_from(
    [*MARKUP, *ODD, "<td colspan=-1 rowspan=9999999>", " ", "\0", "\ud800", "\x1b]0;", "<base>"]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_nothing_raises(markup: str) -> None:
    read = html.text(markup, base=BASE, footnotes=True)
    assert "\0" not in read.body
    assert "\x1b" not in read.body


@given(TREES)
def test_what_nests_within_reason_is_parsed_as_it_is(tree: Markup) -> None:
    assert shallow(tree[0]) == tree[0]


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "blockquote", "section", "font"])
def test_depth_without_end_costs_no_text(tag: str) -> None:
    markup = (
        f"<{tag}>" * 100_000
        + "deep <p>down</p>"
        + "".join(f"</{t}>" for t in tag.split("><")[::-1]) * 100_000
    )
    assert body(f"{markup}<p>after", marks=False).split() == ["deep", "down", "after"]
    assert _depth(html.parse(markup)) < 4 * MAX_DEPTH + 20


def test_a_tag_keeps_its_first_attributes() -> None:
    many = " ".join(f'a{n}=">"' for n in range(MAX_ATTRIBUTES * 20))
    node = html.parse(f"<p id=x {many}>text").css_first("p#x")
    assert node is not None
    assert html.line(node) == "text"
    assert len(node.attributes) == MAX_ATTRIBUTES


def test_unclosed_formatting_does_not_multiply() -> None:
    markup = "".join(f"<p><b id={n}>x{n}" for n in range(2_000))
    assert sum(1 for _ in html.parse(shallow(markup)).traverse()) < 2_000 * 15
    assert body(markup) == "\n".join(f"x{n}" for n in range(2_000))


def test_a_line_of_ten_megabytes() -> None:
    assert len(body("<p>" + "word " * 2_000_000)) == 9_999_999


def _depth(root: LexborNode) -> int:
    deepest = depth = 1
    node = root
    while True:
        child = node.first_child
        if child is not None:
            node, depth = child, depth + 1
            deepest = max(deepest, depth)
            continue
        while node.next is None:
            if node.parent is None or node.mem_id == root.mem_id:
                return deepest
            node, depth = node.parent, depth - 1
        node = node.next
