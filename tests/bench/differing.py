"""How fast two wordings are compared, beside cutting both into words at blanks, which any comparison begins with."""

import random
import time
from pathlib import Path

from reader.analysis.diff import compare
from tests.bench.figures import Figure

_ROUNDS = 5
_WORDS = [f"word{number}" for number in range(4_000)]
_WANTED_MS, _WANTED_LONG_MS = 200, 4_000


def run(folder: Path) -> list[Figure]:
    """Compare an ordinary release, one of 100 kB with 300 changes, and two texts of 1 MB with nothing in common."""
    chance = random.Random(5)
    ordinary, long, other = (_text(chance, size) for size in (4_000, 100_000, 100_000))
    longest, different = _text(chance, 1_000_000), _text(chance, 1_000_000)
    return [
        *_measured("4 kB, 5 changes", ordinary, _reworded(chance, ordinary, 5)),
        *_measured("100 kB, 300 changes", long, _reworded(chance, long, 300), most=_WANTED_MS),
        *_measured("100 kB, all of it", long, other),
        *_measured("1 MB, 300 changes", longest, _reworded(chance, longest, 300)),
        *_measured("1 MB, all of it", longest, different, most=_WANTED_LONG_MS),
    ]


def _measured(what: str, before: str, after: str, most: float | None = None) -> list[Figure]:
    spent: list[float] = []
    base: list[float] = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        before.split()
        after.split()
        base.append((time.process_time() - began) * 1000)
        began = time.process_time()
        compare(("", before), ("", after))
        spent.append((time.process_time() - began) * 1000)
    return [Figure(what, "ms", spent, base, most=most)]


def _text(chance: random.Random, size: int) -> str:
    """Sentences of words that are as common as words are, and some figures."""
    sentences: list[str] = []
    length = 0
    while length < size:
        words = [
            chance.choice(_WORDS[:40] if chance.random() < 0.5 else _WORDS)
            for _ in range(chance.randint(8, 25))
        ]
        figure = f" {chance.randint(0, 99)}.{chance.randint(0, 9)} percent" if chance.random() < 0.3 else ""
        sentence = f"{' '.join(words).capitalize()}{figure}.{' ' if chance.random() < 0.9 else chr(10)}"
        sentences.append(sentence)
        length += len(sentence)
    return "".join(sentences)


def _reworded(chance: random.Random, text: str, changes: int) -> str:
    words = text.split(" ")
    for number in range(changes):
        at = chance.randrange(len(words))
        words[at] = chance.choice([f"changed{number}", "", f"{words[at]} added{number}"])
    return " ".join(words)
