"""Whoosh's writer of one segment, with our pool, our blocks, our sums and our lock."""

from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from reader.index import columns, commit, lexicon
from reader.index.analyser import paired
from reader.index.blocks import BlockWriter
from reader.index.lexicon import Lexicon
from reader.index.pool import Pool
from reader.index.schema import BODY, STARTS, TITLE, Document, content, schema


def create(folder: Path) -> None:
    """Make an index without documents in an empty folder."""
    commit.write(folder, 0, [], {})


class NewSegment(SegmentWriter):  # type: ignore[misc]
    """Adds one segment to the index in `folder`; the caller holds the lock.

    `memory`: bytes that waiting postings may take. Whoosh's own writer, per posting, looks up the length of
    the field in a column file, and sorts all postings; here only terms are sorted.
    """

    def __init__(self, folder: Path, memory: int) -> None:
        self.folder = folder
        self.sums = commit.read(folder).sums
        super().__init__(FileIndex(FileStorage(str(folder)), schema=schema()), _lk=False, compound=False)
        self.pool = Pool(Path(self.temp_storage().folder), memory)
        self.columns = {extension: columns.empty(extension) for extension in columns.TYPES}
        self.lexicons = {TITLE: Lexicon(), BODY: Lexicon()}

    def add(self, document: Document) -> None:
        """Add a document; they must come newest first."""
        found = content(document)
        at = self.docnum
        for field, terms in found.positions.items():
            self.pool.add_positions(field, at, terms)
        self.pool.add_flags(STARTS, at, found.starts)
        self._append(columns.ROWS, document.number, document.place)
        self._append(columns.LENGTHS, found.lengths[TITLE], found.lengths[BODY])
        self.docnum += 1
        self._added = True
        self.pool.spill()

    def _append(self, extension: str, *values: int) -> None:
        for column, value in zip(self.columns[extension], values, strict=True):
            column.append(value)

    def finish(self) -> None:
        """Write everything and make it the newest commit. Segments with nothing left in them go."""
        self.commit(mergetype=lambda _, segments: [segment for segment in segments if segment.doc_count()])

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        writer = self.fieldwriter
        for field, groups in groupby(self.pool.groups(), key=itemgetter(0)):
            writer.start_field(field, self.schema[field])
            blocks = writer._postwriter = BlockWriter(writer._postfile)
            for term, pieces in groupby(groups, key=itemgetter(1)):
                writer.start_term(term)
                count = sum([blocks.add(postings, flags=field == STARTS) for _, _, postings in pieces])
                writer.finish_term()
                self._note_word(field, term.decode(), count)
            writer.finish_field()
        writer.close()
        for extension, values in self.columns.items():
            self._write(extension, columns.packed(values))
        self._write(lexicon.EXTENSION, lexicon.packed([self.lexicons[TITLE], self.lexicons[BODY]]))

    def _note_word(self, field: str, word: str, count: int) -> None:
        known = self.lexicons.get(field)
        if known is not None and not paired(word):
            known.words.append(word)
            known.counts.append(count)

    def _write(self, extension: str, packed: bytes) -> None:
        with self.newsegment.create_file(self.storage, extension) as file:
            file.write(packed)

    def _commit_toc(self, segments: list[Any]) -> None:
        commit.write(self.folder, self.generation, segments, self.sums)

    def abandon(self) -> None:
        """Leave the index as it was; files left over go with the next commit or the whole generation."""
        with suppress(Exception):  # what went wrong before is what gets told
            self.cancel()
