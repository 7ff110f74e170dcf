"""Properties and tags are brought up to date in whatever form the user keeps them."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ExportConflict
from reader.export import Item
from reader.export.document import Document, document
from reader.export.frontmatter import entries, split
from reader.export.merge import merged_text, new_text

MakeItem = Callable[..., Item]


def front_of(text: str) -> str:
    start, end, _ = split(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    return text.removeprefix("\ufeff").replace("\r\n", "\n")[start:end]


def values(text: str) -> dict[str, str | None]:
    return {name: entry.text for name, entry in entries(front_of(text)).items()}


def tags(text: str) -> list[str | None]:
    return [item.text for item in entries(front_of(text))["tags"].items or ()]


def test_a_property_without_a_value_goes_unless_a_comment_stands_beside_it(make_item: MakeItem) -> None:
    full, bare = document(make_item(url="https://example.org/1")), document(make_item())
    assert merged_text(new_text(full), bare).text == new_text(bare)
    text = new_text(full).replace("example.org/1\n", "example.org/1 # see\n")
    after = merged_text(text, bare).text
    assert "url:  # see\n" in after
    assert merged_text(after, bare).text == after
    again = merged_text(after, full)
    assert "url: https://example.org/1  # see\n" in again.text
    assert again.kept == ()


def test_a_property_the_user_had_first_is_not_overwritten(make_item: MakeItem) -> None:
    bare, full = document(make_item()), document(make_item(url="https://example.org/1"))
    text = new_text(bare).replace("language: en", "url: mine\nlanguage: en")
    assert merged_text(text, bare).kept == ()
    assert merged_text(text, full).kept == ("url",)
    assert values(merged_text(text, full).text)["url"] == "mine"


def test_new_properties_find_their_place(make_item: MakeItem) -> None:
    bare = document(make_item())
    full = document(make_item(url="https://example.org/1", tags=("asean",)))
    assert merged_text(new_text(bare), full).text == new_text(full)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("tags:\n  - asean\n  - mine # why\n", ["asean", "mine", "rice"]),
        ("tags:\n- mine\n-   'asean'\n", ["mine", "asean", "rice"]),
        ("tags:\n  - asean\n# why\n", ["asean", "rice"]),
        ("tags: [mine, asean] # why\n", ["mine", "asean", "rice"]),
        ("tags: [\n  'mine',\n  asean]\n", ["mine", "asean", "rice"]),
        ("tags: asean, mine\n", ["asean", "mine", "rice"]),
        ("tags: # why\n", ["rice"]),
        ("tags: []\n", ["rice"]),
        ("tags:\n  - 2025\n", ["2025", "rice"]),
        ("", ["rice"]),
    ],
)
def test_tags_are_merged(doc: Document, reworded: Document, written: str, expected: list[str]) -> None:
    text = new_text(doc).replace("tags:\n  - asean\n", written)
    assert merged_text(text, doc).text == text
    after = merged_text(text, reworded)
    assert after.kept == ()
    assert tags(after.text) == expected
    assert after.text.count("# why") == written.count("# why")
    back = merged_text(after.text, doc)
    assert tags(back.text) == [tag for tag in expected if tag != "rice"] if expected != ["rice"] else True
    assert back.kept == ()


def test_a_tag_that_we_no_longer_have_goes_and_the_users_stay(make_item: MakeItem) -> None:
    two, none = document(make_item(tags=("a", "b"))), document(make_item())
    assert merged_text(new_text(two), none).text == new_text(none)
    text = new_text(two).replace("  - a\n", "  - a # mine now\n  - c\n")
    after = merged_text(text, none).text
    assert "tags:\n  - a # mine now\n  - c\nbookmarked" in after
    assert merged_text(after, none).text == after


@pytest.mark.parametrize(
    "written",
    [
        "tags: {a: b}\n",
        "tags: [mine, # why\n  asean]\n",
        "tags: [a,\n  {b: c}]\n",
        "tags: &t [a]\nmore: *t\n",
    ],
)
def test_tags_in_another_form_are_left_alone(doc: Document, reworded: Document, written: str) -> None:
    text = new_text(doc).replace("tags:\n  - asean\n", written)
    after = merged_text(text, reworded)
    assert after.kept == ("tags",)
    assert written in after.text


def test_tags_left_alone_are_merged_once_they_can_be(doc: Document, reworded: Document) -> None:
    text = new_text(doc).replace("tags:\n  - asean\n", "tags: {a: b}\n")
    mended = merged_text(text, reworded).text.replace("tags: {a: b}\n", "tags: [mine]\n")
    assert tags(merged_text(mended, reworded).text) == ["mine", "rice"]


def test_a_comment_after_the_tags_stays_after_them(doc: Document, reworded: Document) -> None:
    text = new_text(doc).replace("  - asean\n", "  - asean\n# after\n")
    assert "  - asean\n  - rice\n# after\n" in merged_text(text, reworded).text


def test_a_comment_among_the_tags_outlives_them(make_item: MakeItem) -> None:
    text = new_text(document(make_item(tags=("a", "b")))).replace("  - b\n", "  # mine\n  - b\n")
    after = merged_text(text, document(make_item())).text
    assert "tags:\n  # mine\nbookmarked" in after
    assert tags(merged_text(after, document(make_item(tags=("c",)))).text) == ["c"]


def test_an_edit_that_changes_what_others_mean_is_not_made(make_item: MakeItem) -> None:
    text = new_text(document(make_item(tags=("a", "b"))))
    text = text.replace("tags:\n  - a\n", "one: &x 1\ntags:\n  - &x a\n").replace(
        "bookmarked:", "two: *x\nbookmarked:"
    )
    with pytest.raises(ExportConflict, match="without changing other properties"):
        merged_text(text, document(make_item(tags=("b",))))


def test_an_alias_on_a_property_of_ours_is_never_cut(doc: Document, reworded: Document) -> None:
    text = new_text(doc).replace("title: Fair Opens", "mine: &t Fair Opens\ntitle: *t")
    after = merged_text(text, reworded, force=True)
    assert after.kept == ("title",)
    assert "mine: &t Fair Opens\ntitle: *t\n" in after.text


def test_an_anchor_on_a_property_of_ours_is_never_cut(doc: Document, reworded: Document) -> None:
    text = new_text(doc).replace("title: Fair Opens", "title: &t Fair Opens\nmine: *t")
    after = merged_text(text, reworded, force=True)
    assert after.kept == ("title",)
    assert "title: &t Fair Opens\nmine: *t\n" in after.text


@pytest.mark.parametrize(
    "written", ["? title\n", "? title\n: Fair\n", "title: [Fair]\n", "title:\n  Fair: Opens\n"]
)
def test_a_property_of_ours_in_another_form_is_left_alone(
    doc: Document, reworded: Document, written: str
) -> None:
    text = new_text(doc).replace("title: Fair Opens\n", written)
    after = merged_text(text, reworded, force=True)
    assert ("title" in after.kept) == (written != "title: [Fair]\n")
    assert (written in after.text) == (written != "title: [Fair]\n")


@pytest.mark.parametrize("style", [">-", "|-", ">- # why"])
def test_a_block_scalar_is_replaced_as_a_whole(doc: Document, reworded: Document, style: str) -> None:
    text = new_text(doc).replace("title: Fair Opens\n", f"title: {style}\n  Fair Opens\n\n# mine\n")
    after = merged_text(text, reworded)
    assert after.kept == ()
    assert values(after.text)["title"] == "Fair: Opened"
    assert "\n# mine\n" in after.text
    assert after.text.count("# why") == text.count("# why")


FRONT = """\
# c

a: 1
b:
  - x
- y
  k: v
c: &q z
d: *q
e: |
  text
f: >-
? g
: h
title: x
title:
? title
tags:
tags: [u, w]
tags: u
url: *q
url: !t v
date: [
]
cut: {
}
'i' : 1
<<: *q
language: &q en
\tj
words: |
- &q n
category:   # c
...
"""
FRONT_LINES = st.lists(st.sampled_from(FRONT.splitlines()), max_size=8)


@settings(deadline=None)
@given(FRONT_LINES, st.booleans(), st.booleans())
def test_no_front_matter_is_harmed(make_item: MakeItem, lines: list[str], instead: bool, force: bool) -> None:
    """Whatever stands in it, it is refused or keeps every line that is not ours, and then settles."""
    text = new_text(document(make_item(tags=("a",))))
    ours = text.split("---\n")[1]
    kept = (
        [line for line in ours.splitlines() if line.startswith("pressreader_")]
        if instead
        else ours.splitlines()
    )
    text = text.replace(ours, "\n".join([*kept[:-1], *lines, kept[-1]]) + "\n")
    wanted = document(make_item("New", "Words.", tags=("a", "b"), url="https://example.org", revision=2))
    try:
        merged = merged_text(text, wanted, force=force)
    except ExportConflict:
        return
    assert merged_text(merged.text, wanted, force=force) == merged
    after = merged.text.splitlines()
    for line in lines:
        if line[:1] in "abcdefghi'#?:" and not line.startswith(("date", "category", "cut", "? title")):
            assert line in after
