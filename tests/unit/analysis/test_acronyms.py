"""Acronyms: what a release says that its short forms stand for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import acronyms

_PIECES = [
    "Free", "Trade", "Agreement", "(FTA)", "(FTA,", "FTA", "(", ")", "and", "of", "the", "Minister", "KLIN (Korea",
    "R&D",
    "(R&D)", "known as", "hereinafter “", "”", "’s", "-", "COP30",
    "M.AX", "\n", ".", "(NCCs)", "Łódź", "(ŁT)", "(İT)",
]  # fmt: skip


def pairs(text: str) -> list[tuple[str, str]]:
    return [(one.short, one.long) for one in acronyms.find(text)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("the Free Trade Agreement (FTA) was", "FTA", "Free Trade Agreement"),
        (
            "the Ministry of Harbours and Shipping (MOHS, Minister Seo)",
            "MOHS",
            "Ministry of Harbours and Shipping",
        ),
        ("the Shipping Safety Institute (SSI)", "SSI", "Shipping Safety Institute"),
        ("the Harbour Institute of Technology (HITECH)", "HITECH", "Harbour Institute of Technology"),
        ("an electric ferry (EF) sails", "EF", "electric ferry"),
        ("Wave Crushing Centers (WCCs)", "WCCs", "Wave Crushing Centers"),
        ("small and medium-sized yards (SMYs)", "SMYs", "small and medium-sized yards"),
        ("Tern’s Research & Technology (TR&T)", "TR&T", "Tern’s Research & Technology"),
        ("digital transformation (DX)", "DX", "digital transformation"),
        ("ship-to-ship (S2S)", "S2S", "ship-to-ship"),
        ("the 30th Conference of the Ports (COP30)", "COP30", "30th Conference of the Ports"),
        ("the Sea Levy (hereinafter referred to as the “SL”)", "SL", "Sea Levy"),
        ("the Council for Open Water, also known as COW, met", "COW", "Council for Open Water"),
        ("the Agency for Tide Measurement, hereinafter “ATM,” said", "ATM", "Agency for Tide Measurement"),
        (
            "KLIN (Korea Lighthouse Institute of Navigation)",
            "KLIN",
            "Korea Lighthouse Institute of Navigation",
        ),
        ("M.AX (Marine AX) grows", "M.AX", "Marine AX"),
        ("the ASIL-ROK Think Tank Dialogue (AKTD)", "AKTD", "ASIL-ROK Think Tank Dialogue"),
        ("EF (short for electric ferry)", "EF", "electric ferry"),
        ("NIOW (the National Institute of Waves, Busan)", "NIOW", "National Institute of Waves"),
    ],
)
def test_definitions(text: str, short: str, long: str) -> None:
    assert pairs(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "in Seoul (Monday)", "JT (Jin-tae) Noh", "the minister (Minister JT Noh)", "in a plan (2025)",
        "the tables (see above)", "the Lake Iron and Steel Association (LOSA)",
        "Minister of Harbours and Shipping (MOHS)", "sectors (AI, chips and ships)", "MOHS (Minister JT Noh)", "(FTA)",
        "the Republic of Sola (SOLA)", "Phase for Industry Innovation (II)", "the Port of Nampo (photo)",
        "an act (the “Act”)",
        "Ports. (AB) Agreed Bills", "Alpha Beta" + " " * 300 + "(AB)", "a b (AB", "A B (" + "(" * 50,
    ],
)  # fmt: skip
def test_what_defines_nothing(text: str) -> None:
    assert pairs(text) == []


def test_each_meaning_is_told_once_in_the_order_of_the_text() -> None:
    text = (
        "The Sea Levy (SL) and the sea levy (SL) rise. SPI (Shore Power Initiative) and the Salt Law (SL) stay, "
        "as does the Tide Act, known as TA."
    )
    every = acronyms.find(text)
    assert [(one.short, one.long) for one in every] == [
        ("SL", "Sea Levy"), ("SPI", "Shore Power Initiative"), ("SL", "Salt Law"), ("TA", "Tide Act")
    ]  # fmt: skip
    assert [text[one.start : one.end] for one in every] == ["SL", "SPI", "SL", "TA"]


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join)))
def test_short_forms_stand_where_they_say(text: str) -> None:
    every = acronyms.find(text)
    assert [one.start for one in every] == sorted(one.start for one in every)
    for one in every:
        assert text[one.start : one.end] == one.short
        assert one.long in text
        assert one.long == one.long.strip()


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "Alpha Beta (AB) ",
        "AB (Alpha Beta) ",
        "AB (A",
        "A",
        "A.",
        "a'",
        " known as",
        ", also ",
        "XX (xxx xxx ",
        "(AB) ",
    ],
)
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    """Time that grew with the square would be minutes here."""
    began = time.process_time()
    acronyms.find(unit * (300_000 // len(unit)))
    assert time.process_time() - began < 10
