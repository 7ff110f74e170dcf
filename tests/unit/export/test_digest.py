"""A digest is one document with one outline, whose links lead somewhere, whatever releases and notes hold."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.export import Item
from reader.export.csl import apa
from reader.export.dates import day_words, range_words
from reader.export.digest import By, digest
from reader.export.escape import one_line
from reader.ingest.files import read_paths
from reader.ingest.listing import Parsed
from reader.library.exports import paragraphs
from reader.model import Note

MARKDOWN = MarkdownIt("commonmark")
ANCHOR = re.compile(r'<a id="([^"]*)">')
MARKUP = st.sampled_from(
    [
        *"#][)(!*_`<>|~$^&\\\"'=-.:é한",
        "word",
        *(
            " ",
            "](x)",
            "[a](b)",
            "<b>",
            "<!--",
            "-->",
            "</a>",
            "&amp;",
            "\n",
            "\n\n",
            "\n# a\n",
            "\n---\n",
            "```",
        ),
        *("\n===\n", "    ", "\n> ", "- ", "1. ", "](#ref-aaaaaaaaaa)", '<a id="x">', "http://a.b/"),
    ]
)
HOSTILE = st.lists(MARKUP, max_size=12).map("".join)
WORDS = st.text("abc-/_", min_size=1, max_size=5)


def made(items: Sequence[Item], *, title: str = "", by: By = "date") -> str:
    return "".join(digest(items, title=title, by=by, cite=apa))


def outline(tokens: Sequence[Token]) -> list[tuple[int, str]]:
    return [
        (int(token.tag[1]), plain(inline))
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def plain(inline: Token) -> str:
    """What is read of an inline token."""
    return "".join(
        " " if child.type == "softbreak" else child.content
        for child in inline.children or ()
        if child.type in ("text", "text_special", "softbreak", "code_inline")
    )


def links(tokens: Sequence[Token]) -> list[str]:
    return [
        str(child.attrs["href"])
        for token in tokens
        for child in token.children or ()
        if child.type == "link_open"
    ]


def anchors(tokens: Sequence[Token]) -> list[str]:
    pieces = [child for token in tokens for child in [token, *(token.children or ())]]
    return [
        found
        for piece in pieces
        if piece.type in ("html_block", "html_inline")
        for found in ANCHOR.findall(piece.content)
    ]


def hash_links(tokens: Sequence[Token]) -> list[str]:
    return [href[1:] for href in links(tokens) if href.startswith("#")]


def check(items: Sequence[Item], markdown: str, level: int) -> None:
    """One first heading, a section for each release, every link to an anchor that is there once."""
    tokens = MARKDOWN.parse(markdown)
    found = anchors(tokens)
    ids = [item.release.id for item in items]
    assert sorted(found) == sorted([*ids, *(f"ref-{ident}" for ident in ids)])
    headings = outline(tokens)
    assert [text for one, text in headings if one == 1] == [headings[0][1]]
    expected = [read(item.revision.title) for item in items]
    others = ("Contents", "References")
    named = [" ".join(text.split()) for one, text in headings if one == level and text not in others]
    assert named == [title or "Without a headline" for title in expected]
    assert headings[-1] == (2, "References")
    assert set(ids) <= set(hash_links(tokens)) if len(items) > 1 else True
    assert {f"ref-{ident}" for ident in ids} <= set(hash_links(tokens)) <= set(found)


def read(title: str) -> str:
    return " ".join(one_line(title).split())


@pytest.fixture
def items(make_item: Callable[..., Item], make_note: Callable[..., Note]) -> list[Item]:
    noted = [
        make_note("Call them.", number=1),
        make_note("Is this new?", "The fair opened", number=3),
        make_note("- and why", "The fair opened", number=3)._replace(id="n9"),
        make_note("# Later\n\nNot here any more.", "It closed.", changed=True, number=2),
    ]
    return [
        make_item(
            "Fair Opens", id="a" * 10, tags=("rice", "asean"), notes=noted, url="https://example.org/a_b"
        ),
        make_item("Fair Closes", id="b" * 10, date="2025-12-03", tags=("asean",), cut=True),
        make_item("Fair Rests", id="c" * 10, date="2025-12-03", revision=2, revision_count=2),
    ]


def test_a_briefing_reads_as_one_would_send_it(items: list[Item]) -> None:
    text = made(items)
    assert text.startswith(
        "# Press releases, 3 to 23 December 2025\n\n"
        "3 press releases · Ministry of Trade, Industry and Resources\n\n"
        "## Contents\n\n"
        "1. [Fair Opens](#aaaaaaaaaa), 23 December 2025\n"
        "2. [Fair Closes](#bbbbbbbbbb), 3 December 2025\n"
    )
    assert (
        '<a id="aaaaaaaaaa"></a>\n\n## Fair Opens\n\n'
        "23 December 2025 · Ministry of Trade, Industry and Resources · Industry · 3 words · tags: rice, asean · "
        "[source](<https://example.org/a_b>) · [reference 1](#ref-aaaaaaaaaa)\n\n"
        "> The fair opened.\n>\n> — Opening of the release\n\n"
        "> It closed.\n>\n> — Ministry of Trade, Industry and Resources, 23 December 2025 "
        "(wording 1; the passage has changed since)\n\n"
        "**Note:**\n\n### Later\n\nNot here any more.\n\n"
        "> The fair opened\n>\n> — Ministry of Trade, Industry and Resources, 23 December 2025\n\n"
        "**Note:** Is this new?\n\n"
        "**Note:**\n\n- and why\n\n"
        "**Note:** Call them.\n\n"
    ) in text
    assert "\nCut: " in text
    assert "· reworded: wording 2 of 2 · [reference 3](#ref-cccccccccc)" in text
    assert (
        '1. <a id="ref-aaaaaaaaaa"></a>Ministry of Trade, Industry and Resources. (2025, December 23). '
        in text
    )
    assert "<https://example.org/a_b>\n2. <a id" in text
    check(items, text, 2)


def test_by_tag_each_release_is_whole_once_and_found_under_each_of_its_tags(items: list[Item]) -> None:
    text = made(items, by="tag", title="The *fair*")
    tokens = MARKDOWN.parse(text)
    assert outline(tokens)[0] == (1, "The *fair*")
    assert [heading for heading in outline(tokens) if heading[0] == 2] == [
        (2, "Contents"),
        (2, "asean"),
        (2, "rice"),
        (2, "Without a tag"),
        (2, "References"),
    ]
    assert "## rice\n\n- [Fair Opens](#aaaaaaaaaa), 23 December 2025: under asean\n" in text
    check(items, text, 3)


def test_one_release_needs_no_contents(items: list[Item]) -> None:
    text = made(items[:1])
    assert "Contents" not in text
    assert text.startswith("# Press releases, 23 December 2025\n\n1 press release · ")


def test_what_has_nothing_to_say_leaves_no_gap(make_item: Callable[..., Item]) -> None:
    item = make_item("", "", date=None, categories=(), words=0, paragraphs=(), url="javascript:alert(1)")
    text = made([item])
    assert text.startswith("# Press releases\n\n")
    assert (
        "## Without a headline\n\nundated · Ministry of Trade, Industry and Resources · [reference 1]" in text
    )
    assert "](<javascript" not in text


@given(
    st.lists(
        st.tuples(
            HOSTILE, HOSTILE, st.lists(WORDS, max_size=3), st.lists(st.tuples(HOSTILE, HOSTILE), max_size=2)
        ),
        min_size=1,
        max_size=3,
    ),
    HOSTILE,
    st.sampled_from(["date", "tag"]),
)
@settings(max_examples=60)
def test_nothing_breaks_out_of_its_place(
    make_item: Callable[..., Item],
    make_note: Callable[..., Note],
    parts: list[tuple[str, str, list[str], list[tuple[str, str]]]],
    title: str,
    by: By,
) -> None:
    items = [
        make_item(
            headline,
            body,
            id=f"aaaaaaaaa{number}",
            tags=tuple(tags) if by == "date" else ("one",),
            categories=(headline,),
            source="feed",
            source_name=body,
            notes=[make_note(note, quote or None, number=at) for at, (note, quote) in enumerate(notes, 1)],
        )
        for number, (headline, body, tags, notes) in enumerate(parts)
    ]
    text = made(items, title=title, by=by)
    # A note may link to what it likes, also to nothing.
    if any("](#" in note for _, _, _, notes in parts for note, _ in notes):
        return
    check(items, text, 2 if by == "date" else 3)


def test_real_releases_read_back(seeds: Path, make_item: Callable[..., Item]) -> None:
    releases = [entry.release for entry in read_paths([str(seeds)]) if isinstance(entry, Parsed)][:300]
    items = []
    for number, release in enumerate(releases):
        values: dict[str, Any] = release._asdict() | {
            "id": f"{number:010}",
            "first_seen": "2025-12-24T09:00:00Z",
            "paragraphs": paragraphs(release.body or ""),
        }
        items.append(make_item(**values))
    assert len(items) > 20
    text = made(items)
    check(items, text, 2)
    quoted = {plain(token) for token in MARKDOWN.parse(text) if token.type == "inline"}
    for item in items:
        opening = next((one for one in item.paragraphs if one.kind == "paragraph"), item.paragraphs[0])
        assert " ".join(opening.text.split()) in {" ".join(one.split()) for one in quoted}


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2025-12-03", "2025-12-23", "3 to 23 December 2025"),
        ("2025-12-03", "2025-12-03", "3 December 2025"),
        ("2025-02-28", "2025-03-04", "28 February to 4 March 2025"),
        ("2024-12-30", "2025-01-02", "30 December 2024 to 2 January 2025"),
    ],
)
def test_a_range_of_days_says_nothing_twice(first: str, last: str, shown: str) -> None:
    assert range_words(date.fromisoformat(first), date.fromisoformat(last)) == shown


def test_a_day_that_is_none_is_told_as_it_is() -> None:
    assert [day_words(None), day_words("Spring 2025")] == ["undated", "Spring 2025"]
