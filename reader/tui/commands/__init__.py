"""The one table of commands: keys, key bar, palette, help and manual are all made from it.

command.py  what a row is     finding.py, doing.py, comparing.py  the rows
"""

from collections.abc import Iterator

from reader.tui.commands import comparing, doing, finding
from reader.tui.commands.command import GROUPS, LAYERS, PANES, Command, Place

COMMANDS: tuple[Command, ...] = (*finding.ROWS, *doing.ROWS, *comparing.ROWS)

MAIN_COMMANDS = tuple(one for one in COMMANDS if not set(one.places) <= set(LAYERS))
"""Those of the main screen."""

BY_ID = {command.id: command for command in COMMANDS}

_LABELS = {
    "escape": "esc", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End", "down": "↓", "up": "↑",
    "shift+tab": "shift+tab", "enter": "enter", "space": "space", "tab": "tab",
}  # fmt: skip

_TEXTUAL_NAMES = {
    "*": "asterisk", "\\": "backslash", "~": "tilde",
    "/": "slash", "?": "question_mark", "[": "left_square_bracket", "]": "right_square_bracket", ":": "colon",
    "<": "less_than_sign", ">": "greater_than_sign", "{": "left_curly_bracket", "}": "right_curly_bracket",
    "(": "left_parenthesis", ")": "right_parenthesis", "$": "dollar_sign", "^": "circumflex_accent",
}  # fmt: skip


def _table() -> dict[Place, dict[str, Command]]:
    table: dict[Place, dict[str, Command]] = {
        place: {} for place in (*PANES, "select", "bar", "find", "editor", *LAYERS)
    }
    for command in COMMANDS:
        for place in command.places:
            for key in command.keys:
                name = _TEXTUAL_NAMES.get(key, key)
                if name in table[place]:
                    raise ValueError(f"{key} means {table[place][name].id} and {command.id} in the {place}")
                table[place][name] = command
    return table


_TABLE = _table()


def command_for(place: Place, key: str) -> Command | None:
    """What a key, as Textual names it, means in a place."""
    return _TABLE[place].get(key) or (_TABLE["text"].get(key) if place == "select" else None)


def key_label(key: str) -> str:
    """A key as the key bar and the help write it."""
    return _LABELS.get(key, key)


def shown(place: Place) -> list[Command]:
    """The commands of a place for the key bar, the most useful first."""
    here = [command for command in COMMANDS if place in command.places and command.weight]
    return sorted(here, key=lambda command: -command.weight)


def by_group(place: Place | None = None) -> Iterator[tuple[str, list[Command]]]:
    """The commands of a place (of all), group by group."""
    for group in GROUPS:
        found = [one for one in COMMANDS if one.group == group and (place is None or place in one.places)]
        if found:
            yield group, found


__all__ = [
    "BY_ID",
    "COMMANDS",
    "GROUPS",
    "LAYERS",
    "MAIN_COMMANDS",
    "PANES",
    "Command",
    "Place",
    "by_group",
    "command_for",
    "key_label",
    "shown",
]
