"""File names are safe everywhere, unlike each other, and the same whatever the order."""

import re
import unicodedata
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.export import Item
from reader.export.names import choose_names, folded, plain_name, with_id

RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
TITLES = st.text(max_size=200) | st.sampled_from(
    ["CON", "nul", "AUX.txt", "a" * 400, "무" * 300, "..", "/etc", "a|b#c^[d]"]
)
DAYS = st.sampled_from(["2025-12-23", None, "../../etc", "2025-99-99", "Dec 23", "20251223"])


@settings(deadline=None)
@given(TITLES, DAYS)
def test_every_name_is_safe(make_item: Callable[..., Item], title: str, day: str | None) -> None:
    item = make_item(title, date=day)
    for name in (plain_name(item.release), with_id(plain_name(item.release), item.release.id)):
        assert re.match(r"(?:\d{4}-\d\d-\d\d|undated)-", name)
        assert not set(name) & set('<>:"/\\|?*#^[]% \0')
        assert all(unicodedata.category(sign)[0] in "LNM" or sign in "-." for sign in name)
        assert not RESERVED.match(name)
        assert len(name.encode()) <= 200
        assert name.endswith(".md")
        assert not name.removesuffix(".md").endswith((".", " ", "-"))


def test_an_ordinary_name(make_item: Callable[..., Item]) -> None:
    assert (
        plain_name(make_item("Korea–U.S. Fair “Opens”: R&D!").release)
        == "2025-12-23-korea-u-s-fair-opens-r-d.md"
    )
    assert plain_name(make_item("산업통상부 발표", date=None).release) == "undated-산업통상부-발표.md"
    nameless = plain_name(make_item("???").release)
    assert nameless == with_id(nameless, "abcdefghij") == "2025-12-23-abcdefghij.md"


def test_releases_of_one_name_all_get_their_ids_in_any_order(make_item: Callable[..., Item]) -> None:
    items = [
        make_item("Fair Opens", id="aaaaaaaaaa"),
        make_item("fair opens!", id="bbbbbbbbbb"),
        make_item("Other", id="cccccccccc"),
    ]
    new = {item.release.id for item in items}
    expected = {
        "aaaaaaaaaa": "2025-12-23-fair-opens-aaaaaaaaaa.md",
        "bbbbbbbbbb": "2025-12-23-fair-opens-bbbbbbbbbb.md",
        "cccccccccc": "2025-12-23-other.md",
    }
    releases = [item.release for item in items]
    assert choose_names(releases, new, set()) == choose_names(releases[::-1], new, set()) == expected


def test_a_taken_name_is_not_used_whatever_its_case(make_item: Callable[..., Item]) -> None:
    release = make_item().release
    taken = {folded("2025-12-23-FAIR-opens.md")}
    assert choose_names([release], {"abcdefghij"}, taken) == {
        "abcdefghij": "2025-12-23-fair-opens-abcdefghij.md"
    }
    taken.add(folded("2025-12-23-fair-opens-abcdefghij.md"))
    assert choose_names([release], {"abcdefghij"}, taken) == {
        "abcdefghij": "2025-12-23-fair-opens-abcdefghij-2.md"
    }


def test_two_spellings_of_one_letter_are_one_name() -> None:
    assert folded("D\u00e9j\u00e0.md") == folded("de\u0301ja\u0300.md")
