"""RIS, read back by two parsers: every field in its place."""

import re
from pathlib import Path
from typing import Any

import RISparser
import rispy
from hypothesis import given

from reader.export.citation import citekey, day, genre, place, publisher
from reader.export.item import Item
from reader.export.ris import ris
from tests.cited import MINISTRY, item, lists, plain, real


def read(text: str) -> list[dict[str, Any]]:
    return list(RISparser.read(text.split("\n")))


@given(lists())
def test_every_field_is_in_its_place(given: list[Item]) -> None:
    for one, record in zip(given, read("".join(ris(given))), strict=True):
        release = one.release
        issued, accessed = day(release.date), day(one.revision.first_seen[:10])
        assert record["type_of_reference"] == "RPRT"
        assert record["id"] == citekey(release)
        assert record["title"] == plain(release.title)
        assert record["type_of_work"] == genre(release)
        assert record.get("year") == (f"{issued.year:04}" if issued else None)
        assert record.get("date") == (f"{issued:%Y}".zfill(4) + f"/{issued:%m/%d}/" if issued else None)
        assert record.get("place_published") == place(release)
        assert record.get("url", "") == plain(release.url or "")
        assert record.get("access_date", "")[:10].replace("/", "-") == (str(accessed) if accessed else "")
        assert record.get("language") == release.language
        assert record["database_provider"] == "PressReader"
        said = " ".join(record.get("notes", []))
        assert (f"Revision {one.revision.number} of {release.revision_count}" in said) == release.edited
        assert ("cut off" in said) == one.revision.cut
        assert "publisher" not in record
        assert "unknown_tag" not in record


@given(lists())
def test_institutions_are_one_author_under_their_name(given: list[Item]) -> None:
    text = "".join(ris(given))
    for one, record, other in zip(given, read(text), rispy.loads(text), strict=True):
        name = plain(publisher(one.release, one.source))
        assert record["authors"] == other["authors"] == [name]


@given(lists())
def test_rispy_reads_what_it_wrote(given: list[Item]) -> None:
    records = rispy.loads("".join(ris(given)))
    for one, record in zip(given, records, strict=True):
        assert record["title"] == plain(one.release.title)
        assert "unknown_tag" not in record
        # rispy parts addresses at semicolons.
        url = plain(one.release.url or "")
        assert [part.strip() for part in url.split(";") if url] == record.get("urls", [])


@given(lists())
def test_each_line_is_a_tag_and_a_value(given: list[Item]) -> None:
    for chunk in ris(given):
        first, *lines, last, empty, end = chunk.split("\n")
        assert (first, last, empty, end) == ("TY  - RPRT", "ER  - ", "", "")
        for line in lines:
            assert re.match(r"[A-Z][A-Z0-9]  - \S", line)
            assert len(line.splitlines()) == 1


def test_a_record_in_full() -> None:
    assert "".join(ris([item(revision=2, revision_count=3)])) == (
        "TY  - RPRT\n"
        "ID  - motir-2025-12-23-abcdefghij\n"
        f"AU  - {MINISTRY}\n"
        "TI  - Fair Opens\n"
        "M3  - Press release\n"
        "PY  - 2025\n"
        "DA  - 2025/12/23/\n"
        "CY  - Sejong\n"
        "UR  - https://example.org/1\n"
        "Y2  - 2025/12/25/\n"
        "LA  - en\n"
        "DP  - PressReader\n"
        "N1  - Revision 2 of 3\n"
        "ER  - \n"
        "\n"
    )


def test_the_real_releases(seeds: Path) -> None:
    releases = real(seeds)
    text = "".join(ris(releases))
    assert len(releases) == 28
    for one, record, other in zip(releases, read(text), rispy.loads(text), strict=True):
        assert record["title"] == other["title"] == one.release.title
        assert [record["url"]] == other["urls"] == [one.release.url]
        assert record["date"] == other["date"] == f"{(one.release.date or '').replace('-', '/')}/"


def test_a_release_given_twice_is_listed_once_and_nothing_is_nothing() -> None:
    assert len(list(ris([item(), item()]))) == 1
    assert list(ris([])) == []
