"""`diff` and `rewordings`."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import cells
from tests.terminal import READER, Terminal, environment
from tests.unit.cli.conftest import Press

ById = Callable[[str], str]

_BEFORE = (
    "Exports through Busan rose 10.5 percent. Minister JK Kim opened the pier. “Nobody” was late. The rest stays, and "
    "it is long enough that nobody would want to read all of it again only because two words of it are other ones now."
)
_AFTER = _BEFORE.replace("10.5", "10.8").replace("JK Kim", "Kim Jung-kwan").replace("“Nobody”", '"Nobody"')


@pytest.fixture
def reworded(press: Press, tmp_path: Path) -> str:
    """The id of a release with three wordings, the second of which has another headline."""
    for title, body in (("A Pier Opens", _BEFORE), ("A Pier Opens", _AFTER), ("A pier opens", _AFTER)):
        path = tmp_path / "listing.txt"
        path.write_text(f"-\nPorts\n{title}\n{body} date2025-03-04\n", encoding="utf-8")
        assert press("import", str(path)).code == 0
    return str(press("list", "--json").json["hits"][0]["id"])


def test_two_wordings_are_shown_word_by_word(press: Press, reworded: str) -> None:
    done = press("diff", reworded, "1", "2")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "A Pier Opens"
    assert lines[1].startswith("2025-03-04 · ")
    assert lines[2].startswith("--- revision 1 · first seen 20")
    assert lines[3].startswith("+++ revision 2 · first seen 20")
    assert lines[4:6] == ["figure 10.5 → 10.8 percent", "name Minister JK Kim → Minister Kim Jung-kwan"]
    text = " ".join(lines[7:])
    assert text.startswith(
        "Exports through Busan rose [-10.5-]{+10.8+} percent. Minister [-JK Kim-]{+Kim Jung-kwan+} opened the pier. "
        '"Nobody" was late.'
    )
    assert text.endswith("…"), "what did not change is not all shown"


def test_without_numbers_the_last_two_are_compared(press: Press, reworded: str) -> None:
    found = press("diff", reworded[:5], "--json").json
    assert [one["number"] for one in found["revisions"]] == [2, 3]
    assert [(one["kind"], one["before"], one["after"]) for one in found["changes"]] == [
        ("headline", "Pier Opens", "pier opens")
    ]
    assert "[-Pier Opens-]{+pier opens+}" in press("diff", reworded).out


def test_the_document_tells_all_of_a_change(press: Press, reworded: str) -> None:
    found = press("diff", reworded, "1", "2", "--json").json
    assert found["id"] == reworded
    assert [list(one) for one in found["revisions"]] == [
        ["number", "first_seen", "last_seen", "title", "cut"]
    ] * 2
    figure, name = found["changes"]
    assert figure == {
        "op": "replace",
        "before": "10.5",
        "after": "10.8",
        "kind": "figure",
        "part": "body",
        "before_span": [27, 31],
        "after_span": [27, 31],
        "called": [{"kind": "figure", "before": "10.5 percent", "after": "10.8 percent"}],
        "moved": False,
    }
    assert _BEFORE[slice(*name["before_span"])] == "JK Kim"
    assert _AFTER[slice(*name["after_span"])] == "Kim Jung-kwan"


def test_backwards_is_the_other_way_round(press: Press, reworded: str) -> None:
    found = press("diff", reworded, "2", "1", "--json").json
    assert [(one["before"], one["after"]) for one in found["changes"]] == [
        ("10.8", "10.5"),
        ("Kim Jung-kwan", "JK Kim"),
    ]


def test_line_by_line_typography_is_no_change(press: Press, reworded: str) -> None:
    lines = press("diff", reworded, "1", "2", "--unified").out.splitlines()
    assert lines[0].startswith(f"--- {reworded} revision 1 20")
    assert [line for line in lines[2:] if line[0] in "-+"] == [
        "-Exports through Busan rose 10.5 percent.",
        "-Minister JK Kim opened the pier.",
        "+Exports through Busan rose 10.8 percent.",
        "+Minister Kim Jung-kwan opened the pier.",
    ]
    assert " “Nobody” was late." in lines


def test_one_wording_only_is_told(filled: Press, by_title: ById) -> None:
    ident = by_title("Shore Power")
    done = filled("diff", ident)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"{ident} has one wording only: its source has not reworded it.\n"
    done = filled("diff", ident, "--json")
    assert (done.code, done.json["changes"]) == (1, [])


def test_a_wording_beside_itself_has_no_change(press: Press, reworded: str) -> None:
    done = press("diff", reworded, "2", "2")
    assert (done.code, done.out) == (1, "")
    assert "nothing is different" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [(["1", "9"], 4, "no revision 9. There is 1, 2, 3."), (["1"], 2, "Name two"), (["0", "1"], 2, "0")],
)
def test_wrong_numbers(press: Press, reworded: str, arguments: list[str], code: int, word: str) -> None:
    done = press("diff", reworded, *arguments)
    assert (done.code, done.out) == (code, "")
    assert word in done.err
    assert press("diff", reworded, *arguments, "--json").json["error"]["message"]


def test_rewordings_are_listed_newest_first(press: Press, reworded: str) -> None:
    done = press("rewordings")
    assert (done.code, done.err) == (0, "2 rewordings\n")
    newest, oldest = (line.split("\t") for line in done.out.splitlines())
    assert (newest[0], newest[1], newest[3], newest[4]) == (
        reworded,
        "2025-03-04",
        "2→3",
        "1 change of the headline",
    )
    assert oldest[3:] == ["1→2", "1 figure, 1 name", "A pier opens", "figure 10.5 → 10.8 percent"]


def test_rewordings_of_what_a_query_finds(press: Press, reworded: str) -> None:
    found = press("rewordings", "pier", "--limit", "1", "--json").json
    assert (found["query"], found["total"], len(found["rewordings"])) == ("pier", 2, 1)
    (one,) = found["rewordings"]
    assert one["release"]["id"] == reworded
    assert [each["number"] for each in one["revisions"]] == [2, 3]
    assert one["changes"][0]["kind"] == "headline"
    done = press("rewordings", "steel")
    assert (done.code, done.out, done.err) == (1, "", "Nothing was reworded.\n")


def test_what_a_terminal_would_act_on_is_not_printed(press: Press, tmp_path: Path) -> None:
    path = tmp_path / "listing.txt"
    for word in ("one\u202etwo", "[red]berths[/red]"):
        path.write_text(f"-\nA Pier Opens\nIt says {word} here. date2025-03-04\n", encoding="utf-8")
        assert press("import", str(path)).code == 0
    ident = press("list", "--json").json["hits"][0]["id"]
    for arguments in (["diff", ident], ["diff", ident, "--unified"], ["rewordings"]):
        out = press(*arguments).out
        assert "[red]berths[/red]" in out
        assert "\u202e" not in out


def test_rewordings_are_exported_as_one_document(press: Press, reworded: str, tmp_path: Path) -> None:
    target = tmp_path / "out" / "rewordings.md"
    done = press("export", "is:edited", "--format", "rewordings", "--to", str(target))
    assert (done.code, done.out, done.err) == (0, "1 written\n", "")
    text = target.read_text("utf-8")
    assert text.count("\n## A pier opens\n") == 1, "the newest rewording gave it that headline"
    assert text.count("\n## A Pier Opens\n") == 1
    assert text.index("A pier opens") < text.index("A Pier Opens")
    assert (
        "rose <del>10.5</del><ins>10.8</ins> percent. Minister <del>JK Kim</del><ins>Kim Jung-kwan</ins>"
        in text
    )
    assert "- figure 10.5 → 10.8 percent\n" in text
    assert press("export", "is:edited", "--format", "rewordings", "--to", str(target)).out == "1 unchanged\n"
    assert press("export", "is:edited", "--format", "rewordings", "--to", "-").out == text


def test_where_nothing_was_reworded_nothing_is_exported(filled: Press, tmp_path: Path) -> None:
    target = tmp_path / "rewordings.md"
    done = filled("export", "shore power", "--format", "rewordings", "--to", str(target))
    assert (done.code, target.exists()) == (1, False)


@pytest.mark.parametrize("width", [44, 100])
def test_a_terminal_is_shown_colours_and_lines_that_fit(
    press: Press, reworded: str, home: Path, width: int
) -> None:
    for command in (["diff", reworded, "1", "2"], ["rewordings"]):
        with Terminal([*READER, *command], environment(home), (width, 40)) as terminal:
            assert terminal.wait_end() == 0
            written = terminal.written.decode()
        printed = re.sub(r"\x1b\[[0-9;]*m", "", written)
        assert max(cells.width(line) for line in printed.split("\r\n")) <= width
        if command[0] == "diff":
            assert "\x1b[31m[-10.5-]\x1b[0m\x1b[32m{+10.8+}\x1b[0m" in written


def test_colours_can_be_refused(press: Press, reworded: str, home: Path) -> None:
    for command in (["diff", reworded, "1", "2"], ["diff", reworded, "--unified"], ["rewordings"]):
        with Terminal([*READER, *command], {**environment(home), "NO_COLOR": "1"}) as terminal:
            assert terminal.wait_end() == 0
            assert b"\x1b" not in terminal.written
