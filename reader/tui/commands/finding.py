"""The commands that move about and search."""

from reader.tui.commands.command import LAYERS, PANES, Command

_ANYWHERE = (*PANES, *LAYERS)

ROWS: tuple[Command, ...] = (
    Command("move.down", ("j", "down"), "down", "Next line", "Move", _ANYWHERE, palette=False),
    Command("move.up", ("k", "up"), "up", "Previous line", "Move", _ANYWHERE, palette=False),
    Command("move.first", ("g", "home"), "first", "To the beginning", "Move", _ANYWHERE, palette=False),
    Command("move.last", ("G", "end"), "last", "To the end", "Move", _ANYWHERE, palette=False),
    Command("move.half_down", ("ctrl+d",), "half page", "Half a page down", "Move", _ANYWHERE, palette=False),
    Command("move.half_up", ("ctrl+u",), "half page", "Half a page up", "Move", _ANYWHERE, palette=False),
    Command("move.page_down", ("pagedown",), "page", "A page down", "Move", _ANYWHERE, palette=False),
    Command("move.page_up", ("pageup",), "page", "A page up", "Move", _ANYWHERE, palette=False),
    Command(
        "text.page", ("space",), "page", "A page of the text down", "Move", ("text", "diff"), palette=False
    ),
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
        ("views", "list", "rewordings"),
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
)
