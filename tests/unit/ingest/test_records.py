"""Lines of records from anybody: what is right is read; what is not is a problem of its line, and nothing more."""

import copy
import gzip
import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export import records as writing
from reader.ingest import records
from reader.ingest.files import read_paths
from reader.ingest.packed import PackedError, Unpacked
from reader.ingest.problems import KEPT, Problems
from reader.ingest.records import ParsedRecord
from reader.model import Note, Passage, Problem, Record, Release, Revision, Source

MOMENT = "2025-12-23T08:30:00Z"
SOURCE = Source("motir", "Ministry", "listing")
RECORD = Record(
    Release(
        "motir",
        "Forum Opens",
        "2025-12-23",
        categories=("Industry",),
        external_id="guid-1",
        url="https://example.org/1",
        language="en",
        id="abcdefghij",
        revision_count=1,
        bookmarked=True,
        tags=("asean",),
        note_count=1,
        first_seen=MOMENT,
        last_seen=MOMENT,
    ),
    (Revision(1, "Forum Opens", "Experts met.", False, MOMENT, MOMENT),),
    (
        Note(
            "aaaaaaaaaa",
            "abcdefghij",
            "My note",
            Passage(1, 0, 7, "Experts", "", " met."),
            "anchored",
            MOMENT,
            MOMENT,
        ),
    ),
)
VALUES: dict[str, Any] = json.loads(writing.line(RECORD, SOURCE))


def read(data: bytes) -> list[ParsedRecord | Problem]:
    return list(records.read(BytesIO(data), path="f"))


def with_value(path: tuple[str | int, ...], value: object) -> bytes:
    changed = copy.deepcopy(VALUES)
    inner: Any = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(changed).encode() + b"\n"


def refused(data: bytes) -> str:
    (problem,) = read(data)
    assert isinstance(problem, Problem)
    assert (problem.path, problem.line) == ("f", 1)
    assert problem.reason.endswith(".")
    return problem.reason


def test_a_record_is_read_as_it_was_written() -> None:
    (found,) = read(writing.line(RECORD, SOURCE).encode())
    assert isinstance(found, ParsedRecord)
    assert (found.record, found.source) == (RECORD, SOURCE)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("id",), "ABCDEFGHIJ"),
        (("id",), "../../etc"),
        (("id",), None),
        (("source",), ""),
        (("source",), ["motir"]),
        (("date",), "2025-02-30"),
        (("date",), "20251223"),
        (("date",), 20251223),
        (("date",), "0001-01-01"),
        (("url",), "javascript:alert(1)"),
        (("url",), "file:///etc/passwd"),
        (("source_url",), "ftp://example.org"),
        (("source_kind",), "DROP TABLE"),
        (("language",), "en; x"),
        (("bookmarked",), 1),
        (("read",), "yes"),
        (("tags",), "asean"),
        (("tags",), [1]),
        (("tags",), ["x" * 1001]),
        (("tags",), [f"t{n}" for n in range(10_000)]),
        (("categories",), [""]),
        (("first_seen",), "yesterday"),
        (("first_seen",), "2025-13-23T08:30:00Z"),
        (("first_seen",), "0001-01-01T00:00:00+14:00"),
        (("revisions",), []),
        (("revisions",), {}),
        (("revisions",), [None]),
        (("revisions", 0, "number"), 0),
        (("revisions", 0, "number"), True),
        (("revisions", 0, "number"), 10**40),
        (("revisions", 0, "number"), 1.0),
        (("revisions", 0, "title"), " \u200b"),
        (("revisions", 0, "body"), None),
        (("notes", 0, "text"), "  "),
        (("notes", 0, "id"), "short"),
        (("notes", 0, "updated"), None),
        (("notes", 0, "anchor"), []),
        (("notes", 0, "anchor", "revision"), 2),
        (("notes", 0, "anchor", "start"), -1),
        (("notes", 0, "anchor", "start"), 8),
        (("notes", 0, "anchor", "end"), 1 << 64),
        (("notes", 0, "anchor", "exact"), 7),
        (("pressreader",), "1"),
        (("pressreader",), True),
        (("pressreader",), 0),
        (("kind",), "program"),
    ],
)
def test_what_is_not_as_it_should_be_is_a_problem(path: tuple[str | int, ...], value: object) -> None:
    refused(with_value(path, value))


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b'{"pressreader": 1',
        b"[" * 200_000,
        b'{"pressreader":1,"x":' * 100_000,
        b'{"pressreader":' + b"9" * 5000 + b"}",
        b'{"pressreader": NaN}',
        b'"pressreader"',
        b"\xff\xfe",
        b'{"pressreader":1,"x":[' + b"1," * 4_100_000 + b"1]}",
    ],
)
def test_what_is_no_line_of_ours_is_a_problem(data: bytes) -> None:
    refused(data + b"\n")


def test_a_broken_line_costs_no_other() -> None:
    good = writing.line(RECORD, SOURCE).encode()
    found = read(b"\xef\xbb\xbf" + good + b"{]\n\n" + good + good[:100])
    assert [type(one) for one in found] == [ParsedRecord, Problem, ParsedRecord, Problem]
    assert [one.line for one in found] == [1, 2, 4, 5]


def test_a_line_that_is_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_LINE", 2000)
    good = writing.line(RECORD, SOURCE).encode()
    found = read(b"{" + b" " * 9000 + b"}\n" + good)
    assert [type(one) for one in found] == [Problem, ParsedRecord]
    assert isinstance(found[1], ParsedRecord)
    assert (found[1].line, found[1].offset) == (2, 9003 + len(good))


def test_signs_within_a_text_are_no_values(monkeypatch: pytest.MonkeyPatch) -> None:
    body = ',[{"\\' * 200 + "."
    record = RECORD._replace(revisions=(RECORD.revisions[0]._replace(body=body),), notes=())
    monkeypatch.setattr(records, "_MAX_VALUES", 150)
    (found,) = read(writing.line(record, SOURCE).encode())
    assert isinstance(found, ParsedRecord)
    assert found.record.revisions[0].body == body
    assert "too many values" in refused(with_value(("tags",), [[] for _ in range(200)]))
    assert "too many values" in refused(with_value(("tags",), ["x"] * 200))


def test_a_release_too_large_for_a_line_is_written_as_several(monkeypatch: pytest.MonkeyPatch) -> None:
    passage = Passage(7, 0, 5, "Count", "", " 7.")
    record = RECORD._replace(
        release=RECORD.release._replace(
            tags=tuple(f"t{n}" for n in range(9)), categories=tuple(f"c{n}" for n in range(7))
        ),
        revisions=tuple(
            Revision(n, f"Title {n}", f"Count {n}.", False, MOMENT, MOMENT) for n in range(1, 12)
        ),
        notes=(*RECORD.notes, RECORD.notes[0]._replace(id="bbbbbbbbbb", passage=passage)),
    )
    assert list(writing.lines(record, SOURCE)) == [writing.line(record, SOURCE)]
    for name, value, parts in (("_MOST", 4, 8), ("_LONGEST", 60, 5)):
        with monkeypatch.context() as patched:
            patched.setattr(writing, name, value)
            found = read("".join(writing.lines(record, SOURCE)).encode())
        read_back = [one.record for one in found if isinstance(one, ParsedRecord)]
        assert len(read_back) == len(found) >= parts
        assert [one.continues for one in read_back] == [False] + [True] * (len(found) - 1)
        assert {one.release.id for one in read_back} == {"abcdefghij"}
        assert joined(read_back) == joined([record])


def joined(parts: list[Record]) -> tuple[list[Any], ...]:
    """What the parts of a release hold together."""
    lists: list[list[Any]] = [[], [], [], []]
    for part in parts:
        held = (part.revisions, part.notes, part.release.tags, part.release.categories)
        for together, more in zip(lists, held, strict=True):
            together.extend(more)
    return tuple(lists)


def test_of_problems_the_first_are_kept() -> None:
    problems = Problems()
    problems.extend(Problem("f", number, "Bad.") for number in range(1, KEPT + 3))
    problems.extend([Problem("f", 0, "Bad.")], more=5)
    assert [one.line for one in problems.kept] == list(range(1, KEPT + 1))
    assert problems.more == 8


def test_a_later_format_ends_the_reading_with_one_sentence() -> None:
    reason = refused(with_value(("pressreader",), 2) * 3)
    assert "later version" in reason


def test_texts_are_made_safe_and_notes_stay_as_they_were_written() -> None:
    data = with_value(("revisions", 0, "body"), "a\x1b[31m\u202e\x00b\ud800.")
    (found,) = read(data)
    assert isinstance(found, ParsedRecord)
    assert found.record.revisions[0].body == "ab\ufffd."
    (found,) = read(with_value(("notes", 0, "text"), " \u202b\tשלום\u200f \ud800"))
    assert isinstance(found, ParsedRecord)
    assert found.record.notes[0].text == " \u202b\tשלום\u200f \ufffd"


def test_a_moment_elsewhere_is_the_same_moment() -> None:
    (found,) = read(with_value(("first_seen",), "2025-12-23t17:30:00.25+09:00"))
    assert isinstance(found, ParsedRecord)
    assert found.record.release.first_seen == MOMENT


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([MOMENT, "abcdefghij"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*VALUES, "number", "body"]), inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*VALUES]), _json, max_size=4))
def test_no_value_raises(values: dict[str, Any]) -> None:
    data = json.dumps({**VALUES, **values}).encode()
    (found,) = read(data)
    if isinstance(found, ParsedRecord):
        (again,) = read(writing.line(found.record, found.source).encode())
        assert isinstance(again, ParsedRecord)
        assert again.record == found.record


@given(st.binary(max_size=60), st.integers(0, 900))
def test_no_damage_raises(noise: bytes, at: int) -> None:
    good = writing.line(RECORD, SOURCE).encode()
    for one in read(good[:at] + noise + good[at + len(noise) :] + good):
        assert isinstance(one, ParsedRecord | Problem)


def packed(data: bytes) -> list[object]:
    return list(read_paths(["-"], stdin=BytesIO(data)))


def test_packed_records_are_read_and_damaged_ones_as_far_as_possible() -> None:
    lines = b"".join(
        with_value(("revisions", 0, "body"), f"Text {number} {'x' * (number % 7)} ends.")
        for number in range(400)
    )
    data = gzip.compress(lines)
    assert sum(isinstance(one, ParsedRecord) for one in packed(data)) == 400
    *_, last = packed(data[: len(data) // 2])
    assert isinstance(last, Problem)
    assert "the rest of it is missing" in last.reason
    broken = bytearray(data)
    broken[len(data) - 6] ^= 0xFF  # of the checksum, behind all of them
    *read, last = packed(bytes(broken))
    assert isinstance(last, Problem)
    assert len(read) >= 380


def test_what_unpacks_to_far_too_much_is_not_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ingest.packed.FREE", 1 << 20)
    stream = Unpacked(BytesIO(gzip.compress(bytes(8 << 20))))
    with pytest.raises(PackedError, match="far more"):
        while stream.readline(1 << 16):
            pass


def test_blank_lines_without_end_are_not_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ingest.packed.FREE", 1 << 20)
    stream = Unpacked(BytesIO(gzip.compress(b"\n" * (1 << 20))))
    with pytest.raises(PackedError, match="far more"):
        for _ in range(20_000):
            stream.readline(1 << 16)
