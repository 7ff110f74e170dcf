"""Figures: what numbers a release gives, what they are worth, and which numbers are none."""

import datetime as dt
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import figures
from reader.facts import Figure

DAY = "2025-12-15"

_PIECES = [
    "USD", "KRW", "$", "€", "won", "1", "2.5", "10", "1,000", "2025", "five", "twenty", "a", "hundred", "million",
    "billion", "bn", "percent", "%", "%p", "percentage points", "to", "and", "–", "-", "~", "from", "between", "of",
    "fell", "rose", "by", "down", "cut", "year-on-year", "from a year earlier", "companies", "tons", "MW", "December",
    "May", "Monday,", "3", "4", "2026", "Q3", "first half of", "in", "next year", ".", ",", "(", ")", "\n", "½", "조",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(alphabet="0123456789 .,-–%$€aMmk()USDKRW\nApril", max_size=60),
    st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=30).map("".join),
    st.text(max_size=60),
)


def found(text: str, *kinds: str) -> list[Figure]:
    return [one for one in figures.find(text, DAY) if not kinds or one.kind in kinds]


def only(text: str, *kinds: str) -> Figure:
    (one,) = found(text, *kinds)
    return one


@pytest.mark.parametrize(
    ("text", "written", "value", "currency"),
    [
        ("Exports of USD 59.6 billion.", "USD 59.6 billion", 59.6e9, "USD"),
        ("a target of $20 bln for", "$20 bln", 20e9, "USD"),
        ("worth USD5.2bn", "USD5.2bn", 5.2e9, "USD"),
        ("KRW 1.2 trillion in loans", "KRW 1.2 trillion", 1.2e12, "KRW"),
        ("some 300 billion won", "300 billion won", 300e9, "KRW"),
        ("a 29-billion won fund", "29-billion won", 29e9, "KRW"),
        ("over KRW five trillion", "KRW five trillion", 5e12, "KRW"),
        ("a hundred million dollars", "a hundred million dollars", 100e6, "USD"),
        ("KRW 1 trillion 200 billion for piers", "KRW 1 trillion 200 billion", 1.2e12, "KRW"),
        ("€35m and no more", "€35m", 35e6, "EUR"),
        ("RMB 8.4 billion", "RMB 8.4 billion", 8.4e9, "CNY"),
        ("HK$ 900,000 a year", "HK$ 900,000", 900_000, "HKD"),
        ("3 billion Canadian dollars", "3 billion Canadian dollars", 3e9, "CAD"),
        ("a loss of -$5 million", "-$5 million", -5e6, "USD"),
        ("5,000 won a head", "5,000 won", 5000, "KRW"),
        ("5 million US dollars", "5 million US dollars", 5e6, "USD"),
    ],
)
def test_money(text: str, written: str, value: float, currency: str) -> None:
    one = only(text, "money")
    assert (one.text, one.value, one.currency, one.high, one.doubtful) == (
        written,
        value,
        currency,
        None,
        False,
    )


def test_a_sign_of_two_currencies_leaves_doubt() -> None:
    assert only("¥500 million").doubtful


@pytest.mark.parametrize(
    "text", ["They won 3 medals.", "Team 16 won.", "half a billion dollars", "tens of billions of won"]
)
def test_what_is_no_money(text: str) -> None:
    assert found(text, "money") == []


@pytest.mark.parametrize(
    ("text", "value", "base"),
    [
        ("Exports rose 6.7 percent year-on-year.", 6.7, "year-on-year"),
        ("Exports fell 10.5 percent from a year earlier.", -10.5, "from a year earlier"),
        ("Imports dropped sharply by about 3%.", -3, None),
        (
            "They were down 10.5 percent compared to the same period last year.",
            -10.5,
            "compared to the same period last year",
        ),
        ("a 6.7 percent decrease", -6.7, None),
        ("an 18.7 percent year-on-year decline to", -18.7, "year-on-year"),
        ("A 5 percent share fell away.", 5, None),
        ("Prices are 5 percent lower than a year ago.", -5, "than a year ago"),
        ("Compared with last year, sales fell 3.3 percent.", -3.3, "Compared with last year"),
        ("It cut emissions (of all kinds) by 40 percent from 2018 levels.", -40, "from 2018 levels"),
        ("The fall in prices of 12 percent", -12, None),
        ("The decrease in exports amounted to 11 percent.", -11, None),
        ("cars (-2.6%)", -2.6, None),
        ("cars (↓2.6%)", -2.6, None),
        ("growth of negative 2.7 percent", -2.7, None),
        ("The rate fell to 3.2 percent.", 3.2, None),
        ("They cut 25 percent tariffs.", 25, None),
        ("It is kept lower than 3 percent.", 3, None),
        ("driven by 5 percent", 5, None),
        ("15 percent of total exports", 15, None),
        ("a 5 percent down payment", 5, None),
        ("5 percent fall into debt", 5, None),
        ("fifty percent", 50, None),
        ("100 percent of orders from 2024 to 2026", 100, None),
    ],
)
def test_shares(text: str, value: float, base: str | None) -> None:
    one = only(text, "percent")
    assert (one.value, one.base, one.unit, one.doubtful) == (value, base, None, False)


def test_the_verb_and_the_noun_of_a_share_are_no_part_of_it() -> None:
    assert only("fell by 10.5 percent").text == "10.5 percent"
    assert only("a 6.7 percent decrease").text == "6.7 percent"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("up 2.4 percentage points", 2.4),
        ("down 0.1%p", -0.1),
        ("1.2 percentage points less", -1.2),
        ("cut by 25 basis points", -0.25),
    ],
)
def test_points(text: str, value: float) -> None:
    one = only(text)
    assert (one.value, one.unit) == (value, "pp")


def test_shares_side_by_side_go_the_same_way() -> None:
    assert [one.value for one in found("fell 5.1 percent and 3.2 percent, respectively")] == [-5.1, -3.2]
    assert [one.value for one in found("rose 1.5 and 2.5 percent")] == [1.5, 2.5]
    steel, ships = found("Steel fell 10.6 percent and ships 28.1 percent.")
    assert (steel.value, steel.doubtful) == (-10.6, False)
    assert (ships.value, ships.doubtful) == (-28.1, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The budget decreased by KRW 306.1 billion (1.6%) from this year.", -1.6),
        ("a KRW 306.1 billion (1.6%) decrease", -1.6),
        ("It fell to KRW 306.1 billion (1.6%).", 1.6),
        ("of which KRW 306.1 billion (1.6%)", 1.6),
        ("Next Year's Budget: 1.6% Decrease", -1.6),
    ],
)
def test_a_share_in_brackets_goes_where_its_money_goes(text: str, value: float) -> None:
    assert only(text, "percent").value == value


def test_a_line_end_within_an_amount() -> None:
    assert only("of 21.5\ntrillion won").value == 21.5e12


@pytest.mark.parametrize(
    ("text", "value", "high"),
    [
        ("53–61 percent", 53, 61),
        ("between 10 and 20 percent", 10, 20),
        ("between 10 percent and 20 percent", 10, 20),
        ("reducing emissions by 53–61 percent", 53, 61),
        ("fell by 4 to 6 percent", -4, -6),
        ("USD 2.7 to 3.7 billion", 2.7e9, 3.7e9),
        ("$1.5–2 billion", 1.5e9, 2e9),
        ("EUR 450 million to 600 million", 450e6, 600e6),
        ("USD 500 million to 1.2 billion", 500e6, 1.2e9),
        ("2 to 3 trillion won", 2e12, 3e12),
        ("2.7 to 3.7 million tons", 2.7e6, 3.7e6),
    ],
)
def test_ranges(text: str, value: float, high: float) -> None:
    one = only(text)
    assert (one.value, one.high, one.doubtful) == (value, high, False)


def test_the_base_is_that_of_the_change_and_not_of_the_level() -> None:
    change, level = found("It fell 0.3 percentage points to 2.4 percent from a month earlier.")
    assert (change.base, level.base) == ("from a month earlier", None)


def test_one_or_the_next() -> None:
    one = only("2 or 3 ships")
    assert (one.value, one.high) == (2, 3)
    assert [figure.text for figure in found("5 or 10 ships")] == ["10 ships"]


def test_from_one_to_another_is_no_range() -> None:
    assert [one.value for one in found("from 100 percent to 75 percent")] == [100, 75]
    assert [one.value for one in found("rose from $2 billion to $3 billion")] == [2e9, 3e9]
    assert only("raised from 10 to 20 percent").doubtful


@pytest.mark.parametrize(
    ("text", "written", "value", "unit"),
    [
        ("All 16 petrochemical companies met.", "16 petrochemical companies", 16, "companies"),
        ("more than 60 experts", "60 experts", 60, "experts"),
        ("three agreements were signed", "three agreements", 3, "agreements"),
        ("a park of 300 MW", "300 MW", 300, "MW"),
        ("a 1.4GW-class park", "1.4GW", 1.4, "GW"),
        ("about 2000 people", "2000 people", 2000, "people"),
        ("below minus 163 degrees Celsius", "minus 163 degrees Celsius", -163, "degrees Celsius"),
        ("the world’s three standards bodies", "three standards bodies", 3, "bodies"),
        ("a farm of 1,000 GPUs", "1,000 GPUs", 1000, "GPUs"),
        ("a dozen ships", "a dozen ships", 12, "ships"),
        ("3.2 times the price", "3.2 times", 3.2, "times"),
    ],
)
def test_counts(text: str, written: str, value: float, unit: str) -> None:
    one = only(text)
    assert (one.text, one.kind, one.value, one.unit) == (written, "count", value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "FA-50 jets", "ISO 9001 audits", "WT/DS600", "5G towers", "the 2nd and 5th forums", "Article 3 rules",
        "phase 2",
        "044-203-5320 lines", "+82-2-555-0142", "10:30 a.m.", "version 3.5.1 tools",
        "1/2 of tickets", "24/7 lines",
        "the two countries", "one of the companies", "a five-year plan", "their 2024 imports", "007 films",
        "Windows 11 users",
        "two hundred and fifty ships", "12,34 ships", "±3 percent", "the 1990s", "one in five ships",
        "1" * 400 + " ships", "", "8,7 percent",
    ],
)  # fmt: skip
def test_what_is_no_figure(text: str) -> None:
    assert found(text) == []


def test_a_fraction_of_two_words() -> None:
    one = only("three-fourths of the ships")
    assert (one.text, one.kind, one.value) == ("three-fourths", "other", 0.75)


@given(TEXTS, st.sampled_from([DAY, None, "", "nonsense", "2024-02-29", "0001-01-01", "9999-12-31"]))
def test_figures_stand_where_they_say(text: str, day: str | None) -> None:
    every = figures.find(text, day)
    for one in every:
        assert text[one.start : one.end] == one.text
        assert one.start < one.end
        assert one.value is not None or one.doubtful
        assert (one.currency is not None) == (one.kind == "money")
        if isinstance(one.value, str) and len(one.value) == len(DAY):
            dt.date.fromisoformat(one.value)
        assert isinstance(one.value, str) or one.kind != "date" or one.value is None
    assert all(one.end <= other.start for one, other in pairwise(every))


@pytest.mark.parametrize(
    "unit",
    [
        "1", "1 ", "1,", "1.", "$", "$1 ", "5% ", "by 5% ", "fell 5 percent ", "5% and ", "1-2% ", "one ", "a hundred ",
        "twenty-", "May 5 ", "May 5 to ", "in 2024 ", "2024–", "Q3 ", "2024-01-01 ", "5 aa bb cc dd ", "a",
        " ", "\n", "(",
        "compared to the same period ", "from 1 to 2 percent ", "three-fourths of ", "first quarter of ",
        "and a a ",
    ],
)  # fmt: skip
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    """Time that grew with the square would be minutes here."""
    began = time.process_time()
    figures.find(unit * (300_000 // len(unit)), DAY)
    assert time.process_time() - began < 10
