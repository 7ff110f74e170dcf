"""Where a noted passage stands in another wording, and that it is never said of other words."""

import time
from array import array

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.analysis import anchors
from reader.analysis.anchors import CONTEXT, fold, locate, passage
from reader.model import Passage

TEXT = (
    "Six steelmakers published a plan on Friday. It names “green” alloys and a furnace in Pohang. "
    "The plan was praised – and a furnace costs USD 59.6 billion, the ministry said on Friday."
)


def noted(words: str, text: str = TEXT, revision: int = 1) -> Passage:
    at = text.index(words)
    return passage(revision, text, at, at + len(words))


def found(anchor: Passage, text: str, revision: int = 2) -> str | None:
    span = locate(anchor, revision, text)
    return None if span is None else text[slice(*span)]


def test_a_passage_keeps_thirty_two_characters_on_either_side() -> None:
    anchor = noted("furnace in Pohang")
    assert (len(anchor.prefix), len(anchor.suffix)) == (CONTEXT, CONTEXT)
    assert anchor.prefix + anchor.exact + anchor.suffix in TEXT
    assert noted("Six").prefix == ""
    assert noted("Friday.", "On Friday.").suffix == ""


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("a furnace in Pohang", "Six steelmakers published", "In the morning six steelmakers published"),
        ("the ministry said on Friday.", "Six steelmakers", "Seven steelmakers"),
        ("Six steelmakers", "59.6 billion", "12 billion"),
        ("Six steelmakers", "Six", "SEOUL, Monday. Six"),
        ("the ministry said on Friday.", "said on Friday.", "said on Friday. It will be reviewed."),
        ("“green” alloys", "“green”", '"green"'),
        ("The plan was praised – and", "praised – and", "praised\u00a0— and"),
        ("a furnace in Pohang", "It names", "It\n\nnames"),
    ],
)
def test_found_where_words_and_both_sides_are_the_same(words: str, before: str, after: str) -> None:
    text = TEXT.replace(before, after)
    anchor = noted(words)
    assert fold(found(anchor, text) or "") == fold(anchor.exact)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("a furnace in Pohang", TEXT.replace("Pohang", "Busan")),
        (
            "a furnace in Pohang",
            TEXT + " It names “green” alloys and a furnace in Pohang. The plan was praised",
        ),
        ("a furnace in Pohang", TEXT.replace("alloys and", "metals and")),
        ("a furnace in Pohang", TEXT.replace("The plan was", "It was")),
        ("Six steelmakers", "Twenty" + TEXT),
        ("the ministry said on Friday", TEXT.removesuffix(".") + "s."),
        ("alloys", TEXT.replace("“green” alloys and", "“green”alloys and")),
        ("alloys", ""),
    ],
    ids=["words", "twice", "before", "after", "beginning", "end", "joined", "empty"],
)
def test_changed_where_anything_beside_it_is_another(words: str, text: str) -> None:
    assert found(noted(words), text) is None


def test_a_passage_of_marks_that_fold_to_nothing_is_found_in_its_own_text_only() -> None:
    text = "one\u00adtwo"
    anchor = passage(1, text, 3, 4)
    assert locate(anchor, 1, text) == (3, 4)
    assert locate(anchor, 2, text) is None


@pytest.mark.parametrize(
    "end", ["a director-level bilatera", "a director-level bilatera…", "a director-level"]
)
@pytest.mark.parametrize("words", ["the capital", "expect to establish", "a director-level"])
def test_a_completed_text_keeps_its_passages(words: str, end: str) -> None:
    cut = f"The round began in the capital. Delegates expect to establish {end}"
    whole = (
        "The round began in the capital. Delegates expect to establish a director-level bilateral dialogue. "
        "The capital said that delegates expect to establish a director-level bilatera one."
    )
    anchor = noted(words, cut)
    assert locate(anchor, 1, whole) == (anchor.start, anchor.end)


def test_a_completed_text_in_other_typography_keeps_its_passages() -> None:
    cut = "“Ports… matter,” she said on Monday. Delegates expect to establish a director-level bilatera"
    whole = (
        '"Ports... matter," she said on Monday. Delegates expect to establish a director-level bilateral one.'
    )
    assert found(noted("expect to establish", cut), whole, 1) == "expect to establish"
    assert found(noted("“Ports… matter,”", cut), whole, 1) == '"Ports... matter,"'


WORDS = st.sampled_from(["a", "b", "the", "“steel”", "–", "rice…", "한국", "U.S.", "the the", "\u00a0"])
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)


@st.composite
def rewordings(draw: st.DrawFn) -> tuple[str, int, int, str]:
    """A text, a passage of it, and another text made of pieces of it and of new words."""
    text = draw(TEXTS.filter(lambda text: len(text) > 2))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    edge = draw(st.integers(0, len(text)))
    other = draw(
        st.sampled_from(
            [
                text,
                text[:edge] + draw(TEXTS) + text[edge:],
                text[:edge] + text[edge + draw(st.integers(1, 9)) :],
                text + text[start:end],
                text.replace("“", '"').replace("”", '"').replace(" ", "\n"),
                draw(TEXTS),
            ]
        )
    )
    return text, start, end, other


@given(rewordings(), st.sampled_from([1, 2]))
@example(("a b a", 0, 1, "a b a c"), 2)
def test_what_is_said_to_be_found_reads_as_it_was_noted(
    case: tuple[str, int, int, str], revision: int
) -> None:
    text, start, end, other = case
    anchor = passage(1, text, start, end)
    span = locate(anchor, revision, other)
    if span is None:
        return
    left, right = span
    assert fold(other[left:right]).strip() == fold(anchor.exact).strip()
    before, after = fold(other[:right]).rstrip(), fold(other[left:]).lstrip()
    wanted = fold(anchor.prefix + anchor.exact).strip()
    assert before.endswith(wanted)
    follows = fold(anchor.exact + anchor.suffix).strip()
    if revision == 2:
        assert fold(other).count(fold(anchor.exact).strip()) == 1
        assert after.startswith(follows)
    else:
        assert after.startswith(follows.removesuffix("...").rstrip())


@given(TEXTS.filter(str.strip), st.data())
def test_a_passage_is_found_in_its_own_wording(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert locate(passage(3, text, start, end), 3, text) == (start, end)


@given(rewordings())
def test_a_passage_that_stands_twice_in_another_wording_is_changed(case: tuple[str, int, int, str]) -> None:
    text, start, end, _ = case
    anchor = passage(1, text, start, end)
    assert locate(anchor, 2, f"{text} {text}") is None


@given(st.text(max_size=60), st.text(max_size=60), st.data())
def test_nothing_in_a_text_raises(text: str, other: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = locate(passage(1, text, start, end), data.draw(st.sampled_from([1, 2])), other)
    assert span is None or 0 <= span[0] < span[1] <= len(other) or (text, start) == (other, end)


@pytest.mark.parametrize("suffix", ["a " * 16, "b " * 16], ids=["everywhere", "nowhere"])
def test_a_word_that_stands_everywhere_is_looked_for_without_reading_the_text_each_time(suffix: str) -> None:
    body = "a " * 500_000 + "End."
    began = time.process_time()
    assert locate(Passage(1, 3, 4, "a", "a " * 16, suffix), 1, body) is None
    assert time.process_time() - began < 3, "one reading takes a fiftieth of that, one at each “a” a minute"


def test_the_word_that_a_cut_text_ends_in_is_found_where_it_stood() -> None:
    cut = "The port said that the plan of the port is what the port wants. " * 4_000 + "The end of the port"
    anchor = passage(1, cut, len(cut) - 4, len(cut))
    began = time.process_time()
    assert locate(anchor, 1, cut + " is near. And the port, too.") == (anchor.start, anchor.end)
    assert time.process_time() - began < 3


def test_a_text_is_folded_once_for_all_its_notes_however_often_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folded: list[str] = []
    mapped = anchors._mapped

    def counted(text: str) -> tuple[str, "array[int]", "array[int]"]:
        folded.append(text)
        return mapped(text)

    monkeypatch.setattr(anchors, "_mapped", counted)
    for _ in range(5):
        body = "".join(["Read again: ", TEXT])  # another object each time, as from the library
        for words in ("a furnace in Pohang", "alloys and"):
            assert found(noted(words), body) == words
    assert len(folded) == 1
