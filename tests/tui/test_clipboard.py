"""Which way a text is copied, in environments that are made up: programs on PATH are scripts of these tests."""

import base64
import re
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import LibraryError
from reader.tui import clipboard
from reader.tui.clipboard import Copied

XTERM = {"TERM": "xterm-256color"}
SOCKET = "a socket,1,0"
OSC52 = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
HOSTILE = "a\x1b\\b\x07c\x9cd\x1b]52;c;ZXZpbA==\x07“무역” \x00\x1b[2J\r\nnext\ttab"


class Place:
    """A computer with some programs on it, and the terminal that they are used in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.state = folder / "state"
        self.sent: list[str] = []

    def program(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def holder(self, name: str, reader: str = "") -> None:
        """A clipboard's program that keeps what it is given, and gives it back; then stays, as xclip does."""
        kept = self.folder / f"{name}.kept"
        keep = f'cat >"{kept}"; (sleep 3 &)'
        if reader:
            self.program(name, keep)
            self.program(reader, f'cat "{kept}"')
        else:
            self.program(name, f'for one; do [ "$one" = -o ] && exec cat "{kept}"; done; {keep}')

    def tmux(self, *, old: bool = False, remote: str = "", terminal: str = "xterm-256color\\t") -> None:
        kept = self.folder / "tmux.kept"
        refuse = '[ "$2" = -w ] && exit 1\n' if old else ""
        self.program(
            "tmux",
            f'case "$1" in\nload-buffer) {refuse} cat >"{kept}"; echo "$*" >>"{self.folder}/tmux.called";;\n'
            f"display-message) printf '{terminal}\\n';;\nshow-environment) {remote or 'exit 1'};;\nesac",
        )

    def copy(self, text: str, **environment: str) -> Copied:
        path = f"{self.programs}:/usr/bin:/bin"
        return clipboard.copy(text, self.sent.append, self.state, {"PATH": path, **environment})

    def kept(self, name: str) -> str:
        return (self.folder / f"{name}.kept").read_text()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    folder = tmp_path / "place"
    folder.mkdir()
    return Place(folder)


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up computers are Linux's, whatever these tests run on."""
    monkeypatch.setattr(sys, "platform", "linux")


def decoded(sequence: str) -> str:
    found = OSC52.fullmatch(sequence)
    assert found is not None, repr(sequence[:80])
    return base64.b64decode(found[1], validate=True).decode()


def test_a_terminal_is_sent_the_text_and_nobody_claims_that_it_arrived(place: Place) -> None:
    copied = place.copy("“무역” & 'trade'", **XTERM)
    assert copied == Copied(sent=True)
    assert [decoded(one) for one in place.sent] == ["“무역” & 'trade'"]
    assert copied.sentence("the link") == "Sent the link to the terminal’s clipboard (OSC 52)"
    assert not place.state.exists()


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TERM": "dumb"},
        {"TERM": "linux"},
        {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"},
        {"TERM": "xterm-256color", "VTE_VERSION": "7600"},
    ],
)
def test_where_no_clipboard_is_the_text_is_in_a_file_that_only_its_owner_reads(
    place: Place, environment: dict[str, str]
) -> None:
    place.state.mkdir()
    (place.state / clipboard.FILE).write_text("before")
    copied = place.copy("rice", **environment)
    assert place.sent == []
    assert copied.path == place.state / clipboard.FILE
    assert copied.path.read_text() == "rice"
    assert stat.S_IMODE(copied.path.stat().st_mode) == 0o600
    assert copied.sentence("the link") == f"No clipboard here: the link is in {copied.path}"
    assert [path.name for path in place.state.iterdir()] == [clipboard.FILE]


@pytest.mark.parametrize(
    "own", [{"TERM": "xterm-kitty"}, {"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}]
)
def test_a_terminal_started_from_another_is_known_by_its_own_name(place: Place, own: dict[str, str]) -> None:
    assert place.copy("rice", VTE_VERSION="7600", **own).sent


@pytest.mark.parametrize(
    ("programs", "environment", "name"),
    [
        (("xclip", ""), {"DISPLAY": ":7"}, "xclip"),
        (("xsel", ""), {"DISPLAY": ":7"}, "xsel"),
        (("wl-copy", "wl-paste"), {"WAYLAND_DISPLAY": "wayland-7"}, "wl-copy"),
    ],
)
def test_the_systems_clipboard_is_used_too_and_read_back(
    place: Place, programs: tuple[str, str], environment: dict[str, str], name: str
) -> None:
    place.holder(*programs)
    copied = place.copy("“무역”\nrice", **XTERM, **environment)
    assert copied.held == (name,)
    assert copied.sentence("the link") == f"Copied the link: {name}, sent to the terminal too (OSC 52)"
    if name != "xsel":
        assert place.kept(name) == "“무역”\nrice"
    assert place.copy("rice", TERM="linux", **environment) == Copied(held=(name,))


def test_a_clipboard_that_does_not_hold_the_text_is_not_said_to(place: Place) -> None:
    place.program("xclip", "echo no display >&2; exit 1")
    assert place.copy("rice", DISPLAY=":7", TERM="linux").path is not None


def test_a_clipboard_that_hangs_is_given_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "_PLATFORM_SECONDS", 0.3)
    place.program("xclip", "exec sleep 60")
    assert place.copy("rice", DISPLAY=":7", **XTERM) == Copied(sent=True)


def test_without_a_display_no_program_is_started(place: Place) -> None:
    for name in ("xclip", "xsel", "wl-copy", "wl-paste"):
        place.program(name, f'touch "{place.folder}/started"; cat')
    assert place.copy("rice", **XTERM) == Copied(sent=True)
    assert not (place.folder / "started").exists()


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_ssh_the_systems_clipboard_is_another_computers(place: Place, name: str) -> None:
    place.holder("xclip")
    assert place.copy("rice", DISPLAY=":7", **XTERM, **{name: "192.0.2.1 22"}) == Copied(sent=True)


def test_tmux_is_given_the_text_as_a_command(place: Place) -> None:
    place.tmux()
    copied = place.copy("“무역”", TMUX=SOCKET, TERM="tmux-256color")
    assert copied == Copied(held=("tmux’s buffer",), sent=True)
    assert place.kept("tmux") == "“무역”"
    assert place.sent == []
    assert copied.sentence("the link") == "Copied the link: tmux’s buffer, sent to the terminal too (OSC 52)"


@pytest.mark.parametrize("terminal", ["linux\\t", "screen.xterm\\t", "xterm-256color\\tVTE(7600)"])
def test_a_terminal_around_tmux_that_ignores_it_is_not_said_to_be_sent_it(
    place: Place, terminal: str
) -> None:
    place.tmux(terminal=terminal)
    copied = place.copy("rice", TMUX=SOCKET, TERM="tmux-256color")
    assert copied == Copied(held=("tmux’s buffer",))
    assert copied.sentence("the link") == "Copied the link: tmux’s buffer"


def test_old_tmux_keeps_the_text_and_passes_the_sequence_on(place: Place) -> None:
    place.tmux(old=True)
    copied = place.copy("rice", TMUX=SOCKET, TERM="screen-256color")
    assert copied == Copied(held=("tmux’s buffer",), sent=True)
    (sequence,) = place.sent
    assert sequence.startswith("\x1bPtmux;")
    assert sequence.endswith("\x1b\\")
    assert (
        decoded(sequence.removeprefix("\x1bPtmux;").removesuffix("\x1b\\").replace("\x1b\x1b", "\x1b"))
        == "rice"
    )


def test_without_tmuxs_own_program_the_sequence_is_passed_through(place: Place) -> None:
    copied = clipboard.copy(
        "rice", place.sent.append, place.state, {"PATH": str(place.programs), "TMUX": SOCKET}
    )
    assert copied == Copied(sent=True)
    assert place.sent[0].startswith("\x1bPtmux;")


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ("echo -SSH_CONNECTION", ("tmux’s buffer", "xclip")),
        ("echo SSH_CONNECTION=192.0.2.1", ("tmux’s buffer",)),
        ("exit 1", ("tmux’s buffer",)),
    ],
)
def test_tmux_knows_where_its_user_sits_now(place: Place, told: str, held: tuple[str, ...]) -> None:
    place.tmux(remote=told)
    place.holder("xclip")
    copied = place.copy("rice", TMUX=SOCKET, DISPLAY=":7", SSH_CONNECTION="an old one")
    assert copied.held == held


def test_screen_is_given_pieces_that_it_passes_on(place: Place) -> None:
    text = "무역 " * 2000
    assert place.copy(text, STY="1.pts", TERM="screen.xterm-256color") == Copied(sent=True)
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", place.sent[0], re.DOTALL)
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == place.sent[0]
    assert max(map(len, pieces)) <= 240
    assert decoded("".join(pieces)) == text


def test_what_is_too_long_for_a_terminal_goes_elsewhere_and_that_is_said(place: Place) -> None:
    fits = "a" * clipboard.TERMINAL_LIMIT
    assert place.copy(fits, **XTERM).sent
    assert len(place.sent.pop()) <= 100_008
    copied = place.copy(fits + "b", **XTERM)
    assert place.sent == []
    assert copied.path is not None
    assert copied.sentence("it") == f"Too long for the terminal’s clipboard: it is in {copied.path}"
    place.tmux()
    copied = place.copy(fits + "b", TMUX=SOCKET, **XTERM)
    assert copied.sentence("it") == "Copied it: tmux’s buffer, too long for the terminal’s clipboard"
    assert (place.folder / "tmux.called").read_text() == "load-buffer -\n"


def test_a_state_folder_that_cannot_be_written_is_a_sentence(place: Place) -> None:
    place.state.write_text("a file in the way")
    with pytest.raises(LibraryError, match="state"):
        place.copy("rice", TERM="linux")


def test_a_copy_that_cannot_take_its_place_leaves_nothing(place: Place) -> None:
    (place.state / clipboard.FILE).mkdir(parents=True)
    with pytest.raises(LibraryError, match=clipboard.FILE):
        place.copy("rice", TERM="linux")
    assert [path.name for path in place.state.iterdir()] == [clipboard.FILE]


def test_hostile_text_cannot_end_the_sequence_early(place: Place) -> None:
    place.copy(HOSTILE, **XTERM)
    place.copy(HOSTILE, STY="1.pts", TERM="screen")
    assert decoded(place.sent[0]) == "a\\bcd]52;c;ZXZpbA==“무역” [2J\nnext\ttab"
    assert decoded(re.sub(r"\x1bP|\x1b\\", "", place.sent[1])) == decoded(place.sent[0])


@given(st.text())
def test_whatever_the_text_the_sequence_is_one_and_holds_no_control(text: str) -> None:
    cleaned = clipboard.clean(text)
    assert decoded(clipboard.osc52(cleaned)) == cleaned
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", cleaned)
    assert clipboard.clean(cleaned) == cleaned
