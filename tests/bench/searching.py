"""How soon a search is answered, beside the same of SQLite's FTS5: process time, of many different questions.

PRESSREADER_BENCH_RELEASES and PRESSREADER_BENCH_KEEP choose the library; see `searched.py`.
"""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from reader import query
from reader.library import Library
from reader.library.answers import Answer, Question
from tests.bench import corpus, drawn, fts5
from tests.bench.drawn import Asked, Words
from tests.bench.figures import Figure, part
from tests.bench.fts5 import Fts5
from tests.bench.libraries import home
from tests.bench.searched import Searched, apart, prepare, say

_ADDED, _ADDINGS, _OPENINGS = 10, 12, 9
_CONDITIONS = " is:unread date:2025 category:fta"


@dataclass(frozen=True, slots=True)
class Both:
    """The library and FTS5, which are asked the same."""

    library: Library
    fts5: Fts5

    def measure(
        self, what: str, most: float | None, asked: Sequence[Asked], ours: "Ours", sql: str | None
    ) -> Figure:
        """Milliseconds of each question, ours and theirs turn and turn about."""
        values: list[float] = []
        base: list[float] = []
        for one in asked:
            act = ours(self, one)
            values.append(_timed(act))
            if sql is not None:
                base.append(_timed(partial(self.fts5.ask, sql, one.fts5)))
        return Figure(f"{what} ({len(asked)})", "ms", values, base or None, most=most)


Ours = Callable[[Both, Asked], Callable[[], object]]
"""Prepares the answering of a question; what it returns is measured."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what is asked, how, and what is wanted in milliseconds."""

    what: str
    most: float | None
    asked: Callable[[Words], list[Asked]]
    ours: Ours
    sql: str | None
    """How FTS5 is asked; None where it cannot be."""


def _first(order: query.Order = "date") -> Ours:
    """The first 50 hits."""

    def prepared(both: Both, asked: Asked) -> Callable[[], object]:
        question = Question(asked.text, live=asked.live, order=order)
        return lambda: both.library.search.ask(question)

    return prepared


def _rest(both: Both, asked: Asked) -> Callable[[], object]:
    """The exact total and the whole list, when the first hits are there."""
    answer = both.library.search.ask(Question(asked.text, live=asked.live, order="date"))
    return lambda: _complete(both, answer)


def _complete(both: Both, answer: Answer) -> Answer:
    *_, whole = [answer, *both.library.search.rest_of(answer)]
    assert whole is not None
    return whole


def _excerpts(both: Both, asked: Asked) -> Callable[[], object]:
    """Excerpts of the first 50 hits, their texts read for it."""
    answer = both.library.search.ask(Question(asked.text, order="date"))
    releases = both.library.releases.many(answer.numbers)
    return lambda: [both.library.hits.excerpt(answer.root, release) for release in releases]


def _facets(both: Both, asked: Asked) -> Callable[[], object]:
    """Counts of what a word finds, by category, source, time, state and tag."""
    answer = _complete(both, both.library.search.ask(Question(asked.text, order="date")))
    return lambda: both.library.search.facets(answer)


def _respelt(both: Both, asked: Asked) -> Callable[[], object]:
    """What is offered for a word that finds nothing."""
    answer = both.library.search.ask(Question(asked.text, order="date"))
    return lambda: both.library.search.respellings(answer)


_FIRST, _RANKED = _first(), _first("rank")

ROWS = (
    Row("prefix of 1 letter", 10, lambda w: drawn.beginnings(w, range(1, 2), 20), _FIRST, fts5.NEWEST),
    Row("prefix of 2 letters", 10, lambda w: drawn.beginnings(w, range(2, 3), 60), _FIRST, fts5.NEWEST),
    Row("prefix of 3 letters", 10, lambda w: drawn.beginnings(w, range(3, 4), 60), _FIRST, fts5.NEWEST),
    Row("prefix of 4 to 12", 10, lambda w: drawn.beginnings(w, range(4, 13), 90), _FIRST, fts5.NEWEST),
    Row("word, 1 letter", 10, lambda w: drawn.beginnings(w, range(1, 2), 20, "c"), _FIRST, fts5.NEWEST),
    Row("word, prefix", 10, lambda w: drawn.beginnings(w, range(2, 13), 90, "c"), _FIRST, fts5.NEWEST),
    Row("rarer word, prefix", 10, lambda w: drawn.beginnings(w, range(1, 13), 90, "m"), _FIRST, fts5.NEWEST),
    Row("two words, prefix", 10, lambda w: drawn.beginnings(w, range(1, 13), 90, "cm"), _FIRST, fts5.NEWEST),
    Row("common word", 15, lambda w: drawn.words(w.common, 60), _FIRST, fts5.NEWEST),
    Row("any word", 15, lambda w: drawn.words(w.mixed(), 90), _FIRST, fts5.NEWEST),
    Row("two words", 15, lambda w: drawn.pairs(w, 60), _FIRST, fts5.NEWEST),
    Row("phrase", None, lambda w: drawn.phrases(w, 60), _FIRST, fts5.NEWEST),
    Row("ranked: common word", 120, lambda w: drawn.words(w.common, 40), _RANKED, fts5.RANKED),
    Row("ranked: two words", None, lambda w: drawn.pairs(w, 40), _RANKED, fts5.RANKED),
    Row("ranked: phrase", 250, lambda w: drawn.phrases(w, 40), _RANKED, fts5.RANKED),
    Row("the rest: common word", 400, lambda w: drawn.words(w.common, 30), _rest, fts5.ALL),
    Row("the rest: two words", 400, lambda w: drawn.pairs(w, 30), _rest, fts5.ALL),
    Row("the rest: prefix", 400, lambda w: drawn.beginnings(w, range(1, 5), 40), _rest, fts5.ALL),
    Row("50 excerpts", 12, lambda w: drawn.words(w.common, 30), _excerpts, fts5.EXCERPTS),
    Row("facets: common word", 100, lambda w: drawn.words(w.common, 30), _facets, fts5.COUNTS),
)
FILTERED = (
    ("common word", _FIRST, fts5.FILTERED_NEWEST),
    ("two words", _FIRST, fts5.FILTERED_NEWEST),
    ("ranked: common word", _RANKED, fts5.FILTERED_RANKED),
    ("ranked: phrase", _RANKED, fts5.FILTERED_RANKED),
)
"""Which rows are asked once more with conditions, with twice the time."""


def run(folder: Path) -> list[Figure]:
    """Ask a library and FTS5 the same, then open, load and grow both."""
    searched = prepare(folder)
    with home(searched.home), Library.open() as library, closing(Fts5(searched.home)) as other:
        both = Both(library, other)
        library.search.ask(Question("opened"))
        words = drawn.draw(other)
        figures = [_row(both, words, row) for row in ROWS]
        figures += _filtered(both, words, figures)
        figures += [_similar(both), _near_spellings(both, words)]
        say("opening, memory, adding")
        return [*figures, *_apart(searched, words), _adding(both, folder), *_building(searched)]


def _row(both: Both, words: Words, row: Row) -> Figure:
    say(row.what)
    return both.measure(row.what, row.most, row.asked(words), row.ours, row.sql)


def _filtered(both: Both, words: Words, plain: Sequence[Figure]) -> list[Figure]:
    """The same questions with conditions; at most twice what is wanted without, whose measured part is told."""
    known = {row.what: (row, figure) for row, figure in zip(ROWS, plain, strict=True)}
    figures = []
    for what, ours, sql in FILTERED:
        row, figure = known[what]
        asked = [one._replace(text=one.text + _CONDITIONS) for one in row.asked(words)]
        say(f"{what}, conditions; without them 95 % were within {part(figure.values, 95):.2f} ms")
        most = 2 * row.most if row.most else None
        figures.append(both.measure(f"{what}, conditions", most, asked, ours, sql))
    return figures


def _similar(both: Both) -> Figure:
    """Releases like one, for releases spread over the library; FTS5 has nothing of the kind."""
    rows = both.library.releases.all()
    asked = [
        Asked(f"like:{rows.page(position, 1)[0].id}", "")
        for position in range(0, len(rows), len(rows) // 40 + 1)
    ]
    return both.measure("more like this", 60, asked, _RANKED, None)


def _near_spellings(both: Both, words: Words) -> Figure:
    """From a misspelt word to what is offered instead."""
    asked = [Asked(word, "") for word in drawn.misspelt(words, 40)]
    return both.measure("did you mean", 60, asked, _respelt, None)


def _apart(searched: Searched, words: Words) -> list[Figure]:
    """What opening takes in a fresh process, and how much memory one that searches has."""
    opening, base = (
        [apart(searched.home, task)["ms"] for _ in range(_OPENINGS)] for task in ("opening", "opening_fts5")
    )
    figures = [Figure("opening the index, cold process", "ms", opening, base, most=5)]
    asked = _everything(words)
    ours, theirs = (apart(searched.home, task, asked=asked) for task in ("remembering", "remembering_fts5"))
    for kind, most in (("resident", 120), ("own", None)):
        if ours:
            figures.append(Figure(f"memory, {kind}", "MiB", [ours[kind]], [theirs[kind]], most=most))
    return figures


def _everything(words: Words) -> list[dict[str, Any]]:
    """One question in ten of each row."""
    return [
        {**asked._asdict(), "order": "rank" if row.ours is _RANKED else "date"}
        for row in ROWS
        for asked in row.asked(words)[::10]
    ]


def _adding(both: Both, folder: Path) -> Figure:
    """Import ten releases and bring the index up to date, so that they are found."""
    values, base = [], []
    for _ in range(_ADDINGS):
        path = corpus.write(folder / "added.txt", _ADDED, seed=time.time_ns())
        values.append(_timed(partial(_add, both.library, path)))
        base.append(both.fts5.add(_ADDED))
    return Figure(f"adding {_ADDED} releases, searchable", "ms", values, base, most=150)


def _add(library: Library, path: Path) -> None:
    library.sources.import_paths([os.fspath(path)])
    library.indexing.drain()
    library.search.ask(Question("opened"))


def _building(searched: Searched) -> list[Figure]:
    """How fast the index was built; nothing where it was kept."""
    if searched.index_speed is None:
        return []
    what = f"building the index ({searched.releases:,})"
    base = None if searched.fts5_speed is None else [searched.fts5_speed]
    return [Figure(what, "releases/s", [searched.index_speed], base, least=250)]


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds of process time."""
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000
