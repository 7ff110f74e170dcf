"""A release's own page at the ministry, and that it completes what the list shows of it."""

import re
from collections.abc import Callable
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest.documents import Found
from reader.model import Attachment
from reader.store.identity import Decision, Identity, Wording, decide
from tests.ministry_pages import (
    FILES,
    FULL,
    HOST,
    LISTED,
    PRESS,
    SENTENCES,
    VIEW,
    board,
    item,
    one,
    read,
    view,
)


def test_a_page_has_the_whole_text() -> None:
    found = read(view(), VIEW)
    assert found == Found("view", "Example Forum Opens", (LISTED._replace(body="\n".join(SENTENCES)),))


def test_attachments_have_a_name_a_size_and_a_type() -> None:
    release = one(view(files=FILES), VIEW)
    down = f"{HOST}/attach/down/a1/b2/"
    assert release.attachments == (
        Attachment("table of ports.hwpx", down + "c3", "application/hwp+zip", 49050),
        Attachment("plan.PDF", down + "c4", "application/pdf", 13107200),
        Attachment("notes.txt", down + "c5", "text/plain", 12),
        Attachment("picture.jpg", down + "c6", "image/jpeg", None),
    )
    assert release.body == "\n".join(SENTENCES)


def test_files_inside_the_text_are_no_part_of_it_and_links_join_them() -> None:
    body = f'<p>Read <a href="/eng/plan">the plan</a>.</p><a href="/attach/viewer/a/b">Preview</a>{FILES}'
    release = one(view(body), VIEW)
    assert (release.body or "").startswith("Read the plan.")
    assert "Preview" not in (release.body or "")
    assert [each.name for each in release.attachments] == [
        "table of ports.hwpx",
        "plan.PDF",
        "notes.txt",
        "picture.jpg",
        "the plan",
    ]


VIEW_BENDS: dict[str, Callable[[str], str]] = {
    "older": lambda page: page.replace("detail-cont", "mViewerContents"),
    "both": lambda page: page.replace(
        '<div class="detail-cont">', '<div class="detail-cont"><p class="mViewerContents">'
    ),
    "other body": lambda page: page.replace("detail-cont", "article-text"),
    "body wrapped": lambda page: page.replace(
        '<div class="detail-cont">', '<div class="detail-cont"><div><div>'
    ).replace('</div><div class="near">', '</div></div></div><div class="near">'),
    "no classes": lambda page: (
        re.sub(r' class="[^"]*"', "", page).replace("<strong", "<h3").replace("</strong", "</h3")
    ),
    "other headline": lambda page: page.replace('<strong class="title">', '<p class="view-tit">'),
    "label and day in one": lambda page: page.replace("</dt><dd>", " : "),
    "label in a span": lambda page: page.replace(
        "<dl><dt>Registration date</dt><dd>", "<span>Registration date</span>"
    ),
    "dots": lambda page: page.replace("2025-12-16", "2025.12.16"),
    "a day before the label": lambda page: page.replace(
        '<div class="head">', '<div class="head"><p>2020-01-01</p>'
    ),
    "bare title": lambda page: page.replace(
        "Example Forum Opens | Ministry of Harbours</title>", "Harbours</title>"
    ),
}


@pytest.mark.parametrize("bend", VIEW_BENDS)
def test_a_page_that_is_built_another_way_reads_the_same(bend: str) -> None:
    page = VIEW_BENDS[bend](view(files=FILES))
    assert page != view(files=FILES)
    release = one(page, VIEW)
    assert release._replace(attachments=()) == LISTED._replace(body="\n".join(SENTENCES))
    assert len(release.attachments) == 4


HIDDEN = '<input type="hidden" name="bbsCdN" value="{}"><input type="hidden" name="bbsSeqN" value="{}">'


def test_identity_is_that_of_the_list_and_hidden_inputs_give_what_the_address_does_not() -> None:
    assert one(view(hidden=HIDDEN.format("18", "99")), VIEW).external_id == LISTED.external_id
    saved = one(view(hidden=HIDDEN.format(PRESS, "2480")), "saved.html")
    assert (saved.external_id, saved.url) == (LISTED.external_id, LISTED.url)
    unknown = one(view(), "saved.html")
    assert (unknown.external_id, unknown.url) == (None, None)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("", "It is empty."),
        ("<title>Error</title>", "“Error”"),
        (view().replace("2025-12-16", ""), "with a day"),
        (view(body="<p>&nbsp;</p>"), "with a text"),
    ],
)
def test_a_page_that_is_no_release_is_a_problem(page: str, said: str) -> None:
    found = read(page, VIEW)
    assert not found.releases
    assert said in found.problems[0].reason


# The list and the page are one release


MARKUPS = [
    "".join(f"<p>{escape(sentence)}</p>\n" for sentence in SENTENCES),
    "<br><br>".join(map(escape, SENTENCES)),
    "".join(
        f"<p>&nbsp;</p><p style='margin: 0'><span>&nbsp;{escape(sentence)}</span></p>"
        for sentence in SENTENCES
    ),
    "<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in SENTENCES) + "</ul>",
    "<ol>" + "".join(f"<li><p>{escape(sentence)}</p></li>" for sentence in SENTENCES) + "</ol>",
    "<table><tr>" + "".join(f"<td>{escape(sentence)}</td>" for sentence in SENTENCES) + "</tr></table>",
    "<div>" + escape(FULL).replace("forum", '<a href="/eng/forum"><b>forum</b></a>') + "</div>",
    "<div>" + escape(FULL).replace("Nobody", "<q hidden>x</q>Nobo&shy;dy") + "</div>",
]


@pytest.mark.parametrize("markup", MARKUPS)
@given(st.integers(10, len(FULL)), st.sampled_from(["", "…", "...", " ..."]))
def test_the_page_completes_what_the_list_cuts(markup: str, length: int, ending: str) -> None:
    shown = one(board(item(body=FULL[:length] + ending if length < len(FULL) else FULL)))
    whole = one(view(markup), VIEW)
    listed, full = Wording.of(shown.title, shown.body or "", 1), Wording.of(whole.title, whole.body or "")
    assert Identity.of(shown) == Identity.of(whole)
    if listed.cut:
        assert decide([listed], full) == Decision("completed", 1)
        assert decide([Wording.of(whole.title, whole.body or "", 1)], listed) == Decision("unchanged", 1)
    elif length == len(FULL):
        assert decide([listed], full) == Decision("unchanged", 1)
