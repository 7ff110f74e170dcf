"""`list` and `search`: the table, the document, the query as words, and the index they need."""

import fcntl
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import cells
from reader.cli import asking
from reader.cli.table import row
from reader.model import STARTER, Release
from reader.wording import BOOKMARKED, CUT, EDITED, NOTED, UNREAD
from tests import listings
from tests.unit.cli.conftest import Press

RELEASE_KEYS = [
    *(
        "id",
        "source",
        "external_id",
        "url",
        "date",
        "title",
        "category",
        "categories",
        "language",
        "cut",
        "edited",
    ),
    *(
        "words",
        "bookmarked",
        "read",
        "tags",
        "note_count",
        "revision",
        "revision_count",
        "first_seen",
        "last_seen",
    ),
    *("pairs", "snippet", "marks", "score"),
]


def test_a_list_has_a_line_for_each_release_newest_first(filled: Press) -> None:
    done = filled("list")
    lines = [line.split("\t") for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "7 releases\n")
    assert [line[1] for line in lines] == sorted((line[1] for line in lines), reverse=True)
    assert lines[0][2:] == ["●", "Shore Power to Reach Twelve Ports by 2027", "Energy"]
    assert [line[3] for line in lines if CUT in line[2]] == ["Fifth Round of Talks on the Lake Agreement"]
    assert [line[3] for line in lines if EDITED in line[2]] == ["Steelmakers publish their 'green' plan"]


def test_a_limit_shows_fewer_and_counts_all(filled: Press) -> None:
    done = filled("list", "--limit", "2")
    assert (len(done.out.splitlines()), done.err) == (2, "7 releases, 2 shown\n")
    assert filled("list", "--limit", "0").err == "7 releases, 0 shown\n"


def test_the_oldest_come_first_when_asked(filled: Press) -> None:
    newest = [hit["id"] for hit in filled("list", "--json").json["hits"]]
    oldest = [hit["id"] for hit in filled("list", "--sort", "old", "--limit", "3", "--json").json["hits"]]
    assert oldest == newest[:-4:-1]
    assert filled("search", "--sort", "old", "ministers", "OR", "talks", "--json").json["total"] > 1


def test_the_document_of_a_list(filled: Press) -> None:
    found = filled("list", "--json").json
    assert list(found) == ["query", "total", "pending", "took_ms", "corrected", "hits"]
    assert (found["query"], found["total"], found["pending"], found["corrected"]) == ("", 7, 0, None)
    assert all(list(hit) == RELEASE_KEYS for hit in found["hits"])
    first = found["hits"][0]
    assert (first["pairs"], first["tags"], first["score"], first["marks"]) == ([], [], None, [])
    assert first["snippet"].startswith("The Ministry of Harbours held")
    assert first["snippet"].endswith("…")
    assert len(first["snippet"]) <= 161


def test_a_search_marks_its_hits_in_the_snippet(filled: Press) -> None:
    (hit,) = filled("search", "ammonia", "--json").json["hits"]
    ((start, end),) = hit["marks"]
    assert hit["snippet"][start:end] == "ammonia"


def test_a_search_without_words_shows_how_texts_begin(filled: Press) -> None:
    (hit,) = filled("search", "is:cut", "--json").json["hits"]
    assert (hit["marks"], hit["snippet"][:15]) == ([], "The fifth round")


def test_documents_hold_korean_as_it_is_whatever_the_locale(filled: Press, process: Press) -> None:
    done = process("search", "항만", "--json", PYTHONIOENCODING="ascii")
    assert "산업통상부 항만 회의 개최" in done.out
    assert done.json["total"] == 1


def test_nothing_found_is_1_with_a_document(filled: Press) -> None:
    done = filled("search", "zeppelins")
    assert (done.code, done.out, done.err) == (1, "", "Nothing found.\n")
    done = filled("search", "zeppelins", "--json")
    assert (done.code, done.json["total"], done.json["hits"]) == (1, 0, [])


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        (["ministers", "-quay"], "ministers -quay"),
        (["-ministers", "plan"], "-ministers plan"),
        (['-"two ministers"'], '-"two ministers"'),
        (["-category:energy", "--", "--limit"], "-category:energy --limit"),
        (["-h"], "-h"),
        (["-m", "-j", "talks"], "-m -j talks"),
        (["--unknown"], "--unknown"),
    ],
)
def test_dashes_belong_to_the_query(filled: Press, arguments: list[str], query: str) -> None:
    assert filled("search", "--json", *arguments).json["query"] == query


def test_options_may_stand_between_the_words(filled: Press) -> None:
    found = filled("search", "=ministers", "--limit", "1", "-quay", "--json", "--sort=old").json
    assert (found["query"], found["total"], len(found["hits"])) == ("=ministers -quay", 1, 1)


def test_without_a_word_means_without_it(filled: Press) -> None:
    every, with_it, without = (
        filled("search", query, "--json").json["total"] for query in ("*", "ministers", "-ministers")
    )
    assert with_it + without == every == 7


@pytest.mark.parametrize(
    "query", ['"unclosed', "ministers AND", "is:purple", "date:2025-13", "(", "date:03/04/05"]
)
def test_a_query_that_cannot_be_read_is_2(filled: Press, query: str) -> None:
    done = filled("search", query)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("pressreader: ")
    error = filled("search", query, "--json").json["error"]
    assert (error["kind"], f"pressreader: {error['message']}\n") == ("usage", done.err)


def test_an_unknown_field_is_text_with_a_hint(filled: Press) -> None:
    done = filled("search", "foo:talks", "--json")
    assert (done.code, done.json["total"]) == (1, 0)
    assert "“foo:” is no field" in done.err


def test_today_is_what_the_variable_says(filled: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSREADER_TODAY", "2025-03-04")
    assert filled("search", "date:today", "--json").json["total"] == 1
    monkeypatch.setenv("PRESSREADER_TODAY", "tomorrow")
    done = filled("search", "date:today")
    assert done.code == 2
    assert "PRESSREADER_TODAY" in done.err


def test_bytes_that_are_no_text_are_searched_as_damage(filled: Press) -> None:
    for query in ("bad\udcff", "category:\udcff", "\udcff"):
        done = filled("search", query, "--json")
        assert done.code in (1, 2)
        json.loads(done.out)


@pytest.mark.parametrize("command", [["list"], ["search", "minister"], ["show", "aaa"]])
def test_a_library_that_never_held_a_release_gets_the_digests(press: Press, command: list[str]) -> None:
    press(*command)
    assert [source["key"] for source in press("source", "list", "--json").json] == [STARTER]


def test_the_digests_are_found_at_once(press: Press) -> None:
    found = press("search", "minister", "--json").json
    assert found["total"] > 0
    assert {hit["source"] for hit in found["hits"]} == {STARTER}


@pytest.mark.parametrize("command", [["notes"], ["bookmark", "aaa"], ["stats"], ["export", "--to", "out"]])
def test_other_commands_load_no_digests(press: Press, command: list[str]) -> None:
    press(*command)
    assert press("source", "list", "--json").json == []


def test_a_missing_index_is_built_first(filled: Press, home: Path) -> None:
    for path in sorted((home / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert filled("search", "ammonia", "--json").json["total"] == 1


def test_a_damaged_index_is_built_anew(filled: Press, home: Path) -> None:
    for path in (home / "index").rglob("*"):
        if path.is_file() and path.name != "lock":
            path.write_bytes(b"damage" * 20)
    assert filled("search", "ammonia", "--json").json["total"] == 1


def test_an_index_whose_damage_shows_only_while_searching_is_built_anew(filled: Press, home: Path) -> None:
    current = home / "index" / (home / "index" / "current").read_text().strip()
    parts = [
        path
        for path in current.iterdir()
        if path.suffix not in (".json", ".toc") and path.stat().st_size > 2000
    ]
    assert parts
    for path in parts:
        half = path.stat().st_size // 2
        path.write_bytes(b"\xff" * half + path.read_bytes()[half:])
    assert filled("search", "ammonia", "--json").json["total"] == 1
    assert filled("search", "-ammonia", "--json").json["total"] == 6


def test_where_another_process_writes_the_index_the_answer_is_what_is_there(
    filled: Press, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "WAIT", 0.05)
    with (home / "index" / "lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        done = filled("import", "-", stdin=listings.many(3))
        assert (done.code, done.out) == (0, "3 added\n")
        assert "3 releases will be searchable" in done.err
        done = filled("search", "ammonia OR tariffs", "--json")
        assert (done.json["total"], done.json["pending"]) == (2, 3)
        assert "3 releases are not in the search index yet" in done.err
        assert filled("list", "--json").json["total"] == 10
        done = filled("index", "rebuild", "--json")
        assert (done.code, done.json["error"]["kind"]) == (3, "busy")
    assert filled("search", "ammonia OR tariffs", "--json").json["total"] == 5


def test_where_another_process_builds_the_first_index_there_is_no_answer(
    filled: Press, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "WAIT", 0.05)
    (home / "index" / "current").unlink()
    with (home / "index" / "lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        done = filled("search", "ammonia", "--json")
    assert (done.code, done.json["error"]["kind"]) == (3, "busy")


def test_states_are_found_without_the_index(
    filled: Press, home: Path, by_title: Callable[[str], str]
) -> None:
    (home / "index" / "current").unlink()
    filled("bookmark", by_title("K-Battery"))
    found = filled("search", "is:bookmarked", "--json").json
    assert [hit["title"][:9] for hit in found["hits"]] == ["K-Battery"]
    assert not (home / "index" / "current").exists()


def test_the_help_explains_the_signs(press: Press) -> None:
    meanings = {UNREAD: "unread", BOOKMARKED: "bookmarked", NOTED: "noted", EDITED: "reworded", CUT: "cut"}
    explained = ", ".join(f"{sign} {meaning}" for sign, meaning in meanings.items())
    assert f"Signs: {explained}." in " ".join(press("list", "--help").out.split())


TEXTS = st.text(max_size=120)


@given(title=TEXTS, category=TEXTS, width=st.integers(20, 200))
def test_a_line_fits_the_terminal_and_steers_nothing(title: str, category: str, width: int) -> None:
    release = Release("motir", title, "2025-03-04", categories=(category,), id="a" * 10, bookmarked=True)
    line = row(release, width)
    assert cells.width(cells.safe(line)) <= width
    assert cells.safe(line) == line
    assert line.startswith("a" * 10)
