"""Two wordings as one text, the passages of it that tell what changed, and the words that tell it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.calling import Called
from reader.analysis.diff import Change, compare
from reader.analysis.merged import CONTEXT, Segment, merged, paired_lines, passages
from reader.analysis.telling import called_out, first_change, kinds, moment, read_out, seen, told
from reader.model import Revision
from reader.store.identity import fold_typography

_WORDS = [
    "the",
    "Kim",
    "10.5",
    "10.8",
    "percent",
    "rose",
    "fell,",
    "“won”",
    '"won"',
    "Busan.",
    "–",
    "\n",
    "…",
    "한국",
]
TEXTS = st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join)


def body(before: str, after: str) -> list[Segment]:
    return merged(compare(("", before), ("", after)), "body", before, after)


def _solid(text: str) -> str:
    return fold_typography(text).replace(" ", "")


@given(TEXTS, TEXTS)
def test_both_wordings_are_in_the_merged_one(before: str, after: str) -> None:
    found = body(before, after)
    assert _solid("".join(one.text for one in found if one.role != "new")) == _solid(before)
    assert _solid("".join(one.text for one in found if one.role != "old")) == _solid(after)
    numbers = [one.change for one in found if one.role != "same"]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(compare(("", before), ("", after)))))
    assert all((one.change < 0) == (one.role == "same") for one in found)
    assert all(one.text and (one.role == "same" or one.text == one.text.strip()) for one in found)


@given(TEXTS, TEXTS)
def test_passages_hold_every_change_and_little_else(before: str, after: str) -> None:
    found = body(before, after)
    shown = [one for passage in passages(found) for one in passage]
    assert [one for one in shown if one.role != "same"] == [one for one in found if one.role != "same"]
    assert all(len(one.text) <= 2 * CONTEXT for one in shown if one.role == "same")
    assert all("\n" not in one.text.strip("\n") for one in shown if one.role == "same")


def test_a_passage_is_cut_between_words() -> None:
    before = f"{'many words ' * 20}rose 10.5 percent {'and more ' * 20}end."
    (passage,) = passages(body(before, before.replace("10.5", "10.8")), 20)
    assert passage == [
        Segment("same", "… many words rose "),
        Segment("old", "10.5", 0),
        Segment("new", "10.8", 0),
        Segment("same", " percent and more …"),
    ]


def test_changes_near_each_other_are_one_passage() -> None:
    before = (
        "It rose 10.5 percent in May. " + "Nothing of this has changed at all. " * 10 + "It ends in June."
    )
    found = list(
        passages(body(before, before.replace("10.5", "10.8").replace("May", "April").replace("June", "July")))
    )
    assert [[one.text for one in passage if one.role == "new"] for passage in found] == [
        ["10.8", "April"],
        ["July"],
    ]


def test_a_deletion_leaves_its_blank_outside() -> None:
    assert body("It rose fast.", "It rose.") == [
        Segment("same", "It rose "),
        Segment("old", "fast", 0),
        Segment("same", "."),
    ]


def test_lines_that_typography_distinguishes_are_one() -> None:
    before, after = paired_lines(
        ("A “Plan”", "One is so. Two is so."), ('A "Plan"', "One  is so. Three is so.")
    )
    assert before == ["A “Plan”", "One is so.", "Two is so."]
    assert after == ["A “Plan”", "One is so.", "Three is so."]


@pytest.mark.parametrize(
    ("called", "line"),
    [
        (Called("figure", "10.5 percent", "10.8 percent"), "figure 10.5 → 10.8 percent"),
        (
            Called("figure", "December 23, 2025", "December 24, 2025"),
            "figure December 23 → December 24, 2025",
        ),
        (Called("name", "JK Kim", "Kim Jung-kwan"), "name JK Kim → Kim Jung-kwan"),
        (Called("name", "Minister Kim", "Vice Minister Kim"), "name Minister Kim → Vice Minister Kim"),
        (Called("name", "", "Han Mi-rae"), "name added: Han Mi-rae"),
        (Called("figure", "5G", ""), "figure removed: 5G"),
        (Called("figure", "5 %", "%"), "figure 5 % → %"),
    ],
)
def test_a_figure_is_read_out_with_its_end_said_once(called: Called, line: str) -> None:
    assert read_out(called) == line


def _compared(before: str, after: str, titles: tuple[str, str] = ("", "")) -> tuple[Change, ...]:
    return compare((titles[0], before), (titles[1], after))


def test_what_changed_is_told_in_a_line() -> None:
    changes = _compared(
        "It rose 10.5 percent and nobody knew why. Later it fell.",
        "It rose 10.8 percent and everybody knew why. Later it fell again.",
        ("A Plan", "The Plan"),
    )
    assert kinds(changes) == "1 change of the headline, 1 figure, 2 other changes"
    assert first_change(changes) == "figure 10.5 → 10.8 percent"
    assert called_out(changes) == ["figure 10.5 → 10.8 percent"]
    assert [told(change) for change in changes] == [
        "headline A → The",
        "figure 10.5 → 10.8 percent",
        "wording nobody → everybody",
        "wording added: again",
    ]
    assert first_change(()) == ""


def test_a_long_change_is_told_by_its_beginning() -> None:
    (change,) = _compared("It is so.", f"It is so. {'It goes on and on. ' * 20}")
    assert told(change) == "wording added: It goes on and on. It goes on and on. It goes on and on. It…"


def test_what_moved_is_told_so() -> None:
    first, second = "The first paragraph has words.", "The other paragraph says more than that."
    changes = _compared(f"{first}\n{second}", f"{second}\n{first}")
    assert {told(change).partition(":")[0] for change in changes} == {"moved"}


def test_moments_are_said_in_utc() -> None:
    assert moment("2025-12-25T09:00:59Z") == "2025-12-25 09:00"
    assert moment("") == "at no known time"
    one = Revision(1, "", "", True, "2025-12-25T09:00:00Z", "2025-12-26T09:00:00Z")
    assert seen(one) == "first seen 2025-12-25 09:00, last 2025-12-26 09:00 UTC · cut"
