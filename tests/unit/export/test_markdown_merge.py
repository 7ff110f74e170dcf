"""An existing file keeps all that is the user's and takes what is new of ours."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ExportConflict
from reader.export import Item
from reader.export.document import KEYS, REGIONS, Document, document
from reader.export.frontmatter import entries, split
from reader.export.merge import merged_text, new_text
from reader.model import Note

MakeItem = Callable[..., Item]


def front_of(text: str) -> str:
    start, end, _ = split(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    return text.removeprefix("\ufeff").replace("\r\n", "\n")[start:end]


def values(text: str) -> dict[str, str | None]:
    return {name: entry.text for name, entry in entries(front_of(text)).items()}


def without_region(text: str, name: str) -> str:
    return re.sub(
        rf"<!-- pressreader:begin {name} -->.*<!-- pressreader:end {name} -->\n\n", "", text, flags=re.S
    )


def test_an_untouched_file_becomes_what_a_new_one_would_be(doc: Document, reworded: Document) -> None:
    assert merged_text(new_text(doc), reworded).text == new_text(reworded)


def test_nothing_new_changes_nothing(doc: Document) -> None:
    text = new_text(doc)
    assert merged_text(text, doc) == (merged := merged_text(text, doc, force=True))
    assert merged.text == text
    assert merged.kept == ()


def test_notes_come_and_go_and_come_back(make_item: MakeItem, make_note: Callable[..., Note]) -> None:
    bare = document(make_item())
    noted = document(make_item(notes=(make_note("mine"), make_note("on it", "fair", number=2))))
    with_notes = merged_text(new_text(bare), noted).text
    assert with_notes == new_text(noted)
    emptied = merged_text(with_notes, bare).text
    assert "<!-- pressreader:begin note -->\n<!-- pressreader:end note -->" in emptied
    assert merged_text(emptied, bare).text == emptied
    assert merged_text(emptied, noted).text == with_notes


USERS = """\
---
# on top
pressreader_id: "abcdefghij"   # keep
aliases:   [ "a",  b ]
title: 'Fair Opens'            # mine
date:   '2025-12-23'
rating: 5
source: motir
nested:
- a # one

-   b
anchor: &x {k: v}
other: *x
"""


def edited_by_user(text: str) -> str:
    """Other keys, quotation marks, comments and text all around."""
    rest = text[text.index("publisher:") :]
    head, body = rest.split("---\n\n", 1)
    body = body.replace("<!-- pressreader:begin text", "My own words.\n\n<!-- pressreader:begin text")
    return f"{USERS}{head}last: ~\n---\nabove\n\n{body}\nbelow  \n\n\n"


def test_every_word_of_the_users_stays(doc: Document, reworded: Document) -> None:
    text = edited_by_user(new_text(doc))
    assert merged_text(text, doc).text == text
    after = merged_text(text, reworded)
    assert after.kept == ()
    mine = USERS.replace("'Fair Opens'            # mine", "'Fair: Opened'            # mine")
    assert after.text.startswith(mine)
    assert values(after.text)["last"] == "~"
    assert "\n---\nabove\n\n<!-- pressreader:begin head" in after.text
    assert "My own words.\n\n<!-- pressreader:begin text -->\n\n## Text\n\nIt did open.\n" in after.text
    assert after.text.endswith("\nbelow  \n\n\n")
    assert {name: values(after.text)[name] for name in ("revision", "url")} == {
        "revision": "2",
        "url": "https://example.org/2",
    }


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_stay(doc: Document, reworded: Document, end: str, mark: str) -> None:
    text = mark + edited_by_user(new_text(doc)).replace("\n", end)
    assert merged_text(text, doc).text == text
    after = merged_text(text, reworded).text
    assert after.startswith(mark + "---" + end)
    assert after.count("\n") == after.count(end)
    assert "It did open." in after


def test_mixed_line_ends_stay_where_they_are(doc: Document, reworded: Document) -> None:
    text = new_text(doc).replace("<!-- pressreader:begin text", "a\r\nb\n\n<!-- pressreader:begin text")
    text = text.replace("language: en\n", "language: en\r\nmine: 1\r\n")
    assert merged_text(text, doc).text == text
    after = merged_text(text, reworded)
    assert after.kept == ()
    assert "language: en\r\nmine: 1\r\n" in after.text
    assert "a\r\nb\n\n<!--" in after.text


@pytest.mark.parametrize("name", [name for name in KEYS if name != "tags"])
def test_a_property_changed_by_hand_is_left_alone(doc: Document, reworded: Document, name: str) -> None:
    text = re.sub(rf"^{name}: .*$", f"{name}: by hand", new_text(doc), flags=re.M)
    assert merged_text(text, doc).kept == (name,)
    assert merged_text(text, doc).text == text
    after = merged_text(text, reworded)
    assert after.kept == (name,)
    assert values(after.text)[name] == "by hand"
    again = merged_text(after.text, reworded)
    assert again == after
    forced = merged_text(after.text, reworded, force=True)
    assert forced.kept == ()
    assert forced.text == new_text(reworded)


@pytest.mark.parametrize("name", ["head", "text", "citation"])
def test_a_region_changed_by_hand_is_left_alone(doc: Document, reworded: Document, name: str) -> None:
    marker = f"<!-- pressreader:end {name} -->"
    text = new_text(doc).replace(marker, f"by hand\n{marker}")
    assert merged_text(text, doc).kept == (name,)
    assert merged_text(text, doc).text == text
    after = merged_text(text, reworded)
    assert after.kept == (name,)
    assert f"by hand\n{marker}" in after.text
    assert values(after.text)["revision"] == "2"
    assert merged_text(after.text, reworded) == after
    assert merged_text(after.text, reworded, force=True).text == new_text(reworded)


def test_the_same_change_on_both_sides_is_no_conflict(doc: Document, make_item: MakeItem) -> None:
    base = {"tags": ("asean",), "url": "https://example.org/1"}
    text = new_text(doc).replace("bookmarked: false", "bookmarked: TRUE")
    marked = merged_text(text, document(make_item(bookmarked=True, **base)))
    assert marked.kept == ()
    assert "bookmarked: TRUE" in marked.text
    # The file remembers it, so that the next change of ours is no conflict either.
    back = merged_text(marked.text, doc)
    assert back.kept == ()
    assert "bookmarked: false" in back.text


def test_blanks_and_quotation_marks_are_no_change(doc: Document, reworded: Document) -> None:
    text = (
        new_text(doc)
        .replace("title: Fair Opens", 'title:   "Fair Opens"')
        .replace("opened.\n", "opened.  \n\n\n")
    )
    assert merged_text(text, doc).kept == ()
    assert merged_text(text, doc).text == text
    assert merged_text(text, reworded).kept == ()


@pytest.mark.parametrize("name", ["head", "text", "citation"])
@pytest.mark.parametrize("force", [False, True])
def test_a_region_taken_out_stays_out(doc: Document, reworded: Document, name: str, force: bool) -> None:
    text = without_region(new_text(doc) + "\n", name)
    assert merged_text(text, doc, force=force).text == text
    once = merged_text(text, reworded, force=force)
    twice = merged_text(once.text, doc, force=force)
    assert once.kept == twice.kept == ()
    assert f"pressreader:begin {name}" not in once.text + twice.text


def test_a_property_taken_out_stays_out(doc: Document, reworded: Document) -> None:
    text = new_text(doc).replace("url: https://example.org/1\n", "")
    assert merged_text(text, doc).text == text
    after = merged_text(merged_text(text, reworded).text, doc)
    assert "url:" not in after.text
    assert after.kept == ()


def test_regions_may_stand_in_any_order(
    doc: Document, make_item: MakeItem, make_note: Callable[..., Note]
) -> None:
    text = new_text(doc)
    start = text.index("<!-- pressreader:begin citation")
    body = text.index("<!-- pressreader:begin head")
    moved = text[:body] + text[start:] + "\nmine\n\n" + text[body:start]
    noted = document(make_item(tags=("asean",), url="https://example.org/1", notes=(make_note("a note"),)))
    after = merged_text(moved, noted)
    assert after.kept == ()
    names = re.findall("begin ([a-z]+)", after.text)
    assert names == ["citation", "head", "note", "text"]
    assert "\nmine\n" in after.text


def test_without_the_record_nothing_of_the_users_is_overwritten(doc: Document, reworded: Document) -> None:
    text = re.sub(r"^pressreader_hashes.*\n", "", without_region(new_text(doc), "head"), flags=re.M)
    healed = merged_text(text, doc)
    assert healed.kept == ()
    assert "begin head" not in healed.text
    assert "begin head" not in merged_text(healed.text, reworded).text
    after = merged_text(text, reworded)
    assert set(after.kept) == {"title", "url", "revision", "revisions", "content_hash", "text", "citation"}
    assert "The fair opened." in after.text
    forced = merged_text(after.text, reworded, force=True)
    assert forced.kept == ()
    assert "It did open." in forced.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Fair Opens\n", "title: [Fair Opens\n"),
        ("title: Fair Opens\n", "title: Fair\ntitle: Opens\n"),
        ("title: Fair Opens\n", "\ttitle: Fair Opens\n"),
        ("---\n\n<!--", "\n\n<!--"),
        ("<!-- pressreader:end head -->\n", ""),
        ("<!-- pressreader:begin head -->\n", ""),
        ("<!-- pressreader:end head -->", "<!-- pressreader:end text -->"),
        ("<!-- pressreader:end citation -->\n", ""),
        ("pressreader_id: abcdefghij\n", "x:\n  pressreader_id: abcdefghij\n"),
        (
            "<!-- pressreader:begin text -->",
            "<!-- pressreader:begin head -->\n<!-- pressreader:end head -->\n<!-- pressreader:begin text -->",
        ),
    ],
)
@pytest.mark.parametrize("force", [False, True])
def test_a_broken_file_is_a_conflict(
    doc: Document, reworded: Document, old: str, new: str, force: bool
) -> None:
    text = new_text(doc)
    assert text.count(old) == 1
    with pytest.raises(ExportConflict):
        merged_text(text.replace(old, new), reworded, force=force)


def test_the_same_change_of_a_note_on_both_sides_is_no_conflict(
    make_item: MakeItem, make_note: Callable[..., Note]
) -> None:
    first, second, third = (document(make_item(notes=(make_note(text),))) for text in ("one", "two", "three"))
    text = merged_text(new_text(first).replace("\none\n", "\ntwo\n"), second)
    assert text.kept == ()
    assert merged_text(text.text, third).text == new_text(third)


def test_a_marker_within_a_release_breaks_nothing(
    make_item: MakeItem, make_note: Callable[..., Note]
) -> None:
    line = "<!-- pressreader:end text -->"
    hostile = document(
        make_item(line, f"a\n{line}\nb", notes=(make_note(line), make_note(line, line, number=2)))
    )
    calm = document(make_item())
    text = new_text(hostile)
    assert text.splitlines().count(line) == 1
    assert merged_text(text, hostile).text == text
    after = merged_text(text, calm)
    assert after.kept == ()
    assert "The fair opened." in after.text


LINES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("#-:'\"`<>[]{}*&! "), max_size=30
)


@settings(deadline=None)
@given(st.lists(st.tuples(LINES, LINES, LINES), max_size=4), st.data())
def test_any_text_goes_in_and_comes_out(
    make_item: MakeItem, wordings: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    """Whatever is reworded, the file becomes what a new one would be, with the user's line still in it."""
    text = new_text(document(make_item()))
    at = data.draw(st.sampled_from([found.start() for found in re.finditer("<!-- pressreader:begin", text)]))
    line = data.draw(LINES.filter(lambda line: "pressreader:" not in line))
    text = f"{text[:at]}\nmine:{line}\n\n{text[at:]}"
    for title, body, tag in wordings:
        wanted = document(make_item(title, body, url=title or None, categories=(tag,)))
        merged = merged_text(text, wanted)
        assert merged.kept == ()
        text = merged.text
        assert merged_text(text, wanted).text == text
        assert text.replace(f"\nmine:{line}\n\n", "") == new_text(wanted)


def test_words_in_the_record_of_hashes_are_not_overwritten(doc: Document, reworded: Document) -> None:
    text = re.sub(r"(?m)^(pressreader_hashes: .*)$", r"\1 my own words", new_text(doc))
    with pytest.raises(ExportConflict, match="pressreader_hashes"):
        merged_text(text, reworded)
    assert merged_text(text, doc).text == text
    assert "my own words" not in merged_text(text, reworded, force=True).text


def test_every_region_is_known_to_the_reader_of_markers(
    make_item: MakeItem, make_note: Callable[..., Note]
) -> None:
    full = document(make_item(notes=(make_note("a"), make_note("b", "c", number=2))))
    assert tuple(full.regions) == REGIONS
