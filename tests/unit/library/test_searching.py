"""What a search answers beside its hits: order, what is hidden, near spellings, likeness, where a hit stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import NotFound, UsageError
from reader.library import Library
from reader.library.answers import Answer, Question
from reader.library.hits import EARLIER, NOTE, SHARES
from reader.model import Release
from tests import listings


@pytest.fixture
def library(tmp_path: Path, home: Path) -> Iterator[Library]:
    """The tests' listing, imported and searchable."""
    with Library.open() as library:
        library.sources.import_paths([str(listings.write(tmp_path))])
        library.indexing.drain()
        yield library


def whole(library: Library, question: Question) -> Answer:
    """The answer with everything that follows after the first hits."""
    answer = library.search.ask(question, limit=2)
    for step in library.search.rest_of(answer):
        answer = step or answer
    assert answer.complete
    return answer


def titles(library: Library, answer: Answer) -> list[str]:
    return [release.title for release in library.releases.many(answer.numbers)]


def hits(library: Library, text: str) -> list[Release]:
    return library.releases.many(library.search.ask(Question(text), limit=None).numbers)


def named(library: Library, beginning: str) -> Release:
    (found,) = (one for one in library.releases.all().page(0, 50) if one.title.startswith(beginning))
    return found


def test_what_conditions_hide_is_counted(library: Library) -> None:
    library.releases.set("read", [named(library, "Two Ministers").number], on=True)
    answer = whole(library, Question("busan is:unread"))
    assert (answer.total, answer.hidden and answer.hidden.releases) == (2, 1)
    assert answer.hidden is not None
    assert answer.hidden.by == ("is:unread",)
    assert whole(library, Question("busan", view="is:unread")).hidden == answer.hidden
    assert whole(library, Question("busan")).hidden is None
    assert whole(library, Question("is:unread")).hidden is None


def test_orders_hold_the_same_releases(library: Library) -> None:
    newest = whole(library, Question("busan OR plan OR rule"))
    oldest = whole(library, Question("busan OR plan OR rule", order="old"))
    best = whole(library, Question("busan OR plan OR rule", order="rank"))
    assert oldest.numbers == newest.numbers[::-1]
    assert sorted(best.numbers) == sorted(newest.numbers)
    assert (newest.order, oldest.order, best.order) == ("date", "old", "rank")
    assert [best.scores[number] for number in best.numbers[:2]] == sorted(
        (best.scores[number] for number in best.numbers[:2]), reverse=True
    )


def test_the_text_says_the_order_before_the_reader_does(library: Library) -> None:
    assert whole(library, Question("busan sort:old", order="rank")).order == "old"
    assert whole(library, Question("is:unread", order="rank")).order == "date"
    everything = whole(library, Question("sort:old"))
    assert titles(library, everything)[0] == "K-Battery Makers Ask for a Clear Rule"


def test_a_headline_weighs_more_than_a_text(library: Library) -> None:
    assert (
        titles(library, whole(library, Question("busan", order="rank")))[0] == "Two Ministers Meet in Busan"
    )


def test_a_word_that_finds_nothing_has_near_spellings(library: Library) -> None:
    answer = whole(library, Question("steelmakars"))
    assert answer.total == 0
    assert [(one.word, one.spellings[0]) for one in answer.respellings] == [("steelmakars", "steelmakers")]
    either = whole(library, Question("busan OR furnase"))
    assert either.total == 3
    assert [one.word for one in either.respellings] == ["furnase"]
    assert whole(library, Question("-steelmakars")).respellings == ()
    assert whole(library, Question("xqzw")).respellings == ()


def test_a_saved_search_is_usable_inside_another(library: Library) -> None:
    library.saved.put("Busan watch", "busan OR pohang")
    library.saved.put("Fresh", 'search:"busan watch" is:unread')
    assert titles(library, whole(library, Question("search:fresh -pohang"))) == titles(
        library, whole(library, Question("busan"))
    )


def test_saved_searches_that_ask_for_each_other_are_refused(library: Library) -> None:
    one = library.saved.put("One", "busan")
    library.saved.put("Two", "search:One")
    library.saved.restore(one._replace(query="search:Two"))  # as an undone removal may bring it back
    with pytest.raises(UsageError, match="One → Two → One"):
        library.search.ask(Question("search:one"))
    with pytest.raises(NotFound, match="Three"):
        library.search.ask(Question("search:Three"))


def test_saved_searches_that_ask_for_each_other_in_plenty_are_refused(library: Library) -> None:
    library.saved.put("b0", "port OR steel OR rice")
    for number in range(1, 8):
        library.saved.put(f"b{number}", f"search:b{number - 1} OR (search:b{number - 1} harbour)")
    assert library.search.ask(Question("search:b7")).numbers
    with pytest.raises(UsageError, match="over 5,000 words and conditions"):
        library.saved.put("many", " OR ".join(["(search:b7 rice)"] * 20))


def test_long_chains_of_saved_searches_are_refused(library: Library) -> None:
    library.saved.put("c0", "port")
    for number in range(1, 50):
        library.saved.put(f"c{number}", f"search:c{number - 1}")
    assert library.search.ask(Question("search:c49")).numbers == library.search.ask(Question("port")).numbers
    library.saved.put("c50", "search:c49")
    with pytest.raises(UsageError, match="Over 50 saved searches ask for each other in a row"):
        library.search.ask(Question("search:c50"))


def test_groups_that_saved_searches_nest_are_refused(library: Library) -> None:
    nested = "-(port OR (" * 16 + "{}" + "))" * 16
    library.saved.put("d0", "steel")
    for number in range(1, 4):
        library.saved.put(f"d{number}", nested.format(f"steel search:d{number - 1}"))
    library.search.ask(Question("search:d3"))
    with pytest.raises(UsageError, match="over 200 groups"):
        for number in range(4, 12):
            library.saved.put(f"d{number}", nested.format(f"steel search:d{number - 1}"))


def test_releases_like_another_share_telling_words(library: Library, tmp_path: Path) -> None:
    shared = "Quantum dredgers deepen the Walrus basin with polymer anchors."
    listing = listings.LISTING + "".join(
        f"-\nIndustry\nBasin report {n}\n{shared} {'Icebergs melt.' if n % 2 else ''} Number {n}. date2024-01-0{n}\n"
        for n in (1, 2, 3)
    )
    library.sources.import_paths([str(listings.write(tmp_path, listing))])
    library.indexing.drain()
    one = named(library, "Basin report 1")
    answer = whole(library, Question(f"like:{one.id[:6]}"))
    assert (sorted(titles(library, answer)), answer.order) == (["Basin report 2", "Basin report 3"], "rank")
    assert {"walrus", "dredgers"} & set(answer.shared[answer.numbers[0]])
    everyone = whole(library, Question(f"like:{one.id} OR title:busan OR date:2000..", order="date"))
    assert len(everyone.numbers) > len(answer.numbers)
    assert everyone.shared == answer.shared, "also of those that come after the first hits"
    other = named(library, "Basin report 2")
    either = whole(library, Question(f"like:{one.id} OR like:{other.id}"))
    third = named(library, "Basin report 3").number
    alone = [whole(library, Question(f"like:{ident}")).scores[third] for ident in (one.id, other.id)]
    assert alone[0] != alone[1]
    assert either.scores[third] == max(alone)
    excerpt = library.hits.excerpt(answer.root, named(library, "Basin report 2"), ("walrus", "basin"))
    assert (excerpt.label, excerpt.text) == (SHARES, "walrus, basin")
    assert whole(library, Question(f"-like:{one.id}")).order == "date"
    with pytest.raises(NotFound):
        library.search.ask(Question("like:zzzzzz"))


def test_facets_count_the_hits(library: Library) -> None:
    answer = whole(library, Question("busan"))
    groups = {group.title: group.values for group in library.search.facets(answer)}
    assert {value.label: value.releases for value in groups["Category"]} == {
        "Energy": 1,
        "Trade/Investment": 1,
        "none": 1,
    }
    everything = {group.title: group.values for group in library.search.facets(None)}
    assert sum(value.releases for value in everything["Year"]) == 7


def test_the_words_that_a_word_takes_are_told(library: Library) -> None:
    taken = library.search.taken(whole(library, Question('minister por* "clear rule" furnase~')).root)
    assert {word: set(found) for word, found in taken.items()} == {
        "minister": {"minister", "ministers"},
        "por*": {"port", "ports"},
        "furnase~": {"furnace"},
    }


def test_an_excerpt_shows_where_the_hit_is(library: Library) -> None:
    (port,) = hits(library, "ammonia")
    excerpt = library.hits.excerpt(whole(library, Question("ammonia")).root, port)
    assert [excerpt.text[start:end] for start, end in excerpt.hits] == ["ammonia"]
    assert excerpt.label == ""
    library.notes.write(port.number, "Ask about the walrus.")
    noted = named(library, "Shore Power")
    excerpt = library.hits.excerpt(whole(library, Question("walrus")).root, noted)
    assert (excerpt.label, excerpt.text) == (NOTE, "Ask about the walrus.")


def test_a_hit_in_an_earlier_wording_alone_says_so(library: Library) -> None:
    # In the listing "Seven" comes last, so "six" stands in the earlier wording alone, or the other way round.
    steel = named(library, "Steelmakers")
    earlier, current = (
        ("six", "seven") if "Seven" in (library.releases.get(steel.number).body or "") else ("seven", "six")
    )
    root = whole(library, Question(f"{earlier} steelmakers")).root
    assert library.hits.only_earlier(root, steel)
    excerpt = library.hits.excerpt(root, steel)
    assert excerpt.label == EARLIER
    assert earlier in excerpt.text.lower()
    root = whole(library, Question(f"{current} steelmakers category:industry")).root
    assert not library.hits.only_earlier(root, steel)
    elsewhere = whole(library, Question(f"{earlier} OR (steelmakers category:agriculture)")).root
    assert library.hits.only_earlier(elsewhere, steel)
    explained, only_earlier = library.hits.explain(root, library.releases.get(steel.number))
    assert (explained, only_earlier) == (library.hits.excerpt(root, steel), False)
    either = whole(library, Question(f"{earlier} OR {current}")).root
    assert not library.hits.only_earlier(either, steel)
    denied = whole(library, Question(f"steelmakers -{earlier}"))
    assert steel.number not in denied.numbers


def test_saved_searches_count_what_is_new(library: Library, tmp_path: Path) -> None:
    saved = library.saved.put("Ports", "port")
    assert library.search.counts(saved.query, saved.looked) == (1, 0)
    more = listings.LISTING + "-\nEnergy\nA Port Opens\nThe port of Ulsan opens. date2025-03-05\n"
    library.sources.import_paths([str(listings.write(tmp_path, more))])
    library.indexing.drain()
    assert library.search.counts(saved.query, saved.looked) == (2, 1)
    library.saved.look("ports")
    assert library.search.counts(saved.query, library.saved.get("Ports").looked) == (2, 0)
