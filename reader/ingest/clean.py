r"""Text cleaning on the way in: what could deceive a reader or steer a terminal goes, the wording stays.

Nothing is normalised for taste: quotes, dashes, NBSP, full-width letters and the composition of accents stay
as the source wrote them. What happens to the rest:

- Terminal escape sequences go whole (`ESC [ 31 m`, window titles, hyperlinks); other C0 controls and DEL go.
- C1 controls are Windows-1252 read as Latin-1 and become the characters meant (U+0092 is `’`), by the table
  of the HTML standard (13.2.5.80, "numeric character reference end state"); the five without a meaning go.
- Line separators (CR, VT, FF, NEL, U+2028, U+2029) become line feeds.
- Bidirectional marks, embeddings, overrides and isolates, zero-width characters, tags outside flags, and
  non-characters go; Hangul fillers, letters that look like nothing, go or become a space. Lone surrogates
  become U+FFFD: damage is shown.
- Joiners stay where a script or an emoji needs them, soft hyphens stay inside words, a character keeps one
  variation selector and at most eight combining marks.

Every step is linear in the length of the text, and cleaning twice is cleaning once.
"""

import re
from typing import Final
from unicodedata import category

MAX_MARKS: Final = 8
"""Combining marks kept in a row; the deepest stack in use, a Tibetan mantra syllable, has this many."""

_ESCAPES = re.compile(
    "\x1b\\[[0-?]*+[ -/]*+[@-~]?"  # control sequences: colours, cursor movements
    "|\x1b[P\\]X^_][^\x07\x1b\n]{0,4096}+(?:\x07|\x1b\\\\)"  # strings: window titles, hyperlinks
    "|\x1b[()*+#%][0-9A-Za-z]"  # character sets
    "|\x1b"
)
_BREAKS = re.compile("\r{1,2}\n|[\r\v\f\x85\u2028\u2029]")
_C1 = re.compile("[\x80-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANK_LETTERS = re.compile("[\u3164\uffa0]")

_NON_CHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f"
    "\u034f\u061c\u115f\u1160\u17b4\u17b5"  # grapheme joiner, Arabic letter mark, Hangul and Khmer fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero-width space, bidirectional and other controls
    "\ufeff\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff" + _NON_CHARACTERS
)
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f"
_HIDDEN = re.compile(f"({_FLAG})|[{_INVISIBLE}]")

_SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SELECTORS = re.compile(f"([{_SELECTOR}])[{_SELECTOR}]+")

_JOINERS = "\u180e\u200c\u200d"
_MONGOLIAN = "\u1820-\u18aa"
_JOINING = (
    "\u0600-\u0dff\u0f00-\u109f\u1780-\u17ff\u1820-\u18af\u1a00-\u1cff\ua800-\uabff"
    "\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
_EMOJI = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINER = re.compile(
    f"((?<=[{_JOINING}])\u200d|(?<=[{_JOINING}])\u200c(?=[{_JOINING}])|(?<=[{_MONGOLIAN}])\u180e"
    f"|(?:(?<=[{_EMOJI}])|(?<=[{_EMOJI}]\ufe0f))\u200d(?=[{_EMOJI}])"
    rf"|(?<=\w)\xad(?=\w))|[{_JOINERS}\xad]"
)

# No combining mark is a letter, a digit or a space, so a tower lies within such a stretch.
_STRETCH = re.compile(rf"[^\w\s\x00-\x7f]{{{MAX_MARKS + 1},}}")

_SUSPECT = re.compile(
    f"[\r\v\f\x1b\x80-\x9f\xad\u2028\u2029\u3164\uffa0\ud800-\udfff{_JOINERS}{_SELECTOR}{_INVISIBLE}]"
)
_UNUSUAL = re.compile(r"[^\t\n -~]+")
_GAP = re.compile(r"\s{2,}|[\t\n]")


def clean_line(text: str) -> str:
    """Make text from outside safe to show on one line: titles, categories, names.

    Runs of white space, tabs and line ends become one space; there is none at the ends.
    """
    return _GAP.sub(" ", _safe(text)).strip()


def clean_body(text: str) -> str:
    """Make text from outside safe to show over several lines; blank lines stay, but not at its ends."""
    return _safe(text).strip()


def _safe(text: str) -> str:
    unusual = _UNUSUAL.findall(text)
    if not unusual:
        return text
    # Most texts hold a few kinds of quotes and dashes: looking at each kind once is ten times faster.
    if _SUSPECT.search("".join(set("".join(unusual)))):
        text = _ESCAPES.sub("", text)
        text = _BREAKS.sub("\n", text)
        text = _C1.sub(_as_windows_1252, text)
        text = _SURROGATES.sub("\ufffd", text)
        text = _BLANK_LETTERS.sub(" ", text)
        text = _HIDDEN.sub(r"\1", text)
        text = _JOINER.sub(r"\1", text)
        text = _SELECTORS.sub(r"\1", text)
        return _STRETCH.sub(_level_towers, text)
    if any(len(run) > MAX_MARKS for run in unusual):
        return _STRETCH.sub(_level_towers, text)
    return text


def _as_windows_1252(control: re.Match[str]) -> str:
    return control[0].encode("latin-1").decode("cp1252", "ignore")


def _level_towers(stretch: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in stretch[0]:
        marks = marks + 1 if char in _JOINERS or category(char) in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(char)
        elif marks == MAX_MARKS + 1:
            # A joiner left at the top of a levelled tower would have nothing to join.
            while kept[-1] in _JOINERS:
                kept.pop()
    return "".join(kept)
