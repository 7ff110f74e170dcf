"""Merging whole releases: what is new comes in, what the user wrote stays, and twice is once."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from reader.model import STARTER, Note, Passage, Record, Release, Revision, Source
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.identity import Identity, derived_ids, text_hash
from reader.store.merging import Merged, RecordMerger
from reader.store.merging_rest import RestMerger
from reader.store.notes import Notes
from reader.store.queue import Queue
from reader.store.records import RecordReader
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter
from reader.store.saved import LONGEST, SavedSearches

EARLY, LATE = "2025-01-01T00:00:00Z", "2025-06-01T00:00:00Z"
SOURCE = Source("motir", "Ministry", "listing")
DIGESTS = Source(STARTER, "Digests", STARTER)


@pytest.fixture
def database(tmp_path: Any) -> Iterator[Database]:
    database = Database.open(tmp_path / "library.db")
    yield database
    database.close()


def revision(number: int, body: str, first: str = EARLY, last: str = LATE) -> Revision:
    return Revision(number, "Forum Opens", body, False, first, last)


def record(*revisions: Revision, notes: tuple[Note, ...] = (), **more: Any) -> Record:
    release = Release("motir", "Forum Opens", "2025-01-01", first_seen=EARLY, last_seen=LATE)._replace(**more)
    ident = next(derived_ids(Identity.of(release)))
    return Record(
        release._replace(id=more.get("id", ident)),
        revisions or (revision(1, "Experts met."),),
        tuple(note._replace(release=ident) for note in notes),
    )


def note(
    ident: str, text: str, updated: str = LATE, passage: Passage | None = None, after: tuple[str, ...] = ()
) -> Note:
    """A note; `after`: the texts it had before."""
    return Note(ident * 10, "", text, passage, "free", EARLY, updated, tuple(map(text_hash, after)))


def written(month: int) -> Note:
    """A note as its writer had it in a month of 2030, having gone on with it since."""
    steps = ("Begun", "Gone on", "Ended")
    return note("a", steps[month - 1], f"2030-0{month}-01T00:00:00Z", after=steps[: month - 1])


def merge(database: Database, *records: Record, source: Source = SOURCE, dry: bool = False) -> list[Merged]:
    return RecordMerger(database).merge([(one, source) for one in records], Run(), dry=dry)


def whole(database: Database) -> list[Record]:
    reader = RecordReader(database)
    return list(reader.many(reader.numbers()))


def texts(database: Database) -> set[str]:
    return {one.text for stored in whole(database) for one in stored.notes}


def everything(database: Database) -> list[list[Any]]:
    tables = ("release", "revision", "wording", "note", "tag", "run", "queue", "tally", "meta", "source")
    return [database.rows(f"SELECT * FROM {table}") for table in tables]  # noqa: S608


def test_a_dry_run_tells_the_same_and_changes_nothing(database: Database) -> None:
    merge(database, record())
    before = everything(database)
    more = record(revision(1, "Experts met. Others came."), notes=(note("a", "Mine"),), bookmarked=True)
    (told,) = merge(database, more, dry=True)
    assert everything(database) == before
    assert merge(database, more) == [told]
    assert (told.outcome, told.notes, told.bookmarks) == ("revised", 1, 1)


def test_wordings_that_are_equal_widen_the_time_and_new_ones_keep_theirs(database: Database) -> None:
    merge(database, record(revision(1, "Experts met.", EARLY, EARLY), revision(2, "Experts met “twice”.")))
    later = record(
        revision(1, 'Experts met "twice".', "2024-01-01T00:00:00Z", "2025-09-01T00:00:00Z"),
        revision(2, "Nobody met.", LATE, LATE),
        first_seen="2024-01-01T00:00:00Z",
    )
    (told,) = merge(database, later)
    assert told.outcome == "revised"
    (stored,) = whole(database)
    assert [(one.body, one.first_seen, one.last_seen) for one in stored.revisions] == [
        ("Experts met.", EARLY, EARLY),
        ("Experts met “twice”.", "2024-01-01T00:00:00Z", "2025-09-01T00:00:00Z"),
        ("Nobody met.", LATE, LATE),
    ]
    assert (stored.release.first_seen, stored.release.last_seen) == ("2024-01-01T00:00:00Z", LATE)
    assert (stored.release.revision, stored.release.words, stored.release.new) == (3, 2, True)
    assert Queue(database).pending() == 1


def test_anchors_follow_their_wording_to_its_number_here(database: Database) -> None:
    merge(database, record(revision(1, "One."), revision(2, "Two.")))
    passage = Passage(1, 0, 3, "Two", "", ".")
    merge(
        database, record(revision(1, "Two."), revision(4, "Three."), notes=(note("a", "x", passage=passage),))
    )
    (stored,) = whole(database)
    assert [one.body for one in stored.revisions] == ["One.", "Two.", "Three."]
    assert stored.notes[0].passage == passage._replace(revision=2)


def test_a_whole_text_takes_the_place_of_a_cut_one(database: Database) -> None:
    merge(database, record(revision(1, "Experts met. They agr")))
    (told,) = merge(database, record(revision(1, "Experts met. They agreed.")))
    assert told.outcome == "completed"
    (told,) = merge(database, record(revision(1, "Experts met. They agr")))
    assert told.outcome == "unchanged"
    assert [one.body for one in whole(database)[0].revisions] == ["Experts met. They agreed."]


def test_the_later_text_of_a_note_stands_and_the_one_here_is_kept(database: Database) -> None:
    merge(database, record(notes=(note("a", "Begun", EARLY),)))
    with mock.patch("reader.store.notes.now", return_value="2025-03-01T00:00:00Z"):
        Notes(database).edit("a" * 10, "Mine")
    theirs = record(notes=(note("a", "Theirs", LATE),))
    (told,) = merge(database, theirs)
    assert told.notes == 2
    assert {one.text: one.id for one in whole(database)[0].notes}["Theirs"] == "a" * 10
    assert texts(database) == {"Mine", "Theirs"}
    (again,) = merge(database, theirs)
    assert again.notes == 0
    assert ReleaseReader(database).tally()["noted"] == 1
    assert whole(database)[0].release.note_count == 2


def test_a_note_that_is_written_only_elsewhere_stays_one(database: Database) -> None:
    mine = Notes(database)
    merge(database, record())
    ours = mine.add(whole(database)[0].release.number, "Begun")
    for ident in ("a" * 10, ours.id):
        for month in (1, 2, 3):
            (told,) = merge(database, record(notes=(written(month)._replace(id=ident),)))
            assert told.notes == int(ident != ours.id or month > 1)
    assert sorted(one.text for one in mine.all()) == ["Ended", "Ended"]
    # Begun here, and written again only there: what is there goes on from what is here.
    assert {one.id for one in mine.all()} == {"a" * 10, ours.id}


def test_a_note_that_was_removed_and_brought_back_is_still_one_from_elsewhere(database: Database) -> None:
    mine = Notes(database)
    for month in (1, 2, 3):
        merge(database, record(notes=(written(month),)))
        mine.restore(mine.remove("a" * 10))
    assert [one.text for one in mine.all()] == ["Ended"]


def test_an_unfinished_note_that_went_on_here_is_not_set_back(database: Database) -> None:
    rest = RestMerger(database)
    merge(database, record())
    number = whole(database)[0].release.number
    with database.transaction():
        assert rest.draft(number, "", "Begun", None) == 1
    (draft,) = Notes(database).drafts()
    Notes(database).keep_draft(draft._replace(text="Begun, and gone on"))
    with database.transaction():
        assert rest.draft(number, "", "Begun", None) == 0
    assert [one.text for one in Notes(database).drafts()] == ["Begun, and gone on"]


def test_an_older_text_of_a_note_is_told_and_not_brought_back(database: Database) -> None:
    merge(database, record(notes=(written(1),)))
    Notes(database).edit("a" * 10, "Gone on here")
    # Whatever a clock says, what was gone on with is the later text.
    (told,) = merge(database, record(notes=(written(1)._replace(updated="2040-01-01T00:00:00Z"),)))
    assert (told.notes, told.older, texts(database)) == (0, 1, {"Gone on here"})


def test_a_text_that_was_taken_back_is_taken_back_elsewhere_too(database: Database) -> None:
    merge(database, record(notes=(note("a", "Other", EARLY, after=("Begun",)),)))
    (told,) = merge(database, record(notes=(note("a", "Begun", LATE, after=("Begun", "Other")),)))
    assert (told.notes, told.older, texts(database)) == (1, 0, {"Begun"})
    (told,) = merge(database, record(notes=(note("a", "Other", EARLY, after=("Begun",)),)))
    assert (told.notes, told.older, texts(database)) == (0, 1, {"Begun"})


def test_two_libraries_that_take_over_from_each_other_hold_the_same(
    database: Database, tmp_path: Path
) -> None:
    with closing(Database.open(tmp_path / "other.db")) as other:
        begun = record(notes=(note("a", "Begun", EARLY),))
        both = (database, other)
        for one in both:
            merge(one, begun)
        for month, edited in zip((3, 4), both, strict=True):
            with mock.patch("reader.store.notes.now", return_value=f"2025-0{month}-01T00:00:00Z"):
                Notes(edited).edit("a" * 10, f"Written in month {month}")
        own = whole(database)
        for turn in (0, 1, 0):
            merge(both[1 - turn], *whole(both[turn]))
        here, there = ({kept.id: kept.text for kept in Notes(end).all()} for end in both)
        assert here == there
        assert here["a" * 10] == "Written in month 4"
        assert sorted(here.values()) == ["Written in month 3", "Written in month 4"]
        # What was here before that brings nothing back, and makes nothing twice.
        merge(database, *own)
        assert {kept.id: kept.text for kept in Notes(database).all()} == here


def test_of_two_texts_of_one_moment_both_stay(database: Database) -> None:
    merge(database, record(notes=(note("a", "Mine"),)))
    for notes in (2, 0):
        (told,) = merge(database, record(notes=(note("a", "Theirs"),)))
        assert (told.notes, texts(database)) == (notes, {"Mine", "Theirs"})
        assert Notes(database).get("a" * 10).text == "Theirs"  # as in any library that has both


def test_a_note_whose_id_another_release_has_gets_one_of_its_own(database: Database) -> None:
    merge(database, record(notes=(note("a", "Mine"),)))
    other = record(title="Another", date="2025-02-02", notes=(note("a", "Theirs"),))
    for notes in (1, 0):
        (told,) = merge(database, other)
        assert told.notes == notes
    assert [[one.text for one in stored.notes] for stored in whole(database)] == [["Theirs"], ["Mine"]]


def test_marks_and_tags_add_up_and_what_is_no_tag_is_told(database: Database) -> None:
    merge(database, record(read=True, tags=("ASEAN",)))
    (told,) = merge(database, record(bookmarked=True, tags=("asean", "rice", "a b\x1b", "")))
    assert (told.bookmarks, told.read, told.tags, len(told.problems)) == (1, 0, 1, 2)
    stored = whole(database)[0].release
    assert (stored.bookmarked, stored.read, stored.tags) == (True, True, ("ASEAN", "rice"))


def test_an_id_that_is_taken_is_left_to_its_owner(database: Database) -> None:
    merge(database, record())
    first = whole(database)[0].release.id
    merge(database, record(title="Another", date="2025-02-02", id=first))
    ids = [one.release.id for one in whole(database)]
    assert len(set(ids)) == 2
    assert ids[1] == first


def test_ids_that_somebody_took_stop_no_release(database: Database) -> None:
    release = Release("motir", "Port Opens", "2025-03-03", body="It did.")
    ids = derived_ids(Identity.of(release))
    merge(database, *(record(title=f"Other {n}", date="2025-02-02", id=next(ids)) for n in range(3)))
    assert ReleaseWriter(database).take([release], Run()) == ["added"]


def test_an_undated_release_stands_where_it_was_first_seen(database: Database) -> None:
    undated = record(date=None, url="https://example.org/1")
    dated = record(title="Dated", date="2024-12-01", first_seen="2024-12-01T00:00:00Z")
    merge(database, undated, dated)
    assert [one.release.date for one in whole(database)] == [None, "2024-12-01"]
    merge(database, record(date=None, url="https://example.org/1", first_seen="2024-01-01T00:00:00Z"))
    assert [one.release.date for one in whole(database)] == ["2024-12-01", None]


def digest(**more: Any) -> Record:
    return record(title="A digest", source=STARTER, **more)


def test_digests_come_back_only_where_they_are_wanted(database: Database) -> None:
    assert [one.outcome for one in merge(database, digest(), source=DIGESTS)] == ["added"]
    assert not whole(database)[0].release.new
    # With the first release of another source the untouched ones go, and stay away.
    mixed = [(record(), SOURCE), (digest(), DIGESTS), (digest(date="2025-05-05", bookmarked=True), DIGESTS)]
    assert [one.outcome for one in RecordMerger(database).merge(mixed, Run())] == ["added", None, "added"]
    assert [(one.release.source, one.release.bookmarked) for one in whole(database)] == [
        (STARTER, True),
        ("motir", False),
    ]


def test_digests_that_come_back_find_their_place_beside_others(database: Database) -> None:
    digests = [
        Release(STARTER, f"Digest {number}", "2025-01-01", body="Text.", language="en") for number in range(3)
    ]
    ReleaseWriter(database).take_starter(digests)
    merge(
        database,
        *(digest(date="2025-01-01", external_id=str(n), bookmarked=True) for n in range(3)),
        source=DIGESTS,
    )
    assert len(whole(database)) == 6


def test_saved_searches_and_drafts_are_put_beside_those_here(database: Database) -> None:
    SavedSearches(database).put("Rice", "rice")
    merge(database, record(notes=(note("a", "Finished"),)))
    stored = whole(database)[0].release
    for added in (1, 0):
        with database.transaction():
            rest = RestMerger(database)
            assert rest.saved_search("rice", "rice", EARLY) == 0
            assert rest.saved_search("rice", "paddy", EARLY) == added
            assert rest.release(stored.id) == stored.number
            assert rest.release("zzzzzzzzzz") is None
            assert rest.draft(stored.number, "", "Finished", None) == 0
            assert rest.draft(stored.number, "", "Begun", Passage(1, 0, 7, "Nothing", "", "")) == added
            rest.session({"theme": "light"})
    assert [(one.name, one.query) for one in SavedSearches(database).all()] == [
        ("Rice", "rice"),
        ("rice 2", "paddy"),
    ]
    (draft,) = Notes(database).drafts()
    assert (draft.text, draft.passage) == ("Begun", None)


@pytest.mark.parametrize("name", ["Rice", "Rice 2025", "x" * LONGEST])
def test_saved_searches_of_two_libraries_get_no_more_by_being_exchanged(
    database: Database, name: str
) -> None:
    there = {name: "paddy"}
    here = SavedSearches(database)
    here.put(name, "rice")
    for _ in range(3):
        with database.transaction():
            added = [RestMerger(database).saved_search(*one, EARLY) for one in there.items()]
        # Each name means the other query there.
        there = {one.name: {"rice": "paddy", "paddy": "rice"}[one.query] for one in here.all()}
    assert added == [0, 0]
    assert sorted(one.query for one in here.all()) == ["paddy", "rice"]


def test_wordings_that_say_the_same_become_one(database: Database) -> None:
    passage = Passage(2, 0, 4, "Same", "", " text.")
    twice = record(
        revision(1, "Same text.", EARLY, EARLY),
        revision(2, "Same  text.", LATE, LATE),
        revision(2147483647, "Another text.", LATE, LATE),
        notes=(note("a", "Mine", passage=passage),),
    )
    (told,) = merge(database, twice)
    assert told.outcome == "added"
    (stored,) = whole(database)
    assert [(one.number, one.body, one.first_seen, one.last_seen) for one in stored.revisions] == [
        (1, "Same text.", EARLY, LATE),
        (2, "Another text.", LATE, LATE),
    ]
    assert (stored.release.revision, stored.release.revision_count) == (2, 2)
    assert stored.notes[0].passage == passage._replace(revision=1)
    (again,) = merge(database, twice)
    assert (again.outcome, again.notes) == ("unchanged", 0)


def test_many_wordings_are_read_once(database: Database) -> None:
    merge(database, record(revision(1, "Something else.")))
    with mock.patch.object(Database, "rows", autospec=True, side_effect=Database.rows) as read:
        (told,) = merge(database, record(*(revision(n, f"Count {n}.") for n in range(1, 41))))
    assert told.outcome == "revised"
    assert len(whole(database)[0].revisions) == 41
    assert sum("body" in call.args[1] for call in read.call_args_list) == 2


def test_a_text_that_was_completed_is_not_taken_for_what_it_was(database: Database) -> None:
    merge(database, record(revision(1, "Experts met. They agr")))
    parts = record(
        revision(1, "Experts met. They agreed."),
        revision(2, "Experts met. They agr"),
        revision(3, "Experts met. They agreed.", last="2026-01-01T00:00:00Z"),
    )
    assert merge(database, parts)[0].outcome == "completed"
    (stored,) = whole(database)[0].revisions
    assert (stored.body, stored.last_seen) == ("Experts met. They agreed.", "2026-01-01T00:00:00Z")


@pytest.mark.parametrize("dry", [True, False])
def test_a_release_goes_on_in_the_next_record(database: Database, dry: bool) -> None:
    first = record(revision(1, "One."), revision(2, "Two."), tags=("rice",))
    passage = Passage(2, 0, 3, "Two", "", ".")
    more = record(
        revision(3, "Three."), notes=(note("a", "Mine", passage=passage),), tags=("asean",), title="Renamed"
    )._replace(continues=True)
    more = more._replace(release=more.release._replace(id=first.release.id))
    merger = RecordMerger(database)
    told = [one for part in (first, more) for one in merger.merge([(part, SOURCE)], Run(), dry=dry)]
    assert (sum(one.tags for one in told), sum(one.notes for one in told)) == (2, 1)
    assert [one.number is not None and not one.problems for one in told] == [True, True]
    if dry:
        assert whole(database) == []
        return
    (stored,) = whole(database)
    assert [one.body for one in stored.revisions] == ["One.", "Two.", "Three."]
    assert (stored.release.tags, stored.notes[0].passage) == (("asean", "rice"), passage)


def test_what_continues_nothing_is_told(database: Database) -> None:
    more = record(title="Another", date="2025-02-02")._replace(continues=True)
    told = merge(database, record(), more)[1]
    assert (told.outcome, told.number, len(told.problems)) == (None, None, 1)
    assert len(whole(database)) == 1
