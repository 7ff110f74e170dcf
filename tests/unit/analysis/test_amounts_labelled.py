"""Of the labelled amounts, shares and acronyms nearly all are found, and hardly anything besides."""

from pathlib import Path

from tests.labels.amounts import (
    MADE_UP,
    Score,
    acronyms_in_listings,
    acronyms_made_up,
    amounts_in_listings,
    amounts_made_up,
)


def keeps(score: Score, precision: float, recall: float) -> bool:
    return score.wanted > 0 and score.precision >= precision and score.recall >= recall


def test_amounts_of_made_up_releases() -> None:
    assert keeps(amounts_made_up(), 0.99, 0.97)


def test_amounts_of_the_real_listings(seeds: Path) -> None:
    assert keeps(amounts_in_listings(seeds), 0.99, 0.97)


def test_acronyms_of_made_up_releases() -> None:
    assert keeps(acronyms_made_up(), 0.98, 0.95)


def test_acronyms_of_the_real_listings(seeds: Path) -> None:
    assert keeps(acronyms_in_listings(seeds), 0.98, 0.95)


def test_labels_stand_in_their_releases() -> None:
    for release in MADE_UP:
        at = 0
        for amount in release.amounts:
            at = release.body.index(amount.text, at) + len(amount.text)
        assert all(short in release.body and long in release.body for short, long in release.acronyms)
