"""The file of a release is found in hidden folders too, and by its id however that is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.export import Item, export_markdown

MakeItem = Callable[..., Item]


@pytest.fixture
def exported(make_item: MakeItem, tmp_path: Path) -> Path:
    """The one file of an export."""
    (file,) = export_markdown([make_item()], tmp_path / "notes").written
    return file.path


@pytest.fixture
def reworded(make_item: MakeItem) -> Item:
    return make_item("Fair: Opened", "It did open.", revision=2, revision_count=2)


def test_a_file_is_found_in_a_hidden_folder(exported: Path, reworded: Item) -> None:
    moved = exported.parent / ".mine" / "deep" / exported.name
    moved.parent.mkdir(parents=True)
    exported.rename(moved)
    report = export_markdown([reworded], exported.parent)
    assert [file.path for file in report.updated] == [moved]
    assert not report.written


@pytest.mark.parametrize("key", ['"pressreader_id"', "'pressreader_id' "])
def test_the_id_is_found_where_its_name_is_in_quotation_marks(
    key: str, exported: Path, reworded: Item
) -> None:
    exported.write_text(exported.read_text(encoding="utf-8").replace("pressreader_id", key), encoding="utf-8")
    report = export_markdown([reworded], exported.parent)
    assert [file.path for file in report.updated] == [exported]
    assert key in exported.read_text(encoding="utf-8")
