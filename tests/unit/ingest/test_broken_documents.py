"""Whatever is wrong with a feed or a page: entries or a sentence, within ten seconds and 300 MB."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.ingest import apart
from reader.ingest.apart import MEMORY, SECONDS, Apart
from reader.ingest.clean import clean_body, clean_line
from reader.ingest.documents import Document, Found
from tests import broken

QUICK = (
    "one attribute",
    "only opened sections",
    "brackets in JSON",
    "one large entity often",
    "more laughs",
    "noise",
    "too large",
    "attributes in a page",
    "line ends before anything",
    "unclosed quotes in a page",
    "10,000 entries with one identifier",
)
"""Of the large documents those that are read, or refused, within a second or two."""
EMPTY = ("untyped: items is []", "odd_values: an empty root")
"""Those that are whole, but hold nothing."""


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    # It stays after a large document, so that what it took can be asked for.
    monkeypatch.setattr(apart, "_SPENT", apart.MAX_DOCUMENT)
    with Apart() as one:
        yield one


def bear(found: Found, name: str) -> None:
    """Entries or a sentence, and nothing among them that the library does not hold."""
    assert found.releases or found.problems or name in EMPTY, name
    for problem in found.problems:
        assert problem.reason.endswith("."), (name, problem)
        assert "Traceback" not in problem.reason
    for release in found.releases:
        assert release.source == "broken"
        assert release.title == clean_line(release.title) != ""
        assert release.body == clean_body(release.body or "")
        assert (release.url or "https://").startswith(("https://", "http://"))
        assert all(file.url.startswith(("https://", "http://")) for file in release.attachments)


def most_held(reading: Apart) -> int:
    """Bytes that the process held at most; 0 where it has ended, or the system does not tell."""
    process = reading._process
    status = Path(f"/proc/{process.pid if process else 0}/status")
    if process is None or process.poll() is not None or not status.exists():
        return 0
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


def test_broken_documents_give_entries_or_a_sentence(reading: Apart) -> None:
    documents = list(broken.small())
    assert len(documents) > 500
    served = set()
    for name, document in documents:
        bear(reading.read(document, "broken"), name)
        served.add(reading._process.pid if reading._process else None)
    # One process read them all: none of them ended it.
    assert len(served) == 1
    assert 0 <= most_held(reading) < MEMORY // 3


def test_most_of_them_still_give_entries(reading: Apart) -> None:
    documents = list(broken.small())
    with_entries = sum(bool(reading.read(document, "x").releases) for _, document in documents)
    assert with_entries * 4 > len(documents) * 3


def within_limits(reading: Apart, name: str) -> None:
    document = Document(broken.large()[name](), "https://broken.example/feed")
    began = time.monotonic()
    found = reading.read(document, "broken")
    taken = time.monotonic() - began
    held = most_held(reading)
    print(
        f"{taken:5.2f} s {held / 1e6:4.0f} MB {len(found.releases):6} releases  {name}  {found.problems[:1]}"
    )
    bear(found, name)
    # What took longer was ended by the clock; the rest is for a machine that is busy with other things.
    assert taken < SECONDS + 5
    assert held < MEMORY


@pytest.mark.parametrize("name", QUICK)
def test_large_documents_within_limits(reading: Apart, name: str) -> None:
    within_limits(reading, name)


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(set(broken.large()) - set(QUICK)))
def test_every_large_document_within_limits(reading: Apart, name: str) -> None:
    within_limits(reading, name)
