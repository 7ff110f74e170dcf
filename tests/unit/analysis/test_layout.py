"""Layout: paragraphs, items and headings of bodies that came as one line."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.layout import blocks
from reader.analysis.sentences import sentences

PLAIN = "The harbour office in the north counts every ship that enters and leaves the bay on weekdays. "
PIECES = 'The plan Future Plans He said “we go.” go. (see it) ❶ ❷ • * - U.S. " also 会議。 「はい。」 ” These'
HARD_WORDS = st.lists(st.sampled_from((*PIECES.split(), PLAIN, "\n", "\n\n", "\x00", "  ")), max_size=60).map(
    " ".join
)


def laid_out(body: str) -> list[tuple[str, str]]:
    return [(block.kind, body[block.start : block.end]) for block in blocks(body)]


def headings(body: str) -> list[str]:
    return [text for kind, text in laid_out(body) if kind == "heading"]


def paragraphs(body: str) -> list[str]:
    return [text for kind, text in laid_out(body) if kind == "paragraph"]


@given(st.one_of(HARD_WORDS, st.text(max_size=80)))
def test_every_character_is_in_one_block_and_sentences_are_whole(body: str) -> None:
    position, heading_ends = 0, set()
    for block in blocks(body):
        assert position <= block.start < block.end
        assert body[position : block.start].strip() == ""
        assert body[block.start : block.end] == body[block.start : block.end].strip()
        position = block.end
        if block.kind == "heading":
            heading_ends.add(block.end)
    assert body[position:].strip() == ""
    for start, end in sentences(body):
        holders = [b for b in blocks(body) if b.start < end and start < b.end]
        assert len(holders) == 1 or (len(holders) == 2 and holders[0].end in heading_ends)


def test_a_long_line_becomes_paragraphs_of_a_few_sentences() -> None:
    sizes = [len(text) for text in paragraphs(PLAIN * 20)]
    assert len(sizes) > 3
    assert all(300 <= size <= 600 for size in sizes)


def test_east_asian_paragraphs_are_half_as_long() -> None:
    sizes = [
        len(text) for text in paragraphs("장관은 오늘 서울에서 항만 회의를 열고 새 계획을 밝혔다. " * 30)
    ]
    assert len(sizes) > 3
    assert all(120 <= size <= 300 for size in sizes)


def test_a_short_body_is_one_paragraph() -> None:
    assert laid_out(f"  {PLAIN}") == [("paragraph", PLAIN.strip())]
    assert blocks(" \n ") == []


def test_a_quotation_is_never_broken() -> None:
    speech = "“" + ("We will build another pier. " * 40).strip() + "”"
    assert speech in paragraphs(PLAIN * 3 + f"Director Oh said, {speech} " + PLAIN * 3)[1]


def test_a_bracket_is_never_broken() -> None:
    bracket = "(" + ("One more pier is planned. " * 30).strip() + ")"
    assert any(
        bracket in text for text in paragraphs(PLAIN * 4 + f"A note follows {bracket} there. " + PLAIN * 4)
    )


def test_an_unclosed_quotation_does_not_swallow_the_rest() -> None:
    body = PLAIN * 2 + "Director Oh said “we will build a pier. " + PLAIN * 20
    assert all(len(text) <= 600 for text in paragraphs(body))


def test_a_new_speaker_begins_a_paragraph() -> None:
    speech = "Director Oh stated, “The harbour is open to every ship that comes in peace, and every pier that was lost "
    speech += "will be built again before the year is over and the fair begins.” "
    assert paragraphs(PLAIN * 3 + speech)[-1] == speech.strip()


LONG = PLAIN.replace(
    " in the north",
    " in the north, in the old town hall at the end of the very long pier of stone that a king built for his fleet,",
)
LEANING = "He added that the costs are shared by the towns on the bay and paid from the fund for ports. "


def test_what_leans_on_a_sentence_stays_with_it() -> None:
    body = LONG * 3 + LEANING + LONG * 3
    assert 500 < len(LONG * 3) < 600 < len(LONG * 3 + LEANING)
    assert paragraphs(body) == [(LONG * 3 + LEANING).strip(), (LONG * 3).strip()]


def test_a_full_paragraph_hands_on_the_sentence_that_the_next_leans_on() -> None:
    leaning = LEANING.replace(
        "towns", "towns, the villages, the farms, the mills and all who live by the trade"
    )
    leaning = leaning.replace("fund", "fund that was set up for the purpose a year ago by the council")
    assert len(LONG * 3 + leaning) > 750
    assert paragraphs(LONG * 3 + leaning) == [(LONG * 2).strip(), (LONG + leaning).strip()]


def test_a_very_long_paragraph_is_broken_before_what_leans() -> None:
    assert all(len(text) <= 750 for text in paragraphs(PLAIN + LEANING * 20))


def test_a_last_short_sentence_is_not_left_alone() -> None:
    body = LONG * 3 + "Work begins in May, as soon as the ice is gone."
    assert len(body) > 600
    assert paragraphs(body) == [body]


@pytest.mark.parametrize("marks", ["❶❷❸", "①②③", "•••", "▲▲▲", "■■■", "◇◇◇"])
def test_enumerations_in_a_line_become_items(marks: str) -> None:
    one, two, three = tuple(marks)
    body = f"Three goals were set: {one} more piers, {two} more ships and {three} more trade. Work begins in May."
    assert laid_out(body) == [
        ("paragraph", "Three goals were set:"),
        ("item", f"{one} more piers,"),
        ("item", f"{two} more ships and"),
        ("item", f"{three} more trade."),
        ("paragraph", "Work begins in May."),
    ]


def test_the_last_item_is_as_long_as_those_before_it() -> None:
    body = "❶ Piers. They grow. ❷ Ships. They sail. ❸ Trade. It goes on. The work begins in May."
    assert laid_out(body)[-2:] == [("item", "❸ Trade. It goes on."), ("paragraph", "The work begins in May.")]


def test_a_mark_that_points_at_an_item_begins_none() -> None:
    body = "As ① and ② show (goals: ❶ piers, ❷ ships), “goals: ❶ and ❷ hold” and trade fell ▲3.5 percent at ○○ Corp."
    assert laid_out(body) == [("paragraph", body)]


def test_items_on_lines_of_their_own_and_their_heading() -> None:
    body = "Key Measures\n* Loans for small exporters. They begin in May.\n- Fairs abroad\n" + PLAIN
    assert laid_out(body) == [
        ("heading", "Key Measures"),
        ("item", "* Loans for small exporters. They begin in May."),
        ("item", "- Fairs abroad"),
        ("paragraph", PLAIN.strip()),
    ]


def test_a_short_line_before_a_short_item_is_its_heading() -> None:
    assert laid_out("Key Measures\n• Fairs") == [("heading", "Key Measures"), ("item", "• Fairs")]


def test_line_ends_are_block_ends() -> None:
    assert laid_out("One line ends here.\n\nAnother ends there.") == [
        ("paragraph", "One line ends here."),
        ("paragraph", "Another ends there."),
    ]


@pytest.mark.parametrize(
    "line", ["A sentence of its own.", "and so on", "Samsung, LG and others,", "12-34", "word " * 30]
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert headings(f"{line}\n{PLAIN * 5}") == []


def test_lines_broken_at_a_width_are_no_headings() -> None:
    body = "The harbour office in the north of the old town\nCounts Every Ship that enters and leaves the bay\nof it."
    assert headings(body) == []


@pytest.mark.parametrize(
    ("heading", "clause"),
    [
        ("Future Plans", "The two sides will meet again in the spring of next year in Oslo."),
        (
            "Support for Small Exporters",
            "In addition to loans, the ministry pays for samples and fairs abroad.",
        ),
        ("Overview of the Deal", "Under the agreement signed in Oslo, both ports will share data on ships."),
        (
            "Joint Research & Training",
            "These include courses for pilots and a school for those who build ships.",
        ),
        (
            "Strategic Port Cooperation Framework",
            "Norway’s Harbour Committee and Quay Partners agreed to build a pier.",
        ),
        ("Next Steps", "The Ministry of Ports will hold the first course for pilots in the spring."),
    ],
)
def test_headings_run_into_the_text(heading: str, clause: str) -> None:
    assert laid_out(f"{PLAIN}{heading} {clause}") == [
        ("paragraph", PLAIN.strip()),
        ("heading", heading),
        ("paragraph", clause),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Deputy Minister Park met with the heads of the ports of the south and of the islands in May.",
        "Trade, Industry and Energy Minister Anna Berg visited the harbour on the last day of the fair.",
        "Grand Harbour Hotel The Quay and its sister houses hosted the guests of the fair for three days.",
        "Vice Premier He Lifeng said on the day that the talks on The Future of Trade went well for both.",
        "President To said that the two ports will be joined by a line of ships before the year is over.",
        "Samsung and The Korea Harbour Times opened an office in the old town hall of the island of Jeju.",
        "Trade Talks With the EU on Steel begin on Monday and will be held in the town hall for two days.",
        "Harbour Motors, Quay Partners, The two islands and a bank signed the deal in the spring of the year.",
        "Lecture Series on The future of ports was opened in the town hall of the island in the deep south.",
        "At Harbour House The two sides met over lunch and agreed on a line of ships to run in the spring.",
        "Master Plan A will begin in the spring of the coming year and end when the last pier is finished.",
        "Harbour Minister Berg’s visit to the island was the first of its kind in the last twenty-two years.",
        "Korea Harbour Motors’s Ulsan yard sent its first ship to the fair of the islands of the deep south.",
    ],
)
def test_sentences_that_begin_with_names_hold_no_heading(sentence: str) -> None:
    assert laid_out(sentence) == [("paragraph", sentence)]


HOSTILE = [
    "“",
    "“”",
    '"',
    "()",
    "((",
    "\x00",
    "1",
    ".",
    "A. ",
    "! ",
    "a\n",
    "• a ",
    "❶ a ❷ b ",
    "「。」",
    "Ab Cd. ",
    "(A. ",
    "Ab The ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_laid_out_in_time_in_proportion(unit: str) -> None:
    """Time that grew with the square would be minutes here."""
    began = time.process_time()
    blocks(unit * (300_000 // len(unit)))
    assert time.process_time() - began < 10


def test_importing_the_layout_brings_little() -> None:
    """It is imported before the first screen is drawn."""
    code = (
        "import sys, dataclasses, typing; before = set(sys.modules); "
        "import reader.analysis.layout; print(*set(sys.modules) - before)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    ours = {"reader", "reader.analysis", "reader.analysis.layout", "reader.analysis.sentences"}
    assert set(loaded) == ours


@pytest.fixture(scope="session")
def real_bodies(seeds: Path) -> list[str]:
    text = "\n".join(path.read_text("utf-8") for path in sorted(seeds.glob("*.txt")))
    return [match[1] for match in re.finditer(r"^(.+?) ?date\d{4}-\d\d-\d\d-?$", text, re.MULTILINE)]


def test_real_bodies_read_well(real_bodies: list[str]) -> None:
    assert len(real_bodies) == 28
    for body in real_bodies:
        found = blocks(body)
        assert {block.kind for block in found} == {"paragraph"}
        assert max(block.end - block.start for block in found) <= 900
        for block in found:
            text = body[block.start : block.end]
            assert text.count("“") == text.count("”")
            assert text.count("(") == text.count(")")
        if len(body) > 1200:
            assert all(block.end - block.start >= 150 for block in found)
