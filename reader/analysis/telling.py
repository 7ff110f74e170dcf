"""What changed, in the words that screen, command line and exports share."""

from collections import Counter
from collections.abc import Sequence

from reader.analysis.calling import Called
from reader.analysis.diff import Change
from reader.model import Revision
from reader.wording import count

ONE_WORDING = "has one wording only: its source has not reworded it."
_SHORT = 60
"""Characters of a change that is told in a line of its own."""


def moment(when: str) -> str:
    """`2025-12-25 09:00`, of a moment as the library keeps it, in UTC."""
    return when[:16].replace("T", " ") or "at no known time"


def seen(revision: Revision) -> str:
    """When a wording was seen first and last, and whether it is cut."""
    cut = " · cut" if revision.cut else ""
    return f"first seen {moment(revision.first_seen)}, last {moment(revision.last_seen)} UTC{cut}"


def read_out(one: Called) -> str:
    """A figure or a name that changed, in one line: `figure 10.5 → 10.8 percent`.

    What both figures end in is said once; names are said in full.
    """
    if not one.before or not one.after:
        return f"{one.kind} {'added' if one.after else 'removed'}: {one.after or one.before}"
    olds, news = one.before.split(), one.after.split()
    shared = 0
    while (
        one.kind == "figure"
        and shared < min(len(olds), len(news)) - 1
        and olds[-1 - shared] == news[-1 - shared]
    ):
        shared += 1
    old = " ".join(olds[: len(olds) - shared]).rstrip(",")
    return f"{one.kind} {old} → {one.after}"


def called_out(changes: Sequence[Change]) -> list[str]:
    """Every figure and name that changed, in reading order, each once."""
    return list(dict.fromkeys(read_out(called) for change in changes for called in change.called))


def kinds(changes: Sequence[Change]) -> str:
    """`2 figures, 1 name, 1 other change`: how many changes of each kind there are."""
    counted = Counter(change.kind for change in changes)
    plural = {"headline": "changes of the headline", "wording": "other changes"}
    single = {"headline": "change of the headline", "wording": "other change"}
    told = [
        count(counted[kind], single.get(kind, kind), plural.get(kind))
        for kind in ("headline", "figure", "name", "wording")
        if counted[kind]
    ]
    return ", ".join(told)


def first_change(changes: Sequence[Change]) -> str:
    """The change that tells most, in one line: a figure or a name, else the first one."""
    called = called_out(changes)
    return called[0] if called else told(changes[0]) if changes else ""


def told(change: Change) -> str:
    """A change in one line: what is called out of it, else its words; of the headline always these."""
    if change.kind != "headline" and change.called:
        return "; ".join(map(read_out, change.called))
    if change.moved:
        return f"moved: {_shortened(change.before or change.after)}"
    if change.op == "replace":
        return f"{change.kind} {_shortened(change.before)} → {_shortened(change.after)}"
    word = "added" if change.op == "insert" else "removed"
    return f"{change.kind} {word}: {_shortened(change.before or change.after)}"


def _shortened(text: str) -> str:
    line = " ".join(text[: 4 * _SHORT].split())
    return line if len(line) <= _SHORT else line[:_SHORT].rpartition(" ")[0] + "…"
