"""What the file of a release says."""

import hashlib
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from ruamel.yaml import YAML

from reader.export import Item, Paragraph
from reader.export.citation import citation_markdown, citekey, place, publisher
from reader.export.document import KEYS, document, tag_written
from reader.export.merge import new_text
from reader.model import STARTER, Note


def properties(text: str) -> dict[str, Any]:
    loaded = YAML(typ="safe").load(io.StringIO(text.split("---\n")[1]))
    assert isinstance(loaded, dict)
    return loaded


def region(text: str, name: str) -> str:
    found = re.search(
        rf"^<!-- pressreader:begin {name} -->\n\n(.*?)\n\n<!-- pressreader:end {name} -->$", text, re.M | re.S
    )
    assert found, name
    return found[1]


def test_the_properties_are_flat_and_in_order(make_item: Callable[..., Item]) -> None:
    item = make_item(
        "Fair: “opens” # now",
        url="https://example.org/1",
        tags=("asean", "no", "2025"),
        bookmarked=True,
        revision=2,
        revision_count=2,
        cut=True,
        words=12,
    )
    text = new_text(document(item))
    read = properties(text)
    hashes = read.pop("pressreader_hashes")
    assert list(read) == ["pressreader_id", *KEYS]
    assert read.pop("date").isoformat() == "2025-12-23"
    assert "\ndate: 2025-12-23\n" in text
    assert isinstance(hashes, str)
    assert read == {
        "pressreader_id": "abcdefghij",
        "title": "Fair: “opens” # now",
        "source": "motir",
        "publisher": "Ministry of Trade, Industry and Resources",
        "category": "Industry",
        "url": "https://example.org/1",
        "language": "en",
        "tags": ["asean", "no", "_2025"],
        "bookmarked": True,
        "revision": 2,
        "revisions": 2,
        "cut": True,
        "words": 12,
        "content_hash": hashlib.sha256("Fair: “opens” # now\nThe fair opened.".encode()).hexdigest(),
        "citekey": "motir-2025-12-23-abcdefghij",
    }


def test_properties_without_a_value_are_left_out(make_item: Callable[..., Item]) -> None:
    read = properties(new_text(document(make_item(date=None, categories=(), language=None))))
    assert not {"date", "category", "url", "language", "tags"} & read.keys()
    assert read["bookmarked"] is False
    assert read["cut"] is False


@pytest.mark.parametrize(
    "value", ["no", "yes", "1:30", "2025", "1e3", "null", "true", "2025-01-01", "~", "- a", "a: b"]
)
def test_text_stays_text_for_every_reader_of_yaml(make_item: Callable[..., Item], value: str) -> None:
    text = new_text(document(make_item(value, tags=(value,))))
    assert properties(text)["title"] == value
    assert properties(text)["tags"] == [tag_written(value)]
    assert re.search(r"^title: [\"']", text, re.M)


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("asean", "asean"),
        ("fta/korea_us-2", "fta/korea_us-2"),
        ("산업", "산업"),
        ("v1.2", "v1-2"),
        ("2025", "_2025"),
        ("2025-01", "2025-01"),
        ("a b: #c", "a-b---c"),
    ],
)
def test_tags_are_written_as_obsidian_takes_them(
    make_item: Callable[..., Item], tag: str, written: str
) -> None:
    assert properties(new_text(document(make_item(tags=(tag,)))))["tags"] == [written]


def test_hostile_text_stays_in_its_property(make_item: Callable[..., Item]) -> None:
    title = 'x"\n---\npressreader_id: zzzzzzzzzz\n\u2028\x85'
    read = properties(new_text(document(make_item(title, source_name="a\nb: c", source="https://a.b/c"))))
    assert read["pressreader_id"] == "abcdefghij"
    assert read["title"].startswith('x" --- pressreader_id: zzzzzzzzzz')
    assert read["publisher"] == "a b: c"


def test_the_body_has_its_parts_in_order(
    make_item: Callable[..., Item], make_note: Callable[..., Note]
) -> None:
    notes = (
        make_note("second *thought*", number=2),
        make_note("first", number=1),
        make_note("on it", "fair opened", number=4),
        make_note("older", "fair was *opened*", changed=True, number=3),
    )
    text = new_text(document(make_item("The *Fair*", notes=notes)))
    assert re.findall(r"^#.*", text, re.M) == [
        "# The \\*Fair\\*",
        "## Note",
        "## Highlights",
        "## Text",
        "## Citation",
    ]
    assert region(text, "note") == "## Note\n\nfirst\n\n* * *\n\nsecond *thought*"
    assert region(text, "highlights") == (
        "## Highlights\n\nThis passage has changed since; in wording 1 it read:\n\n> fair was \\*opened\\*\n\nolder"
        "\n\n> fair opened\n\non it"
    )
    assert text.endswith("<!-- pressreader:end citation -->\n")


def test_the_order_of_notes_given_does_not_matter(
    make_item: Callable[..., Item], make_note: Callable[..., Note]
) -> None:
    notes = [
        make_note("a", number=1),
        make_note("b", number=2),
        make_note("c", "q", number=3),
        make_note("d", "r", number=4),
    ]
    assert document(make_item(notes=notes)) == document(make_item(notes=notes[::-1]))


def test_regions_without_text_are_left_out(
    make_item: Callable[..., Item], make_note: Callable[..., Note]
) -> None:
    text = new_text(document(make_item(notes=(make_note("  \n"),))))
    assert "begin note" not in text
    assert "begin highlights" not in text


def test_paragraphs_are_laid_out(make_item: Callable[..., Item]) -> None:
    paragraphs = (
        Paragraph("heading", "Plan #"),
        Paragraph("paragraph", "1. Text"),
        Paragraph("item", "one\ntwo"),
        Paragraph("item", "* two"),
        Paragraph("item", "three"),
        Paragraph("item", "four"),
        Paragraph("item", "❶ five"),
        Paragraph("paragraph", "  "),
        Paragraph("paragraph", "end"),
    )
    text = new_text(document(make_item(paragraphs=paragraphs)))
    assert region(text, "text") == (
        "## Text\n\n### Plan \\#\n\n1\\. Text\n\n- one\n  two\n\n\\* two\n\n- three\n- four\n\n❶ five\n\nend"
    )


def test_an_ordinary_release_says_nothing_of_wordings(make_item: Callable[..., Item]) -> None:
    head = document(make_item()).regions["head"]
    assert (
        head == "# Fair Opens\n\n2025-12-23 · Ministry of Trade, Industry and Resources · Industry · 3 words"
    )


def test_a_cut_or_reworded_release_says_so(make_item: Callable[..., Item]) -> None:
    assert "\n\nCut: " in document(make_item(cut=True)).regions["head"]
    reworded = document(make_item(revision=2, revision_count=3)).regions["head"]
    assert "published 3 wordings of this release; this is wording 2." in reworded


def test_a_digest_is_not_the_ministrys_text(make_item: Callable[..., Item]) -> None:
    item = make_item(source=STARTER)
    made = document(item)
    assert (
        "This is a digest by PressReader, in its own words. It is not the ministry's text."
        in made.regions["head"]
    )
    assert made.keys["publisher"] == "PressReader (digest)"
    assert "Ministry of" not in made.regions["citation"]
    assert "not the ministry's text" in made.regions["citation"]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2025-09-30", "Ministry of Trade, Industry and Energy"),
        ("2025-10-01", "Ministry of Trade, Industry and Resources"),
        (None, "Ministry of Trade, Industry and Resources"),
    ],
)
def test_the_ministry_has_the_name_of_that_day(
    make_item: Callable[..., Item], day: str | None, name: str
) -> None:
    item = make_item(date=day)
    assert publisher(item.release, item.source) == name


def test_another_source_is_its_own_publisher(make_item: Callable[..., Item]) -> None:
    item = make_item(source="https://www.example.org/feed.xml", source_name="Trade Office")
    assert publisher(item.release, item.source) == "Trade Office"
    assert place(item.release) is None
    assert citekey(item.release) == "www-example-org-feed-xml-2025-12-23-abcdefghij"


def test_an_undated_release_has_a_citekey(make_item: Callable[..., Item]) -> None:
    assert citekey(make_item(date=None).release) == "motir-undated-abcdefghij"


def test_the_citation_names_who_what_where_and_when(make_item: Callable[..., Item]) -> None:
    item = make_item("A *Fair*", url="https://example.org/a_b?c=d&e")
    assert citation_markdown(item) == (
        "Ministry of Trade, Industry and Resources. “A \\*Fair\\*”. Press release. Sejong, 2025-12-23. "
        "<https://example.org/a_b?c=d&e> (accessed 2025-12-24)."
    )


def test_what_is_no_web_address_is_no_link(make_item: Callable[..., Item]) -> None:
    cited = citation_markdown(make_item(url="javascript:alert(1)<b>"))
    assert "javascript:alert(1)\\<b>" in cited


def test_a_highlight_can_be_linked_to_where_that_is_asked_for(
    make_item: Callable[..., Item], make_note: Callable[..., Note]
) -> None:
    item = make_item(notes=(make_note("mine", "opened"), make_note("all of it", number=2)))
    plain, linked = document(item), document(item, obsidian=True)
    assert "^" not in "".join(plain.regions.values())
    assert linked.regions["highlights"] == "## Highlights\n\n> opened\n\n^n1\n\nmine"
    assert {name: text for name, text in linked.regions.items() if name != "highlights"} == {
        name: text for name, text in plain.regions.items() if name != "highlights"
    }


def test_a_highlight_keeps_its_id_when_its_passage_is_reworded(
    make_item: Callable[..., Item], make_note: Callable[..., Note]
) -> None:
    item = make_item(notes=(make_note("mine", "opened", changed=True),))
    assert document(item, obsidian=True).regions["highlights"] == (
        "## Highlights\n\nThis passage has changed since; in wording 1 it read:\n\n> opened\n\n^n1\n\nmine"
    )
