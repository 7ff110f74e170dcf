"""What a source hands out with a release: kept, brought up to date, handed on."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.model import Attachment, Release
from reader.store.attachments import MOST
from reader.store.browse import ReleaseReader
from reader.store.database import Database
from reader.store.records import RecordReader
from reader.store.release_rows import Run
from reader.store.releases import ReleaseWriter

TABLE = Attachment("table.hwpx", "https://example.org/attach/1", None, 49_050)
PHOTO = Attachment("photo.jpg", "https://example.org/attach/2", "image/jpeg", None)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database.open(tmp_path / "library.db", durable=False)) as database:
        yield database


def take(database: Database, body: str, *attachments: Attachment) -> tuple[Attachment, ...]:
    """What the release has after its source showed it so."""
    one = Release("motir", "Forum Opens", "2025-12-23", body, attachments=attachments)
    ReleaseWriter(database).take([one], Run())
    return ReleaseReader(database).get(1).attachments


def test_they_come_with_one_release_and_not_with_a_list(database: Database) -> None:
    assert take(database, "Text.", TABLE, PHOTO) == (TABLE, PHOTO)
    (listed,) = ReleaseReader(database).browse().page(0, 1)
    assert listed.attachments == ()
    (record,) = RecordReader(database).many([1])
    assert record.release.attachments == (TABLE, PHOTO)


def test_a_document_that_shows_none_takes_none_away(database: Database) -> None:
    take(database, "Text.", TABLE)
    assert take(database, "Text.") == (TABLE,)
    assert take(database, "Another text.") == (TABLE,)


def test_a_namesake_is_replaced_and_others_stay(database: Database) -> None:
    take(database, "Text.", TABLE, PHOTO)
    signed = PHOTO._replace(url="https://example.org/attach/2?signed=tomorrow")
    for _ in range(2):
        assert take(database, "Text.", signed) == (TABLE, signed)


def test_those_of_another_wording_take_the_place_of_all(database: Database) -> None:
    take(database, "Text.", TABLE)
    assert take(database, "Another text.", PHOTO) == (PHOTO,)


def test_a_text_that_completes_a_cut_one_brings_its_own_beside(database: Database) -> None:
    take(database, "Text that is cu", PHOTO)
    assert take(database, "Text that is cut no more.", TABLE) == (PHOTO, TABLE)


def test_they_are_bounded_and_go_with_their_release(database: Database) -> None:
    many = [TABLE._replace(name=f"{n}.pdf") for n in range(MOST + 7)]
    assert len(take(database, "Text.", *many)) == MOST
    with database.transaction():
        database.execute("DELETE FROM release")
    assert database.value("SELECT count(*) FROM attachment") == 0
    assert database.integrity() == []
