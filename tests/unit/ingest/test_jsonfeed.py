"""JSON Feeds become releases."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reader.ingest import jsonfeed
from reader.ingest.documents import Document, Found
from reader.model import Attachment
from tests.broken import JSON_FEED


def read(values: Any, url: str = "https://battery.example/feed.json") -> Found:
    return jsonfeed.read(Document(json.dumps(values).encode(), url), "battery")


def with_item(**values: Any) -> dict[str, Any]:
    return {**JSON_FEED, "items": [{"title": "A", **values}]}


def test_a_feed() -> None:
    assert jsonfeed.recognises(Document(json.dumps(JSON_FEED).encode()))
    found = read({**JSON_FEED, "next_url": "?page=2"})
    assert (found.kind, found.title, found.problems) == ("jsonfeed", "Battery news", ())
    assert found.next == "https://battery.example/feed.json?page=2"
    assert found.address == "https://battery.example/feed.json"
    first, second = found.releases
    assert first.body == "Makers asked for a rule [1].\n[1] https://battery.example/rule"
    assert (first.source, first.external_id, first.date) == ("battery", "1", "2025-02-20")
    assert first.attachments == (
        Attachment("rule.pdf", "https://battery.example/rule.pdf", "application/pdf", 9),
    )
    assert (first.categories, first.language) == (("rules",), "en")
    assert (second.title, second.external_id, second.date) == (
        "A text without a headline.",
        "2",
        "2025-02-21",
    )


def test_plain_text_is_not_read_as_html() -> None:
    (release,) = read(with_item(content_text="1 < 2 &amp; <b>3</b>\nnext")).releases
    assert release.body == "1 < 2 &amp; <b>3</b>\nnext"


def test_a_summary_stands_for_a_text() -> None:
    assert [release.body for release in read(with_item(summary="Short.")).releases] == ["Short."]


def test_an_item_that_is_none_costs_itself_alone() -> None:
    found = read({**JSON_FEED, "items": [{"title": "A"}, 7, {}, {"title": "B"}]})
    assert [release.title for release in found.releases] == ["A", "B"]
    assert [problem.reason.split(" of ")[0] for problem in found.problems] == ["Entry 2", "Entry 3"]


def test_what_is_no_feed_is_said() -> None:
    def reason(content: bytes) -> str:
        found = jsonfeed.read(Document(content), "x")
        assert found.releases == ()
        return found.problems[0].reason

    assert "no JSON" in reason(b'{"version": ')
    assert "no list of items" in reason(b"[]")
    assert "no list of items" in reason(b'{"items": 7}')
    assert "nested" in reason(b'{"items":' + b"[" * 100_000)
    assert "values" in reason(b'{"items":[' + b"{}," * 600_000 + b"{}]}")


_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(JSON_FEED["items"][0])), _values))
def test_values_of_any_type_are_borne(item: dict[str, Any]) -> None:
    found = read({**JSON_FEED, "items": [item, {"title": "last"}]})
    assert found.releases[-1].title == "last"
