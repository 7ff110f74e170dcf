"""The command as a process: what it loads, its streams, and libraries that cannot be used."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reader import __version__
from reader.cli import commands
from reader.cli.start import start
from tests import listings
from tests.unit.cli.conftest import ROOT, Press, environment

COMMANDS = (
    ["--help"],
    ["import", "-"],
    ["list"],
    ["list", "--json"],
    ["search", "minister"],
    ["search", "minister", "--json"],
    ["show", "aaa"],
    ["diff", "aaa"],
    ["rewordings"],
    ["bookmark", "aaa"],
    ["read", "aaa"],
    ["tag", "aaa", "+x"],
    ["note", "aaa", "-m", "x"],
    ["note", "edit", "aaa", "-m", "x"],
    ["note", "remove", "aaa"],
    ["notes"],
    ["notes", "minister"],
    ["saved", "add", "x", "minister"],
    ["saved", "list"],
    ["saved", "remove", "x"],
    ["alerts"],
    ["export", "*", "--to", "out"],
    ["backup", "backup.gz"],
    ["restore", "backup.gz"],
    ["sync"],
    ["source", "add", "ftp://example.org/feed"],
    ["source", "list"],
    ["source", "remove", "aaa"],
    ["source", "import", "-"],
    ["source", "export", "-"],
    ["stats"],
    ["paths"],
    ["doctor"],
    ["index", "rebuild"],
    ["nonsense"],
)
_LOADED = """
import sys
from reader.__main__ import main
sys.argv[:] = ["pressreader", *sys.argv[1:]]
try:
    main()
finally:
    print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def loaded(*arguments: str, folder: Path) -> set[str]:
    """The packages that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *arguments],
        input=b"",
        capture_output=True,
        env=environment(),
        cwd=folder,
        timeout=60,
        check=True,
    )
    return set(done.stderr.decode().rpartition("LOADED")[2].split())


def test_every_command_is_among_those_tried() -> None:
    tried = {" ".join(words[:n]) for words in COMMANDS for n in (1, 2)}
    assert set(commands._COMMANDS) <= tried


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_loads_the_screen(arguments: list[str], tmp_path: Path) -> None:
    packages = loaded(*arguments, folder=tmp_path)
    assert "reader" in packages
    assert "textual" not in packages


def test_the_version_is_told_without_loading_anything(tmp_path: Path) -> None:
    assert not loaded("--version", folder=tmp_path) & {
        "click",
        "sqlite3",
        "whoosh",
        "textual",
        "rich",
        "json",
    }


def test_a_list_does_not_load_the_index(tmp_path: Path) -> None:
    assert "whoosh" not in loaded("list", "--json", folder=tmp_path)


def test_the_reader_starts_without_click(tmp_path: Path) -> None:
    assert not loaded(folder=tmp_path) & {"click", "sqlite3", "whoosh"}


def test_the_version(process: Press, press: Press) -> None:
    assert process("--version") == press("--version")
    assert press("--version").out == f"pressreader {__version__}\n"


def test_without_a_terminal_the_reader_says_so(process: Press, home: Path) -> None:
    done = process()
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("pressreader: The reader needs a terminal.")
    assert not home.exists()


def test_help_names_every_command(process: Press, press: Press) -> None:
    done = process("--help")
    assert (done.code, done.err) == (0, "")
    for name in commands._COMMANDS:
        assert f"\n  {name} " in done.out
        help_of = press(*name.split(), "--help")
        assert help_of.code == 0
        assert help_of.out.startswith(f"Usage: pressreader {name} ")
        assert "--json" in help_of.out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["serch", "x"], "`pressreader search`"),
        (["note"], "`pressreader note --help`"),
        (["index"], "`pressreader index rebuild`"),
        (["source", "change", "x"], "`pressreader source list`"),
        (["source", "add", "ftp://example.org/feed"], "https://example.org/feed"),
        (["sybc"], "`pressreader sync`"),
        (["--nonsense"], "`pressreader --help`"),
        (["--"], "`pressreader --help`"),
        (["list", "--limit", "many"], "`pressreader list --help`"),
        (["list", "-5"], "`pressreader list --help`"),
        (["search"], "`pressreader search --help`"),
        (["import"], "`pressreader import --help`"),
        (["show", "abc", "def"], "`pressreader show --help`"),
    ],
)
def test_wrong_usage_is_2_with_a_way_out(press: Press, arguments: list[str], hint: str, home: Path) -> None:
    done = press(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("pressreader: ")
    assert hint in done.err
    if "--" not in arguments:
        done = press(*arguments, "--json")
        assert (done.code, done.json["error"]["kind"], done.err) == (2, "usage", "")
    assert not home.exists()


# Streams


def test_a_reader_that_has_seen_enough_is_no_error(process: Press, home: Path, tmp_path: Path) -> None:
    assert process("import", "-", stdin=listings.many(2000).encode()).code == 0
    command = [sys.executable, "-m", "reader", "list", "--limit", "2000"]
    running = subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert running.stdout is not None
    assert running.stdout.readline()
    running.stdout.close()
    assert running.stderr is not None
    assert (running.wait(60), running.stderr.read()) == (0, b"")
    running.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["paths"], ["--help"]])
def test_output_that_cannot_be_written_is_a_sentence(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reader", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            cwd=ROOT,
            timeout=60,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.decode().endswith(
        "pressreader: The output could not be written: No space left on device.\n"
    )
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_errors_that_cannot_be_written_still_have_a_code(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "reader", "nonsense"]
        done = subprocess.run(command, stderr=full, env=environment(), cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 3
    assert not home.exists()


def test_streams_that_are_closed_are_no_mistake(home: Path) -> None:
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        command = f'"{sys.executable}" -m reader list --limit 1 {closed}'
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            env=environment(),
            cwd=ROOT,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, b"mistake" in done.stderr) == (0, False), closed
    assert not (home / "pressreader.log").exists()


def test_titles_in_a_narrow_encoding_lose_characters_only(process: Press) -> None:
    process("import", "-", stdin=listings.LISTING.encode())
    done = process("list", PYTHONIOENCODING="latin-1")
    assert (done.code, done.out.count("\n")) == (0, 7)


# What goes wrong


def test_a_mistake_of_ours_is_a_sentence_with_the_log(
    press: Press, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.library import Library

    def broken(**_: object) -> None:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr(Library, "open", broken)
    done = press("list")
    log = home / "pressreader.log"
    assert (done.code, done.out) == (3, "")
    assert done.err.endswith(f"The details are in {log}.\n")
    assert "nobody foresaw this" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert press("list", "--json").json["error"]["kind"] == "internal"
    assert log.read_text().count("ZeroDivisionError: nobody foresaw this") == 2


def test_an_interrupt_is_130_with_a_word(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.library import Library

    def stopped(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "open", stopped)
    done = press("list")
    assert (done.code, done.out) == (130, "")
    assert done.err == "pressreader: Interrupted. What was saved before stays saved.\n"
    assert press("list", "--json").json["error"]["kind"] == "interrupted"


def test_errors_steer_no_terminal(press: Press) -> None:
    for arguments in (
        ["show", "\x1b[31mabc"],
        ["\x1b]0;x\x07"],
        ["import", "\x1b[2J"],
        ["search", "is:\x1b[1m"],
    ):
        done = press(*arguments)
        assert done.code in (2, 3, 4)
        assert not set(done.err) & set("\x1b\x07")


@pytest.mark.parametrize("command", [["list"], ["search", "x"], ["import", "-"], ["stats"], ["notes"]])
@pytest.mark.parametrize(
    "broken", ["home is a file", "home is in nowhere", "library is a folder", "no library", "newer"]
)
def test_a_library_that_cannot_be_used_is_3_and_untouched(
    press: Press, home: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], broken: str
) -> None:
    library = home / "library.db"
    if broken == "home is a file":
        home.write_text("mine")
    elif broken == "home is in nowhere":
        monkeypatch.setenv("PRESSREADER_HOME", "/proc/nowhere/pressreader")
    elif broken == "library is a folder":
        library.mkdir(parents=True)
    elif broken == "no library":
        home.mkdir()
        library.write_text("This is a letter, not a library. " * 100)
    else:
        assert press("list").code == 0
        with sqlite3.connect(library) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
    before = _contents(home)
    done = press(*command, "--json", stdin=listings.LISTING)
    assert done.code == 3
    assert done.json["error"]["kind"] == ("newer" if broken == "newer" else "library")
    assert done.json["error"]["message"].endswith(".")
    assert "Traceback" not in done.err
    assert _contents(home) == before


def test_a_damaged_library_is_3_and_not_made_worse(press: Press, home: Path) -> None:
    press("import", "-", stdin=listings.LISTING)
    library = home / "library.db"
    data = library.read_bytes()
    library.write_bytes(data[:4096] + b"\xaa" * (len(data) - 4096))
    before = _contents(home)
    for command in (["list"], ["search", "minister"], ["show", "aaa"], ["stats"]):
        done = press(*command, "--json")
        assert (done.code, done.json["error"]["kind"]) == (3, "library")
    assert _contents(home)[library] == before[library]


def _contents(home: Path) -> dict[Path, bytes]:
    """Every file of the home folder but SQLite's own side files."""
    if not home.is_dir():
        return {home: home.read_bytes()} if home.exists() else {}
    return {
        path: path.read_bytes() if path.is_file() else b""
        for path in home.rglob("*")
        if not path.name.endswith(("-wal", "-shm"))
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="the system lets root write everywhere")
def test_a_home_that_cannot_be_written_is_3(process: Press, home: Path) -> None:
    home.mkdir(mode=0o500)
    done = process("list", "--json")
    assert (done.code, done.json["error"]["kind"]) == (3, "library")


@pytest.mark.skipif(
    shutil.which("prlimit") is None, reason="there is nothing here to limit a file's size with"
)
def test_a_disk_that_is_full_is_3_and_keeps_what_was_there(
    process: Press, home: Path, tmp_path: Path
) -> None:
    """A limit on the size of files stands in for a full disk: SQLite's writes fail in the same place."""
    process("import", "-", stdin=listings.LISTING.encode())
    more = tmp_path / "more.txt"
    more.write_text(listings.many(3000))
    command = ["prlimit", f"--fsize={300_000}", sys.executable, "-m", "reader", "import", str(more), "--json"]
    done = subprocess.run(command, capture_output=True, env=environment(), cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["kind"] == "library"
    assert b"Traceback" not in done.stderr
    assert process("doctor").code == 0
    found = process("list", "--json", "--limit", "5000").json
    assert found["total"] < 3007
    assert "Two Ministers Meet in Busan" in {hit["title"] for hit in found["hits"]}


def test_nothing_is_raised_for_any_argument(press: Press) -> None:
    for arguments in (
        ["\udcff"],
        [""],
        ["list", ""],
        ["search", ""],
        ["note", ""],
        ["--json"],
        ["-"],
        ["note", "--json"],
    ):
        assert start(arguments) in (0, 1, 2)
