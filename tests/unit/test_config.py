"""Settings are read from a file that may be missing, and what is wrong in it is a sentence that says where."""

from pathlib import Path

import pytest

from reader.config import Config, ExportConfig, load
from reader.errors import UsageError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_all_is_as_usual(path: Path) -> None:
    assert load(path) == Config(ExportConfig(obsidian=False))


@pytest.mark.parametrize(
    ("text", "obsidian"),
    [
        ("", False),
        ("[export]\n", False),
        ("[export]\nobsidian = true\n", True),
        ("export.obsidian = true", True),
        ("\ufeff[export]\r\nobsidian = true\r\n", True),
        ("export = { obsidian = false }\n[keys]\nnext = 'j'\n", False),
    ],
)
def test_what_is_set_is_read(path: Path, text: str, obsidian: bool) -> None:
    path.write_bytes(text.encode())
    assert load(path).export.obsidian is obsidian


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\n[export\n", r"config\.toml cannot be read as TOML at line 2: .*\. Write settings such as"),
        (b"a = '", r"config\.toml cannot be read as TOML at its end: .*\. Write settings such as"),
        (b"a = 1\na = 2\n", r"at line 2: Cannot overwrite a value"),
        (b"x = '\xff'", "is not written in UTF-8"),
        (b"export = true", r"export is no table: write \[export\]"),
        (b"[export]\nobsidian = 'yes'", r"export\.obsidian to 'yes': it is true or false"),
        (b"[export]\nobsidian = 1", r"export\.obsidian to 1: it is true or false"),
        (b"[export]\nobsdian = true", r"export\.obsdian, which is no setting: there is obsidian\."),
    ],
)
def test_what_is_wrong_is_said(path: Path, text: bytes, said: str) -> None:
    path.write_bytes(text)
    with pytest.raises(UsageError, match=said) as caught:
        load(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_in_its_place_is_said(path: Path) -> None:
    path.mkdir()
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        load(path)
