"""The things PressReader knows, as frozen values without input or output.

Days are ISO strings as the source wrote them (`2025-12-23`), never converted; moments are RFC 3339 in UTC
with a `Z`. Offsets count code points. They are named tuples because a dataclass takes three times as long to
define, and every start of the reader would pay for it.
"""

from typing import Literal, NamedTuple

MOTIR = "motir"
"""Key of the Korean trade and industry ministry, whether its text came from a listing, a page or the site."""
STARTER = "starter"
"""Key of the digests that ship with the program."""
RECORD_FORMAT = 1
"""Version of the lines in which records are written: the value of their first key, `pressreader`."""
SOURCE_NAMES = {MOTIR: "Ministry of Trade, Industry and Resources", STARTER: "PressReader digests"}
"""Display names of the sources that are known beforehand; any other is called by its key."""


class Attachment(NamedTuple):
    """A file, or another address, that a source hands out with a release. Only named: nothing of it is kept."""

    name: str
    url: str
    """Absolute."""
    type: str | None = None
    """Media type (RFC 6838), as `application/pdf`."""
    size: int | None = None
    """Bytes, where the source tells."""


class Release(NamedTuple):
    """One press release, from the parser to the screen.

    The parser fills the first group; the library adds the second when it stores or reads one.
    """

    source: str
    """Key of the source."""
    title: str
    """The headline of the current wording, one line."""
    date: str | None
    """Day of publication as the source writes it; None where it gives none."""
    body: str | None = None
    """Text of the current wording as it came; None where only what a list shows was read."""
    categories: tuple[str, ...] = ()
    """As the source names them, in the order first met."""
    external_id: str | None = None
    """The source's own identifier."""
    url: str | None = None
    language: str | None = None
    """BCP 47 primary tag: `en`, `ko`."""
    attachments: tuple[Attachment, ...] = ()

    number: int = 0
    """Row in this library; 0 while it is in none. Never shown: `id` is what users see."""
    id: str = ""
    """Ten characters of base32 that never change."""
    revision: int = 1
    """Number of the current wording."""
    revision_count: int = 1
    cut: bool = False
    """The current wording ends before its sentence does."""
    words: int = 0
    bookmarked: bool = False
    read: bool = False
    new: bool = False
    """Added or revised by the last import or sync that changed anything."""
    tags: tuple[str, ...] = ()
    note_count: int = 0
    first_seen: str = ""
    last_seen: str = ""

    @property
    def category(self) -> str | None:
        """The first category met."""
        return self.categories[0] if self.categories else None

    @property
    def edited(self) -> bool:
        """The source published more than one wording."""
        return self.revision_count > 1

    @property
    def digest(self) -> bool:
        """A digest of the starter library: our words, not the ministry's."""
        return self.source == STARTER


class Revision(NamedTuple):
    """One wording of a release."""

    number: int
    """From 1, in the order stored."""
    title: str
    body: str
    cut: bool
    first_seen: str
    last_seen: str


class Passage(NamedTuple):
    """A stretch of one wording, found again by position or by its surroundings.

    The selectors of the W3C Web Annotation Data Model (2017): TextPositionSelector (4.2.5) and
    TextQuoteSelector (4.2.4), with 32 characters of context.
    """

    revision: int
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


NoteState = Literal["anchored", "changed", "free"]


class Note(NamedTuple):
    """What the user wrote on a release, or on a passage of it."""

    id: str
    release: str
    """Id of the release."""
    text: str
    """Markdown."""
    passage: Passage | None
    """None for a note on the whole release."""
    state: NoteState
    """`anchored`: the passage stands in the current wording; `changed`: it does not; `free`: no passage."""
    created: str
    updated: str
    earlier: tuple[str, ...] = ()
    """Hashes of the texts it had before, as a merge of two libraries needs them; only a `Record`'s notes have them."""


class Record(NamedTuple):
    """A release with all that the library knows of it: what is handed to another library, or kept in a backup."""

    release: Release
    """As a list has it, without its text; its row number means nothing elsewhere."""
    revisions: tuple[Revision, ...]
    """Every wording, the oldest first."""
    notes: tuple[Note, ...] = ()
    """The oldest first. Their `state` says only whether they have a passage."""
    continues: bool = False
    """More wordings, notes, tags and categories of the release before it, which were too much for one line."""


class Source(NamedTuple):
    """Where releases come from."""

    key: str
    """Never changes: `motir`, `starter`, or a feed's canonical address."""
    name: str
    """What the user calls it."""
    kind: str
    """`feed`, `jsonfeed`, `ministry` or `page` for what is fetched, `listing` for what is read from files, `starter`
    for the digests."""
    url: str | None = None
    last_tried: str | None = None
    last_good: str | None = None
    error: str | None = None
    """Why it could not be fetched the last time, as a sentence."""
    next_due: str | None = None
    """Not before then, unless the user asks for it."""
    retry_after: str | None = None
    """Not before then, whatever the user asks for: its server said so."""
    failures: int = 0
    """How many times it failed since it was last good."""
    addresses: tuple[str, ...] = ()
    """What is fetched of it; nothing of a source that is only read from files."""


class Problem(NamedTuple):
    """An entry or a file that could not be read."""

    path: str
    """As the user named it; `-` for standard input."""
    line: int
    """From 1; 0 where the whole file is meant."""
    reason: str


Outcome = Literal["added", "revised", "completed", "unchanged"]


class ImportReport(NamedTuple):
    """What an import did, in entries; `skipped` counts files in folders that are nothing of ours."""

    added: int = 0
    revised: int = 0
    completed: int = 0
    unchanged: int = 0
    skipped: int = 0
    problems: tuple[Problem, ...] = ()
    notes: int = 0
    """Notes that came with releases: added, or changed."""
    older: int = 0
    """Notes that were not taken because they were written again here since."""
    tags: int = 0
    bookmarks: int = 0
    read: int = 0
    more_problems: int = 0
    """Problems beyond those in `problems`, which holds the first ones."""


class SavedSearch(NamedTuple):
    """A query that the user named."""

    name: str
    query: str
    """As typed."""
    created: str
    looked: int
    """The newest batch of releases when its hits were last looked at: later ones are new to the reader."""
    alerted: int
    """The newest batch of releases when its new hits were last told."""


class View(NamedTuple):
    """A named part of the library: a query that stays in force beside what is typed."""

    name: str
    query: str


VIEWS = (
    View("All", ""),
    View("Unread", "is:unread"),
    View("Bookmarked", "is:bookmarked"),
    View("Noted", "has:note"),
    View("Reworded", "is:edited"),
)
