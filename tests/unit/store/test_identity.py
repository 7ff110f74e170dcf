"""The rules of identity, revisions, cut and completed, as the manual words them."""

import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Release
from reader.store.identity import (
    Decision,
    Identity,
    Wording,
    current_number,
    decide,
    derived_ids,
    first_identity,
    fold_title,
    fold_typography,
    is_cut,
)


def release(title: str = "Forum Opens", day: str | None = "2025-12-16", **more: str) -> Release:
    return Release(source=more.pop("source", "motir"), title=title, date=day, body="", **more)  # type: ignore[arg-type]


def release_id(shown: Release) -> str:
    """The id that is tried first."""
    return next(derived_ids(Identity.of(shown)))


@pytest.mark.parametrize(
    "body",
    [
        "It ended.",
        "Did it end?",
        "End!",
        "“It ended.”",
        "(It ended.)",
        "끝났다。",
        "It ended.’ ”",
        "It ended. \n",
        "終わり！」",
    ],
)
def test_whole_texts_are_not_cut(body: str) -> None:
    assert not is_cut(body)


@pytest.mark.parametrize(
    "body",
    ["to establish a bilatera", "and more…", "and more...", "", "a list:", "and so on…”", "(see above"],
)
def test_texts_that_stop_short_are_cut(body: str) -> None:
    assert is_cut(body)


@pytest.mark.parametrize(
    "end", [" [1]", "", "\n[1] https://example.org/a", " [2]\n[1] https://a.example\n[2] https://b.example\n"]
)
def test_addresses_below_a_text_do_not_end_it(end: str) -> None:
    assert not is_cut(f"The forum opened.{end}")
    assert is_cut(f"The forum ope{end}")
    assert not is_cut("A list of [1].")
    assert is_cut("[1] https://example.org/a")


def test_many_addresses_are_read_once() -> None:
    assert not is_cut("It opened." + "\n[1] https://example.org" * 200_000)


def test_ids_are_ten_lower_case_base32_characters_and_ignore_how_a_title_is_set() -> None:
    ident = release_id(release("K-Battery: to Power “Korea”"))
    assert re.fullmatch(r"[a-z2-7]{10}", ident)
    assert ident == release_id(release("K–BATTERY — to power 'Korea'"))
    assert ident != release_id(release("K-Battery: to Power “Korea”", "2025-12-17"))
    assert ident != release_id(release("K-Battery: to Power “Korea”", source="starter"))


def test_an_undated_release_is_known_by_its_identifier_or_link() -> None:
    assert release_id(release(day=None, external_id="guid-1")) != release_id(
        release(day=None, external_id="guid-2")
    )
    assert release_id(release(day=None, url="https://example.org/1")) != release_id(
        release(day=None, url="https://example.org/2")
    )


def test_ids_that_are_taken_are_followed_by_others() -> None:
    ids = list(islice(derived_ids(Identity.of(release(external_id="guid-1"))), 5))
    assert len(set(ids)) == 5
    assert all(re.fullmatch(r"[a-z2-7]{10}", ident) for ident in ids)


def test_an_id_tells_under_what_its_release_was_first_met() -> None:
    met = release("First Title", day=None, url="https://example.org/1")
    today = met._replace(title="Second Title", external_id="guid-1")
    titles = ("Second Title", "First Title")
    first = first_identity(today, release_id(met), titles)
    assert (first.day, first.folded_title) == ("https://example.org/1", "firsttitle")
    unknown = first_identity(today, "aaaaaaaaaa", titles)
    assert (unknown.day, unknown.folded_title) == ("guid-1", "secondtitle")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Korea–U.S. trade", "Korea-U.S. trade"),
        ("the “deal”", 'the "deal"'),
        ("the ministry’s plan", "the ministry's plan"),
        ("a\u00a0b  c", "a b c"),
        ("coop\u00aderation", "cooperation"),
        ("and so on…", "and so on..."),
    ],
)
def test_typography_alone_makes_no_other_wording(one: str, other: str) -> None:
    known = [Wording.of("Title", f"{one}.", 1)]
    assert decide(known, Wording.of("Title", f"{other}.")) == Decision("unchanged", 1)


def test_another_figure_is_another_wording() -> None:
    known = [Wording.of("Title", "It rose 5 percent.", 1)]
    assert decide(known, Wording.of("Title", "It rose 6 percent.")) == Decision("revised", 2)


def test_a_text_that_goes_on_where_a_cut_one_stops_completes_it() -> None:
    known = [Wording.of("Title", "They agreed to establish a bilatera", 1)]
    assert decide(known, Wording.of("Title", "They agreed to establish a bilateral forum.")) == Decision(
        "completed", 1
    )
    assert decide(known, Wording.of("Title", "They agreed to drop it.")) == Decision("revised", 2)


def test_a_cut_text_that_begins_a_known_one_is_unchanged() -> None:
    known = [Wording.of("Title", "They met.", 1), Wording.of("Title", "They agreed to establish a forum.", 2)]
    assert decide(known, Wording.of("Title", "They agreed to esta")) == Decision("unchanged", 2)
    assert decide(known, Wording.of("Title", "They agreed to…")) == Decision("unchanged", 2)


def test_a_whole_text_that_begins_a_longer_one_is_no_beginning_of_it() -> None:
    known = [Wording.of("Title", "They met.", 1)]
    assert decide(known, Wording.of("Title", "They met. They agreed.")) == Decision("revised", 2)


def test_the_current_wording_is_the_last_whole_one() -> None:
    assert current_number([(1, False), (2, True)]) == 1
    assert current_number([(1, True), (2, True)]) == 2
    assert current_number([(1, False), (2, False), (3, True)]) == 2


BASE = "The ministry said that “exports” rose. It will go on with talks. They end in May."
texts = st.sampled_from(
    [BASE[:end] for end in range(0, len(BASE) + 1, 7)]
    + [
        BASE,
        BASE.replace("rose", "fell"),
        BASE.replace("rose", "fell")[:50],
        BASE.replace("“", '"').replace("”", '"'),
    ]
)


def carried_out(shown: list[str]) -> list[Wording]:
    """The wordings that a release has after these texts came in this order."""
    known: list[Wording] = []
    for text in shown:
        decision = decide(known, Wording.of("Title", text))
        if decision.outcome in ("completed", "added", "revised"):
            known = [wording for wording in known if wording.number != decision.number]
            known.append(Wording.of("Title", text, decision.number))
            known.sort(key=lambda wording: wording.number)
    return known


@given(st.lists(texts, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_imports_does_not_decide_which_wordings_there_are(
    shown: list[str], random: object
) -> None:
    other = list(shown)
    random.shuffle(other)  # type: ignore[attr-defined]
    first, second = ({wording.body for wording in carried_out(order)} for order in (shown, other))
    assert first == second


@given(st.lists(texts, min_size=1, max_size=8))
def test_importing_again_changes_nothing_and_no_two_wordings_are_equal(shown: list[str]) -> None:
    known = carried_out(shown)
    assert [wording.number for wording in known] == list(range(1, len(known) + 1))
    assert len({wording.body for wording in known}) == len(known)
    assert not any(a.begins(b) for a in known for b in known if a is not b)
    for text in shown:
        assert decide(known, Wording.of("Title", text)).outcome == "unchanged"


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert fold_title(fold_title(text)) == fold_title(text)
    assert fold_typography(fold_typography(text)) == fold_typography(text)
