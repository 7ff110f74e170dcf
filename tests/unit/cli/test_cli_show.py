"""`show`, `bookmark` and `read`."""

from collections.abc import Callable

import pytest

from reader import cells
from reader.cli.documents import beginning
from reader.wording import CUT_NOTICE, DIGEST_NOTICE
from tests.unit.cli.conftest import Press

ById = Callable[[str], str]


def test_a_release_is_printed_in_paragraphs_of_at_most_80_columns(filled: Press, by_title: ById) -> None:
    done = filled("show", by_title("Shore Power"))
    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert lines[0] == "Shore Power to Reach Twelve Ports by 2027"
    assert lines[1].startswith("2025-03-04 · Energy · Ministry of Trade, Industry and Resources · ")
    assert max(cells.width(line) for line in lines) <= 80
    assert "Port Data Initiative" in lines  # a heading run into the text stands on a line of its own
    assert any(line.startswith("❶ Berths") for line in lines)


def test_a_cut_release_says_so(filled: Press, by_title: ById) -> None:
    assert CUT_NOTICE in filled("show", by_title("Fifth Round")).out.splitlines()


def test_a_digest_says_so(press: Press) -> None:
    ident = press("list", "--json").json["hits"][0]["id"]
    assert DIGEST_NOTICE in press("show", ident).out.splitlines()


def test_the_beginning_of_an_id_is_enough(filled: Press, by_title: ById) -> None:
    ident = by_title("K-Battery")
    assert filled("show", f" {ident[:6].upper()} ", "--json").json["id"] == ident


def test_markup_is_text(filled: Press, by_title: ById) -> None:
    assert "[red]Nothing here is markup[/red]" in filled("show", by_title("K-Battery")).out


def test_the_document_of_a_release(filled: Press, by_title: ById) -> None:
    ident = by_title("Steelmakers")
    filled("note", ident, "-m", "Seven now.", "--quote", "Seven steelmakers")
    found = filled("show", ident, "--json").json
    assert (found["id"], found["revision"], found["revision_count"], found["edited"]) == (ident, 2, 2, True)
    assert found["body"].startswith("Seven steelmakers")
    assert [list(one) for one in found["revisions"]] == [
        ["number", "first_seen", "last_seen", "title", "body", "cut"]
    ] * 2
    assert [one["body"][:5] for one in found["revisions"]] == ["Six s", "Seven"]
    assert [one["text"] for one in found["notes"]] == ["Seven now."]
    assert found["snippet"] == beginning(found["body"])


def test_an_earlier_wording_can_be_shown(filled: Press, by_title: ById) -> None:
    ident = by_title("Steelmakers")
    printed = filled("show", ident, "--revision", "1").out
    assert printed.startswith("Steelmakers Publish Their “Green” Plan\n")
    assert "Six steelmakers" in printed
    assert "Seven steelmakers" not in printed
    assert filled("show", ident, "--revision", "1", "--json").json["body"].startswith("Six steelmakers")


def test_a_wording_that_is_not_there_is_4(filled: Press, by_title: ById) -> None:
    ident = by_title("Steelmakers")
    done = filled("show", ident, "--revision", "3")
    assert (done.code, done.err) == (4, f"pressreader: {ident} has no revision 3. There is 1, 2.\n")
    assert filled("show", ident, "--revision", "0").code == 2


@pytest.mark.parametrize(
    ("ident", "code", "kind"),
    [("zz0", 4, "not_found"), ("ab", 2, "usage"), ("", 2, "usage"), ("\udcff\udcff\udcff", 4, "not_found")],
)
def test_an_id_that_names_nothing(filled: Press, ident: str, code: int, kind: str) -> None:
    for command in ("show", "bookmark", "read", "note"):
        done = filled(command, ident, "--json")
        assert (done.code, done.json["error"]["kind"]) == (code, kind)


def test_an_ambiguous_id_names_its_candidates(press: Press) -> None:
    listing = "".join(f"-\nSimilar headline {n}\nText {n}. date2025-01-01\n" for n in range(3000))
    press("import", "-", stdin=listing)
    ids = [hit["id"] for hit in press("list", "--limit", "3000", "--json").json["hits"]]
    prefixes = [ident[:3] for ident in ids]
    prefix = next(prefix for prefix in prefixes if prefixes.count(prefix) > 1)
    error = press("show", prefix, "--json").json["error"]
    assert error["kind"] == "ambiguous"
    assert error["candidates"] == sorted(ident for ident in ids if ident.startswith(prefix))
    done = press("bookmark", ids[0], prefix)
    assert (done.code, press("search", "is:bookmarked").code) == (2, 1)


@pytest.mark.parametrize(("command", "key"), [("bookmark", "bookmarked"), ("read", "read")])
def test_state_is_set_and_taken_back(filled: Press, by_title: ById, command: str, key: str) -> None:
    ids = [by_title("K-Battery"), by_title("Shore Power")]
    assert [one[key] for one in filled(command, *ids, "--json").json] == [True, True]
    assert filled("search", f"is:{key}", "--json").json["total"] == 2
    done = filled(command, ids[0], "--off")
    assert (done.code, ids[0] in done.out) == (0, True)
    assert [hit["id"] for hit in filled("search", f"is:{key}", "--json").json["hits"]] == [ids[1]]


def test_several_ids_are_all_or_nothing(filled: Press, by_title: ById) -> None:
    done = filled("bookmark", by_title("K-Battery"), "zz0", "--json")
    assert (done.code, done.json["error"]["kind"]) == (4, "not_found")
    assert filled("search", "is:bookmarked").code == 1


def test_the_same_release_twice_is_one(filled: Press, by_title: ById) -> None:
    ident = by_title("K-Battery")
    assert len(filled("read", ident, ident[:5], "--json").json) == 1


def test_the_beginning_of_a_text() -> None:
    assert beginning("Short  text.\n\nTwo lines.") == "Short text. Two lines."
    assert beginning("") == ""
    assert beginning("word " * 200).endswith("word…")
    assert beginning("字" * 500) == "字" * 160 + "…"
