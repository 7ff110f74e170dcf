"""Adding, replacing, removing, and when to begin anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.index import update
from reader.index.pool import Group, Pool
from reader.index.search import Index
from reader.index.segment_writer import NewSegment
from reader.index.update import Document, IndexFolder
from reader.query import Everything, Node, Phrase, Word


def document(number: int, text: str = "rice", place: int | None = None) -> Document:
    return Document(number, number if place is None else place, (("Title", text),))


def found(folder: IndexFolder, question: Node | None = None) -> list[int]:
    index = Index.open(folder)
    try:
        return list(index.matches(question or Everything(), lambda _: ()))
    finally:
        index.close()


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    folder = IndexFolder(tmp_path / "index", "library")
    with folder.writer() as writer:
        writer.rebuild([document(3), document(2), document(1)], 3)
    return folder


def test_update_replaces_removes_and_moves(folder: IndexFolder) -> None:
    with folder.writer() as writer:
        writer.update([document(1, "wheat", place=9), document(4, "barley", place=2)], [3, 77])
        assert writer.count() == 3
    assert found(folder) == [1, 4, 2]
    assert found(folder, Word("rice")) == [2]


@pytest.mark.parametrize(
    ("second", "wrong"),
    [(document(6), "not older"), (document(5), "not older"), (document(5, place=1), "twice")],
)
def test_documents_come_newest_first_and_each_release_once(
    folder: IndexFolder, second: Document, wrong: str
) -> None:
    with folder.writer() as writer, pytest.raises(ValueError, match=wrong):
        writer.update([document(5), second])
    assert found(folder) == [3, 2, 1]


def test_release_both_removed_and_added_is_there(folder: IndexFolder) -> None:
    with folder.writer() as writer:
        writer.update([document(2, "wheat")], [2])
    assert found(folder) == [3, 2, 1]


def test_everything_can_be_removed(folder: IndexFolder) -> None:
    with folder.writer() as writer:
        writer.update([], [1, 2, 3])
    assert found(folder) == []
    assert not list(folder.folder.rglob("*.trm"))


def test_library_without_releases_has_an_index(folder: IndexFolder) -> None:
    with folder.writer() as writer:
        writer.rebuild([], 0)
    assert found(folder) == []


def test_rebuild_refuses_releases_out_of_order(folder: IndexFolder) -> None:
    with folder.writer() as writer, pytest.raises(ValueError, match="release 2"):
        writer.rebuild([document(1), document(2)], 2)
    assert found(folder) == [3, 2, 1]


def test_phrase_does_not_run_from_one_wording_into_the_next(folder: IndexFolder) -> None:
    with folder.writer() as writer:
        writer.update([Document(8, 8, (("Old", "free"), ("New", "trade")))])
    assert found(folder, Phrase("free trade")) == []
    assert found(folder, Phrase("old new")) == []
    assert found(folder, Word("free")) == found(folder, Word("old")) == [8]


def test_progress_ascends_to_the_total(folder: IndexFolder) -> None:
    told: list[int] = []
    with folder.writer() as writer:
        writer.rebuild((document(number) for number in range(300, 0, -1)), 300, told.append)
    assert told == sorted(told)
    assert len(told) > 3
    assert told[-1] == 300


def test_postings_beyond_the_memory_allowed_go_through_files(
    folder: IndexFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "_memory", lambda: 2000)
    spilled: list[int] = []
    groups = Pool.groups

    def watched(pool: Pool) -> Iterator[Group]:
        spilled.append(len(pool.runs))
        return groups(pool)

    monkeypatch.setattr(Pool, "groups", watched)
    with folder.writer() as writer:
        writer.rebuild([document(number, f"rice {number} seoul") for number in range(60, 0, -1)], 60)
    assert spilled[0] > 2
    assert found(folder, Phrase("rice 17 seoul")) == [17]
    assert found(folder, Word("rice")) == list(range(60, 0, -1))
    assert not list(folder.folder.rglob("*.run"))


def test_crowd_of_small_segments_becomes_one(folder: IndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "CROWD", 4)
    with folder.writer() as writer:
        for number in range(4, 8):
            assert writer.crowded() == frozenset()
            writer.update([document(number)], [2] if number == 5 else [])
        assert writer.crowded() == {4, 5, 6, 7}
        writer.update([document(number, "wheat") for number in sorted([*writer.crowded(), 8], reverse=True)])
        assert writer.crowded() == frozenset()
    assert found(folder, Word("wheat")) == [8, 7, 6, 5, 4]
    assert found(folder) == [8, 7, 6, 5, 4, 3, 1]
    assert len(list(folder.folder.rglob("*.trm"))) == 2


@pytest.mark.parametrize(
    ("queued", "total", "anew"),
    [(0, 3, False), (1000, 1003, False), (1001, 1004, True), (2000, 30_000, False), (4000, 30_000, True)],
)
def test_much_that_is_queued_is_built_anew(folder: IndexFolder, queued: int, total: int, anew: bool) -> None:
    with folder.writer() as writer:
        assert writer.needs_rebuild(queued, total) is anew


def test_disk_that_refuses_is_a_sentence(folder: IndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with folder.writer() as writer:
        monkeypatch.setattr(NewSegment, "add", full)
        with pytest.raises(LibraryError, match="No space left on device") as caught:
            writer.rebuild([document(1)], 1)
        assert "room on the disk" in str(caught.value)
        with pytest.raises(LibraryError, match="No space left on device"):
            writer.update([document(1)])
    assert found(folder) == [3, 2, 1]
