"""Questions drawn by rule from the words that a library's releases use: many different ones of each kind."""

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tests.bench.fts5 import Fts5

_TEXTS = 4_000
"""Releases from which words and phrases are drawn."""
_WORD = re.compile(r"[a-z]{2,}")
OPERATORS = ("and", "or", "not", "near")
"""FTS5 takes them for words of its own when they are in capitals; left out to keep the questions alike."""


class Asked(NamedTuple):
    """The same, as it is typed in the search bar and as FTS5 is asked."""

    text: str
    fts5: str
    live: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words by how many releases have them, in the order drawn, and phrases that stand in some."""

    common: list[str]
    middle: list[str]
    rare: list[str]
    phrases: list[str]

    def mixed(self) -> list[str]:
        """Words of each kind in turn."""
        return [
            word
            for three in itertools.zip_longest(self.common, self.middle, self.rare)
            for word in three
            if word
        ]


def draw(fts5: Fts5) -> Words:
    """Draw from releases spread evenly over the library."""
    step = max(1, len(fts5) // _TEXTS)
    texts = [body for (body,) in fts5.ask("SELECT body FROM library.wording WHERE release % ? = 0", step)]
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(set(_WORD.findall(text.lower())))
    for word in OPERATORS:
        counted.pop(word, None)
    known = [word for word, _ in counted.most_common()]
    rng = random.Random(7)
    for kind in (common := known[:200], middle := known[200:3000], rare := known[3000:]):
        rng.shuffle(kind)
    return Words(common, middle, rare, list(_phrases(texts, rng)))


def _phrases(texts: list[str], rng: random.Random) -> Iterator[str]:
    """Two to four words that stand next to each other, of one sentence."""
    for text in rng.sample(texts, min(400, len(texts))):
        sentences = [row.split() for row in re.split(r"[^A-Za-z ]+", text)]
        whole = [row for row in sentences if len(row) >= 6]
        if whole:
            row = rng.choice(whole)
            at = rng.randrange(len(row) - 4)
            yield " ".join(row[at : at + rng.randint(2, 4)]).lower()


def words(drawn: list[str], count: int) -> list[Asked]:
    """Single words."""
    return [Asked(word, f'"{word}"') for word in drawn[:count]]


def pairs(drawn: Words, count: int) -> list[Asked]:
    """A common word, and one of the middle."""
    both = zip(drawn.common, drawn.middle, strict=False)
    return [Asked(f"{one} {other}", f'"{one}" "{other}"') for one, other in itertools.islice(both, count)]


def phrases(drawn: Words, count: int) -> list[Asked]:
    """Words in quotation marks."""
    return [Asked(f'"{phrase}"', f'"{phrase}"') for phrase in drawn.phrases[:count]]


def beginnings(drawn: Words, lengths: range, count: int, before: str = "") -> list[Asked]:
    """What has been typed of words when so many letters are there, each beginning once.

    `before` says which words stand before: `c` a common one, `m` one of the middle.
    """
    found: dict[str, Asked] = {}
    kinds = {"c": itertools.cycle(drawn.common), "m": itertools.cycle(drawn.middle)}
    for word, length in zip(drawn.mixed(), itertools.cycle(lengths), strict=False):
        if len(word) >= length and word[:length] not in found and len(found) < count:
            ahead = [next(kinds[kind]) for kind in before]
            start = word[:length]
            text, fts5 = " ".join([*ahead, start]), " ".join(f'"{one}"' for one in [*ahead, start])
            found[start] = Asked(text, f"{fts5}*", live=True)
    return list(found.values())


def misspelt(drawn: Words, count: int) -> list[str]:
    """Words of six letters and more with two letters swapped, which hardly stand anywhere."""
    long = [word for word in drawn.mixed() if len(word) >= 6 and word[2] != word[3]]
    return [word[:2] + word[3] + word[2] + word[4:] for word in long[:count]]
