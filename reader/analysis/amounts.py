"""Where a text writes numbers, and what each is worth: digits and words, scales, currencies, percent signs.

Decimal does the sums, so that 59.6 billion is 59,600,000,000 and not a little less. A library of numbers would only
read digits with commas, which is the smallest part of it, and would not say where in the text they stand.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import NamedTuple

_compiled = cache(re.compile)


def _listed(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _any(names: Iterable[str]) -> str:
    """A pattern of any of these, the longest first."""
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


_UNITS = _listed(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
    """
)
_TENS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
_WORTH = (
    {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)} | {"a": 1}
)
SCALES = {
    "dozen": 12,
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "mln": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bln": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "trln": 10**12,
    "trn": 10**12,
    "tn": 10**12,
    "quadrillion": 10**15,
}
"""What the words of scale are worth."""
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
"""Scales of money alone: of anything else an m is a metre."""
_SIGNS = {
    "$": "USD", "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "CAN$": "CAD",
    "HK$": "HKD", "NZ$": "NZD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR",
    "₫": "VND", "฿": "THB", "₱": "PHP", "₺": "TRY", "₽": "RUB", "₪": "ILS", "₸": "KZT",
    "₦": "NGN", "CN¥": "CNY", "JP¥": "JPY", "¥": "JPY", "￦": "KRW", "￥": "JPY",
}  # fmt: skip
_CODES = _listed(
    """
    USD KRW EUR JPY CNY GBP AUD CAD HKD NZD SGD TWD CHF INR THB VND IDR MYR PHP AED SAR QAR KWD BHD OMR JOD EGP TRY
    BRL MXN CLP RUB UAH KZT UZS MNT ZAR NGN KES SEK NOK DKK ISK PLN CZK HUF RON BGN RSD ILS PKR BDT LKR
    """
)
_PREFIXES = _SIGNS | {code: code for code in _CODES} | {"RMB": "CNY", "Rmb": "CNY"}
_NAMES = {
    "won": "KRW", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "euro": "EUR", "euros": "EUR", "dollar": "USD",
    "dollars": "USD", "rupees": "INR", "baht": "THB", "ringgit": "MYR", "rupiah": "IDR", "dong": "VND",
    "pounds sterling": "GBP", "Swiss francs": "CHF", "rubles": "RUB", "zloty": "PLN", "tenge": "KZT",
}  # fmt: skip
_DOLLARS = {
    "US": "USD", "U.S.": "USD", "American": "USD", "Canadian": "CAD", "Australian": "AUD", "Hong Kong": "HKD",
    "Singapore": "SGD", "New Zealand": "NZD", "Taiwan": "TWD", "Taiwanese": "TWD",
}  # fmt: skip
_LATER = _NAMES | {code: code for code in _CODES} | {"RMB": "CNY"}
_UNCERTAIN = frozenset(("¥", "￥", "rupees"))
"""Signs and names of several currencies."""

_WORDS = rf"(?i:(?:{_any(_TENS)})(?:[- ](?:{_any(_UNITS[1:10])}))?|{_any(_UNITS)}|an?(?=[ -](?:{_any(SCALES)})\b))\b"
_DIGITS = r"[0-9]++(?:,[0-9]{3}(?![0-9]))*+(?:\.[0-9]++)?+"
_NUMBER = rf"{_DIGITS}|(?<![\w-])(?=[aefnostzAEFNOSTZ])(?:{_WORDS})(?![’'])"
_SCALE = rf"(?:[ \u00a0\n-]?(?P<scale>(?i:{_any(SCALES)}))(?![\w]))"
_MORE = rf"(?:[ -](?P<more>(?i:{_any(SCALES)}))\b)?"
_LETTER = r"(?:(?P<letter>[kmbtKMBT])(?![\w’']))"
_TAIL = (
    r"(?:[ \u00a0\n-]?(?P<share>%(?:-?(?:points?|pt|p)\b| points?\b)?"
    r"|(?i:percentage[ -]points?|basis[ -]points?|bps?|per ?cent|pct)\b"
    r"|p\.p\.|pp\b)"
    rf"|[ \u00a0\n-](?:(?:South )?Korean |Japanese |Chinese )?(?P<name>{_any(_LATER)})(?!\w|’s)"
    rf"|[ \u00a0\n-](?P<whose>{_any(_DOLLARS)})[ -]dollars?\b)?"
)
_AFTER = rf"(?:{_SCALE}{_MORE}|{_LETTER})?{_TAIL}"
_SIGN = r"(?P<{}>(?<![\w)%])[-−–+±△▲▽▼↑↓]|(?<!\w)(?i:minus|plus) )?"
_LEAD = (
    rf"{_SIGN.format('first')}(?:(?<![\w$])(?P<currency>{_any(_PREFIXES)})[ \u00a0]?)?{_SIGN.format('sign')}$"
)
_BEFORE = 14
_FEWEST_WON = 100
"""Fewer are no money: `of 16 won`."""
_MOST_DIGITS = 15
"""More than that is no amount, and no value of a float."""
_NEGATIVE = frozenset(("-", "−", "–", "△", "▽", "▼", "↓", "minus"))
_UNCERTAIN_SIGNS = frozenset("±▲")
_DASHES = frozenset("-–—~∼")
_JOINED = frozenset("/.,:#@&=_^’'*")
_POINTS = ("point", "bp", "%p", "%-p", "pp", "p.p")


class Amount(NamedTuple):
    """A number with what is written around it."""

    start: int
    end: int
    value: Decimal
    """Without scale, and with its sign."""
    scale: int | None
    currency: str | None
    share: str | None
    """The sign or word of a percentage, in small letters."""
    number: str
    """The digits or words alone."""
    signed: bool
    """A sign is written before it."""
    leading: bool
    """The currency stands before the number."""
    doubtful: bool

    @property
    def bare(self) -> bool:
        """A number and nothing else."""
        return self.scale is None and self.currency is None and self.share is None

    @property
    def points(self) -> bool:
        """Whether a share is one of percentage points, or of hundredths of them."""
        return self.share is not None and any(mark in self.share for mark in _POINTS)

    @property
    def year(self) -> bool:
        """Whether it may be one."""
        return (
            self.bare and self.number[:2] in ("19", "20") and len(self.number) == 4 and self.number.isdigit()
        )

    def worth(self, scale: int | None = None) -> Decimal:
        """The number in whole units; `scale` where it has none of its own."""
        hundredths = self.share is not None and self.share.startswith("b")
        return self.value * (self.scale or scale or 1) / (100 if hundredths else 1)


def amounts(text: str, most: int) -> Iterator[Amount]:
    """The numbers of a text in order, of the first so many places where one may stand.

    Numbers of names and editions (FA-50, 5G, 2nd, 3.5.1), times, phone numbers and fractions are none.
    """
    end = 0
    for match in islice(_compiled(_NUMBER).finditer(text), most):
        if match.start() >= end and (found := _amount(text, match, end)):
            end = found.end
            yield found


def _amount(text: str, match: re.Match[str], previous: int) -> Amount | None:
    """The amount whose digits or words were matched; `previous` is where the amount before it ends."""
    start = match.start()
    lead = _compiled(_LEAD).search(text, max(previous, start - _BEFORE), start)
    sign = ((lead["sign"] or lead["first"] or "") if lead else "").strip().lower()
    first = lead.start() if lead else start
    value = _value(match[0])
    if value is None or sign in _UNCERTAIN_SIGNS or _is_joined(text, first, previous):
        return None
    tail = _compiled(_AFTER).match(text, match.end())
    prefix = lead["currency"] if lead else None
    found = _read(match[0], first, value, prefix, tail) if tail else None
    if found is None or _goes_on(text, found.end):
        return None
    return found._replace(value=-value if sign in _NEGATIVE else value, signed=bool(sign))


def _read(number: str, first: int, value: Decimal, prefix: str | None, tail: re.Match[str]) -> Amount | None:
    """A number with the currency before it and what stands after it; None where it is a count of something won."""
    name, whose = tail["name"], tail["whose"]
    currency = _PREFIXES[prefix] if prefix else _LATER[name] if name else _DOLLARS[whose] if whose else None
    if tail["letter"] and not currency:  # 5m is no five million
        return Amount(first, tail.start(), value, None, None, None, number, False, False, False)
    scale = None
    if written := tail["scale"]:
        scale = SCALES[written.lower()] * (SCALES[tail["more"].lower()] if tail["more"] else 1)
    elif tail["letter"]:
        scale = _LETTERS[tail["letter"].lower()]
    if name == "won" and prefix is None and scale is None and value < _FEWEST_WON:
        return None
    share = tail["share"].lower() if tail["share"] else None
    doubtful = prefix in _UNCERTAIN or name in _UNCERTAIN or bool(currency and share)
    return Amount(
        first, tail.end(), value, scale, currency, share, number, False, prefix is not None, doubtful
    )


def _value(number: str) -> Decimal | None:
    """What digits or words are worth; None for what is a name rather than an amount: 007, 20 digits."""
    if number[0].isdigit():
        if len(number) > _MOST_DIGITS or (number[0] == "0" and number[1:2].isdigit()):
            return None
        return Decimal(number.replace(",", ""))
    return Decimal(sum(_WORTH[word] for word in number.lower().replace("-", " ").split()))


def _is_joined(text: str, first: int, previous: int) -> bool:
    """Whether a number belongs to what stands before it: `FA-50`, `10:30`, `3.5.1`, `two hundred and`."""
    if not first or first == previous:
        return bool(first)
    before = text[first - 1]
    if before in _DASHES:
        return first - 1 != previous and not text[max(0, first - 2)].isspace()
    return (
        before.isalnum()
        or before in _JOINED
        or before in "$€£¥₩"
        or text.endswith(("hundred and ", "half "), 0, first)
    )


def _goes_on(text: str, end: int) -> bool:
    """Whether a number is a part of something else that goes on after it: `3.5.1`, `24/7`, `10:30`."""
    return end + 1 < len(text) and text[end] in "/.,:" and text[end + 1].isdigit()
