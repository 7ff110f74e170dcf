"""What y, Y, o and ctrl+c hand on, on a screen without a terminal; programs on PATH are scripts of these tests."""

import base64
import re
from pathlib import Path

import pytest

from reader.library import Library
from reader.store.database import Database
from reader.tui import browser
from tests.tui.conftest import Reading, reading

LINK = "https://example.org/releases/1?a=b&c=“d”"


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An xterm without anything around it, and a folder for programs that stand before all others."""
    for name in (
        "TMUX",
        "STY",
        "SSH_CONNECTION",
        "SSH_TTY",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "VTE_VERSION",
        "BROWSER",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


class Terminal:
    """What the reader sends to its terminal's clipboard."""

    def __init__(self, reader: Reading) -> None:
        self._reader = reader
        self._sent: list[str] = []
        driver = reader.app._driver
        assert driver is not None
        vars(driver)["write"] = self._sent.append

    async def text(self) -> str:
        """The one text that is sent."""
        await self._reader.until(lambda: self._clips, "a text for the clipboard")
        (text,) = self._clips
        self._sent.clear()
        return text

    @property
    def _clips(self) -> list[str]:
        found = re.findall(r"\x1b\]52;c;([^\x07]*)\x07", "".join(self._sent))
        return [base64.b64decode(one, validate=True).decode() for one in found]


def give_link(reader: Reading, link: str) -> None:
    """Give the release under the cursor an address."""
    release = reader.main.releases.selected
    assert release is not None
    other = Database.open(reader.main.library.paths.library)
    with other.transaction():
        other.execute("UPDATE release SET url = ? WHERE number = ?", (link, release.number))
    other.close()
    reader.main.changed()


def cited(reader: Reading) -> list[str]:
    """The citations of the whole list, in its order."""
    with Library.open() as library:
        return library.exports.citations(reader.main.rows.numbers())


async def test_y_copies_the_link_and_says_how() -> None:
    async with reading() as reader:
        give_link(reader, LINK)
        terminal = Terminal(reader)
        await reader.press("y")
        assert await terminal.text() == LINK
        await reader.until(
            lambda: "Sent the link to the terminal’s clipboard (OSC 52)" in reader.said, "a word"
        )


@pytest.mark.parametrize(
    "link", ["", "javascript:alert(1)", "file:///etc/passwd", "https://example.org/a b", "-h"]
)
async def test_y_copies_the_citation_of_a_release_without_a_web_address(link: str) -> None:
    async with reading() as reader:
        give_link(reader, link)
        terminal = Terminal(reader)
        await reader.press("y")
        assert await terminal.text() == cited(reader)[0]
        await reader.until(lambda: reader.said.startswith("It has no link. Sent its citation"), "a word")


async def test_capital_y_copies_the_citations_of_the_marked_as_the_list_shows_them() -> None:
    async with reading() as reader:
        terminal = Terminal(reader)
        await reader.press("Y")
        assert await terminal.text() == cited(reader)[0]
        await reader.press("G", "space", "g", "space", "Y")
        last, first = cited(reader)[-1], cited(reader)[0]
        assert await terminal.text() == f"{first}\n{last}"
        await reader.until(lambda: "2 citations" in reader.said, "a word")


async def test_a_passage_is_copied_with_its_source_by_y_and_alone_by_ctrl_c(
    filled: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with reading() as reader:
        give_link(reader, "https://example.org/1")
        release = reader.main.releases.selected
        assert release is not None
        passage = "a second\n talk on “rice”"
        monkeypatch.setattr(
            type(reader.main), "selected_passage", property(lambda _: (release.revision, 4, 20, passage))
        )
        terminal = Terminal(reader)
        await reader.press("y")
        assert await terminal.text() == (
            f"“a second talk on ‘rice’” — Ministry of Trade, Industry and Energy, “{release.title}”, "
            f"{release.date}, https://example.org/1"
        )
        await reader.until(lambda: "the passage with its source" in reader.said, "a word")
        await reader.press("ctrl+c")
        assert await terminal.text() == passage


async def test_ctrl_c_copies_as_y_where_nothing_is_selected_and_never_quits() -> None:
    async with reading() as reader:
        give_link(reader, LINK)
        terminal = Terminal(reader)
        for pane in ("2", "3"):
            await reader.press(pane, "ctrl+c")
            assert await terminal.text() == LINK
        assert reader.app.is_running


async def test_ctrl_c_in_a_field_copies_what_is_selected_there() -> None:
    async with reading() as reader:
        terminal = Terminal(reader)
        await reader.press("slash", "r", "i", "c", "e", "shift+home", "ctrl+c")
        assert await terminal.text() == "rice"
        assert reader.main.bar.value == "rice"
        await reader.press("escape", "escape", "a", "H", "a", "n", "shift+home", "ctrl+c")
        assert await terminal.text() == "Han"
        await reader.press("right", "ctrl+c")
        assert reader.app.is_running
        assert reader.said == "Nothing is selected. ctrl+q quits."


async def test_an_empty_list_has_nothing_to_copy() -> None:
    async with reading() as reader:
        await reader.search("nothingofthekind")
        reader.main.do_focus_list()
        await reader.press("y")
        assert reader.said == "There is no release here to copy from."
        await reader.press("Y")
        assert reader.said == "There is no release here to cite."
        await reader.press("o")
        assert "no web address" in reader.said
        await reader.press("x")
        assert reader.said == "There is nothing here to export."


async def test_what_a_clipboards_program_holds_is_said_to_be_copied(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    script = f'#!/bin/sh\nfor one; do [ "$one" = -o ] && exec cat "{tmp_path}/clip"; done; cat >"{tmp_path}/clip"\n'
    (programs / "xclip").write_text(script)
    (programs / "xclip").chmod(0o755)
    async with reading() as reader:
        give_link(reader, LINK)
        await reader.press("y")
        await reader.until(lambda: reader.said.startswith("Copied the link: xclip"), "a word")
    assert (tmp_path / "clip").read_text() == LINK


# The browser


def opener(programs: Path, name: str, script: str) -> None:
    (programs / name).write_text(f"#!/bin/sh\n{script}\n")
    (programs / name).chmod(0o755)


async def test_o_asks_the_users_browser_and_nothing_of_it_is_on_the_screen(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "a-browser")
    opener(
        programs,
        "a-browser",
        f'echo noise; echo "$1" >"{tmp_path}/asked.tmp"; mv "{tmp_path}/asked.tmp" "{tmp_path}/asked"',
    )
    async with reading() as reader:
        give_link(reader, LINK)
        await reader.press("o")
        await reader.until((tmp_path / "asked").exists, "the browser")
        assert (tmp_path / "asked").read_text() == f"{LINK}\n"
        assert reader.said == f"Opening {LINK}"


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        (
            {"SSH_CONNECTION": "192.0.2.1 22", "DISPLAY": ":7"},
            "The browser here is not at your desk. Sent the link",
        ),
        ({}, "There is no display for a browser here. Sent the link"),
        ({"BROWSER": "no-such-browser"}, "No browser could be started. Sent the link"),
        # The screen of these tests, like that of a reader on the web, can be lent to nobody.
        ({"BROWSER": "w3m"}, "The browser cannot be given this terminal. Sent the link"),
    ],
)
async def test_where_no_browser_opens_the_link_is_copied(
    environment: dict[str, str], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    async with reading() as reader:
        give_link(reader, LINK)
        terminal = Terminal(reader)
        await reader.press("o")
        assert await terminal.text() == LINK
        await reader.until(lambda: reader.said.startswith(why), why)


@pytest.mark.parametrize(
    "link", ["", "javascript:alert(1)", "file:///etc/passwd", "--help", "https://a\x1b[2J"]
)
async def test_only_a_web_address_is_opened(
    link: str, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", "a-browser")
    monkeypatch.setattr(browser, "open_window", lambda *_: pytest.fail("a browser was started"))
    async with reading() as reader:
        give_link(reader, link)
        await reader.press("o")
        assert reader.said == "There is no web address to open: y copies the citation instead."


@pytest.mark.parametrize(
    ("wanted", "way"),
    [
        ("w3m", browser.Way.TERMINAL),
        ("/usr/bin/lynx -accept_all_cookies %s", browser.Way.TERMINAL),
        ("firefox", browser.Way.WINDOW),
        ("firefox:w3m", browser.Way.WINDOW),
        ("'an unclosed quote", browser.Way.WINDOW),
        ("", browser.Way.NO_DISPLAY),
    ],
)
def test_a_browser_for_terminals_is_known_by_its_name(wanted: str, way: browser.Way) -> None:
    assert browser.way({"BROWSER": wanted}) is way


def test_a_browser_that_stays_is_not_waited_for(programs: Path) -> None:
    opener(programs, "a-browser", "exec sleep 5")
    process = browser.open_window(LINK, {"BROWSER": "a-browser", "PATH": f"{programs}:/usr/bin:/bin"}, 0.3)
    assert process is not None
    process.kill()
    process.wait()
