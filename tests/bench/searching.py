"""How soon the first hits are found, beside the same from SQLite's FTS5."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from reader.library import Library
from reader.library.answers import Question
from reader.library.search import FIRST
from tests.bench import corpus
from tests.bench.figures import Figure
from tests.bench.libraries import home

_RELEASES, _ROUNDS, _TIMES = 20_000, 9, 5


@dataclass(frozen=True, slots=True)
class _Asked:
    """The same question, as the reader asks it and as FTS5 is asked."""

    what: str
    question: Question
    fts5: str


def run(folder: Path) -> list[Figure]:
    """Ask both for the newest hits of prefixes, words and phrases, turn and turn about."""
    listing = corpus.write(folder / "to-search.txt", _RELEASES)
    with home(folder / "search"), Library.open() as library:
        library.sources.import_paths([str(listing)])
        library.indexing.drain()
        with closing(_fts5(library)) as other:
            return [_figure(library, other, asked) for asked in _questions(library)]


def _questions(library: Library) -> list[_Asked]:
    words = corpus.vocabulary()
    often, seldom, rare = words[2], words[300], words[9000]
    newest = library.releases.get(library.releases.all().page(0, 1)[0].number)
    phrase = " ".join((newest.body or "").split()[3:5])
    return [
        _Asked("prefix of 1 letter", Question(often[:1], live=True), f"{often[:1]}*"),
        _Asked("prefix of 2 letters", Question(often[:2], live=True), f"{often[:2]}*"),
        _Asked("prefix of 4 letters", Question(seldom[:4], live=True), f"{seldom[:4]}*"),
        _Asked("a frequent word", Question(often), often),
        _Asked("a rare word", Question(rare), rare),
        _Asked("two words", Question(f"{often} {seldom}"), f"{often} {seldom}"),
        _Asked("a phrase", Question(f'"{phrase}"'), f'"{phrase}"'),
    ]


def _figure(library: Library, other: sqlite3.Connection, asked: _Asked) -> Figure:
    def ours() -> object:
        return library.search.ask(asked.question)

    def theirs() -> object:
        sql = "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid DESC LIMIT ?"
        return other.execute(sql, (asked.fts5, FIRST + 1)).fetchall()

    hits = len(library.search.ask(asked.question).numbers)
    values, base = [], []
    ours()
    theirs()
    for _ in range(_ROUNDS):
        values.append(_timed(ours))
        base.append(_timed(theirs))
    return Figure(f"{asked.what} ({hits} hits)", "ms", values, base)


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds of one of several runs."""
    began = time.perf_counter()
    for _ in range(_TIMES):
        act()
    return (time.perf_counter() - began) * 1000 / _TIMES


def _fts5(library: Library) -> sqlite3.Connection:
    """The same texts in FTS5, the newest with the largest row number."""
    connection = sqlite3.connect(library.paths.data / "fts5.db")
    connection.execute("CREATE VIRTUAL TABLE text USING fts5(title, body, tokenize = 'porter unicode61')")
    rows = library.releases.all()
    total = len(rows)
    with connection:
        for start in range(0, total, 500):
            for at, row in enumerate(rows.page(start, 500), start):
                values = (total - at, row.title, library.releases.get(row.number).body)
                connection.execute("INSERT INTO text (rowid, title, body) VALUES (?, ?, ?)", values)
    connection.execute("INSERT INTO text (text) VALUES ('optimize')")
    return connection
