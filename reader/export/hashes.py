"""What PressReader last wrote into a file, remembered in that file as short hashes.

One property, `pressreader_hashes`, holds `name=hash` for each property and region, the hashes of the tags
with commas between, and under `front` the front matter as it was left, which spares reading YAML where
nothing changed. Another computer that gets the file therefore agrees on what was changed by hand.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Literal

HASHES = "pressreader_hashes"
"""Name of the property."""

Step = Literal["same", "write", "insert", "clear", "leave", "gone", "nothing"]
"""`same`: it says already what it should · `write`, `insert`, `clear`: ours to change · `leave`: changed by
hand · `gone`: the user took it out · `nothing`: not there and not wanted, or the user's own."""

_ENTRY = re.compile(r"([a-z_]+)=([a-z2-7,]+)")
_LINE = re.compile(rf"^{HASHES}:[ \t]*(\S.*?)[ \t\r]*\n", re.MULTILINE)


def short_hash(text: str) -> str:
    """Six characters of a hash; line ends, trailing blanks and empty lines at both ends do not count."""
    lines = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return base64.b32encode(hashlib.sha256(lines.encode()).digest()[:5]).decode().lower()[:6]


def front_hash(front: str) -> str:
    """Hash of the front matter without the line of hashes."""
    return short_hash(_LINE.sub("", front))


def read_hashes(text: str) -> dict[str, str]:
    """The hashes by name; what is not one is passed over."""
    return dict(_ENTRY.findall(text))


def line_of_hashes(front: str) -> str:
    """The property's text where it stands on one line, else nothing; needs no YAML."""
    found = _LINE.search(front)
    return found[1] if found else ""


def write_hashes(hashes: Mapping[str, str]) -> str:
    """The property's text."""
    return " ".join(f"{name}={value}" for name, value in hashes.items())


def decide(found: str | None, wanted: str | None, recorded: str | None, *, known: bool, force: bool) -> Step:
    """What to do with one property or region, from three hashes of its text.

    `found` is in the file, `wanted` should be, `recorded` was written last time; None where there is none.
    `known` is false where the file lost its record: then nothing that is missing is put back.
    """
    if found is None:
        if recorded is not None or not known:
            return "gone"
        return "nothing" if wanted is None else "insert"
    if found == wanted:
        return "same"
    if wanted is None and recorded is None:
        return "nothing"
    if found == recorded or force:
        return "clear" if wanted is None else "write"
    return "leave"


def record(step: Step, wanted: str | None, recorded: str | None) -> str | None:
    """The hash to keep after a step."""
    if step in ("same", "write", "insert"):
        return wanted
    return None if step == "clear" else recorded or (wanted if step == "gone" else None)
