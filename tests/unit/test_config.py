"""Settings are read from a file that may be missing, and what is wrong in it is a sentence that says where."""

from pathlib import Path

import pytest

from reader.config import Config, ExportConfig, MinistryConfig, SyncConfig, load
from reader.errors import UsageError
from reader.fetch.addresses import Hosts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_all_is_as_usual(path: Path) -> None:
    assert load(path) == Config(
        ExportConfig(obsidian=False),
        SyncConfig(pause=1.0, hosts=8, timeout=20.0, attempts=4),
        MinistryConfig(hosts=("english.motir.go.kr", "english.motie.go.kr")),
    )


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


def test_how_servers_are_treated_is_read(path: Path) -> None:
    path.write_text(
        "[sync]\npause = 2\nhosts = 3\ntimeout = 0.5\n[ministry]\nhosts = ['127.0.0.1:8000', '[::1]:1']\n"
    )
    config = load(path)
    assert config.sync == SyncConfig(pause=2.0, hosts=3, timeout=0.5, attempts=4)
    assert isinstance(config.sync.pause, float)
    assert config.ministry.hosts == ("127.0.0.1:8000", "[::1]:1")


@pytest.mark.parametrize(
    "host", ["a", "english.motir.go.kr", "a-b.c:1", "127.0.0.1:65535", "[::1]", "부.한국:80"]
)
def test_hosts_that_may_be_named(path: Path, host: str) -> None:
    path.write_text(f'[ministry]\nhosts = ["{host}"]\n', encoding="utf-8")
    assert load(path).ministry.hosts == (host,)
    assert f"http://{host}/x" in Hosts([host])


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "a b",
        "http://a",
        "a/",
        "a:",
        "a:0",
        "a:65536",
        "a:b",
        "a@b",
        "a?b",
        "a#b",
        "::1",
        "[::1",
        "a\\\\b",
        "*",
        "a..b",
    ],
)
def test_hosts_that_may_not(path: Path, host: str) -> None:
    path.write_text(f'[ministry]\nhosts = ["b.example", "{host}"]\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"ministry\.hosts to .*: it is a list of hosts such as"):
        load(path)


@pytest.mark.parametrize(
    ("key", "least", "most"),
    [("pause", "0.01", "3600"), ("hosts", "1", "64"), ("timeout", "0.1", "600"), ("attempts", "1", "10")],
)
def test_numbers_have_bounds(path: Path, key: str, least: str, most: str) -> None:
    for value in (least, most):
        path.write_text(f"[sync]\n{key} = {value}\n")
        assert getattr(load(path).sync, key) == float(value)
    for value in (f"-{most}", "0", f"{most}1", "nan", "inf", "true", "'1'", "[1]"):
        path.write_text(f"[sync]\n{key} = {value}\n")
        with pytest.raises(
            UsageError, match=rf"sync\.{key} to .*: it is a .*number from {least} to {most}, without"
        ):
            load(path)


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
        (b"sync = 1", r"sync is no table: write \[sync\] with pause"),
        (b"[[ministry]]", r"ministry is no table: write \[ministry\] with hosts"),
        (b"[sync]\nhosts = 1.0", r"sync\.hosts to 1\.0: it is a whole number"),
        (
            b"[sync]\npuase = 1",
            r"sync\.puase, which is no setting: there is pause, hosts, timeout, attempts\.",
        ),
        (b"[ministry]\nhosts = 'a'", r"ministry\.hosts to 'a': it is a list"),
        (b"[ministry]\nhosts = []", r"ministry\.hosts to \[\]: it is a list"),
        (b"[ministry]\nhosts = [1]", r"ministry\.hosts to \[1\]: it is a list"),
        (b"[ministry]\nhost = 'a'", r"ministry\.host, which is no setting: there is hosts\."),
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
