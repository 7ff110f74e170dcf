"""Copies text to where it can be pasted: the terminal's clipboard, the system's, else a file; and says which.

The terminal's is set by OSC 52 (xterm, "Control Sequences", Operating System Commands), which reaches through ssh
and has no receipt: what is written is *sent*. What tmux and a system's clipboard hold can be read back: that is
*held*. Everything here may wait for other programs, so it belongs in a thread beside the screen's.
"""

import base64
import os
import re
import signal
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from reader.atomic import LEFT, beside, clear_left
from reader.errors import LibraryError
from reader.paths import private_folder

TERMINAL_LIMIT = 74_994
"""Bytes of text that are sent to a terminal: in base64, with the sequence around it, 100,000, at which hterm and
those that followed it cut. xterm, tmux 3.3 and iTerm2 take more; who cuts does not say so."""
FILE = "copied.txt"
"""What is copied where there is no clipboard, in the state folder."""
_TMUX_SECONDS = 2.0
_PLATFORM_SECONDS = 3.0
"""How long the system's clipboard may take, a second start of Python included."""
_SCREEN_CHUNK = 240
"""Characters in one string that GNU screen passes on: the buffer of older versions holds 256."""
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HELPER = Path(__file__).with_name("platform_clipboard.py")

Send = Callable[[str], object]
"""Writes a control sequence to the terminal, between two frames."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Where a copied text went."""

    held: tuple[str, ...] = ()
    """Clipboards that have it for certain."""
    sent: bool = False
    """It was sent to the terminal, which does not answer."""
    path: Path | None = None
    """The file that has it, where there was no clipboard."""
    long: bool = False
    """It is too long for a terminal's clipboard."""

    def sentence(self, what: str) -> str:
        """What to say of it; `what` was copied."""
        if self.path is not None:
            why = "Too long for the terminal’s clipboard" if self.long else "No clipboard here"
            return f"{why}: {what} is in {self.path}"
        if not self.held:
            return f"Sent {what} to the terminal’s clipboard (OSC 52)"
        also = ", sent to the terminal too (OSC 52)" if self.sent else ""
        also = ", too long for the terminal’s clipboard" if self.long else also
        return f"Copied {what}: {' and '.join(self.held)}{also}"


def copy(text: str, send: Send, state: Path, environment: Mapping[str, str] | None = None) -> Copied:
    """Put a text wherever the user may paste from; `state` is the folder for the file.

    Raises LibraryError where not even a file could be written.
    """
    environment = os.environ if environment is None else environment
    text = clean(text)
    long = len(text.encode()) > TERMINAL_LIMIT
    held: list[str] = []
    if environment.get("TMUX"):
        in_tmux, sent = _through_tmux(text, long, send, environment)
        held += ["tmux’s buffer"] if in_tmux else []
    else:
        sent = not long and listens(environment)
        if sent:
            send(in_screen(osc52(text)) if environment.get("STY") else osc52(text))
    if not remote(environment):
        name = _through_platform(text, environment)
        held += [name] if name else []
    if held or sent:
        return Copied(tuple(held), sent, long=long)
    return Copied(path=_into_file(text, state), long=long)


def clean(text: str) -> str:
    """A text without control characters, line ends as `\n` and none at its end: a shell that it is pasted into
    is given nothing to act on but lines."""
    kept = (
        character
        for character in _LINE_ENDS.sub("\n", text)
        if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
    )
    return "".join(kept).rstrip("\n")


# The terminal


def osc52(text: str) -> str:
    """The sequence that asks a terminal to hold a text. Base64 has nothing in it that could end it early.

    `c` names the clipboard, the one name that mosh knows (1.4 and later). BEL ends it, not ST, whose ESC would end
    the strings that tmux and screen pass on.
    """
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode('ascii')}\a"


def in_old_tmux(sequence: str) -> str:
    """A sequence as tmux before 3.2 passes it on to its terminal."""
    escaped = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{escaped}\x1b\\"


def in_screen(sequence: str) -> str:
    """A sequence as GNU screen passes it on, in pieces: it knows no OSC 52 itself."""
    pieces = (sequence[at : at + _SCREEN_CHUNK] for at in range(0, len(sequence), _SCREEN_CHUNK))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


def listens(environment: Mapping[str, str]) -> bool:
    """Whether this terminal is not known to ignore OSC 52.

    Linux's console and dumb terminals know none, and print some of what they do not know. Apple's Terminal and all
    terminals made with VTE (GNOME Terminal, Console, Ptyxis, Xfce's, Tilix) ignore it, by the tables of vim-oscyank
    and termenv. VTE_VERSION is inherited by other terminals that are started from one of these; they have a TERM or
    TERM_PROGRAM of their own. Over ssh neither variable arrives, and the terminal gets the benefit of the doubt.
    """
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if _deaf(term) or program == "Apple_Terminal":
        return False
    return not ("VTE_VERSION" in environment and not program and term in ("xterm", "xterm-256color"))


def _deaf(term: str) -> bool:
    return term in ("", "dumb", "unknown") or term.startswith(("linux", "eterm", "vt", "cons25"))


def remote(environment: Mapping[str, str]) -> bool:
    """Whether the user sits at another computer, whose clipboard and browser these are not.

    tmux asks anew whenever somebody attaches to it; what its panes inherited may be years old.
    """
    if environment.get("TMUX"):
        told = _tmux(["show-environment", "SSH_CONNECTION"], environment)
        if told is not None and told.startswith(("SSH_CONNECTION=", "-SSH_CONNECTION")):
            return told.startswith("SSH")
    return bool(environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"))


def _through_tmux(text: str, long: bool, send: Send, environment: Mapping[str, str]) -> tuple[bool, bool]:
    """Whether tmux holds the text, and whether its terminal was sent it.

    tmux takes no OSC 52 from a program by default (`set-clipboard external`), but as a command: `-w` has it send the
    text on, since 3.2. tmux 3.3a was seen to pass on 1,000,000 bytes whole.
    """
    if not long and _tmux(["load-buffer", "-w", "-"], environment, text) is not None:
        return True, _tmux_sends(environment)
    held = _tmux(["load-buffer", "-"], environment, text) is not None
    if not long:
        send(in_old_tmux(osc52(text)))
    return held, not long


def _tmux_sends(environment: Mapping[str, str]) -> bool:
    """Whether the terminal that tmux is in is not known to ignore what it was sent.

    tmux sends nothing where it knows of no capability `Ms`, as with Linux's console and inside screen. The type is
    what the terminal calls itself (XTVERSION).
    """
    told = _tmux(["display-message", "-p", "#{client_termname}\t#{client_termtype}"], environment) or ""
    term, _, kind = told.strip("\n").partition("\t")
    return bool(term) and not _deaf(term) and not term.startswith("screen") and not kind.startswith("VTE")


def _tmux(arguments: Sequence[str], environment: Mapping[str, str], text: str = "") -> str | None:
    """What a command of tmux said; None where it could not be done."""
    try:
        done = subprocess.run(
            ["tmux", *arguments],  # noqa: S607 - the user's own tmux
            input=text.encode(),
            capture_output=True,
            timeout=_TMUX_SECONDS,
            env=dict(environment),
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")


# The system's clipboard


def has_platform_clipboard(environment: Mapping[str, str]) -> bool:
    """Whether there is a display and a program that reaches its clipboard.

    Without the first pyperclip's programs fail or wait; without the second it starts Qt, whose clipboard is gone
    when its process ends.
    """
    path = environment.get("PATH", "")
    if str(sys.platform) in ("darwin", "win32", "cygwin") or which("clip.exe", path=path):
        return True

    def there(*names: str) -> bool:
        return all(which(name, path=path) for name in names)

    if environment.get("WAYLAND_DISPLAY") and there("wl-copy", "wl-paste"):
        return True
    return bool(environment.get("DISPLAY")) and (there("xclip") or there("xsel") or there("klipper", "qdbus"))


def _through_platform(text: str, environment: Mapping[str, str]) -> str | None:
    """Name of the program whose clipboard holds the text now; None where there is none or it takes too long.

    pyperclip runs in a process of its own, in a session of its own: its programs say what goes wrong on the
    terminal, hang without a display server, and stay as long as the clipboard is theirs.
    """
    if not has_platform_clipboard(environment):
        return None
    # A file, not a pipe: who stays keeps a pipe open, and whoever reads it would wait for that.
    with tempfile.TemporaryFile() as told:
        try:
            process = subprocess.Popen(
                # -P: the folder of the script, or the user's, must not be where Python looks for modules.
                [sys.executable, "-P", str(_HELPER)],
                stdin=subprocess.PIPE,
                stdout=told,
                stderr=subprocess.DEVNULL,
                env={**environment, "PYTHONUTF8": "1"},
                start_new_session=True,
            )
        except OSError:
            return None
        try:
            process.communicate(text.encode(), timeout=_PLATFORM_SECONDS)
        except subprocess.TimeoutExpired:
            _end(process)
        if process.returncode != 0:
            return None
        told.seek(0)
        return told.read().decode("utf-8", "replace").strip() or "the system’s clipboard"


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process and what it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


# The file


def _into_file(text: str, state: Path) -> Path:
    path = private_folder(state) / FILE
    try:
        clear_left(state.glob(LEFT))
        with beside(path, 0o600) as new:
            new.file.write(text.encode())
            new.take_place()
    except OSError as error:
        raise LibraryError(
            f"There is no clipboard here, and {path} cannot be written: {error.strerror}. "
            "Make its folder writable, or set PRESSREADER_HOME to one that is."
        ) from error
    return path
