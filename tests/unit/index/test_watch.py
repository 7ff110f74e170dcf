"""Long walks through the index end when something newer is asked."""

from collections.abc import Iterator

import pytest

from reader.index.ranking import ranked
from reader.index.search import Index
from reader.index.update import Document, IndexFolder
from reader.index.watch import Overtaken, Watch
from reader.query import And, Near, Node, Phrase, Prefix, Word

COUNT = 1_500
BLOCK = 128
TEXT = "rice met steel and again the rice was there before steel went"
WALKS: list[Node] = [
    Near("rice steel wheat", 3),
    Near("steel rice steel", 2),
    Phrase("steel rice"),
    And((Word("rice"), Prefix("whea"))),
]
"""All of them go through every document and find next to none."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> IndexFolder:
    folder = IndexFolder(tmp_path_factory.mktemp("watched") / "index", "library")
    with folder.writer() as writer:
        last = Document(1, 1, (("", "wheat"),))
        documents = [Document(at, at, (("", TEXT),)) for at in range(COUNT, 1, -1)]
        writer.rebuild([*documents, last], COUNT)
    return folder


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def index(folder: IndexFolder, watch: Watch) -> Iterator[Index]:
    index = Index.open(folder, watch)
    yield index
    index.close()


@pytest.mark.parametrize("order", ["date", "rank"])
@pytest.mark.parametrize("root", WALKS[1:3])
def test_a_walk_is_stopped_at_any_block(index: Index, watch: Watch, root: Node, order: str) -> None:
    def walk() -> list[int]:
        if order == "rank":
            return [number for number, _ in ranked(index, root, lambda _: ()).all()]
        return list(index.matches(root, lambda _: ()))

    right = walk()
    looks = 0

    def count() -> bool:
        nonlocal looks
        looks += 1
        return False

    watch.stop = count
    assert walk() == right
    assert looks > (0 if order == "rank" and isinstance(root, Phrase) else COUNT // BLOCK)
    for most in range(0, looks, max(looks // 10, 1)):
        left = most

        def stop() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        watch.stop = stop
        with pytest.raises(Overtaken):
            walk()
    watch.stop = None
    assert walk() == right


@pytest.mark.parametrize("root", WALKS)
def test_nothing_is_walked_through_when_it_is_late_already(index: Index, watch: Watch, root: Node) -> None:
    watch.stop = lambda: True
    with pytest.raises(Overtaken):
        list(index.matches(root, lambda _: ()))
    with pytest.raises(Overtaken):
        ranked(index, root, lambda _: ())
