"""The tags of releases."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader import folding
from reader.errors import UsageError
from reader.store.clause import Where
from reader.store.database import Database

LONGEST = 64
"""Characters in a tag."""
_PART = 500
_SPACES = re.compile(r"\s+")

Tagged = tuple[int, str]
"""Row number of a release, and a tag."""


class TagChange(NamedTuple):
    """What a change of tags did: hand it to `Tags.undo`."""

    added: tuple[Tagged, ...] = ()
    removed: tuple[Tagged, ...] = ()


class TagCount(NamedTuple):
    """How often a tag is given."""

    name: str
    total: int
    """Releases that have it."""
    having: int
    """Those of them that were asked about."""


def clean(text: str) -> str:
    """The tag that `text` names: NFC, without a leading `#`, blanks as hyphens.

    Raises UsageError for what is no tag.
    """
    name = _shaped(text)
    if not any(map(str.isalnum, name)):
        raise UsageError(f"“{text}” is no tag: write a word, such as asean.")
    if len(name) > LONGEST:
        raise UsageError(
            f"A tag has at most {LONGEST} characters, and “{name[:20]}…” has {len(name):,}. Write a shorter one."
        )
    wrong = next((char for char in name if not folding.in_tag(char)), "-" if name.startswith("-") else "")
    if wrong:
        where = "begin with" if name.startswith(wrong) else "hold"
        shown = wrong if wrong.isprintable() else f"U+{ord(wrong):04X}"
        raise UsageError(
            f"A tag cannot {where} “{shown}”: it is made of letters, digits and - _ / . with no hyphen in front."
        )
    return name


def fold(name: str) -> str:
    """What two tags are compared by."""
    return folding.fold(_shaped(name))


def _shaped(text: str) -> str:
    bare = unicodedata.normalize("NFC", text).strip().removeprefix("#").removeprefix("＃")
    return _SPACES.sub("-", bare.strip())


def tags_of(database: Database, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The tags of those releases that have some, by row number, in alphabetical order."""
    found: dict[int, list[str]] = {}
    if database.value("SELECT 1 FROM tag LIMIT 1") is None:
        return {}
    for start in range(0, len(numbers), _PART):
        part = numbers[start : start + _PART]
        for number, name in database.rows(
            f"SELECT release, name FROM tag WHERE release IN ({', '.join('?' * len(part))}) "  # noqa: S608
            "ORDER BY release, folded",
            part,
        ):
            found.setdefault(number, []).append(name)
    return {number: tuple(names) for number, names in found.items()}


def tagged(name: str) -> Where:
    """The releases that have a tag."""
    return Where("number IN (SELECT release FROM tag WHERE folded = ?)", (fold(name),))


class Tags:
    """Reads and changes tags, each change in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[tuple[str, int]]:
        """Every tag with the number of releases that have it, the most used first."""
        return self._database.rows("SELECT name, count(*) FROM tag GROUP BY folded ORDER BY 2 DESC, folded")

    def among(self, numbers: Sequence[int]) -> list[TagCount]:
        """Every tag, the most used first, and how many of these releases have it."""
        having: dict[str, int] = dict(
            self._database.rows(
                "SELECT name, count(*) FROM tag WHERE release IN (SELECT value FROM json_each(?)) GROUP BY folded",
                (json.dumps(list(numbers)),),
            )
        )
        return [TagCount(name, total, having.get(name, 0)) for name, total in self.all()]

    def change(self, numbers: Sequence[int], add: Iterable[str], remove: Iterable[str]) -> TagChange:
        """Give tags to releases and take tags from them; what that changed. Releases that are gone are left out.

        Raises UsageError for what is no tag, before anything is changed.
        """
        wanted = list(dict.fromkeys(map(clean, add)))
        unwanted = list(dict.fromkeys(map(clean, remove)))
        with self._database.transaction():
            removed = [one for number in numbers for one in self._take(number, unwanted)]
            added = [one for name in wanted for one in self._give(numbers, name)]
        return TagChange(tuple(added), tuple(removed))

    def undo(self, change: TagChange) -> TagChange:
        """Take back what a change did, and nothing that was done since; what is taken back.

        A tag that somebody took away meanwhile, or a release that is gone, is left as it is.
        """
        with self._database.transaction():
            taken = [one for number, name in change.added for one in self._take(number, [name])]
            given = [one for number, name in change.removed for one in self._give([number], name)]
        return TagChange(tuple(given), tuple(taken))

    def _give(self, numbers: Sequence[int], name: str) -> list[Tagged]:
        folded = fold(name)
        name = self._database.value("SELECT name FROM tag WHERE folded = ? LIMIT 1", (folded,)) or name
        insert = "INSERT OR IGNORE INTO tag (release, folded, name) SELECT number, ?, ? FROM release WHERE number = ?"
        return [
            (number, name)
            for number in numbers
            if self._database.execute(insert, (folded, name, number)) == 1
        ]

    def _take(self, number: int, names: Sequence[str]) -> list[Tagged]:
        taken = []
        for folded in map(fold, names):
            stored = self._database.value(
                "SELECT name FROM tag WHERE release = ? AND folded = ?", (number, folded)
            )
            if stored is not None:
                self._database.execute("DELETE FROM tag WHERE release = ? AND folded = ?", (number, folded))
                taken.append((number, stored))
        return taken
