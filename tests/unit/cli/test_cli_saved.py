"""`saved` and `alerts` as a user and a timer meet them."""

import fcntl
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from reader.cli import asking, output
from reader.cli.lost import OutputLost
from reader.library import Library
from tests import listings
from tests.unit.cli.conftest import Press

_NEWS = "-\nIndustry\nSteel Again\nA steel plant opened. date2025-03-09\n"


def bring(press: Press, folder: Path, text: str) -> None:
    path = folder / "news.txt"
    path.write_text(text, encoding="utf-8")
    assert press("import", str(path)).code == 0


def test_saving_listing_and_removing(filled: Press) -> None:
    added = filled("saved", "add", "Steel watch", "category:industry", "-is:read", "--json")
    assert added.code == 0
    document = {"name": "Steel watch", "query": "category:industry -is:read", "total": 2, "new": 0}
    assert added.json == [document]
    assert filled("saved", "list", "--json").json == [document]
    assert filled("saved", "list").out == "Steel watch\t2 releases\t0 new\tcategory:industry -is:read\n"
    assert filled("saved", "add", "all", "is:unread").out == "Saved “all”: is:unread\n"
    assert [one["name"] for one in filled("saved", "list", "--json").json] == ["all", "Steel watch"]
    assert (
        filled("saved", "remove", "STEEL WATCH").out == "Removed “Steel watch”: category:industry -is:read\n"
    )
    assert filled("saved", "remove", "all", "--json").json[0]["query"] == "is:unread"
    for command in (("saved", "list"), ("alerts",)):
        assert filled(*command, "--json").code == 1
        assert filled(*command, "--json").json == []


@pytest.mark.parametrize("query", ["(steel", "is:nonsense", "date:2025-13"])
def test_a_query_that_cannot_be_read_is_refused(filled: Press, query: str) -> None:
    assert filled("saved", "add", "x", query).code == 2
    assert filled("saved", "add", "x").code == 2
    assert filled("saved", "add", "", "steel").code == 2
    assert filled("saved", "list").code == 1


def test_an_unknown_name_is_exit_4_and_names_near_ones(filled: Press) -> None:
    filled("saved", "add", "Steel watch", "is:unread")
    done = filled("saved", "remove", "steel wach", "--json")
    assert done.code == 4
    assert "“Steel watch”" in done.json["error"]["message"]


def test_a_query_that_asks_for_itself_or_for_nothing_is_refused(filled: Press) -> None:
    assert filled("saved", "add", "Inner", "is:unread").code == 0
    assert filled("saved", "add", "Outer", 'search:"inner"').code == 0
    assert filled("saved", "add", "Inner", "search:outer").code == 2
    assert filled("saved", "add", "Other", "search:unknown").code == 4
    with Library.open() as library:
        assert [saved.query for saved in library.saved.all()] == ["is:unread", 'search:"inner"']


def test_alerts_tell_each_hit_once(filled: Press, tmp_path: Path) -> None:
    filled("saved", "add", "Steel", "steel", "OR", "steelmakers")
    filled("saved", "add", "Ports", "port")
    assert filled("alerts").code == 1
    assert filled("alerts").out == filled("alerts").err == ""
    bring(filled, tmp_path, _NEWS)
    for arguments in (("alerts", "--peek", "--json"), ("alerts", "--json")):
        told = filled(*arguments)
        assert told.code == 0
        ports, steel = told.json
        assert (ports["name"], ports["new"], ports["hits"]) == ("Ports", 0, [])
        assert (steel["name"], steel["query"], steel["new"]) == ("Steel", "steel OR steelmakers", 1)
        assert steel["total"] > 1
        assert [hit["title"] for hit in steel["hits"]] == ["Steel Again"]
        assert steel["hits"][0]["snippet"] == "A steel plant opened."
    assert filled("alerts", "--json").code == 1
    assert [one["new"] for one in filled("saved", "list", "--json").json] == [0, 1]
    bring(filled, tmp_path, _NEWS.replace("plant opened", "plant has opened"))
    printed = filled("alerts")
    assert printed.out.startswith("Steel: 1 new\n")
    assert "Steel Again" in printed.out
    assert filled("alerts").code == 1


def test_of_several_that_ask_at_once_one_is_told(filled: Press, process: Press, tmp_path: Path) -> None:
    filled("saved", "add", "Steel", "steel")
    bring(filled, tmp_path, _NEWS)
    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(lambda _: process("alerts", "--json"), range(3)))
    assert sorted(one.code for one in told) == [0, 1, 1]
    assert sorted(one.json[0]["new"] for one in told) == [0, 0, 1]


def test_hits_are_newest_first(filled: Press, tmp_path: Path) -> None:
    filled("saved", "add", "All", "is:unread")
    bring(filled, tmp_path, listings.many(3) + _NEWS)
    dates = [hit["date"] for hit in filled("alerts", "--json").json[0]["hits"]]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 4


def test_what_was_not_written_is_told_again(
    filled: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled("saved", "add", "Steel", "category:industry")
    bring(filled, tmp_path, _NEWS)

    def full(*_: object) -> None:
        raise OutputLost(OSError(28, "No space left on device"))

    for name, arguments in (("flush", ("alerts",)), ("document", ("alerts", "--json"))):
        with monkeypatch.context() as patch:
            patch.setattr(output, name, full)
            patch.setattr("reader.cli.start._drop_output", lambda: None)
            assert filled(*arguments).code == 3
    assert filled("alerts", "--json").json[0]["new"] == 1
    assert filled("alerts").code == 1


def test_flushing_a_stream_that_is_full_is_lost_output(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("sys.stdout", Full())
    with pytest.raises(OutputLost):
        output.flush()


def test_one_that_cannot_be_asked_stops_no_other(filled: Press, tmp_path: Path, home: Path) -> None:
    filled("saved", "add", "Steel", "category:industry")
    filled("saved", "add", "Broken", "is:unread")
    with Library.open() as library:
        library.saved.restore(library.saved.get("broken")._replace(query="(steel"))
    bring(filled, tmp_path, _NEWS)
    told = filled("alerts", "--json")
    assert told.code == 3
    broken, steel = told.json
    assert (broken["total"], broken["new"], broken["hits"]) == (None, None, [])
    assert steel["new"] == 1
    assert "“Broken” could not be asked" in told.err
    listed = filled("saved", "list")
    assert listed.code == 3
    assert listed.out.startswith("Broken\t?\t?\t(steel\nSteel\t3 releases\t1 new\t")
    assert filled("alerts").code == 3
    assert filled("alerts").out == ""


def test_hits_that_the_index_may_have_missed_are_asked_for_again(
    filled: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled("saved", "add", "Steel", "steel")
    bring(filled, tmp_path, _NEWS)
    find = asking.find

    def behind(library: Library, text: str, *, patient: bool) -> asking.Found:
        found = find(library, text, patient=patient)
        return replace(found, answer=replace(found.answer, pending=1))

    with monkeypatch.context() as patch:
        patch.setattr(asking, "find", behind)
        assert filled("alerts").code == 0
    assert filled("alerts", "--json").json[0]["new"] == 1
    assert filled("alerts").code == 1


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Another process writes the index."""
    with (home / "index" / "lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def test_an_index_that_is_being_written_is_waited_for_once(
    filled: Press, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "WAIT", 0.05)
    for name, text in (("A", "steel"), ("B", "is:unread"), ("C", "rice"), ("D", "port")):
        filled("saved", "add", name, text)
    ident = filled("search", "steelmakers", "--json").json["hits"][0]["id"]
    filled("saved", "add", "E", f"like:{ident}")
    with held(home):
        bring(filled, tmp_path, _NEWS)
        for command in (("alerts", "--peek"), ("saved", "list")):
            assert filled(*command).err.count("waiting up to") == 1
        assert {one["name"] for one in filled("alerts", "--json").json if one["new"]} == {"B"}
    # Neither words nor likeness could be asked of the index, so that nothing counts as told.
    with Library.open() as library:
        told = {one.name: one.alerted == library.saved.newest_batch() for one in library.saved.all()}
    assert told == {"A": False, "B": True, "C": False, "D": False, "E": False}
    assert {one["name"] for one in filled("alerts", "--json").json if one["new"]} >= {"A"}


def test_a_search_is_saved_where_there_is_no_index_to_count_its_hits(
    filled: Press, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "WAIT", 0.05)
    (home / "index" / "current").unlink()
    with held(home):
        done = filled("saved", "add", "Steel", "steelmakers", "--json")
    assert (done.code, done.json[0]["name"], done.json[0]["total"]) == (0, "Steel", None)
    assert "The search was saved, but could not be asked" in done.err
    assert filled("saved", "list", "--json").json[0]["total"] == 1
