"""What a change of tags would do to the chosen releases, told before it is done."""

from collections.abc import Sequence
from typing import NamedTuple

from reader.tui.presenting import count

_TOLD = 4
"""Tags of one kind that are named; the others are counted."""


class Wish(NamedTuple):
    """A tag that is to be given to all chosen releases, or taken from all of them."""

    name: str
    gives: bool
    having: int
    """How many of the chosen have it now."""
    known: bool
    """Whether the library has such a tag."""


class Plan(NamedTuple):
    """The wishes, in the order they were made."""

    chosen: int
    """Releases that are chosen."""
    wishes: Sequence[Wish] = ()

    @property
    def add(self) -> list[str]:
        """The tags that are to be given."""
        return [wish.name for wish in self.wishes if wish.gives]

    @property
    def remove(self) -> list[str]:
        """The tags that are to be taken."""
        return [wish.name for wish in self.wishes if not wish.gives]

    def told(self) -> str:
        """What it will do, in a sentence."""
        if not self.wishes:
            return "Nothing is changed yet."
        adding = [wish for wish in self.wishes if wish.gives and wish.having < self.chosen]
        taking = [wish for wish in self.wishes if not wish.gives and wish.having]
        idle = [wish for wish in self.wishes if wish not in adding and wish not in taking]
        parts = [self._part("gives {}", "to", adding)] if adding else []
        parts += (
            [self._part("takes {}" if self.chosen > 1 else "takes {} away", "from", taking)] if taking else []
        )
        parts += [_idle(wish, self.chosen) for wish in idle[:1]]
        text = "; ".join(parts) + "."
        return text[0].upper() + text[1:]

    def _part(self, verb: str, preposition: str, wishes: Sequence[Wish]) -> str:
        """What of one kind will be done, together for what concerns equally many releases."""
        grouped: dict[int, list[str]] = {}
        for wish in wishes:
            changed = self.chosen - wish.having if wish.gives else wish.having
            grouped.setdefault(changed, []).append(f"#{wish.name}" + ("" if wish.known else " (new)"))
        told = []
        for changed, names in grouped.items():
            rest = len(names) - _TOLD
            named = ", ".join(names[:_TOLD]) + (f" and {rest} more" if rest > 0 else "")
            told.append(f"{named} {preposition} {count(changed, 'release')}" if self.chosen > 1 else named)
        return verb.format(", ".join(told))


def _idle(wish: Wish, chosen: int) -> str:
    """Why a wish does nothing."""
    if wish.gives:
        return f"#{wish.name} is there already" if chosen == 1 else f"all of them have #{wish.name} already"
    return f"#{wish.name} is not there" if chosen == 1 else f"none of them has #{wish.name}"


def toggled(having: int, chosen: int, gives: bool | None) -> bool | None:
    """What a tag's next state is: all, none, and, where only some have it, as it was."""
    if gives is None:
        return having < chosen
    if 0 < having < chosen:
        return False if gives else None
    return None
