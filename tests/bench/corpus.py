"""Made-up press releases in the listing format: any number, the same ones every time, of words that do not exist.

Words are as frequent as Zipf's law has them (the word of rank n once for n times the first one), so that the
index's lists are as long as those of real text. Every fortieth release repeats an earlier one in other words.
"""

import datetime
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

_SYLLABLES = [consonant + vowel for consonant in "bdklmnr" for vowel in "aeiou"]
_CATEGORIES = ("Industry", "Trade/Investment", "Energy", "Others")
_NEWEST = datetime.date(2025, 12, 23)
_VOCABULARY = 30_000
_REWORDED = 40


def vocabulary() -> list[str]:
    """The words, the most frequent first."""
    made = ("".join(parts) for size in (1, 2, 3) for parts in itertools.product(_SYLLABLES, repeat=size))
    words = list(itertools.islice(made, _VOCABULARY))
    random.Random(5).shuffle(words)
    return words


def entries(count: int, seed: int = 1, words: tuple[int, int] = (80, 320)) -> Iterator[str]:
    """Entries of a listing, newest first, with so many words each."""
    rng = random.Random(seed)
    known = vocabulary()
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(known))))
    head, text, day = "", "", _NEWEST
    for number in range(count):
        if number % _REWORDED == _REWORDED - 1:
            text = f"{text} {rng.choice(known).capitalize()}."
        else:
            drawn = rng.choices(known, cum_weights=weights, k=rng.randint(*words) + 8)
            head = f"{rng.choice(_CATEGORIES)}\n{' '.join(drawn[:8]).title()} {number}"
            text = _sentences(drawn[8:])
            day = _NEWEST - datetime.timedelta(days=7000 * number // count)
        yield f"-\n{head}\n{text} date{day}\n"


def _sentences(words: list[str]) -> str:
    return " ".join(
        " ".join(words[start : start + 17]).capitalize() + "." for start in range(0, len(words), 17)
    )


def write(path: Path, count: int, seed: int = 1, words: tuple[int, int] = (80, 320)) -> Path:
    """Write a listing of `count` entries."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(entries(count, seed, words))
    return path
