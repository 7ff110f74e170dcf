"""Releases as citations meet them: odd headlines, addresses and institutions; and the real ones."""

import re
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from reader.export.item import Item
from reader.model import MOTIR, STARTER, Release, Revision, Source

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MINISTRY = "Ministry of Trade, Industry and Resources"

_SIGNS = "{}$&%#_~^\\<>|`'\"“”‘’-–,;:.?!@=[]()*+/ \ue000atpu\n\t\u2028é한"
_TEXTS = st.one_of(
    st.text(alphabet=st.sampled_from(_SIGNS), max_size=30),
    st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=30),
    st.sampled_from(
        [
            "Prices <i>rise</i> & “fall”: why?",
            "TY  - JOUR",
            "@misc{key, title = {x}}",
            '<span class="nocase">R&D</span> at 100%.',
            "$5 -- or --- ``more''…",
            "A {brace and a } brace \\",
            "ER  - ",
        ]
    ),
)
_TITLES = _TEXTS.filter(str.strip)
_URLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "https://example.org/a_b?x=1&y=%20#part",
            "https://example.org/~kim/{1}/\\x",
            "https://예시.example/보도 자료",
            "javascript:alert('\"')",
        ]
    ),
    _TEXTS.map("https://example.org/".__add__),
)
_DAYS = st.one_of(
    st.none(), st.dates().map(str), st.sampled_from(["2025-12-23", "2025-02-30", "soon", "2025"])
)
_MOMENTS = st.one_of(st.just(""), st.dates().map("{}T09:00:00Z".format))
_NAMES = st.one_of(
    st.sampled_from(
        ["Ministry of Food, Drugs and Safety", "Yahoo!", "Harbours Inc.", "Smith and Sons", "A {B"]
    ),
    _TITLES,
)


@st.composite
def items(draw: st.DrawFn, *, title: st.SearchStrategy[str] = _TITLES) -> Item:
    """Any release, of the ministry, of the starter or of a feed."""
    key = draw(st.sampled_from([MOTIR, MOTIR, STARTER, "https://example.org/feed?x={1}", "feed"]))
    count = draw(st.integers(1, 3))
    values: dict[str, Any] = {
        "source": key,
        "date": draw(_DAYS),
        "url": draw(_URLS),
        "language": draw(st.sampled_from(["en", "ko", "xx", None])),
        "id": draw(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=10, max_size=10)),
        "revision": count,
        "revision_count": count,
        "cut": draw(st.booleans()),
        "first_seen": draw(_MOMENTS),
    }
    return item(draw(title), source_name=draw(_NAMES), **values)


def lists(*, title: st.SearchStrategy[str] = _TITLES) -> st.SearchStrategy[list[Item]]:
    """Several releases, none twice."""
    return st.lists(items(title=title), max_size=4, unique_by=lambda one: one.release.id)


def item(title: str = "Fair Opens", *, source_name: str = MINISTRY, **changes: Any) -> Item:
    """A release of the ministry with an address, in its first wording."""
    values: dict[str, Any] = {
        "source": MOTIR,
        "date": "2025-12-23",
        "url": "https://example.org/1",
        "language": "en",
        "id": "abcdefghij",
        "first_seen": "2025-12-25T09:00:00Z",
    } | changes
    release = Release(title=title, body="", **values)
    revision = Revision(release.revision, title, "", release.cut, release.first_seen, release.last_seen)
    return Item(release, revision, Source(release.source, source_name, "listing"), ())


def real(seeds: Path) -> list[Item]:
    """The releases of the real listings, with addresses, since listings have none."""
    blocks = [
        block.rstrip("\n").split("\n")
        for path in sorted(seeds.glob("*.txt"))
        for block in re.split(r"^-$\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    ]
    return [
        item(
            title,
            date=body[-10:],
            id=f"{number:010}",
            url=f"https://example.org/view?id={number}&lang=en#top_{number}",
        )
        for number, (*_, title, body) in enumerate(blocks)
    ]


def plain(text: str) -> str:
    """The text as one line."""
    return " ".join(text.split())
