"""Whether a share says that something rose or fell, and against what: `fell 10.5 percent from a year earlier`.

The words next to the number decide: a noun after it (`a 6.7 percent decrease`), a verb or noun before it with nothing
but adverbs between (`fell sharply by about 10.5 percent`), or the verb of its clause before `by` (`cut emissions by
40 percent`). A level is no change: `fell to 3 percent`, `a 25 percent tariff`.
"""

import re
from functools import cache
from typing import NamedTuple

from reader.analysis.sentences import words

_compiled = cache(re.compile)

_DOWN = words(
    """
    fell fall falls falling fallen decline declined declines declining decrease decreased decreases decreasing drop
    dropped drops dropping down shrank shrink shrinks shrinking shrunk slid slide slides sliding plunge plunged plunges
    plunging contract contracted contracting contraction tumble tumbled slip slipped slipping dip dipped slump slumped
    plummet plummeted plummeting lost loses reduce reduced reduces reducing reduction reductions cut cuts cutting lower
    lowered lowers lowering slash slashed slashing narrow narrowed narrows narrowing weaken weakened weakening halve
    halved retreat retreated retreating backtracked diminish diminished diminishing curb curbed curbing trim trimmed
    trimming downturn ease eased easing minus negative depreciate depreciated depreciation
    """
)
_UP = words(
    """
    rose rise rises rising risen increase increased increases increasing up grew grow grows growing grown growth climb
    climbed climbs climbing gain gained gains gaining jump jumped jumps jumping surge surged surges surging soar soared
    soaring expand expanded expands expanding expansion advance advanced advancing raise raised raises raising boost
    boosted boosting add added adding rebound rebounded edge edged improve improved improving improvement strengthen
    strengthened plus higher appreciate appreciated appreciation leap leaped leapt widen widened accelerate accelerated
    hike hiked uptick upturn skyrocketed
    """
)
_FILLERS = words(
    """
    by about around approximately nearly roughly almost some over more less than at least only just merely even sharply
    significantly slightly steeply marginally modestly substantially moderately considerably dramatically rapidly
    steadily further back another an a estimated total cumulative combined average as much of between
    respectively annually yearly overall rate annual annualized on-year on-month year-on-year month-on-month
    quarter-on-quarter y-o-y yoy
    """
)
_LEVELS = words("to from reaching at below above under until accounting")
_NOT_BY = words(
    "driven led followed accompanied offset supported backed caused affected outweighed offered owned"
)
_CLAUSE = 160
"""Characters before a share that say of it whether it rose or fell."""
_FARTHEST = 20
"""Words between a word of change and its share."""
_ADVERBS = (
    r"(?:sharp |steep |slight |modest |significant |further |annual |overall |average |net |real |drastic )?"
)
_BASE_WORD = (
    r"(?:year|month|quarter|week)[- ](?:on|over)[- ](?:year|month|quarter|week)|y-o-y|m-o-m|q-o-q|[Yy]o[Yy]|YOY|"
    r"[Mm]o[Mm]|[Qq]o[Qq]|MOM|QOQ|y/y|m/m|q/q|on(?:-| | the )(?:year|month|quarter|week)"
)
_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SPAN = r"(?:year|month|quarter|week|day|period|half|decade|season|term)"
_EARLIER = r"(?:earlier|ago|before|prior|previously)"
_PAST = rf"(?:last|previous|preceding|prior) {_SPAN}(?:’s|'s)?(?: (?:levels?|average|figure|period))?"
_TARGET = (
    rf"(?:the )?same (?:{_SPAN}|time|{_MONTH})(?:,? (?:of |in )?(?:the )?(?:{_PAST}|(?:a |one )?year {_EARLIER}"
    rf"|(?:{_MONTH} )?{_YEAR}))?"
    rf"|(?:a|one|the|two|three|five|ten) {_SPAN}s? {_EARLIER}"
    rf"|{_MONTH}(?: {_YEAR}| last year| of last year)"
    rf"|(?:the )?{_PAST}"
    rf"|last (?:{_MONTH})"
    rf"|(?:the )?(?:{_YEAR}) ?(?:levels?|average|baseline|figure)?(?! to\b)(?![\w-])"
    rf"|(?:the )?(?:first|second|third|fourth) (?:quarter|half) of (?:{_YEAR}|last year)"
)
_AGAINST = (
    r"(?:(?i:compared) (?:to|with)|(?i:relative) to|(?i:versus)|vs\.?|(?i:from|over|than|against|below|above|on))"
    rf"(?: that of| those of| in| the level of)? (?:{_TARGET})(?!\w)"
)
_BASE = rf"(?<![\w-])(?:(?i:{_BASE_WORD})(?![\w-])|{_AGAINST})"
_AFTER = rf"[ -](?:(?i:{_BASE_WORD})[ -])?{_ADVERBS}(?P<noun>[A-Za-z][a-z]+)(?![\w-])(?P<next>(?: [a-z]+)?)"
_WORD = re.compile(r"[\w’'.-]+")
_NEXT = re.compile(r"\s([^\W\d_]+)")
_BREAK = re.compile(r"[.;:!?][\s”\"’)]|\n")
_ASIDE = re.compile(r"\([^()]*\)")
_COMMA = re.compile(r"[,(–—]|\b(?:while|whereas|but)\b")
_NOUNS_DOWN = words(
    "decrease decreases drop drops decline declines fall falls reduction reductions contraction cut cuts slump plunge "
    "dip downturn lower less fewer down below depreciation"
)
_NOUNS_UP = words(
    "increase increases rise rises growth gain gains jump surge expansion hike up higher more above improvement "
    "appreciation leap uptick rebound"
)
_ALSO_VERBS = words("drop drops decline declines fall falls decrease decreases cut cuts slump plunge dip")
_GO_ON = words(
    "from in compared over of by and or on to against at for between during than versus while as this per"
)
_DETERMINERS = words("a an the its their this another further")
_ACTS = words(
    "reduce reduced reduces reducing cut cuts cutting lowered lowers lowering slash slashed slashing trim trimmed "
    "trimming curb curbed curbing lose loses halve halved raise raised raises raising add added adding"
)
"""What somebody does to something."""
_AMOUNTING = words("totaled totalled to reached was were at recorded is averaged")
_SUBJECT_DOWN = re.compile(
    r"\b(?:decrease|decline|drop|fall|reduction|contraction) in (?:[\w’-]+ ){1,5}?"
    r"(?:(?:total?led|reached|was|were|recorded|is|averaged) |(?:amounted|came|stood) (?:to|at) )"
    r"(?:about |around |an? |estimated |only |just |over |nearly )*$"
)
_NOT_NOUNS = words("payment payments into within under short off on out")


class Change(NamedTuple):
    """What the words around a share say."""

    sign: int
    """-1 where something fell, 1 where it rose, 0 where nothing changed or nothing says so."""
    doubtful: bool = False
    aimed: bool = False
    """Something is brought to rise or fall by so much: `cut emissions by 40 percent`."""


def change(text: str, start: int, end: int) -> Change:
    """Whether the share `text[start:end]` is that of a rise or a fall."""
    window = _clause(text, start)
    found = _WORD.findall(window)
    after = _compiled(_AFTER).match(text, end, end + 80)
    if after and (sign := _sign_after(after["noun"].lower(), after["next"].strip(), found)):
        return Change(sign)
    passed = len(found)
    while passed and found[passed - 1].lower() in _FILLERS:
        passed -= 1
    joining = [word for word in map(str.lower, found[passed:]) if word in ("by", "of")]
    filler = joining[0] if joining else ""
    word = found[passed - 1].lower() if passed else ""
    if sign := _sign(word):
        if _is_level(text, end, word, filler):
            return Change(0)
        negative = passed > 1 and found[passed - 2].lower() == "negative"
        return Change(-1 if negative else sign, aimed=word in _ACTS)
    return _farther(window, found[:passed], word, filler)


def _farther(window: str, found: list[str], word: str, filler: str) -> Change:
    """What a clause says whose word of change does not stand beside the share."""
    if filler == "by" and word not in _NOT_BY and word not in _LEVELS:
        return _verb_of(window)
    if filler == "of":
        return _noun_of(found)
    if word == "or":
        return Change(0, doubtful=_verb_of(window).sign < 0)
    return Change(-1 if word in _AMOUNTING and _SUBJECT_DOWN.search(window) else 0)


def base(text: str, start: int, end: int, following: int) -> str | None:
    """What the share `text[start:end]` is measured against, as written; the next share begins at `following`."""
    if text.endswith(" to ", 0, start):
        return None
    stop = min(len(text), following, end + 120)
    broken = _BREAK.search(text, end, stop)
    if broken:
        stop = broken.start()
    found = _compiled(_BASE).search(text, end, stop)
    if found and _reaches(text[end : found.start()]):
        return found[0]
    before = text[max(0, start - _CLAUSE) : start]
    cut = max((one.end() for one in _BREAK.finditer(before)), default=0)
    before = before[cut:]
    if "percent" in before or "%" in before:
        return None
    every = list(_compiled(_BASE).finditer(before))
    return every[-1][0] if every and _leads(before, every[-1]) else None


def _reaches(between: str) -> bool:
    """Whether nothing between a share and what may be its base begins another statement."""
    return len(between) < 70 and not re.search(
        r"\b(?:while|whereas|and|but|which|as|with|after)\b|;", between
    )


def _leads(before: str, found: re.Match[str]) -> bool:
    """Whether a base before its share opens the sentence or belongs to the word of change: `year-on-year growth of`."""
    opening = before[: found.start()].strip(" ,(") == "" or "," not in before[found.end() :].strip(" ,")
    return opening and len(before) - found.end() < 110


def _clause(text: str, start: int) -> str:
    before = text[max(0, start - _CLAUSE) : start]
    cut = max((one.end() for one in _BREAK.finditer(before)), default=0)
    return before[cut:]


def _sign_after(noun: str, following: str, before: list[str]) -> int:
    """What the word after a share says of it: a noun (`a 5 percent drop`), but no verb (`5 percent drop out`)."""
    sign = -1 if noun in _NOUNS_DOWN else 1 if noun in _NOUNS_UP else 0
    if following in _NOT_NOUNS:
        return 0
    if noun in _ALSO_VERBS and following and following not in _GO_ON:
        return sign if not _DETERMINERS.isdisjoint(word.lower() for word in before[-3:]) else 0
    return sign


def _is_level(text: str, end: int, word: str, filler: str) -> bool:
    """Whether a share is what something is done to, or a limit: `cut 25 percent tariffs`, `lower than 3 percent`."""
    if filler:
        return False
    following = _NEXT.match(text, end)
    noun = following is not None and following[1] not in _GO_ON
    return word in ("lower", "higher") or (word in _ACTS and noun)


def _sign(word: str) -> int:
    return -1 if word in _DOWN else 1 if word in _UP else 0


def _verb_of(window: str) -> Change:
    """The last word of change in a clause whose share stands after `by`: `cut emissions by 40 percent`."""
    clause = _COMMA.split(_ASIDE.sub("", window))[-1]
    for part, certain in ((clause, True), (window, False)):
        for word in _WORD.findall(part)[: -_FARTHEST - 1 : -1]:
            if sign := _sign(word.lower()):
                return Change(sign, doubtful=not certain and sign < 0, aimed=True)
    return Change(0)


def _noun_of(found: list[str]) -> Change:
    """`a fall in prices of 12 percent`."""
    for index in range(len(found) - 1, max(0, len(found) - 7), -1):
        if found[index].lower() == "in":
            return Change(_sign(found[index - 1].lower()))
    return Change(0)
