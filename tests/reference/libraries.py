"""Small random libraries, brought about as a user brings them about: imports, notes, marks, index work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from hypothesis import strategies as st

from reader.library import Library
from tests.reference.matching import ReferenceRelease
from tests.reference.vocabulary import CATEGORIES, DAYS, JOINTS, SOURCES, TAGS, rows, texts

_MOMENTS = ("2025-11-19T14:59:59Z", "2025-11-19T15:00:00Z", "2025-11-30T23:00:00Z")
"""A second before midnight and midnight, nine hours east of Greenwich, and a later step."""
_RESPELT = (
    ("tariffs", "tariff’s", "Tariff's"),
    ("K-beauty", "Kbeauty", "K–beauty"),
    ("R&D", "RD", "R & D"),
    ("Korea–U.S.", "Korea-US"),
    ("finance", "ﬁnance"),
    ("산업통상부", "산업 통상부"),
    ("import", "IMPORT"),
)
"""What is one headline to the library, however it is spelt: so that a release has several headlines."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a source shows of one of its releases, and what the user does with it."""

    slot: int
    """Which release; its headline ends in this number."""
    spellings: tuple[int, ...]
    body: str
    note: str = ""
    flags: tuple[str, ...] = ()
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """What of a release stays the same however often it is shown."""

    words: tuple[int, ...]
    joint: str
    day: str
    source: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a library comes about: steps, each indexed before the next."""

    slots: tuple[Slot, ...]
    steps: tuple[tuple[Shown, ...], ...]
    rows: tuple[int, ...]
    """Which words its texts are made of, as rows of the vocabulary."""
    starter: bool = False
    """The digests that ship with the program are there first; the first import ends all but a bookmarked one."""


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Up to twelve releases, shown in up to four steps, some of them again in other words."""
    chosen = draw(rows)
    slots = draw(st.lists(_slots, min_size=1, max_size=12))
    shown = _shown(len(slots), chosen)
    first = draw(st.lists(shown, min_size=1, max_size=len(slots)))
    later = draw(st.lists(st.lists(shown, min_size=1, max_size=3), max_size=3))
    steps = tuple(tuple(step) for step in [first, *later])
    return Plan(tuple(slots), steps, tuple(chosen), starter=draw(st.integers(0, 5)) == 5)


_respelt = st.integers(0, len(_RESPELT) - 1)
_slots = st.builds(
    Slot,
    st.lists(_respelt, min_size=1, max_size=3).map(tuple),
    st.sampled_from([joint for joint in JOINTS if joint != "\n"]),
    st.sampled_from(DAYS),
    st.sampled_from(SOURCES),
    st.sampled_from(CATEGORIES),
)


def _shown(count: int, chosen: Sequence[int]) -> st.SearchStrategy[Shown]:
    return st.builds(
        Shown,
        st.integers(0, count - 1),
        st.tuples(*[st.integers(0, 2)] * 3),
        st.builds("{}{}".format, texts(chosen, 8), st.sampled_from([".", "", " and"])),
        st.one_of(st.just(""), st.just(""), texts(chosen, 4)),
        st.sampled_from([(), (), ("read",), ("bookmarked",), ("read", "bookmarked")]),
        st.sampled_from(["", "", *TAGS]),
    )


def fill(library: Library, plan: Plan, folder: Path) -> None:
    """Carry a plan out."""
    if plan.starter:
        library.sources.load_starter()
        library.releases.set("bookmarked", library.releases.all().numbers()[:1], True)
        library.indexing.drain()
    for step, moment in zip(plan.steps, (*_MOMENTS, _MOMENTS[-1]), strict=False):
        with mock.patch("reader.store.releases.now", lambda moment=moment: moment):
            for source in SOURCES:
                entries = [_entry(plan, one) for one in step if plan.slots[one.slot].source == source]
                if entries:
                    path = folder / "listing.txt"
                    path.write_text("".join(entries), encoding="utf-8")
                    library.sources.import_paths([str(path)], source=source)
        _treat(library, plan, step)
        assert library.indexing.drain() == 0


def _headline(slot: Slot, number: int, spellings: Sequence[int]) -> str:
    rows = [_RESPELT[row] for row in slot.words]
    chosen = [row[at % len(row)] for row, at in zip(rows, spellings, strict=False)]
    return slot.joint.join([*chosen, f"no{number}"])


def _entry(plan: Plan, shown: Shown) -> str:
    slot = plan.slots[shown.slot]
    head = "".join(f"{name}\n" for name in slot.categories)
    # Without a category the second line is the text, and a third would make the first one a category.
    body = shown.body if slot.categories else shown.body.replace("\n", " ")
    return f"-\n{head}{_headline(slot, shown.slot, shown.spellings)}\n{body} date{slot.day}\n"


def _treat(library: Library, plan: Plan, step: Sequence[Shown]) -> None:
    """Do with the releases of a step what the user does with them."""
    numbers = {
        release.title.rsplit("no", 1)[-1]: release.number
        for release in library.releases.many(library.releases.all().numbers())
    }
    for shown in step:
        number = numbers[str(shown.slot)]
        if shown.note:
            library.notes.write(number, shown.note)
        if shown.tag:
            library.tags.change([number], [shown.tag], [])
        if "read" in shown.flags:
            library.releases.set("read", [number], True)
        if "bookmarked" in shown.flags:
            library.releases.set("bookmarked", [number], True)


def known(library: Library) -> list[ReferenceRelease]:
    """What a reader of the library's texts knows of each release, newest first."""
    names = library.sources.names()
    return [_known(library, number, names.__getitem__) for number in library.releases.all().numbers()]


def _known(library: Library, number: int, name_of: Callable[[str], str]) -> ReferenceRelease:
    release = library.releases.get(number)
    return ReferenceRelease(
        number=number,
        wordings=tuple((revision.title, revision.body) for revision in library.releases.revisions(number)),
        notes=tuple(note.text for note in library.notes.of(release)),
        categories=release.categories,
        source=release.source,
        source_name=name_of(release.source),
        day=release.date,
        language=release.language,
        id=release.id,
        tags=release.tags,
        states=frozenset(
            state for state in ("bookmarked", "read", "new", "edited", "cut") if getattr(release, state)
        ),
        first_seen=release.first_seen,
    )
