"""The document of rewordings: what changed reads back as it was written, whatever stands in it."""

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.export.rewordings import Rewording, rewordings
from reader.model import MOTIR, Release, Revision, Source

_PARSER = MarkdownIt("commonmark")
_SPECIAL = "\\`*_{}[]()#+-.!|<>~$=%^&:;\"'/ \n\ue000\ue003"
_TEXTS = st.text(st.sampled_from(_SPECIAL + "ab1é무"), max_size=12)
_PIECES = st.lists(st.tuples(st.sampled_from(["same", "old", "new"]), _TEXTS), min_size=1, max_size=6).map(
    tuple
)


def _rewording(**changes: Any) -> Rewording:
    release = Release(
        MOTIR, "Fair: Opened", "2025-12-23", id="abcdefghij", url="https://example.org/1?a=1&b=2"
    )
    values: dict[str, Any] = {
        "release": release,
        "source": Source(MOTIR, "MOTIR", "listing"),
        "before": Revision(1, "Fair Opened", "", False, "2025-12-24T09:00:00Z", "2025-12-25T09:00:00Z"),
        "after": Revision(2, "Fair: Opened", "", True, "2025-12-26T09:00:00Z", "2025-12-27T09:00:00Z"),
        "kinds": "1 figure",
        "called": ("figure 10.5 → 10.8 percent",),
        "passages": ((("same", "… rose "), ("old", "10.5"), ("new", "10.8"), ("same", " percent …")),),
    }
    return Rewording(**values | changes)


def _text(markdown: str) -> str:
    """What a reader sees of quotations, the elements for what changed as signs."""
    html = "".join(re.findall(r"<blockquote>(.*?)</blockquote>", _PARSER.render(markdown), re.DOTALL))
    for tag, sign in (("<del>", "⟦"), ("</del>", "⟧"), ("<ins>", "⟪"), ("</ins>", "⟫")):
        html = html.replace(tag, sign)
    html = re.sub(r"</?p>", "", html)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        html = html.replace(entity, character)
    return " ".join(html.split())


def test_a_rewording_is_told_with_its_days_and_its_words() -> None:
    assert "".join(rewordings([_rewording()])) == (
        "# Reworded press releases\n"
        "\n## Fair: Opened\n"
        "\nReleased 23 December 2025 · Ministry of Trade, Industry and Resources · abcdefghij"
        " · [source](<https://example.org/1?a=1&b=2>)\n"
        "\n- wording 1: first seen 2025-12-24 09:00, last 2025-12-25 09:00 UTC\n"
        "- wording 2: first seen 2025-12-26 09:00, last 2025-12-27 09:00 UTC, cut\n"
        "\n**1 figure**\n"
        "\n- figure 10.5 → 10.8 percent\n"
        "\n> … rose <del>10.5</del><ins>10.8</ins> percent …\n"
    )


def test_a_document_of_nothing_says_so() -> None:
    assert "None of these releases was reworded." in "".join(rewordings([]))


@settings(deadline=None)
@given(_PIECES)
def test_what_changed_reads_back_as_it_was(pieces: tuple[tuple[Any, str], ...]) -> None:
    signs = {"old": "⟦{}⟧", "new": "⟪{}⟫", "same": "{}"}
    clean = [(role, re.sub("[\ue000-\ue003]", "\ufffd", text)) for role, text in pieces]
    wanted = "".join(
        signs[role].format(" ".join(text.split()) if role != "same" else text) for role, text in clean
    )
    document = "".join(rewordings([_rewording(passages=(pieces,))]))
    assert _text(document) == " ".join(wanted.split())


@settings(deadline=None)
@given(_TEXTS, _TEXTS)
def test_headline_and_what_is_called_out_are_text(title: str, called: str) -> None:
    item = _rewording(called=(called,))
    item = _rewording(called=(called,), after=item.after._replace(title=title))
    html = _PARSER.render("".join(rewordings([item])))
    assert "<em>" not in html
    assert "<code>" not in html
    assert html.count("<h2>") == 1
    assert html.count("<a ") == 1
