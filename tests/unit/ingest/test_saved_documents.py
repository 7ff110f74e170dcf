"""Saved feeds and pages are imported beside listings, each for the source that it is of."""

import gzip
from collections import Counter
from pathlib import Path

import pytest

from reader.ingest import files
from reader.ingest.files import Item, Skipped, read_paths
from reader.ingest.listing import Parsed
from reader.model import MOTIR, Problem
from tests import broken

SAVED = "<!-- saved from url=(0040)https://{0}/eng/article/EATCLdfa319ada -->\n"


def read(path: Path, content: str | bytes, source: str | None = None) -> list[Item]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_paths([str(path)], source=source))


def sources(items: list[Item]) -> set[str]:
    return {item.release.source for item in items if isinstance(item, Parsed)}


def reason(items: list[Item]) -> str:
    (problem,) = items
    assert isinstance(problem, Problem)
    return problem.reason


def test_a_feed_belongs_to_its_own_address(tmp_path: Path) -> None:
    assert sources(read(tmp_path / "a", broken.RSS)) == {"https://harbour.example/feed.xml"}
    assert sources(read(tmp_path / "b", broken.ATOM)) == {"https://lake.example/feed"}
    assert sources(read(tmp_path / "c", broken.RDF)) == {"https://mill.example/"}
    assert sources(read(tmp_path / "d", broken.WHOLE["json"])) == {"https://battery.example/feed.json"}


def test_a_feed_without_an_address_asks_for_a_source(tmp_path: Path) -> None:
    feed = "<rss><channel><item><title>A</title><link>/1</link></item></channel></rss>"
    said = reason(read(tmp_path / "a.xml", feed))
    assert "--source" in said
    (item,) = read(tmp_path / "a.xml", feed, source="mine")
    assert isinstance(item, Parsed)
    assert (item.release.source, item.release.url) == ("mine", None)


def test_the_source_that_is_named_wins(tmp_path: Path) -> None:
    for name, text in broken.WHOLE.items():
        assert sources(read(tmp_path / name, text, source="mine")) == {"mine"}


@pytest.mark.parametrize("name", ["board", "view"])
def test_pages_of_the_ministry(tmp_path: Path, name: str) -> None:
    page = broken.WHOLE[name]
    assert sources(read(tmp_path / "cut out", page)) == {MOTIR}
    assert sources(read(tmp_path / "new", SAVED.format("english.motir.go.kr") + page)) == {MOTIR}
    assert sources(read(tmp_path / "old", SAVED.format("english.motie.go.kr") + page)) == {MOTIR}
    named = page.replace("<head>", "").replace(
        "<html", '<link rel="canonical" href="https://english.motir.go.kr/x"><html'
    )
    assert sources(read(tmp_path / "canonical", named)) == {MOTIR}


def test_a_page_that_only_looks_like_the_ministrys_is_not_the_ministrys(tmp_path: Path) -> None:
    page = SAVED.format("english.motir.go.kr.example") + broken.VIEW
    assert sources(read(tmp_path / "a.html", page)) == {"english.motir.go.kr.example"}
    assert sources(read(tmp_path / "a.html", page, source=MOTIR)) == {MOTIR}


def test_any_other_page_belongs_to_its_host(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "page.html", broken.PAGE)
    assert isinstance(item, Parsed)
    assert (item.release.source, item.release.date) == ("gov.example", "2025-03-04")
    assert item.release.url == "https://gov.example/news/1"


def test_a_page_that_the_user_named_is_read_whatever_it_is(tmp_path: Path) -> None:
    page = "<html><title>Manual</title><body><p>" + "How to turn it on. " * 20
    assert "--source" in reason(read(tmp_path / "page.html", page))
    assert sources(read(tmp_path / "page.html", page, source="manuals")) == {"manuals"}


def test_in_a_folder_a_page_that_is_no_release_is_passed_over(tmp_path: Path) -> None:
    text = "<p>" + "How to turn it on. " * 20
    held: dict[str, str] = {
        "a.html": broken.PAGE,
        "b.html": "<html><title>Manual</title><body>" + text,
        "c.html": "<!doctype html>",
        "d.html": broken.BOARD,
        "e.xml": broken.RSS,
        "f.opml": "<opml><body/></opml>",
        "g.txt": "-\nA\nB date2025-01-01\n",
        "h.json": broken.WHOLE["json"],
        "i.json": "{}",
        "j.svg": "<svg><title>x</title></svg>",
        "k.xml": "<rss><channel><item><title>cut",
    }
    for name, content in held.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "z.xml.gz").write_bytes(gzip.compress(broken.ATOM.encode()))
    items = list(read_paths([str(tmp_path)]))
    skipped = [Path(item.path).name for item in items if isinstance(item, Skipped)]
    assert skipped == ["b.html", "c.html", "f.opml", "i.json", "j.svg"]
    assert Counter(item.release.source for item in items if isinstance(item, Parsed)) == {
        "gov.example": 1,
        MOTIR: 3,
        "https://harbour.example/feed.xml": 2,
        "https://battery.example/feed.json": 2,
        "https://lake.example/feed": 2,
    }
    assert [Path(item.path).name for item in items if isinstance(item, Problem)] == ["k.xml"]


def test_what_is_too_large_is_refused_by_name_and_a_page_of_a_folder_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_DOCUMENT", 9000)
    page = tmp_path / "a" / "page.html"
    assert "20 MiB" in reason(read(page, "<html>" + " " * 9000))
    assert "20 MiB" in reason(read(tmp_path / "a" / "z.xml", "<rss>" + " " * 9000))
    (first, second) = read_paths([str(tmp_path / "a")])
    assert first == Skipped(str(page))
    assert isinstance(second, Problem)
    assert sources(read(tmp_path / "b.xml", broken.RSS + " " * (9000 - len(broken.RSS.encode())))) != set()


def test_bytes_are_counted(tmp_path: Path) -> None:
    for name in ("rss", "page"):
        (tmp_path / name).write_text(broken.WHOLE[name], encoding="utf-8")
    reading = read_paths([str(tmp_path)])
    assert len(list(reading)) == 3
    assert reading.done == reading.total == sum(len(broken.WHOLE[name].encode()) for name in ("rss", "page"))


def test_a_problem_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a\nb.xml"
    (problem,) = read(path, "<rss><channel><item><title>cut")
    assert isinstance(problem, Problem)
    assert problem.path == files.printable(str(path))


def test_no_process_is_left_when_an_import_is_broken_off(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(broken.RSS, encoding="utf-8")
    reading = read_paths([str(tmp_path)])
    for _ in reading:
        process = reading._saved._apart._process
        break
    assert process is not None
    assert process.wait() is not None
