"""BibTeX and biblatex, read back by two parsers that did not write them, and checked by TeX's plain rules."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from bibtexparser.entrypoint import parse_string as parse
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from pybtex.database import parse_string

from reader.export.bibtex import biblatex, bibtex
from reader.export.citation import citekey, day, genre, place, publisher
from reader.export.item import Item
from tests.cited import item, lists, plain, real

Writer = Callable[[Iterable[Item]], Iterator[str]]
COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textasciigrave": "`",
}
"""The commands of LaTeX's kernel for signs of ASCII (LaTeX2e font selection guide, text symbols)."""
LIGATURES = ("--", "''", "``", ",,", "<<", ">>", "?`", "!`")
VERBATIM = {"url", "urldate"}


def read(text: str) -> list[dict[str, str]]:
    """Entries as bibtexparser reads them, with their type and key."""
    library = parse(text)
    assert library.failed_blocks == []
    assert library.comments == []
    return [
        {field.key: field.value for field in entry.fields} | {"ENTRYTYPE": entry.entry_type, "ID": entry.key}
        for entry in library.entries
    ]


def text_of(value: str) -> str:
    """The text that LaTeX sets for a value; fails on what it would take for markup."""
    for ligature in LIGATURES:
        assert ligature not in value
    pieces = re.findall(r"\\([a-z]+)\{\}|\\([&%$#_])|(\{\})|([^\\{}&%$#_~^<>|`])", value, re.DOTALL)
    said = "".join(COMMANDS[name] if name else escaped or char for name, escaped, _, char in pieces)
    length = sum(
        len(name) + 3 if name else 2 if escaped else len(empty + char)
        for name, escaped, empty, char in pieces
    )
    assert length == len(value), value
    return said


def unbraced(value: str) -> str:
    assert value.startswith("{")
    assert value.endswith("}")
    return value[1:-1]


def level_after(text: str) -> int:
    """How many braces are open at the end, counted as BibTeX does; never fewer than none."""
    level = 0
    for sign in text:
        level += (sign == "{") - (sign == "}")
        assert level >= 0
    return level


def check_common(one: Item, entry: dict[str, str]) -> None:
    release = one.release
    assert entry["ENTRYTYPE"] == "misc"
    assert entry["ID"] == citekey(release)
    assert text_of(unbraced(entry["author"])) == plain(publisher(release, one.source))
    assert text_of(unbraced(entry["title"])) == plain(release.title)
    accessed = day(one.revision.first_seen[:10])
    assert entry.get("urldate") == (accessed.isoformat() if accessed else None)
    assert unquote(entry.get("url", "")) == unquote(plain(release.url or ""))
    assert re.fullmatch(r"[!#-;=?-\[\]_a-z~]*", entry.get("url", ""))
    languages = {"en": "english", "ko": "korean", "xx": "xx", None: None}
    assert entry.get("language") == languages[release.language]
    said = f"evision {one.revision.number} of {release.revision_count}"
    assert (said in entry.get("note", "")) == release.edited
    assert ("cut off" in entry.get("note", "")) == one.revision.cut
    for name, value in entry.items():
        assert level_after(value) == 0
        if name not in {"ENTRYTYPE", "ID", "author", "title"} | VERBATIM:
            text_of(value)


@given(lists())
def test_bibtex_has_every_field_in_its_place(given: list[Item]) -> None:
    entries = read("".join(bibtex(given)))
    for one, entry in zip(given, entries, strict=True):
        check_common(one, entry)
        issued = day(one.release.date)
        assert entry["year"] == (f"{issued.year:04}" if issued else "n.d.")
        assert entry.get("day") == (str(issued.day) if issued else None)
        assert entry.get("address") == place(one.release)
        assert entry["howpublished"] == genre(one.release)
        accessed = day(one.revision.first_seen[:10])
        assert entry.get("note", "").startswith(f"Accessed {accessed}") or accessed is None


@given(lists())
def test_biblatex_has_every_field_in_its_place(given: list[Item]) -> None:
    entries = read("".join(biblatex(given)))
    for one, entry in zip(given, entries, strict=True):
        check_common(one, entry)
        issued = day(one.release.date)
        assert entry.get("date") == (issued.isoformat() if issued else None)
        assert entry.get("location") == place(one.release)
        assert entry["type"] == genre(one.release)
        assert entry.get("langid") == {"en": "english", "ko": "korean"}.get(one.release.language or "")


@pytest.mark.parametrize("write", [bibtex, biblatex])
@given(given=lists())
def test_pybtex_reads_what_it_wrote_with_institutions_whole(write: Writer, given: list[Item]) -> None:
    text = "".join(write(given))
    assert level_after(text) == 0
    data = parse_string(text, "bibtex")
    assert list(data.entries) == [citekey(one.release) for one in given]
    for one, entry in zip(given, data.entries.values(), strict=True):
        [author] = entry.persons["author"]
        assert author.first_names + author.middle_names + author.prelast_names + author.lineage_names == []
        [name] = author.last_names
        assert text_of(unbraced(name)) == plain(publisher(one.release, one.source))
        assert text_of(unbraced(entry.fields["title"])) == plain(one.release.title)


def test_months_are_the_macros_that_styles_translate() -> None:
    for month, name in ((1, "January"), (5, "May"), (12, "December")):
        text = "".join(bibtex([item(date=f"2025-{month:02}-03")]))
        assert f"month = {name[:3].lower()}," in text
        [entry] = parse_string(text, "bibtex").entries.values()
        assert entry.fields["month"] == name


def test_an_entry_in_full() -> None:
    one = item("R&D: 5% of “exports”", revision=2, revision_count=2, url="https://example.org/a_b?x=%20#{1}")
    assert "".join(biblatex([one])) == (
        "@misc{motir-2025-12-23-abcdefghij,\n"
        "    author = {{Ministry of Trade, Industry and Resources}},\n"
        "    title = {{R\\&D: 5\\% of “exports”}},\n"
        "    type = {Press release},\n"
        "    date = {2025-12-23},\n"
        "    location = {Sejong},\n"
        "    url = {https://example.org/a_b?x=%20#%7B1%7D},\n"
        "    urldate = {2025-12-25},\n"
        "    language = {english},\n"
        "    langid = {english},\n"
        "    note = {Revision 2 of 2}\n"
        "}\n\n"
    )


@pytest.mark.parametrize("write", [bibtex, biblatex])
def test_the_real_releases(write: Writer, seeds: Path) -> None:
    releases = real(seeds)
    decoded = parse("".join(write(releases)), append_middleware=[LatexDecodingMiddleware()])
    assert decoded.failed_blocks == []
    assert len(decoded.entries) == len(releases) == 28
    for one, entry in zip(releases, decoded.entries, strict=True):
        assert entry["title"] == one.release.title
        assert entry["author"] == publisher(one.release, one.source)
    raw = read("".join(write(releases)))
    assert [fields["url"] for fields in raw] == [one.release.url for one in releases]


@pytest.mark.parametrize("write", [bibtex, biblatex])
def test_a_release_given_twice_is_listed_once_and_nothing_is_nothing(write: Writer) -> None:
    assert len(list(write([item(), item()]))) == 1
    assert list(write([])) == []
