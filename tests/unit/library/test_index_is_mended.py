"""Damage to the index is mended by the next who writes it, and a sound index is never thrown away."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.errors import LibraryError
from reader.index import commit as commits
from reader.index import search as searching
from reader.index.commit import IndexUnusable
from reader.index.update import IndexWriter
from reader.library import Library
from reader.library.answers import Question
from reader.library.search import Search
from tests import listings

EXTENSIONS = (".rows", ".trm", ".pst", ".words", ".lengths")


@pytest.fixture
def library(tmp_path: Path, home: Path) -> Iterator[Library]:
    """The tests' listing, imported and searchable."""
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path))])
        library.indexing.drain()
        yield library


@pytest.fixture
def search(library: Library) -> Iterator[Search]:
    """A searcher that has opened nothing yet."""
    search = Search.open(library.paths)
    yield search
    search.close()


def generation(library: Library) -> Path:
    current = library.indexing.folder.current()
    assert current is not None
    return current


def unlinked(path: Path) -> None:
    path.unlink()


def unreadable(path: Path) -> None:
    path.unlink()
    path.mkdir()


def shortened(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def queue_more(library: Library, folder: Path) -> None:
    text = listings.LISTING.replace("Two Ministers Meet in Busan", "Three Ministers Meet in Busan")
    library.sources.import_paths([str(listings.write(folder, text))])
    assert library.indexing.pending()


@pytest.mark.parametrize("damage", [unlinked, unreadable, shortened])
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_segment_without_one_of_its_files_is_mended(
    library: Library, search: Search, extension: str, damage: Callable[[Path], None]
) -> None:
    (path,) = generation(library).glob(f"*{extension}")
    damage(path)
    assert search.ask(Question("busan")).unindexed
    assert library.indexing.drain() == 0
    assert search.ask(Question("busan")).total == 3
    assert search.ask(Question("busan", order="rank")).total == 3


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_it_is_mended_with_releases_queued_too(
    library: Library, search: Search, tmp_path: Path, extension: str
) -> None:
    (path,) = generation(library).glob(f"*{extension}")
    queue_more(library, tmp_path)
    path.unlink()
    assert search.ask(Question("busan")).unindexed
    assert library.indexing.drain() == 0
    assert search.ask(Question("three ministers busan")).total == 1
    assert search.ask(Question("busan")).total == 4


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_whoever_writes_next_mends_it_before_anybody_searched(
    library: Library, search: Search, tmp_path: Path, extension: str
) -> None:
    (path,) = generation(library).glob(f"*{extension}")
    queue_more(library, tmp_path)
    path.unlink()
    assert library.indexing.drain() == 0
    assert search.ask(Question("busan")).total == 4


def test_what_fails_on_a_sound_index_does_not_cost_the_index(
    library: Library, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = generation(library)

    def failing(*_: Any) -> Iterator[tuple[int, int]]:
        raise KeyError("a fault of the program")

    with monkeypatch.context() as patch:
        patch.setattr(searching, "_dated", failing)
        for _ in range(2):
            with pytest.raises(LibraryError, match="as it was written"):
                search.ask(Question("busan"))
    library.indexing.drain()
    assert generation(library) == there
    assert search.ask(Question("busan")).numbers


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
def test_want_of_memory_is_no_damage(
    library: Library, search: Search, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    there = generation(library)

    def failing(*_: Any) -> Iterator[tuple[int, int]]:
        raise error

    monkeypatch.setattr(searching, "_dated", failing)
    with pytest.raises(error):
        search.ask(Question("busan"))
    assert library.indexing.folder.current() == there


def test_damage_in_an_older_generation_says_nothing_of_the_newest(library: Library) -> None:
    folder = library.indexing.folder
    older = folder.open()
    library.indexing.drain(rebuild=True)
    newest = generation(library)
    assert folder.condemn(older)
    assert generation(library) == newest


def test_where_a_writer_is_at_work_damage_is_left_to_it(library: Library) -> None:
    folder = library.indexing.folder
    commit = folder.open()
    (path,) = commit.folder.glob("*.rows")
    path.unlink()
    with folder.writer():
        assert folder.condemn(commit)
        assert folder.current() == commit.folder
    assert folder.condemn(commit)
    assert folder.current() is None


def test_a_file_that_cannot_be_read_for_a_moment_is_no_damage(
    library: Library, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = generation(library)

    def full(*_: Any) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    with monkeypatch.context() as patch:
        patch.setattr(commits, "check_segment", full)
        with pytest.raises(LibraryError, match="just now"):
            search.ask(Question("busan"))
        with pytest.raises(LibraryError, match="just now"):
            library.indexing.drain()
    assert generation(library) == there
    assert search.ask(Question("busan")).numbers


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (IndexUnusable("a disk fails"), "even when it is new: a disk fails"),
        (MemoryError(), "not enough memory"),
        (ValueError("release 3 is not older"), "release 3 is not older"),
    ],
)
def test_what_stops_a_rebuild_is_told_in_a_sentence(
    library: Library, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    def failing(*_: Any) -> None:
        raise error

    monkeypatch.setattr(IndexWriter, "rebuild", failing)
    with pytest.raises(LibraryError, match=sentence):
        library.indexing.drain(rebuild=True)
