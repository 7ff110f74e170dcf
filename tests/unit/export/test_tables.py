"""The table reads back as what went in, and no cell of it can be taken for a formula."""

import csv
import io
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.export import Item
from reader.export.formats import FORMATS
from reader.export.tables import COLUMNS, cell, csv_text
from reader.model import Note

OPENERS = "=+-@＝＋－＠﹦﹢﹣﹫\t\r\n"
DRESS = " \u00a0\u200b\ufeff\"'“”‘’«»`"
PIECES = st.sampled_from(
    [*OPENERS, *DRESS, ";", ",", "|", "a", "1", "한", "\x00", "\x1b", "cmd|' /C calc'!A0"]
)
TEXT = st.lists(PIECES, max_size=12).map("".join) | st.text(st.characters(exclude_categories=["Cs"]))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def first_sign(text: str) -> str:
    """The first character that is more than a blank, a quote or invisible."""
    for sign in text:
        if not (sign.isspace() or sign in DRESS or unicodedata.category(sign) == "Cf"):
            return unicodedata.normalize("NFKC", sign)[:1]
    return ""


@given(TEXT)
@example("=1+1")
@example(' "=1+1"')
@example("\u200b＝HYPERLINK(A1)")
@example("\t=1")
@example("\r=1")
@example("two;=1+1")
def test_no_cell_and_no_part_of_one_begins_a_formula(text: str) -> None:
    shown = cell(text)
    assert isinstance(shown, str)
    for part in shown.replace("\t", ";").split(";"):
        assert first_sign(part) not in ("=", "+", "-", "@") or part.startswith("'")
    assert not shown.startswith(("\t", "\r", "\n"))
    assert not any(unicodedata.category(sign) == "Cc" for sign in shown if sign not in "\t\n")


@given(st.text(st.characters(categories=["L", "N", "Zs"], include_characters=",.:“”()\n"), max_size=40))
def test_text_that_is_no_formula_is_not_changed(text: str) -> None:
    assert text.startswith("\n") or cell(text) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (True, "true"), (False, "false"), (-5, -5), ("-5", "'-5"), ("a\r\nb\rc", "a\nb\nc")],
)
def test_values_keep_what_they_are(value: object, shown: object) -> None:
    assert cell(value) == shown


def test_a_row_reads_back(make_item: Callable[..., Item], make_note: Callable[..., Note]) -> None:
    item = make_item(
        'Fair, "Opened"',
        "No cell holds the text.",
        tags=("asean", "rice"),
        categories=("Industry", "Trade/Investment"),
        notes=[make_note("first\nsecond"), make_note("on it", "The fair", number=2)],
        cut=True,
        words=1234,
    )
    (row,) = rows("".join(csv_text([item])))
    assert tuple(row) == COLUMNS
    assert {name: row[name] for name in ("id", "title", "categories", "tags", "words", "cut", "date")} == {
        "id": "abcdefghij",
        "title": 'Fair, "Opened"',
        "categories": "Industry; Trade/Investment",
        "tags": "asean; rice",
        "words": "1234",
        "cut": "true",
        "date": "2025-12-23",
    }
    assert row["notes"] == "first\nsecond\n\n“The fair”: on it"
    assert row["citekey"] == "motir-2025-12-23-abcdefghij"
    assert "No cell" not in "".join(row.values())


def test_rows_end_as_the_rfc_has_it_and_the_file_says_that_it_is_utf_8(
    make_item: Callable[..., Item],
) -> None:
    text = "".join(csv_text([make_item("한국")]))
    assert text.count("\r\n") == 2
    assert text.endswith("\r\n")
    assert FORMATS["csv"].encoding == "utf-8-sig"


@given(TEXT, TEXT)
def test_whatever_headlines_and_tags_hold_there_is_one_row(
    make_item: Callable[..., Item], title: str, tag: str
) -> None:
    (row,) = rows("".join(csv_text([make_item(title, tags=(tag,))])))
    assert (row["title"], row["tags"]) == (cell(title), cell(tag))
    assert None not in row.values()
