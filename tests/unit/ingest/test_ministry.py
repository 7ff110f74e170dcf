"""The ministry's lists are read by what was seen of them, and bend where only a guess is wrong."""

import re
from collections.abc import Callable
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest import ministry
from reader.ingest.documents import Document, Found, Pages
from reader.ingest.ministry_board import MAX_ENTRIES, day_in
from tests.ministry_pages import FILES, FULL, HOST, LIST, LISTED, PRESS, VIEW, board, item, one, read, view


def test_an_entry_is_a_release() -> None:
    found = read(board(item()))
    assert found == Found(
        "board", "Press Releases", (LISTED,), pages=Pages(1, None), next=f"{LIST}?pageIndex=2"
    )


def test_entries_stay_in_order_and_have_their_category() -> None:
    found = read(
        board(item(2482, category="Industry"), item(2481, "Second", category="Brand-new Field"), item())
    )
    assert [(each.external_id, each.date, each.categories) for each in found.releases] == [
        (f"{PRESS}-2482", "2025-12-18", ("Industry",)),
        (f"{PRESS}-2481", "2025-12-17", ("Brand-new Field",)),
        (f"{PRESS}-2480", "2025-12-16", ()),
    ]


BENDS: dict[str, Callable[[str], str]] = {
    "other list": lambda page: page.replace("board-list", "bbsList type2"),
    "other classes": lambda page: page.replace('"title"', '"item-tit"').replace('"cont"', '"txt-summary"'),
    "no classes": lambda page: re.sub(r' class="[^"]*"', "", page),
    "day elsewhere": lambda page: page.replace('"date"', '"when"'),
    "heading": lambda page: page.replace('<strong class="title">', "<h4>").replace("</strong>", "</h4>"),
    "wrappers": lambda page: page.replace(
        '<strong class="title">', '<div class="w"><div><strong class="title"><span>'
    ).replace("</strong>", "</span></strong></div></div>"),
    "item wrapped": lambda page: page.replace('<div class="item">', '<div class="item"><div><div>').replace(
        "</div></a>", "</div></div></div></a>"
    ),
    "link on the headline alone": lambda page: re.sub(
        r'<a href="(javascript:article[^"]*)"><div class="item">(.*?)<strong class="title">(.*?)</strong>(.*?)</a>',
        r'<div class="item">\2<strong class="title"><a href="\1">\3</a></strong>\4',
        page,
        flags=re.DOTALL,
    ),
    "click": lambda page: re.sub(
        r'href="javascript:(article[^"]*)"', r'href="#" onclick="\1 return false"', page
    ),
    "real address": lambda page: re.sub(
        r"javascript:article.view\('(\d+)', '2'\);", rf"/eng/article/{PRESS}/\1/view", page
    ),
    "no spaces": lambda page: page.replace("', '2');", "')"),
    "double quotes": lambda page: page.replace("('2480', '2')", "(&quot;2480&quot;,&quot;2&quot;)"),
    "dots": lambda page: re.sub(r"2025-(\d\d)-(\d\d)", r"2025.\1.\2", page),
    "spaced dots": lambda page: re.sub(r"2025-(\d\d)-(\d\d)", r"2025. \1. \2.", page),
    "no label": lambda page: page.replace("<i>date</i>", ""),
    "other label": lambda page: page.replace("<i>date</i>", "<i>Registration date : </i>"),
    "time": lambda page: page.replace('<span class="date"><i>date</i>', "<time>").replace(
        "</span></p>", "</time></p>"
    ),
    "picture": lambda page: page.replace('<div class="item">', '<div class="item"><img src="a.png" alt="x">'),
    "badge": lambda page: page.replace("</strong>", ' <span class="new">N</span></strong>'),
    "badge before": lambda page: page.replace('<div class="item">', '<div class="item"><em>NEW</em>'),
    "table": lambda page: (
        page.replace("<ul><li>", "<table><tr><td>").replace("<li>", "<tr><td>").replace("</li>", "</td></tr>")
    ),
    "two links": lambda page: page.replace(
        '<li><a href="javascript:',
        '<li><a href="javascript:article.view(\'2480\')"><img></a><a href="javascript:',
    ),
    "xhtml": lambda page: '<?xml version="1.0" encoding="utf-8"?>\n' + page,
    "upper case": lambda page: re.sub(r"</?[a-z]+", lambda tag: tag[0].upper(), page),
}


@pytest.mark.parametrize("bend", BENDS)
def test_a_list_that_is_built_another_way_reads_the_same(bend: str) -> None:
    page = BENDS[bend](board(item(category="Industry")))
    assert page != board(item(category="Industry"))
    assert one(page) == LISTED._replace(categories=("Industry",))
    assert one(BENDS[bend](board(item()))) == LISTED
    assert ministry.recognises(Document(page.encode()))


def test_two_entries_never_run_together() -> None:
    for bend in BENDS.values():
        found = read(bend(board(item(), item(2479, "Older Forum Opens", "It opened."))))
        assert [each.title for each in found.releases] == ["Example Forum Opens", "Older Forum Opens"]
        assert [each.date for each in found.releases] == ["2025-12-16", "2025-12-15"]


def test_a_summary_of_several_parts_and_one_that_ends_in_a_day() -> None:
    parts = item().replace(escape(FULL), "One.<br>Two <b>bold</b> words.")
    assert one(board(parts)).body == "One.\nTwo bold words."
    dated = item(body="The forum ends on 2025-12-20")
    assert one(board(dated)).body == "The forum ends on 2025-12-20"
    glued = item().replace('<span class="cont">', "").replace('</span>\n    <span class="date"><i>', " <i>")
    assert one(board(glued)) == LISTED


def test_an_entry_without_a_day_or_a_headline_is_left_out_and_told() -> None:
    undated = item(2479).replace("2025-12-15", "soon")
    found = read(board(item(), undated))
    assert [each.date for each in found.releases] == ["2025-12-16"]
    assert found.problems[0].path == LIST
    assert "Entry 2" in found.problems[0].reason
    assert "no day" in found.problems[0].reason


@pytest.mark.parametrize("page", ["", "<title>Error</title><p>System error.</p>", board(), "<rss/>", "\0\0"])
def test_a_page_without_entries_is_a_problem(page: str) -> None:
    found = read(page)
    assert not found.releases
    assert found.next is None
    assert found.problems[0].path == LIST
    assert found.problems[0].reason.startswith("This page of the ministry holds no list of releases.")


def test_the_problem_says_what_the_page_says() -> None:
    assert "“Service check”" in read("<title>Service check</title>").problems[0].reason


@pytest.mark.parametrize(
    ("query", "paging", "last", "following"),
    [
        ("", '<a href="?pageIndex=2">2</a>', None, 2),
        ("?pageIndex=3", '<a href="?pageIndex=2">2</a><a href="?pageIndex=4">4</a>', None, 4),
        ("?pageIndex=4", '<a href="?pageIndex=2">2</a><a href="?pageIndex=4">4</a>', 4, None),
        ("", '<a href="?pageIndex=2">2</a><a class="last" href="?pageIndex=40">&gt;</a>', 40, 2),
        ("", '<a href="?pageIndex=40"><img alt="Last page"></a>', 40, 2),
        ("?pageIndex=40", '<a href="?pageIndex=40">Last</a>', 40, None),
        ("", '<a href="javascript:fn_link_page(2); ">2</a>', None, 2),
        ("", '<a href="#" onclick="goPage(2)">2</a>', None, 2),
        ("", "", None, None),
        ("?a=b&pageIndex=2", '<a href="?pageIndex=3">3</a>', None, 3),
    ],
)
def test_pages(query: str, paging: str, last: int | None, following: int | None) -> None:
    found = read(board(item(), paging=paging), LIST + query)
    number = re.search(r"pageIndex=(\d+)", query)
    assert found.pages == Pages(int(number[1]) if number else 1, last)
    kept = "a=b&" if "a=b" in query else ""
    assert found.next == (f"{LIST}?{kept}pageIndex={following}" if following else None)


def test_a_full_page_without_links_to_others_is_taken_to_go_on() -> None:
    full = [item(2480 - n, f"Forum {n}") for n in range(8)]
    assert read(board(*full, paging="")).next == f"{LIST}?pageIndex=2"


def test_pages_of_one_topic_guess_the_address_and_nothing_else() -> None:
    topic = f"{HOST}/eng/12/topics/1"
    release = one(board(item(category="Industry")), topic)
    assert release.url == f"{HOST}/eng/article/{ministry.ALL_TOPICS}/2480/view"
    assert release.external_id is None


@pytest.mark.parametrize(
    "said",
    [
        f'<input type="hidden" name="bbsCdN" value="{PRESS}">',
        f"<script>function view(id) {{ location.href = '/eng/article/{PRESS}/' + id + '/view'; }}</script>",
        f"<script>open(`/eng/article/{PRESS}/${{id}}/view`)</script>",
    ],
)
def test_a_topic_page_that_names_its_board_is_believed(said: str) -> None:
    assert one(board(item()) + said, f"{HOST}/eng/12/topics/1") == LISTED


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (f"<!-- saved from url=(0047){LIST} -->\n", VIEW),
        (f'<link rel="canonical" href="{LIST}">', VIEW),
        (f'<meta property="og:url" content="{LIST}">', VIEW),
        ("", f"{HOST}/eng/article/{ministry.ALL_TOPICS}/2480/view"),
    ],
)
def test_a_saved_list_says_where_it_was(head: str, url: str) -> None:
    release = one(head + board(item()), "saved/list.html")
    assert release.url == url
    assert release.external_id == (f"{PRESS}-2480" if head else None)


def test_korean_bytes_under_a_wrong_label() -> None:
    page = board(item(title="항만부 회의 개최", body="항만부는 회의를 열었다."))
    release = ministry.read(
        Document(page.encode("cp949"), LIST, "text/html; charset=utf-8"), "motir"
    ).releases[0]
    assert (release.title, release.body, release.language) == (
        "항만부 회의 개최",
        "항만부는 회의를 열었다.",
        "ko",
    )


# What is recognised


@pytest.mark.parametrize("page", [board(item()), view(), view(kind="mViewerContents")])
def test_its_pages_are_known_by_what_they_hold(page: str) -> None:
    assert ministry.recognises(Document(page.encode(), "anything.txt"))
    assert ministry.recognises(Document(page.encode("utf-16")))


@pytest.mark.parametrize(
    "page",
    [
        "",
        "-\nTitle\narticle.view('1') text date2025-01-01\n",
        f"<rss><item><description>{escape(board(item()))}</description></item></rss>",
        "<html><a href=\"javascript:article.view('1')\">no day</a>",
        "<html><p>Registration date</p><p>2025-12-16</p>",
        '<html><div class="detail-cont">text</div>',
        '{"html": "article.view("}',
    ],
)
def test_nothing_else_is(page: str) -> None:
    assert not ministry.recognises(Document(page.encode(), LIST))


# Whatever it holds


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("date2025-12-16", "2025-12-16"),
        ("2025. 1. 6.", "2025-01-06"),
        ("2025/01/06", "2025-01-06"),
        ("12025-12-16", None),
        ("2025-13-16", None),
        ("2025-12", None),
        ("2025-02-30 2025-03-01", "2025-03-01"),
    ],
)
def test_days(written: str, day: str | None) -> None:
    assert day_in(written) == day


PIECES = st.sampled_from(
    [
        *re.split(r"(?=<)", board(item()) + view(files=FILES)),
        "<span class=new>",
        "<em class=blind>",
        "</a>",
        "\0",
        "<td>",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([LIST, VIEW, "", "http://[", "a b"]))
def test_nothing_raises(page: str, url: str) -> None:
    ministry.recognises(Document(page.encode(), url))
    found = read(page, url)
    assert found.releases or found.problems


def test_a_page_of_hostile_size_is_read_up_to_a_bound() -> None:
    items = "".join(item().replace("2480", str(n)) for n in range(MAX_ENTRIES + 10))
    assert len(read(board(items)).releases) == MAX_ENTRIES
