"""The index on disk: whole or refused, ours alone, one writer, and what a crash leaves."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import LibraryBusy, LibraryError
from reader.index import commit as commits
from reader.index.ranking import ranked
from reader.index.search import Index, IndexUnusable
from reader.index.spelling import suggestions
from reader.index.update import Document, IndexFolder
from reader.query import And, Everything, Node, Not, Phrase, Prefix, Word

DOCUMENTS = [
    Document(
        number, number, ((f"Release {number} on rice", f"Tariff number {number} of K-beauty in Seoul."),)
    )
    for number in range(30, 0, -1)
]
QUESTIONS: list[Node] = [
    Everything(),
    Word("rice"),
    Word("12"),
    Prefix("k"),
    Prefix("tari"),
    Phrase("tariff number 7"),
    And((Word("seoul"), Not(Word("3")))),
]


def answers(folder: IndexFolder) -> list[list[int]]:
    index = Index.open(folder)
    try:
        return [list(index.matches(question, lambda _: ())) for question in QUESTIONS]
    finally:
        index.close()


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    """A library of two segments and a deletion."""
    folder = IndexFolder(tmp_path / "index", "library")
    with folder.writer() as writer:
        writer.rebuild(DOCUMENTS, len(DOCUMENTS))
        writer.update([Document(31, 31, (("New rice", "Seoul 3 7 12"),))], [5])
    return folder


def generation(folder: IndexFolder) -> Path:
    current = folder.current()
    assert current is not None
    return current


def test_nothing_built_is_unusable_and_makes_no_folder(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index", "library")
    with pytest.raises(IndexUnusable):
        Index.open(folder)
    assert not folder.folder.exists()


def test_index_of_another_library_is_unusable(folder: IndexFolder) -> None:
    other = IndexFolder(folder.folder, "another")
    with pytest.raises(IndexUnusable, match="another library"):
        Index.open(other)
    with other.writer() as writer:
        assert writer.needs_rebuild(0, 30)


@pytest.mark.parametrize("key", ["format", "analyser", "unicode", "whoosh", "byteorder"])
def test_index_of_another_version_is_unusable(folder: IndexFolder, key: str) -> None:
    path = generation(folder) / "stamp.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: "older"}))
    with pytest.raises(IndexUnusable, match="another version"):
        Index.open(folder)


def test_files_are_ours_alone(folder: IndexFolder) -> None:
    for path in [folder.folder, *folder.folder.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
@pytest.mark.parametrize("mode", [0o770, 0o702])
@pytest.mark.parametrize("inner", [False, True])
def test_folder_that_others_can_write_to_is_refused(folder: IndexFolder, mode: int, inner: bool) -> None:
    (generation(folder) if inner else folder.folder).chmod(mode)
    with pytest.raises(LibraryError, match="chmod 700"):
        Index.open(folder)


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX owners")
def test_folder_of_another_user_is_refused(folder: IndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(LibraryError, match="chown"), folder.writer():
        pass


def test_second_writer_is_told_that_the_library_is_busy(folder: IndexFolder) -> None:
    same = IndexFolder(folder.folder, "library")
    with folder.writer(), pytest.raises(LibraryBusy, match="Try again"), same.writer(wait=0.0):
        pass
    with same.writer(wait=0.0) as writer:
        assert writer.count() == 30


def whole_file(content: bytes) -> list[bytes]:
    half = len(content) // 2
    return [
        b"",
        content[:half],
        content[:-1],
        content + b"\0",
        bytes(len(content)),
        bytes([255]) * len(content),
    ]


def test_damaged_files_are_unusable_or_harmless(folder: IndexFolder) -> None:
    right = answers(folder)
    unusable = 0
    for path in [folder.folder / "current", *generation(folder).iterdir()]:
        content = path.read_bytes()
        for damaged in whole_file(content):
            path.write_bytes(damaged)
            try:
                assert answers(folder) == right, path.name
            except IndexUnusable:
                unusable += 1
        path.unlink()
        with pytest.raises(IndexUnusable):
            answers(folder)
        path.write_bytes(content)
    assert answers(folder) == right
    assert unusable > 50


@pytest.fixture(scope="module")
def large_postings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[IndexFolder, list[list[int]]]]:
    """An index whose postings are taken for too large to be summed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commits, "LARGE", 0)
        folder = IndexFolder(tmp_path_factory.mktemp("large") / "index", "library")
        with folder.writer() as writer:
            writer.rebuild(DOCUMENTS, len(DOCUMENTS))
        yield folder, answers(folder)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_damage_in_postings_raises_nothing_else(
    large_postings: tuple[IndexFolder, list[list[int]]], share: float, flip: int
) -> None:
    folder, _ = large_postings
    (path,) = generation(folder).glob("*.pst")
    content = path.read_bytes()
    at = int(share * len(content))
    try:
        path.write_bytes(content[:at] + bytes([content[at] ^ flip]) + content[at + 1 :])
        try:
            found = answers(folder)
        except IndexUnusable:
            return
        assert all(numbers == sorted(numbers, reverse=True) for numbers in found)
    finally:
        path.write_bytes(content)


Step = Callable[[IndexFolder], None]


def add(folder: IndexFolder) -> None:
    with folder.writer() as writer:
        writer.update([Document(40, 40, (("Rice", "12"),)), Document(7, 7, (("Rice again", "Seoul"),))], [1])


def build(folder: IndexFolder) -> None:
    with folder.writer() as writer:
        writer.rebuild(DOCUMENTS[:20], 20)


@pytest.mark.parametrize("step", [add, build])
def test_whatever_moment_it_is_killed_the_index_is_the_old_or_the_new_one(
    folder: IndexFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    before = answers(folder)
    moments: list[Path] = []

    def photograph() -> None:
        moments.append(tmp_path / f"moment-{len(moments)}")
        shutil.copytree(folder.folder, moments[-1])

    def watched(call: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*args: object, **kwargs: object) -> object:
            photograph()
            result = call(*args, **kwargs)
            photograph()
            return result

        return wrapper

    with monkeypatch.context() as patch:
        for owner, name in ((os, "fsync"), (Path, "replace"), (os, "remove"), (commits, "clean_files")):
            patch.setattr(owner, name, watched(getattr(owner, name)))
        step(folder)
    after = answers(folder)
    assert before != after
    assert len(moments) > 20
    seen = []
    for moment in moments:
        left = IndexFolder(moment, "library")
        seen.append(answers(left))
        assert seen[-1] in (before, after)
        step(left)
        assert answers(left) == after
    assert seen == sorted(seen, key=lambda found: found == after)


def test_failed_build_leaves_the_index_and_no_rubbish(folder: IndexFolder) -> None:
    before = answers(folder)

    def broken() -> Iterator[Document]:
        yield DOCUMENTS[0]
        raise KeyboardInterrupt

    with folder.writer() as writer:
        with pytest.raises(KeyboardInterrupt):
            writer.rebuild(broken(), 2)
        with pytest.raises(KeyboardInterrupt):
            writer.update(broken())
    assert answers(folder) == before
    assert sorted(path.name for path in folder.folder.iterdir()) == sorted(
        ["current", "lock", generation(folder).name]
    )


def test_reader_goes_on_while_the_index_is_replaced(folder: IndexFolder) -> None:
    index = Index.open(folder)
    try:
        going = index.matches(Word("rice"), lambda _: ())
        assert next(going) == 31
        build(folder)
        assert list(going) == [number for number in range(30, 0, -1) if number != 5]
        assert index.refresh()
        assert not index.refresh()
        assert list(index.matches(Everything(), lambda _: ())) == list(range(30, 10, -1))
    finally:
        index.close()


def test_refresh_keeps_what_it_has_when_the_new_one_is_unusable(folder: IndexFolder) -> None:
    index = Index.open(folder)
    try:
        add(folder)
        for path in generation(folder).glob("*.trm"):
            path.write_bytes(b"")
        with pytest.raises(IndexUnusable):
            index.refresh()
        assert index.count() == 30
    finally:
        index.close()


def test_error_of_whoever_answers_conditions_stays_what_it_is(folder: IndexFolder) -> None:
    index = Index.open(folder)

    def sets(_: object) -> list[int]:
        raise LibraryError("the library is gone")

    try:
        with pytest.raises(LibraryError, match="gone"):
            index.matches(Word("rice"), sets)
    finally:
        index.close()


def flips(content: bytes, places: int) -> Iterator[bytes]:
    """Bytes all over it changed, one at a time, and the file cut short."""
    for at in range(0, len(content), len(content) // places + 1):
        yield content[:at] + bytes([content[at] ^ 64]) + content[at + 1 :]
    yield content[:-1]
    yield b""


@pytest.fixture
def large_files(folder: IndexFolder, monkeypatch: pytest.MonkeyPatch) -> IndexFolder:
    """An index whose files of terms and postings are taken for too large to be summed at opening."""
    monkeypatch.setattr(commits, "LARGE", 0)
    return folder


def damaged_one(folder: IndexFolder, pattern: str, places: int = 61) -> Iterator[Path]:
    """The file of the first segment that fits, once with each damage."""
    path = max(generation(folder).glob(pattern), key=lambda path: path.stat().st_size)
    content = path.read_bytes()
    for damaged in flips(content, places):
        path.write_bytes(damaged)
        yield path
    path.write_bytes(content)
    folder.verify()


@pytest.mark.parametrize("pattern", ["*.rows", "*.lengths", "*.words", "*.trm", "*.pst", "*.toc"])
def test_every_damage_is_found_by_verifying(large_files: IndexFolder, pattern: str) -> None:
    large_files.verify()
    for path in damaged_one(large_files, pattern):
        with pytest.raises(IndexUnusable, match=r"as it was written|cannot be read"):
            large_files.verify()
        if path.stat().st_size == 0:
            path.unlink()
            with pytest.raises(IndexUnusable):
                large_files.verify()


def test_damaged_columns_are_found_at_opening(large_files: IndexFolder) -> None:
    for _ in damaged_one(large_files, "*.rows"):
        with pytest.raises(IndexUnusable):
            Index.open(large_files)


def test_what_is_unpickled_of_terms_is_summed_before(large_files: IndexFolder) -> None:
    path = max(generation(large_files).glob("*.trm"), key=lambda path: path.stat().st_size)
    content = path.read_bytes()
    start = content.rindex(b"fieldmap")
    for at in range(start - 12, len(content), 7):
        path.write_bytes(content[:at] + bytes([content[at] ^ 16]) + content[at + 1 :])
        with pytest.raises(IndexUnusable, match=r"not as it was written"):
            Index.open(large_files)


@pytest.mark.parametrize(
    ("pattern", "ask"),
    [
        ("*.words", lambda index: suggestions(index, "tarriff")),
        ("*.lengths", lambda index: ranked(index, Word("rice"), lambda _: ())),
    ],
)
def test_damaged_words_and_lengths_are_found_when_they_are_asked_for(
    large_files: IndexFolder, pattern: str, ask: Callable[[Index], object]
) -> None:
    for path in damaged_one(large_files, pattern):
        if path.stat().st_size == 0:
            continue
        try:
            index = Index.open(large_files)
        except IndexUnusable as error:
            assert "as it was written" in str(error)  # noqa: PT017 - either is right
            continue
        try:
            with pytest.raises(IndexUnusable, match="as it was written"):
                ask(index)
        finally:
            index.close()


def test_damaged_postings_are_found_when_they_are_ranked(large_files: IndexFolder) -> None:
    questions: list[Node] = [Word("rice"), Phrase("tariff number 7"), Word("seoul")]

    def answers() -> list[list[tuple[int, float]]]:
        index = Index.open(large_files)
        try:
            return [ranked(index, question, lambda _: ()).all() for question in questions]
        finally:
            index.close()

    right = answers()
    unusable = 0
    for _ in damaged_one(large_files, "*.pst", 400):
        try:
            assert answers() == right
        except IndexUnusable:
            unusable += 1
    assert unusable > 5


def test_segment_that_a_writer_takes_away_is_no_damage(
    folder: IndexFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = commits.verify
    asked: list[int] = []

    def late(commit: commits.Commit) -> None:
        asked.append(commit.number)
        if len(asked) == 1:
            build(folder)
        check(commit)

    monkeypatch.setattr(commits, "verify", late)
    folder.verify()
    assert len(asked) == 2


def test_words_stay_readable_while_the_index_is_replaced(folder: IndexFolder) -> None:
    index = Index.open(folder)
    try:
        build(folder)
        assert suggestions(index, "tarriff") == ("tariff",)
        assert len(ranked(index, Word("rice"), lambda _: ())) == 30
    finally:
        index.close()
