"""Whole libraries as lines of JSON: what is read from them is what they were made of, to the letter."""

import itertools
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.analysis import anchors
from reader.export import records
from reader.library.importing import Import
from reader.model import Attachment, Release, Source
from reader.store import statistics
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.notes import Notes
from reader.store.records import RecordReader
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter
from reader.store.sources import Sources
from reader.store.state import State
from reader.store.tags import Tags

_BODIES = (
    "The ministers met.",
    "The ministers met. They agr",
    "The ministers met. They agreed on steel.",
    "The “ministers” met…",
    "산업통상부는 회의를 열었다.",
    "산업통상부는 회의를",
    "No tariff, \u00a0 no quota.\n\nIt e\u0301nded – at last.",
    "",
)
_TITLES = ("Forum Opens", "FORUM opens", "산업통상부 회의", "“Steel” & \\ <b>", "!?")
_KEYS = ("motir", "board", "https://example.org/feed")
_TAGS = ("asean", "ASEAN", "통상", "a/b-c")

_releases = st.builds(
    Release,
    source=st.sampled_from(_KEYS),
    title=st.sampled_from(_TITLES),
    date=st.sampled_from(["2025-12-23", "2025-12-22", "1999-01-01", None]),
    body=st.sampled_from(_BODIES),
    categories=st.lists(st.sampled_from(["Industry", "Energy", "통상"]), unique=True, max_size=2).map(tuple),
    external_id=st.sampled_from([None, None, "guid-1", "guid-2"]),
    url=st.sampled_from([None, "https://example.org/1"]),
    language=st.sampled_from([None, "en", "ko"]),
    attachments=st.lists(
        st.builds(
            Attachment,
            name=st.sampled_from(["table.hwpx", "표.pdf", "“photo”"]),
            url=st.sampled_from(["https://example.org/a", "https://example.org/b"]),
            type=st.sampled_from([None, "application/pdf"]),
            size=st.sampled_from([None, 0, 47_900, 1 << 40]),
        ),
        max_size=3,
    ).map(tuple),
)
_batches = st.lists(st.lists(_releases, min_size=1, max_size=6), min_size=1, max_size=4)
_notes = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.text(min_size=1).filter(lambda text: text.strip()),
        st.none() | st.tuples(st.integers(0, 40), st.integers(1, 20)),
        st.none() | st.sampled_from(["Another text.", "끝."]),
    ),
    max_size=4,
)
_marks = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(["bookmarked", "read", *_TAGS])),
    max_size=8,
)


@contextmanager
def ticking() -> Iterator[None]:
    """Each look at the clock is three hours later."""
    moments = itertools.count()

    def moment() -> str:
        days, hour = divmod(next(moments), 8)
        return f"2025-12-{days % 28 + 1:02}T{hour * 3:02}:00:00Z"

    with (
        mock.patch("reader.store.releases.now", moment),
        mock.patch("reader.store.release_rows.now", moment),
        mock.patch("reader.store.notes.now", moment),
    ):
        yield


@contextmanager
def library() -> Iterator[Database]:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Database.open(Path(folder) / "library.db", durable=False)) as database,
    ):
        yield database


def fill(database: Database, batches: Sequence[Sequence[Release]], notes: object, marks: object) -> None:
    """Make a library with everything that records tell of."""
    writer = ReleaseWriter(database)
    for batch in batches:
        writer.take(batch, Run())
    numbers = RecordReader(database).numbers()
    table = Notes(database)
    if not numbers:
        return
    for index, text, span, later in notes:  # type: ignore[attr-defined]
        release = ReleaseReader(database).get(numbers[index % len(numbers)])
        body = release.body or ""
        passage = None
        if span is not None and span[0] < len(body):
            passage = anchors.passage(release.revision, body, span[0], min(sum(span), len(body)))
        note = table.add(release.number, text.strip(), passage)
        if later is not None:
            table.edit(note.id, later)
    for index, mark in marks:  # type: ignore[attr-defined]
        number = numbers[index % len(numbers)]
        if mark in ("bookmarked", "read"):
            State(database).set(mark, [number], True)
        else:
            Tags(database).change([number], [mark], [])


def exported(database: Database) -> bytes:
    sources = {source.key: source for source in Sources(database).all()}
    reader = RecordReader(database)
    lines = (records.line(record, sources[record.release.source]) for record in reader.many(reader.numbers()))
    return "".join(lines).encode()


def imported(database: Database, data: bytes) -> dict[str, object]:
    report = Import(database, None, None).run(["-"], None, BytesIO(data))
    return report._asdict()


def tallied(database: Database) -> bool:
    """Whether the counts kept by triggers are those of the rows."""
    tally = ReleaseReader(database).tally()
    counted = statistics.count(database)
    return (tally["all"], tally["noted"], tally["bookmarked"], tally["edited"], tally["unread"]) == (
        database.value("SELECT count(*) FROM release"),
        database.value("SELECT count(DISTINCT release) FROM note"),
        database.value("SELECT count(*) FROM release WHERE bookmarked"),
        database.value("SELECT count(*) FROM (SELECT 1 FROM revision GROUP BY release HAVING count(*) > 1)"),
        database.value("SELECT count(*) FROM release WHERE NOT read"),
    ) and counted.pending == database.value("SELECT count(*) FROM queue")


@settings(max_examples=40)
@given(_batches, _notes, _marks)
def test_what_was_exported_is_imported_to_the_letter(
    batches: list[list[Release]], notes: object, marks: object
) -> None:
    with ticking(), library() as first, library() as second:
        fill(first, batches, notes, marks)
        before = exported(first)
        if not before:
            return
        report = imported(second, before)
        assert report["problems"] == ()
        assert report["added"] == len(before.splitlines())
        assert exported(second) == before
        assert tallied(second)
        # Once more, here and there: nothing changes.
        for database in (first, second):
            again = imported(database, before)
            assert (again["added"], again["revised"], again["completed"]) == (0, 0, 0)
            assert (again["notes"], again["tags"], again["bookmarks"], again["read"]) == (0, 0, 0, 0)
            assert exported(database) == before


@settings(max_examples=25)
@given(_batches, _batches, _notes, _marks, _notes, _marks)
def test_two_libraries_become_one_without_losing_a_word_or_a_mark(  # noqa: PLR0917
    batches: list[list[Release]],
    others: list[list[Release]],
    notes: object,
    marks: object,
    other_notes: object,
    other_marks: object,
) -> None:
    with ticking(), library() as first, library() as second:
        fill(first, batches, notes, marks)
        fill(second, others, other_notes, other_marks)
        mine, theirs = exported(first), exported(second)
        if not theirs:
            return
        imported(first, theirs)
        merged = exported(first)
        assert tallied(first)
        imported(first, theirs)
        assert exported(first) == merged
        imported(first, mine)
        assert exported(first) == merged
        whole = [json.loads(line) for line in merged.splitlines()]
        for part in (mine, theirs):
            for release in map(json.loads, part.splitlines()):
                told = [one for one in whole if one["source"] == release["source"]]
                for note in release["notes"]:
                    assert any(
                        kept["id"] == note["id"] and kept["text"] == note["text"]
                        for one in told
                        for kept in one["notes"]
                    )
                folded = {tag.casefold() for tag in release["tags"]}
                assert not folded or any(folded <= {tag.casefold() for tag in one["tags"]} for one in told)
                assert not release["bookmarked"] or any(one["bookmarked"] for one in told)


def test_a_source_keeps_its_name_and_its_link() -> None:
    with library() as first, library() as second:
        fill(first, [[Release("board", "Title", "2025-01-01", "Text.")]], [], [])
        source = Source("board", "My board", "listing", "https://example.org")
        (record,) = RecordReader(first).many(RecordReader(first).numbers())
        imported(second, records.line(record, source).encode())
        (stored,) = Sources(second).all()
        assert stored == source
