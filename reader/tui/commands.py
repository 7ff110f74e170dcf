"""The one table of commands: keys, key bar, palette, help and manual are all made from it.

An action's id never changes; a later keymap file names actions by it. `places` tells where a key works: in the
list, the text, the views (`PANES`, unless a row says otherwise), the search bar, the line that finds in the text or
the note editor. `select` is the text while a passage of it is selected: keys that mean nothing there work as in the
text.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

Place = Literal["views", "list", "text", "select", "bar", "find", "editor"]
PANES: tuple[Place, ...] = ("views", "list", "text")
GROUPS = ("Move", "Search", "State", "Select", "Write", "Reuse", "Look", "App")


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


def _selecting(name: str, keys: tuple[str, ...], label: str, description: str, weight: int = 0) -> Command:
    """A row for the text while a passage is selected."""
    return Command(f"select.{name}", keys, label, description, "Select", ("select",), weight, palette=False)


COMMANDS: tuple[Command, ...] = (
    Command("move.down", ("j", "down"), "down", "Next line", "Move", palette=False),
    Command("move.up", ("k", "up"), "up", "Previous line", "Move", palette=False),
    Command("move.first", ("g", "home"), "first", "To the beginning", "Move", palette=False),
    Command("move.last", ("G", "end"), "last", "To the end", "Move", palette=False),
    Command("move.half_down", ("ctrl+d",), "half page", "Half a page down", "Move", palette=False),
    Command("move.half_up", ("ctrl+u",), "half page", "Half a page up", "Move", palette=False),
    Command("move.page_down", ("pagedown",), "page", "A page down", "Move", palette=False),
    Command("move.page_up", ("pageup",), "page", "A page up", "Move", palette=False),
    Command("text.page", ("space",), "page", "A page of the text down", "Move", ("text",), palette=False),
    Command(
        "list.mark", ("space",), "mark", "Mark this release for what comes next, and go on", "Move", ("list",)
    ),
    Command("list.mark_all", ("*",), "mark all", "Mark all that is shown, or none of it", "Move", ("list",)),
    Command("focus.next", ("tab",), "pane", "To the next pane", "Move", weight=3, palette=False),
    Command("focus.previous", ("shift+tab",), "pane back", "To the previous pane", "Move", palette=False),
    Command("focus.views", ("1",), "views", "To the views; shows them where there is little room", "Move"),
    Command("focus.list", ("2",), "list", "To the list of releases", "Move"),
    Command("focus.text", ("3",), "text", "To the text", "Move"),
    Command(
        "release.open",
        ("enter",),
        "read",
        "Open what is under the cursor",
        "Move",
        ("views", "list"),
        weight=10,
    ),
    Command("release.previous", ("[",), "previous", "Previous release, from the text too", "Move", weight=2),
    Command("release.next", ("]",), "next", "Next release, from the text too", "Move", weight=2),
    Command("release.next_unread", ("u",), "next unread", "Next unread release", "Move", weight=4),
    Command("release.previous_unread", ("U",), "previous unread", "Previous unread release", "Move"),
    Command(
        "text.scroll_down",
        ("J",),
        "scroll text",
        "Scroll the text down, from the list",
        "Move",
        palette=False,
    ),
    Command(
        "text.scroll_up", ("K",), "scroll text", "Scroll the text up, from the list", "Move", palette=False
    ),
    Command("search.open", ("/",), "search", "Search while typing", "Search", weight=9),
    Command("search.next_hit", ("n",), "next hit", "Next hit in the text", "Search", weight=1),
    Command("search.previous_hit", ("N",), "previous hit", "Previous hit in the text", "Search"),
    Command("search.find", ("\\",), "find in text", "Find in this text", "Search"),
    Command(
        "search.facets",
        ("f",),
        "facets",
        "Categories, sources, times, states of what is found: choose one",
        "Search",
        weight=3,
    ),
    Command("search.order", ("s",), "order", "Newest first, best match first, oldest first", "Search"),
    Command("search.save", ("S",), "save search", "Save this search under a name", "Search"),
    Command("search.saved", ("F",), "saved", "Saved searches: open or remove one", "Search"),
    Command(
        "search.alike", ("~",), "more like this", "Releases that share telling words with this", "Search"
    ),
    Command(
        "search.enter",
        ("enter",),
        "to the list",
        "To the list of hits; the last word is then a whole one",
        "Search",
        ("bar",),
        weight=9,
        palette=False,
    ),
    Command(
        "search.leave",
        ("down",),
        "to the list",
        "To the list of hits; in older searches: the next newer",
        "Search",
        ("bar",),
        palette=False,
    ),
    Command(
        "search.clear",
        ("escape",),
        "clear",
        "Clear the search; again: leave the bar",
        "Search",
        ("bar",),
        weight=8,
        palette=False,
    ),
    Command(
        "search.complete",
        ("tab",),
        "complete",
        "Take the completion or the spelling that is offered, else to the list",
        "Search",
        ("bar",),
        weight=7,
        palette=False,
    ),
    Command(
        "search.older", ("up",), "older", "What was searched before", "Search", ("bar",), 6, palette=False
    ),
    Command(
        "search.guide",
        ("ctrl+g",),
        "cheat sheet",
        "What can be written in the bar",
        "Search",
        ("bar",),
        5,
    ),
    Command(
        "find.keep",
        ("enter",),
        "keep",
        "Close, and keep the hits for n and N",
        "Search",
        ("find",),
        9,
        palette=False,
    ),
    Command("find.close", ("escape",), "close", "Close", "Search", ("find",), 8, palette=False),
    Command(
        "state.bookmark",
        ("b",),
        "bookmark",
        "Bookmark this or the marked; again: take it away",
        "State",
        weight=8,
    ),
    Command(
        "state.read",
        ("r",),
        "read/unread",
        "Mark this or the marked as read or unread",
        "State",
        weight=5,
    ),
    Command(
        "state.tags",
        ("t",),
        "tags",
        "Tags of this release or of the marked: give, take away",
        "State",
        weight=5,
    ),
    Command("state.all_read", ("R",), "all read", "Mark everything in the list as read", "State"),
    Command(
        "state.undo",
        ("ctrl+z",),
        "undo",
        "Undo the last change of state, tags, notes or saved searches",
        "State",
    ),
    Command(
        "select.start",
        ("v",),
        "select",
        "Select a passage of the text, to note or to copy it",
        "Select",
        ("list", "text"),
        weight=6,
    ),
    _selecting("next_sentence", ("j", "down"), "sentence", "The next sentence", 9),
    _selecting("previous_sentence", ("k", "up"), "back", "The sentence before", 2),
    _selecting("next_word", ("l", "right", "w"), "word", "The next word; of a sentence: its first", 8),
    _selecting(
        "previous_word", ("h", "left", "b"), "word back", "The word before; of a sentence: its last", 2
    ),
    _selecting("next_paragraph", ("}",), "next paragraph", "The next paragraph"),
    _selecting("previous_paragraph", ("{",), "paragraph back", "The paragraph before"),
    _selecting("more_sentences", ("J", "shift+down", ")"), "+sentence", "Move the end on by a sentence", 6),
    _selecting("fewer_sentences", ("K", "shift+up", "("), "−sentence", "Move the end back by a sentence", 1),
    _selecting("more_words", ("L", "shift+right", "W"), "+word", "Move the end on by a word", 6),
    _selecting("fewer_words", ("H", "shift+left", "B"), "−word", "Move the end back by a word", 1),
    _selecting("other_end", ("o",), "other end", "Move the other end from now on", 5),
    _selecting(
        "widen", ("v",), "wider", "The sentence around the word, the paragraph around it, the word again", 6
    ),
    _selecting("next_hit", ("n",), "next hit", "Select the next hit"),
    _selecting("previous_hit", ("N",), "previous hit", "Select the previous hit"),
    _selecting("first", ("g", "home"), "first", "The first sentence of the text"),
    _selecting("last", ("G", "end"), "last", "The last sentence of the text"),
    _selecting("page_down", ("space", "pagedown", "ctrl+d"), "page", "A sentence of the next page"),
    _selecting("page_up", ("pageup", "ctrl+u"), "page back", "A sentence of the page before"),
    _selecting("leave", ("escape", "q"), "leave", "Select nothing any more", 6),
    Command(
        "note.add",
        ("a",),
        "note",
        "Write a note on this release, or on the selected passage",
        "Write",
        (*PANES, "select"),
        weight=7,
    ),
    Command(
        "note.external",
        ("e",),
        "note in $EDITOR",
        "Write a note on this release, or on the selected passage, in $VISUAL or $EDITOR",
        "Write",
        (*PANES, "select"),
        weight=3,
    ),
    Command(
        "note.save",
        ("escape",),
        "save",
        "Save the note and close the editor",
        "Write",
        ("editor",),
        9,
        palette=False,
    ),
    Command(
        "note.discard",
        ("ctrl+x",),
        "discard",
        "Discard what was written; asks",
        "Write",
        ("editor",),
        8,
        palette=False,
    ),
    Command("note.list", ("A",), "notes", "The notes of this release: read, edit, remove", "Write", weight=3),
    Command(
        "note.remove", ("D",), "remove note", "Remove the note of this release; of several, one", "Write"
    ),
    Command(
        "copy.link",
        ("y",),
        "copy",
        "Copy the link, or the passage with its source",
        "Reuse",
        (*PANES, "select"),
        7,
    ),
    Command("copy.citation", ("Y",), "cite", "Copy the citation of this or of the marked", "Reuse"),
    Command(
        "copy.selected",
        ("ctrl+c", "super+c"),
        "copy",
        "Copy what is selected; else as y",
        "Reuse",
        (*PANES, "select"),
        palette=False,
    ),
    Command("link.open", ("o",), "browser", "Open the link in the browser", "Reuse"),
    Command("export.release", ("x",), "export", "Export this or the marked as Markdown", "Reuse", weight=6),
    Command("export.list", ("X",), "export list", "Export everything in the list as Markdown", "Reuse"),
    Command(
        "export.elsewhere",
        (),
        "export to",
        "Export this release to another folder, and the next ones too",
        "Reuse",
    ),
    Command(
        "export.format",
        (),
        "export as",
        "Export as …: this or the marked, in a format of your choice",
        "Reuse",
    ),
    Command("export.stop", (), "stop export", "Break off the export that is under way", "Reuse"),
    Command("export.report", (), "report", "What the last export left alone, and why", "Reuse"),
    Command(
        "look.text_only", ("z",), "text only", "Show the text alone, or the panes again", "Look", weight=1
    ),
    Command("look.wider", (">",), "wider", "Longer lines in the text", "Look"),
    Command("look.narrower", ("<",), "narrower", "Shorter lines in the text", "Look"),
    Command("look.theme", (), "theme", "Dark, light, or the terminal's own colours", "Look"),
    Command("app.help", ("?",), "help", "Keys and signs, for where you are", "App", weight=9),
    Command("app.palette", ("ctrl+p", ":"), "commands", "Find a command by its name", "App", palette=False),
    Command("app.close", ("escape",), "close", "Close what lies on top; never quits", "App", palette=False),
    Command("app.back", ("q",), "back", "Back; from the list: quit", "App", weight=9, palette=False),
    Command("app.quit", ("ctrl+q",), "quit", "Quit", "App", (*PANES, "bar", "find", "editor")),
)

BY_ID = {command.id: command for command in COMMANDS}

_LABELS = {
    "escape": "esc", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End", "down": "↓", "up": "↑",
    "shift+tab": "shift+tab", "enter": "enter", "space": "space", "tab": "tab",
}  # fmt: skip

_TEXTUAL_NAMES = {
    "*": "asterisk", "\\": "backslash", "~": "tilde",
    "/": "slash", "?": "question_mark", "[": "left_square_bracket", "]": "right_square_bracket", ":": "colon",
    "<": "less_than_sign", ">": "greater_than_sign", "{": "left_curly_bracket", "}": "right_curly_bracket",
    "(": "left_parenthesis", ")": "right_parenthesis",
}  # fmt: skip


def _table() -> dict[Place, dict[str, Command]]:
    table: dict[Place, dict[str, Command]] = {
        place: {} for place in (*PANES, "select", "bar", "find", "editor")
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
