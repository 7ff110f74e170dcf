"""Lists that are read page by page, ids, and conditions that the tables answer."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import query
from reader.errors import AmbiguousId, NoteChanged, NotFound, UsageError
from reader.model import Release
from reader.store.browse import BrowsedRows, ChosenRows, ReleaseReader
from reader.store.clause import EVERYTHING, Where
from reader.store.conditions import where
from reader.store.database import Database
from reader.store.notes import Notes
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter
from reader.store.state import State
from reader.store.tags import Tags

COUNT = 137


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """137 releases on 28 days; every third read, every fifth without a category, and so on."""
    database = Database.open(tmp_path_factory.mktemp("filled") / "library.db", durable=False)
    releases = [
        Release(
            "motir", f"Release {n}", f"2025-01-{1 + n % 28:02}", body=f"Text {n}",
            categories=() if n % 5 == 0 else ("FTA/Economic Cooperation",) if n % 2 else ("Énergie",),
            language=(None, "en", "EN-gb", "ko", "enm")[n % 5],
        )
        for n in range(COUNT)
    ]  # fmt: skip
    ReleaseWriter(database).take(releases, Run())
    State(database).set("read", [n for n in range(1, COUNT + 1) if n % 3 == 0], on=True)
    Tags(database).change(range(1, COUNT + 1, 4), ["Straße"], ())
    Tags(database).change(range(1, COUNT + 1, 6), ["fta"], ())
    for n in range(1, COUNT + 1):
        seen = datetime(2025, 3, 29, tzinfo=UTC) + timedelta(hours=n)
        database.execute(
            "UPDATE release SET first_seen = ? WHERE number = ?", (f"{seen:%Y-%m-%dT%H:%M:%SZ}", n)
        )
    database.execute(
        "INSERT INTO source (key, name, kind) VALUES ('feed', 'Trade Représentative', 'listing')"
    )
    database.execute("UPDATE release SET source = 'feed' WHERE number % 7 = 0")
    Notes(database).add(3, "a note")
    yield database
    database.close()


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_in_any_order_are_slices_of_the_list(filled: Database, data: st.DataObject) -> None:
    clause = data.draw(st.sampled_from([EVERYTHING, Where("read = 0"), Where("day < ?", ("2025-01-10",))]))
    whole = [row.number for row in BrowsedRows(filled, clause).page(0, 1000)]
    rows = BrowsedRows(filled, clause)
    assert rows.numbers() == whole
    assert len(rows) == len(whole)
    for start, count in data.draw(
        st.lists(st.tuples(st.integers(0, COUNT + 9), st.integers(1, 40)), max_size=12)
    ):
        assert [row.number for row in rows.page(start, count)] == whole[start : start + count]


def test_a_release_is_found_where_it_stands(filled: Database) -> None:
    rows = BrowsedRows(filled, Where("read = 0"))
    for position in (0, 1, 50, len(rows) - 1):
        (release,) = rows.page(position, 1)
        assert rows.position(release) == position
        assert ChosenRows(ReleaseReader(filled), rows.numbers()).position(release) == position
    read = BrowsedRows(filled, Where("read = 1")).page(0, 1)[0]
    assert rows.position(read) is None


def test_one_release_is_asked_for_what_the_list_asks_of_all(filled: Database) -> None:
    reader = ReleaseReader(filled)
    clause = Where("read = 1 OR day < ?", ("2025-01-10",))
    wanted = set(reader.numbers(clause))
    everything = reader.numbers(EVERYTHING)
    assert 0 < len(wanted) < len(everything)
    assert {number for number in everything if reader.fulfils(number, clause)} == wanted
    assert not reader.fulfils(max(everything) + 1, EVERYTHING)


def test_ids_are_found_by_any_unique_beginning(filled: Database) -> None:
    reader = ReleaseReader(filled)
    for row in reader.browse().page(0, COUNT):
        assert reader.resolve(row.id) == row.number
        assert reader.resolve(row.id[:9].upper()) == row.number
    with pytest.raises(NotFound, match="No release"):
        reader.resolve("zzzzzzzzzzz")
    with pytest.raises(UsageError, match="too short"):
        reader.resolve("ab")


def test_an_ambiguous_beginning_names_the_candidates(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "library.db")
    ReleaseWriter(database).take([Release("motir", str(n), "2025-01-01", body="") for n in range(2)], Run())
    database.execute("UPDATE release SET id = 'abcde' || number")
    with pytest.raises(AmbiguousId) as raised:
        ReleaseReader(database).resolve("abc")
    assert raised.value.candidates == ("abcde1", "abcde2")
    assert raised.value.exit_code == 2
    database.close()


leaf: st.SearchStrategy[query.Node] = st.one_of(
    st.sampled_from([query.Is(state) for state in ("read", "unread", "bookmarked", "edited", "cut", "new")]),
    st.sampled_from(
        [query.Category("fta"), query.Category("energie"), query.Category(None), query.Category("zz")]
    ),
    st.sampled_from(
        [
            query.Has("note"),
            query.SourceIs("MOTIR"),
            query.SourceIs("trade representative"),
            query.SourceIs("trade"),
            query.Everything(),
        ]
    ),
    st.builds(query.Days, st.sampled_from([None, "2025-01-05"]), st.sampled_from([None, "2025-01-20"])),
    st.builds(
        query.Seen,
        st.sampled_from([None, "1900-01-01", "2025-03-30", "2025-04-02", "3500-01-01"]),
        st.sampled_from([None, "1900-01-01", "2025-03-30", "2025-04-02", "3500-01-01"]),
    ),
    st.builds(query.Tag, st.sampled_from(["STRASSE", "#fta", "ft", "none"])),
    st.builds(query.Language, st.sampled_from(["en", "EN", "ko", "enm", "e", "en-US", "%", "_n"])),
    st.builds(query.IdIs, st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=3)),
    st.integers(1, COUNT).map(lambda number: query.IdIs(f"whole {number}")),
)
trees: st.SearchStrategy[query.Node] = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds(query.Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: query.And(tuple(nodes))),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: query.Or(tuple(nodes))),
    ),
    max_leaves=6,
)


def fulfils(row: Release, node: query.Node) -> bool:  # noqa: PLR0912 - one a kind of node
    """The manual's words, taken literally."""
    match node:
        case query.Not(inner):
            return not fulfils(row, inner)
        case query.And(nodes):
            return all(fulfils(row, inner) for inner in nodes)
        case query.Or(nodes):
            return any(fulfils(row, inner) for inner in nodes)
        case query.Category(None):
            return not row.categories
        case query.Category(text):
            return any((text or "") in name.lower().replace("é", "e") for name in row.categories)
        case query.Days(first, last):
            return row.date is not None and (first or "") <= row.date <= (last or "9")
        case query.SourceIs(name):
            return (name, row.source) in (("MOTIR", "motir"), ("trade representative", "feed"))
        case query.Seen(first, last):
            day = datetime.fromisoformat(row.first_seen).astimezone().date().isoformat()
            return (first or "") <= day <= (last or "9")
        case query.Tag(name):
            return any(tag.casefold() == name.casefold().lstrip("#") for tag in row.tags)
        case query.Language(tag):
            return (row.language or "").lower().split("-")[0] == tag.lower().split("-")[0]
        case query.IdIs(text):
            return row.id == text or (len(text) >= 3 and row.id.startswith(text))
        case query.Has():
            return row.note_count > 0
        case query.Is(state):
            return {"unread": not row.read, "cut": row.cut}.get(state, bool(getattr(row, state, False)))
    return True


def identified(node: query.Node, ids: dict[int, str]) -> query.Node:
    """The tree with real ids, whole or beginnings of them, which are not known before there are releases."""
    match node:
        case query.Not(inner):
            return query.Not(identified(inner, ids))
        case query.And(nodes):
            return query.And(tuple(identified(inner, ids) for inner in nodes))
        case query.Or(nodes):
            return query.Or(tuple(identified(inner, ids) for inner in nodes))
        case query.IdIs(text) if text.startswith("whole "):
            number = int(text.removeprefix("whole "))
            return query.IdIs(ids[number][: 2 + number % 9])
    return node


@given(trees)
def test_conditions_answer_as_a_person_would(filled: Database, tree: query.Node) -> None:
    reader = ReleaseReader(filled)
    everything = reader.browse().page(0, COUNT)
    tree = identified(tree, {row.number: row.id for row in everything})
    expected = [row.number for row in everything if fulfils(row, tree)]
    assert reader.ordered(where(tree, filled)) == expected
    assert sorted(reader.numbers(where(tree, filled))) == sorted(expected)


def wide(kind: type[query.And] | type[query.Or], start: int) -> query.Node:
    """A thousand different parts."""
    return kind(
        tuple(
            query.Tag(f"t{n}") if n % 2 else query.Not(query.IdIs(f"{n}")) for n in range(start, start + 1000)
        )
    )


def test_a_query_of_thousands_of_parts_is_answered(filled: Database) -> None:
    reader = ReleaseReader(filled)
    everything = reader.ordered(EVERYTHING)
    assert reader.ordered(where(wide(query.And, 0), filled)) == []
    assert reader.ordered(where(wide(query.Or, 0), filled)) == everything
    repeated = query.And((query.Is("read"),) * 3000)
    assert reader.ordered(where(repeated, filled)) == reader.ordered(where(query.Is("read"), filled))
    nested = query.And(
        (query.Or((wide(query.And, 0), wide(query.Or, 1000))), query.Not(wide(query.And, 2000)))
    )
    assert reader.ordered(where(nested, filled)) == everything


def test_a_deep_query_is_answered(filled: Database) -> None:
    reader = ReleaseReader(filled)
    tree: query.Node = query.Is("read")
    for n in range(100):
        tree = query.Not(query.Or((query.Tag(f"t{n}"), query.And((tree, query.Not(query.Tag(f"u{n}")))))))
    assert reader.ordered(where(tree, filled)) == reader.ordered(where(query.Is("read"), filled))


def test_a_query_for_hundreds_of_categories_is_answered(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path / "library.db", durable=False)) as database:
        names = [f"Category {n}" for n in range(300)]
        releases = [Release("motir", name, "2025-01-01", body="", categories=(name,)) for name in names]
        ReleaseWriter(database).take(releases, Run())
        everything = query.Or(tuple(query.Category(f"{'category'[n % 8 :]} ") for n in range(8)))
        tree = query.And(tuple(query.Or((everything, query.Tag(f"t{n}"))) for n in range(200)))
        assert len(ReleaseReader(database).ordered(where(tree, database))) == len(names)


def test_rows_that_went_are_left_out(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "library.db")
    reader = ReleaseReader(database)
    ReleaseWriter(database).take([Release("motir", str(n), "2025-01-01", body="") for n in range(3)], Run())
    rows = ChosenRows(reader, reader.browse().numbers())
    database.execute("DELETE FROM release WHERE number = 2")
    assert [row.number for row in rows.page(0, 3)] == [1, 3]
    with pytest.raises(NotFound):
        reader.get(2)
    database.close()


def test_wordings_come_newest_first_whole_or_chosen(filled: Database) -> None:
    reader = ReleaseReader(filled)
    everything = list(reader.wordings(None))
    assert [number for number, _, _ in everything] == reader.browse().numbers()
    chosen = list(reader.wordings({3, 9, 100, 9999}))
    assert chosen == [entry for entry in everything if entry[0] in (3, 9, 100)]
    assert chosen[0][2][0][1].startswith("Text ")


def test_notes_are_counted_and_come_back(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "library.db")
    reader, notes = ReleaseReader(database), Notes(database)
    ReleaseWriter(database).take([Release("motir", "One", "2025-01-01", body="")], Run())
    first, second = notes.add(1, "first"), notes.add(1, "second")
    assert reader.get(1).note_count == 2
    assert notes.remove(first.id) == first
    assert [note.text for note in notes.of_release(1)] == ["second"]
    notes.restore(first)
    notes.restore(first)
    assert reader.get(1).note_count == 2
    assert notes.get(first.id) == first
    assert notes.edit(second.id, "better").text == "better"
    assert notes.resolve(second.id[:5]) == second.id
    assert reader.tally()["noted"] == 1
    with pytest.raises(NotFound):
        notes.add(77, "on nothing")
    with pytest.raises(NotFound):
        notes.edit("zz", "x")
    with pytest.raises(NoteChanged):
        notes.edit(second.id, "mine", "what stood there long ago")
    assert notes.get(second.id).text == "better"
    database.close()
    assert first._replace(text="x") != first


@pytest.mark.parametrize("node", [query.Word("a"), query.Like("abc"), query.Saved("b"), query.Has("figure")])
def test_what_the_tables_cannot_answer_is_a_mistake_of_ours(filled: Database, node: query.Node) -> None:
    with pytest.raises(TypeError):
        where(query.Not(node), filled)


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer's clock in another part of the world."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the system's clock cannot be set for one process")
@pytest.mark.parametrize(
    ("zone", "day", "first", "last"),
    [
        ("UTC0", "2025-03-30", "2025-03-30T00:00:00Z", "2025-03-30T23:59:59Z"),
        ("KST-9", "2025-03-30", "2025-03-29T15:00:00Z", "2025-03-30T14:59:59Z"),
        # Clocks go forward at 02:00: a day of 23 hours; and back: one of 25.
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2025-03-30", "2025-03-29T23:00:00Z", "2025-03-30T21:59:59Z"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2025-10-26", "2025-10-25T22:00:00Z", "2025-10-26T22:59:59Z"),
        # Clocks go forward at midnight: the day has no 00:00.
        ("XXX3YYY,M3.5.0/0,M10.5.0/0", "2025-03-30", "2025-03-30T03:00:00Z", "2025-03-31T01:59:59Z"),
        # Clocks go back from 01:00 to 00:00: the day begins with the first of two midnights.
        ("XXX5YYY,M3.2.0/0,M11.1.0/1", "2025-11-02", "2025-11-02T04:00:00Z", "2025-11-03T04:59:59Z"),
    ],
    indirect=["zone"],
)
def test_days_on_which_releases_were_seen_are_those_of_this_computer(
    tmp_path: Path, zone: None, day: str, first: str, last: str
) -> None:
    database = Database.open(tmp_path / "library.db")
    ReleaseWriter(database).take(
        [Release("motir", str(n), "2025-01-01", body="Text.") for n in range(4)], Run()
    )
    one = timedelta(seconds=1)
    begins, ends = datetime.fromisoformat(first), datetime.fromisoformat(last)
    for number, moment in enumerate((begins - one, begins, ends, ends + one), 1):
        database.execute(
            "UPDATE release SET first_seen = ? WHERE number = ?", (f"{moment:%Y-%m-%dT%H:%M:%SZ}", number)
        )
    reader = ReleaseReader(database)
    assert sorted(reader.numbers(where(query.Seen(day, day), database))) == [2, 3]
    assert sorted(reader.numbers(where(query.Seen(day, None), database))) == [2, 3, 4]
    assert sorted(reader.numbers(where(query.Seen(None, day), database))) == [1, 2, 3]
    database.close()
