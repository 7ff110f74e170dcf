"""Decides what is the same release, the same wording, a cut one and a completed one.

Pure functions: the rules of the whole program about identity stand here and nowhere else.
"""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice

from reader.model import MOTIR, Outcome, Release

ID_LENGTH = 10
MOST_EARLIER = 100
"""Earlier texts that a note remembers."""

_FOOTNOTE = re.compile(r"\[[0-9]+\] https?://\S+")
_MARK = re.compile(r" ?\[[0-9]+\]\Z")
_LONGEST_MARK = 12

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


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes a release that one: source and own identifier, else source, day and folded title as first met."""

    source: str
    external_id: str | None
    day: str
    folded_title: str

    @classmethod
    def of(cls, release: Release) -> "Identity":
        """The identity of a release as its source shows it."""
        return cls(release.source, release.external_id, identity_day(release), fold_title(release.title))


def contradict(source: str, one: str | None, other: str | None) -> bool:
    """Whether two identifiers of a source cannot be those of one release.

    The ministry numbers each of its boards for itself (`board-number`), and shows a release on several of them.
    """
    if one is None or other is None or one == other:
        return False
    return source != MOTIR or one.rpartition("-")[0] == other.rpartition("-")[0]


def derived_ids(identity: Identity) -> Iterator[str]:
    """Ids for a release, in the order in which they are tried: each is ten characters of RFC 4648 base32, lower case.

    The first is a hash of source, day and title. The source's own identifier breaks a tie, and a count breaks one
    that is left.
    """
    parts = (identity.source, identity.day, identity.folded_title)
    yield _hashed(*parts)
    yield _hashed(*parts, identity.external_id or "")
    for number in count(2):
        yield _hashed(*parts, identity.external_id or "", str(number))


def first_identity(release: Release, ident: str, titles: Sequence[str]) -> Identity:
    """The identity that a release of another library has there: the one that its id is a hash of.

    Since it was first met it may have got another title, an identifier or a link. Where the id tells nothing, it is
    taken as met with the first of its titles.
    """
    days = [release.date] if release.date else [release.external_id, release.url, ""]
    candidates = [
        Identity(release.source, release.external_id, day, title)
        for day in dict.fromkeys(day for day in days if day is not None)
        for title in dict.fromkeys(map(fold_title, titles))
    ]
    for candidate in candidates:
        if ident in islice(derived_ids(candidate), 2):
            return candidate
    return candidates[0]


def derived_note_id(ident: str, release: str, text: str) -> str:
    """The id of a note that cannot have its own one, which another note has: the same each time."""
    return _hashed(ident, release, text)


def text_hash(text: str) -> str:
    """What a note remembers of a text it had before."""
    return _hashed(text)


def with_earlier(earlier: Sequence[str], *hashes: str) -> tuple[str, ...]:
    """The hashes of a note's earlier texts with more of them: the newest last, each once, the oldest forgotten."""
    return tuple(dict.fromkeys((*earlier, *hashes)))[-MOST_EARLIER:]


def _hashed(*parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return base64.b32encode(digest)[:ID_LENGTH].decode().lower()


def is_cut(body: str) -> bool:
    """The text stops before its sentence does; length says nothing about it, nor do the addresses of its links."""
    text = _without_footnotes(body)
    if text.endswith("]") and (mark := _MARK.search(text, max(0, len(text) - _LONGEST_MARK))):
        text = text[: mark.start()]
    bare = text.rstrip(_CLOSING + " \u00a0\n\t")
    return bare.endswith(_ELLIPSES) or not bare.endswith(_ENDINGS)


def _without_footnotes(body: str) -> str:
    """A text without the numbered addresses that reading HTML puts below it."""
    end = len(body.rstrip())
    while (start := body.rfind("\n", 0, end)) >= 0 and _FOOTNOTE.fullmatch(body, start + 1, end):
        end = start
    return body[:end].rstrip()


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
