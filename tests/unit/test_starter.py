"""The starter library is labelled, in words of its own, and names no number that its releases do not name."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "assets" / "starter.txt"
SEEDS = ROOT.parent / "shared" / "seeds"

LABEL = "Digest: "
# The length of a run of words that is a borrowed passage and no longer chance or a name.
BORROWED_RUN = 7
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real listings are not on this computer")


class Entry(NamedTuple):
    """One entry of a listing: its category where it has one, its headline, its text and its day."""

    category: str | None
    headline: str
    text: str
    day: str


def parsed(listing: str) -> Iterator[Entry]:
    for block in re.split(r"^-$\n", listing, flags=re.MULTILINE)[1:]:
        *category, headline, body = block.rstrip("\n").split("\n")
        text, day = body.rsplit(" date", 1)
        yield Entry(category[0] if category else None, headline, text, day[:10])


def folded(headline: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", headline).casefold() if c.isalnum())


def words(text: str) -> list[str]:
    """Give the words of a text, folded; a number with a decimal point is one word."""
    return re.findall(r"\d+[.,]\d+|[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def runs(text: str) -> set[str]:
    """Give every run of ``BORROWED_RUN`` words in a text, whatever stands between the words."""
    found = words(text)
    return {" ".join(found[i : i + BORROWED_RUN]) for i in range(len(found) - BORROWED_RUN + 1)}


DIGESTS = list(parsed(STARTER.read_text(encoding="utf-8")))
each_digest = pytest.mark.parametrize("digest", DIGESTS, ids=[f"{d.day}-{d.headline[:24]}" for d in DIGESTS])


@pytest.fixture(scope="module")
def seeds() -> list[Entry]:
    return [e for path in sorted(SEEDS.glob("*.txt")) for e in parsed(path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def ministry_runs(seeds: list[Entry]) -> set[str]:
    return {run for entry in seeds for part in (entry.headline, entry.text) for run in runs(part)}


def test_there_are_25_digests_newest_first() -> None:
    days = [digest.day for digest in DIGESTS]
    assert len(days) == 25
    assert days == sorted(days, reverse=True)


def test_the_file_is_a_plain_listing() -> None:
    raw = STARTER.read_bytes()
    assert raw.startswith(b"-\n")
    assert raw.endswith(b"\n")
    assert not raw.endswith(b"\n\n")
    assert b"\r" not in raw
    for block in re.split(r"^-$\n", raw.decode("utf-8"), flags=re.MULTILINE)[1:]:
        lines = block.removesuffix("\n").split("\n")
        assert len(lines) in (2, 3)
        assert all(line and line == line.strip() for line in lines)
        assert re.search(r" date\d{4}-\d{2}-\d{2}$", lines[-1])


def test_headlines_differ_beyond_case_spaces_and_punctuation() -> None:
    assert len({folded(digest.headline) for digest in DIGESTS}) == len(DIGESTS)


@each_digest
def test_a_digest_is_labelled_complete_and_of_a_readable_length(digest: Entry) -> None:
    assert digest.text.startswith(LABEL)
    assert digest.text.endswith(".")
    assert not digest.text.endswith("..")
    assert 60 <= len(digest.text.removeprefix(LABEL).split()) <= 150


@each_digest
def test_a_digest_holds_no_quotation(digest: Entry) -> None:
    assert not set('"“”„‟«»‘') & set(digest.headline + digest.text)


@needs_seeds
def test_there_is_one_digest_for_each_real_release(seeds: list[Entry]) -> None:
    releases: dict[tuple[str, str], str] = {}
    for entry in seeds:
        key = (entry.day, folded(entry.headline))
        releases[key] = releases.get(key) or entry.category or ""
    expected = sorted((day, category) for (day, _), category in releases.items())
    assert sorted((digest.day, digest.category or "") for digest in DIGESTS) == expected


@needs_seeds
@each_digest
def test_a_digest_borrows_no_passage_and_no_headline(
    digest: Entry, seeds: list[Entry], ministry_runs: set[str]
) -> None:
    borrowed = ministry_runs & (runs(digest.headline) | runs(digest.text))
    assert borrowed == set()
    assert folded(digest.headline) not in {folded(entry.headline) for entry in seeds}


@needs_seeds
@each_digest
def test_every_number_stands_in_the_releases_of_that_day(digest: Entry, seeds: list[Entry]) -> None:
    of_that_day = " ".join(f"{entry.headline} {entry.text}" for entry in seeds if entry.day == digest.day)
    known = set(NUMBER.findall(of_that_day)) | set(NUMBER.findall(digest.day))
    assert set(NUMBER.findall(f"{digest.headline} {digest.text}")) <= known
