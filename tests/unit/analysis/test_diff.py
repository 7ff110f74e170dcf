"""Differences of two wordings: what changed, all of it, and nothing else."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import diff
from reader.analysis.diff import Change, applied, compare, equal
from reader.analysis.matching import matches
from reader.analysis.tokens import tokens
from reader.ingest.listing import Parsed, read
from reader.model import Release
from reader.store.identity import fold_typography

_SIGNS = "ab AB 10.5,;%-–—’'“\"…·()\n\u00a0\u00ad\u200b é e\u0301 한ㅏ\u1112\u1161\u11ab中国 . ! \u0958"
_WORDS = [
    "the", "The", "minister", "Minister", "JK", "Kim", "Jung-kwan", "10.5", "10.8", "percent", "December", "23",
    "2025,", "2025-12-23", "rose", "fell", "in", "of", "a", "Busan.", "“won", "lost,”", "'won", "lost,'", "–", "-",
    "R&D", "한국", "中国", "…", "...", "\n", "said.", "USD", "59.6bn", "5", "%", "5%",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(alphabet=_SIGNS, max_size=40), st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)
)


def body(before: str, after: str) -> tuple[Change, ...]:
    return compare(("", before), ("", after))


def told(before: str, after: str) -> list[tuple[str, str, str, str]]:
    return [(one.op, one.before, one.after, one.kind) for one in body(before, after)]


@given(TEXTS, TEXTS)
def test_a_comparison_is_empty_just_where_the_texts_are_one_wording(before: str, after: str) -> None:
    assert (body(before, after) == ()) == (fold_typography(before) == fold_typography(after))
    assert (compare((before, ""), (after, "")) == ()) == (fold_typography(before) == fold_typography(after))


@given(TEXTS, TEXTS)
def test_the_changes_make_the_later_text_of_the_earlier(before: str, after: str) -> None:
    changes = body(before, after)
    assert fold_typography(applied(changes, "body", before, after)) == fold_typography(after)
    for one in changes:
        assert fold_typography(before[slice(*one.before_span)]) == fold_typography(one.before)
        assert fold_typography(after[slice(*one.after_span)]) == fold_typography(one.after)
        assert (one.op == "insert", one.op == "delete") == (not one.before, not one.after)


@given(TEXTS, TEXTS)
def test_what_no_change_concerns_is_the_same_in_both_texts(before: str, after: str) -> None:
    changes = body(before, after)
    for (start, end), (low, high) in equal(changes, "body", before, after):
        assert fold_typography(before[start:end]) == fold_typography(after[low:high])


@given(TEXTS, TEXTS)
def test_both_directions_find_about_as_much(before: str, after: str) -> None:
    def size(changes: tuple[Change, ...]) -> int:
        return sum(len(tokens(one.before).keys) + len(tokens(one.after).keys) for one in changes)

    there, back = size(body(before, after)), size(body(after, before))
    # Which of several equal words stays is a matter of direction, and so is what is taken together around it.
    assert bool(there) == bool(back)
    assert abs(there - back) <= (len(tokens(before).keys) + len(tokens(after).keys)) // 3 + 2


@given(st.lists(st.integers(0, 5), max_size=80), st.lists(st.integers(0, 5), max_size=80))
def test_matches_are_equal_runs_in_order(before: list[int], after: list[int]) -> None:
    at = place = 0
    for start, there, size in matches(before, after):
        assert start >= at
        assert there >= place
        assert size > 0
        assert before[start : start + size] == after[there : there + size]
        at, place = start + size, there + size
    assert at <= len(before)
    assert place <= len(after)


@given(TEXTS)
def test_the_words_of_a_text_are_in_order_and_say_all_of_it(text: str) -> None:
    found = tokens(text)
    assert "".join(found.keys).removeprefix(" ") == fold_typography(text)
    spans = list(zip(found.starts, found.ends, strict=True))
    assert spans == sorted(spans)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("It rose 10.5 percent.", "It rose 10.8 percent.", [("replace", "10.5", "10.8", "figure")]),
        ("Minister JK Kim spoke.", "Minister Kim Jung-kwan spoke.", [("replace", "JK Kim", "Kim Jung-kwan", "name")]),
        ("A plan (MHA, Minister JK Kim) was made.", "A plan (MHA) was made.",
         [("delete", ", Minister JK Kim", "", "name")]),
        ("Six mills agreed.", "Seven mills agreed.", [("replace", "Six", "Seven", "figure")]),
        ("It opens on Monday.", "It opens on Tuesday.", [("replace", "Monday", "Tuesday", "figure")]),
        ("worth USD 5 million", "worth USD 5 billion", [("replace", "million", "billion", "figure")]),
        ("They may come. Prices fell.", "They could come. Prices fell.", [("replace", "may", "could", "wording")]),
        ("It is so. Exports fell.", "It is so. Imports fell.", [("replace", "Exports", "Imports", "wording")]),
        ("It is so. POSCO fell.", "It is so. KEPCO fell.", [("replace", "POSCO", "KEPCO", "name")]),
        ("He met Mr. Kim today.", "He met Mr. Lee today.", [("replace", "Kim", "Lee", "name")]),
        ("A one. B two. C three.", "A one. X ends. B two. C three.", [("insert", "", "X ends.", "wording")]),
        ("It is 5 % of it.", "It is 5% of it.", [("replace", "5 %", "5%", "wording")]),
        ("Two well-known well known ports", "Two well known well known ports",
         [("replace", "well-known", "well known", "wording")]),
        ("부산 항만 회의가 열렸다.", "부산 공항 회의가 열렸다.", [("replace", "항만", "공항", "wording")]),
        ("中国经济增长", "中国经济下降", [("replace", "增长", "下降", "wording")]),
    ],
)  # fmt: skip
def test_what_changed_is_told_word_by_word(
    before: str, after: str, changes: list[tuple[str, str, str, str]]
) -> None:
    assert told(before, after) == changes


def test_typography_alone_is_no_difference() -> None:
    before = 'The "open" register - a first... It isn\'t soft.'
    after = "The “open” register – a first… It isn’t  soft\u00ad."
    assert body(before, after) == ()


def test_a_rewritten_stretch_reads_as_one() -> None:
    assert told("the old cat sat on the mat", "the new dog lay under the rug") == [
        ("replace", "old cat sat on the mat", "new dog lay under the rug", "wording")
    ]


def test_a_figure_that_stayed_is_left_standing_between_two_changes() -> None:
    changes = told(
        "a rather long clause 10.5 percent of everything", "some other stretch 10.5 percent in total"
    )
    assert [(before, after) for _, before, after, _ in changes] == [
        ("a rather long clause", "some other stretch"),
        ("of everything", "in total"),
    ]


def test_the_headline_comes_first_and_is_its_own_kind() -> None:
    changes = compare(("Ten Ports to Follow", "Text."), ("Twelve Ports to Follow", "Text, it is."))
    assert [(one.part, one.kind, one.before, one.after) for one in changes] == [
        ("headline", "headline", "Ten", "Twelve"),
        ("body", "wording", "", ", it is"),
    ]
    assert [one.called for one in changes] == [(("figure", "Ten", "Twelve"),), ()]


def test_figures_and_names_are_called_out_as_a_person_would_read_them() -> None:
    before = "On December 23, 2025 Vice Minister Han Mi-rae said six steelmakers paid USD 5.2 million (10 percent)."
    after = "On December 24, 2025 Vice Minister Hahn Mi-rae said seven steelmakers paid USD 5.2 billion (11 percent)."
    called = [one for change in body(before, after) for one in change.called]
    assert called == [
        ("figure", "December 23, 2025", "December 24, 2025"),
        ("name", "Vice Minister Han Mi-rae", "Vice Minister Hahn Mi-rae"),
        ("figure", "six steelmakers", "seven steelmakers"),
        ("figure", "USD 5.2 million", "USD 5.2 billion"),
        ("figure", "10 percent", "11 percent"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "called"),
    [
        ("It rose 6.7 percent.", "It fell 6.7 percent.", ("figure", "rose 6.7 percent", "fell 6.7 percent")),
        ("He met Minister Kim.", "He met Minister JK Kim.", ("name", "Minister Kim", "Minister JK Kim")),
        ("He met Minister JK Kim.", "He met Minister Kim.", ("name", "Minister JK Kim", "Minister Kim")),
        (
            "The Ministry of Harbours did.",
            "The Ministry of Oceans and Harbours did.",
            ("name", "Ministry of Harbours", "Ministry of Oceans and Harbours"),
        ),
        ("It met one minister.", "It met two ministers.", ("figure", "one minister", "two ministers")),
        ("worth USD 59.6 billion to us", "worth $59.7 bn to us", ("figure", "USD 59.6 billion", "$59.7 bn")),
    ],
)
def test_a_part_of_a_figure_or_a_name_is_called_out_with_the_rest_of_it(
    before: str, after: str, called: tuple[str, str, str]
) -> None:
    assert [one for change in body(before, after) for one in change.called] == [called]


def test_one_that_counts_nothing_is_no_figure() -> None:
    assert {change.kind for change in body("It is an old pier.", "It is the old one of them.")} == {"wording"}


def test_a_figure_on_both_sides_of_a_rewritten_stretch_is_not_called_out() -> None:
    (change,) = body(
        "prices quickly grew by 7 percent overall then",
        "quickly overall growth of 7 percent was seen in prices then",
    )[:1]
    assert change.called == ()


def test_a_paragraph_that_moved_says_so() -> None:
    first, second = (
        "The first paragraph has 12 words or so.",
        "The second paragraph says more than the first one.",
    )
    changes = body(f"{first}\n{second}\nThe end.", f"{second}\n{first}\nThe end.")
    assert [(one.op, one.before or one.after, one.kind, one.moved) for one in changes] == [
        ("delete", first, "wording", True),
        ("insert", first, "wording", True),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 50_000, "a " * 25_000 + "b " + "a " * 25_000),
        ("a b " * 20_000, "b a a " * 15_000),
        ("," * 50_000, "," * 25_000 + ";" + "," * 25_000),
        ("x" * 100_000, "x" * 50_000 + "y" + "x" * 50_000),
        ("中国" * 10_000, "中文" * 10_000),
    ],
)
def test_texts_that_say_the_same_over_and_over_are_compared(before: str, after: str) -> None:
    changes = body(before, after)
    assert changes
    assert fold_typography(applied(changes, "body", before, after)) == fold_typography(after)


def test_the_real_rewordings_show_what_changed_and_nothing_else(seeds: Path) -> None:
    known: dict[tuple[str | None, str], list[Release]] = {}
    for path in sorted(seeds.glob("*.txt")):
        with path.open("rb") as file:
            for entry in read(file, path=path.name):
                if isinstance(entry, Parsed):
                    known.setdefault((entry.release.date, entry.release.title), []).append(entry.release)
    pairs = [(one, other) for one, other in (each for each in known.values() if len(each) == 2)]
    assert len(pairs) == 3
    found = []
    for one, other in pairs:
        changes = compare((one.title, one.body or ""), (other.title, other.body or ""))
        assert all(change.kind == "name" and change.part == "body" for change in changes)
        # Nothing but names, and next to nothing of the text.
        assert all(
            re.fullmatch(r"(?:, Minister )?(?:[A-Z][A-Za-z-]*(?: |$))*", change.before) for change in changes
        )
        assert sum(len(change.before) + len(change.after) for change in changes) < 45
        found.append(sorted(change.op for change in changes))
    assert sorted(found) == [["delete", "replace"], ["replace"], ["replace"]]


@given(TEXTS, TEXTS, TEXTS, st.integers(0, 30))
def test_what_lies_far_from_the_changes_is_not_looked_at_and_not_missed(
    before: str, after: str, beside: str, context: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diff, "_CONTEXT", context)
        old, new = f"{beside} {before} {beside}", f"{beside} {after} {beside}"
        changes = body(old, new)
        assert (changes == ()) == (fold_typography(old) == fold_typography(new))
        assert fold_typography(applied(changes, "body", old, new)) == fold_typography(new)


def test_one_change_in_a_long_text_is_told_as_in_a_short_one() -> None:
    around = "Nothing of this has changed at all, and nobody will change it. " * 2_000
    before, after = (
        "It rose 10.5 percent, Minister JK Kim said. ",
        "It rose 10.8 percent, Minister Kim said. ",
    )
    short, long = body(before, after), body(around + before + around, around + after + around)
    assert [one[:4] + one[7:] for one in long] == [one[:4] + one[7:] for one in short]
    for one in long:
        assert (around + before)[slice(*one.before_span)].strip() == one.before
        assert (around + after)[slice(*one.after_span)].strip() == one.after
