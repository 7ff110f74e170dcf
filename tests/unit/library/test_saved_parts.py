"""Tags, saved searches and completions as a front end meets them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import NotFound, UsageError
from reader.library import Library
from reader.model import Release
from reader.store.database import Database
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter
from tests import listings


@pytest.fixture
def library(tmp_path: Path, home: Path) -> Iterator[Library]:
    """The tests' listing, imported."""
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path))])
        yield library


def test_tags_are_given_taken_and_undone(library: Library) -> None:
    change = library.tags.change([1, 2], ["Asean"], [])
    library.tags.change([1], [], ["asean"])
    assert library.tags.all() == [("Asean", 1)]
    assert library.releases.get(2).tags == ("Asean",)
    library.tags.undo(change)
    assert library.tags.all() == []


def test_exported_files_hold_tags(library: Library, tmp_path: Path) -> None:
    (number,) = (row.number for row in library.releases.all().page(0, 9) if row.title.startswith("Shore"))
    library.tags.change([number], ["ports/busan", "Energy"], [])
    folder = tmp_path / "vault"
    library.exports.markdown([number], str(folder))
    (path,) = folder.glob("*.md")
    assert "tags:\n  - Energy\n  - ports/busan\n" in path.read_text(encoding="utf-8")
    library.tags.change([number], [], ["energy"])
    library.exports.markdown([number], str(folder))
    assert "tags:\n  - ports/busan\n" in path.read_text(encoding="utf-8")


def test_looking_and_alerting_are_told_apart(library: Library) -> None:
    saved = library.saved.put("Ports", "port")
    assert library.saved.since(saved.looked) == []
    newest = library.saved.newest_batch()
    other = Database.open(library.paths.library)
    ReleaseWriter(other).take([Release("motir", "Port news", "2025-03-09", body="Text.")], Run())
    other.close()
    (number,) = library.saved.since(saved.looked)
    assert library.releases.get(number).title == "Port news"
    assert library.saved.since(saved.looked, newest) == []
    library.saved.look("ports", newest)
    assert library.saved.get("ports") == saved
    library.saved.look("PORTS")
    assert library.saved.since(library.saved.get("ports").looked) == []
    assert library.saved.since(library.saved.get("ports").alerted) == [number]
    library.saved.alert(saved, library.saved.newest_batch())
    assert library.saved.since(library.saved.get("ports").alerted) == []
    with pytest.raises(NotFound):
        library.saved.look("nothing")


@pytest.mark.parametrize("text", ["(rice", "is:nonsense", "date:2025-13", "", "  "])
def test_a_query_that_cannot_be_read_is_not_saved(library: Library, text: str) -> None:
    with pytest.raises(UsageError):
        library.saved.put("name", text)
    assert library.saved.all() == []


def test_a_query_that_comes_back_to_its_own_name_is_not_saved(library: Library) -> None:
    library.saved.put("Inner", "port")
    library.saved.put("Outer", 'is:unread (search:"inner" OR steel)')
    for text in ('search:"INNER"', '-search:"outer"'):
        with pytest.raises(UsageError, match="itself"):
            library.saved.put("inner", text)
    with pytest.raises(UsageError, match="itself"):
        library.saved.put("New", "search:new")
    with pytest.raises(NotFound, match="no saved search “other”"):
        library.saved.put("New", "search:other")
    assert [(saved.name, saved.query) for saved in library.saved.all()] == [
        ("Inner", "port"),
        ("Outer", 'is:unread (search:"inner" OR steel)'),
    ]


def test_a_release_that_is_to_be_like_must_be_there(library: Library) -> None:
    ident = library.releases.get(1).id
    assert library.saved.put("Like it", f"like:{ident}").query == f"like:{ident}"
    with pytest.raises(NotFound):
        library.saved.put("Like it", "like:zzzzzzzzzz")


def test_completions_are_what_the_library_holds(library: Library) -> None:
    values = library.completions.values
    assert values("category")[0] == "Industry"
    assert set(values("category")) == {"Industry", "Energy", "Trade/Investment", "FTA/Economic Cooperation"}
    assert values("lang")[0] == "en"
    assert values("source") == ["motir", "Ministry of Trade, Industry and Resources"]
    assert values("tag") == values("search") == values("title") == []
    library.tags.change([1, 2], ["rice"], [])
    library.tags.change([1], ["asean"], [])
    library.saved.put("Zebra", "a")
    library.saved.put("alpha", "b")
    assert values("tag") == ["rice", "asean"]
    assert values("search") == ["alpha", "Zebra"]


def test_completions_learn_of_other_connections_and_imports(library: Library) -> None:
    values = library.completions.values
    assert "Fishing" not in values("category")
    assert values("tag") == []
    other = Database.open(library.paths.library)
    ReleaseWriter(other).take(
        [Release("feed", "News", "2025-03-09", body="Text.", categories=("Fishing",), language="KO-kr")],
        Run(),
    )
    other.execute("INSERT INTO tag VALUES (1, 'x', 'x')")
    other.close()
    assert "Fishing" in values("category")
    assert values("lang").count("ko") == 1
    assert "feed" in values("source")
    assert values("tag") == ["x"]


def test_completions_read_nothing_again_when_nothing_changed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = ("category", "tag", "source", "search", "lang")
    before = {field: library.completions.values(field) for field in fields}
    asked: list[str] = []
    rows = Database.rows

    def traced(self: Database, sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        asked.append(sql)
        return rows(self, sql, values)

    monkeypatch.setattr(Database, "rows", traced)
    assert {field: library.completions.values(field) for field in fields} == before
    assert asked == []


def test_the_parts_of_a_library_are_made_when_they_are_used(library: Library) -> None:
    assert library.facets is library.facets
    assert library.completions is library.completions
    assert library.history.add("tariff")
    assert library.history.entries() == ["tariff"]
    assert (library.paths.state / "history").is_file()
