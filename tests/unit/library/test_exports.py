"""What front ends ask of exports into one file, and what the library remembers of them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import LibraryBusy
from reader.export import Item, citation
from reader.library import Library
from reader.library import exports as module
from reader.model import Release
from reader.store.browse import ReleaseReader
from reader.store.sources import Session
from tests import listings


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path))])
        yield library


def remembered(library: Library) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(library.session.read()["export_files"])
    return found


def test_each_release_counts_and_progress_is_told(library: Library, tmp_path: Path) -> None:
    numbers = library.releases.all().numbers()
    told: list[tuple[int, int]] = []
    report = library.exports.write(
        [*numbers, 9999], str(tmp_path / "x.csv"), "csv", progress=lambda *at: told.append(at)
    )
    assert [file.id for file in report.written] == [one.id for one in library.releases.many(numbers)]
    assert told == [(done, len(numbers) + 1) for done in range(1, len(numbers) + 1)]


def test_citations_and_items_come_in_the_order_asked_for(library: Library) -> None:
    numbers = library.releases.all().numbers()[::-1]
    titles = [item.revision.title for item in library.exports.items([numbers[0], 9999, *numbers[1:]])]
    references = library.exports.citations(numbers)
    assert titles == [one.title for one in library.releases.many(numbers)]
    assert all(title.rstrip(".?!") in text for title, text in zip(titles, references, strict=True))


def test_citations_are_made_one_release_at_a_time(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = library.releases.all().numbers()
    read: list[int] = []
    then: list[int] = []

    def get(self: ReleaseReader, number: int) -> Release:
        read.append(number)
        return one_read(self, number)

    def cite(item: Item) -> citation.Citation:
        then.append(len(read))
        return one_cited(item)

    one_read, one_cited = ReleaseReader.get, citation.cite
    monkeypatch.setattr(ReleaseReader, "get", get)
    monkeypatch.setattr("reader.export.csl.cite", cite)
    assert len(library.exports.citations(numbers)) == len(numbers)
    assert then == [*range(1, len(numbers) + 1)]


def test_an_export_of_nothing_but_what_is_gone_is_text_all_the_same(library: Library) -> None:
    assert "".join(library.exports.text([9999], "csl")) == "[]\n"


def test_the_two_last_texts_of_a_file_are_known(library: Library, tmp_path: Path) -> None:
    numbers = library.releases.all().numbers()
    target = tmp_path / "x.apa"
    kept = []
    for count in (1, 2, 3):
        library.exports.write(numbers[:count], str(target), "apa")
        kept.append(target.read_text())
    (hashes,) = remembered(library).values()
    assert len(hashes) == 2
    target.write_text(kept[1])
    assert len(library.exports.write(numbers[:1], str(target), "apa").updated) == 1
    target.write_text(kept[1] + "mine")
    assert library.exports.write(numbers[:1], str(target), "apa").conflicts[0].id is None


def test_as_many_files_are_remembered_as_are_in_use(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    for name in ("a", "b", "a", "c"):
        library.exports.write(library.releases.all().numbers(), str(tmp_path / name), "apa")
    assert list(remembered(library)) == [str(tmp_path / "a"), str(tmp_path / "c")]


@pytest.mark.parametrize("damaged", ["no JSON", "[]", "1"])
def test_a_damaged_memory_is_none(library: Library, tmp_path: Path, damaged: str) -> None:
    library.session.remember({"export_files": damaged})
    numbers = library.releases.all().numbers()
    assert len(library.exports.write(numbers, str(tmp_path / "x"), "apa").written) == len(numbers)
    assert list(remembered(library)) == [str(tmp_path / "x")]


def test_a_library_that_is_busy_keeps_no_file_from_being_written(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise LibraryBusy("Another PressReader is writing.")

    monkeypatch.setattr(Session, "remember", busy)
    numbers = library.releases.all().numbers()
    assert library.exports.write(numbers, str(tmp_path / "x"), "apa").written
    assert (tmp_path / "x").read_text().count("\n") == len(numbers)


def test_a_file_whose_name_is_no_utf_8_is_remembered(library: Library, tmp_path: Path) -> None:
    target = str(tmp_path / b"out-\xe9".decode("utf-8", "surrogateescape"))
    numbers = library.releases.all().numbers()
    library.exports.write(numbers[:1], target, "apa")
    assert len(library.exports.write(numbers[:2], target, "apa").updated) == 2
