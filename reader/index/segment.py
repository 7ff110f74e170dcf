"""One segment of the index, open for reading."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any

from whoosh.codec.whoosh3 import W3Codec

from reader.index import columns, lexicon
from reader.index import commit as commits
from reader.index.blocks import StoredPostings, occurrences, whole
from reader.index.commit import Commit
from reader.index.cursors import AnyTerm
from reader.index.lexicon import Lexicon
from reader.index.schema import BODY, TITLE
from reader.index.terms import Term, Terms
from reader.index.watch import Watch

_KEPT = 2048
"""Terms of which a segment remembers where they are, and that they are not."""


class _Later:
    """A file that is opened with the others, but read only when it is needed, and summed then."""

    def __init__(self, commit: Commit, name: str) -> None:
        self._name = name
        self._sums = commit.sums
        self._file = (commit.folder / name).open("rb")
        self.close = self._file.close

    def content(self) -> bytes:
        """Raises IndexUnusable where it is not as it was written."""
        self._file.seek(0)
        content = self._file.read()
        commits.check(self._name, content, self._sums)
        return content


class Segment:
    """All files of a segment are opened at once: a writer may remove it from the folder while it is in
    use."""

    def __init__(self, commit: Commit, raw: Any, watch: Watch) -> None:
        """`watch` is looked at wherever many documents are walked through.

        Raises whatever damage makes Whoosh raise, OSError where files are gone.
        """
        commits.check_segment(commit, raw)
        self.watch = watch
        self.count: int = raw.doc_count_all()
        self.renew(raw)
        rows = commits.load(commit.folder, raw.make_filename(columns.ROWS), commit.sums)
        self.numbers, self.places = columns.unpacked(columns.ROWS, rows, self.count)
        self.norms: dict[str, tuple[float, list[float]]] = {}
        """For ranking to keep: by field, an average length and what follows from it for each document."""
        self._words = _Later(commit, raw.make_filename(lexicon.EXTENSION))
        self._columns = _Later(commit, raw.make_filename(columns.LENGTHS))
        self._file = raw.open_file(commit.storage, W3Codec.POSTS_EXT)
        self._term_file = raw.open_file(commit.storage, W3Codec.TERMS_EXT)
        self._term_bytes = commit.sums[raw.make_filename(W3Codec.TERMS_EXT)][0]

    def renew(self, raw: Any) -> None:
        """Take over what a later commit deleted."""
        self.deleted = frozenset(raw.deleted_docs())
        self.living = self.count - len(self.deleted)
        self._totals: dict[str, int] = {}

    @cached_property
    def lengths(self) -> "dict[str, array[int]]":
        """How many terms the titles and bodies of each document have; read when first asked for.

        Raises IndexUnusable where they are not as they were written.
        """
        found = columns.unpacked(columns.LENGTHS, self._columns.content(), self.count)
        return dict(zip((TITLE, BODY), found, strict=True))

    def length(self, field: str) -> int:
        """How many terms the titles or bodies of all living documents have."""
        if field not in self._totals:
            lengths = self.lengths[field]
            self._totals[field] = sum(lengths) - sum([lengths[at] for at in self.deleted])
        return self._totals[field]

    @cached_property
    def _terms(self) -> Terms:
        """It reads hundreds of numbers before the first term: when that is asked for."""
        return Terms(W3Codec(), self._term_file, self._term_bytes, self._file)

    @cached_property
    def _find(self) -> "Callable[[str, str], Term | None]":
        """Looks a term up: of what is typed, all but the last letter was looked up a moment ago."""
        return lru_cache(maxsize=_KEPT)(self._terms.find)

    def close(self) -> None:
        self._term_file.close()
        self._file.close()
        self._words.close()
        self._columns.close()

    @cached_property
    def where(self) -> dict[int, int]:
        """Document of each release, deleted ones included."""
        return {number: at for at, number in enumerate(self.numbers)}

    def words(self, field: str) -> Lexicon:
        """All words of the titles or bodies; read when first asked for.

        Raises IndexUnusable where they are not as they were written.
        """
        return self._lexicons[field]

    @cached_property
    def _lexicons(self) -> dict[str, Lexicon]:
        with commits.translated():
            found = lexicon.unpacked(self._words.content(), 2)
        return dict(zip((TITLE, BODY), found, strict=True))

    def term(self, field: str, term: str) -> StoredPostings | None:
        """Documents with one term; None where there is none."""
        found = self._find(field, term)
        return StoredPostings(self._file, found, self.watch) if found else None

    def documents(self, field: str, term: str) -> int:
        """In how many documents a term is, deleted ones included."""
        found = self._find(field, term)
        return found.documents if found else 0

    def frequencies(self, field: str, term: str) -> tuple[Sequence[int], Sequence[int]]:
        """All documents with a term, ascending, and how often it stands there; all blocks are read at once."""
        content = self._postings(field, term)
        return whole(content) if content else ((), ())

    def occurrences(self, field: str, term: str, distance: int) -> Iterator[list[int]]:
        """Where a term stands in all documents, block by block; see `blocks.occurrences`."""
        content = self._postings(field, term)
        return occurrences(content, distance) if content else iter(())

    def _postings(self, field: str, term: str) -> bytes:
        """All blocks of a term, nothing where there are none."""
        self.watch.look()
        found = self._find(field, term)
        if found is None:
            return b""
        content: bytes = self._file.get(found.offset, found.length)
        if len(content) != found.length:
            raise ValueError("postings end before their end")
        return content

    def beginning(self, field: str, start: str) -> AnyTerm:
        """Documents with a term that begins so: each term of the lexicon that does is looked at."""
        return AnyTerm(
            [
                (one.first, one.documents, partial(StoredPostings, self._file, one, self.watch))
                for one in self._terms.beginning(field, start)
            ]
        )
