"""The cheat sheet of the query language: what can be written, and what it means."""

from typing import Final, NamedTuple


class Row(NamedTuple):
    """One thing that can be written, which `parse` reads, and what it means."""

    write: str
    """At most 26 columns."""
    means: str
    """At most 34 columns."""


class Group(NamedTuple):
    """Rows that belong together."""

    title: str
    rows: tuple[Row, ...]


GUIDE: Final = (
    Group(
        "Words",
        (
            Row("tariff rice", "both words, also tariffs, tariff’s"),
            Row('"free trade"', "these words next to each other"),
            Row('"free trade"~5', "at most five words between"),
            Row("negot*", "words that begin so"),
            Row("=steel", "exactly this form"),
            Row("semicondutor~", "misspelt words too"),
        ),
    ),
    Group(
        "Together",
        (
            Row("rice OR wheat", "either of them"),
            Row("rice AND wheat", "both, as without AND"),
            Row("-rice", "without it"),
            Row("NOT rice", "without it"),
            Row("(rice OR wheat) -tariff", "brackets group"),
            Row("category:(fta OR energy)", "a group for one field"),
        ),
    ),
    Group(
        "Where",
        (
            Row("title:rice", "in the headline"),
            Row("body:rice", "in the text"),
            Row("note:rice", "in your notes"),
            Row("category:fta", "any part of a category’s name"),
            Row("category:none", "without a category"),
            Row("source:motir", "from this source"),
            Row("lang:ko", "in this language"),
            Row("id:abcdefgh23", "the release with this id"),
        ),
    ),
    Group(
        "When",
        (
            Row("date:2025-11", "a year, a month or a day"),
            Row("date:2025-11-20..2025-12", "from and to, both included"),
            Row("date:..2024", "up to the end of 2024"),
            Row("date:30d..", "the last 30 days; also w, m, y"),
            Row("date:today", "today; also yesterday"),
            Row('date:"last week"', "last week, last month, last year"),
            Row('date:"20 Nov 2025"', "a date in words"),
            Row("after:2025-11", "from then on, that day too"),
            Row("before:2025-11", "until then, that day too"),
            Row("seen:today", "came to this library then"),
        ),
    ),
    Group(
        "State",
        (
            Row("is:unread", "not read yet; is:read"),
            Row("is:bookmarked", "bookmarked"),
            Row("is:new", "from the last import or sync"),
            Row("is:edited", "has been reworded"),
            Row("is:cut", "only a part of its text came"),
            Row("has:note", "with a note of yours"),
            Row("#asean", "with this tag"),
            Row('tag:"new york"', "with a tag of several words"),
        ),
    ),
    Group(
        "More",
        (
            Row('search:"CPTPP watch"', "what a saved search finds"),
            Row("like:abcdefgh23", "similar to that release"),
            Row("sort:date", "newest first"),
            Row("sort:old", "oldest first"),
            Row("sort:rank", "best match first"),
            Row("*", "everything"),
        ),
    ),
)
