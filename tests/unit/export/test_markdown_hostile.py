"""No title, tag, category, note, address or source name leaves the folder, breaks the YAML or closes a region."""

import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from ruamel.yaml import YAML

from reader.export import Item, export_markdown
from reader.export.document import REGIONS, Document, document
from reader.export.merge import merged_text, new_text
from reader.model import Note

MARKER = re.compile(r"^<!-- pressreader:(begin|end) (\w+) -->[ \t\r]*$", re.MULTILINE)
HOSTILE = [
    "---",
    "\n---\n",
    "...",
    "<!-- pressreader:end text -->",
    "\n<!-- pressreader:end note -->\n",
    "<!-- pressreader:begin head -->",
    "-->",
    "<!--",
    "pressreader_id: zzzzzzzzzz",
    "\npressreader_hashes: x=y\n",
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\x",
    "CON",
    "key: [",
    "{a: b",
    "!!python/object:x",
    "&a *a",
    "# c",
    "'",
    '"',
    "\\",
    "|",
    ">-",
    "%%",
    "\u2028",
    "\x85",
    "\t",
    "\r",
    "\x00",
    "\x07",
    "\ufeff",
    "\u202e",
    "=cmd()",
    "null",
    "1e3",
    "12:30:00",
    "무역",
    " ",
]
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), max_size=6).map("".join)
FIELDS = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "body": TEXTS,
        "source": TEXTS,
        "source_name": TEXTS,
        "url": TEXTS,
        "language": TEXTS,
        "date": TEXTS,
        "categories": st.tuples(TEXTS),
        "tags": st.lists(TEXTS, max_size=3).map(tuple),
        "notes": st.lists(TEXTS, max_size=2),
    }
)
unhurried = settings(deadline=None)


def build(
    make_item: Callable[..., Item], make_note: Callable[..., Note], fields: dict[str, Any], **more: Any
) -> Item:
    notes = [
        make_note(text, quote, number=number)
        for number, text in enumerate(fields["notes"], 1)
        for quote in (None, text)
    ]
    # Lone halves of characters cannot be stored, and so reach no export.
    clean = {name: _clean(value) for name, value in (fields | more).items() if name != "notes"}
    return make_item(**clean, notes=[note._replace(text=_clean(note.text)) for note in notes])


def _clean(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    return value.encode(errors="ignore").decode() if isinstance(value, str) else value


def front_and_body(text: str) -> tuple[str, str]:
    found = re.match(r"---\n(.*?)^---\n", text, re.DOTALL | re.MULTILINE)
    assert found
    return found[1], text[found.end() :]


def markers(body: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in MARKER.finditer(body)]


def in_pairs(wanted: Document) -> list[tuple[str, str]]:
    return [(kind, name) for name in REGIONS if name in wanted.regions for kind in ("begin", "end")]


@unhurried
@given(FIELDS)
def test_every_field_stays_in_its_place(
    make_item: Callable[..., Item], make_note: Callable[..., Note], fields: dict[str, Any]
) -> None:
    wanted = document(build(make_item, make_note, fields), obsidian=True)
    text = new_text(wanted)
    front, body = front_and_body(text)
    read = YAML(typ="safe").load(io.StringIO(front))
    assert {name: read[name] for name in wanted.keys} == wanted.keys
    assert read.get("tags", []) == list(wanted.tags)
    assert read["pressreader_id"] == "abcdefghij"
    assert set(read) <= {"pressreader_id", "pressreader_hashes", "tags", *wanted.keys}
    assert markers(body) == in_pairs(wanted)
    assert merged_text(text, wanted).text == text


@unhurried
@given(FIELDS)
def test_an_old_reader_of_yaml_reads_the_same(make_item: Callable[..., Item], fields: dict[str, Any]) -> None:
    yaml = pytest.importorskip("yaml")
    wanted = document(build(make_item, None, fields | {"notes": []}))  # type: ignore[arg-type]
    front, _ = front_and_body(new_text(wanted))
    read = yaml.safe_load(front)
    assert {name: read[name] for name in wanted.keys} == wanted.keys
    assert read.get("tags", []) == list(wanted.tags)


@unhurried
@given(FIELDS)
@example(
    {name: () if name in ("categories", "tags", "notes") else "<!-- a" for name in ("title", "body")}
    | {
        "source": "<b>",
        "source_name": "<!--",
        "url": "javascript:<!--",
        "language": "",
        "date": "<!--",
        "categories": ("-->",),
        "tags": (),
        "notes": [],
    }
)
def test_text_of_the_ministry_starts_no_comment(
    make_item: Callable[..., Item], fields: dict[str, Any]
) -> None:
    wanted = document(build(make_item, None, fields | {"notes": []}))  # type: ignore[arg-type]
    _, body = front_and_body(new_text(wanted))
    tokens = MarkdownIt("commonmark").parse(body)
    comments = [token.content.strip() for token in tokens if token.type == "html_block"]
    assert markers("\n".join(comments)) == in_pairs(wanted)
    assert len(comments) == 2 * len(wanted.regions)
    assert not [piece for token in tokens for piece in token.children or [] if piece.type == "html_inline"]


@settings(deadline=None, max_examples=30)
@given(FIELDS, FIELDS)
def test_nothing_leaves_the_folder_and_the_next_wording_finds_its_place(
    make_item: Callable[..., Item],
    make_note: Callable[..., Note],
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "deep" / "notes"
        for fields in (before, after):
            item = build(make_item, make_note, fields)
            report = export_markdown([item], folder)
            assert (report.conflicts, report.failed) == ((), ())
        (path,) = [path for path in Path(place).rglob("*") if path.is_file()]
        assert path.parent == folder
        text = path.read_bytes().decode()
        front, body = front_and_body(text)
        wanted = document(item)
        read = YAML(typ="safe").load(io.StringIO(front))
        assert {name: read[name] for name in wanted.keys} == wanted.keys
        assert set(read.get("tags") or []) == set(wanted.tags)
        assert [pair for pair in markers(body) if pair[1] in wanted.regions] == in_pairs(wanted)
