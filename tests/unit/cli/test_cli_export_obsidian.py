"""`export.obsidian` of config.toml, from the file to the exported note; and what is said of a file that is wrong."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Press

ON = "[export]\nobsidian = true\n"


@pytest.fixture
def highlighted(filled: Press, by_title: Callable[[str], str]) -> str:
    """Id of a note on a passage of a bookmarked release."""
    release = by_title("K-Battery")
    filled("bookmark", release)
    words = filled("show", release, "--json").json["body"].split()
    note: str = filled("note", release, "-m", "mine", "--quote", " ".join(words[:3]), "--json").json["id"]
    return note


def test_a_highlight_has_an_id_only_where_that_is_set(
    filled: Press, highlighted: str, home: Path, tmp_path: Path
) -> None:
    assert filled("export", "--to", str(tmp_path / "out")).out == "1 written\n"
    (path,) = (tmp_path / "out").iterdir()
    assert "^" not in path.read_text(encoding="utf-8")
    (home / "config.toml").write_text(ON, encoding="utf-8")
    assert filled("export", "--to", str(tmp_path / "out")).out == "1 updated\n"
    assert re.search(rf"^> .*\n\n\^{highlighted}\n\nmine$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert filled("export", "--to", str(tmp_path / "out")).out == "1 unchanged\n"


def test_settings_that_cannot_be_read_are_2_and_make_no_folder(
    filled: Press, highlighted: str, home: Path, tmp_path: Path
) -> None:
    (home / "config.toml").write_text("[export]\nobsidian = 1\n", encoding="utf-8")
    done = filled("export", "--to", str(tmp_path / "out"), "--json")
    assert (done.code, done.json["error"]["kind"]) == (2, "usage")
    assert "config.toml sets export.obsidian to 1: it is true or false" in done.json["error"]["message"]
    assert not (tmp_path / "out").exists()
