"""What a number counts: the noun or the measure after it, `16 petrochemical companies`, `300 MW`, `2.7 million tons`.

A plural among the next few words is what is counted; a number without one counts nothing that can be told.
"""

import re
from functools import cache

from reader.analysis.amounts import Amount
from reader.analysis.sentences import Span, words

_compiled = cache(re.compile)

_SYMBOLS = (
    "[kMGT]W(?:h|p|e|th)?|km[²2]?/h|km[²2]?|m[²2³3]|cm|mm|nm|[kM]g|MT|Mt|ha|[kM]?TOE|[kM]toe|TEUs?|GT|DWT|dwt|CGT"
    "|[kMG]Hz|[GMT]bps|[TGMPE]B|TOPS|tCO2(?:e|eq)?|bpd|b/d|°C|°F|℃|bar|kV|V|kcal|MMBtu|Nm[³3]|"
    "[mtg](?=[ .,;)])"
)
_MEASURE = rf"[ \u00a0-]?(?P<unit>{_SYMBOLS})(?![\w²³])"
_DEGREES = r"[ -](?P<unit>degrees? (?:Celsius|Fahrenheit|centigrade))\b"
_NEXT = r"[ \u00a0](?P<word>[^\W\d_]+(?:[-’'&/.][^\W\d_]+)*)"
_MOST_WORDS = 5
_STOPS = words(
    """
    of in and or to for by with from per is are was were be been has have had will would can could may might must shall
    should that which who whose as at on the a an this these those its their his her our it they he she we than then
    when where while if but so not no into onto over under after before until since during through against between among
    via each annually yearly years’ more less fewer higher lower up down respectively later ago earlier away percent
    plus minus also both either only a.m p.m am pm AM PM KST GMT UTC
    """
)
_NO_PLURALS = words(
    """
    this its his has is was as us yes thus plus bus gas across always perhaps towards besides sometimes afterwards
    overseas series headquarters does says goes various previous serious famous numerous business access process
    progress success congress press express less class address basis analysis crisis status campus focus virus bonus
    news means economics politics logistics electronics robotics physics mathematics athletics ethics statistics tactics
    """
)
_PLURALS = words(
    "people men women children staff personnel aircraft vessels data police feet mice cattle sheep fish"
)
"""Plurals that do not look like one, besides those that end in an s."""
_LABELS = words(
    """
    article articles page pages chapter phase version number no section step stage level grade room line type category
    class paragraph annex appendix figure table item rule act round day week year zone block unit track volume
    """
)
"""What a number after one of these names and does not count."""
_BEFORE_NUMBER = words(
    """
    the a an all some about over more than of in and or with to for by from at only nearly almost around approximately
    another these those its their other every roughly least most up between among through has have had
    are were was is as total into against on that which including where while when after before since currently
    """
)
_ONE_IN = re.compile(r"\b(?:one|two|three|[0-9]+) in (?:every )?$")
_ALMOST = words("about approximately some around nearly roughly almost")
_ARTICLES = words("the both these those all")


def counted(text: str, start: int, end: int, sample: Amount) -> Span | None:
    """Where the noun or measure stands that the number `text[start:end]` counts; None where none can be told."""
    if measure := _compiled(f"(?:{_MEASURE}|{_DEGREES.replace('unit', 'degrees')})").match(text, end):
        return measure.span("unit") if measure["unit"] else measure.span("degrees")
    if end < len(text) and text[end] not in " \u00a0":
        return None
    wordy = not sample.number[0].isdigit()
    if _names(text, start, wordy) or (wordy and sample.scale is None and sample.value <= 1):
        return None
    if sample.year and not _ALMOST & set(text[max(0, start - 16) : start].lower().split()[-1:]):
        return None
    return _plural(text, end)


def _plural(text: str, end: int) -> Span | None:
    """The first plural among the words that follow, with nothing but blanks between them."""
    for _ in range(_MOST_WORDS):
        match = _compiled(_NEXT).match(text, end)
        if not match:
            return None
        word = match["word"]
        lower = word.lower()
        if lower in _STOPS or word in _STOPS or lower.endswith(("’s", "'s")):
            return None
        if _is_plural(lower) or (word[-1] == "s" and word[-2:-1].isupper()):
            # "standards bodies": the bodies are counted.
            further = _compiled(_NEXT).match(text, match.end())
            compound = further and further["word"] not in _STOPS and _is_plural(further["word"])
            return further.span("word") if further and compound else match.span("word")
        end = match.end()
    return None


def _is_plural(word: str) -> bool:
    if word in _PLURALS:
        return True
    last = word.rsplit("-", 1)[-1]
    return (
        len(last) > 2
        and last.endswith("s")
        and not last.endswith(("ss", "ous", "us", "is", "ics"))
        and last not in _NO_PLURALS
    )


def _names(text: str, start: int, wordy: bool) -> bool:
    """Whether a number is a name by the word before it (`Article 3`, `phase 2`), or only refers: `the two sides`."""
    before = text[max(0, start - 24) : start]
    if not before or before[-1] not in " \u00a0":
        return False
    word = before.split()[-1] if before.split() else ""
    lower = word.strip("“‘(\"'").lower()
    if lower in ("in", "every") and _ONE_IN.search(before):
        return True
    if lower in _LABELS or (wordy and lower in _ARTICLES):
        return True
    return word[:1].isupper() and lower not in _BEFORE_NUMBER and word[-1] not in ",;:.)”"
