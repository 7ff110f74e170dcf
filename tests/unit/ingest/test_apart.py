"""Documents are read in a process that has limits and does not outlive its parent."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader.ingest import apart
from reader.ingest.apart import MAX_DOCUMENT, Apart
from reader.ingest.documents import Document, Found
from tests import broken

RSS = Document(broken.RSS.encode(), "https://harbour.example/feed")


@pytest.fixture(scope="module")
def reading() -> Iterator[Apart]:
    with Apart() as one:
        yield one


def process_of(reading: Apart) -> "subprocess.Popen[bytes]":
    process = reading._process
    assert process is not None
    return process


def refusal(found: Found) -> str:
    assert found.releases == ()
    (problem,) = found.problems
    assert problem.reason.endswith(".")
    return problem.reason


@pytest.mark.parametrize("name", broken.WHOLE)
def test_what_is_found_apart_is_what_is_found_here(reading: Apart, name: str) -> None:
    from reader.ingest import adapters

    document = Document(
        broken.WHOLE[name].encode(), "https://a.example/eng/article/EATCLdfa319ada", "text/html"
    )
    assert reading.read(document, "key") == adapters.read(document, "key")
    assert reading.read(document, "key").releases


def test_the_kind_may_be_said(reading: Apart) -> None:
    document = Document(broken.BOARD.encode(), "https://a.example/")
    assert reading.read(document, "x").kind == "board"
    assert reading.read(document, "x", kind="page").kind == "page"


def test_one_process_reads_many_documents(reading: Apart) -> None:
    reading.read(RSS, "x")
    first = process_of(reading).pid
    for _ in range(20):
        assert len(reading.read(RSS, "x").releases) == 2
    assert process_of(reading).pid == first


def test_halves_of_characters_pass(reading: Apart) -> None:
    text = '{"version": "https://jsonfeed.org/version/1", "items": [{"title": "a\\ud800b", "id": "\\udfff"}]}'
    (release,) = reading.read(Document(text.encode(), "x\udc80y.json"), "key\udc80").releases
    assert (release.title, release.source) == ("a\ufffdb", "key\udc80")


def test_what_is_too_large_is_refused() -> None:
    with Apart() as reading:
        found = reading.read(Document(bytes(MAX_DOCUMENT + 1), "a"), "x", kind="feed")
        assert refusal(found) == "This is larger than 20 MiB and was not read."
        assert reading._process is None


def test_what_takes_too_long_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with Apart() as reading:
        reading.read(RSS, "x")
        process = process_of(reading)
        process.send_signal(signal.SIGSTOP)
        monkeypatch.setattr(apart, "SECONDS", 0.05)
        assert "takes longer than" in refusal(reading.read(RSS, "x"))
        assert process.returncode == -signal.SIGKILL
        monkeypatch.setattr(apart, "SECONDS", 10.0)
        assert len(reading.read(RSS, "x").releases) == 2


def test_a_process_that_died_is_replaced() -> None:
    with Apart() as reading:
        reading.read(RSS, "x")
        process_of(reading).kill()
        process_of(reading).wait()
        assert len(reading.read(RSS, "x").releases) == 2


def test_a_process_that_dies_over_a_document_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import os, sys; sys.stdin.buffer.readline(); os.kill(os.getpid(), 11)"
    started = subprocess.Popen

    def other(arguments: list[str], **options: object) -> "subprocess.Popen[bytes]":
        return started([sys.executable, "-c", script], **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", other)
    with Apart() as reading:
        assert "ended the process" in refusal(reading.read(RSS, "x"))


@pytest.mark.parametrize("answer", [b"{}", b"[]", b"7", b"{", b'{"kind": "feed"}', b"\xff"])
def test_an_answer_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    script = f"import sys; sys.stdin.buffer.readline(); sys.stdout.buffer.write({answer!r} + b'\\n')"
    started = subprocess.Popen

    def other(arguments: list[str], **options: object) -> "subprocess.Popen[bytes]":
        return started([sys.executable, "-c", script], **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", other)
    with Apart() as reading:
        assert "ended the process" in refusal(reading.read(RSS, "x"))


def test_a_process_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))
    with Apart() as reading:
        assert "could not be started" in refusal(reading.read(RSS, "x"))


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with Apart() as reading:
        reading.read(RSS, "x")
        limits = Path(f"/proc/{process_of(reading).pid}/limits")
        if not limits.exists():
            pytest.skip("only Linux tells the limits of a process")
        (line,) = [line for line in limits.read_text().splitlines() if line.startswith("Max address space")]
        assert line.split()[3:5] == ["300000000", "300000000"]


def test_threads_take_turns() -> None:
    with Apart() as reading, ThreadPoolExecutor(4) as pool:
        names = [name for name in broken.WHOLE for _ in range(5)]
        documents = [Document(broken.WHOLE[name].encode(), f"https://{name}.example/") for name in names]
        found = list(pool.map(lambda document: reading.read(document, document.url), documents))
    for document, one in zip(documents, found, strict=True):
        assert one.releases
        assert {release.source for release in one.releases} == {document.url}


def test_nothing_is_left_when_it_is_closed() -> None:
    reading = Apart()
    reading.read(RSS, "x")
    process = process_of(reading)
    reading.close()
    reading.close()
    assert process.returncode is not None
    with pytest.raises(ChildProcessError):
        os.waitpid(process.pid, 0)


def test_it_ends_when_its_parent_does() -> None:
    """The parent is killed while the process waits; the end of its standard output tells that both are gone."""
    script = (
        "from reader.ingest.apart import Apart\n"
        "from reader.ingest.documents import Document\n"
        "import os, signal, sys\n"
        "reading = Apart()\n"
        "reading.read(Document(b'<rss/>', 'x'), 'x')\n"
        "print(reading._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    gone = int(done.stdout)
    # What was started in a session of its own is nobody's to wait for: it is asked for until it is gone.
    for _ in range(100_000):
        state = Path(f"/proc/{gone}/stat")
        if not state.exists() or ") Z" in state.read_text():
            break
        os.sched_yield()
    else:
        pytest.fail("the process still runs")


def test_nothing_of_the_folder_it_starts_in_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json.py", "feedparser.py", "reader.py"):
        (tmp_path / name).write_text("raise SystemExit('run')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with Apart() as reading:
        assert len(reading.read(RSS, "x").releases) == 2
