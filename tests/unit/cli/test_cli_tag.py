"""`tag` as a user meets it."""

from collections.abc import Callable

import pytest

from tests.unit.cli.conftest import Press

ById = Callable[[str], str]


def test_tags_are_given_and_taken_in_one_command(filled: Press, by_title: ById) -> None:
    one, other = by_title("Shore"), by_title("Photo")
    done = filled("tag", one, "+Asean", other, "+ports", "--json")
    assert done.code == 0
    assert [(release["id"], release["tags"]) for release in done.json] == [
        (one, ["Asean", "ports"]),
        (other, ["Asean", "ports"]),
    ]
    assert done.json[0]["snippet"]
    assert filled("tag", "-asean", other[:4], "+#harbour", "--json").json[0]["tags"] == ["harbour", "ports"]
    assert filled("show", one, "--json").json["tags"] == ["Asean", "ports"]
    printed = filled("tag", other, "-ports", "-harbour")
    assert printed.out == f"No tags: {other}  2025-03-03  Photo: Ministers at the Quay\n"
    assert filled("tag", one, "+x").out.startswith(f"Tagged #Asean #ports #x: {one}  ")


def test_what_begins_with_a_dash_is_a_tag_and_no_option(filled: Press, by_title: ById) -> None:
    ident = by_title("Shore")
    filled("tag", ident, "+h", "+json")
    assert filled("tag", ident, "-h", "-json", "--json").json[0]["tags"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument"),
        (("{id}",), "No tag is named"),
        (("+a",), "No release is named"),
        (("{id}", "+a", "-A"), "given and taken away"),
        (("{id}", "+#été", "-ETE"), "given and taken away"),
        (("{id}", "+"), "is no tag"),
        (("{id}", "+good", "+not:good"), "cannot hold"),
        (("{id}", "--verbose"), "cannot begin with"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    filled: Press, by_title: ById, arguments: tuple[str, ...], said: str
) -> None:
    ident = by_title("Shore")
    done = filled("tag", *(argument.format(id=ident) for argument in arguments))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert filled("show", ident, "--json").json["tags"] == []


def test_several_ids_are_all_or_nothing(filled: Press, by_title: ById) -> None:
    ident = by_title("Shore")
    done = filled("tag", ident, "zzzzzzzzzz", "+a", "--json")
    assert done.code == 4
    assert done.json["error"]["kind"] == "not_found"
    assert filled("show", ident, "--json").json["tags"] == []
