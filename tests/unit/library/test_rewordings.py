"""The list of what was reworded: in order, page by page, and only what is asked for is read."""

from pathlib import Path

import pytest

from reader.errors import NotFound
from reader.library import Library
from reader.library.rewordings import RewordingRows, pair
from reader.model import Revision
from reader.store.browse import ReleaseReader
from tests import listings


def _import(library: Library, folder: Path, *entries: tuple[str, str, str]) -> None:
    text = "".join(f"-\nPorts\n{title}\n{body} date{day}\n" for title, body, day in entries)
    library.sources.import_paths([str(listings.write(folder, text))])


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """When each transaction takes place: the first is taken away by each."""
    moments = [f"2025-03-{day:02}T09:00:00Z" for day in range(1, 29)]
    for module in ("releases", "release_rows"):
        monkeypatch.setattr(f"reader.store.{module}.now", lambda: moments[0], raising=False)
    return moments


def _told(rows: RewordingRows) -> list[tuple[str, int, int, str]]:
    return [(one.release.title, one.before.number, one.after.number, one.changes[0].after) for one in rows]


def test_the_newest_rewording_comes_first(home: Path, tmp_path: Path, moments: list[str]) -> None:
    with Library.open() as library:
        for older, newer in (("one", "two"), ("one", "three"), ("four", "five")):
            _import(
                library,
                tmp_path,
                ("An Older Release", f"The text is {older}, it is.", "2024-01-01"),
                ("A Newer Release", f"The text is {newer}, it is.", "2025-01-01"),
            )
            del moments[0]
        rows = library.rewordings.all()
        assert _told(rows) == [
            ("A Newer Release", 2, 3, "five"),
            ("An Older Release", 1, 2, "four"),
            ("A Newer Release", 1, 2, "three"),
        ]
        assert [one.after.first_seen[:10] for one in rows] == ["2025-03-03", "2025-03-03", "2025-03-02"]
        assert len(rows) == 3
        assert [one.after.number for one in rows.page(1, 1)] == [2]
        assert rows.page(3, 10) == []
        older_one = next(one.release for one in rows if one.release.title == "An Older Release")
        assert [one.before.number for one in library.rewordings.all({older_one.number})] == [1]
        assert len(library.rewordings.all(set())) == 0


def test_only_what_is_shown_is_read(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open() as library:
        for word in ("one", "two"):
            _import(
                library,
                tmp_path,
                *((f"Release {n}", f"The text is {word}, it is.", "2024-01-01") for n in range(20)),
            )
        read: list[int] = []
        revisions = ReleaseReader.revisions

        def counted(self: ReleaseReader, number: int) -> list[Revision]:
            read.append(number)
            return revisions(self, number)

        monkeypatch.setattr(ReleaseReader, "revisions", counted)
        rows = library.rewordings.all()
        assert len(rows) == 20
        assert read == []
        assert len(rows.page(5, 3)) == 3
        assert len(read) == 3


def test_two_wordings_are_the_last_or_those_named(home: Path, tmp_path: Path) -> None:
    with Library.open() as library:
        for word in ("one", "two", "three"):
            _import(library, tmp_path, ("A Release", f"The text is {word}, it is.", "2024-01-01"))
        revisions = library.releases.revisions(library.releases.all().page(0, 1)[0].number)
    assert [one.number for one in pair(revisions)] == [2, 3]
    assert [one.number for one in pair(revisions, 3, 1)] == [3, 1]
    with pytest.raises(NotFound, match=r"no revision 4\. There is 1, 2, 3\."):
        pair(revisions, 1, 4)
    with pytest.raises(NotFound, match="only one wording"):
        pair(revisions[:1])
