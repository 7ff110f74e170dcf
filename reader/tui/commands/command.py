"""What a row of the command table is.

An action's id never changes; a later keymap file names actions by it. `places` tells where a key works: in the
list, the text, the views (`PANES`, unless a row says otherwise), the search bar, the line that finds in the text or
the note editor; or on a screen of its own: the differences of two wordings (`diff`), the list of `rewordings`.
`select` is the text while a passage of it is selected: keys that mean nothing there work as in the text.
"""

from typing import Literal, NamedTuple

Place = Literal["views", "list", "text", "select", "bar", "find", "editor", "diff", "rewordings"]
PANES: tuple[Place, ...] = ("views", "list", "text")
LAYERS: tuple[Place, ...] = ("diff", "rewordings")
"""Screens of their own, each one place."""
GROUPS = ("Move", "Search", "State", "Select", "Write", "Reuse", "Look", "Sources", "App")


class Command(NamedTuple):
    """One thing that a user can do."""

    id: str
    """Stable name, `area.verb`; the method that does it is `do_area_verb`."""
    keys: tuple[str, ...]
    """As Textual names them; the first is the one that is shown."""
    label: str
    """One or two words for the key bar."""
    description: str
    """What it does, for help and palette."""
    group: str
    places: tuple[Place, ...] = PANES
    weight: int = 0
    """Larger stands earlier in the key bar; 0 keeps it out of it."""
    palette: bool = True
    """Whether it makes sense without a place to move in."""
