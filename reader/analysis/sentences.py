"""Where the sentences of a text are, as spans of that text.

The rules are our own. The sentencex library, tried first, ends a sentence within "Korea–U.S. Standards",
misses the end after "Chase & Co." and takes time that grows with the square of a text of opening quotation
marks. Here each full stop is looked at once, with a few characters on either side: time grows with length.

Where nothing tells, there is no boundary: two sentences taken for one read well, half a sentence does not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

Span = tuple[int, int]

_STOPS = ".!?…。！？｡।؟۔"
_WIDE_STOPS = "。！？｡"
_CLOSERS = "\"'”’»›)\\]）］」』】》〉"
_OPENERS = frozenset("“‘\"'«‹([（［「『【《〈")
# A full stop before one of these is inside its sentence: "etc., and", "Co. & Sons", "a.m. – 3 p.m.".
_NEVER_FIRST = frozenset(",;:&/-–—%)]}”’、，；：）」』")

# Classes of wide characters take long to compile, and this module is imported before the first screen is drawn:
# these patterns stay text until a line is looked at.
_compiled = cache(re.compile)
_STOP = f"([{_STOPS}]++[{_CLOSERS}]*+)\\s*+"

# Each alphabet of enumeration: its first character and how many follow in order.
_ALPHABETS = {"①": 20, "⑴": 20, "⓫": 10, "⓵": 10, "❶": 10, "➀": 10, "➊": 10, "ⓐ": 26, "㉠": 14, "㉮": 14}
_ORDINALS = {chr(ord(first) + n): (first, n) for first, count in _ALPHABETS.items() for n in range(count)}
_BULLETS = frozenset("•‣◦∙▪▫■□▲△▶▷►◆◇◈●○◎★☆※❍➢✓✔")
_MARKS = frozenset((*_ORDINALS, *_BULLETS, *"*·–-"))
_MARK = f"[①-⒇⓫-⓾❶-❿➀-➓ⓐ-ⓩ㉠-㉻{''.join(sorted(_BULLETS))}]"
# A mark after one of these, or first in its line, needs no further proof that it begins an item.
_BEFORE_ITEM = frozenset('.!?…:;。！？；：”’")）')
# "as in ② above", "① and ②": the mark points at an item.
_POINTING = (",", "–", "~", "-", "and ", "or ", "to ", "through ", "above", "below")

_PAIRS = {
    ")": "(",
    "]": "[",
    "”": "“",
    "»": "«",
    "）": "（",
    "］": "［",
    "」": "「",
    "』": "『",
    "】": "【",
    "》": "《",
}
_PAIRED = r"[\"()\[\]“”«»（）［］「」『』【】《》]"
_LONGEST_PAIR = 2500  # characters; a mark that closes later than that closes something else
_DEEPEST = 64

_NOT_IN_WORD = re.compile(r"[^\w.]")
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|Ph\.D")
_DATE = re.compile(r"\d{4}\.\s?\d{1,2}")
_DATE_PART = re.compile(r"\d{1,2}\.")


def words(listed: str) -> frozenset[str]:
    """The set of the words in `listed`."""
    return frozenset(listed.split())


_NEVER_LAST = words(
    """
    Mr Mrs Ms Messrs Dr Prof Gov Sen Rep Reps Sens Gen Col Lt Maj Capt Cmdr Adm Sgt St Mt Ft Hon Rev Pres
    Amb Asst vs v cf viz approx ca incl e.g i.e
    """
)
_BEFORE_NUMBER = words(
    """
    No Nos Fig Figs Art Arts Sec Vol Vols Ch pp p Para para no Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct
    Nov Dec
    """
)
_COMPANY = words("Co Inc Ltd Corp Bros Cos Pte Pty Bhd")
_NAME_ENDS = words("Jr Sr al Univ Dept Est Ave Blvd Assn")
_OFFICES = words(
    """
    CEO CFO CTO COO President Vice Chairman Chairwoman Chairperson Chair Chief Executive Director Senior
    Deputy Managing Founder Head Representative
    """
)
_STARTERS = words(
    """
    The This These Those It Its He She They Their We Our In On At As By For From To With During After
    Before Following Since While When If Although However Meanwhile Moreover Furthermore Additionally Also
    Both Such According Through There Here Then Thus Therefore Accordingly Upon Once A An But Finally
    Lastly Based Against Amid Despite Given Prior Ahead
    """
)
_LONGEST_ABBREVIATION = 7
_ROMAN = words("II III IV VI VII VIII IX")
_ABBREVIATIONS = _NEVER_LAST | _BEFORE_NUMBER | _COMPANY | _NAME_ENDS
# What goes on after "9 a.m.", besides the name of a time zone.
_DAYS = words(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
    August September October November December UTC Z
    """
)
_AUXILIARIES = words("is are was were be been has have had will would can could may might must shall should")


def sentences(text: str) -> list[Span]:
    """The sentences of `text` in order, without the space around them.

    Every character that is not white space is in exactly one of them. A line end always ends a sentence. So
    does the mark of an enumeration (❶, •): an item is a sentence even where only the last has a full stop.
    """
    return [span for line in lines(text) for span in line_sentences(text, *line)]


def lines(text: str) -> Iterator[Span]:
    """The lines of `text` that hold more than white space, without the space around them."""
    at = 0
    for line in text.splitlines(keepends=True):
        if kept := line.strip():
            start = at + line.index(kept[0])
            yield start, start + len(kept)
        at += len(line)


def line_sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of the one line `text[start:end]`, which neither begins nor ends with white space."""
    if end - start < 4:
        return [(start, end)]
    found: list[Span] = []
    stops = _compiled(_STOP)
    for first, last in pairwise((start, *_items_within(text, start, end), end)):
        begin = first
        for match in stops.finditer(text, first, last):
            following = match.end()
            if following < last and _ends_sentence(text, begin, match, last):
                found.append((begin, match.end(1)))
                begin = following
        found.append((begin, begin + len(text[begin:last].rstrip())))
    return found


def item_mark(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The mark that makes `text[start:end]` an item: its alphabet and place, ("❶", 2) for ❸, ("•", 0) for •."""
    mark = text[start]
    if mark not in _MARKS:
        return None
    if mark in _ORDINALS:
        return _ORDINALS[mark]
    rest = text[start + 1 : min(end, start + 9)]
    first = rest.lstrip()[:1]
    if mark in _BULLETS:  # doubled, it stands for a withheld name: "○○ Corp."
        begins = first.isalnum() or first in _OPENERS
    else:
        begins = first.isalpha() and (mark == "*" or rest[0].isspace())
    return (mark, 0) if begins else None


def enclosed(text: str, start: int, end: int, points: Sequence[int]) -> set[int]:
    """Those of `points`, which ascend, that lie within a quotation or bracket of `text[start:end]`.

    What is opened and never closed, or closed only after more than 2,500 characters, encloses nothing.
    """
    found: set[int] = set()
    pairs = iter(_pairs(text, start, end, points))
    pair = next(pairs, None)
    for at in points:
        while pair and pair[1] <= at:
            pair = next(pairs, None)
        if pair is None:
            break
        if pair[0] < at:
            found.add(at)
    return found


def _pairs(text: str, start: int, end: int, points: Sequence[int]) -> list[Span]:
    """The outermost quotations and brackets of `text[start:end]` that hold one of `points`."""
    spans: list[Span] = []
    opened: dict[str, list[int]] = {}
    count, passed = len(points), 0
    for match in _compiled(_PAIRED).finditer(text, start, end):
        mark, at = match[0], match.start()
        opener = _PAIRS.get(mark)
        if mark == '"' and not _opens(text, start, end, at):
            opener = mark
        if opener is None:
            _push(opened.setdefault(mark, []), at)
        elif stack := opened.get(opener):
            first = stack.pop()
            while passed < count and points[passed] <= at:
                passed += 1
            if passed and points[passed - 1] > first and at - first <= _LONGEST_PAIR:
                while spans and spans[-1][1] > first:
                    first = min(first, spans.pop()[0])
                spans.append((first, at + 1))
    return spans


def _push(stack: list[int], at: int) -> None:
    """Remember an opening mark; of very many that stay open only the latest can still matter."""
    stack.append(at)
    if len(stack) > _DEEPEST:
        del stack[: _DEEPEST // 2]


def _opens(text: str, start: int, end: int, at: int) -> bool:
    """Whether the straight quotation mark at `at` opens a quotation, by what stands beside it."""
    after_space = at == start or text[at - 1].isspace() or text[at - 1] in "([—–“"
    return after_space and at + 1 < end and not text[at + 1].isspace()


def _items_within(text: str, start: int, end: int) -> Iterable[int]:
    """Where items begin inside a line: at marks that stand free, outside quotations and brackets."""
    free: dict[int, tuple[str, int]] = {}
    for match in _compiled(_MARK).finditer(text, start + 1, end):
        at = match.start()
        before = text[at - 1]
        if (before.isspace() or before in _BEFORE_ITEM or before == ",") and (
            mark := item_mark(text, at, end)
        ):
            free[at] = mark
    if not free:
        return ()
    for at in enclosed(text, start, end, list(free)):
        del free[at]
    return _in_order(text, start, end, free)


def _in_order(text: str, start: int, end: int, marks: dict[int, tuple[str, int]]) -> Iterator[int]:
    """Those of `marks` that begin an item; others point at one ("as in ② above") or are a sign ("▲3.5 %")."""
    present = set(marks.values())
    previous = item_mark(text, start, end)
    for at, (alphabet, place) in marks.items():
        if text[max(start, at - 8) : at].rstrip()[-1:] in _BEFORE_ITEM:
            begins = True
        elif alphabet in _BULLETS:
            begins = not text[at + 1].isdigit()
        elif place == 0:
            begins = (alphabet, 1) in present and not _points(text, at)
        else:
            begins = previous == (alphabet, place - 1)
        if begins:
            yield at
            previous = (alphabet, place)


def _points(text: str, at: int) -> bool:
    return text[at + 1 : at + 12].lstrip().startswith(_POINTING)


def _ends_sentence(text: str, begin: int, stop: re.Match[str], last: int) -> bool:
    """Whether the sentence that began at `begin` ends with `stop`, going by the words on either side."""
    following = stop.end()
    after, stops = text[following], stop[1]
    if following == stop.end(1):
        # Full-width stops need no space: 「はい。」と言った goes on, 「はい。」「いいえ。」 does not.
        return stops[-1] in _WIDE_STOPS or (stops[0] in _WIDE_STOPS and after in _OPENERS)
    if after.islower() or (after in _NEVER_FIRST and not item_mark(text, following, last)):
        return False
    if stops[0] != "." or stops[:2] == "..":
        return True
    at = stop.start()
    earliest = max(begin, at - _LONGEST_ABBREVIATION - 1)
    word = text[max(earliest, text.rfind(" ", earliest, at) + 1) : at]
    if not word.replace(".", "").isalnum():
        word = _NOT_IN_WORD.split(word)[-1]
    if word.isdigit():
        return not _number_goes_on(text, begin, stop, last)
    if len(word) > _LONGEST_ABBREVIATION or (
        len(word) > 1 and "." not in word and word not in _ABBREVIATIONS
    ):
        return True
    return _abbreviation_ends(text, begin, stop, word, last)


def _number_goes_on(text: str, begin: int, stop: re.Match[str], last: int) -> bool:
    """Whether the stop belongs to a number: "1. Overview", "2025. 11. 20."."""
    at, following = stop.start(), stop.end()
    if _numbers_list(text, begin, at):
        return True
    if not text[following].isdigit():
        return False
    return bool(_DATE_PART.match(text, following, last) or _DATE.search(text, max(begin, at - 8), at))


def _numbers_list(text: str, begin: int, at: int) -> bool:
    """Whether all that stands before the stop is the number of what follows: "1.", "A.", "IV."."""
    number = text[begin:at].lstrip("(") if at - begin < 6 else ""
    return (
        (len(number) < 4 and number.isdigit()) or (len(number) == 1 and number.isalpha()) or number in _ROMAN
    )


def _abbreviation_ends(text: str, begin: int, stop: re.Match[str], word: str, last: int) -> bool:
    """Whether a sentence ends with the abbreviation or initial `word` and its full stop."""
    following = stop.end()
    if word in _NEVER_LAST or _numbers_list(text, begin, stop.start()):
        return False
    if word in _BEFORE_NUMBER:
        return not text[following].isdigit()
    if word in ("a.m", "p.m"):
        return not _is_time_zone(text[following : min(last, following + 40)].split(None, 3))
    if word in _COMPANY:
        return _follows_company(text, begin, stop, last)
    if len(word) == 1 or word in _NAME_ENDS or _DOTTED.fullmatch(word):
        return not word.isdigit() and _starts_plainly(text, following, last)
    return True


def _is_time_zone(following: list[str]) -> bool:
    """Whether what follows an hour begins with its day or zone: "Monday", "KST", "Korea Standard Time"."""
    first = following[0].strip(",.()").replace(".", "")
    if first in _DAYS or (first.isupper() and first.endswith("T") and len(first) < 5):
        return True
    return any(word.strip(",.)") in ("time", "Time") for word in following[1:3])


def _starts_plainly(text: str, at: int, last: int) -> bool:
    """Whether a word stands at `at` that has a capital letter only because a sentence begins with it."""
    word = _FIRST_WORD.match(text, at, last)
    return word is not None and word[0] in _STARTERS and text[word.end() : word.end() + 1] in " ,\u00a0"


def _follows_company(text: str, begin: int, stop: re.Match[str], last: int) -> bool:
    """Whether a new sentence follows "Co." or "Inc.": one with a verb, after words that have theirs."""
    at, following = stop.start(), stop.end()
    if _starts_plainly(text, following, last):
        return True
    first, *others = text[following : min(last, following + 60)].split(None, 5)[:5]
    if first in _OFFICES or _AUXILIARIES.isdisjoint(others):
        return False
    return not _AUXILIARIES.isdisjoint(text[max(begin, at - 200) : at].split())
