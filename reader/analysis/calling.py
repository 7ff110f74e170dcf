"""What is called out of a change: the figures and names in it, each as a person would read it out.

A figure is an amount, a number, a share, a date, a day, a month or an ordinal, in digits or in words; with what is
counted or the rest of its date: `10.5 percent`, `December 23, 2025`. A name is written with capitals: of people with
their initials (`JK Kim`), Korean ones with their hyphens, of organisations. The first word of a sentence has a
capital anyway, and is none by itself.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from reader.analysis.sentences import Span, words
from reader.analysis.tokens import Tokens

CalledKind = Literal["figure", "name"]
_KINDS: tuple[CalledKind, ...] = ("figure", "name")


class Called(NamedTuple):
    """A figure or a name that is another one now; '' where it was not there, or is not."""

    kind: CalledKind
    before: str
    after: str


_NUMBERS = words(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half dozen
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    """
)
_SCALES = words(
    "hundred thousand million billion trillion bn mn tn percent pp won dollar dollars euro euros yen yuan"
)
_SIGNS = frozenset("%$€£¥₩‰")
_CURRENCIES = words("USD KRW EUR JPY CNY GBP US$")
_DAYS = words(
    """
    January February March April May June July August September October November December
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """
)
_NO_NAMES = words(
    """
    A An The This That These Those It Its He She They We I In On At As By For From To With During After Before Since
    While When If Although However Meanwhile Moreover Furthermore Additionally Also Both Such According Through There
    And But Or Of Our Their His Her Upon Under Following Amid Despite Finally First Second Third
    """
)
_AFTER_PRONOUNS = words(
    "of another that who which is was are in on at for by with and or to from can will would"
)
_WITHIN_FIGURES = frozenset((",", ".", "-", "points", "point", "percentage"))
_CONNECTORS = frozenset(("of", "and"))
_DIRECTIONS = words(
    """
    rose fell up down increased decreased grew shrank gained lost climbed dropped declined surged plunged jumped rise
    fall increase decrease plus minus
    """
)
_OPENERS = frozenset("\"'([{<“‘")
_STOPS = frozenset(".!?。！？:;")
_REACH = 8
"""Words to either side of what changed that can belong to the same figure or name."""
_MOST = 500
"""Words of a change that are looked at one by one; a longer one is told by those at its beginning."""


def is_figure(text: Tokens, index: int) -> bool:
    """Whether a word says how much, how many or when."""
    word = text.bare(index)
    if any(map(str.isdigit, word)) or word in _SIGNS or word in _CURRENCIES or word.lower() in _SCALES:
        return True
    if word in _DAYS:
        return word != "May" or not _opens_sentence(text, index)
    if word in ("one", "One"):
        return _before_noun(text, index)
    return all(part in _NUMBERS for part in word.lower().split("-"))


def _before_noun(text: Tokens, index: int) -> bool:
    """Whether "one" counts something, and does not stand for it: `one berth`, but `the new one is`."""
    following = text.keys[index + 1] if index + 1 < len(text.keys) else ""
    return following[:1] == " " and following[1:].islower() and following[1:] not in _AFTER_PRONOUNS


def is_name(text: Tokens, index: int) -> bool:
    """Whether a word is, or belongs to, a name."""
    if not _capital(text, index):
        return False
    word = text.bare(index)
    if word[1:] != word[1:].lower() or not _opens_sentence(text, index):
        return True
    return index + 1 < len(text.keys) and text.keys[index + 1][0] == " " and _capital(text, index + 1)


def _capital(text: Tokens, index: int) -> bool:
    word = text.bare(index)
    return (
        word[:1].isupper()
        and word not in _NO_NAMES
        and word not in _DAYS
        and word not in _CURRENCIES
        and (len(word) > 1 or text.bare(min(index + 1, len(text.keys) - 1)) == ".")
        and not is_figure(text, index)
    )


def _opens_sentence(text: Tokens, index: int) -> bool:
    """Whether a word is the first one of a sentence or a line."""
    at = index - 1
    while at >= 0 and text.bare(at) in _OPENERS:
        at -= 1
    if at < 0 or "\n" in text.text[text.ends[at] : text.starts[at + 1]]:
        return True
    if text.bare(at) not in _STOPS:
        return False
    # "Mr. Kim", "Co. Ltd", "J. Kim": that stop ends no sentence.
    abbreviated = text.bare(at) == "." and at > 0 and len(text.bare(at - 1)) <= 3
    return not (abbreviated and text.bare(at - 1)[:1].isupper())


def called(
    before: Tokens, after: Tokens, change: tuple[int, int, int, int], *, names: bool = True
) -> tuple[Called, ...]:
    """The figures and names that a change concerns, in reading order, figures first.

    The change is the first word and the one after the last, in both texts. What stands on both sides of it alike, in
    another place, is not called out.
    """
    first, last, start, end = change
    found: list[Called] = []
    for kind in _KINDS if names else _KINDS[:1]:
        old, new = _changed(before, first, last, kind), _changed(after, start, end, kind)
        if [before.bare(index) for index in old] != [after.bare(index) for index in new]:
            olds = _phrases(before, old, kind, (first, last))
            news = _phrases(after, new, kind, (start, end))
            if first == last:
                olds = [_around(before, first, (start, end), one) for one in news]
            elif start == end:
                news = [_around(after, start, (first, last), one) for one in olds]
            texts = [
                [_written(text, one) for one in spans] for text, spans in ((before, olds), (after, news))
            ]
            found += _paired(kind, *texts)
    return tuple(found)


def _changed(text: Tokens, first: int, last: int, kind: CalledKind) -> list[int]:
    """The words of a change that are figures or names; whether a figure goes up or down is a part of it."""
    words = range(first, min(last, first + _MOST))
    if kind == "name":
        return [index for index in words if is_name(text, index)]
    return [index for index in words if is_figure(text, index) or _is_direction(text, index)]


def _is_direction(text: Tokens, index: int) -> bool:
    following = text.bare(index + 1) if index + 1 < len(text.keys) else ""
    return text.bare(index).lower() in _DIRECTIONS and any(map(str.isdigit, following))


def _written(text: Tokens, span: Span) -> str:
    return " ".join(text.slice(*span).split())


def _around(text: Tokens, place: int, change: Span, phrase: Span) -> Span:
    """What stands in the other text where only a part of a phrase was put in: `Minister Kim` for `Minister JK Kim`."""
    first = max(0, place - max(0, change[0] - phrase[0]))
    end = min(len(text.keys), place + max(0, phrase[1] - change[1]))
    while first < end and text.bare(end - 1) in _CONNECTORS:
        end -= 1
    return first, end


def _paired(kind: CalledKind, olds: Sequence[str], news: Sequence[str]) -> list[Called]:
    """Old and new ones side by side, without those that both sides have."""
    kept = Counter(map(_key, olds)) & Counter(map(_key, news))
    left, right = _without(olds, kept), _without(news, kept)
    return [Called(kind, old, new) for old, new in zip_longest(left, right, fillvalue="")]


def _key(phrase: str) -> str:
    return " ".join(phrase.split())


def _without(phrases: Sequence[str], taken: Counter[str]) -> list[str]:
    left = taken.copy()
    found = []
    for phrase in phrases:
        if left[_key(phrase)]:
            left[_key(phrase)] -= 1
        else:
            found.append(phrase)
    return found


def _phrases(text: Tokens, indexes: Sequence[int], kind: CalledKind, change: Span) -> list[Span]:
    """The whole figures or names that words belong to, each once."""
    found: list[Span] = []
    end = 0
    for index in indexes:
        if index >= end:
            first, end = _figure(text, index) if kind == "figure" else _name(text, index, change)
            found.append((first, end))
    return found


def _figure(text: Tokens, index: int) -> Span:
    first, end = _reach(text, index, lambda at: is_figure(text, at) or text.bare(at) in _WITHIN_FIGURES)
    while text.bare(first) in _WITHIN_FIGURES:
        first += 1
    while text.bare(end - 1) in (",", ".", "-"):
        end -= 1
    alone = not any(text.bare(at).isalpha() and not _counts(text, at) for at in range(first, end))
    # What is counted: `seven steelmakers`.
    if (
        alone
        and end < len(text.keys)
        and text.keys[end][0] == " "
        and text.bare(end).isalpha()
        and (text.bare(end).islower() and len(text.bare(end)) > 3)
    ):
        end += 1
    return first, end


def _counts(text: Tokens, index: int) -> bool:
    return text.bare(index).lower() in _NUMBERS


def _name(text: Tokens, index: int, change: Span) -> Span:
    def belongs(at: int) -> bool:
        word = text.bare(at)
        if word == ".":
            return at > 0 and len(text.bare(at - 1)) <= 2 and _capital(text, at - 1)
        if word in _CONNECTORS:
            joins = word == "of" or change[0] <= at < change[1]
            return joins and 0 < at < len(text.keys) - 1 and is_name(text, at - 1) and is_name(text, at + 1)
        return is_name(text, at)

    first, end = _reach(text, index, belongs)
    while end - first > 1 and text.bare(end - 1) == ".":
        end -= 1
    return first, end


def _reach(text: Tokens, index: int, belongs: Callable[[int], bool]) -> Span:
    """The words around one that belong to it: first, and the one after the last."""
    first, end = index, index + 1
    while first > max(0, index - _REACH) and belongs(first - 1):
        first -= 1
    while end < min(len(text.keys), index + _REACH) and belongs(end):
        end += 1
    return first, end
