"""Words with punctuation find exactly the real releases in which they are written so."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.index.search import Index
from reader.index.update import Document, IndexFolder
from reader.query import parse

CATEGORIES = {"Industry", "Trade/Investment", "FTA/Economic Cooperation", "Energy", "Others"}


def entries(folder: Path) -> Iterator[tuple[str, str]]:
    """Title and body of every entry: the lines after `-`, a category among them or not."""
    for path in sorted(folder.glob("*.txt")):
        for entry in re.split(r"(?m)^-\s*$", path.read_text("utf-8")):
            lines = [
                line for line in entry.strip().splitlines() if line.strip() and line.strip() not in CATEGORIES
            ]
            if len(lines) >= 2:
                yield lines[0], "\n".join(lines[1:])


@pytest.fixture(scope="module")
def real(
    seeds: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Index, list[tuple[str, str]]]]:
    texts = list(entries(seeds))
    documents = [Document(at + 1, len(texts) - at, (text,)) for at, text in enumerate(texts)]
    folder = IndexFolder(tmp_path_factory.mktemp("seeds") / "index", "library")
    with folder.writer() as writer:
        writer.rebuild(documents, len(documents))
    index = Index.open(folder)
    yield index, texts
    index.close()


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("R&D", r"\bR&D\b"),
        ("K-Battery", r"(?i)\bK-Battery\b"),
        ("M.AX", r"\bM\.AX\b"),
        ("Korea–U.S.", r"\bKorea[–-]U\.S\."),
        ("FA-50", r"\bFA-50\b"),
        ('"USD 13.7 billion"', r"\bUSD 13\.7 billion\b"),
        ("USD 13.7 billion", r"\bUSD 13\.7 billion\b"),
        ("government’s", r"(?i)\bgovernment[’']s\b"),
        ("government's", r"(?i)\bgovernment[’']s\b"),
        ('"to be"', r"(?i)\bto be\b"),
        ("negotiation", r"(?i)\bnegotiations?\b"),
        ("strengthen", r"(?i)\bstrengthen(s|ed|ing)?\b"),
        ("=strengthen", r"(?i)\bstrengthen\b"),
        ("countries", r"(?i)\bcountr(y|ies)\b"),
        ("FTAs", r"(?i)\bFTAs?\b"),
        ('"supply chain"', r"(?i)\bsupply\W+chain\b"),
        ('"chain supply"~0', r"(?i)\b(supply\W+chain|chain\W+supply)\b"),
        ("semicondutor~", r"(?i)\bsemiconductors?\b"),
    ],
)
def test_found_where_it_is_written(
    real: tuple[Index, list[tuple[str, str]]], query: str, written: str
) -> None:
    index, texts = real
    root = parse(query, today=datetime.date(2025, 12, 23)).root
    expected = [at + 1 for at, text in enumerate(texts) if any(re.search(written, part) for part in text)]
    assert expected
    assert list(index.matches(root, lambda _: ())) == expected
