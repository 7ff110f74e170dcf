"""Damage in the terms of a segment, of which a large file is not summed, runs nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
import whoosh.codec.whoosh3

from reader.index import commit as commits
from reader.index.ranking import ranked
from reader.index.search import Index, IndexUnusable
from reader.index.spelling import suggestions
from reader.index.update import Document, IndexFolder
from reader.query import Node, Phrase, Prefix, Word

QUESTIONS: list[Node] = [Word("seoul"), Prefix("seou"), Phrase("in seoul")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> IndexFolder:
    """An index whose terms are taken for too many to be summed at opening."""
    monkeypatch.setattr(commits, "LARGE", 0)
    folder = IndexFolder(tmp_path / "index", "library")
    with folder.writer() as writer:
        writer.rebuild([Document(at, at, (("", f"Number {at} in Seoul"),)) for at in range(9, 0, -1)], 9)
    return folder


@pytest.fixture
def unpickled(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What Whoosh unpickles of terms."""
    found: list[bytes] = []
    monkeypatch.setattr(whoosh.codec.whoosh3, "loads", found.append)
    return found


def flagged(folder: IndexFolder, word: bytes) -> int:
    """Set the flag of each term that is this word: it stands right behind it."""
    current = folder.current()
    assert current is not None
    (path,) = current.glob("*.trm")
    content = bytearray(path.read_bytes())
    at, count = content.find(word), 0
    while at >= 0:
        assert content[at + len(word)] == 0
        content[at + len(word)] = 1
        count += 1
        at = content.find(word, at + 1)
    path.write_bytes(content)
    return count


@pytest.mark.parametrize(
    "ask",
    [
        *(lambda index, root=root: list(index.matches(root, lambda _: ())) for root in QUESTIONS),
        *(lambda index, root=root: ranked(index, root, lambda _: ()) for root in QUESTIONS),
    ],
)
def test_a_flag_that_has_whoosh_unpickle_is_damage(
    folder: IndexFolder, unpickled: list[bytes], ask: Callable[[Index], object]
) -> None:
    index = Index.open(folder)
    assert ask(index)
    assert suggestions(index, "seoull") == ("seoul",)
    index.close()
    assert flagged(folder, b"seoul") == 1
    index = Index.open(folder)
    try:
        with pytest.raises(IndexUnusable, match="a term is not as it was written"):
            ask(index)
    finally:
        index.close()
    assert unpickled == []
