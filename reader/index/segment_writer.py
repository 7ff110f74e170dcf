"""Whoosh's writer of one segment, with our pool, our sums and our lock."""

from array import array
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from reader.index import commit
from reader.index.pool import Pool
from reader.index.schema import BODY, NUMBER, PLACE, STARTS, TITLE, Document, content, schema


def create(folder: Path) -> None:
    """Make an index without documents in an empty folder."""
    commit.write(folder, 0, [], {})


class NewSegment(SegmentWriter):  # type: ignore[misc]
    """Adds one segment to the index in `folder`; the caller holds the lock.

    `memory`: bytes that waiting postings may take. Whoosh's own writer, per posting, looks up the length of
    the field in a column file, and sorts all postings; here lengths stay in memory and only terms are sorted.
    """

    def __init__(self, folder: Path, memory: int) -> None:
        self.folder = folder
        self.sums = commit.read(folder).sums
        super().__init__(FileIndex(FileStorage(str(folder)), schema=schema()), _lk=False, compound=False)
        self.pool = Pool(Path(self.temp_storage().folder), memory)
        self.lengths = {TITLE: array("I"), BODY: array("I")}

    def add(self, document: Document) -> None:
        """Add a document; they must come newest first."""
        found = content(document)
        at, row = self.docnum, self.perdocwriter
        row.start_doc(at)
        for field, terms in found.positions.items():
            self.pool.add_positions(field, at, terms)
            lengths = self.lengths.get(field)
            if lengths is not None:
                length = sum(map(len, terms.values()))
                lengths.append(length)
                row.add_field(field, self.schema[field], None, length)
        self.pool.add_flags(STARTS, at, found.starts)
        for field, number in ((NUMBER, document.number), (PLACE, document.place)):
            row.add_column_value(field, self.schema[field].column_type, number)
        row.finish_doc()
        self.docnum += 1
        self._added = True
        self.pool.spill()

    def finish(self) -> None:
        """Write everything and make it the newest commit. Segments with nothing left in them go."""
        self.commit(mergetype=lambda _, segments: [segment for segment in segments if segment.doc_count()])

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        writer = self.fieldwriter
        last: tuple[str | None, bytes | None] = (None, None)
        for field, term, postings in self.pool.groups():
            if last != (field, term):
                if last[1] is not None:
                    writer.finish_term()
                if last[0] != field:
                    if last[0] is not None:
                        writer.finish_field()
                    writer.start_field(field, self.schema[field])
                writer.start_term(term)
                last = (field, term)
            self._write(writer.add, field, postings)
        if last[1] is not None:
            writer.finish_term()
            writer.finish_field()
        writer.close()

    def _write(self, add: Callable[..., None], field: str, postings: list[Any]) -> None:
        if field == STARTS:
            for document in postings:
                add(document, 1.0, b"", 0)
            return
        lengths = self.lengths.get(field)
        triples = iter(postings)
        for document, weight, value in zip(triples, triples, triples, strict=True):
            add(document, weight, value, lengths[document] if lengths else 0)

    def _commit_toc(self, segments: list[Any]) -> None:
        commit.write(self.folder, self.generation, segments, self.sums)

    def abandon(self) -> None:
        """Leave the index as it was; files left over go with the next commit or the whole generation."""
        with suppress(Exception):  # what went wrong before is what gets told
            self.cancel()
