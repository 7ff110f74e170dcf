"""`search`: orders, near spellings, words taken, saved searches, hits of earlier wordings."""

from collections.abc import Callable

from tests.unit.cli.conftest import Press


def test_inflections_are_found_and_told(filled: Press) -> None:
    done = filled("search", "tariff", "--words")
    assert done.code == 0
    assert "Two Ministers Meet in Busan" in done.out
    assert "tariff takes tariffs" in done.err
    assert filled("search", "=tariff").code == 1
    assert filled("search", "tariff", "--json").json["words"] == {"tariff": ["tariffs"]}


def test_the_best_match_comes_first_with_its_score(filled: Press) -> None:
    found = filled("search", "busan", "--sort", "rank", "--json").json["hits"]
    assert found[0]["title"] == "Two Ministers Meet in Busan"
    scores = [hit["score"] for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert filled("search", "busan", "--json").json["hits"][0]["score"] is None


def test_the_query_s_own_order_counts(filled: Press) -> None:
    newest = [hit["id"] for hit in filled("search", "busan", "--json").json["hits"]]
    oldest = filled("search", "busan sort:old", "--json").json["hits"]
    assert [hit["id"] for hit in oldest] == newest[::-1]
    assert [hit["id"] for hit in filled("search", "busan", "--sort", "old", "--json").json["hits"]] == newest[
        ::-1
    ]
    assert [
        hit["id"]
        for hit in filled("search", "sort:old category:industry", "--json", "--limit", "1").json["hits"]
    ]


def test_nothing_found_offers_the_nearest_spelling_and_takes_none(filled: Press) -> None:
    done = filled("search", "title:steelmakars is:unread", "--json")
    assert (done.code, done.json["total"], done.json["corrected"]) == (1, 0, "title:steelmakers is:unread")
    assert "Did you mean: steelmakers" in filled("search", "steelmakars").err
    assert filled("search", "busan", "--json").json["corrected"] is None
    filled("saved", "add", "Steel", "steelmakars")
    done = filled("search", "search:steel", "--json")
    assert (done.json["total"], done.json["corrected"]) == (0, None)
    assert filled("search", "search:steel").err == "Nothing found.\n"


def test_a_hit_in_an_earlier_wording_says_so(filled: Press) -> None:
    both = [filled("search", f"{word} steelmakers", "--json").json["hits"][0] for word in ("six", "seven")]
    (earlier,) = [hit for hit in both if hit["earlier"]]
    word = "six" if earlier is both[0] else "seven"
    assert word in earlier["snippet"].lower()
    done = filled("search", f"{word} steelmakers")
    assert "earlier wording: Steelmakers" in done.out
    assert "only in an earlier wording" in done.err


def test_releases_like_one_name_the_words_they_share(filled: Press, by_title: Callable[[str], str]) -> None:
    found = filled("search", f"like:{by_title('Two Ministers')}", "--json").json["hits"]
    assert all(len(hit["shared"]) >= 3 for hit in found)
    assert filled("search", "like:zzzzzzzzzz").code == 4


def test_an_unknown_saved_search_is_no_such_search(filled: Press) -> None:
    done = filled("search", "search:nobody")
    assert done.code == 4
    assert "nobody" in done.err
