"""Short forms and what a release says that they stand for: `Free Trade Agreement (FTA)`, `KLIN (Korea Lighthouse …)`.

After A. S. Schwartz and M. A. Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text
(Pacific Symposium on Biocomputing 8, 2003): a short form in brackets beside words that hold its letters in their
order, the first letter at the beginning of a word. Theirs takes the shortest words that do, and makes `Safety
Institute` of the Shipping Safety Institute (SSI); here the words are those that leave the fewest letters inside a
word and the fewest words without a letter. Words that hold no such letters define nothing.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from reader.analysis.sentences import Span, words
from reader.facts import Acronym

_compiled = cache(re.compile)
_SHORT = r"[A-Za-z0-9][A-Za-z0-9&./+-]{1,11}"
_SAYS = r"(?:the |or |also |simply |(?:also )?known as |hereinafter |hereafter |abbreviated |called |referred to )*+"
_AS = r"(?:as )?(?:the )?[“\"'‘]?"
_BRACKETED = rf"\({_SAYS}{_AS}(?P<short>{_SHORT})[”\"'’]?(?P<after>[),;:])"
_TOLD = (
    r"(?P<lead>,?\s(?:(?:also|better|commonly|otherwise|often)\s)?(?:known\s|abbreviated\s|hereinafter\s|hereafter\s)"
    rf"(?:referred\sto\s)?(?:as\s|to\s)?(?:the\s)?[“\"'‘]?)(?P<short>{_SHORT})(?![\w-])"
)
_BEFORE_BRACKET = (
    rf"(?<![\w.&/-])(?P<short>{_SHORT}) \((?:(?:short|stands|standing) for )?(?:the )?"
    r"(?P<long>[^()\n;:]{5,150})[);:]"
)
_WORD = r"[^\W_]+(?:[’'][^\W_]+)*|&"
_BREAK = re.compile(r"[.;:!?]\s|[()\[\]\n“\"—]")

_CONNECTIVES = words("of and or for the in to on with by at from a an & de la du der und")
_NUMERALS = words("II III IV VI VII VIII IX XI XII")
_OFFICES = words("minister ministers")
"""A person's office before a ministry's short form: `Minister of Trade (MOT)` does not say what it stands for."""
_SPELT = {"2": ("2", "two", "to", "di", "second"), "3": ("3", "three", "tri"), "4": ("4", "four", "for")}
_CROSSING = ("trans", "cross", "ex")
"""What an X stands for besides itself: digital transformation (DX)."""
_BEFORE = 240
"""Characters before a short form in which its words are looked for."""
_DENSITY = 100
"""A text has one short form in so many characters at most; those of a denser one are left out after that many."""
_ALWAYS = 500
"""Places that are looked at however short the text is."""
_NEVER = 99
_INSIDE, _SKIPPED = 1, 1


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    free: bool
    """Costs nothing where no letter is taken from it."""
    capitals: str
    """Its capitals after the first letter, small: of `ROK` "ok"."""


def find(body: str) -> tuple[Acronym, ...]:
    """The short forms that a text defines, in its order, each meaning once; takes time in proportion to its length."""
    found: dict[tuple[str, str], Acronym] = {}
    allowed = _ALWAYS + len(body) // _DENSITY
    for number, acronym in enumerate(_candidates(body)):
        if acronym:
            found.setdefault((acronym.short, " ".join(acronym.long.casefold().split())), acronym)
        if number >= allowed:
            break
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _candidates(body: str) -> Iterator[Acronym | None]:
    """What each place that may define a short form says; None where it does not."""
    if "(" in body:
        for match in _compiled(_BRACKETED).finditer(body):
            yield _defined(body, match, match.start()) if _may_follow(body, match) else None
        for match in _compiled(_BEFORE_BRACKET).finditer(body):
            yield _expanded(body, match)
    for match in _compiled(_TOLD).finditer(body):
        yield _defined(body, match, match.start())


def _may_follow(body: str, match: re.Match[str]) -> bool:
    """Whether brackets may hold a short form and more: (ITC, President Lee), but no list: (AI, chips and ships)."""
    if match["after"] == ")":
        return True
    rest = body[match.end() : match.end() + 14].lstrip()
    return bool(rest) and (
        not rest[0].islower() or rest.startswith(("hereinafter", "hereafter", "or ", "formerly"))
    )


def _is_short(short: str) -> bool:
    """Whether letters look like a short form: two of them are capitals, or a capital and a digit are."""
    capitals = sum(map(str.isupper, short))
    digits = sum(map(str.isdigit, short))
    letters = sum(map(str.isalpha, short))
    return capitals >= 1 and capitals + digits >= 2 and 2 * capitals >= letters and short not in _NUMERALS


def _trimmed(short: str) -> str:
    """A short form without the full stop that ends its sentence: not that of `U.S.`."""
    return short if short.count(".") != 1 else short.rstrip(".")


def _defined(body: str, match: re.Match[str], end: int) -> Acronym | None:
    """What the words before `end` say of the short form that follows them."""
    short = _trimmed(match["short"])
    if not _is_short(short):
        return None
    first = max(0, end - _BEFORE)
    before = body[first:end].rstrip(" \u00a0,”\"’'")
    cut = max((stop.end() for stop in _BREAK.finditer(before)), default=0)
    span = _long_before(before[cut:], short) or _numbered(before[cut:], short)
    return _acronym(body, short, match.start("short"), first + cut, span)


def _expanded(body: str, match: re.Match[str]) -> Acronym | None:
    """What brackets after a short form say of it: all of them up to a comma, and two words at least."""
    short, long = _trimmed(match["short"]), match["long"]
    if not _is_short(short) or " " not in long.strip():
        return None
    best: Span | None = None
    least = _allowed(short)
    for part in (long.split(",")[0], long):
        split = _words(part)
        if " " in part.strip() and 1 < len(split) <= _most_words(short) + 2:
            cost = _costs(_letters(short), tuple(split))[0]
            if cost < least:
                least, best = cost, (split[0].start, split[-1].end)
    return _acronym(body, short, match.start("short"), match.start("long"), best)


def _acronym(body: str, short: str, at: int, base: int, span: Span | None) -> Acronym | None:
    if span is None:
        return None
    long = body[base + span[0] : base + span[1]]
    return Acronym(short, long, at, at + len(short))


def _words(text: str) -> list[_Word]:
    return [
        _Word(
            match[0].lower(),
            match.start(),
            match.end(),
            match[0].lower() in _CONNECTIVES,
            "".join(filter(str.isupper, match[0][1:])).lower(),
        )
        for match in _compiled(_WORD).finditer(text)
    ]


def _letters(short: str) -> str:
    """What of a short form has to be found in its words: of `NCCs` not the s, of `R&D` not the sign."""
    singular = short[:-1] if short[-1] == "s" and short[-2].isupper() else short
    return "".join(filter(str.isalnum, singular)).lower()


def _most_words(short: str) -> int:
    """How many words a short form can stand for (Schwartz and Hearst)."""
    count = len(_letters(short))
    return min(count + 5, count * 2)


def _allowed(short: str) -> int:
    """Letters inside words and words without a letter, together, that leave no doubt yet."""
    return max(2, len(_letters(short)))


def _long_before(text: str, short: str) -> Span | None:
    """The words at the end of `text` that a short form stands for."""
    every = _words(text)
    spaced = [word.start for word in every if word.start == 0 or text[word.start - 1].isspace()]
    if not spaced:
        return None
    earliest = spaced[-min(len(spaced), _most_words(short))]
    taken = tuple(word for word in every if word.start >= earliest)
    letters = _letters(short)
    best: Span | None = None
    least = _allowed(short)
    costs = _costs(letters, taken)
    for index in range(len(taken) - 1, -1, -1):
        word = taken[index]
        if costs[index] < least and _may_begin(text, taken, index, short):
            least, best = costs[index], (word.start, taken[-1].end)
    return best


def _numbered(text: str, short: str) -> Span | None:
    """The words at the end of `text` that the letters before a number stand for: COP30, MC14."""
    letters = short.rstrip("0123456789")
    span = _long_before(text, letters) if 1 < len(letters) < len(short) else None
    if span is None:
        return None
    before = text[: span[0]].rstrip()
    ordinal = before[before.rfind(" ") + 1 :]
    counted = ordinal.rstrip("thsndr") == short[len(letters) :]
    return (len(before) - len(ordinal) if counted else span[0], span[1])


def _may_begin(text: str, taken: tuple[_Word, ...], index: int, short: str) -> bool:
    """Whether what a short form stands for may begin with a word: no office, no connective, two words at least."""
    word = taken[index]
    if word.free or len(taken) - index < 2 or (word.start and text[word.start - 1] in "-’'"):
        return False
    if word.text in _OFFICES and taken[index + 1].text in ("of", "for"):
        return False
    return short not in re.split(r"[\s,]+", text[word.start :])


@lru_cache(maxsize=256)
def _costs(letters: str, taken: tuple[_Word, ...]) -> list[int]:
    """What it costs to find all letters in order from each word on, the first letter at its beginning."""
    after = [0] * (len(taken) + 1)
    for index in range(len(taken) - 1, -1, -1):
        after[index] = after[index + 1] + (0 if taken[index].free else _SKIPPED)
    # `rest[k][i]`: of letters[k:] from word i on, any word may be skipped; built from the last letter back.
    count, size = len(letters), len(taken)
    rest = [[_NEVER] * (size + 1) for _ in range(count)] + [after]
    begun = [[_NEVER] * (size + 1) for _ in range(count)]
    for k in range(count - 1, -1, -1):
        for index in range(size - 1, -1, -1):
            begun[k][index] = _begun(letters, k, taken[index], rest, index)
            skipped = rest[k][index + 1] + (0 if taken[index].free else _SKIPPED)
            rest[k][index] = min(begun[k][index], skipped)
    return begun[0] if count else [_NEVER] * size


def _begun(letters: str, k: int, word: _Word, rest: list[list[int]], index: int) -> int:
    """The cost of letters[k:] where the first of them begins a word and some more may stand inside it."""
    head = _head(letters[k], word.text)
    if not head:
        # A name may give one of its capitals: the K of ROK.
        return _INSIDE + rest[k + 1][index + 1] if k and letters[k] in word.capitals else _NEVER
    best = rest[k + 1][index + 1]
    at, cost = head, 0
    for following in range(k + 1, len(letters)):
        at = word.text.find(letters[following], at) + 1
        if not at:
            break
        cost += _INSIDE
        best = min(best, cost + rest[following + 1][index + 1])
    return best


def _head(letter: str, word: str) -> int:
    """How many characters at the beginning of a word a letter or digit stands for; 0 where it does not."""
    if word.startswith(letter):
        return 1
    for head in _CROSSING if letter == "x" else _SPELT.get(letter, ()):
        if word.startswith(head):
            return len(head)
    # An X inside its word stands for it as well: user experience (UX).
    return word.find("x") + 1 if letter == "x" else 0
