"""Decides what is the same release, the same wording, a cut one and a completed one.

Pure functions: the rules of the whole program about identity stand here and nowhere else.
"""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from reader.model import Outcome, Release

ID_LENGTH = 10

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ＇`´", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−－⸺⸻", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", None),
    }
)
_SPACES = re.compile(r"\s+")
_CLOSING = "\"'”’»›」』】〉》）)]}＂＇］｝"
_ENDINGS = (".", "!", "?", "。", "！", "？")
_ELLIPSES = ("…", "...")


def fold_title(title: str) -> str:
    """NFKC, case-folded, letters and digits only: what makes two headlines one release's.

    A headline without any is taken as it is; otherwise all of them would be one.
    """
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(filter(str.isalnum, folded)) or "".join(folded.split())


def fold_typography(text: str) -> str:
    """The text without what typography changes: spaces, quotes, dashes, soft hyphens, ellipses."""
    folded = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    return _SPACES.sub(" ", folded).strip()


def identity_day(release: Release) -> str:
    """What stands for the day in a release's identity: an undated one uses its identifier or link."""
    return release.date or release.external_id or release.url or ""


def release_id(release: Release, *, tie: bool = False) -> str:
    """Ten characters of RFC 4648 base32, lower case.

    `tie` adds the source's own identifier, for the second of two releases that agree in the rest.
    """
    parts = [release.source, identity_day(release), fold_title(release.title)]
    if tie:
        parts.append(release.external_id or "")
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return base64.b32encode(digest)[:ID_LENGTH].decode().lower()


def is_cut(body: str) -> bool:
    """The text stops before its sentence does; length says nothing about it."""
    bare = body.rstrip().rstrip(_CLOSING + " \u00a0\n\t")
    return bare.endswith(_ELLIPSES) or not bare.endswith(_ENDINGS)


def count_words(text: str) -> int:
    """Words as a person counts them: runs between white space."""
    return len(text.split())


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording, folded once so that it can be compared many times."""

    number: int
    """0 for a wording that is not stored yet."""
    title: str
    body: str
    cut: bool

    @classmethod
    def of(cls, title: str, body: str, number: int = 0) -> "Wording":
        """Fold a headline and a text as a source gave them."""
        return cls(number, fold_typography(title), fold_typography(body), is_cut(body))

    @property
    def kept(self) -> str:
        """What a longer text must begin with to complete this one: all but a trailing ellipsis."""
        return self.body.removesuffix("...").rstrip() if self.cut else self.body

    def begins(self, other: "Wording") -> bool:
        """Whether this wording is cut and `other` is how it goes on."""
        return self.cut and self.title == other.title and other.body.startswith(self.kept)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a wording that a source shows: the outcome, and the number it concerns."""

    outcome: Outcome
    number: int


def decide(known: Sequence[Wording], shown: Wording) -> Decision:
    """Compare a wording with all those stored of its release (none: it is new).

    Equal to a stored one, or cut and the beginning of one: unchanged. Going on where a cut one stops: that
    one is completed in place. Anything else is another revision.
    """
    if not known:
        return Decision("added", 1)
    for wording in known:
        if (wording.title, wording.body) == (shown.title, shown.body):
            return Decision("unchanged", wording.number)
    for wording in known:
        if shown.begins(wording):
            return Decision("unchanged", wording.number)
    for wording in known:
        if wording.begins(shown):
            return Decision("completed", wording.number)
    return Decision("revised", max(wording.number for wording in known) + 1)


def current_number(revisions: Sequence[tuple[int, bool]]) -> int:
    """Of (number, cut): the highest number that is not cut, else the highest."""
    return max(
        (number for number, cut in revisions if not cut), default=max(number for number, _ in revisions)
    )
