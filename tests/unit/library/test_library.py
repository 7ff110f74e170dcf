"""The parts of an open library together: import, index, search, notes, starter, export."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.errors import LibraryBusy, LibraryError, PressReaderError, UsageError
from reader.index.commit import IndexUnusable
from reader.index.update import IndexWriter
from reader.library import Library
from reader.library.answers import Answer, Question
from reader.library.importing import ImportProgress
from reader.library.indexing import Indexing, start_elsewhere
from reader.library.notes import Draft
from reader.library.search import Search
from reader.library.today import today
from reader.store.database import Database
from tests import listings


@pytest.fixture
def library(tmp_path: Path, home: Path) -> Iterator[Library]:
    """The tests' listing, imported and searchable."""
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path))])
        library.indexing.drain()
        yield library


def found(library: Library, text: str, *, live: bool = False) -> list[str]:
    """The headlines that a query finds; the index is asked anew."""
    answer = library.search.ask(Question(text, live=live))
    assert not answer.unindexed
    return [release.title for release in library.releases.many(answer.numbers)]


def replaced(folder: Path, name: str) -> str:
    text = listings.LISTING.replace("Two Ministers Meet in Busan", name)
    return str(listings.write(folder, text))


def test_importing_tells_every_outcome(library: Library, tmp_path: Path) -> None:
    again = library.sources.import_paths([str(listings.write(tmp_path))])
    assert (again.added, again.revised, again.completed, again.unchanged) == (0, 0, 0, 8)
    whole = listings.LISTING.replace(
        "a director-level bilatera date", "a director-level bilateral forum. date"
    )
    more = library.sources.import_paths([str(listings.write(tmp_path, whole))])
    assert (more.added, more.revised, more.completed, more.unchanged) == (0, 0, 1, 7)
    assert found(library, "bilateral") == []
    assert library.indexing.drain() == 0
    assert found(library, "bilateral") == ["Fifth Round of Talks on the Lake Agreement"]


def test_progress_and_interrupting_keep_what_is_committed(home: Path, tmp_path: Path) -> None:
    path = listings.write(tmp_path, listings.many(1000))
    seen: list[int] = []

    def stop(progress: ImportProgress) -> None:
        seen.append(progress.entries)
        assert progress.total == path.stat().st_size
        if len(seen) == 2:
            raise KeyboardInterrupt

    with Library.open() as library:
        with pytest.raises(KeyboardInterrupt):
            library.sources.import_paths([str(path)], progress=stop)
        assert library.releases.tally()["all"] == seen[1] < 1000
        library.sources.import_paths([str(path)])
        assert library.releases.tally()["all"] == 1000


def test_a_search_sees_words_of_every_wording_and_of_notes(library: Library) -> None:
    assert found(library, "six steelmakers") == found(library, "seven steelmakers")
    assert found(library, "zeppelin") == []
    (number,) = library.search.ask(Question("quota")).numbers
    note = library.notes.write(number, "Call about the Zeppelin.")
    assert found(library, "zeppelin") == ["Two Ministers Meet in Busan"]
    assert found(library, "zeppelin quota") == ["Two Ministers Meet in Busan"]
    assert found(library, "zepp", live=True) == ["Two Ministers Meet in Busan"]
    assert found(library, "title:zeppelin") == []
    assert "Two Ministers Meet in Busan" not in found(library, "-zeppelin")
    assert len(found(library, "-zeppelin")) == 6
    library.notes.remove(note.id)
    assert found(library, "zeppelin") == []


def test_a_view_joins_what_is_typed(library: Library) -> None:
    numbers = library.search.ask(Question("busan")).numbers
    library.releases.set("bookmarked", numbers[:1], True)
    assert library.search.ask(Question("busan", view="is:bookmarked")).numbers == numbers[:1]
    assert library.search.ask(Question("steelmakers", view="is:bookmarked")).numbers == []
    assert library.search.ask(Question("", view="is:bookmarked")).numbers == numbers[:1]


def test_an_answer_comes_in_two_steps(home: Path, tmp_path: Path) -> None:
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path, listings.many(180)))])
        library.indexing.drain()
        first = library.search.ask(Question("tariffs"))
        assert (len(first.numbers), first.complete, first.total) == (50, False, None)
        *waits, last = list(library.search.rest_of(first))
        assert waits
        assert isinstance(last, Answer)
        assert (last.total, last.complete, last.numbers[:50]) == (180, True, first.numbers)
        titles = [release.title for release in library.releases.many(last.numbers)]
        assert titles == [f"Release number {n} on tariffs" for n in range(180)]


def test_an_index_that_is_missing_damaged_or_anothers_is_built_anew(library: Library) -> None:
    folder = library.paths.index
    generation = folder / (folder / "current").read_text().strip()
    stamp = generation / "stamp.json"
    for damage in ("missing", "foreign", "inside", "truncated"):
        library.search.close()
        library._search = None
        if damage == "missing":
            (folder / "current").unlink()
        elif damage == "foreign":
            values = json.loads(stamp.read_text())
            stamp.write_text(json.dumps(dict.fromkeys(values, "another")))
        elif damage == "inside":
            (postings,) = generation.glob("*.pst")
            content = postings.read_bytes()
            postings.write_bytes(content[:-40] + bytes(40))
        else:
            for file in generation.iterdir():
                os.truncate(file, file.stat().st_size // 2)
        assert library.search.ask(Question("busan")).unindexed, damage
        assert library.indexing.drain() == 0
        assert len(found(library, "busan")) == 3, damage
        generation = folder / (folder / "current").read_text().strip()
        stamp = generation / "stamp.json"


def test_a_searcher_that_is_open_sees_what_was_indexed_since(library: Library, tmp_path: Path) -> None:
    assert found(library, "meanwhile") == []
    with Library.open() as other:
        other.sources.import_paths(
            [str(listings.write(tmp_path, "-\nNew\nIt came meanwhile. date2026-01-01\n"))]
        )
        other.indexing.drain()
    assert found(library, "meanwhile") == ["New"]


def test_who_finds_the_index_taken_leaves_the_queue(library: Library, tmp_path: Path) -> None:
    library.sources.import_paths([replaced(tmp_path, "Another Headline")])
    with library.indexing.folder.writer(0):
        with Library.open() as other:
            assert other.indexing.drain(wait=0.05) == 1
        assert library.search.ask(Question("quota")).pending == 1
    assert library.indexing.drain() == 0
    assert found(library, "headline") == ["Another Headline"]


def test_the_queue_is_drained_again_after_a_crash_between_index_and_tables(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sources.import_paths([replaced(tmp_path, "Another Headline")])
    with monkeypatch.context() as patch:
        patch.setattr("reader.store.queue.Queue.done", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            library.indexing.drain()
    assert library.indexing.pending() == 1
    assert found(library, "headline") == ["Another Headline"], "the index was committed before"
    assert library.indexing.drain() == 0
    assert found(library, "headline") == ["Another Headline"]


def test_digests_that_go_leave_the_index(home: Path, tmp_path: Path) -> None:
    with Library.open(starter=True) as library:
        library.indexing.drain()
        assert len(found(library, "ministry")) > 3
        library.sources.import_paths([str(listings.write(tmp_path))])
        library.indexing.drain()
        assert library.releases.tally()["all"] == 7
        assert found(library, "ministry") == ["Shore Power to Reach Twelve Ports by 2027"]
        assert not library.sources.load_starter()
    with Library.open(starter=True) as library:
        assert library.releases.tally()["all"] == 7


def test_many_small_imports_keep_the_index_whole(home: Path, tmp_path: Path) -> None:
    with Library.open() as library:
        for n in range(24):
            text = f"-\nSmall {n}\nImport number {n} of several. date2025-01-{n + 1:02}\n"
            library.sources.import_paths([str(listings.write(tmp_path, text))])
            assert library.indexing.drain() == 0
        assert found(library, "several") == [f"Small {n}" for n in reversed(range(24))]


def test_notes_on_passages_follow_their_text_or_say_that_it_changed(library: Library, tmp_path: Path) -> None:
    (number,) = library.search.ask(Question("quota")).numbers
    kept = library.notes.write(number, "Which?", quote="talks  on tariffs\nand quota")
    free = library.notes.write(number, "  On the whole.  ")
    assert kept.passage is not None
    assert (kept.passage.exact, kept.state) == ("talks on tariffs and quota", "anchored")
    assert (free.passage, free.state, free.text) == (None, "free", "On the whole.")
    with pytest.raises(UsageError, match="does not stand"):
        library.notes.write(number, "x", quote="never written")
    with pytest.raises(UsageError, match="empty"):
        library.notes.write(number, " \n")
    moved = listings.LISTING.replace("The two ministers met", "In the morning the two ministers met")
    library.sources.import_paths([str(listings.write(tmp_path, moved))])
    assert library.notes.get(kept.id).state == "anchored"
    gone = listings.LISTING.replace("talks on tariffs and quota", "talks on rice")
    library.sources.import_paths([str(listings.write(tmp_path, gone))])
    assert library.notes.get(kept.id).state == "changed"
    assert [note.state for note in library.notes.of(library.releases.get(number))] == ["changed", "free"]


def test_drafts_are_kept_without_waiting_for_another_writer(library: Library) -> None:
    draft = Draft("e1", 1, "", "half", os.getpid())
    blocker = Database.open(library.paths.library)
    with blocker.transaction():
        blocker.execute("INSERT INTO session VALUES ('x', 'y')")
        with pytest.raises(LibraryBusy):
            library.notes.keep_draft(draft)
    blocker.close()
    library.notes.keep_draft(draft)
    library.notes.keep_draft(draft._replace(text="half a thought"))
    assert library.notes.left_drafts() == [draft._replace(text="half a thought")]
    library.notes.drop_draft("e1")
    assert library.notes.left_drafts() == []


def test_a_note_and_the_end_of_its_draft_are_one_step(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Draft("e1", 1, "", "mine", os.getpid())
    library.notes.keep_draft(kept)
    with monkeypatch.context() as patch:
        patch.setattr("reader.store.notes.Notes._forget", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            library.notes.write(1, "mine", draft="e1")
    assert library.notes.all() == []
    assert library.notes.left_drafts() == [kept]
    note = library.notes.write(1, "mine", draft="e1")
    assert library.notes.left_drafts() == []
    library.notes.keep_draft(kept._replace(note=note.id, text="mine, edited"))
    library.notes.edit(note.id, "mine, edited", "mine", draft="e1")
    assert library.notes.left_drafts() == []


def test_what_another_reader_is_writing_is_not_offered(library: Library) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        library.notes.keep_draft(Draft("e1", 1, "", "theirs", other.pid))
        library.notes.keep_draft(Draft("e2", 1, "", "mine", os.getpid()))
        assert [draft.editor for draft in library.notes.left_drafts()] == ["e2"]
        other.communicate(b"\n")
    assert [draft.editor for draft in library.notes.left_drafts()] == ["e1", "e2"]


def test_a_digest_that_is_being_noted_stays(home: Path, tmp_path: Path) -> None:
    with Library.open(starter=True) as library:
        number = library.releases.all().numbers()[3]
        library.notes.keep_draft(Draft("e1", number, "", "", os.getpid()))
        library.sources.import_paths([str(listings.write(tmp_path))])
        assert library.notes.write(number, "Kept.").text == "Kept."


def test_an_export_goes_on_without_what_has_gone(library: Library, tmp_path: Path) -> None:
    numbers = library.releases.all().numbers()
    report = library.exports.markdown([numbers[0], 9999, numbers[1]], str(tmp_path / "out"))
    assert len(report.written) == 2
    for folder in ("~nobody-of-this-name/x", str(tmp_path / ("x" * 300))):
        with pytest.raises(PressReaderError):
            library.exports.markdown(numbers, folder)


def test_the_indexing_process_runs_no_code_of_the_folder_it_is_started_in(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sources.import_paths([replaced(tmp_path, "Another Headline")])
    for name in ("reader", "json"):
        (tmp_path / "here" / name).mkdir(parents=True)
        (tmp_path / "here" / name / "__init__.py").write_text("open('planted', 'w')\n")
    monkeypatch.chdir(tmp_path / "here")
    with start_elsewhere() as process:
        assert process.wait(60) == 0
    assert not (tmp_path / "here" / "planted").exists()
    assert library.indexing.pending() == 0


def test_today_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSREADER_TODAY", "2025-03-05")
    assert today().isoformat() == "2025-03-05"
    monkeypatch.setenv("PRESSREADER_TODAY", "tomorrow")
    with pytest.raises(UsageError, match="PRESSREADER_TODAY"):
        today()


def test_relative_days_follow_the_day(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSREADER_TODAY", "2025-03-05")
    assert found(library, "date:yesterday") == ["Shore Power to Reach Twelve Ports by 2027"]
    monkeypatch.setenv("PRESSREADER_TODAY", "2025-03-04")
    assert len(found(library, "date:yesterday")) == 2


def test_several_threads_search_with_searchers_of_their_own(library: Library) -> None:
    counts: list[int] = []

    def work() -> None:
        search = Search.open(library.paths)
        for _ in range(20):
            counts.append(len(search.ask(Question("busan")).numbers))
        search.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [3] * 60


def test_exports_hold_text_notes_and_the_notice_of_a_cut_text(library: Library, tmp_path: Path) -> None:
    numbers = library.releases.all().numbers()
    library.notes.write(numbers[0], "Ask Han.", quote="nobody should have to guess")
    report = library.exports.markdown(numbers, str(tmp_path / "out"))
    assert (len(report.written), report.conflicts, report.failed) == (7, (), ())
    files = {path.name: path.read_text("utf-8") for path in (tmp_path / "out").iterdir()}
    port = files["2025-03-04-shore-power-to-reach-twelve-ports-by-2027.md"]
    assert "Ask Han." in port
    assert "> nobody should have to guess" in port
    assert "❶ Berths" in port
    cut = next(text for name, text in files.items() if "lake-agreement" in name)
    assert "cut: true" in cut
    again = library.exports.markdown(numbers, str(tmp_path / "out"))
    assert len(again.unchanged) == 7


def test_a_folder_that_is_not_ours_alone_is_no_index(library: Library) -> None:
    library.paths.index.chmod(0o777)
    with pytest.raises(LibraryError, match="index"):
        Indexing(library.paths, library._database).drain()


def test_the_real_listings(home: Path, seeds: Path) -> None:
    with Library.open(starter=True) as library:
        report = library.sources.import_paths([str(seeds)])
        assert (report.added, report.revised, report.completed, report.unchanged) == (25, 3, 0, 0)
        assert report.problems == ()
        again = library.sources.import_paths([str(seeds)])
        assert (again.added, again.revised, again.completed, again.unchanged) == (0, 0, 0, 28)
        tally = library.releases.tally()
        assert (tally["all"], tally["edited"]) == (25, 3)
        rows = library.releases.all().page(0, 50)
        assert (rows[0].date, rows[-1].date) == ("2025-12-23", "2024-04-16")
        assert sorted({row.category for row in rows}, key=str) == ["Industry", None]
        assert sum(row.category == "Industry" for row in rows) == 20
        library.indexing.drain()
        assert len(library.search.ask(Question("Surion")).numbers) == 2


def test_the_indexing_process_says_how_far_it_is(home: Path, tmp_path: Path) -> None:
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path, listings.many(120)))])
    with start_elsewhere() as process:
        assert process.stdout is not None
        lines = process.stdout.read().decode().splitlines()
        assert process.wait(60) == 0
    steps = [tuple(map(int, line.split())) for line in lines]
    assert steps[-1] == (120, 120)
    assert steps == sorted(steps)


def test_damage_that_only_writing_meets_is_mended(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sources.import_paths([replaced(tmp_path, "Another Headline")])
    calls: list[int] = []
    update = IndexWriter.update

    def failing(self: IndexWriter, *arguments: Any) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise IndexUnusable("a file is damaged")
        update(self, *arguments)

    monkeypatch.setattr(IndexWriter, "update", failing)
    assert library.indexing.drain() == 0
    assert found(library, "headline") == ["Another Headline"]
    assert len(found(library, "busan")) == 4
